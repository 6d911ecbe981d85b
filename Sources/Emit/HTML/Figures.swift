import Documents
import Ledger

/// Numbers and dates as the reports for people write them: English, whatever the customers read.
enum Figures {
  /// `1,234.50`, `−400.00`: for columns whose title names the currency.
  static func amount(_ minorUnits: Int64, _ currency: Currency) -> String {
    Language.english.amount(Money(minorUnits: minorUnits, currency: currency))
  }

  /// `1,234`: counts and days.
  static func integer(_ value: Int) -> String { Language.english.integer(value) }

  /// `1 item`, `1,234 items`.
  static func counted(_ count: Int, _ noun: String) -> String { "\(integer(count)) \(noun)\(count == 1 ? "" : "s")" }

  /// `3 Apr 2026`, which nobody takes for the fourth of March.
  static func date(_ date: CalendarDate) -> String { Language.english.date(date) }

  /// `12.3`: days given in hundredths of a day, to one decimal, half away from zero.
  static func days(hundredths: Int) -> String { decimal(Int64(hundredths), exponent: 2, decimals: 1) }

  /// `12.35`: a percentage given in hundredths of a percent, as `measures.csv` has it, for what was rounded once is not rounded again.
  static func percentage(hundredths: Int) -> String { decimal(Int64(hundredths), exponent: 2, decimals: 2) }

  /// `43.2%` of a whole; nil where the whole is nothing or the part has the other sign.
  static func share(_ part: Int64, of whole: Int64) -> String? {
    guard whole > 0, part >= 0 else { return nil }
    return decimal(scaled(part, by: 1000, over: whole), exponent: 1, decimals: 1) + "%"
  }

  /// `1.23M`, `345k`, `980`: three digits and a suffix, for chart labels that stand beside the exact amount.
  static func compact(_ minorUnits: Int64, _ currency: Currency) -> String {
    let sign = minorUnits < 0 ? "\u{2212}" : ""
    let value = Int64(clamping: minorUnits.magnitude)
    for (size, suffix) in [(1_000_000_000, "bn"), (1_000_000, "M"), (1_000, "k")] as [(Int64, String)] {
      let unit = size * currency.minorPerMajor
      // 999,999.50 is 1.00M, not 1000k: what rounds up to a unit is written in it.
      guard value >= unit - unit / 2000 else { continue }
      let (factor, decimals): (Int64, Int) =
        value >= 100 * unit - unit / 20 ? (1, 0) : value >= 10 * unit - unit / 200 ? (10, 1) : (100, 2)
      let digits = scaled(value, by: factor, over: unit)
      return sign + decimal(digits, exponent: decimals, decimals: decimals) + suffix
    }
    return sign + Language.english.integer(Int(scaled(value, by: 1, over: currency.minorPerMajor)))
  }

  /// `value * factor / divisor`, rounded half up, without overflow on the way. `value` is not negative, `divisor` positive.
  static func scaled(_ value: Int64, by factor: Int64, over divisor: Int64) -> Int64 {
    let product = value.multipliedFullWidth(by: factor)
    let (quotient, remainder) = divisor.dividingFullWidth(product)
    return remainder >= divisor - remainder ? quotient + 1 : quotient
  }

  /// A number in units of 10^-exponent with fewer decimals, half away from zero.
  private static func decimal(_ value: Int64, exponent: Int, decimals: Int) -> String {
    var divisor: Int64 = 1
    for _ in decimals..<exponent { divisor *= 10 }
    let rounded = scaled(Int64(clamping: value.magnitude), by: 1, over: divisor)
    var bytes: [UInt8] = []
    Money.write(value < 0 && rounded > 0 ? -rounded : rounded, exponent: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self).replacingMinus
  }
}

extension String {
  fileprivate var replacingMinus: String { first == "-" ? "\u{2212}" + dropFirst() : self }
}
