/// ISO 11649 creditor reference: `RF`, two check digits, up to 21 letters and digits of our own.
enum CreditorReference {
  /// The reference without blanks and in capitals where its check digits are right, else nil.
  static func read(_ text: some StringProtocol) -> String? {
    let bytes = Alphanumeric.of(text)
    guard isValid(bytes[...]) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The part behind the check digits.
  static func body(_ reference: String) -> Substring { reference.dropFirst(4) }

  /// Every reference that begins somewhere in a text and has right check digits. Printed in groups of four, a reference may be followed by
  /// other words: each length that checks is one.
  static func all(in text: String) -> [String] { places(in: text).map(\.reference) }

  /// The same, and where each stands in the text, in bytes.
  static func places(in text: String) -> [(reference: String, place: Range<Int>)] {
    guard mayBegin(in: text) else { return [] }
    let bytes = text.utf8.map { Alphanumeric.isLetter($0) ? Alphanumeric.capital($0) : $0 }
    var found: [(String, Range<Int>)] = []
    for start in bytes.indices.dropLast(4)
    where bytes[start] == 0x52 && bytes[start + 1] == 0x46
      && (start == 0 || !Alphanumeric.isOne(bytes[start - 1]))
    {
      var taken: [UInt8] = []
      for (at, byte) in zip(start..., bytes[start...]) {
        if Alphanumeric.isOne(byte) {
          taken.append(byte)
        } else if byte != 0x20 {
          break
        }
        if taken.count > 25 { break }
        if isValid(taken[...]) { found.append((String(decoding: taken, as: UTF8.self), start..<at + 1)) }
      }
    }
    return found
  }

  /// Whether an R and an F stand beside each other: most texts hold none, and that is told without taking them apart.
  private static func mayBegin(in text: String) -> Bool {
    var before: UInt8 = 0
    for byte in text.utf8 {
      if byte | 0x20 == 0x66, before | 0x20 == 0x72 { return true }
      before = byte
    }
    return false
  }

  /// Modulo 97 over the reference with its first four characters moved to the end, letters as 10 to 35, is 1.
  private static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 5, bytes.count <= 25, bytes[0] == 0x52, bytes[1] == 0x46, Alphanumeric.isDigit(bytes[2]),
      Alphanumeric.isDigit(bytes[3])
    else { return false }
    var rest = 0
    for byte in bytes[4...] + bytes[..<4] {
      rest = Alphanumeric.isDigit(byte) ? (rest * 10 + Int(byte) - 48) % 97 : (rest * 100 + Int(byte) - 55) % 97
    }
    return rest == 1
  }
}

/// Letters and digits as they count in ids: ASCII, capitals.
enum Alphanumeric {
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }
  @inline(__always)
  static func isOne(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
  @inline(__always)
  static func capital(_ byte: UInt8) -> UInt8 { isDigit(byte) ? byte : byte & 0xDF }

  /// The letters and digits of a text, in capitals; everything else is left out.
  static func of(_ text: some StringProtocol) -> [UInt8] { text.utf8.filter(isOne).map(capital) }
}
