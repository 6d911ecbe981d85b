/// Small numbers in few bytes: seven bits to a byte, the lowest first; all bytes of a number but its last have the eighth bit.
struct SevenBits {
  private let bytes: UnsafeRawBufferPointer
  private(set) var at = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next number; nil at the end, or where the rest is cut off.
  mutating func next() -> UInt64? {
    var (number, shift): (UInt64, UInt64) = (0, 0)
    while at < bytes.count, shift < 64 {
      let byte = bytes[at]
      at += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return number }
      shift += 7
    }
    return nil
  }

  /// The same of a number with a sign.
  mutating func nextSigned() -> Int64? { next().map { Int64(bitPattern: $0 >> 1) ^ -Int64($0 & 1) } }

  /// Eight bytes as one number, the lowest first.
  mutating func eightBytes() -> UInt64? {
    guard bytes.count - at >= 8 else { return nil }
    defer { at += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
  }

  /// As many bytes as that, as text.
  mutating func text(_ count: Int) -> String? {
    guard count >= 0, count <= bytes.count - at else { return nil }
    defer { at += count }
    return String(decoding: bytes[at..<at + count], as: UTF8.self)
  }
}

extension [UInt8] {
  mutating func append(sevenBits number: UInt64) {
    var number = number
    while number >= 0x80 {
      append(UInt8(number & 0x7F) | 0x80)
      number >>= 7
    }
    append(UInt8(number))
  }

  /// A number with a sign: small ones of either sign take few bytes.
  mutating func append(sevenBitsSigned number: Int64) {
    append(sevenBits: UInt64(bitPattern: number << 1 ^ number >> 63))
  }
}
