/// How the days of a year are counted.
public enum InterestDayCount: String, Sendable, CaseIterable {
  case actual365 = "actual/365", actual360 = "actual/360"
  /// Every month has 30 days: the 31st counts as the 30th (30E/360, the Eurobond way).
  case thirty360 = "30/360"

  public var daysOfYear: Int { self == .actual365 ? 365 : 360 }

  /// Days of interest behind one day up to and with another: additive, so that pieces count what the whole does.
  public func days(after first: CalendarDate, through last: CalendarDate) -> Int {
    self == .thirty360 ? InterestDayCount.place(last) - InterestDayCount.place(first) : last.days(since: first)
  }

  private static func place(_ date: CalendarDate) -> Int {
    let date = date.civil
    return date.year * 360 + date.month * 30 + min(date.day, 30)
  }
}

/// When interest is rounded, half up: once at the end, or the interest of every day.
public enum InterestRounding: String, Sendable, CaseIterable { case end, daily }

/// At what rate a debtor owes interest, and how it is counted.
public struct InterestTerms: Equatable, Sendable {
  public enum Rate: Equatable, Sendable {
    /// The rate that the contract names.
    case contract(YearlyRate)
    /// Points over a reference rate.
    case over(ReferenceRate, points: YearlyRate, Regime.RateRule)
  }

  public var rate: Rate
  public var dayCount: InterestDayCount
  public var rounding: InterestRounding

  public init(rate: Rate, dayCount: InterestDayCount = .actual365, rounding: InterestRounding = .end) {
    self.rate = rate
    self.dayCount = dayCount
    self.rounding = rounding
  }

  /// The rate of a day of interest that started on `start` and is counted up to `last`; nil: the table does not know it.
  public func rate(on date: CalendarDate, start: CalendarDate, last: CalendarDate, in tables: RateTables) -> YearlyRate?
  {
    switch rate {
    case .contract(let rate): return rate
    case .over(let reference, let points, let rule):
      let decisive = rule == .eachHalfYear ? date : rule == .fixedAtStart ? start : last
      return tables.row(of: reference, on: decisive).map { $0.rate + points }
    }
  }
}
