import Ledger
import Pipeline

/// What one company and currency's trend of months is computed from.
public struct MonthFacts: Sendable {
  /// What was open at the end of a day, and what of it was not past due.
  public struct Position: Equatable, Sendable {
    public var receivables: Int64
    public var notPastDue: Int64
    /// What was owed by age, not due first; nil where it was not measured.
    public var ages: [Int64]?
    /// Of each age but the last at the end of the month before, what has moved on; nil where it was not measured.
    public var rolled: [Int64]?
    /// What the run of that day told; nil where an older program made it.
    public var figures: PositionFigures?
    public init(
      receivables: Int64, notPastDue: Int64, ages: [Int64]? = nil, rolled: [Int64]? = nil,
      figures: PositionFigures? = nil
    ) {
      self.rolled = rolled
      self.figures = figures
      self.receivables = receivables
      self.notPastDue = notPastDue
      self.ages = ages
    }
  }

  public var company: String
  public var currency: Currency
  public var asOf: CalendarDate
  public var salesDays: Int
  /// Sales by day; the last is of the as-of date.
  public var sales: [Int64]
  /// By the last day of the month; tonight's under the as-of date. A month of which no run knows the end is missing.
  public var positions: [CalendarDate: Position]
  /// What payments settled, by day: several entries of one day add up.
  public var settlements: [SettledDay]

  public init(
    company: String, currency: Currency, asOf: CalendarDate, salesDays: Int, sales: [Int64],
    positions: [CalendarDate: Position], settlements: [SettledDay]
  ) {
    self.company = company
    self.currency = currency
    self.asOf = asOf
    self.salesDays = salesDays
    self.sales = sales
    self.positions = positions
    self.settlements = settlements
  }

  /// Months that a trend shows.
  public static let months = 13

  /// Last days of the months of a trend that ends on a day, oldest first; the day itself is the last.
  public static func ends(asOf: CalendarDate, months: Int = months) -> [CalendarDate] {
    var ends = [asOf]
    while ends.count < months { ends.append(ends[ends.count - 1].firstOfMonth.adding(days: -1)) }
    return ends.reversed()
  }

  public var trend: MeasureTrend {
    let ends = MonthFacts.ends(asOf: asOf)
    var months = ends.map { month($0) }
    // The period begins where the first month end is known.
    var collections: [PortfolioPosition.Collection] = []
    for index in months.indices {
      let collection = collection(ends[index])
      months[index].effectiveness = collection?.effectiveness
      if let collection { collections.insert(collection, at: 0) } else { collections = [] }
      months[index].effectivenessOfPeriod = PortfolioPosition.period(collections)?.effectiveness
    }
    return MeasureTrend(company: company, currency: currency, months: months)
  }

  private func month(_ end: CalendarDate) -> MonthMeasures {
    var month = MonthMeasures(end: end)
    month.sales = sales(ofMonth: end)
    if let position = positions[end], let figures = position.figures {
      var measures = PortfolioMeasures(company: company, currency: currency)
      (measures.receivables, measures.notPastDue) = (position.receivables, position.notPastDue)
      measures.salesDays = salesDays
      (measures.dsoSimple, measures.dsoBestPossible) = (figures.dsoSimple, figures.dsoBestPossible)
      (measures.dsoCountback, measures.countbackExhausted) = (figures.dsoCountback, figures.countbackExhausted)
      if let simple = figures.dsoSimple, let best = figures.dsoBestPossible {
        measures.averageDaysDelinquent = simple - best
      }
      month.portfolio = measures
    } else if let position = positions[end] {
      month.portfolio =
        PortfolioPosition(
          company: company, currency: currency, receivables: position.receivables, notPastDue: position.notPastDue,
          sales: sales(from: end.adding(days: 1 - salesDays), to: end), salesDays: salesDays,
          months: monthsOfSales(upTo: end)
        ).measures
    }
    month.rollRates = rollRates(end)
    var settled = SettledDay(on: end)
    for day in settlements where day.on >= end.firstOfMonth && day.on <= end { settled.add(day) }
    guard settled.amount > 0 else { return month }
    month.settled = Int64(clamping: settled.amount)
    month.daysToPay = Int(clamping: roundedHalfUp(settled.amountDaysToPay * 100, over: settled.amount))
    month.weightedDelay = Int(clamping: roundedHalfUp(settled.amountDaysLate * 100, over: settled.amount))
    return month
  }

  private func rollRates(_ end: CalendarDate) -> [Int?] {
    guard end == end.lastOfMonth, let before = positions[end.firstOfMonth.adding(days: -1)]?.ages,
      let rolled = positions[end]?.rolled, rolled.count == before.count - 1
    else { return [] }
    return rolled.indices.map { age in
      guard before[age] > 0 else { return nil }
      // More than stood there was raised, or came back since.
      return Int(clamping: roundedHalfUp(Int128(min(rolled[age], before[age])) * 10_000, over: Int128(before[age])))
    }
  }

  private func collection(_ end: CalendarDate) -> PortfolioPosition.Collection? {
    guard let opening = positions[end.firstOfMonth.adding(days: -1)], let closing = positions[end] else { return nil }
    return PortfolioPosition.Collection(
      opening: opening.receivables, sales: sales(ofMonth: end), closing: closing.receivables,
      closingCurrent: closing.notPastDue)
  }

  /// Newest first; ends with the oldest month that has sales.
  private func monthsOfSales(upTo end: CalendarDate) -> [PortfolioPosition.Month] {
    var months: [PortfolioPosition.Month] = []
    var end = end
    let first = asOf.adding(days: 1 - sales.count)
    while end >= first, months.count < MonthFacts.months {
      let start = end.firstOfMonth
      months.append(PortfolioPosition.Month(sales: sales(from: start, to: end), days: end.days(since: start) + 1))
      end = start.adding(days: -1)
    }
    while let last = months.last, last.sales == 0 { months.removeLast() }
    return months
  }

  /// What the last run of a month knew more than that of the month before: of one basis with what the two say is open. Where one of them does not know:
  /// what is dated in the month.
  private func sales(ofMonth end: CalendarDate) -> Int64 {
    let figures = positions[end]?.figures
    return figures?.sold(since: positions[end.firstOfMonth.adding(days: -1)]?.figures)
      ?? figures?.salesOfMonth ?? sales(from: end.firstOfMonth, to: end)
  }

  private func sales(from: CalendarDate, to: CalendarDate) -> Int64 {
    let first = asOf.adding(days: 1 - sales.count)
    let (start, end) = (max(0, from.days(since: first)), min(sales.count - 1, to.days(since: first)))
    return start > end ? 0 : sales[start...end].reduce(0, +)
  }
}
