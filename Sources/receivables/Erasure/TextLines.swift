/// The lines of an export: where each is among the bytes, without its end, and its text as UTF-8 or one byte a character. A file with two bytes a
/// character says so by its first two.
struct TextLines: Sequence {
  private let bytes: [UInt8]
  /// Bytes of a character.
  let width: Int
  /// Which byte of a character is the low one.
  let low: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    width = isLittle || bytes.starts(with: [0xFE, 0xFF]) ? 2 : 1
    low = width == 1 || isLittle ? 0 : 1
  }

  func makeIterator() -> AnyIterator<(at: Range<Int>, text: ArraySlice<UInt8>)> {
    var start = width == 2 ? 2 : 0
    return AnyIterator {
      guard start < self.bytes.count else { return nil }
      let end = self.end(from: start)
      defer { start = end + self.width }
      var last = end
      while last > start, self.is(0x0D, last - self.width) { last -= self.width }
      return (start..<last, self.text(start..<last))
    }
  }

  private func `is`(_ character: UInt8, _ at: Int) -> Bool {
    bytes[at + low] == character && (width == 1 || bytes[at + 1 - low] == 0)
  }

  private func end(from start: Int) -> Int {
    if width == 1 { return bytes[start...].firstIndex(of: 0x0A) ?? bytes.count }
    let last = bytes.count - bytes.count % 2
    return stride(from: start, to: last, by: 2).first { self.is(0x0A, $0) } ?? last
  }

  func text(_ range: Range<Int>) -> ArraySlice<UInt8> {
    if width == 1 { return bytes[range] }
    let units = stride(from: range.lowerBound, to: range.upperBound, by: 2).map {
      UInt16(bytes[$0 + 1 - low]) << 8 | UInt16(bytes[$0 + low])
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)[...]
  }
}
