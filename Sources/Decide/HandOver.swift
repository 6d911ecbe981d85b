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
    /// Free credits are enough for it.
    case covered
    /// Its level was told by the ERP, and no reminder of ours went out: nobody here knows what the customer has read, or who has it by now.
    case onlyTold
    /// The last reminder has not passed: it leaves on this day.
    case early(CalendarDate)
  }

  /// Marks what leaves tonight as held, so that nothing asks for it any more: neither tonight's message nor what else tells of its unit. What is
  /// asked of the others, and whether they call for a message, does not matter. Free credits lie on what is due longest, as for interest: what they
  /// cover stays. What of them the documents that stay have no use for is not claimed of those that leave.
  /// - Parameter claims: with the offsets of credits that name them.
  /// - Returns: whether anything leaves.
  static func leave(_ claims: inout [Claim], _ unit: UnitCase) -> Bool {
    guard let policy = unit.ladder?.policy, policy.afterLast == .handOver else { return false }
    var (atTheEnd, untold): ([Int], [Int]) = ([], [])
    for place in claims.indices
    where claims[place].isDemanded && claims[place].move == .stays(.topLevel) && claims[place].net > 0 {
      switch obstacle(claims[place], unit, policy) {
      case nil: atTheEnd.append(place)
      case .onlyTold: untold.append(place)
      default: break
      }
    }
    guard !atTheEnd.isEmpty || !untold.isEmpty else { return false }
    let blocks = UnitRule.findings(unit)
    guard blocks.allSatisfy({ $0.reason == .notLive }) else { return false }
    let asked = claims.indices.filter { claims[$0].isDemanded }.sorted {
      (claims[$0].item.dueDate ?? .missing, $0) < (claims[$1].item.dueDate ?? .missing, $1)
    }
    let credits = unit.items.reduce(Int64(0)) { $0 - min(0, $1.document.balance) }
    let free = max(0, claims.reduce(credits) { $0 - $1.offset })
    let owed = asked.reduce(Int64(0)) { $0 + claims[$1].net }
    guard owed > free, owed - free >= policy.minimum(in: unit.currency) else { return false }
    var left = free
    for place in asked {
      claims[place].isCovered = claims[place].net > 0 && claims[place].net <= left
      left = max(0, left - claims[place].net)
    }
    // Asked while messages are rehearsed, too: the answer is there when they count.
    for place in untold where !claims[place].isCovered { claims[place].asksToLeave = true }
    guard blocks.isEmpty else { return false }
    let leaving = Set(atTheEnd.filter { !claims[$0].isCovered })
    left = max(0, asked.reduce(free) { leaving.contains($1) ? $0 : $0 - claims[$1].net })
    for place in asked where leaving.contains(place) {
      let part = min(left, claims[place].net)
      left -= part
      claims[place].creditOfLeaving = claims[place].balance - claims[place].net + part
      claims[place].leaves = true
      claims[place].hold = .topLevel
      claims[place].heldPart = claims[place].balance
    }
    return !leaving.isEmpty
  }

  /// What becomes of a document at the top of its ladder, behind a semicolon.
  static func story(_ claim: Claim, _ unit: UnitCase, _ policy: Policy) -> Words {
    let stays: Words = ", so it is not handed over"
    if claim.leaves { return "; it is handed over tonight" }
    switch obstacle(claim, unit, policy) {
    case nil: return ""
    case .covered: return "; what is on account covers it\(stays)"
    case .early(let day): return "; it is handed over from \(day) on"
    case .unheard: return stays
    case .onlyTold:
      return
        "; the ERP told that, and no reminder of ours went out\(stays) by itself: a release with erp-level lets it go, a send reminds once more before"
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
    if claim.isCovered { return .covered }
    if memory.levelStep == nil, !unit.decisions.isReleased(["erp-level", "erp_level"], since: .missing, on: claim.item)
    {
      return .onlyTold
    }
    return day(claim, unit, policy).flatMap { unit.asOf < $0 ? .early($0) : nil }
  }

  /// The first day after the last reminder has passed, also one that only listed it: it gets as long as any other, and the date to pay by that it
  /// printed. Nil: nobody knows when that reminder was.
  private static func day(_ claim: Claim, _ unit: UnitCase, _ policy: Policy) -> CalendarDate? {
    let listed = policy.content == .triggered ? nil : unit.counted(from: unit.lastReminded)
    let last = [claim.countedFrom, listed].compactMap(\.self).max()
    return [last?.adding(days: policy.minInterval), claim.memory.payBy.map(unit.firstDay(afterPayBy:))]
      .compactMap(\.self).max()
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
