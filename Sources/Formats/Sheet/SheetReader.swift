import Ledger

/// Reads a table as reports and spreadsheets write it: a title block, a header somewhere, group rows, totals, repeated page heads,
/// blank rows. Its records are the rows that are data, with the values that hold for them: carried ones as `^name`, those of the title
/// block as `@name`, behind the columns of the file.
///
/// Every record has as many fields as there are columns. Cells that a report tool leaves out at the end of a row, or adds to it empty,
/// are no problem; any other row of another width has one (`width`), and so has a row that the file ends in. Below it is the scanner of
/// `CSVReader`, with the same limits and problems.
public struct SheetReader: RecordReader, ReadsInPieces {
  public private(set) var columns: [String] = []
  public private(set) var warnings: [Diagnostic] = []
  public var controls: [SourceControl] { rows?.controls ?? [] }
  public var leftOut: [LeftOutRows] { rows?.leftOut ?? [] }
  /// The beginning of the file with the header, which a file to drop again starts with too.
  public private(set) var rawHeader: [UInt8] = []
  /// First line of the header; 0 where it was not found yet, or there is none.
  public private(set) var headerLine = 0

  private let file: String
  private let shape: SheetShape
  private let origin: TextOrigin?
  private let fields = CSVFields()
  private let context = RecordContext(columns: [])
  private var dialect: CSVDialect
  private var place = CSVPlace(preambleLines: 0)
  private var isStarted = false
  private var head: SheetHead
  private var rows: SheetRows?
  var carry: [UInt8] = []

  /// - Parameters:
  ///   - shape: with the delimiter that was found; a `sep=;` line counts more, and without either it is the comma.
  ///   - file: the name that problems are reported under.
  ///   - origin: where the text stands in the file, if it was decoded, see `DecodingReader`.
  public init(_ shape: SheetShape, file: String, origin: TextOrigin? = nil) {
    self.shape = shape
    self.file = file
    self.origin = origin
    dialect = CSVDialect(delimiter: shape.delimiter ?? UInt8(ascii: ","), hasQuotes: shape.hasQuotes)
    head = SheetHead(shape, file: file)
  }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try take(chunk, body)
  }

  public mutating func finish(_ body: (RecordView) throws -> Void) throws {
    if dropEndOfFileMark() { warnings.append(CSVScan.endOfFileMark(file, line: place.line)) }
    try takeEnd(body)
    if rows == nil { try head.end() }
  }

  mutating func scan(
    _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ body: (RecordView) throws -> Void
  ) throws -> Int {
    guard isStarted || start(bytes, isEnd: isEnd) else { return 0 }
    fields.forgetEscapes()
    var scan = CSVScan(
      bytes, isEnd: isEnd, dialect: dialect, file: file, fields: fields, place: place, context: context, origin: origin)
    guard scan.skipByteOrderMark() else { return 0 }
    let end = isEnd ? bytes.baseAddress.map { $0 + bytes.count } : nil
    defer { place = scan.place }
    while rows == nil {
      var hasRow = false
      try scan.run(stopAfterFirst: true) { view in
        hasRow = true
        try takeHead(view, end: end, body)
      }
      guard hasRow else { return scan.used }
      if rows != nil, headerLine > 0 { scan.startRecords() }
    }
    try takeRows(&scan, end: end, body)
    return scan.used
  }

  /// The hot loop: on a table without peculiarities one comparison per row more than `CSVReader`.
  private mutating func takeRows(
    _ scan: inout CSVScan, end: UnsafeRawPointer?, _ body: (RecordView) throws -> Void
  ) throws {
    guard var rows else { return }
    self.rows = nil
    defer { self.rows = rows }
    try scan.run(stopAfterFirst: false) { view in
      try rows.take(view, isCutOff: SheetReader.ends(view, at: end), body)
    }
  }

  @inline(__always)
  private static func ends(_ view: RecordView, at end: UnsafeRawPointer?) -> Bool {
    guard let end, let start = view.source.baseAddress else { return false }
    return start + view.source.count == end
  }

  private mutating func takeHead(
    _ view: RecordView, end: UnsafeRawPointer?, _ body: (RecordView) throws -> Void
  ) throws {
    switch try head.take(view) {
    case .title: break
    case .header(let names):
      headerLine = view.position.lineFrom
      try begin(names, header: Array(view.source))
    case .data(let names):
      try begin(names, header: [])
      try rows?.take(view.at(view.position), isCutOff: SheetReader.ends(view, at: end), body)
    }
  }

  private mutating func begin(_ names: [String], header: [UInt8]) throws(Diagnostic) {
    guard names.count + shape.carry.count + shape.preamble.count <= CSVLimit.columns else {
      throw Diagnostic(
        file: file, line: headerLine, message: "the header has more than \(CSVLimit.columns) columns",
        code: "record-too-long", help: "is this a table with one record per line?")
    }
    let rows = SheetRows(shape, columns: names, head: head, header: header, fields: fields, context: context)
    columns = rows.allColumns
    rawHeader = head.raw
    if rawHeader.last == 0x0A { rawHeader.removeLast() }
    self.rows = rows
  }

  /// Obeys a `sep=;` line as spreadsheets do; false where too little of the file is there to tell.
  private mutating func start(_ bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeRawBufferPointer(rebasing: bytes[3...]) : bytes
    guard bytes.count >= 9 || isEnd else { return false }
    isStarted = true
    if let delimiter = SheetReader.separator(text) {
      dialect.delimiter = delimiter
      place.preambleLines = 1
      head.take(separator: delimiter)
    }
    return true
  }

  /// The delimiter that a first line `sep=;` names.
  static func separator(_ text: UnsafeRawBufferPointer) -> UInt8? {
    guard text.count >= 5, text[..<4].elementsEqual("sep=".utf8) || text[..<4].elementsEqual("SEP=".utf8),
      CSVDialect.delimiters.contains(text[4]), text.count == 5 || text[5] == 0x0A || text[5] == 0x0D
    else { return nil }
    return text[4]
  }
}
