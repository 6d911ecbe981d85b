/// Takes card numbers and account numbers out of text that people read: remittance, names, references, rejected rows.
public enum TextMask {
  /// The text with each card number and IBAN replaced by `****` and its last four characters, and so the accounts given. The
  /// same text where there is none, which costs one look at each byte.
  public static func masked(_ text: [UInt8], accounts: [[UInt8]] = []) -> [UInt8] {
    var masked = text
    // No card number has fewer than 13 digits, no IBAN fewer than 7.
    let digits = text.count(where: isDigit)
    if digits >= 13 { masked = replacing(masked, CardNumber.length) }
    if digits >= 7 { masked = replacing(masked, IBAN.length) }
    for account in accounts where account.count >= 6 {
      masked = replacing(masked) { bytes, at in length(of: account, in: bytes, at) }
    }
    return masked
  }

  /// A short account number counts only as a word of its own; a long one also inside another (a statement's id).
  private static func length(of account: [UInt8], in text: [UInt8], _ at: Int) -> Int? {
    guard text[at] == account[0], text[at...].starts(with: account) else { return nil }
    let end = at + account.count
    let isWord = (at == 0 || !isLetterOrDigit(text[at - 1])) && (end == text.count || !isLetterOrDigit(text[end]))
    return isWord || account.count >= 10 ? account.count : nil
  }

  /// The same for a text.
  public static func masked(_ text: String, accounts: [[UInt8]] = []) -> String {
    // The shortest number that is looked for.
    guard text.utf8.count >= 6 else { return text }
    let bytes = Array(text.utf8)
    let masked = masked(bytes, accounts: accounts)
    return masked == bytes ? text : String(decoding: masked, as: UTF8.self)
  }

  /// Replaces what a matcher finds; it tells how many bytes from a place on are a number, or nil.
  private static func replacing(_ text: [UInt8], _ match: ([UInt8], Int) -> Int?) -> [UInt8] {
    var out: [UInt8] = []
    var copied = 0
    var at = 0
    while at < text.count {
      guard let count = match(text, at), count > 0 else {
        at += 1
        continue
      }
      out.append(contentsOf: text[copied..<at])
      out.append(contentsOf: CardNumber.stars.utf8)
      out.append(contentsOf: text[at..<(at + count)].filter(isLetterOrDigit).suffix(4))
      at += count
      copied = at
    }
    guard copied > 0 else { return text }
    out.append(contentsOf: text[copied...])
    return out
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

/// Numbers of payment cards: 13 to 19 digits in a range that a card network uses, with the check digit of Luhn. The ranges matter: of
/// all other references of that length every tenth passes Luhn as well, and would be lost for matching.
enum CardNumber {
  static let stars = "****"

  /// How many bytes from `start` on are a card number, blanks and hyphens between its digits included.
  static func length(_ text: [UInt8], _ start: Int) -> Int? {
    guard TextMask.isDigit(text[start]), start == 0 || !TextMask.isDigit(text[start - 1]) else { return nil }
    var digits: [UInt8] = []
    var longest: Int?
    var at = start
    while at < text.count, digits.count <= 19 {
      if TextMask.isDigit(text[at]) {
        digits.append(text[at])
        at += 1
        let isEnd = at == text.count || !TextMask.isDigit(text[at])
        if isEnd, isCard(digits[...]) { longest = at - start }
      } else {
        let gap = text[at...].prefix(2).prefix { $0 == 0x20 || $0 == 0x2D || $0 == 0x0A || $0 == 0x0D }.count
        guard gap > 0, at + gap < text.count, TextMask.isDigit(text[at + gap]) else { break }
        at += gap
      }
    }
    return longest
  }

  static func isCard(_ digits: ArraySlice<UInt8>) -> Bool {
    (13...19).contains(digits.count) && digits.allSatisfy(TextMask.isDigit) && isInRange(digits) && passesLuhn(digits)
  }

  /// ISO/IEC 7812 prefixes of Visa, Mastercard, Maestro, American Express, Diners, Discover, JCB, UnionPay and Mir.
  private static func isInRange(_ digits: ArraySlice<UInt8>) -> Bool {
    let head = digits.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let count = digits.count
    switch head {
    case 4000...4999: return count == 13 || count == 16 || count == 19
    case 5100...5599, 2221...2720: return count == 16
    case 2200...2204: return (16...19).contains(count)
    case 3400...3499, 3700...3799: return count == 15
    case 3000...3059, 3600...3699, 3800...3999: return (14...19).contains(count)
    case 3528...3589: return (16...19).contains(count)
    case 6011, 6440...6599, 6200...6299, 8100...8171: return (16...19).contains(count)
    case 5018, 5020, 5038, 5600...5899, 6304, 6390, 6700...6799: return true
    default: return false
    }
  }

  private static func passesLuhn(_ digits: ArraySlice<UInt8>) -> Bool {
    var sum = 0
    for (index, byte) in digits.reversed().enumerated() {
      let digit = Int(byte - 0x30)
      sum += index % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10
    }
    return sum % 10 == 0
  }
}
