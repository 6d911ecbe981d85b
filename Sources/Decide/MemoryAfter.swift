import Ledger

/// What is remembered of a unit and its items once a decision is published. Pure: the shell stores what it gives.
public enum MemoryAfter {
  /// New memories of the items whose memory changed, by their ledger rows. A message that was sent for real moves levels; a
  /// hold is remembered whether or not anything is sent, so that the week after its end can be kept.
  public static func items(_ decision: UnitDecision, asOf: CalendarDate) -> [(row: Int, memory: ItemMemory)] {
    var changed: [(row: Int, memory: ItemMemory)] = []
    let isSent = decision.isSent
    let isStopped = decision.suppressed == .hardStop
    decision.outcomes.withUnsafeBufferPointer { outcomes in
      // Where nothing is sent and nothing holds an item, nothing new is remembered of it: most items of a night.
      for index in outcomes.indices
      where isSent || isStopped || outcomes[index].hold != nil || outcomes[index].handsOver {
        let item = decision.items[outcomes[index].item]
        let memory = memory(of: item, after: outcomes[index], in: decision, asOf: asOf)
        if memory != item.memory { changed.append((item.row, memory)) }
      }
    }
    return changed
  }

  /// The unit's memory after the decision. Notices count as sent, and gate nothing.
  public static func unit(_ decision: UnitDecision, before: UnitMemory?, asOf: CalendarDate) -> UnitMemory {
    var memory = before ?? UnitMemory(currency: decision.currency)
    memory.recent.removeAll { asOf.days(since: $0) >= HouseRules.week }
    memory.recentNotices.removeAll { asOf.days(since: $0) >= HouseRules.week }
    guard decision.isSent, let message = decision.message else { return memory }
    memory.sent.append(UnitMemory.Sent(message.id, on: asOf))
    guard decision.level > 0 else {
      memory.recentNotices.append(asOf)
      return memory
    }
    memory.remind(on: asOf, arrivesBy: message.arrivesBy)
    memory.recent.append(asOf)
    return memory
  }

  private static func memory(
    of item: AccountItem, after outcome: ItemOutcome, in decision: UnitDecision, asOf: CalendarDate
  ) -> ItemMemory {
    var memory = item.memory
    if outcome.includedAs == .held, let hold = outcome.hold, HoldRule.released.contains(hold) {
      memory.heldUntil = asOf
    }
    // A hard stop of the customer as a whole silences what is overdue, though it may name one document only. One of an item, beside which
    // everything else is held too, silences that item.
    if decision.suppressed == .hardStop, outcome.reason == .hardStop, item.document.balance > 0, item.daysLate(asOf) > 0
    {
      memory.heldUntil = asOf
    }
    if outcome.handsOver { memory.handedOverOn = asOf }
    guard decision.isSent, let message = decision.message else { return memory }
    if let notice = outcome.notice { memory.preDueNotice = max(notice, memory.preDueNotice ?? notice) }
    guard decision.level > 0, outcome.includedAs == .trigger || outcome.includedAs == .content else { return memory }
    if outcome.printedLevel == decision.level, let payBy = message.payBy { memory.payBy = payBy }
    guard outcome.includedAs == .trigger else { return memory }
    // The same step may have another number in another ladder.
    if outcome.levelAfter != outcome.levelBefore || outcome.levelAfter != memory.level || memory.levelReachedOn == nil {
      memory.levelReachedOn = asOf
    }
    memory.level = outcome.levelAfter
    memory.levelStep = outcome.step
    memory.lastRemindedOn = asOf
    if outcome.printedLevel != decision.level || message.payBy == nil { memory.payBy = nil }
    return memory
  }
}
