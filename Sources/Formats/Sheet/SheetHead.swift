import Ledger

/// What stands above the rows of a sheet: title lines, values in them, and the header.
struct SheetHead {
  enum Finding {
    case title
    /// The names of the columns; the row is the header.
    case header([String])
    /// There is no header: the names as the mapping gives them, and the row is data already.
    case data([String])
  }

  private let shape: SheetShape
  private let file: String
  /// Everything up to the header as it stands in the file, each line ended by LF.
  private(set) var raw: [UInt8] = []
  /// Lines above the header, which reports repeat on every page.
  private(set) var titles: [[UInt8]] = []
  /// Values of `shape.preamble`, nil where they were not met.
  private(set) var values: [[UInt8]?]
  private var lines = 0
  /// Line numbers of the mapping do not count the line `sep=;`.
  private var hasSeparator = false
  /// Rows have a frame: the mapping says so, and the header has one.
  private(set) var isFramed: Bool
  /// The line that has most of the required names, and those it lacks.
  private var nearest: (line: Int, missing: [String])?

  init(_ shape: SheetShape, file: String) {
    self.shape = shape
    self.file = file
    isFramed = shape.isFramed
    values = Array(repeating: nil, count: shape.preamble.count)
  }

  /// The first line is `sep=;` and nothing else.
  mutating func take(separator: UInt8) {
    raw = Array("sep=".utf8) + [separator, 0x0A]
    lines = 1
    hasSeparator = true
  }

  /// - Throws: `header-missing` once the header is further down than it may be; what is wrong with the header itself.
  mutating func take(_ view: RecordView) throws(Diagnostic) -> Finding {
    let line = view.position.lineFrom
    let cells = SheetHead.cells(view.fields, isFramed: shape.isFramed)
    switch shape.header {
    case .none(let names):
      let columns = names.map { $0.first ?? "" }
      if SheetHead.isHeader(cells, names) {
        try compare(cells, names, line: line)
        return try header(columns, view)
      }
      return .data(columns + Array(repeating: "", count: max(0, cells.count - names.count)))
    case .line(let wanted):
      guard view.position.lineTo < wanted + (hasSeparator ? 1 : 0) else { return try header(cells, view) }
    case .within(let limit):
      guard line <= limit else { throw missing() }
      if isHeader(cells, view) { return try header(cells, view) }
    }
    note(cells, view)
    return .title
  }

  /// - Throws: `header-missing`: the file has ended.
  func end() throws(Diagnostic) {
    if case .none = shape.header { return }
    throw missing()
  }

  /// The cells of a row without blanks around them; between the outer delimiters where the list has a frame.
  static func cells(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, isFramed: Bool) -> [String] {
    var cells = fields.map { String(decoding: $0.withoutBlanks, as: UTF8.self) }
    guard isFramed else { return cells }
    if cells.first == "" { cells.removeFirst() }
    if cells.last == "" { cells.removeLast() }
    return cells
  }

  private mutating func isHeader(_ cells: [String], _ view: RecordView) -> Bool {
    if shape.isFramed, view.width < 3 || SheetRow.isRule(view.fields) { return false }
    let isEmpty = cells.allSatisfy(\.isEmpty)
    guard !isEmpty else { return false }
    let lacking = SheetHead.missing(shape.required, in: cells)
    if nearest.map({ lacking.count < $0.missing.count }) ?? true { nearest = (view.position.lineFrom, lacking) }
    return lacking.isEmpty
  }

  /// Required names that cells do not have, each by its first alternative.
  static func missing(_ required: [[String]], in cells: [String]) -> [String] {
    required.filter { SourceColumn.index(of: $0, in: cells) == nil }.compactMap(\.first)
  }

  /// Whether a row is the header of a file that may have none: it begins with the name of a column and has another one, or has nothing
  /// else.
  private static func isHeader(_ cells: [String], _ names: [[String]]) -> Bool {
    let filled = cells.filter { !$0.isEmpty }
    let known = filled.map { cell in names.contains { isOne(cell, of: $0) } }
    return known.first == true && known.count(where: \.self) >= min(2, filled.count)
  }

  private static func isOne(_ cell: String, of names: [String]) -> Bool {
    names.contains { $0.lowercased() == cell.lowercased() }
  }

  /// - Throws: `header-differs` where a column is headed otherwise than what is read in its place.
  private func compare(_ cells: [String], _ names: [[String]], line: Int) throws(Diagnostic) {
    for (index, cell) in cells.enumerated() where !cell.isEmpty {
      let wanted = index < names.count ? names[index] : []
      if SheetHead.isOne(cell, of: wanted)
        || wanted.isEmpty && !names.contains(where: { SheetHead.isOne(cell, of: $0) })
      {
        continue
      }
      throw Diagnostic(
        file: file, line: line,
        message:
          "the columns are told by their places, and the file has a header with others: column \(index + 1) is `\(cell)`"
          + (wanted.first.map { ", where `\($0)` is read" } ?? ", behind those that are read"),
        code: "header-differs",
        help:
          "export the columns in the usual order; or name them in the feed's mapping, with \"header\": { \"line\": 1 }")
    }
  }

  private mutating func header(_ names: [String], _ view: RecordView) throws(Diagnostic) -> Finding {
    if let problem = view.problems.first {
      throw Diagnostic(
        file: file, line: view.position.lineFrom, message: "in the header: " + problem.message, code: problem.code,
        help: problem.hint)
    }
    keep(view)
    // A spreadsheet that saved the list again has left the frame out.
    isFramed = shape.isFramed && view.fields.first?.withoutBlanks.isEmpty == true
    return .header(names)
  }

  private mutating func note(_ cells: [String], _ view: RecordView) {
    keep(view)
    titles.append(Array(view.source))
    for (index, preamble) in shape.preamble.enumerated() where values[index] == nil {
      let line = view.position.lineFrom - (hasSeparator ? 1 : 0)
      values[index] = SheetHead.value(preamble, cells, line: line).map { Array($0.utf8) }
    }
  }

  private mutating func keep(_ view: RecordView) {
    raw += Array(repeating: 0x0A, count: max(0, view.position.lineFrom - 1 - lines))
    raw += view.source
    raw.append(0x0A)
    lines = view.position.lineTo
  }

  /// What is left of the cell behind the text it starts with, or the next cell that is not empty.
  private static func value(_ preamble: SheetShape.Preamble, _ cells: [String], line: Int) -> String? {
    if let cell = preamble.cell {
      return cell.line == line && cell.column <= cells.count ? cells[cell.column - 1] : nil
    }
    for (index, cell) in cells.enumerated() {
      guard let start = preamble.startsWith.first(where: { cell.hasPrefix($0.withoutBlanksBehind) }) else { continue }
      let rest = cell.utf8.dropFirst(start.withoutBlanksBehind.utf8.count).drop { $0 <= 0x20 }
      if !rest.isEmpty { return String(decoding: rest, as: UTF8.self) }
      return cells[(index + 1)...].first { !$0.isEmpty }
    }
    return nil
  }

  private func missing() -> Diagnostic {
    let limit: String
    switch shape.header {
    case .within(let lines): limit = "within the first \(lines) lines"
    case .line(let line): limit = "on line \(line)"
    case .none: limit = ""
    }
    guard let nearest, !nearest.missing.isEmpty else {
      return Diagnostic(
        file: file, line: 1, message: "no header is found \(limit)", code: "header-missing",
        help: "is this the right file? it is shorter than its title block")
    }
    let names = nearest.missing.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      file: file, line: nearest.line,
      message: "no header is found \(limit); this line comes nearest and lacks \(names)",
      code: "header-missing", help: "add the column to the export, or name it as the file does in the feed's mapping")
  }
}

extension String {
  fileprivate var withoutBlanksBehind: Substring {
    var text = self[...]
    while let last = text.utf8.last, last <= 0x20 { text.removeLast() }
    return text
  }
}
