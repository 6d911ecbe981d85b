import Ledger

/// Reads CSV (RFC 4180) that arrives in pieces, without a copy or an allocation per field.
///
/// Line ends may be LF, CR LF or CR, mixed; a byte order mark is skipped; empty lines are no records; the first record is
/// the header. A quote inside an unquoted field is a character like any other (`5" pipe`). Lines are physical lines, counted from 1.
///
/// Rejected with their row: control characters other than TAB (`control-character`), bytes that are not UTF-8
/// (`invalid-utf8`), text behind a closing quote (`quote-text`), an unquoted field above 64 KiB (`field-too-long`).
/// The file is refused where a quoted field runs on for 64 KiB, 50 lines, or to the end of the file (`quote-unbalanced`, at the line
/// where the quote was opened), or a record for 1 MiB (`record-too-long`). One U+001A as the very last byte, the end of file of DOS, is
/// left out with a warning.
public struct CSVReader: RecordReader, ReadsInPieces {
  public private(set) var columns: [String] = []
  /// False until the header was read.
  public private(set) var hasHeader = false
  /// Bytes of the header as they stand in the file: the first line of a file to drop again.
  public private(set) var rawHeader: [UInt8] = []
  public private(set) var warnings: [Diagnostic] = []
  /// First line of the header; 0 before it was read.
  public private(set) var headerLine = 0

  private let file: String
  private let dialect: CSVDialect
  private let origin: TextOrigin?
  private let fields = CSVFields()
  private let context = RecordContext(columns: [])
  /// Bytes of a record that has begun and not ended.
  var carry: [UInt8] = []
  private var place: CSVPlace
  /// Who may know lines, while a chunk is read.
  private var passing: LinePassing?

  /// - Parameters:
  ///   - file: the name that problems are reported under.
  ///   - origin: where the text stands in the file, if it was decoded from another encoding, see `DecodingReader`.
  public init(dialect: CSVDialect = CSVDialect(), file: String, origin: TextOrigin? = nil) {
    self.dialect = dialect
    self.file = file
    self.origin = origin
    place = CSVPlace(preambleLines: dialect.preambleLines)
  }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try take(chunk, body)
  }

  public mutating func push(
    _ chunk: UnsafeRawBufferPointer, passing: LinePassing, _ body: (RecordView) throws -> Void
  ) throws {
    try withoutActuallyEscaping(passing) { passing in
      self.passing = passing
      defer { self.passing = nil }
      try take(chunk, body)
    }
  }

  public mutating func finish(_ body: (RecordView) throws -> Void) throws {
    if dropEndOfFileMark() { warnings.append(CSVScan.endOfFileMark(file, line: place.line)) }
    try takeEnd(body)
  }

  /// Shows the records that end in `bytes`; returns how many bytes they take.
  mutating func scan(
    _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ body: (RecordView) throws -> Void
  ) throws -> Int {
    fields.forgetEscapes()
    var scan = CSVScan(
      bytes, isEnd: isEnd, dialect: dialect, file: file, fields: fields, place: place, context: context,
      origin: origin, passing: hasHeader ? passing : nil)
    guard scan.skipByteOrderMark() else { return 0 }
    if !hasHeader {
      try scan.run(stopAfterFirst: true) { view in
        guard self.columns.isEmpty else { return }
        self.takeHeader(view)
        if let problem = view.problems.first { throw self.refusal(of: problem, at: view.position) }
      }
      guard hasHeader else {
        place = scan.place
        return scan.used
      }
      context.columns = columns
      scan.startRecords()
    }
    try scan.run(stopAfterFirst: false, body)
    place = scan.place
    return scan.used
  }

  private mutating func takeHeader(_ view: RecordView) {
    hasHeader = true
    headerLine = view.position.lineFrom
    rawHeader = [UInt8](view.source)
    columns = view.fields.map { String(decoding: $0.withoutBlanks, as: UTF8.self) }
  }

  private func refusal(of problem: RecordProblem, at position: RecordPosition) -> Diagnostic {
    Diagnostic(
      file: file, line: position.lineFrom, message: "in the header: " + problem.message, code: problem.code,
      help: problem.hint)
  }
}
