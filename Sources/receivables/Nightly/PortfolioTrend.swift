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
  ///   - tonight: what tonight's payments settled, which the state does not know yet.
  ///   - payments: tonight's.
  ///   - decisions: that stand tonight.
  func months(
    _ portfolio: Portfolio.Result, _ tonight: [NightResult.Settlement], payments: [Payment], decisions: [Decision]
  ) throws -> [MeasureTrend] {
    let positions = try pastPositions()
    let settlements = try settlements(tonight)
    var trends: [MeasureTrend] = []
    for (position, (measures, sales)) in zip(portfolio.positions, zip(portfolio.measures, portfolio.sales)) {
      let key = Key(measures.company, measures.currency)
      var own = positions[key] ?? [:]
      own[asOf] = MonthFacts.Position(
        receivables: measures.receivables, notPastDue: measures.notPastDue, ages: position.ages)
      let facts = MonthFacts(
        company: measures.company, currency: measures.currency, asOf: asOf, salesDays: salesDays, sales: sales,
        positions: own, settlements: settlements[key] ?? [])
      trends.append(facts.trend)
    }
    try PromiseCount(book: book, state: state, asOf: asOf, since: first).count(
      payments: payments, decisions: decisions, into: &trends)
    return trends
  }

  private struct Key: Hashable {
    var company: String
    var currency: Currency
    init(_ company: String, _ currency: Currency) {
      self.company = company
      self.currency = currency
    }
  }

  /// At the ends of the months before, and of the one before them, where the first month opens.
  private func pastPositions() throws -> [Key: [CalendarDate: MonthFacts.Position]] {
    var all: [Key: [CalendarDate: MonthFacts.Position]] = [:]
    for end in MonthFacts.ends(asOf: asOf, months: MonthFacts.months + 1).dropLast() {
      for position in try state.positions.positions(endOfMonth: end) {
        all[Key(position.company, position.currency), default: [:]][end] = MonthFacts.Position(
          receivables: position.receivables, notPastDue: position.notPastDue, ages: position.ages)
      }
    }
    return all
  }

  private func settlements(_ tonight: [NightResult.Settlement]) throws -> [Key: [MonthFacts.Settlement]] {
    let intercompany = IntercompanyCustomers(book)
    var customers: [Int64: Int] = [:]
    for (row, customer) in book.customers.rows.enumerated() where !intercompany.has(row) {
      customers[customer.stateID] = row
    }
    var all: [Key: [MonthFacts.Settlement]] = [:]
    func add(_ row: Int, _ currency: Currency, _ settlement: MonthFacts.Settlement) {
      let company = book.companies[Int(book.customers.rows[row].company)]
      all[Key(company, currency), default: []].append(settlement)
    }
    try state.payments.settlements(since: first) { customer, currency, on, documentDate, due, amount in
      guard let row = customers[customer] else { return }
      add(row, currency, MonthFacts.Settlement(on: on, documentDate: documentDate, due: due, amount: amount))
    }
    for settlement in tonight where settlement.on >= first {
      let row = book.documents.rows[settlement.row]
      guard !intercompany.has(row.customer) else { continue }
      add(
        Int(row.customer), row.currency,
        MonthFacts.Settlement(
          on: settlement.on, documentDate: row.documentDate, due: settlement.due, amount: settlement.amount))
    }
    return all
  }
}

/// Promises and disputes by the month in which they were due, opened or open.
struct PromiseCount {
  let book: Book
  let state: State
  let asOf: CalendarDate
  let since: CalendarDate

  /// A decision names no currency: it counts where the document it names has its currency, else in the company's first one.
  func count(payments: [Payment], decisions: [Decision], into trends: inout [MeasureTrend]) throws {
    var all = try state.decisions.promisesAndDisputes(since: since)
    let known = Set(all.map(\.decision.id))
    for decision in decisions where [.promise, .dispute].contains(decision.kind) && !known.contains(decision.id) {
      all.append((decision, nil))
    }
    guard !all.isEmpty else { return }
    var book = book
    book.documents.indexRows()
    let paid = try state.payments.paid(since: since.adding(days: -31)) + payments
    var paidBy: [CustomerKey: [Payment]] = [:]
    for payment in paid {
      paidBy[CustomerKey(company: payment.company, customer: payment.customerID), default: []].append(payment)
    }
    for (decision, endedOn) in all {
      guard let trend = place(decision, trends, book) else { continue }
      let own = paidBy[CustomerKey(company: decision.company, customer: decision.customerID)] ?? []
      for month in trends[trend].months.indices {
        count(decision, endedOn, own, into: &trends[trend].months[month], trends[trend].currency)
      }
    }
  }

  private func place(_ decision: Decision, _ trends: [MeasureTrend], _ book: Book) -> Int? {
    let own = trends.indices.filter { trends[$0].company == decision.company }
    guard let document = decision.documentID, let company = book.companies.firstIndex(of: decision.company) else {
      return own.first
    }
    let row = Array(document.utf8).withUnsafeBytes { book.documents.find(company: UInt16(company), key: $0) }
    guard let row else { return own.first }
    return own.first { trends[$0].currency == book.documents.rows[row].currency }
  }

  private func count(
    _ decision: Decision, _ endedOn: CalendarDate?, _ paid: [Payment], into month: inout MonthMeasures,
    _ currency: Currency
  ) {
    let (start, end) = (month.end.firstOfMonth, month.end)
    let learned = decision.learnedOn ?? asOf
    if decision.kind == .dispute {
      if learned >= start, learned <= end { month.disputesOpened += 1 }
      let isOver = [decision.until, endedOn].compactMap(\.self).contains { $0 <= end }
      if learned <= end, !isOver { month.disputesOpen += 1 }
    } else if let until = decision.until, until >= start, until <= end, until < asOf {
      month.promisesDue += 1
      let from = decision.from ?? learned
      let sum = paid.filter { $0.date >= from && $0.date <= until && $0.money.currency == currency }
        .reduce(Int64(0)) { $0 + $1.money.minorUnits }
      let promised = decision.amount.flatMap { try? Money($0, currency).minorUnits } ?? 1
      if sum >= promised { month.promisesKept += 1 }
    }
  }
}
