import Ledger

/// The minus of documents, U+2212: as wide as a plus, and never broken off its number as a hyphen is.
private let minus = "\u{2212}"
private let noBreakSpace = "\u{A0}"

extension Language {
  /// An amount with its currency: `€1,234.50`, `1.234,50 €`, `CHF −1'234.50`, `JPY 1,234`.
  public func money(_ money: Money) -> String {
    let code = money.currency.code
    let sign = habits.signs[code]
    let number = digits(money.minorUnits.magnitude, decimals: money.currency.exponent)
    let minus = money.minorUnits < 0 ? minus : ""
    switch habits.currency {
    case .before:
      return sign.map { minus + $0 + number } ?? code + noBreakSpace + minus + number
    case .beforeSpaced: return (sign ?? code) + noBreakSpace + minus + number
    case .after: return minus + number + noBreakSpace + (sign ?? code)
    }
  }

  /// An amount for a column whose title names the currency: `1.234,50`, `−400,00`.
  public func amount(_ money: Money) -> String {
    (money.minorUnits < 0 ? minus : "") + digits(money.minorUnits.magnitude, decimals: money.currency.exponent)
  }

  /// A count or a number of days: `1,234`.
  public func integer(_ value: Int) -> String {
    (value < 0 ? minus : "") + digits(UInt64(value.magnitude), decimals: 0)
  }

  /// A rate or share given in hundredths of a percent, without idle zeros: 1127 is `11.27%`, 1000 is `10 %` in German.
  public func percent(basisPoints: Int) -> String { percent(tenThousandths: basisPoints * 100) }

  /// The same of ten-thousandths of a percent: 81250 is `8.125%`.
  public func percent(tenThousandths: Int) -> String { decimal(tenThousandths: tenThousandths) + habits.percent }

  /// A number given in ten-thousandths, without idle zeros: 80000 is `8`.
  func decimal(tenThousandths: Int) -> String {
    var value = UInt64(tenThousandths.magnitude)
    var decimals = 4
    while decimals > 0, value % 10 == 0 {
      value /= 10
      decimals -= 1
    }
    return (tenThousandths < 0 ? minus : "") + digits(value, decimals: decimals)
  }

  /// The digits of a number with this language's separators; the last `decimals` of them are the fraction.
  private func digits(_ magnitude: UInt64, decimals: Int) -> String {
    // 20 digits, 6 separators of up to two bytes, and leading zeros of a small fraction.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
      var start = buffer.count
      func put(_ text: String) {
        start -= text.utf8.count
        for (offset, byte) in text.utf8.enumerated() { buffer[start + offset] = byte }
      }
      func put(digit: UInt64) {
        start -= 1
        buffer[start] = UInt8(48 + digit)
      }
      var rest = magnitude
      for _ in 0..<decimals {
        put(digit: rest % 10)
        rest /= 10
      }
      if decimals > 0 { put(habits.decimal) }
      let grouped = rest >= (habits.groupsFrom > 4 ? 10_000 : 1000)
      var count = 0
      repeat {
        if grouped, count > 0, count % 3 == 0 { put(habits.group) }
        put(digit: rest % 10)
        rest /= 10
        count += 1
      } while rest > 0
      return String(decoding: buffer[start...], as: UTF8.self)
    }
  }
}
