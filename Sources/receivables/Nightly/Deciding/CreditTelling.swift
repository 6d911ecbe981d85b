import Decide
import Ledger
import Pipeline
import Store

/// What the ERP is told tonight about the credit of customers: a hold once, when it begins, and its release once.
struct CreditTelling {
  private let rule: CreditHoldRule?
  private let night: Night
  private let rates: ExchangeRates
  /// What customers have paid and waits to be applied, in minor units.
  private var waiting: [CustomerKey: [Currency: Int64]] = [:]
  /// What was told before, by company and customer; what is seen tonight is taken out.
  private var told: [CustomerKey: CreditTables.Told] = [:]
  private var news: [CreditHold] = []
  /// Limits of which nobody can say whether they are kept: no rate is known for what is open.
  private(set) var unwatched = UnwatchedLimits()

  /// Nil where nobody is to be told anything: there is no rule and no hold to end, or the ERP reads nothing back tonight.
  init?(
    _ settings: DecideSettings, _ state: State, _ cash: CashOutcome, night: Night, rates: ExchangeRates,
    emission: Emission
  ) throws {
    guard emission.showsCreditHolds else { return nil }
    for told in try state.credit.standing() {
      self.told[CustomerKey(company: told.company, customer: told.customerID)] = told
    }
    rule = settings.creditHold
    guard rule != nil || !told.isEmpty else { return nil }
    self.night = night
    self.rates = rates
    for one in cash.unapplied where one.reason.isReceipt && one.money.minorUnits > 0 {
      let key = CustomerKey(company: one.company, customer: one.customerID)
      waiting[key, default: [:]][one.money.currency, default: 0] += one.money.minorUnits
    }
  }

  /// What an account has paid and waits: its own money, and that of those whose bills it pays.
  private func waiting(_ account: CustomerAccount) -> [Currency: Int64] {
    guard !waiting.isEmpty else { return [:] }
    return account.keysOfMoney.reduce(into: [:]) { sum, key in sum.merge(waiting[key] ?? [:]) { $0 + $1 } }
  }

  /// Whether the ERP was told something of a customer that may end tonight: it is looked at even with nothing open.
  func concerns(_ customer: Int, in book: Book) -> Bool {
    guard !told.isEmpty else { return false }
    let company = book.companies[Int(book.customers.rows[customer].company)]
    return told[CustomerKey(company: company, customer: book.customers.id(customer))] != nil
  }

  /// - Returns: what waits for a person as long as a hold stands; nil: the account has none.
  mutating func judge(_ account: CustomerAccount, _ decided: [UnitDecision], by decider: Decider) -> WorklistItem? {
    let key = CustomerKey(company: account.customer.company, customer: account.customer.id)
    guard rule != nil || told[key] != nil else { return nil }
    let before = told.removeValue(forKey: key)
    let since = before.flatMap { $0.isHeld ? $0.since : nil }
    guard let findings = decider.credit(account, decided, by: rule, rates: rates, waiting: waiting(account)) else {
      return since.map { Decider.worklist(creditHoldOf: account.customer, nil, since: $0) }
    }
    if !findings.reasons.contains(.limitExceeded) { unwatched.note(account.customer, findings) }
    guard !findings.reasons.isEmpty else {
      // What is open without a rate may be above the limit: what was told before stands.
      if let since, !findings.withoutRate.isEmpty {
        return Decider.worklist(creditHoldOf: account.customer, nil, since: since)
      }
      if let before { release(before, rule == nil ? .ruleRemoved : .cured, findings) }
      return nil
    }
    if before.map(\.isWithdrawn) ?? true {
      news.append(
        CreditHold(
          company: account.customer.company, customerID: account.customer.id, action: .hold, reasons: findings.reasons,
          position: findings.position, heldSince: since ?? night.asOf, note: findings.note))
    }
    return Decider.worklist(creditHoldOf: account.customer, findings, since: since ?? night.asOf)
  }

  /// Everybody was looked at. What is left is of customers that are not there any more, or of a rule that is not.
  mutating func finish() -> [CreditHold] {
    for before in told.values where night.company(before.company)?.canJudge(before.customerID) == true {
      release(before, rule == nil ? .ruleRemoved : .cured, nil)
    }
    return news.sorted { a, b in
      a.company != b.company
        ? ByteOrder.precedes(a.company, b.company)
        : ByteOrder.precedes(a.customerID, b.customerID)
    }
  }

  private mutating func release(_ before: CreditTables.Told, _ reason: CreditHold.Reason, _ findings: CreditFindings?) {
    news.append(
      CreditHold(
        company: before.company, customerID: before.customerID, action: .release, reasons: [reason],
        position: findings?.position, heldSince: before.since, note: findings?.note ?? ""))
  }
}
