import Formats
import Ledger
import Pipeline

/// `aging/by-<dimension>.csv`: what is open by age for each group, salesperson, company or currency. Currencies are never added together,
/// and every breakdown adds up to the same totals as the customers.
struct AgingBreakdown {
  typealias Dimension = AgingReportSettings.Dimension

  private struct Key: Hashable, Comparable {
    var company: String
    var value: String
    var currency: Currency
    static func < (a: Key, b: Key) -> Bool {
      if a.company != b.company { return ByteOrder.precedes(a.company, b.company) }
      if a.value != b.value { return ByteOrder.precedes(a.value, b.value) }
      return a.currency < b.currency
    }
  }

  let dimension: Dimension
  private let rule: AgingRule
  private var lines: [Key: (line: AgingLine, customers: Int)] = [:]

  init(_ dimension: Dimension, rule: AgingRule) {
    self.dimension = dimension
    self.rule = rule
  }

  /// - Parameter lines: of the whole customer.
  mutating func add(_ account: CustomerAccount, _ lines: [AgingLine], asOf: CalendarDate) {
    let customer = account.customer
    switch dimension {
    case .company: add(lines, customer.company, "")
    case .currency: add(lines, "", "")
    case .group: add(lines, customer.company, customer.group ?? "")
    case .salesperson: addBySalesperson(account, lines, asOf)
    }
  }

  /// A document's own salesperson counts, else the customer's.
  private mutating func addBySalesperson(_ account: CustomerAccount, _ lines: [AgingLine], _ asOf: CalendarDate) {
    let own = account.customer.salesperson ?? ""
    let of = account.items.map { $0.document.salesperson ?? own }
    guard of.contains(where: { $0 != own }) else { return add(lines, account.customer.company, own) }
    for person in Set(of) {
      let items = zip(account.items, of).filter { $0.1 == person }.map(\.0)
      add(rule.age(items, asOf: asOf), account.customer.company, person)
    }
  }

  private mutating func add(_ lines: [AgingLine], _ company: String, _ value: String) {
    for line in lines {
      let key = Key(company: company, value: value, currency: line.currency)
      let empty = AgingLine(currency: line.currency, buckets: line.buckets.count)
      self.lines[key, default: (empty, 0)].line += line
      self.lines[key]!.customers += 1
    }
  }

  /// Throws `FootingError` where a currency does not add up to what the customers owe in it.
  func write(to sink: any ArtefactSink, audience: CSVAudience, asOf: CalendarDate, totals: AgingTotals) throws {
    try tie(to: totals)
    let names: [String] =
      switch dimension {
      case .company: ["company"]
      case .currency: []
      case .group, .salesperson: ["company", dimension.rawValue]
      }
    var table = try CSVTable(
      sink, path: "aging/by-\(dimension.rawValue).csv",
      columns: names + ["currency", "not_due"] + rule.bucketNames + ["unapplied", "total", "customers", "as_of"],
      audience: audience)
    for key in lines.keys.sorted() {
      guard let (line, customers) = lines[key] else { continue }
      if names.count > 0 { table.text(key.company) }
      if names.count > 1 { table.text(key.value) }
      table.text(key.currency.code)
      table.money(line.notDue, key.currency)
      for bucket in line.buckets { table.money(bucket, key.currency) }
      table.money(line.unapplied, key.currency)
      table.money(line.total, key.currency)
      table.int(customers)
      table.date(asOf)
      try table.endRow()
    }
    try table.finish()
  }

  private func tie(to totals: AgingTotals) throws(FootingError) {
    for entry in totals.entries where dimension != .currency {
      let own = lines.filter { $0.key.company == entry.company && $0.key.currency == entry.line.currency }
      let sum = own.values.reduce(Int64(0)) { $0 + $1.line.total }
      let buckets = own.values.reduce(Int64(0)) { $0 + $1.line.notDue + $1.line.pastDue + $1.line.unapplied }
      for found in [sum, buckets] where found != entry.line.total {
        throw FootingError(
          company: entry.company, currency: entry.line.currency, what: "aging by \(dimension.rawValue)", sum: found,
          against: "open items", expected: entry.line.total)
      }
    }
  }
}
