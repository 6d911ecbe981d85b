import Ledger

/// Reads CSV (RFC 4180) that arrives in pieces, without a copy or an allocation per field.
///
/// Line ends may be LF, CR LF or CR, mixed; a byte order mark is skipped; empty lines are no records; the first record is
/// the header. A quote inside an unquoted field is a character like any other (`5" pipe`). Lines are physical lines, counted from 1.
///
/// Rejected with their row: control characters other than TAB (`control-character`), bytes that are not UTF-8
/// (`invalid-utf8`), text behind a closing quote (`quote-text`), an unquoted field above 64 KiB (`field-too-long`).
/// The file is refused where a quoted field runs on for 64 KiB, 50 lines, or to the end of the file (`quote-unbalanced`, at the line
/// where the quote was opened), or a record for 1 MiB (`record-too-long`).
public struct CSVReader: RecordReader {
  public private(set) var columns: [String] = []
  /// False until the header was read.
  public private(set) var hasHeader = false
  /// Bytes of the header as they stand in the file: the first line of a file to drop again.
  public private(set) var rawHeader: [UInt8] = []
  public var warnings: [Diagnostic] { [] }
  /// First line of the header; 0 before it was read.
  public private(set) var headerLine = 0

  private let file: String
  private let dialect: CSVDialect
  private let fields = CSVFields()
  private let context = RecordContext(columns: [])
  /// Bytes of a record that has begun and not ended.
  private var carry: [UInt8] = []
  private var place: CSVPlace

  /// - Parameter file: the name that problems are reported under.
  public init(dialect: CSVDialect = CSVDialect(), file: String) {
    self.dialect = dialect
    self.file = file
    place = CSVPlace(preambleLines: dialect.preambleLines)
  }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    var rest = try completeCarried(from: chunk, body)
    guard !rest.isEmpty else { return }
    let used = try scan(rest, isEnd: false, body)
    rest = UnsafeRawBufferPointer(rebasing: rest[used...])
    carry.append(contentsOf: rest)
  }

  public mutating func finish(_ body: (RecordView) throws -> Void) throws {
    let held = carry
    carry = []
    _ = try held.withUnsafeBytes { try scan($0, isEnd: true, body) }
  }

  /// Adds bytes of the chunk to the record that was cut off, a little at a time, until it has ended. The rest of the chunk
  /// is read where it lies.
  private mutating func completeCarried(
    from chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void
  ) throws -> UnsafeRawBufferPointer {
    var rest = chunk
    while !carry.isEmpty, !rest.isEmpty {
      let before = carry.count
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<min(rest.count, max(4096, before))])
      var held = carry
      carry = []
      held.append(contentsOf: piece)
      let used = try held.withUnsafeBytes { try scan($0, isEnd: false, body) }
      if used > before {
        // Everything behind the carried record lies in the chunk too.
        rest = UnsafeRawBufferPointer(rebasing: rest[(used - before)...])
      } else {
        held.removeFirst(used)
        carry = held
        rest = UnsafeRawBufferPointer(rebasing: rest[piece.count...])
      }
    }
    return rest
  }

  /// Shows the records that end in `bytes`; returns how many bytes they take.
  private mutating func scan(
    _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ body: (RecordView) throws -> Void
  ) throws -> Int {
    fields.forgetEscapes()
    var scan = CSVScan(
      bytes, isEnd: isEnd, dialect: dialect, file: file, fields: fields, place: place, context: context)
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
