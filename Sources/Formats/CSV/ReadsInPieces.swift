import Ledger

/// A reader of lines that shows whole records out of a file that arrives in pieces of any size: a record that is cut off waits
/// for its rest, all others are read where they lie.
protocol ReadsInPieces {
  /// Bytes of a record that has begun and not ended.
  var carry: [UInt8] { get set }

  /// Shows the records that end in `bytes`; returns how many bytes they take.
  mutating func scan(
    _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ body: (RecordView) throws -> Void
  ) throws -> Int
}

extension ReadsInPieces {
  @inline(__always)
  mutating func take(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    let rest = try completeCarried(from: chunk, body)
    guard !rest.isEmpty else { return }
    let used = try scan(rest, isEnd: false, body)
    carry.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[used...]))
  }

  mutating func takeEnd(_ body: (RecordView) throws -> Void) throws {
    let held = carry
    carry = []
    _ = try held.withUnsafeBytes { try scan($0, isEnd: true, body) }
  }

  /// Takes the byte that DOS programs end a text with, U+001A, off the end of the file; true where it was there. One in front of
  /// it is none: that row is judged like any other.
  mutating func dropEndOfFileMark() -> Bool {
    guard carry.last == 0x1A, carry.dropLast().last != 0x1A else { return false }
    carry.removeLast()
    return true
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
}

extension CSVScan {
  static func endOfFileMark(_ file: String, line: Int) -> Diagnostic {
    Diagnostic(
      file: file, line: line, severity: .warning,
      message: "the file ends with the control character U+001A, the end of file of DOS; it was left out",
      code: "end-of-file-mark")
  }
}
