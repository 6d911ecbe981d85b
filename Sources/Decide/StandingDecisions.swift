import Ledger

/// What people decided about an account and stands tonight: asked by kind, for the payer or for one item.
///
/// A decision about the payer holds for everything it pays; one about a customer billed to it only for that customer's documents. A
/// `release` ends what its `value` names: a decision's id, a plan's id, a kind (`dispute`), a reason (`adjustment-review`), or,
/// left empty, every hold but the hard stops. It ends what was decided up to the day it was learned, not what comes later.
struct StandingDecisions: Sendable {
  let payer: String
  let asOf: CalendarDate
  let promiseGrace: Int
  private let adjustmentReviewDays: Int
  private let calendar: BusinessCalendar
  private var standing: [Decision] = []
  private var releases: [Decision] = []
  /// Holds, disputes and promises whose last day, grace counted in, has passed.
  private var lapsed: [Decision] = []
  /// Promises whose grace is over.
  var lapsedPromises: [Decision] { lapsed.filter { $0.kind == .promise } }

  init(
    _ decisions: [Decision], payer: String, asOf: CalendarDate, promiseGrace: Int, adjustmentReviewDays: Int,
    calendar: BusinessCalendar = .weekdays
  ) {
    self.payer = payer
    self.asOf = asOf
    self.promiseGrace = promiseGrace
    self.adjustmentReviewDays = adjustmentReviewDays
    self.calendar = calendar
    for decision in decisions where decision.from.map({ $0 <= asOf }) ?? true {
      if decision.kind == .release {
        releases.append(decision)
      } else if lastDay(of: decision).map({ $0 >= asOf }) ?? true || decision.kind == .plan {
        standing.append(decision)
      } else if decision.kind == .promise || decision.kind == .hold || decision.kind == .dispute {
        lapsed.append(decision)
      }
    }
  }

  /// Nobody decided anything, or nothing of it stands.
  var isEmpty: Bool { standing.isEmpty && releases.isEmpty }

  /// The last day on which a decision holds; nil: without end. Hard stops never lapse; promises and instalments have their grace.
  func lastDay(of decision: Decision) -> CalendarDate? {
    switch decision.kind {
    case .insolvency, .deceased, .legal: nil
    case .promise, .plan: decision.until.map { calendar.adding(promiseGrace, to: $0) }
    default: decision.until
    }
  }

  /// The first standing decision of these kinds about the payer as a whole.
  func onPayer(_ kinds: Decision.Kind...) -> Decision? {
    standing.first { decision in
      kinds.contains(decision.kind) && decision.customerID == payer
        && (decision.documentID == nil || decision.kind.isHardStop) && !isReleased(decision, on: nil)
    }
  }

  /// The newest standing decision of these kinds about the payer as a whole: of those of which only one can hold.
  func newestOnPayer(_ kinds: Decision.Kind...) -> Decision? {
    standing.filter { decision in
      kinds.contains(decision.kind) && decision.customerID == payer && decision.documentID == nil
        && !isReleased(decision, on: nil)
    }.max { $0.isOlder(than: $1) }
  }

  /// The first standing decision of these kinds that covers the item.
  func on(_ item: AccountItem, _ kinds: Decision.Kind...) -> Decision? {
    standing.isEmpty ? nil : standing.first { kinds.contains($0.kind) && covers($0, item) && !isReleased($0, on: item) }
  }

  /// All standing decisions of a kind that cover the item.
  func all(on item: AccountItem, _ kind: Decision.Kind) -> [Decision] {
    standing.filter { $0.kind == kind && covers($0, item) && !isReleased($0, on: item) }
  }

  /// True where what was promised has not come for this item: the promise was about it, its grace is over, and no reminder, new promise or release
  /// has followed. A promise of a customer is about what was overdue by the promised day: what falls due later was not promised.
  func isBroken(_ promise: Decision, on item: AccountItem) -> Bool {
    guard let last = lastDay(of: promise), last < asOf, covers(promise, item) else { return false }
    return item.document.documentDate <= promise.learnedOn ?? promise.from ?? last
      && (promise.documentID != nil || (item.daysPastDue(promise.until ?? last) ?? 0) > 0)
      && (item.memory.lastRemindedOn.map { $0 <= last } ?? true) && on(item, .promise) == nil
      && !isReleased(promise, on: item)
  }

  /// All standing decisions of a kind, whatever they cover.
  func all(_ kind: Decision.Kind) -> [Decision] { standing.filter { $0.kind == kind } }

  func covers(_ decision: Decision, _ item: AccountItem) -> Bool {
    if let id = decision.documentID { return id == item.document.id || id == item.document.label }
    return decision.customerID == payer || decision.customerID == item.document.customerID
  }

  /// True where a release ends this decision; `item` nil: for the customer as a whole.
  func isReleased(_ decision: Decision, on item: AccountItem?) -> Bool {
    releases.contains { release in
      guard reaches(release, item) else { return false }
      let value = release.value ?? ""
      if value == decision.id || (!value.isEmpty && value == decision.planID) { return true }
      let isNamed = value.isEmpty ? !decision.kind.isHardStop : decision.kind.names.contains(value.lowercased())
      return isNamed && release.day >= decision.day
    }
  }

  /// True where a release learned on `since` or later names one of these reasons, or names nothing.
  func isReleased(_ names: [String], since: CalendarDate, on item: AccountItem) -> Bool {
    releases.contains { release in
      let value = (release.value ?? "").lowercased()
      return reaches(release, item) && (value.isEmpty || names.contains(value)) && release.day >= since
    }
  }

  /// The last day on which a hold of ours stood on the item: as it is remembered, see `remember`; or the day before a release that has come
  /// together with the hold it ends.
  func lastHeld(_ item: AccountItem) -> CalendarDate? {
    [item.memory.heldUntil, releasedTogether(item)].compactMap(\.self).max()
  }

  /// Notes on items the last day of holds that have lapsed since a night looked at them: nights were missed, or were taken back.
  func remember(on items: inout [AccountItem]) {
    guard !lapsed.isEmpty else { return }
    for index in items.indices {
      guard let last = lapsedSince(items[index]), last > items[index].memory.heldUntil ?? .missing else { continue }
      items[index].memory.heldUntil = last
    }
  }

  private func lapsedSince(_ item: AccountItem) -> CalendarDate? {
    lapsed.filter { hasStood($0, on: item) && covers($0, item) && !isReleased($0, on: item) }.compactMap(lastDay).max()
  }

  /// Whether a lapsed hold has held the item: one that is remembered goes on, or the item was known and overdue on its last day. When we
  /// learned of it does not matter: nights may have been missed, or taken back.
  private func hasStood(_ hold: Decision, on item: AccountItem) -> Bool {
    if let held = item.memory.heldUntil, (hold.from ?? hold.day) <= held { return true }
    guard let last = lastDay(of: hold) else { return false }
    return item.wasOverdue(on: last) && !isOfPart(hold, item)
  }

  /// Whether a dispute is about less than the whole item: that does not silence it.
  private func isOfPart(_ hold: Decision, _ item: AccountItem) -> Bool {
    guard hold.kind == .dispute, hold.documentID != nil, let text = hold.amount,
      let amount = try? Money(text, item.document.currency)
    else { return false }
    return amount.minorUnits < item.document.balance
  }

  private func releasedTogether(_ item: AccountItem) -> CalendarDate? {
    let kinds: [Decision.Kind] = [.dispute, .hold, .promise, .plan, .writeOff]
    guard standing.contains(where: { kinds.contains($0.kind) && covers($0, item) && isReleased($0, on: item) }) else {
      return nil
    }
    return releases.filter { reaches($0, item) }.map { ($0.from ?? $0.day).adding(days: -1) }.max()
  }

  /// The day on which the review of a reopened item ends; nil: it is in none, or was released.
  func reviewEnd(of item: AccountItem) -> CalendarDate? {
    guard let reopened = item.memory.reopenedOn else { return nil }
    let end = reopened.adding(days: adjustmentReviewDays)
    let isReleased = isReleased(["adjustment-review", "adjustment", "review"], since: reopened, on: item)
    return end > asOf && !isReleased ? end : nil
  }

  private func reaches(_ release: Decision, _ item: AccountItem?) -> Bool {
    guard let item else { return release.documentID == nil && release.customerID == payer }
    return covers(release, item)
  }
}

extension Decision {
  /// The day that orders a decision and its release: when it was learned, else its first day.
  fileprivate var day: CalendarDate { learnedOn ?? from ?? .missing }
}

extension Decision.Kind {
  /// How a release may name it: the kind, or the reason it gives.
  fileprivate var names: [String] {
    switch self {
    case .dispute: ["dispute", "disputed"]
    case .exclude: ["exclude", "excluded"]
    default: [rawValue]
    }
  }
}
