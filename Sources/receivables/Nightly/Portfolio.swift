import Ledger
import Pipeline
import Score
import Store

/// Receivables, sales and history of each company and currency: what the portfolio measures are made from.
struct Portfolio {
  let book: Book
  let state: State
  let asOf: CalendarDate
  let salesDays: Int

  struct Key: Hashable {
    var company: UInt16
    var currency: Currency
  }

  private struct Sums {
    var receivables: Int64 = 0
    var notPastDue: Int64 = 0
    var documents = 0
    /// Sales by day, days since 1970; only of the last thirteen months.
    var sales: [Int32: Int64] = [:]
  }

  /// Positions to store, and measures to show; in order of company and currency. Intercompany and void documents are left out of measures.
  func measure() throws -> (positions: [PositionTables.Position], measures: [PortfolioMeasures]) {
    let since = asOf.adding(days: -400)
    var sums: [Key: Sums] = [:]
    let intercompany = book.customers.rows.map { row in
      book.customers.text.with(row.details) { Portfolio.mentions($0, "intercompany") }
        && Customer.isTrue(Details(json: book.customers.text.string(row.details))["intercompany"])
    }
    for row in book.documents.rows where !row.flags.contains(.void) && !intercompany[Int(row.customer)] {
      let key = Key(company: row.company, currency: row.currency)
      sums[key, default: Sums()].receivables += row.balance
      if row.balance != 0 {
        sums[key]!.documents += 1
        // A credit reduces what is not past due too: it can be used against either.
        if row.balance < 0 || (row.dueDate.orNil ?? row.documentDate) >= asOf { sums[key]!.notPastDue += row.balance }
        if row.kind != .onAccount, row.documentDate > since, row.documentDate <= asOf {
          sums[key]!.sales[row.documentDate.days, default: 0] += row.amount
        }
      }
    }
    for sale in try state.payments.closedSales(since: since) where sale.date <= asOf {
      guard let company = book.companies.firstIndex(of: sale.company) else { continue }
      sums[Key(company: UInt16(company), currency: sale.currency), default: Sums()].sales[sale.date.days, default: 0] +=
        sale.amount
    }
    return try results(sums)
  }

  /// A cheap look before a customer's details are read.
  static func mentions(_ json: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    guard json.count > count else { return false }
    return name.withUTF8Buffer { name in
      let first = name[0]
      var at = 0
      while at <= json.count - count {
        if json[at] == first, json[(at + 1)..<(at + count)].elementsEqual(name[1...]) { return true }
        at += 1
      }
      return false
    }
  }

  private func results(_ sums: [Key: Sums]) throws -> ([PositionTables.Position], [PortfolioMeasures]) {
    var positions: [PositionTables.Position] = []
    var measures: [PortfolioMeasures] = []
    let keys = sums.keys.sorted {
      let (a, b) = (book.companies[Int($0.company)], book.companies[Int($1.company)])
      return a == b ? $0.currency < $1.currency : a.utf8.lexicographicallyPrecedes(b.utf8)
    }
    for key in keys {
      let sum = sums[key]!
      let company = book.companies[Int(key.company)]
      positions.append(
        PositionTables.Position(
          company: company, currency: key.currency, receivables: sum.receivables, notPastDue: sum.notPastDue,
          documents: sum.documents))
      let position = PortfolioPosition(
        company: company, currency: key.currency, receivables: sum.receivables, notPastDue: sum.notPastDue,
        sales: sales(sum, from: asOf.adding(days: 1 - salesDays), to: asOf), salesDays: salesDays, months: months(sum),
        collections: try collections(sum, company, key.currency))
      measures.append(position.measures)
    }
    return (positions, measures)
  }

  private func sales(_ sum: Sums, from: CalendarDate, to: CalendarDate) -> Int64 {
    sum.sales.reduce(0) { $1.key >= from.days && $1.key <= to.days ? $0 + $1.value : $0 }
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
