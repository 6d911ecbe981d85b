import Ledger

/// A reason why an item that is asked for does not call for a message by itself tonight. It is listed where another one does.
struct TriggerRule: Sendable {
  let reason: SuppressionReason
  /// The story where the rule stops the item's move, else nil.
  let stops: @Sendable (Claim, UnitCase, _ isManual: Bool) -> Finding?
}

extension TriggerRule {
  /// In order of precedence. Short-payment has its place behind recent-payment: it comes with cash matching. Credit-covers is judged
  /// once the credits are placed (`Claim.net`), not-yet and top-level by the ladder.
  static let all: [TriggerRule] = [
    TriggerRule(reason: .recentPayment, stops: recentPayment),
    TriggerRule(reason: .notYet, stops: ladder),
    TriggerRule(reason: .payBy, stops: payBy),
    TriggerRule(reason: .topLevel, stops: ladder),
  ]

  static func finding(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> Finding? {
    for rule in all {
      if let finding = rule.stops(claim, unit, isManual), finding.reason == rule.reason { return finding }
    }
    return nil
  }

  /// After a part payment no level rises for five business days. A person's `send` may repeat the level meanwhile.
  @Sendable private static func recentPayment(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> Finding? {
    guard let paid = claim.item.memory.partPaidOn, claim.move.level != nil || claim.move.finding?.reason == .topLevel,
      !(isManual && claim.move.isRepeat)
    else { return nil }
    let end = paid.adding(businessDays: HouseRules.partPaymentGrace)
    guard unit.asOf < end else { return nil }
    return Finding(.recentPayment, "\(claim.label) was paid in part on \(paid); its level does not rise before \(end)")
  }

  @Sendable private static func ladder(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> Finding? {
    claim.move.finding
  }

  /// The customer was given until a day that was printed; three business days more are for the post and the bank.
  @Sendable private static func payBy(_ claim: Claim, _ unit: UnitCase, isManual: Bool) -> Finding? {
    guard !isManual, let date = claim.item.memory.payBy else { return nil }
    let last = date.adding(businessDays: HouseRules.payByGrace)
    guard unit.asOf <= last else { return nil }
    return Finding(.payBy, "the last message on \(claim.label) gave until \(date); the next is not before \(last.adding(days: 1))")
  }
}
