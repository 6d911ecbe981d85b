/// An exact amount in one currency, in minor units (cents for EUR, yen for JPY).
public struct Money: Hashable, Sendable {
  /// Signed: 12.34 EUR is 1234. A customer who owes is positive.
  public var minorUnits: Int64
  public var currency: Currency

  public init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  public static func zero(_ currency: Currency) -> Money { Money(minorUnits: 0, currency: currency) }

  /// The largest single amount a file may hold, in minor units. Files whose amounts add up to more than
  /// `largestTotal` are refused row by row, so that no later sum can overflow.
  public static let largestAmount: Int64 = 999_999_999_999_999
  public static let largestTotal: Int64 = 4_000_000_000_000_000_000

  /// Why a text is not an amount of its currency.
  public enum Problem: Error, Equatable {
    case notANumber, tooManyDecimals(allowed: Int), tooLarge
  }

  /// Reads a plain decimal with a point and an optional leading minus: `-1234.5`. Nothing else is an amount: no grouping, no
  /// exponent, no plus. Zeros beyond the currency's decimals are accepted, other digits are not.
  public static func parse(_ text: UnsafeRawBufferPointer, exponent: Int) throws(Problem) -> Int64 {
    var index = 0
    let negative = text.first == 0x2D
    if negative { index = 1 }
    var value: Int64 = 0
    var digits = 0
    var decimals = -1
    while index < text.count {
      let byte = text[index]
      if byte == 0x2E, decimals < 0 {
        decimals = 0
      } else {
        let digit = Int64(byte) &- 48
        guard digit >= 0, digit <= 9 else { throw .notANumber }
        digits += 1
        if decimals >= exponent {
          guard digit == 0 else { throw .tooManyDecimals(allowed: exponent) }
        } else {
          value = value &* 10 &+ digit
          if decimals >= 0 { decimals += 1 }
          guard value <= largestAmount else { throw .tooLarge }
        }
      }
      index += 1
    }
    guard digits > 0 else { throw .notANumber }
    for _ in max(decimals, 0)..<max(exponent, max(decimals, 0)) {
      value = value &* 10
      guard value <= largestAmount else { throw .tooLarge }
    }
    return negative ? -value : value
  }

  public init(_ text: some StringProtocol, _ currency: Currency) throws(Problem) {
    var text = String(text)
    let result: Result<Int64, Problem> = text.withUTF8 { bytes in
      do throws(Problem) {
        return .success(try Money.parse(UnsafeRawBufferPointer(bytes), exponent: currency.exponent))
      } catch { return .failure(error) }
    }
    self.init(minorUnits: try result.get(), currency: currency)
  }

  /// The plain decimal of machine files: `-1234.50`, `1234` for yen.
  public static func write(_ minorUnits: Int64, exponent: Int, to out: inout [UInt8]) {
    var rest = minorUnits.magnitude
    // From the last digit to the sign: 20 digits, a point, a sign, and zeros before small fractions.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { text in
      var start = 32
      var decimals = 0
      repeat {
        if decimals == exponent, exponent > 0 {
          start &-= 1
          text[start] = 0x2E
        }
        start &-= 1
        text[start] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
        rest /= 10
        decimals &+= 1
      } while rest > 0 || decimals <= exponent
      if minorUnits < 0 {
        start &-= 1
        text[start] = 0x2D
      }
      out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
  }

  /// The plain decimal of machine files, without the currency.
  public var decimal: String {
    var bytes: [UInt8] = []
    Money.write(minorUnits, exponent: currency.exponent, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Money: CustomStringConvertible {
  public var description: String { "\(currency) \(decimal)" }
}
