import Ledger

/// The customers that owe most past their due dates, per company and currency: at most twenty each, whatever the portfolio's size.
struct TopDebtors {
  static let limit = 20

  struct Debtor {
    var customerID: String
    var name: String
    var line: AgingLine
    var grade: CustomerScore.Grade?
  }

  private struct Table {
    var company: String
    var currency: Currency
    /// Largest first.
    var debtors: [Debtor] = []
  }

  private var tables: [Table] = []

  /// Takes a customer in if it belongs to the largest so far.
  mutating func add(_ line: AgingLine, of account: CustomerAccount, at entry: AgingTotals.Entry) {
    guard line.total > 0 || line.pastDue > 0 else { return }
    let at = place(entry)
    if tables[at].debtors.count == TopDebtors.limit {
      guard let least = tables[at].debtors.last, TopDebtors.precedes(line, least.line) else { return }
    }
    let debtor = Debtor(
      customerID: account.customer.id, name: account.customer.name, line: line,
      grade: account.score.flatMap { $0.confidence == .none ? nil : $0.grade })
    // Behind equals: customers come in the order of their ids.
    let index = tables[at].debtors.firstIndex { TopDebtors.precedes(line, $0.line) } ?? tables[at].debtors.count
    tables[at].debtors.insert(debtor, at: index)
    if tables[at].debtors.count > TopDebtors.limit { tables[at].debtors.removeLast() }
  }

  func of(_ company: String, _ currency: Currency) -> [Debtor] {
    tables.first { $0.company == company && $0.currency == currency }?.debtors ?? []
  }

  private mutating func place(_ entry: AgingTotals.Entry) -> Int {
    let found = tables.lastIndex { $0.company == entry.company && $0.currency == entry.line.currency }
    if let found { return found }
    tables.append(Table(company: entry.company, currency: entry.line.currency))
    return tables.count - 1
  }

  /// Past due first, then all that is open.
  private static func precedes(_ a: AgingLine, _ b: AgingLine) -> Bool {
    (a.pastDue, a.total) > (b.pastDue, b.total)
  }
}
