import Ledger
import Pipeline

/// The end of a ladder that hands over: the last reminder has passed without payment, and a lawyer or an agency takes the document.
enum HandOver {
  /// Why a document at the top of its ladder stays here.
  enum Obstacle {
    /// No level of the ladder is for its customer: nobody was reminded of it.
    case unheard
    /// It was paid and is open again: a person looks at it.
    case reopened
    /// A person has taken it back.
    case takenBack
    /// A part is in dispute.
    case disputed
    /// A part was in dispute: the level is repeated from this day on.
    case silent(until: CalendarDate)
    /// Money for it has come that the ERP's balance does not show.
    case paid(CashFact)
    /// The last reminder has not passed: it leaves on this day.
    case early(CalendarDate)
  }

  /// - Parameter claim: has reached the top of its ladder, and nothing that comes before that stands against it or its unit: no hold, old
  ///   data, credit or pay-by date.
  static func isDue(_ claim: Claim, _ unit: UnitCase) -> Bool {
    guard let policy = unit.ladder?.policy, policy.afterLast == .handOver, claim.net > 0 else { return false }
    if case nil = obstacle(claim, unit, policy) { return true }
    return false
  }

  /// What becomes of a document at the top of its ladder, behind a semicolon.
  static func story(_ claim: Claim, _ unit: UnitCase, _ policy: Policy) -> Words {
    let stays: Words = ", so it is not handed over"
    switch obstacle(claim, unit, policy) {
    case nil: return "; it is handed over tonight"
    case .early(let day): return "; it is handed over from \(day) on"
    case .unheard: return stays
    case .reopened: return "; it was reopened\(stays) by itself"
    case .takenBack: return "; it was taken back\(stays) again by itself"
    case .disputed:
      return "; \(amount: claim.heldPart - claim.silentPart, unit.currency) of it is disputed\(stays)"
    case .silent(let day):
      return
        "; \(amount: claim.silentPart, unit.currency) of it was disputed until lately: its level is repeated from \(day) on, before it is handed over"
    case .paid(let receipt):
      return
        "; payment \(receipt.paymentID) of \(amount: receipt.amount, unit.currency) for it was seen on \(receipt.seenOn) and is not posted yet\(stays)"
    }
  }

  private static func obstacle(_ claim: Claim, _ unit: UnitCase, _ policy: Policy) -> Obstacle? {
    let memory = claim.memory
    if memory.level == 0 { return .unheard }
    if memory.reopenedOn != nil { return .reopened }
    if memory.handedOverOn != nil { return .takenBack }
    if claim.heldPart > claim.silentPart { return .disputed }
    if claim.silentPart > 0 {
      let last = unit.decisions.lastDisputed(claim.item) ?? unit.asOf
      return .silent(until: StandingDecisions.firstDay(after: last))
    }
    if let receipt = receipt(for: claim, unit) { return .paid(receipt) }
    return day(claim, unit, policy).flatMap { unit.asOf < $0 ? .early($0) : nil }
  }

  /// The first day after the last reminder has passed: it gets as long as any other, and the date to pay by that it printed. Nil: nobody knows when
  /// that reminder was.
  private static func day(_ claim: Claim, _ unit: UnitCase, _ policy: Policy) -> CalendarDate? {
    let passed = claim.countedFrom?.adding(days: policy.minInterval)
    return [passed, claim.memory.payBy.map(unit.firstDay(afterPayBy:))].compactMap(\.self).max()
  }

  /// Money that was matched with it, however long ago, and for which a person has not said that it is for something else.
  private static func receipt(for claim: Claim, _ unit: UnitCase) -> CashFact? {
    let row = claim.item.row
    guard unit.mayHaveReceipt(of: row) else { return nil }
    return unit.receipts.first { receipt in
      receipt.row == row && receipt.amount > 0
        && !unit.decisions.isReleased(["payment-seen", "payment_seen"], since: receipt.seenOn, on: claim.item)
    }
  }
}
