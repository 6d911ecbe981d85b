import Ledger
import Pipeline

/// A reason why an item that is asked for does not call for a message by itself tonight. It is listed where another one does.
struct TriggerRule: Sendable {
  let reason: SuppressionReason
  /// Whether the rule stops the item. `isManual`: a person asked for a message on it.
  let stops: @Sendable (Claim, UnitCase, _ isManual: Bool) -> Bool
  /// What `why` tells of an item that it stopped.
  let story: @Sendable (Claim, UnitCase) -> Words
}

extension TriggerRule {
  /// In order of precedence. Credit-covers is judged once the credits are placed (`Assessment.place`).
  static let all: [TriggerRule] = [
    TriggerRule(reason: .recentPayment, stops: isRecentlyPaid, story: recentPayment),
    TriggerRule(reason: .shortPayment, stops: isResidual, story: shortPayment),
    TriggerRule(reason: .creditCovers, stops: { _, _, _ in false }, story: creditCovers),
    TriggerRule(reason: .notYet, stops: { claim, _, _ in claim.move.reason == .notYet }, story: notYet),
    TriggerRule(reason: .payBy, stops: isBeforePayBy, story: payBy),
    TriggerRule(reason: .topLevel, stops: { claim, _, _ in claim.move.reason == .topLevel }, story: topLevel),
  ]

  static func reason(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> SuppressionReason? {
    // Neither paid in part nor given a day to pay by, as most items are: then the ladder has said it.
    let memory = claim.memory
    guard claim.partPaidOn != nil || memory.payBy != nil else { return claim.move.reason }
    for index in all.indices where all[index].stops(claim, unit, isManual) { return all[index].reason }
    return nil
  }

  /// The first reason among a unit's items, and its story.
  static func first(of assessment: Assessment) -> Finding? {
    let claims = assessment.claims
    var best: (reason: SuppressionReason, index: Int)?
    for index in claims.indices where claims[index].isDemanded {
      guard let reason = claims[index].move.reason else { continue }
      if best.map({ reason.precedence < $0.reason.precedence }) ?? true { best = (reason, index) }
    }
    guard let best, let story = story(claims[best.index], assessment.unit) else { return nil }
    return Finding(best.reason, story)
  }

  /// Why an item calls for no message by itself tonight; nil: it does, or something holds it.
  static func story(_ claim: Claim, _ unit: UnitCase) -> Words? {
    if claim.leaves { return topLevel(claim, unit) }
    return all.first { $0.reason == claim.move.reason }?.story(claim, unit)
  }

  /// After a part payment no level rises for five business days. A person's `send` may repeat the level meanwhile.
  @Sendable private static func isRecentlyPaid(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> Bool {
    guard let paid = claim.partPaidOn, claim.move.reason != .notYet, !(isManual && claim.move.isRepeat)
    else {
      return false
    }
    return unit.asOf < unit.calendar.adding(HouseRules.partPaymentGrace, to: paid)
  }

  @Sendable private static func recentPayment(_ claim: Claim, _ unit: UnitCase) -> Words {
    let paid = claim.partPaidOn ?? unit.asOf
    let end = unit.calendar.adding(HouseRules.partPaymentGrace, to: paid)
    return "\(claim.item.document) was paid in part on \(paid); its level does not rise before \(end)"
  }

  /// A part was paid and what is left is within the tolerance: not worth a reminder, but a person should look.
  @Sendable private static func isResidual(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> Bool {
    !isManual && claim.memory.partPaidOn != nil && claim.item.isResidual(within: unit.cash)
  }

  @Sendable private static func shortPayment(_ claim: Claim, _ unit: UnitCase) -> Words {
    "only \(amount: claim.balance, unit.currency) of \(claim.item.document) is left, which is within the tolerance"
  }

  @Sendable private static func creditCovers(_ claim: Claim, _ unit: UnitCase) -> Words {
    "credits that name \(claim.item.document) cover it"
  }

  @Sendable private static func notYet(_ claim: Claim, _ unit: UnitCase) -> Words {
    unit.ladder?.notYet(claim) ?? "no policy is for \(claim.item.document)"
  }

  /// The customer was given until a day that was printed; three business days more are for the post and the bank.
  @Sendable private static func isBeforePayBy(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> Bool {
    guard !isManual, let date = claim.memory.payBy else { return false }
    return unit.asOf < unit.firstDay(afterPayBy: date)
  }

  @Sendable private static func payBy(_ claim: Claim, _ unit: UnitCase) -> Words {
    let date = claim.memory.payBy ?? unit.asOf
    let next = unit.firstDay(afterPayBy: date)
    return "the last message on \(claim.item.document) gave until \(date); the next is not before \(next)"
  }

  @Sendable private static func topLevel(_ claim: Claim, _ unit: UnitCase) -> Words {
    unit.ladder?.top(claim, unit) ?? "no policy is for \(claim.item.document)"
  }
}

extension AccountItem {
  /// What is left of a document that was paid in part and not in full, where that is within the tolerance for short payments.
  func isResidual(within cash: CashSettings) -> Bool {
    guard !cash.shortTolerance.isEmpty, memory.partPaidOn != nil, document.balance > 0 else { return false }
    return document.balance <= cash.tolerance(cash.shortTolerance, of: document.amount, document.currency)
  }
}
