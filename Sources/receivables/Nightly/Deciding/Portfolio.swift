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

  /// Whether what is owed is told apart by age, for months to come.
  var keepsAges = false
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
    /// All sales that are known, of all days.
    var sold: Int64 = 0
    /// What of each age at the end of the month before has moved on; empty where no run of it knows.
    var rolled: [Int64]
    /// What is owed by age.
    var ages = [Int64](repeating: 0, count: Portfolio.rule.bounds.count + 2)
  }

  /// A customer in one of the sums.
  private struct Account: Hashable {
    let sums: Int
    let customer: Int32
    init(_ sums: Int, _ customer: Int32) { (self.sums, self.customer) = (sums, customer) }
  }

  private static let rule = AgingRule()

  /// Positions to store, and measures to show; in order of company and currency. Intercompany and void documents are left out of measures.
  func measure() throws -> Result {
    let since = asOf.adding(days: -days)
    let monthBefore = keepsAges ? try state.positions.lastRun(ofMonth: asOf.firstOfMonth.adding(days: -1)) : nil
    let noneRolled = [Int64](repeating: 0, count: monthBefore == nil ? 0 : Portfolio.rule.bounds.count + 1)
    var keys: [Key] = []
    var sums: [Sums] = []
    func known(_ company: UInt16, _ currency: Currency) -> Int? {
      keys.firstIndex { $0.company == company && $0.currency == currency }
    }
    func place(_ company: UInt16, _ currency: Currency) -> Int {
      if let found = known(company, currency) { return found }
      keys.append(Key(company: company, currency: currency))
      sums.append(Sums(sales: [Int64](repeating: 0, count: days + 1), rolled: noneRolled))
      return keys.count - 1
    }
    let intercompany = IntercompanyCustomers(book)
    var credits: [Account: Int64] = [:]
    for (index, row) in book.documents.rows.enumerated()
    where !row.flags.contains(.void) && !intercompany.has(row.customer) {
      let at = place(row.company, row.currency)
      sums[at].receivables += row.balance
      if row.balance != 0 {
        sums[at].documents += 1
        let from = row.balance > 0 ? lateAfter(row) : .missing
        if keepsAges, row.balance > 0 {
          let age = Portfolio.age(from, on: asOf)
          sums[at].ages[age] += row.balance
          // A month later all that is open is a month older, whether it was counted on by 28 or by 31 days. What was not due has to be past due now.
          if let monthBefore, book.documents.learnedOn[index] <= monthBefore {
            let then = Portfolio.age(from, on: monthBefore)
            if then < sums[at].rolled.count, then > 0 || age > 0 { sums[at].rolled[then] += row.balance }
          }
        }
        if row.kind.isSale { sums[at].sold += row.amount }
        if row.balance < 0 {
          credits[Account(at, row.customer), default: 0] += row.balance
        } else if from >= asOf {
          sums[at].notPastDue += row.balance
        }
        if row.kind.isSale, row.documentDate > since, row.documentDate <= asOf {
          sums[at].sales[row.documentDate.days(since: since)] += row.amount
        }
      }
    }
    // A credit is used against what its customer owes past due; only the rest of it reduces what is not.
    let pastDue = pastDue(of: credits, known)
    for (account, credit) in credits { sums[account.sums].notPastDue += min(0, credit + (pastDue[account] ?? 0)) }
    let closed = try state.closedSales.sums(since: .missing, without: intercompany.keys(book)).compactMap { sale in
      book.companies.firstIndex(of: sale.company).map { (company: UInt16($0), sale: sale) }
    }
    for (company, sale) in closed where sale.date >= since && sale.date <= asOf {
      sums[place(company, sale.currency)].sales[sale.date.days(since: since)] += sale.amount
    }
    for (company, sale) in closed {
      if let at = known(company, sale.currency) { sums[at].sold += sale.amount }
    }
    // What tonight closed is no longer open in the book and not yet closed in the state; what it reopened is both.
    for change in changes {
      let row = book.documents.rows[change.row]
      guard row.kind.isSale, !intercompany.has(row.customer) else { continue }
      let wasClosed = change.before.map { $0.balance == 0 && !$0.flags.contains(.void) } ?? false
      let isClosed = row.balance == 0 && !row.flags.contains(.void)
      guard wasClosed != isClosed else { continue }
      let counted = wasClosed ? change.before ?? row : row
      let amount = wasClosed ? -counted.amount : counted.amount
      if let at = known(counted.company, counted.currency) { sums[at].sold += amount }
      guard counted.documentDate > since, counted.documentDate <= asOf else { continue }
      let day = counted.documentDate.days(since: since)
      sums[place(counted.company, counted.currency)].sales[day] += amount
    }
    return try results(keys, sums, leftOut: intercompany.keys(book).map { "\($0)" }.joined(separator: ","))
  }

  /// What is owed past due by those who have credits.
  private func pastDue(of credits: [Account: Int64], _ known: (UInt16, Currency) -> Int?) -> [Account: Int64] {
    var pastDue: [Account: Int64] = [:]
    guard !credits.isEmpty else { return pastDue }
    var hasCredit = [Bool](repeating: false, count: book.customers.rows.count)
    for account in credits.keys { hasCredit[Int(account.customer)] = true }
    for row in book.documents.rows where row.balance > 0 && hasCredit[Int(row.customer)] && !row.flags.contains(.void) {
      guard let sums = known(row.company, row.currency), lateAfter(row) < asOf else { continue }
      let account = Account(sums, row.customer)
      if credits[account] != nil { pastDue[account, default: 0] += row.balance }
    }
    return pastDue
  }

  /// 0: not due.
  private static func age(_ lateAfter: CalendarDate, on day: CalendarDate) -> Int {
    rule.bucket(ofAge: day.days(since: lateAfter)).map { $0 + 1 } ?? 0
  }

  /// As for aging: the due date, else the one that terms give, else the document's own.
  private func lateAfter(_ row: DocumentRow) -> CalendarDate {
    if let due = row.dueDate.orNil { return due }
    let terms = row.balance > 0 ? book.document(row).termsDate(book.customer(Int(row.customer))) : nil
    return terms ?? row.documentDate
  }

  private func results(_ keys: [Key], _ sums: [Sums], leftOut: String) throws -> Result {
    var result = Result()
    let sorted = zip(keys, sums).sorted {
      let (a, b) = (book.companies[Int($0.0.company)], book.companies[Int($1.0.company)])
      return a == b ? $0.0.currency < $1.0.currency : ByteOrder.precedes(a, b)
    }
    // What was open when the running month began, as the last run before it saw it.
    let before = try state.positions.positions(onOrBefore: asOf.firstOfMonth.adding(days: -1))
    for (key, sum) in sorted {
      let company = book.companies[Int(key.company)]
      let opening = before.first { $0.company == company && $0.currency == key.currency }
      var figures = PositionFigures(
        sold: sum.sold, leftOut: leftOut, salesOfMonth: sales(sum, from: asOf.firstOfMonth, to: asOf))
      let collection = opening.map {
        PortfolioPosition.Collection(
          opening: $0.receivables, sales: figures.sold(since: $0.figures) ?? figures.salesOfMonth,
          closing: sum.receivables, closingCurrent: sum.notPastDue)
      }
      let measures = PortfolioPosition(
        company: company, currency: key.currency, receivables: sum.receivables, notPastDue: sum.notPastDue,
        sales: sales(sum, from: asOf.adding(days: 1 - salesDays), to: asOf), salesDays: salesDays, months: months(sum),
        collections: collection.map { [$0] } ?? []
      ).measures
      (figures.dsoSimple, figures.dsoBestPossible) = (measures.dsoSimple, measures.dsoBestPossible)
      (figures.dsoCountback, figures.countbackExhausted) = (measures.dsoCountback, measures.countbackExhausted)
      var position = PositionTables.Position(
        company: company, currency: key.currency, receivables: sum.receivables, notPastDue: sum.notPastDue,
        documents: sum.documents)
      position.figures = figures
      if keepsAges { position.ages = sum.ages }
      if !sum.rolled.isEmpty { position.rolled = sum.rolled }
      result.positions.append(position)
      result.measures.append(measures)
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
}
