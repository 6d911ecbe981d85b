import Ledger
import Pipeline

/// The end of a ladder that hands over: the last reminder has passed without payment, and a lawyer or an agency takes the document.
enum HandOver {
  /// - Parameter claim: has reached the top of its ladder, and nothing that comes before that stands against it or its unit: no hold, old
  ///   data, credit or pay-by date.
  static func isDue(_ claim: Claim, _ unit: UnitCase) -> Bool {
    guard let policy = unit.ladder?.policy, policy.afterLast == .handOver else { return false }
    let memory = claim.memory
    // What was paid and is open again is looked at by a person; what was taken back stays here.
    guard memory.reopenedOn == nil, memory.handedOverOn == nil, claim.heldPart == 0, claim.net > 0 else { return false }
    // The last reminder gets as long as any other.
    return claim.countedFrom.map { unit.asOf.days(since: $0) >= policy.minInterval } ?? true
  }
}
