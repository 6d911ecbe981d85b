/// Well-formed UTF-8 (Unicode 16, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
public enum UTF8Check {
  /// Offset of the first byte that is not part of a well-formed sequence; nil where all are.
  public static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let count = bytes.count
    var index = 0
    while index < count {
      if index &+ 8 <= count,
        base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index &+= 8
      } else if base.load(fromByteOffset: index, as: UInt8.self) < 0x80 {
        index &+= 1
      } else {
        let length = sequenceLength(base + index, count &- index)
        guard length > 0 else { return index }
        index &+= length
      }
    }
    return nil
  }

  /// Bytes of the sequence of two to four bytes that starts at `base`; 0 where there is none, or where it is cut off.
  @inline(__always)
  static func sequenceLength(_ base: UnsafeRawPointer, _ count: Int) -> Int {
    func at(_ index: Int) -> UInt8 { base.load(fromByteOffset: index, as: UInt8.self) }
    func continues(_ index: Int) -> Bool { at(index) & 0xC0 == 0x80 }
    let first = at(0)
    if first < 0xE0 { return first >= 0xC2 && count >= 2 && continues(1) ? 2 : 0 }
    if first < 0xF0 {
      guard count >= 3, continues(1), continues(2) else { return 0 }
      if first == 0xE0, at(1) < 0xA0 { return 0 }
      if first == 0xED, at(1) > 0x9F { return 0 }
      return 3
    }
    guard first < 0xF5, count >= 4, continues(1), continues(2), continues(3) else { return 0 }
    if first == 0xF0, at(1) < 0x90 { return 0 }
    if first == 0xF4, at(1) > 0x8F { return 0 }
    return 4
  }
}
