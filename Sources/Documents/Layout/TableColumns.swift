/// Decides how wide the columns of a table are and how large its type is.
struct TableColumns {
  static let gap = 11_000
  /// Distance of the outer texts from the edge of the bands.
  static let inset = 5000
  /// Type sizes that are tried, largest first.
  static let sizes = [9000, 8500, 8000, 7500, 7000]
  /// A word wider than this may be broken to make room, in 1/1000 of the type size.
  private static let widestWord = 12_000
  /// The same where nothing fits otherwise: numbers of documents on two or three lines rather than no table. No date is wider.
  private static let tightestWord = 5200

  /// Per column, in 1/1000 of the type size: width of the longest text, and the width below which it cannot go.
  var natural: [Int]
  var least: [Int]
  /// The same with words broken as a last resort.
  private var tight: [Int]
  let columns: [Table.Column]

  /// Measures titles and cells. A cell that spans the row (a note) does not count.
  init(_ table: Table, titles: [Phrase], cells: [[Phrase]], spans: [Bool], setter: Typesetter) {
    columns = table.columns
    natural = titles.map(\.units)
    least = titles.map { setter.widestWord($0, .bold) }
    tight = least.map { min($0, TableColumns.tightestWord) }
    for (index, row) in cells.enumerated() where !spans[index] {
      let style = table.rows[index].style
      let face: Face = style.isBold ? .bold : .regular
      for (column, phrase) in row.enumerated() {
        if style == .total, reachesOver(row, column) { continue }
        natural[column] = max(natural[column], phrase.units)
        let word = columns[column].alignment == .trailing ? phrase.units : setter.widestWord(phrase, face)
        let cap = columns[column].alignment == .trailing ? Int.max : TableColumns.widestWord
        least[column] = max(least[column], min(word, cap))
        tight[column] = max(tight[column], min(word, cap == .max ? .max : TableColumns.tightestWord))
      }
    }
  }

  /// Whether a cell of a total can use the room of an empty neighbour: "Total overdue" to its right, an amount to its left.
  private func reachesOver(_ row: [Phrase], _ column: Int) -> Bool {
    let neighbour = columns[column].alignment == .leading ? column + 1 : column - 1
    return row.indices.contains(neighbour) && row[neighbour].count == 0
  }

  /// Where the cells of a total stand: amounts reach left over empty cells as far as they need, texts right up to the next amount.
  static func totalSpans(_ spans: [ColumnSpan], _ cells: [Phrase], size: Int) -> [ColumnSpan] {
    var places = spans
    for index in spans.indices where spans[index].trailing && cells[index].count > 0 {
      var first = index
      while first > 0, cells[first - 1].count == 0 { first -= 1 }
      let right = spans[index].x + spans[index].width
      let width = min(max(spans[index].width, cells[index].width(size)), right - spans[first].x)
      places[index] = ColumnSpan(x: right - width, width: width, trailing: true)
    }
    for index in spans.indices where !spans[index].trailing && cells[index].count > 0 {
      let next = spans.indices.first { $0 > index && cells[$0].count > 0 }
      let last = spans[spans.count - 1]
      let right = next.map { places[$0].x - gap } ?? last.x + last.width
      places[index].width = max(spans[index].width, right - spans[index].x)
    }
    return places
  }

  /// The largest type size at which the columns fit, and where they stand. Amounts are never broken into two lines.
  func fit(left: Int, width: Int) throws(DocumentProblem) -> (size: Int, spans: [ColumnSpan]) {
    let room = width - 2 * TableColumns.inset - TableColumns.gap * max(0, columns.count - 1)
    for size in TableColumns.sizes {
      let wanted = natural.map { TableColumns.scaled($0, size) }
      let needed = least.map { TableColumns.scaled($0, size) }
      if wanted.reduce(0, +) <= room { return (size, spans(spread(wanted, room), left)) }
      // Smaller type only where the longest words would not fit otherwise.
      if needed.reduce(0, +) <= room { return (size, spans(shrink(wanted, needed, room), left)) }
    }
    for size in TableColumns.sizes.suffix(2) {
      let wanted = natural.map { TableColumns.scaled($0, size) }
      let needed = tight.map { TableColumns.scaled($0, size) }
      if needed.reduce(0, +) <= room { return (size, spans(shrink(wanted, needed, room), left)) }
    }
    let needed = tight.reduce(0) { $0 + TableColumns.scaled($1, TableColumns.sizes.last ?? 7000) }
    throw .tableTooWide(needed: Length.toMicrometres(needed), available: Length.toMicrometres(room))
  }

  private static func scaled(_ units: Int, _ size: Int) -> Int { (units * size + 999) / 1000 }

  /// Gives spare width to the columns by their weights. The last one takes what rounding leaves, so that amounts end at the edge.
  private func spread(_ wanted: [Int], _ room: Int) -> [Int] {
    let spare = room - wanted.reduce(0, +)
    let weights = max(1, columns.reduce(0) { $0 + $1.weight })
    return filled(zip(wanted, columns).map { $0 + spare * $1.weight / weights }, room)
  }

  private func filled(_ widths: [Int], _ room: Int) -> [Int] {
    var widths = widths
    widths[widths.count - 1] += room - widths.reduce(0, +)
    return widths
  }

  /// Takes missing width from the columns that can wrap, in proportion to what they can give.
  private func shrink(_ wanted: [Int], _ needed: [Int], _ room: Int) -> [Int] {
    let flexible = zip(wanted, needed).reduce(0) { $0 + max(0, $1.0 - $1.1) }
    let spare = room - needed.reduce(0, +)
    return filled(zip(wanted, needed).map { $1 + max(0, $0 - $1) * spare / max(1, flexible) }, room)
  }

  private func spans(_ widths: [Int], _ left: Int) -> [ColumnSpan] {
    var x = left + TableColumns.inset
    var spans: [ColumnSpan] = []
    for (column, width) in zip(columns, widths) {
      spans.append(ColumnSpan(x: x, width: width, trailing: column.alignment == .trailing))
      x += width + TableColumns.gap
    }
    return spans
  }
}

extension Table.RowStyle {
  var isBold: Bool { self == .emphasis || self == .total }
}
