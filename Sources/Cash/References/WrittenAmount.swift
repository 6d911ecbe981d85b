/// An amount in what a payer wrote: with decimals and a point or comma, as 1.250,00 or 1,250.00 or 50.00.
struct WrittenAmount: Equatable {
  /// In minor units, without a sign.
  var amount: Int64
  /// Where it stands in the text, in bytes.
  var place: Range<Int>
  /// May be a day and a month: `31.10.`
  var mayBeDate = false

  /// All amounts of a text. A currency without decimals has none: any number would be one.
  static func all(in text: String, exponent: Int) -> [WrittenAmount] {
    guard exponent > 0, text.utf8.contains(where: isMark) else { return [] }
    var found: [WrittenAmount] = []
    var digits: [UInt8] = []
    for (at, byte) in (Array(text.utf8) + [0x20]).enumerated() {
      if Alphanumeric.isDigit(byte) || isMark(byte) {
        digits.append(byte)
        continue
      }
      let start = at - digits.count
      let endsInPoint = digits.last == 0x2E
      while let last = digits.last, isMark(last) { digits.removeLast() }
      if let mark = digits.lastIndex(where: isMark), digits.count - mark - 1 == exponent,
        let amount = Int64(String(decoding: digits.filter(Alphanumeric.isDigit), as: UTF8.self))
      {
        let mayBeDate =
          endsInPoint && exponent == 2 && mark <= 2 && (1...12).contains(amount % 100)
          && (1...31).contains(amount / 100)
        found.append(WrittenAmount(amount: amount, place: start..<start + digits.count, mayBeDate: mayBeDate))
      }
      digits = []
    }
    return found
  }

  private static func isMark(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x2C }
}
