import Ledger
import Pipeline
import Score
import Store

/// Gathers what the months of each company and currency are measured from: positions that earlier runs have stored, sales, settlements,
/// promises and disputes. Intercompany customers are left out.
struct PortfolioTrend {
  let book: Book
  let state: State
  let asOf: CalendarDate
  let salesDays: Int

  private var first: CalendarDate { MonthFacts.ends(asOf: asOf)[0].firstOfMonth }

  /// - Parameters:
  ///   - tonight: what tonight's payments settled, and what is open again, which the state does not know yet.
  ///   - promises: what became of them.
  ///   - decisions: that stand tonight.
  func months(
    _ portfolio: Portfolio.Result, _ tonight: TonightsSettlements, promises: PromisesToPay, decisions: [Decision]
  ) throws -> [MeasureTrend] {
    let positions = try pastPositions()
    let settlements = try settlements(tonight)
    var trends: [MeasureTrend] = []
    for (position, (measures, sales)) in zip(portfolio.positions, zip(portfolio.measures, portfolio.sales)) {
      let key = Key(company: measures.company, currency: measures.currency)
      var own = positions[key] ?? [:]
      own[asOf] = MonthFacts.Position(position)
      let facts = MonthFacts(
        company: measures.company, currency: measures.currency, asOf: asOf, salesDays: salesDays, sales: sales,
        positions: own, settlements: settlements[key] ?? [])
      trends.append(facts.trend)
    }
    try PromiseCount(book: book, state: state, tonight: tonight.settled, asOf: asOf, since: first).count(
      promises, into: &trends)
    try DisputeCount(book: book, state: state, asOf: asOf, since: first).count(decisions, into: &trends)
    return trends
  }

  private typealias Key = SettlementDays.Key

  /// At the ends of the months before, and of the one before them, where the first month opens.
  private func pastPositions() throws -> [Key: [CalendarDate: MonthFacts.Position]] {
    var all: [Key: [CalendarDate: MonthFacts.Position]] = [:]
    for end in MonthFacts.ends(asOf: asOf, months: MonthFacts.months + 1).dropLast() {
      for position in try state.positions.positions(endOfMonth: end) {
        all[Key(company: position.company, currency: position.currency), default: [:]][end] = MonthFacts.Position(
          position)
      }
    }
    return all
  }

  private func settlements(_ tonight: TonightsSettlements) throws -> [Key: [SettledDay]] {
    let intercompany = IntercompanyCustomers(book)
    var all = try state.settlementDays.sums(since: first, without: intercompany.keys(book))
    for (row, gone) in tonight.reopened where gone.on >= first && !intercompany.has(book.documents.rows[row].customer) {
      var day = SettledDay(on: gone.on)
      day.add(
        SettledDay(on: gone.on, documentDate: gone.documentDate, due: gone.due, amount: gone.amount), sign: -1)
      all[Key(company: book.companies[Int(book.documents.rows[row].company)], currency: gone.currency), default: []]
        .append(day)
    }
    for settlement in tonight.settled {
      let row = book.documents.rows[settlement.row]
      guard !intercompany.has(row.customer) else { continue }
      func add(_ on: CalendarDate, sign: Int128) {
        guard on >= first else { return }
        var day = SettledDay(on: on)
        day.add(
          SettledDay(on: on, documentDate: row.documentDate, due: settlement.due, amount: settlement.amount),
          sign: sign)
        all[Key(company: book.companies[Int(row.company)], currency: row.currency), default: []].append(day)
      }
      if let before = settlement.before { add(before, sign: -1) }
      add(settlement.on, sign: 1)
    }
    return all
  }
}

extension MonthFacts.Position {
  fileprivate init(_ stored: PositionTables.Position) {
    self.init(
      receivables: stored.receivables, notPastDue: stored.notPastDue, ages: stored.ages, rolled: stored.rolled,
      figures: stored.figures)
  }
}
