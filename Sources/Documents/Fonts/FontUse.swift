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
    if scalar < 0x10000 { basic[Int(scalar)] = number } else { beyond[scalar] = number }
    return number
  }

  /// Writes the codes of a text as the inside of a literal string `(...)`, escaped where the notation needs it; soft hyphens are left out.
  /// - Parameter buffer: has room for four bytes a character.
  /// - Returns: how many bytes were written.
  mutating func encode(_ text: UnsafeBufferPointer<UInt32>, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var count = 0
    func put(_ byte: UInt8) {
      if byte == 0x28 || byte == 0x29 || byte == 0x5C || byte == 0x0D {
        buffer[count] = 0x5C
        count += 1
      }
      buffer[count] = byte == 0x0D ? UInt8(ascii: "r") : byte
      count += 1
    }
    for scalar in text where scalar != TrueTypeFont.softHyphen {
      let number = self.number(scalar)
      if number < FontUse.oneByteCodes {
        put(UInt8(truncatingIfNeeded: number))
      } else {
        let code = FontUse.code(number)
        put(UInt8(truncatingIfNeeded: code >> 8))
        put(UInt8(truncatingIfNeeded: code))
      }
    }
    return count
  }

  /// What stands for a number in a content stream: one byte below 192, else two bytes from C000 on.
  static func code(_ number: UInt16) -> Int {
    number < oneByteCodes ? Int(number) : 0xC000 + Int(number) - oneByteCodes
  }
}
