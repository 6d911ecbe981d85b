/// What one unit of a currency was worth in another on a day, as an exact decimal.
public struct ExchangeRate: Equatable, Sendable {
  public var date: CalendarDate
  public var from: Currency
  public var to: Currency
  /// The decimal as it came: `1.0842`.
  public var text: String
  /// Its digits as a whole number, and how many of them stand behind the point.
  private var digits: Int64
  private var scale: Int

  /// Nil for a text that is no positive decimal of at most 18 digits.
  public init?(date: CalendarDate, from: Currency, to: Currency, _ text: String) {
    var (digits, scale, count): (Int64, Int, Int) = (0, 0, 0)
    var isBehindPoint = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "."), !isBehindPoint, count > 0 {
        isBehindPoint = true
        continue
      }
      guard (48...57).contains(byte), count < 18 else { return nil }
      digits = digits * 10 + Int64(byte) - 48
      count += 1
      if isBehindPoint { scale += 1 }
    }
    guard digits > 0 else { return nil }
    self.date = date
    self.from = from
    self.to = to
    self.text = text
    self.digits = digits
    self.scale = scale
  }

  /// An amount of `from` in minor units of `to`, rounded half away from zero.
  public func convert(_ minorUnits: Int64) -> Int64 {
    let value = Int128(minorUnits.magnitude) * Int128(digits) * Int128(to.minorPerMajor)
    var divisor = Int128(from.minorPerMajor)
    for _ in 0..<scale { divisor *= 10 }
    let rounded = (value * 2 + divisor) / (divisor * 2)
    return minorUnits < 0 ? -Int64(clamping: rounded) : Int64(clamping: rounded)
  }
}

/// The newest rates of a day.
public struct ExchangeRates: Sendable {
  private var rates: [ExchangeRate]

  /// - Parameter rates: of whatever days; what is dated after `date` is left out. Of two of a day the first counts.
  public init(_ rates: [ExchangeRate], on date: CalendarDate) {
    self.rates = rates.filter { $0.date <= date }.enumerated().sorted {
      $0.element.date != $1.element.date ? $0.element.date > $1.element.date : $0.offset < $1.offset
    }.map(\.element)
  }

  /// The newest rate; nil where there is none. A currency is worth one of itself.
  public func rate(from: Currency, to: Currency) -> ExchangeRate? {
    if from == to { return ExchangeRate(date: .missing, from: from, to: to, "1") }
    return rates.first { $0.from == from && $0.to == to }
  }
}
