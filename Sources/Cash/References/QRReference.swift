/// The Swiss QR reference (before it the ISR reference): 26 digits of our own and a check digit, modulo 10 recursive.
enum QRReference {
  private static let table = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]

  /// The 27 digits without blanks where the check digit is right, else nil.
  static func read(_ text: some StringProtocol) -> String? {
    let digits = text.utf8.filter { $0 != 0x20 }
    guard digits.count == 27, isValid(digits) else { return nil }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Our own part without the zeros it was filled up with.
  static func body(_ reference: String) -> Substring { reference.dropLast().drop { $0 == "0" } }

  /// Every reference in a text: 27 digits in a row, blanks between them left out.
  static func all(in text: String) -> [String] { places(in: text).map(\.reference) }

  /// The same, and where each stands in the text, in bytes.
  static func places(in text: String) -> [(reference: String, place: Range<Int>)] {
    guard text.utf8.count >= 27 else { return [] }
    var found: [(String, Range<Int>)] = []
    var run: [UInt8] = []
    var (start, end) = (0, 0)
    for (at, byte) in (Array(text.utf8) + [0x0A]).enumerated() {
      if Alphanumeric.isDigit(byte) {
        if run.isEmpty { start = at }
        run.append(byte)
        end = at + 1
      } else if byte != 0x20 {
        if run.count == 27, isValid(run) { found.append((String(decoding: run, as: UTF8.self), start..<end)) }
        run = []
      }
    }
    return found
  }

  private static func isValid(_ digits: [UInt8]) -> Bool {
    var carry = 0
    for byte in digits.dropLast() {
      guard Alphanumeric.isDigit(byte) else { return false }
      carry = table[(carry + Int(byte) - 48) % 10]
    }
    guard let last = digits.last, Alphanumeric.isDigit(last) else { return false }
    return (10 - carry) % 10 == Int(last) - 48 && digits.contains { $0 != 48 }
  }
}
