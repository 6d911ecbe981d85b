import Ledger

/// An agreement to pay in instalments, read from its `plan` decisions (one per instalment, the same `plan_id`).
///
/// It is met while what its documents still owe, less money that has come and is not posted yet, is no more than the instalments to
/// come and what they owed beyond all instalments when it was agreed. An instalment has the grace of a promise. Without amounts a plan holds until its last day.
struct PaymentPlan: Sendable {
  let id: String
  private let rows: [Decision]
  /// Where it names no document, what is dated later, or was not known yet, is not part of it.
  let agreedOn: CalendarDate?
  /// False once an instalment stayed unpaid, or the last one's day has passed.
  private(set) var isMet = true
  /// All its instalments have come; what its documents owe is owed beyond them.
  private var isKept = false
  /// What its documents owed when it was agreed, in minor units; nil: nobody has noted it.
  private(set) var owedThen: Int64?
  /// Documents of that time which the ERP has told later, and that its instalments have room for: by their labels.
  private var late: Set<String> = []
  /// The day of the first instalment that has not come in full; where amounts do not tell, of the next, or of the last.
  private(set) var next: CalendarDate?
  /// The last day of grace of that instalment, where its day has passed and the plan holds; else nil.
  private(set) var graceEnd: CalendarDate?
  /// What of the instalments that have passed has not come, in minor units; nil: that cannot be told, or the plan holds.
  private(set) var missing: Int64?
  /// The last day on which it held: that of the first instalment that has not come in full, grace counted in; nil: it holds.
  private(set) var endedOn: CalendarDate?
  /// The newest instalment's last day, grace counted in, that has passed; nil: none has.
  private(set) var brokenOn: CalendarDate?
  /// Of the instalment that is waited for, or the newest that has passed, in minor units; nil: that cannot be told.
  private var came: Int64?
  private var due: Int64 = 0
  private var currency: Currency?
  /// Who agreed it.
  var owner: String? { rows.first { $0.by != nil }?.by }

  /// The one document that it is about; nil: several, or all of a customer.
  var documentID: String? { rows.allSatisfy { $0.documentID == rows.first?.documentID } ? rows.first?.documentID : nil }
  /// The one customer all of whose documents it is about; nil: it names documents, or is about several customers.
  var customerID: String? {
    rows.allSatisfy { $0.documentID == nil && $0.customerID == rows.first?.customerID } ? rows.first?.customerID : nil
  }

  private init(id: String, rows: [Decision]) {
    self.id = id
    self.rows = rows
    agreedOn = rows.compactMap { $0.learnedOn ?? $0.from }.min()
  }

  /// The plans that bear on a unit, each judged by the unit's items.
  static func plans(in decisions: StandingDecisions, items: [AccountItem], currency: Currency) -> [PaymentPlan] {
    let rows = decisions.all(.plan)
    guard !rows.isEmpty else { return [] }
    let ids = Set(rows.map { $0.planID ?? "" }).sorted()
    return ids.map { id in
      var plan = PaymentPlan(id: id, rows: rows.filter { ($0.planID ?? "") == id })
      plan.judge(decisions, items: items, currency: currency)
      return plan
    }
  }

  func covers(_ item: AccountItem, _ decisions: StandingDecisions) -> Bool {
    rows.contains { row in
      guard decisions.covers(row, item), !decisions.isReleased(row, on: item) else { return false }
      return row.documentID != nil || wasThere(item)
    }
  }

  /// Whether a document was known when the plan was agreed: nobody could agree on others, but for those that its instalments have room for.
  private func wasThere(_ item: AccountItem) -> Bool {
    guard let agreedOn else { return true }
    let isKnown = item.memory.learnedOn.map { $0 <= agreedOn } ?? true
    return item.document.documentDate <= agreedOn && (isKnown || late.contains(item.document.label))
  }

  /// True where an instalment of it has not come, and no reminder of the item has followed.
  func isMissed(on item: AccountItem, _ decisions: StandingDecisions) -> Bool {
    !isMet && !isKept && item.document.balance > 0 && covers(item, decisions)
      && (item.memory.lastRemindedOn.map { $0 <= brokenOn ?? $0 } ?? true)
  }

  /// Of the instalment that is missing.
  var coming: Words {
    guard let came, let currency else { return "has not come in full" }
    return came > 0 ? Words(notInFull: came, of: due, currency) : "has not come"
  }

  private mutating func judge(_ decisions: StandingDecisions, items: [AccountItem], currency: Currency) {
    let toCome = rows.filter { row in decisions.lastDay(of: row).map { $0 >= decisions.asOf } ?? true }
    brokenOn = rows.compactMap { decisions.lastDay(of: $0) }.filter { $0 < decisions.asOf }.max()
    let beyond = owedBeyond(decisions, items: items, currency)
    let owed = max(0, owed(decisions, items) - beyond)
    let open = firstOpen(owed: owed, currency)
    next = open ?? toCome.compactMap(\.until).filter { $0 >= decisions.asOf }.min() ?? rows.compactMap(\.until).max()
    if toCome.count < rows.count {
      guard let left = PaymentPlan.sum(toCome, currency) else { return }
      isMet = !toCome.isEmpty && owed <= left
      isKept = toCome.isEmpty && owed == 0
      if isKept { endedOn = brokenOn } else if !isMet { return end(decisions, owed: owed, left: left, currency) }
    }
    if let open, open < decisions.asOf { wait(for: open, decisions, owed: owed, currency) }
  }

  /// What its documents owe, less money that has come.
  private func owed(_ decisions: StandingDecisions, _ items: [AccountItem]) -> Int64 {
    items.filter { !$0.document.isCredit && covers($0, decisions) }.reduce(0) { $0 + decisions.owed(on: $1) }
  }

  /// What its documents owed beyond all instalments when it was agreed; 0 where that is not known. Finds out which documents of that time were
  /// told later.
  private mutating func owedBeyond(
    _ decisions: StandingDecisions, items: [AccountItem], _ currency: Currency
  ) -> Int64 {
    if agreedOn == decisions.asOf {
      owedThen = owed(decisions, items)
    } else {
      owedThen = rows.first { $0.learnedOn == agreedOn && $0.owedThen != nil }?.owedThen.map { $0[currency] ?? 0 }
    }
    let ended = rows.first?.endedAmounts.map { $0.flatMap { try? Money($0, currency).minorUnits } } ?? []
    guard let owedThen, let agreedOn, let all = PaymentPlan.sum(rows, currency), !ended.contains(nil) else { return 0 }
    let room = all + ended.reduce(0) { $0 + ($1 ?? 0) } - owedThen
    var taken: Int64 = 0
    let told = items.filter { $0.memory.learnedOn.map { $0 > agreedOn } ?? false && !$0.document.isCredit }
    for item in told.sorted(by: { PaymentPlan.precedes($0, $1) }) {
      let amount = max(item.document.amount, item.document.balance)
      guard owedThen == 0 || taken + amount <= room else { continue }
      taken += amount
      late.insert(item.document.label)
    }
    return max(0, -room)
  }

  private static func precedes(_ a: AccountItem, _ b: AccountItem) -> Bool {
    let (x, y) = (a.memory.learnedOn ?? .missing, b.memory.learnedOn ?? .missing)
    return x != y ? x < y : a.document.label < b.document.label
  }

  /// An instalment has not come in full within its grace.
  private mutating func end(_ decisions: StandingDecisions, owed: Int64, left: Int64, _ currency: Currency) {
    endedOn = firstMissed(decisions, owed: owed, currency)
    let passed = rows.filter { row in decisions.lastDay(of: row).map { $0 < decisions.asOf } ?? false }
    missing = PaymentPlan.sum(passed, currency).map { min($0, owed - left) }
    let newest = passed.filter { decisions.lastDay(of: $0) == brokenOn }
    tellComing(newest, missing: owed - left, currency)
  }

  /// The day of the first instalment that has not come in full; nil: that cannot be told, or all has come.
  private func firstOpen(owed: Int64, _ currency: Currency) -> CalendarDate? {
    Set(rows.compactMap(\.until)).sorted().first { day in
      left(after: day, currency).map { owed > $0 } ?? false
    }
  }

  /// What is still to come after a day; nil: that cannot be told.
  private func left(after day: CalendarDate, _ currency: Currency) -> Int64? {
    PaymentPlan.sum(rows.filter { row in row.until.map { $0 > day } ?? true }, currency)
  }

  /// An instalment whose day has passed may still come.
  private mutating func wait(
    for day: CalendarDate, _ decisions: StandingDecisions, owed: Int64, _ currency: Currency
  ) {
    graceEnd = rows.filter { $0.until == day }.compactMap { decisions.lastDay(of: $0) }.max()
    guard let after = left(after: day, currency) else { return }
    tellComing(rows.filter { $0.until == day }, missing: owed - after, currency)
  }

  /// The last day of the first instalment after which more was owed than was still to come.
  private func firstMissed(_ decisions: StandingDecisions, owed: Int64, _ currency: Currency) -> CalendarDate? {
    let last = rows.map { decisions.lastDay(of: $0) }
    return Set(last.compactMap(\.self)).filter { $0 < decisions.asOf }.sorted().first { day in
      let after = rows.indices.filter { index in last[index].map { $0 > day } ?? true }.map { rows[$0] }
      return PaymentPlan.sum(after, currency).map { owed > $0 } ?? false
    }
  }

  /// Notes on items the last day of plans that have broken since a night looked at them: nights were missed, or were taken back.
  static func remember(_ plans: [PaymentPlan], on items: inout [AccountItem], _ decisions: StandingDecisions) {
    for plan in plans {
      guard let last = plan.endedOn else { continue }
      for index in items.indices
      where last > items[index].memory.heldUntil ?? .missing && plan.covers(items[index], decisions) {
        let since = items[index].memory.heldUntil
        let isRemembered = since.map { held in plan.agreedOn.map { $0 <= held } ?? false } ?? false
        if isRemembered || items[index].wasOverdue(on: last) { items[index].memory.heldUntil = last }
      }
    }
  }

  private mutating func tellComing(_ newest: [Decision], missing: Int64, _ currency: Currency) {
    guard let amount = PaymentPlan.sum(newest, currency) else { return }
    (came, due, self.currency) = (max(0, amount - missing), amount, currency)
  }

  /// What instalments come to; nil: one has no amount that can be read.
  private static func sum(_ rows: [Decision], _ currency: Currency) -> Int64? {
    let amounts = rows.map { row in row.amount.flatMap { try? Money($0, currency).minorUnits } }
    return amounts.contains(nil) ? nil : amounts.reduce(0) { $0 + ($1 ?? 0) }
  }
}

extension Decider {
  /// What the documents of plans owe that are agreed tonight, by the ids of their instalments; nothing of plans that were agreed before. Of a customer
  /// who owes nothing tonight that is said, too.
  public func planStarts(_ account: CustomerAccount) -> [(id: String, owed: [Currency: Int64])] {
    let fresh = account.decisions.filter { $0.kind == .plan && $0.learnedOn == night.asOf }
    guard !fresh.isEmpty else { return [] }
    let standing = standing(account)
    var owed: [String: [Currency: Int64]] = [:]
    for range in Decider.units(of: account.billed) {
      let currency = account.billed[range.lowerBound].document.currency
      for plan in PaymentPlan.plans(in: standing, items: Array(account.billed[range]), currency: currency) {
        owed[plan.id, default: [:]][currency] = plan.owedThen
      }
    }
    return fresh.map { ($0.id, owed[$0.planID ?? ""] ?? [:]) }
  }
}
