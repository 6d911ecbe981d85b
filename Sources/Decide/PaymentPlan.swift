import Ledger

/// An agreement to pay in instalments, read from its `plan` decisions (one per instalment, the same `plan_id`).
///
/// It is met while what its documents still owe, less money that has come and is not posted yet, is no more than the instalments to
/// come, so its instalments have to add up to what the documents owed. An instalment has the grace of a promise. Without amounts a plan holds until its last day.
struct PaymentPlan: Sendable {
  let id: String
  private let rows: [Decision]
  /// Where it names no document, what is dated later, or was not known yet, is not part of it.
  let agreedOn: CalendarDate?
  /// False once an instalment stayed unpaid.
  private(set) var isMet = true
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

  /// Whether a document was known when the plan was agreed: nobody could agree on others.
  private func wasThere(_ item: AccountItem) -> Bool {
    guard let agreedOn else { return true }
    return item.document.documentDate <= agreedOn && item.memory.learnedOn.map { $0 <= agreedOn } ?? true
  }

  /// True where an instalment of it has not come, and no reminder of the item has followed.
  func isMissed(on item: AccountItem, _ decisions: StandingDecisions) -> Bool {
    !isMet && item.document.balance > 0 && covers(item, decisions)
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
    let owed = items.filter { !$0.document.isCredit && covers($0, decisions) }.reduce(Int64(0)) {
      $0 + decisions.owed(on: $1)
    }
    let open = firstOpen(owed: owed, currency)
    next = open ?? toCome.compactMap(\.until).filter { $0 >= decisions.asOf }.min() ?? rows.compactMap(\.until).max()
    if toCome.count < rows.count {
      guard let left = PaymentPlan.sum(toCome, currency) else { return }
      isMet = !toCome.isEmpty && owed <= left
      if !isMet { return end(decisions, owed: owed, left: left, currency) }
    }
    if let open, open < decisions.asOf { wait(for: open, decisions, owed: owed, currency) }
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
