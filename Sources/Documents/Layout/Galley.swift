/// A slice of a column that never splits across pages: a line of text, a row of a table.
struct Strip {
  /// White space above it, left out at the top of a page. In 1/1000 pt, as everything here.
  var spaceBefore = 0
  var height: Int
  /// Its texts and bars in the galley; their vertical places count from the top of the strip.
  var texts: Range<Int>
  var bars: Range<Int>
  /// As above, into `Galley.codes`.
  var code: Int?
  /// Its white space passes something beside it, and has to stay.
  var isRigid = false
  /// Stays on the page of the strip that follows.
  var keepWithNext = false
  /// For rows: the table they belong to, as an index into `Galley.tables`.
  var table: Int?
  /// For rows: the running total that is printed where a page ends after it.
  var runningTotal: String?
}

/// What a table needs again at a page break.
struct TableFurniture {
  var head: Strip?
  var carriedForward: Table.CarriedForward?
  var columns: [ColumnSpan]
}

/// Where a column of a table stands.
struct ColumnSpan: Equatable {
  var x: Int
  var width: Int
  var trailing: Bool
}

/// The type of one piece, set in a column and not yet cut into pages.
struct Galley {
  let left: Int
  let width: Int
  var setter: Typesetter
  var strips: [Strip] = []
  var texts: [TextRun] = []
  var bars: [Bar] = []
  var tables: [TableFurniture] = []
  var codes: [DrawnCode] = []
  /// A code beside the text that the strips to come have to pass; nil: they have the whole width.
  var side: SideRoom?
  /// White space wanted above the next strip.
  var pendingSpace = 0

  init(left: Int, width: Int, fonts: Fonts) {
    self.left = left
    self.width = width
    setter = Typesetter(fonts)
    // Room for a page: most pieces have one.
    strips.reserveCapacity(64)
    texts.reserveCapacity(128)
    bars.reserveCapacity(32)
  }

  var right: Int { left + width }
  /// What lines of text have.
  private var textWidth: Int { width - (side?.width ?? 0) }

  /// The sizes of a page, in one place so that letters and statements look alike.
  enum Style {
    static let body = TextStyle(size: 10_000, leading: 13_500)
    static let strong = TextStyle(size: 10_000, leading: 13_500, face: .bold)
    static let subject = TextStyle(size: 11_500, leading: 15_000, face: .bold)
    static let title = TextStyle(size: 19_000, leading: 24_000, face: .bold)
    static let heading = TextStyle(size: 11_000, leading: 14_500, face: .bold)
    static let small = TextStyle(size: 7500, leading: 10_000, gray: 35)
    static let label = TextStyle(size: 8500, leading: 12_000, gray: 40)
    static let value = TextStyle(size: 9000, leading: 12_000)
    static let fine = TextStyle(size: 7000, leading: 9000, gray: 35)
  }

  /// Gaps between the parts of a page.
  enum Space {
    static let paragraph = 7000
    static let heading = 15_000
    static let table = 9000
    static let spacer = 13_500
  }

  /// Distance from the top of a line to its baseline.
  static func baseline(_ style: TextStyle) -> Int {
    (style.leading - style.size * 1117 / 1000) / 2 + style.size * 905 / 1000
  }

  /// Words stay with the table they introduce, and the signature with the greeting above it.
  mutating func add(_ blocks: [Block], beside code: PaymentCode? = nil) throws(DocumentProblem) {
    for (index, block) in blocks.enumerated() {
      if let code, index == code.block { try begin(code) }
      try add(block)
      guard index + 1 < blocks.count, !strips.isEmpty, case .paragraph = block else { continue }
      switch blocks[index + 1] {
      case .table: strips[strips.count - 1].keepWithNext = true
      case .paragraph where index + 2 == blocks.count: strips[strips.count - 1].keepWithNext = true
      default: break
      }
    }
    endSide()
  }

  mutating func add(_ block: Block) throws(DocumentProblem) {
    switch block {
    case .heading(let text):
      passSide()
      pendingSpace = max(pendingSpace, Space.heading)
      try addLines(text, Style.heading, keepWithNext: true)
      pendingSpace = 4000
    case .paragraph(let text):
      try addLines(text, Style.body)
      pendingSpace = Space.paragraph
    case .smallPrint(let text):
      try addLines(text, Style.small)
      pendingSpace = 5000
    case .table(let table):
      passSide()
      pendingSpace = max(pendingSpace, Space.table)
      try add(table)
      pendingSpace = Space.table + 3000
    case .keyValues(let pairs):
      try addPairs(pairs)
      pendingSpace = Space.paragraph + 2000
    case .spacer: pendingSpace += Space.spacer
    case .rule:
      passSide()
      addRule()
    }
  }

  /// Adds a strip around what `texts` and `bars` have gained since `mark`.
  mutating func close(_ mark: Mark, height: Int, keepWithNext: Bool = false) {
    strips.append(
      Strip(
        spaceBefore: pendingSpace, height: height, texts: mark.texts..<texts.count, bars: mark.bars..<bars.count,
        keepWithNext: keepWithNext))
    pendingSpace = 0
    if side != nil { advanceSide() }
  }

  /// Where the texts and bars of a new strip begin.
  struct Mark {
    var texts: Int
    var bars: Int
  }
  var mark: Mark { Mark(texts: texts.count, bars: bars.count) }

  /// A text over the width that is free. The first two and the last two lines of a paragraph stay together.
  mutating func addLines(_ text: String, _ style: TextStyle, keepWithNext: Bool = false) throws(DocumentProblem) {
    let lines = setter.wrap(try setter.set(text, style.face, lines: true), style, width: textWidth)
    for (index, line) in lines.enumerated() {
      let start = mark
      if line.count > 0 { texts.append(setter.run(line, style, x: left, baseline: Galley.baseline(style))) }
      let isLast = index == lines.count - 1
      close(
        start, height: style.leading,
        keepWithNext: isLast ? keepWithNext : keepWithNext || index == 0 || index == lines.count - 2)
    }
  }

  /// Labels in gray, what they say beside them.
  private mutating func addPairs(_ pairs: [KeyValue]) throws(DocumentProblem) {
    let width = textWidth
    var labels: [Phrase] = []
    for pair in pairs { labels.append(try setter.set(pair.label, .regular)) }
    let widest = labels.map { $0.width(Style.body.size) }.max() ?? 0
    let column = min(widest + 14_000, width * 2 / 5)
    let gray = TextStyle(size: Style.body.size, leading: Style.body.leading, gray: 40)
    for (index, pair) in pairs.enumerated() {
      let start = mark
      let value = try setter.set(pair.value, .regular, lines: true)
      let height = max(
        appendColumn(setter.wrap(labels[index], gray, width: column - 8000), gray, x: left),
        appendColumn(setter.wrap(value, Style.body, width: width - column), Style.body, x: left + column))
      close(start, height: height, keepWithNext: index < pairs.count - 1 && pairs.count <= 8)
    }
  }

  /// Appends lines one below the other, from the top of a strip on; returns their height.
  mutating func appendColumn(_ lines: [Phrase], _ style: TextStyle, x: Int, top: Int = 0, trailing: Bool = false) -> Int
  {
    for (index, line) in lines.enumerated() where line.count > 0 {
      let baseline = top + index * style.leading + Galley.baseline(style)
      texts.append(setter.run(line, style, x: x, baseline: baseline, trailing: trailing))
    }
    return lines.count * style.leading
  }

  private mutating func addRule() {
    let start = mark
    bars.append(Bar(area: Rect(x: left, y: 4000, width: width, height: 400), gray: 60))
    close(start, height: 8000)
  }
}
