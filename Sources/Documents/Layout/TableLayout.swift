/// Rows of a table as strips: a gray band with the titles, thin lines between the rows, bold totals under a stronger line.
extension Galley {
  private enum Row {
    static let padding = 3200
    static let hairline = 250
    static let totalRule = 900
    static let headGray: UInt8 = 92
    static let lineGray: UInt8 = 80
  }

  mutating func add(_ table: Table) throws(DocumentProblem) {
    guard !table.columns.isEmpty else { return }
    var titles: [Phrase] = []
    for column in table.columns { titles.append(try setter.set(column.title, .bold)) }
    var cells: [[Phrase]] = []
    for row in table.rows { cells.append(try setCells(row, table.columns.count)) }
    let spanning = zip(table.rows, cells).map { row, cells in row.spansColumns(cells) }
    let measured = TableColumns(table, titles: titles, cells: cells, spans: spanning, setter: setter)
    let (size, spans) = try measured.fit(left: left, width: width)
    let index = tables.count
    tables.append(TableFurniture(head: nil, carriedForward: table.carriedForward, columns: spans))
    // Sums have no titles, and an empty band would say nothing.
    if titles.contains(where: { $0.count > 0 }) {
      let head = addHead(titles, spans, size)
      if table.repeatHead { tables[index].head = head }
    }
    for row in table.rows.indices {
      let next = row + 1 < table.rows.count ? table.rows[row + 1].style : nil
      addRow(table.rows[row], cells[row], spans, size, spanning: spanning[row], next: next)
      strips[strips.count - 1].table = index
    }
  }

  private mutating func setCells(_ row: Table.Row, _ count: Int) throws(DocumentProblem) -> [Phrase] {
    let face: Face = row.style.isBold ? .bold : .regular
    var phrases: [Phrase] = []
    for column in 0..<count {
      phrases.append(column < row.cells.count ? try setter.set(row.cells[column], face) : .empty)
    }
    return phrases
  }

  /// The band with the titles. Returns the strip without the space above it, to be repeated on following pages.
  private mutating func addHead(_ titles: [Phrase], _ spans: [ColumnSpan], _ size: Int) -> Strip {
    let style = TextStyle(size: min(size, 8500), leading: 11_000, face: .bold, gray: 15)
    let start = mark
    bars.append(Bar(area: Rect(x: left, y: 0, width: width, height: 0), gray: Row.headGray))
    let height = appendCells(titles, spans, style, top: Row.padding + 800) + 2 * (Row.padding + 800)
    bars[start.bars].area.height = height
    close(start, height: height, keepWithNext: true)
    var head = strips[strips.count - 1]
    head.spaceBefore = 0
    return head
  }

  private mutating func addRow(
    _ row: Table.Row, _ cells: [Phrase], _ spans: [ColumnSpan], _ size: Int, spanning: Bool, next: Table.RowStyle?
  ) {
    let start = mark
    var style = TextStyle(size: size, leading: size * 5 / 4, face: row.style.isBold ? .bold : .regular)
    if row.style == .note { style = TextStyle(size: min(size, 7800), leading: 9800, gray: 35) }
    var top = row.style == .note ? 0 : Row.padding
    if row.style == .total {
      bars.append(Bar(area: Rect(x: left, y: 0, width: width, height: Row.totalRule), gray: 20))
      top += Row.totalRule
    }
    var places = row.style == .total ? TableColumns.totalSpans(spans, cells, size: size) : spans
    if spanning {
      places = [ColumnSpan(x: left + TableColumns.inset, width: width - 2 * TableColumns.inset, trailing: false)]
    }
    let height = top + appendCells(cells, places, style, top: top) + Row.padding
    if next != .note, next != .total, row.style != .total || next != nil {
      bars.append(
        Bar(area: Rect(x: left, y: height - Row.hairline, width: width, height: Row.hairline), gray: Row.lineGray))
    }
    close(start, height: height, keepWithNext: next == .note || next == .total)
    strips[strips.count - 1].runningTotal = row.runningTotal
  }

  /// Sets the cells of a row side by side and returns the height of the tallest.
  private mutating func appendCells(_ cells: [Phrase], _ spans: [ColumnSpan], _ style: TextStyle, top: Int) -> Int {
    var height = style.leading
    for (phrase, span) in zip(cells, spans) where phrase.count > 0 {
      let lines = setter.wrap(phrase, style, width: span.width)
      let x = span.trailing ? span.x + span.width : span.x
      height = max(height, appendColumn(lines, style, x: x, top: top, trailing: span.trailing))
    }
    return height
  }

  /// The line at a page break: a label and the running total under its column. Not part of `strips`.
  mutating func carriedStrip(_ label: String, _ total: String, _ table: TableFurniture) throws(DocumentProblem) -> Strip
  {
    let style = TextStyle(size: 8000, leading: 10_000, face: .regular, gray: 30)
    let start = mark
    let amount = try setter.set(total, .regular)
    let words = try setter.set(label, .regular)
    let column = table.carriedForward.map { min(max(0, $0.column), table.columns.count - 1) } ?? 0
    let span = table.columns[column]
    let amountX = span.trailing ? span.x + span.width : span.x
    let baseline = Row.padding + Galley.baseline(style)
    texts.append(setter.run(words, style, x: left + TableColumns.inset, baseline: baseline))
    texts.append(setter.run(amount, style, x: amountX, baseline: baseline, trailing: span.trailing))
    bars.append(
      Bar(
        area: Rect(x: left, y: Galley.carriedHeight - Row.hairline, width: width, height: Row.hairline),
        gray: Row.lineGray))
    return Strip(
      height: Galley.carriedHeight, texts: start.texts..<texts.count, bars: start.bars..<bars.count)
  }

  static let carriedHeight = 10_000 + 2 * Row.padding
}

extension Table.Row {
  /// A note with nothing but its first cell runs over the whole width.
  func spansColumns(_ cells: [Phrase]) -> Bool {
    style == .note && cells.dropFirst().allSatisfy { $0.count == 0 }
  }
}
