/// A cell with one of the few words that stand in millions of rows, with its comma: a kind, a reason. Made once, and stored in three steps.
public struct CSVWord: Sendable {
  let bytes: (UInt64, UInt64, UInt64)
  let count: Int

  /// - Parameter word: letters and the signs between them, at most 23 bytes; nil is an empty cell.
  public init(_ word: String?) {
    var bytes = [UInt8](repeating: 0, count: 24)
    var count = 0
    for byte in (word ?? "").utf8 {
      precondition(count < 23 && byte != 0x2C && byte != 0x22 && byte > 0x20, "no word of a table")
      bytes[count] = byte
      count += 1
    }
    bytes[count] = 0x2C
    self.count = count + 1
    self.bytes = bytes.withUnsafeBytes {
      (
        $0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self),
        $0.load(fromByteOffset: 16, as: UInt64.self)
      )
    }
  }
}
