import Diff
import Ledger
import Pipeline
import Score
import Store

/// Receivables, sales and history of each company and currency: what the portfolio measures are made from.
struct Portfolio {
  let book: Book
  /// Tonight's: what they closed or reopened the state does not know yet.
  let changes: [RowChange]
  let state: State
  let asOf: CalendarDate
  let salesDays: Int

  struct Key: Equatable {
    var company: UInt16
    var currency: Currency
  }

  /// Whether the months before tonight are measured too: sales are then looked at as far back as their DSO needs.
  var showsTrend = false
  /// So many days back sales are looked at: a year and the longest month, and the period of sales of the oldest month.
  private var days: Int { showsTrend ? 430 + salesDays : 400 }

  struct Result {
    var positions: [PositionTables.Position] = []
    var measures: [PortfolioMeasures] = []
    /// Sales by day of the same companies and currencies, up to the as-of date.
    var sales: [[Int64]] = []
  }

  private struct Sums {
    var receivables: Int64 = 0
    var notPastDue: Int64 = 0
    var documents = 0
    /// Sales by day, from the first day that is looked at to the as-of date.
    var sales: [Int64]
    /// What is owed by age.
    var ages = [Int64](repeating: 0, count: Portfolio.rule.bounds.count + 2)
  }

  private static let rule = AgingRule()

  /// Positions to store, and measures to show; in order of company and currency. Intercompany and void documents are left out of measures.
  func measure() throws -> Result {
    let since = asOf.adding(days: -days)
    var keys: [Key] = []
    var sums: [Sums] = []
    func place(_ company: UInt16, _ currency: Currency) -> Int {
      if let found = keys.firstIndex(where: { $0.company == company && $0.currency == currency }) { return found }
      keys.append(Key(company: company, currency: currency))
      sums.append(Sums(sales: [Int64](repeating: 0, count: days + 1)))
      return keys.count - 1
    }
    let intercompany = IntercompanyCustomers(book)
    for row in book.documents.rows where !row.flags.contains(.void) && !intercompany.has(row.customer) {
      let at = place(row.company, row.currency)
      sums[at].receivables += row.balance
      if row.balance != 0 {
        sums[at].documents += 1
        if showsTrend, row.balance > 0 {
          let late = asOf.days(since: lateAfter(row))
          sums[at].ages[Portfolio.rule.bucket(ofAge: late).map { $0 + 1 } ?? 0] += row.balance
        }
        // A credit reduces what is not past due too: it can be used against either.
        if row.balance < 0 || lateAfter(row) >= asOf { sums[at].notPastDue += row.balance }
        if row.kind.isSale, row.documentDate > since, row.documentDate <= asOf {
          sums[at].sales[row.documentDate.days(since: since)] += row.amount
        }
      }
    }
    for sale in try state.closedSales.sums(since: since, without: intercompany.keys(book)) where sale.date <= asOf {
      guard let company = book.companies.firstIndex(of: sale.company) else { continue }
      sums[place(UInt16(company), sale.currency)].sales[sale.date.days(since: since)] += sale.amount
    }
    // What tonight closed is no longer open in the book and not yet closed in the state; what it reopened is both.
    for change in changes {
      let row = book.documents.rows[change.row]
      guard row.kind.isSale, !intercompany.has(row.customer) else { continue }
      let wasClosed = change.before.map { $0.balance == 0 && !$0.flags.contains(.void) } ?? false
      let isClosed = row.balance == 0 && !row.flags.contains(.void)
      guard wasClosed != isClosed else { continue }
      let counted = wasClosed ? change.before ?? row : row
      guard counted.documentDate > since, counted.documentDate <= asOf else { continue }
      let day = counted.documentDate.days(since: since)
      sums[place(counted.company, counted.currency)].sales[day] += wasClosed ? -counted.amount : counted.amount
    }
    return try results(keys, sums)
  }

  /// As for aging: the due date, else the one that terms give, else the document's own.
  private func lateAfter(_ row: DocumentRow) -> CalendarDate {
    if let due = row.dueDate.orNil { return due }
    let terms = row.balance > 0 ? book.document(row).termsDate(book.customer(Int(row.customer))) : nil
    return terms ?? row.documentDate
  }

  private func results(_ keys: [Key], _ sums: [Sums]) throws -> Result {
    var result = Result()
    let sorted = zip(keys, sums).sorted {
      let (a, b) = (book.companies[Int($0.0.company)], book.companies[Int($1.0.company)])
      return a == b ? $0.0.currency < $1.0.currency : ByteOrder.precedes(a, b)
    }
    for (key, sum) in sorted {
      let company = book.companies[Int(key.company)]
      result.positions.append(
        PositionTables.Position(
          company: company, currency: key.currency, receivables: sum.receivables, notPastDue: sum.notPastDue,
          documents: sum.documents))
      let position = PortfolioPosition(
        company: company, currency: key.currency, receivables: sum.receivables, notPastDue: sum.notPastDue,
        sales: sales(sum, from: asOf.adding(days: 1 - salesDays), to: asOf), salesDays: salesDays, months: months(sum),
        collections: try collections(sum, company, key.currency))
      if showsTrend { result.positions[result.positions.count - 1].ages = sum.ages }
      result.measures.append(position.measures)
      result.sales.append(sum.sales)
    }
    return result
  }

  private func sales(_ sum: Sums, from: CalendarDate, to: CalendarDate) -> Int64 {
    let first = asOf.adding(days: -days)
    let (start, end) = (max(0, from.days(since: first)), min(days, to.days(since: first)))
    return start > end ? 0 : sum.sales[start...end].reduce(0, +)
  }

  /// Sales month by month, newest first; the running month up to the as-of date. Ends with the oldest month that has sales.
  private func months(_ sum: Sums) -> [PortfolioPosition.Month] {
    var months: [PortfolioPosition.Month] = []
    var end = asOf
    for _ in 0..<13 {
      let start = end.firstOfMonth
      months.append(PortfolioPosition.Month(sales: sales(sum, from: start, to: end), days: end.days(since: start) + 1))
      end = start.adding(days: -1)
    }
    while let last = months.last, last.sales == 0 { months.removeLast() }
    return months
  }

  /// The running month: what was open when it began, as the last run before it saw it. Empty where history does not reach back so far.
  private func collections(_ sum: Sums, _ company: String, _ currency: Currency) throws -> [PortfolioPosition
    .Collection]
  {
    let before = try state.positions.positions(onOrBefore: asOf.firstOfMonth.adding(days: -1))
    guard let opening = before.first(where: { $0.company == company && $0.currency == currency }) else { return [] }
    return [
      PortfolioPosition.Collection(
        opening: opening.receivables, sales: sales(sum, from: asOf.firstOfMonth, to: asOf), closing: sum.receivables,
        closingCurrent: sum.notPastDue)
    ]
  }
}
