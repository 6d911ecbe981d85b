import Ledger

/// The measures of one company and currency at the end of one month, or of tonight in the month that runs. Days are in hundredths of a
/// day, percentages in hundredths of a percent; nil where history does not reach.
public struct MonthMeasures: Equatable, Sendable {
  /// Last day of the month; the as-of date in the newest.
  public var end: CalendarDate
  /// Receivables of that day, DSO both ways, best possible and ADD; nil where no run of that month told what was open.
  public var portfolio: PortfolioMeasures?
  /// Invoices and debit notes less credit notes that runs of the month learned; where the one before it is not known, those dated in the month.
  public var sales: Int64 = 0
  /// Collection effectiveness of the month, and of the whole period from the oldest month known to this one.
  public var effectiveness: Int?
  public var effectivenessOfPeriod: Int?
  /// What payments settled in the month, weighted by amount: days from the document's date, and days after it was due.
  public var settled: Int64 = 0
  public var daysToPay: Int?
  public var weightedDelay: Int?
  /// Of what was not due, 1-30, 31-60, 61-90 and 91-120 days past due at the end of the month before, how much is open still at the end of this one, and
  /// past due, in hundredths of a percent. Only of whole months.
  public var rollRates: [Int?] = []
  /// Promises whose day lay in the month and of which it is known what became, and those of them that were kept.
  public var promisesDue = 0
  public var promisesKept = 0
  /// Disputes that were opened in the month, and those that stood at its end.
  public var disputesOpened = 0
  public var disputesOpen = 0

  public init(end: CalendarDate) { self.end = end }

  /// `2026-11`.
  public var month: String { String(end.description.prefix(7)) }
}

/// Thirteen months of a company and currency, oldest first.
public struct MeasureTrend: Equatable, Sendable {
  public var company: String
  public var currency: Currency
  public var months: [MonthMeasures]

  /// Notes in each month whose figures count days before the company's first export.
  public mutating func note(firstExport: CalendarDate?) {
    for at in months.indices {
      let end = months[at].end
      months[at].portfolio?.note(firstExport: firstExport, at: end)
    }
  }

  /// The mean of the months, each at most 100 %; nil where an age has none.
  public var meanRollRates: [Int?] {
    let ages = months.map(\.rollRates.count).max() ?? 0
    return (0..<ages).map { age in
      let known = months.compactMap { age < $0.rollRates.count ? $0.rollRates[age] : nil }.map { min($0, 10_000) }
      return known.isEmpty ? nil : (known.reduce(0, +) * 2 + known.count) / (2 * known.count)
    }
  }

  public init(company: String, currency: Currency, months: [MonthMeasures]) {
    self.company = company
    self.currency = currency
    self.months = months
  }
}
