import Ledger

/// What people decided about an account and stands tonight: asked by kind, for the payer or for one item.
///
/// A decision about the payer holds for everything it pays; one about a customer billed to it only for that customer's documents. A
/// `release` ends what its `value` names: a decision's id, a plan's id, a kind (`dispute`), a reason (`adjustment-review`), or,
/// left empty, every hold but the hard stops. It ends what was decided up to the day it was learned, not what comes later.
struct StandingDecisions: Sendable {
  /// One reference: an account's decisions are handed to each of its units and rules, and hardly anybody has any.
  private let known: Sorted
  /// What of the account's items is to be written off; see `Decider.standing`.
  var writeOffs = WriteOffs()

  /// - Parameters:
  ///   - fulfilled: the promises whose money has come, by id, with the day it was complete; see `PaymentPromise.receipts`.
  ///   - parts: the others of which a part has come, by id.
  ///   - receipts: that pay items and that the ERP has not posted.
  init(
    _ decisions: [Decision], payer: String, asOf: CalendarDate, promiseGrace: Int, adjustmentReviewDays: Int,
    calendar: BusinessCalendar = .weekdays, fulfilled: [String: CalendarDate] = [:],
    parts: [String: PaymentPromise.Part] = [:], receipts: [CashFact] = []
  ) {
    let ends = Ends(promiseGrace: promiseGrace, calendar: calendar, fulfilled: fulfilled)
    known = Sorted(
      decisions, payer: payer, asOf: asOf, adjustmentReviewDays: adjustmentReviewDays, ends: ends, parts: parts,
      receipts: receipts)
  }

  var payer: String { known.payer }
  var asOf: CalendarDate { known.asOf }
  private var standing: [Decision] { known.standing }
  var releases: [Decision] { known.releases }
  private var lapsed: [Decision] { known.lapsed }
  private var receipts: [CashFact] { known.receipts }
  /// Of which promises, whose money has not come, a part has: by id.
  var parts: [String: PaymentPromise.Part] { known.parts }
  /// Disputes that name a document and an amount, and that may have ended; empty for nearly everybody.
  var partDisputes: [Decision] { known.partDisputes }
  /// Disputes, promises and holds that have lapsed, and those and hard stops where there are releases: some of what they covered may be free.
  /// Empty for nearly everybody.
  var endedHolds: [Decision] { known.endedHolds }
  /// Promises whose grace is over and whose money has not come.
  var brokenPromises: [Decision] { lapsed.filter { $0.kind == .promise && !isFulfilled($0) } }

  /// Nobody decided anything, or nothing of it stands.
  var isEmpty: Bool { standing.isEmpty && releases.isEmpty && partDisputes.isEmpty }

  /// The last day on which a decision holds; nil: without end.
  func lastDay(of decision: Decision) -> CalendarDate? { known.ends.lastDay(of: decision) }

  /// Whether a promise's money has come, be it late.
  func isFulfilled(_ decision: Decision) -> Bool { known.ends.isFulfilled(decision) }

  /// The first standing decision of these kinds about the payer as a whole.
  func onPayer(_ kinds: Decision.Kind...) -> Decision? {
    standing.first { decision in
      kinds.contains(decision.kind) && decision.customerID == payer
        && (decision.documentID == nil || decision.stopsCustomer) && !isReleased(decision, on: nil)
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

  /// True where what was promised has not come for this item: the promise was about it, its grace is over, and no reminder, new promise (one
  /// that stands, or was fulfilled) or release has followed. See `Decision.hasPromised` for what a promise is about.
  func isBroken(_ promise: Decision, on item: AccountItem) -> Bool {
    guard !isFulfilled(promise), let last = lastDay(of: promise), last < asOf, covers(promise, item) else {
      return false
    }
    return promise.hasPromised(item.document.documentDate, due: item.dueDate, isNamed: true, last: last)
      && (item.memory.lastRemindedOn.map { $0 <= last } ?? true) && on(item, .promise) == nil
      && !known.fulfilledPromises.contains { promise.isOlder(than: $0) && covers($0, item) }
      && !isReleased(promise, on: item) && !isPaid(item)
  }

  /// Money for all of it has come and is not posted yet.
  private func isPaid(_ item: AccountItem) -> Bool {
    !receipts.isEmpty && item.document.balance > 0 && owed(on: item) == 0
  }

  /// What of an item is still to be paid, in minor units: money that has come for it and is not posted yet is not asked for again.
  func owed(on item: AccountItem) -> Int64 {
    let balance = item.document.balance
    guard !receipts.isEmpty, balance > 0 else { return balance }
    return max(0, receipts.reduce(balance) { $1.row == item.row ? $0 - $1.amount : $0 })
  }

  /// All standing decisions of a kind, whatever they cover.
  func all(_ kind: Decision.Kind) -> [Decision] { standing.filter { $0.kind == kind } }

  /// Standing decisions about documents whose rows name customers who have nothing to do with them.
  var mistaken: [Decision] { standing.filter { $0.isMistaken && $0.kind != .release } }

  /// Whether a decision is about an item. A `write_off` of the whole customer is about what was known on its day.
  func covers(_ decision: Decision, _ item: AccountItem) -> Bool {
    if decision.kind == .writeOff, decision.amount == nil,
      !decision.givesUp(item.document.documentDate, seenOn: item.memory.learnedOn)
    {
      return false
    }
    if let id = decision.documentID { return id == item.document.id || id == item.document.label }
    return decision.customerID == payer || decision.customerID == item.document.customerID
  }

  /// True where a release ends this decision; `item` nil: for the customer as a whole.
  func isReleased(_ decision: Decision, on item: AccountItem?) -> Bool {
    releases.contains { reaches($0, item) && decision.isNamed(by: $0) }
  }

  /// True where a release learned on `since` or later, and no later than `until`, names one of these reasons, or names nothing.
  func isReleased(
    _ names: [String], since: CalendarDate, until: CalendarDate? = nil, on item: AccountItem
  ) -> Bool {
    releases.contains { release in
      let value = (release.value ?? "").lowercased()
      return reaches(release, item) && (value.isEmpty || names.contains(value)) && release.day >= since
        && until.map { release.day <= $0 } ?? true
    }
  }

  /// Notes on items the last day of holds that have ended since a night looked at them: they have lapsed while nights were missed, or were taken
  /// back, or they were released in the file that told them.
  func remember(on items: inout [AccountItem]) {
    guard !lapsed.isEmpty || !releases.isEmpty else { return }
    let all = items
    for index in items.indices {
      let ends = [lapsedSince(items[index], among: all), releasedSince(items[index], among: all)]
      guard let last = ends.compactMap(\.self).max(), last > items[index].memory.heldUntil ?? .missing else { continue }
      items[index].memory.heldUntil = last
    }
  }

  private func lapsedSince(_ item: AccountItem, among items: [AccountItem]) -> CalendarDate? {
    lapsed.compactMap { lastStood($0, on: item, among: items) }.max()
  }

  /// The last day on which a lapsed hold held the item: its own, or the day before its release where that came first. A release that came later
  /// changes nothing.
  private func lastStood(_ hold: Decision, on item: AccountItem, among items: [AccountItem]) -> CalendarDate? {
    guard let lapse = lastDay(of: hold), covers(hold, item) else { return nil }
    let freed = released(hold, on: item).map { $0.adding(days: -1) }
    // One that was released at once has never stood.
    if let freed, freed < lapse, freed < hold.from ?? hold.day { return nil }
    let last = min(lapse, freed ?? lapse)
    return hasStood(hold, on: item, until: last, among: items) ? last : nil
  }

  /// Whether a hold that is over has held the item: one that is remembered goes on, or the item was known and overdue on its last day. When we
  /// learned of it does not matter: nights may have been missed, or taken back.
  private func hasStood(
    _ hold: Decision, on item: AccountItem, until last: CalendarDate, among items: [AccountItem]
  ) -> Bool {
    (isRemembered(hold, on: item) || item.wasOverdue(on: last)) && holdsWhole(hold, item, on: last, among: items)
  }

  private func isRemembered(_ hold: Decision, on item: AccountItem) -> Bool {
    item.memory.heldUntil.map { (hold.from ?? hold.day) <= $0 } ?? false
  }

  /// Whether a hold that has ended silenced the item: a dispute did where all of the item was in dispute on that day, a write-off where all was given up.
  private func holdsWhole(
    _ hold: Decision, _ item: AccountItem, on day: CalendarDate, among items: [AccountItem]
  ) -> Bool {
    if hold.kind == .writeOff, hold.amount != nil { return gaveUp(item) }
    guard hold.kind == .dispute, hold.documentID != nil, hold.amount != nil else { return true }
    let document = items.filter { $0.document.id == item.document.id }
    guard let place = document.firstIndex(where: { $0.document.isSame(as: item.document) }) else { return true }
    let disputes = (standing + lapsed).filter { dispute in
      dispute.kind == .dispute && dispute.from.map { $0 <= day } ?? true
        && lastDay(of: dispute).map { $0 >= day } ?? true
    }
    let shares = DisputedShares(disputes, of: document) { dispute, item in
      covers(dispute, item)
        && !releases.contains { reaches($0, item) && dispute.isNamed(by: $0) && ($0.from ?? $0.day) <= day }
    }
    return shares[place].map { $0.amount >= item.document.balance } ?? false
  }

  /// Whether write-offs with an amount, released or not, give up all of an item.
  private func gaveUp(_ item: AccountItem) -> Bool {
    let shares = standing.filter { $0.kind == .writeOff }.flatMap { $0.shares ?? [] }
    return shares.reduce(0) { $1.concerns(item.document) ? $0 + max(0, $1.left.minorUnits) : $0 }
      >= item.document.balance
  }

  /// The last day on which a hold that was released held the item.
  private func releasedSince(_ item: AccountItem, among items: [AccountItem]) -> CalendarDate? {
    let kinds: [Decision.Kind] = [.dispute, .hold, .promise, .plan, .writeOff, .insolvency, .deceased, .legal]
    return standing.compactMap { hold in
      guard kinds.contains(hold.kind), covers(hold, item) || isStop(hold), let end = released(hold, on: item) else {
        return nil
      }
      let last = end.adding(days: -1)
      // One that was to begin later has never stood.
      guard hold.from.map({ $0 <= last }) ?? true else { return nil }
      // Whether it was known then does not matter: on a first night everything is only learned.
      let wasSilent = isRemembered(hold, on: item) || (item.daysPastDue(last) ?? 0) > 0
      return wasSilent && holdsWhole(hold, item, on: last, among: items) ? last : nil
    }.max()
  }

  /// Whether it stops everything of the payer, whatever it names.
  private func isStop(_ decision: Decision) -> Bool { decision.stopsCustomer && decision.customerID == payer }

  /// The day of the first release that ends a decision for an item.
  func released(_ decision: Decision, on item: AccountItem) -> CalendarDate? {
    releases.filter { reaches($0, item) && decision.isNamed(by: $0) }.map { $0.from ?? $0.day }.min()
  }

  /// The day on which the review of a reopened item ends; nil: it is in none, or was released.
  func reviewEnd(of item: AccountItem) -> CalendarDate? {
    guard let reopened = item.memory.reopenedOn else { return nil }
    let end = reopened.adding(days: known.adjustmentReviewDays)
    let isReleased = isReleased(["adjustment-review", "adjustment", "review"], since: reopened, on: item)
    return end > asOf && !isReleased ? end : nil
  }

  private func reaches(_ release: Decision, _ item: AccountItem?) -> Bool {
    guard let item else { return release.documentID == nil && release.customerID == payer }
    return covers(release, item)
  }
}

extension StandingDecisions {
  /// When decisions end.
  private struct Ends: Sendable {
    let promiseGrace: Int
    let calendar: BusinessCalendar
    /// When the money of promises was complete: by id.
    let fulfilled: [String: CalendarDate]

    /// The last day on which a decision holds; nil: without end. Hard stops never lapse; promises and instalments have their grace, and a promise that
    /// is kept holds until that day.
    func lastDay(of decision: Decision) -> CalendarDate? {
      switch decision.kind {
      case .insolvency, .deceased, .legal: nil
      case .promise: [fulfilled[decision.id], graceEnd(of: decision)].compactMap(\.self).min()
      case .plan: graceEnd(of: decision)
      default: decision.until
      }
    }

    private func graceEnd(of decision: Decision) -> CalendarDate? {
      decision.until.map { calendar.adding(decision.grace ?? promiseGrace, to: $0) }
    }

    /// Whether a promise's money has come, be it late.
    func isFulfilled(_ decision: Decision) -> Bool {
      !fulfilled.isEmpty && decision.kind == .promise && fulfilled[decision.id] != nil
    }
  }

  /// The decisions, sorted by whether they stand.
  private final class Sorted: Sendable {
    let payer: String
    let asOf: CalendarDate
    let adjustmentReviewDays: Int
    let ends: Ends
    let standing: [Decision]
    let releases: [Decision]
    /// Holds, disputes and promises whose last day, grace counted in, has passed.
    let lapsed: [Decision]
    let partDisputes: [Decision]
    let endedHolds: [Decision]
    /// Promises whose money has come; their hold has ended, or ends tonight.
    let fulfilledPromises: [Decision]
    let parts: [String: PaymentPromise.Part]
    /// Receipts of documents that the ERP's balances do not show yet: nothing of what they cover is still to come.
    let receipts: [CashFact]

    init(
      _ decisions: [Decision], payer: String, asOf: CalendarDate, adjustmentReviewDays: Int, ends: Ends,
      parts: [String: PaymentPromise.Part], receipts: [CashFact]
    ) {
      self.payer = payer
      self.asOf = asOf
      self.adjustmentReviewDays = adjustmentReviewDays
      self.ends = ends
      self.parts = parts
      self.receipts = receipts
      var (standing, releases, lapsed, fulfilled) = ([Decision](), [Decision](), [Decision](), [Decision]())
      for decision in decisions where decision.from.map({ $0 <= asOf }) ?? true {
        if ends.isFulfilled(decision) { fulfilled.append(decision) }
        if decision.kind == .release {
          releases.append(decision)
        } else if ends.lastDay(of: decision).map({ $0 >= asOf }) ?? true || decision.kind == .plan {
          standing.append(decision)
        } else if decision.kind == .promise || decision.kind == .hold || decision.kind == .dispute {
          lapsed.append(decision)
        }
      }
      partDisputes = (releases.isEmpty ? lapsed : standing + lapsed).filter {
        $0.kind == .dispute && $0.documentID != nil && $0.amount != nil
      }
      endedHolds =
        releases.isEmpty
        ? lapsed
        : lapsed + standing.filter { $0.kind.isHardStop || [.dispute, .promise, .hold].contains($0.kind) }
      (self.standing, self.releases, self.lapsed, fulfilledPromises) = (standing, releases, lapsed, fulfilled)
    }
  }
}
