import Ledger
import Pipeline

/// What is open by company and currency, in the order of companies (bytes of the id), then currencies. Currencies are never
/// added together.
public struct AgingTotals: Sendable {
  public struct Entry: Sendable {
    public var company: String
    public var line: AgingLine
    /// Customers with something open, and those of them with something past due.
    public var customers = 0
    public var customersPastDue = 0
    /// Open items, and how many of them age from their own date because neither they nor terms give a due date.
    public var items = 0
    public var itemsWithoutDueDate = 0
    /// What of the total is owed by intercompany customers: in aging, but in none of the measures.
    public var intercompany: Int64 = 0
    public var intercompanyCustomers = 0
  }

  public private(set) var entries: [Entry] = []
  /// The first position whose buckets and unapplied credits are not its balance.
  private var unfooted: FootingError?

  public init() {}

  /// Adds what a customer owes, as `AgingRule.age` gives it. A position that does not foot is kept for `tie`.
  public mutating func count(_ lines: [AgingLine], of customer: Customer) {
    guard !lines.isEmpty else { return }
    let isIntercompany = customer.isIntercompany
    for line in lines { _ = add(line, of: customer, isIntercompany: isIntercompany) }
  }

  /// Adds a customer's position and gives the place of its company and currency among `entries`. Companies come in order.
  mutating func add(_ line: AgingLine, of customer: Customer, isIntercompany: Bool) -> Int {
    if !line.foots, unfooted == nil { unfooted = AgingTotals.problem(line, of: customer) }
    let at = place(of: customer.company, line: line)
    entries[at].line += line
    entries[at].customers += 1
    if line.pastDue > 0 { entries[at].customersPastDue += 1 }
    if isIntercompany {
      entries[at].intercompany += line.total
      entries[at].intercompanyCustomers += 1
    }
    return at
  }

  mutating func count(items: Int, withoutDueDate: Int, at index: Int) {
    entries[index].items += items
    entries[index].itemsWithoutDueDate += withoutDueDate
  }

  private mutating func place(of company: String, line: AgingLine) -> Int {
    var at = entries.count
    while at > 0, entries[at - 1].company == company, entries[at - 1].line.currency >= line.currency {
      at -= 1
      if entries[at].line.currency == line.currency { return at }
    }
    let empty = AgingLine(currency: line.currency, buckets: line.buckets.count)
    entries.insert(Entry(company: company, line: empty), at: at)
    return at
  }

  public subscript(company: String, currency: Currency) -> Entry? {
    entries.first { $0.company == company && $0.line.currency == currency }
  }

  static func problem(_ line: AgingLine, of customer: Customer) -> FootingError? {
    guard !line.foots else { return nil }
    return FootingError(
      company: customer.company, customerID: customer.id, currency: line.currency,
      what: "aging buckets and unapplied credits", sum: line.notDue + line.pastDue + line.unapplied,
      against: "open items", expected: line.total)
  }

  /// Throws where a customer's buckets and unapplied credits are not its balance, and where aging differs from what the files add up to or from what a `controls` row says: by company and currency, also
  /// where one side knows a currency that the other has not.
  public func tie(to controls: [RunReport.Control]) throws(FootingError) {
    if let unfooted { throw unfooted }
    for control in controls {
      let total = self[control.company, control.currency]?.line.total ?? 0
      func check(_ expected: Int64, _ against: String) throws(FootingError) {
        guard total != expected else { return }
        throw FootingError(
          company: control.company, currency: control.currency, what: "open items in aging", sum: total,
          against: against, expected: expected)
      }
      try check(control.balance, "the balances of \(control.feed)")
      if let expected = control.expected { try check(expected, "the control total") }
    }
  }
}
