/// The characters of one face that a document uses, numbered in the order of first use. Each character is its own glyph in the embedded
/// font, even where two share a picture, so that copied text is exactly what was set (a no-break space stays one).
struct FontUse: Sendable {
  /// Codes below this are one byte, the others two: a page of Latin text needs hardly any of two bytes.
  static let oneByteCodes = 192
  /// How many characters fit the code space.
  static let capacity = oneByteCodes + 0x4000 - 1

  /// Number by code point up to U+FFFF; 0 where it is not used yet.
  private var basic = [UInt16](repeating: 0, count: 0x10000)
  private var beyond: [UInt32: UInt16] = [:]
  /// The characters in the order of their numbers. Number 0 is no character: it is the font's picture of an error.
  private(set) var scalars: [UInt32] = [0]
  /// What stands in a content stream for each number; see `written`.
  private var written: [UInt32] = [FontUse.written(0)]

  /// The number of a character, given out at its first use.
  @inline(__always)
  mutating func number(_ scalar: UInt32) -> UInt16 {
    if scalar < 0x10000 {
      let number = basic[Int(scalar)]
      if number != 0 { return number }
    } else if let number = beyond[scalar] {
      return number
    }
    return add(scalar)
  }

  private mutating func add(_ scalar: UInt32) -> UInt16 {
    let number = UInt16(scalars.count)
    scalars.append(scalar)
    written.append(FontUse.written(number))
    if scalar < 0x10000 { basic[Int(scalar)] = number } else { beyond[scalar] = number }
    return number
  }

  /// Writes the codes of a text as the inside of a literal string `(...)`, escaped where the notation needs it; soft hyphens are left out.
  /// - Parameter place: where there is room for four bytes a character; behind what was written, afterwards.
  mutating func encode(_ text: UnsafeBufferPointer<UInt32>, to place: inout UnsafeMutablePointer<UInt8>) {
    for scalar in text where scalar != TrueTypeFont.softHyphen {
      let code = written[Int(number(scalar))]
      // The byte behind a code is written too, and over again by the next.
      UnsafeMutableRawPointer(place).storeBytes(of: code.littleEndian, as: UInt32.self)
      place += Int(code >> 24)
    }
  }

  /// The same for a text in UTF-8, which is whole and holds no soft hyphens.
  mutating func encode(utf8 text: UnsafeBufferPointer<UInt8>, to place: inout UnsafeMutablePointer<UInt8>) {
    var at = 0
    while at < text.count {
      var scalar = UInt32(text[at])
      at += 1
      if scalar >= 0x80 {
        let rest = scalar < 0xE0 ? 1 : scalar < 0xF0 ? 2 : 3
        scalar &= 0x3F >> rest
        for _ in 0..<rest where at < text.count {
          scalar = scalar << 6 | UInt32(text[at] & 0x3F)
          at += 1
        }
      }
      let code = written[Int(number(scalar))]
      UnsafeMutableRawPointer(place).storeBytes(of: code.littleEndian, as: UInt32.self)
      place += Int(code >> 24)
    }
  }

  /// The bytes of a number's code with their escapes, at most three, the first one lowest; how many they are stands in the highest byte.
  private static func written(_ number: UInt16) -> UInt32 {
    let code = FontUse.code(number)
    var (bytes, count): (UInt32, UInt32) = (0, 0)
    func put(_ byte: Int) {
      bytes |= UInt32(byte) << (8 * count)
      count += 1
    }
    if code > 0xFF { put(code >> 8) }
    switch code & 0xFF {
    case 0x28, 0x29, 0x5C:
      put(0x5C)
      put(code & 0xFF)
    case 0x0D:
      put(0x5C)
      put(Int(UInt8(ascii: "r")))
    default: put(code & 0xFF)
    }
    return bytes | count << 24
  }

  /// What stands for a number in a content stream: one byte below 192, else two bytes from C000 on.
  static func code(_ number: UInt16) -> Int {
    number < oneByteCodes ? Int(number) : 0xC000 + Int(number) - oneByteCodes
  }
}
