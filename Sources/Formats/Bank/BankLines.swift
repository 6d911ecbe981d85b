import Ledger

/// One line of a bank file without its line end.
struct BankLine {
  var bytes: ArraySlice<UInt8>
  /// Physical line, from 1, and offset of its first byte in the file.
  var number: Int
  var offset: Int
}

/// Cuts a file that arrives in pieces into lines. Line ends may be LF, CR LF or CR, mixed; a byte order mark is skipped.
///
///     lines.append(chunk)
///     while let line = try lines.next() { ... }
///
/// A file of fixed records may have no line ends at all: with `width` it is then cut every so many bytes.
struct BankLines {
  /// A longer line is no line of a bank file.
  static let lineBytes = 64 * 1024

  private let file: String
  private let width: Int?
  private var held: [UInt8] = []
  /// Start of the next line in `held`, and how far it was searched for its end.
  private var start = 0
  private var searched = 0
  private var number = 1
  private var offset = 0
  private var isAtEnd = false
  private var isAfterCR = false
  private var isFirst = true

  init(file: String, width: Int? = nil) {
    self.file = file
    self.width = width
  }

  mutating func append(_ chunk: UnsafeRawBufferPointer) {
    held.removeFirst(start)
    searched -= start
    start = 0
    held.append(contentsOf: chunk)
  }

  /// The bytes so far are all there are: the last line ends with them.
  mutating func end() { isAtEnd = true }

  /// The next line that is complete.
  /// - Throws: `record-too-long` where there is no line end for 64 KiB.
  mutating func next() throws -> BankLine? {
    if isFirst, !isAtEnd, ByteOrderMark.isOpen(held[start...]) { return nil }
    skipMarks()
    if let width, !isAtEnd || held.count - start > width, let line = fixed(width) { return line }
    searched = max(searched, start)
    let end = held[searched...].firstIndex { $0 == 0x0A || $0 == 0x0D }
    guard let end = end ?? (isAtEnd && start < held.count ? held.count : nil) else {
      searched = held.count
      guard held.count - start <= BankLines.lineBytes else { throw endlessLine() }
      return nil
    }
    guard end - start <= BankLines.lineBytes else { throw endlessLine() }
    let line = BankLine(bytes: held[start..<end], number: number, offset: offset)
    number += 1
    advance(to: min(end + 1, held.count))
    isAfterCR = end < held.count && held[end] == 0x0D
    return line
  }

  /// A record of a file without line ends: there is none where twice the width was read.
  private mutating func fixed(_ width: Int) -> BankLine? {
    let rest = held[start...]
    let looked = rest.prefix(width * 4)
    guard rest.count > width, !looked.contains(where: { $0 == 0x0A || $0 == 0x0D }),
      isAtEnd || looked.count == width * 4
    else { return nil }
    let line = BankLine(bytes: rest.prefix(width), number: number, offset: offset)
    advance(to: start + width)
    return line
  }

  private mutating func advance(to index: Int) {
    offset += index - start
    start = index
    searched = index
  }

  private mutating func skipMarks() {
    if isAfterCR, start < held.count {
      if held[start] == 0x0A { advance(to: start + 1) }
      isAfterCR = false
    }
    if isFirst {
      advance(to: start + ByteOrderMark.length(held[start...]))
      isFirst = false
    }
  }

  private func endlessLine() -> Diagnostic {
    Diagnostic(
      file: file, line: number, message: "the line has more than 64 KiB", code: "record-too-long",
      help: "is this the right kind of file?")
  }
}

/// A bank format whose records are lines. Where the file was cut into pieces is no concern of its own.
protocol BankLineReader: RecordReader {
  var lines: BankLines { get set }
  var notes: BankNotes { get set }

  mutating func take(_ line: BankLine, _ body: (RecordView) throws -> Void) throws
  /// All lines were taken: shows the last record, and refuses a file that lacks its end.
  mutating func end(_ body: (RecordView) throws -> Void) throws
}

extension BankLineReader {
  var columns: [String] { BankColumn.names }
  var warnings: [Diagnostic] { notes.warnings }

  mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    lines.append(chunk)
    while let line = try lines.next() { try take(line, body) }
  }

  mutating func finish(_ body: (RecordView) throws -> Void) throws {
    lines.end()
    while let line = try lines.next() { try take(line, body) }
    try end(body)
    notes.close()
  }
}
