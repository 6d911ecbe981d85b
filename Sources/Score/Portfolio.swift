import Ledger
import Pipeline

/// What the measures of one company and currency are computed from. Intercompany customers, drafts and voided documents are left out
/// by whoever gathers it.
public struct PortfolioPosition: Sendable {
  /// Credit sales of a calendar month: invoices and debit notes less credit notes, by document date, in minor units.
  public struct Month: Equatable, Sendable {
    public var sales: Int64
    /// Calendar days of the month that have passed: all of them, or up to the as-of date in the newest.
    public var days: Int
    public init(sales: Int64, days: Int) {
      self.sales = sales
      self.days = days
    }
  }

  /// A period for collection effectiveness: what was owed at its start, what was sold in it, what is owed at its end and how much of
  /// that is not past due.
  public struct Collection: Equatable, Sendable {
    public var opening: Int64
    public var sales: Int64
    public var closing: Int64
    public var closingCurrent: Int64
    public init(opening: Int64, sales: Int64, closing: Int64, closingCurrent: Int64) {
      self.opening = opening
      self.sales = sales
      self.closing = closing
      self.closingCurrent = closingCurrent
    }
  }

  public var company: String
  public var currency: Currency
  /// Open balance on the as-of date, and what of it is not past due, in minor units. Credits are used against what their customer owes past due.
  public var receivables: Int64
  public var notPastDue: Int64
  /// Credit sales of the last `ScoreSettings.salesDays` days, and that number of days, for DSO and best possible DSO.
  public var sales: Int64
  public var salesDays: Int
  /// Newest first, the running month included, for the countback; it ends where the company's sales are not known.
  public var months: [Month]
  /// One per month of the period or fewer where history is short, newest first.
  public var collections: [Collection]

  public init(
    company: String, currency: Currency, receivables: Int64, notPastDue: Int64, sales: Int64, salesDays: Int,
    months: [Month] = [], collections: [Collection] = []
  ) {
    self.company = company
    self.currency = currency
    self.receivables = receivables
    self.notPastDue = notPastDue
    self.sales = sales
    self.salesDays = salesDays
    self.months = months
    self.collections = collections
  }
}

extension PortfolioPosition {
  /// DSO simple and countback, best possible, ADD and CEI, as SEMANTICS ("Score and measures") defines them.
  public var measures: PortfolioMeasures {
    var measures = PortfolioMeasures(company: company, currency: currency)
    measures.receivables = receivables
    measures.notPastDue = notPastDue
    measures.sales = sales
    measures.salesDays = salesDays
    measures.dsoSimple = daysOfSales(in: receivables)
    // Of nothing but credits there is nothing to wait for.
    measures.dsoBestPossible = daysOfSales(in: max(notPastDue, min(receivables, 0)))
    if let simple = measures.dsoSimple, let best = measures.dsoBestPossible {
      measures.averageDaysDelinquent = simple - best
    }
    let countback = PortfolioPosition.countback(receivables, months)
    measures.dsoCountback = countback?.hundredths
    measures.countbackExhausted = countback?.isExhausted ?? false
    measures.collectionEffectiveness = PortfolioPosition.period(collections)?.effectiveness
    return measures
  }

  /// Receivables / credit sales x days, in hundredths of a day; nil without sales.
  private func daysOfSales(in amount: Int64) -> Int? {
    guard sales > 0 else { return nil }
    return Int(clamping: roundedHalfUp(Int128(amount) * Int128(salesDays) * 100, over: Int128(sales)))
  }

  /// Whole months while the receivables cover their sales, then the fraction of the next, in hundredths of a day. Exhausted: the
  /// sales we know were used up first, and the result is "at least". Months with more credits than sales count as months
  /// without sales. Nil where no month is known.
  public static func countback(_ receivables: Int64, _ months: [Month]) -> (hundredths: Int, isExhausted: Bool)? {
    guard !months.isEmpty else { return nil }
    var rest = Int128(max(receivables, 0))
    var days = 0
    for month in months {
      guard rest > 0 else { break }
      let sales = Int128(max(month.sales, 0))
      guard rest < sales else {
        rest -= sales
        days += month.days * 100
        continue
      }
      return (days + Int(roundedHalfUp(rest * Int128(month.days) * 100, over: sales)), false)
    }
    return (days, rest > 0)
  }

  /// The months as one period: the opening of the oldest, all sales, the closing of the newest.
  public static func period(_ months: [Collection]) -> Collection? {
    guard let newest = months.first, let oldest = months.last else { return nil }
    return Collection(
      opening: oldest.opening, sales: months.reduce(0) { $0 + $1.sales }, closing: newest.closing,
      closingCurrent: newest.closingCurrent)
  }
}

extension PortfolioPosition.Collection {
  /// CEI in hundredths of a percent: (opening + sales - closing total) / (opening + sales - closing current) x 100. Nil where
  /// nothing was there to collect.
  public var effectiveness: Int? {
    let base = Int128(opening) + Int128(sales)
    let collectable = base - Int128(max(closingCurrent, min(closing, 0)))
    guard collectable > 0 else { return nil }
    return Int(clamping: roundedHalfUp((base - Int128(closing)) * 10_000, over: collectable))
  }
}
