import Ledger
import Pipeline

extension UnitVerdict {
  /// What became of each item that has a line, in the order of the unit's items.
  func outcomes(_ suppressed: SuppressionReason?) -> [ItemOutcome] {
    let (claims, credits) = (assessment.claims, assessment.credits)
    // What stops the unit as a whole stops a held item, too. What is said of those that are asked for, or of one that is held, is not about it.
    let ofUnit = Finding.first(of: blocks).map(\.reason)
    var outcomes: [ItemOutcome] = []
    outcomes.reserveCapacity(claims.count + credits.count)
    var (claim, credit) = (0, 0)
    while claim < claims.count || credit < credits.count {
      // Both are in the order of the items, and no item is both.
      let isClaim = credit == credits.count || (claim < claims.count && claims[claim].index < credits[credit].index)
      let reason = isClaim && claims[claim].isHeld ? ofUnit : suppressed
      if let outcome = isClaim ? outcome(of: claims[claim], reason) : outcome(of: credits[credit], suppressed) {
        outcomes.append(outcome)
      }
      if isClaim { claim += 1 } else { credit += 1 }
    }
    return outcomes
  }

  /// Nil: not due, and not listed.
  private func outcome(of claim: Claim, _ suppressed: SuppressionReason?) -> ItemOutcome? {
    let before = claim.level
    if let hold = claim.hold, claim.isOverdue {
      var outcome = ItemOutcome(
        item: claim.index, includedAs: .held, reason: first(hold, suppressed), levelBefore: before,
        levelAfter: before, heldAmount: claim.balance, hold: hold, isListed: !HoldRule.unlisted.contains(hold))
      (outcome.handsOver, outcome.credited) = (claim.leaves, claim.creditOfLeaving)
      return outcome
    }
    guard claim.isDemanded || claim.isAsked else { return notDue(claim, suppressed) }
    let isTrigger = assessment.kind == .notice ? claim.notice != nil : claim.isTrigger
    let own = isTrigger ? nil : claim.move.reason
    guard claim.isAsked else {
      var outcome = ItemOutcome(
        item: claim.index, includedAs: .held, reason: first(own, suppressed), levelBefore: before, levelAfter: before,
        heldAmount: claim.balance, isListed: false)
      outcome.asksToLeave = claim.asksToLeave
      return outcome
    }
    let printed = assessment.level(of: claim)
    var outcome = ItemOutcome(
      item: claim.index, includedAs: isTrigger ? .trigger : .content, reason: first(own, suppressed),
      levelBefore: before,
      levelAfter: isTrigger && suppressed == nil && assessment.kind == .reminder ? printed : before,
      printedLevel: printed, heldAmount: claim.heldPart, silentAmount: claim.silentPart, hold: claim.reasonOfPart,
      notice: isTrigger ? noticeDays(claim) : nil)
    outcome.asksToLeave = claim.asksToLeave
    if isTrigger, assessment.kind == .reminder { outcome.step = unit.ladder?.step(of: claim, at: printed) }
    return outcome
  }

  /// An overdue message lists what a notice would have announced, and everything not yet due where the policy says so; nothing that is
  /// disputed, promised or held otherwise, and of a document that is disputed in part the rest.
  private func notDue(_ claim: Claim, _ suppressed: SuppressionReason?) -> ItemOutcome? {
    guard hasMessage, unit.ladder?.policy.includeNotDue == true || claim.notice != nil else { return nil }
    guard HoldRule.reason(claim, unit) == nil else { return nil }
    let level = claim.level
    let disputed = HoldRule.disputedPart(claim, unit)
    return ItemOutcome(
      item: claim.index, includedAs: .notDue, reason: suppressed, levelBefore: level, levelAfter: level,
      heldAmount: disputed ?? 0, hold: disputed == nil ? nil : .disputed, notice: noticeDays(claim))
  }

  private func outcome(of credit: CreditUse, _ suppressed: SuppressionReason?) -> ItemOutcome? {
    // An invoice that was reminded and paid by too much keeps its level.
    let level = unit.items[credit.index].memory.level
    var outcome = ItemOutcome(
      item: credit.index, includedAs: .credit, reason: suppressed, levelBefore: level, levelAfter: level,
      heldAmount: credit.usedElsewhere)
    outcome.beside = credit.beside
    if unit.ladder?.policy.includeNotDue != true { outcome.beside.notDue = 0 }
    guard credit.counted == 0 else { return outcome }
    if credit.isForNotDue {
      guard hasMessage, unit.ladder?.policy.includeNotDue == true else { return nil }
      outcome.includedAs = .notDue
    } else {
      outcome.includedAs = .held
      outcome.reason = first(credit.heldBy, suppressed)
      outcome.isListed = credit.heldBy.map { !HoldRule.unlisted.contains($0) } ?? false
    }
    return outcome
  }

  private func noticeDays(_ claim: Claim) -> Int? {
    claim.notice.flatMap { index in unit.ladder?.notices[index].days }
  }

  private func first(_ own: SuppressionReason?, _ unit: SuppressionReason?) -> SuppressionReason? {
    guard let own else { return unit }
    guard let unit else { return own }
    return own.precedence <= unit.precedence ? own : unit
  }
}
