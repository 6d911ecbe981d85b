import Ledger

/// An exact amount as bank files write it, in 1/100,000 of the currency: ISO 20022 allows five decimals. Wide enough for the sum
/// of any file.
struct BankAmount: Equatable, Comparable {
  var units: Int128

  static let zero = BankAmount(units: 0)
  private static let decimals = 5
  private static let perUnit: Int128 = 100_000
  /// Digits before the decimal mark; more is no amount of money.
  private static let largestDigits = 15

  init(units: Int128) { self.units = units }

  /// Reads digits with at most one decimal mark, comma or point, and a sign in front: `9,`, `11,8`, `-6.60`, `0.5`. No grouping.
  /// Nil for anything else.
  init?(decimal text: some Collection<UInt8>) {
    var units: Int128 = 0
    var digits = 0
    var places = -1
    var isNegative = false
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where index == 0: isNegative = true
      case UInt8(ascii: "+") where index == 0: break
      case UInt8(ascii: ","), UInt8(ascii: "."):
        guard places < 0 else { return nil }
        places = 0
      case 0x30...0x39:
        digits += 1
        if places == BankAmount.decimals {
          guard byte == 0x30 else { return nil }
          continue
        }
        units = units * 10 + Int128(byte - 0x30)
        if places >= 0 { places += 1 }
        guard units < BankAmount.limit else { return nil }
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    for _ in max(places, 0)..<BankAmount.decimals { units *= 10 }
    guard units < BankAmount.limit else { return nil }
    self.units = isNegative ? -units : units
  }

  init?(decimal text: String) { self.init(decimal: text.utf8) }

  private static let limit: Int128 = {
    var limit = perUnit
    for _ in 0..<largestDigits { limit *= 10 }
    return limit
  }()

  /// Reads digits without a decimal mark whose last ones are decimals (`12345` is 123.45 for an exponent of 2), with a sign.
  init?(minor text: some Collection<UInt8>, exponent: Int) {
    guard !text.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }) else { return nil }
    guard let whole = BankAmount(decimal: text) else { return nil }
    var divisor: Int128 = 1
    for _ in 0..<exponent { divisor *= 10 }
    units = whole.units / divisor
  }

  static func < (a: BankAmount, b: BankAmount) -> Bool { a.units < b.units }
  static func + (a: BankAmount, b: BankAmount) -> BankAmount { BankAmount(units: a.units + b.units) }
  static func - (a: BankAmount, b: BankAmount) -> BankAmount { BankAmount(units: a.units - b.units) }
  static func += (a: inout BankAmount, b: BankAmount) { a.units += b.units }
  static prefix func - (a: BankAmount) -> BankAmount { BankAmount(units: -a.units) }

  var magnitude: BankAmount { BankAmount(units: units < 0 ? -units : units) }
  var isZero: Bool { units == 0 }

  /// The plain decimal with the currency's decimals, and more where the file has more: `-1234.50`.
  func text(_ exponent: Int) -> String {
    var digits = String(units.magnitude)
    while digits.count <= BankAmount.decimals { digits = "0" + digits }
    let whole = digits.dropLast(BankAmount.decimals)
    var fraction = digits.suffix(BankAmount.decimals)
    while fraction.count > exponent, fraction.last == "0" { fraction.removeLast() }
    return (units < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// In the decimals of a currency code; two where it is not known.
  func text(in currency: String) -> String { text(Currency(currency)?.exponent ?? 2) }
}
