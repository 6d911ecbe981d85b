/// Whether a text can be the address of a mailbox (RFC 5321 section 4.1.2, without quoted local parts and address literals).
public enum EmailAddress {
  public static func isPlausible(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { isPlausible(UnsafeRawBufferPointer($0)) }
  }

  /// The addresses of a field that holds one or several, see `EmailField`; also those that cannot be written to.
  public static func parts(of text: String) -> [String] {
    if isPlausible(text) { return [text] }
    let field = EmailField(text)
    return field.usable + field.unusable
  }

  /// The addresses of a field that can be written to, separated by `;`; nil: there are none.
  public static func usable(_ text: String) -> String? {
    if isPlausible(text) { return text }
    let field = EmailField(text)
    if field.isPlain { return text }
    return field.usable.isEmpty ? nil : field.usable.joined(separator: ";")
  }

  /// The same for the bytes of a file.
  public static func isPlausible(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count <= 254, let at = text.firstIndex(of: UInt8(ascii: "@")) else { return false }
    return isLocalPart(UnsafeRawBufferPointer(rebasing: text[..<at]))
      && isDomain(UnsafeRawBufferPointer(rebasing: text[(at + 1)...]))
  }

  /// Dot-separated words of the characters that RFC 5322 calls atext.
  private static func isLocalPart(_ text: UnsafeRawBufferPointer) -> Bool {
    guard (1...64).contains(text.count) else { return false }
    var word = 0
    for byte in text {
      if byte == UInt8(ascii: ".") {
        guard word > 0 else { return false }
        word = 0
      } else {
        guard isLetterOrDigit(byte) || isAtextSign(byte) else { return false }
        word += 1
      }
    }
    return word > 0
  }

  private static func isAtextSign(_ byte: UInt8) -> Bool {
    let signs: StaticString = "!#$%&'*+-/=?^_`{|}~"
    return signs.withUTF8Buffer { $0.contains(byte) }
  }

  /// At least two labels of letters, digits and inner hyphens; a name with umlauts is written `xn--`.
  private static func isDomain(_ text: UnsafeRawBufferPointer) -> Bool {
    var labels = 1
    var start = 0
    for index in text.indices where text[index] == UInt8(ascii: ".") {
      guard isLabel(text, start..<index) else { return false }
      labels += 1
      start = index + 1
    }
    return labels >= 2 && isLabel(text, start..<text.count)
  }

  private static func isLabel(_ text: UnsafeRawBufferPointer, _ label: Range<Int>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...63).contains(label.count), text[label.lowerBound] != hyphen, text[label.upperBound - 1] != hyphen else {
      return false
    }
    for index in label where !isLetterOrDigit(text[index]) && text[index] != hyphen { return false }
    return true
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
