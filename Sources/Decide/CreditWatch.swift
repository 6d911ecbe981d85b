import Ledger
import Pipeline

extension Decider {
  /// How an account stands against its credit limit, and what speaks for a hold; nil where nothing can be said tonight, because the
  /// company's data are old or its night does not count, or a row about the customer or one whose bills it pays was rejected. What was told
  /// before then stands.
  /// - Parameters:
  ///   - decided: tonight's decisions about the account: they know which items are held.
  ///   - rule: nil: nobody is held any more, and the ERP hears how the account stands.
  ///   - rates: of the as-of date, for what is open in other currencies than the limit's.
  ///   - waiting: receipts of the account that no document was paid with yet and no balance shows, in minor units.
  public func credit(
    _ account: CustomerAccount, _ decided: [UnitDecision], by rule: CreditHoldRule?, rates: ExchangeRates,
    waiting: [Currency: Int64] = [:]
  ) -> CreditFindings? {
    guard let company = night.company(account.customer.company), company.canJudge(account.customer.id),
      account.paidFor.allSatisfy({ company.canJudge($0.id) })
    else { return nil }
    let customer = account.customer
    let currency = customer["currency"].flatMap { Currency($0) } ?? company.company.baseCurrency
    var watch = CreditWatch(position: CreditPosition(currency: currency), rates: rates)
    watch.count(account, waiting)
    watch.position.limit = watch.limit(of: customer, rule)
    guard let rule, !customer.isIntercompany else { return watch.findings }
    if rule.overLimit { watch.judgeLimit(rule) }
    if let days = rule.overdueDays {
      let standing = account.decisions.isEmpty ? nil : standing(account)
      watch.judgeOverdue(
        decided.map { LateItems($0, days, account, standing, asOf: night.asOf) }, days, rule.minOverdue)
    }
    if rule.hardStops, !account.decisions.isEmpty,
      let stop = standing(account).onPayer(.insolvency, .deceased, .legal)
    {
      watch.add(.hardStop, "\(stop.kind.rawValue)\(of: stop)\(by: stop) (decision \(stop.id))")
    }
    return watch.findings
  }

  /// What waits for the credit manager as long as the ERP takes no orders on credit.
  /// - Parameter findings: tonight's; nil: nothing can be said, and what was told stands.
  public static func worklist(
    creditHoldOf customer: Customer, _ findings: CreditFindings?, since: CalendarDate
  ) -> WorklistItem {
    let ground = findings?.note ?? "tonight's data do not tell whether it still has to be"
    let next =
      switch findings?.reasons ?? [] {
      case let reasons where reasons.contains(.hardStop): "deliver against payment only"
      case let reasons where reasons.contains(.limitExceeded): "collect what is open, or raise the limit in the ERP"
      default: "collect what is overdue"
      }
    return WorklistItem(
      company: customer.company, customerID: customer.id, what: .creditHold, currency: findings?.position.currency,
      amount: findings?.position.exposure, owner: customer.salesperson, since: since,
      next: "\(next): no orders on credit (\(ground))")
  }
}

extension CompanyNight {
  /// Whether what is known of a customer tonight is the whole truth and the night counts.
  public func canJudge(_ customer: String) -> Bool {
    isLive && stale == nil && !rejectedCustomers.contains(customer) && !rejectedCustomers.contains("")
  }
}

/// Gathers what speaks for a hold of one account.
private struct CreditWatch {
  var position: CreditPosition
  let rates: ExchangeRates
  private var reasons: [CreditHold.Reason] = []
  private var note = Words()
  private var withoutRate: [Currency] = []
  /// Currencies in which something is open and that no rate is known of.
  private var uncounted: [Currency] = []

  init(position: CreditPosition, rates: ExchangeRates) {
    self.position = position
    self.rates = rates
  }

  var findings: CreditFindings {
    var findings = CreditFindings(reasons: reasons, position: position, note: note.text)
    findings.withoutRate = withoutRate
    return findings
  }

  mutating func add(_ reason: CreditHold.Reason, _ words: Words) {
    reasons.append(reason)
    note.add(words)
  }

  /// What the customer may owe; nil: as much as it likes.
  func limit(of customer: Customer, _ rule: CreditHoldRule?) -> Int64? {
    let limit = customer["credit_limit"].flatMap { try? Money($0, position.currency).minorUnits }
    return limit == 0 && rule?.zeroLimit ?? CreditHoldRule().zeroLimit == .none ? nil : limit
  }

  /// What is open, less what has come in and is not posted.
  mutating func count(_ account: CustomerAccount, _ waiting: [Currency: Int64]) {
    var receipts: [Int: Int64] = [:]
    for receipt in account.cash { receipts[receipt.row, default: 0] += receipt.amount }
    var waiting = waiting
    for unit in Decider.units(of: account.billed) {
      let currency = account.billed[unit.lowerBound].document.currency
      var open = account.billed[unit].reduce(into: Int64(0)) { sum, item in
        sum += item.document.balance - (receipts.isEmpty ? 0 : receipts[item.row] ?? 0)
      }
      if let money = waiting.removeValue(forKey: currency) {
        // What the ERP carries on account may be this very money.
        let onAccount = account.billed[unit].lazy.filter { $0.document.kind == .onAccount }
          .reduce(Int64(0)) { $0 - $1.document.balance }
        open -= max(0, money - max(0, onAccount))
      }
      guard let converted = convert(open, currency) else {
        if open > 0 { uncounted.append(currency) }
        continue
      }
      position.exposure += converted
    }
    for (currency, money) in waiting.sorted(by: { $0.key.code < $1.key.code }) {
      let rate = rates.rate(from: currency, to: position.currency)
      position.exposure -= currency == position.currency ? money : rate?.convert(money) ?? 0
    }
  }

  mutating func judgeLimit(_ rule: CreditHoldRule) {
    guard let limit = position.limit else { return }
    withoutRate = uncounted
    guard
      Int128(position.exposure) * 100 > Int128(limit) * Int128(rule.limitPercent)
    else { return }
    let currency = position.currency
    add(
      .limitExceeded,
      "\(amount: position.exposure, currency) \(currency) open, limit \(amount: limit, currency)"
        + (rule.limitPercent == 100 ? "" : ", of which \(rule.limitPercent) % may be used"))
  }

  mutating func judgeOverdue(_ units: [LateItems], _ days: Int, _ least: CurrencyAmounts) {
    var told = Words()
    for unit in units {
      let (overdue, currency) = (unit.overdue, unit.currency)
      guard overdue > 0, overdue >= least[currency]?.minorUnits ?? 0 else { continue }
      position.oldestDays = max(position.oldestDays ?? 0, unit.oldestDays)
      if let converted = convert(overdue, currency) { position.overdue += converted }
      told.add(
        "\(amount: overdue, currency) \(currency) overdue for \(days) days or more, the oldest for \(unit.oldestDays)")
    }
    if !told.isEmpty { add(.overdue, told) }
  }

  /// In the currency of the limit; nil and told where no rate is known.
  private mutating func convert(_ amount: Int64, _ currency: Currency) -> Int64? {
    guard currency != position.currency else { return amount }
    if let rate = rates.rate(from: currency, to: position.currency) { return rate.convert(amount) }
    note.add("\(amount: amount, currency) \(currency) not counted: no rate to \(position.currency)")
    return nil
  }
}
