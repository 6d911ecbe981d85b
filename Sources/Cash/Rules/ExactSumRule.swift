import Ledger
import Pipeline

/// The payer is known, and one set of his items adds up to exactly this amount. Every set is looked at: where two fit, a person decides.
/// With many items some set fits any amount by chance, so the search is given up where a chance fit is likelier than one in a thousand.
enum ExactSumRule {
  @Sendable static func judge(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict {
    guard receipt.left > 0, !receipt.receipt.isBegun, let payer = receipt.payer else { return .nothing }
    let items = pool.items(of: payer.customerID, for: receipt.payment)
    guard items.count > 1, items.count <= receipt.settings.sumItems else { return whole(items, receipt, pool, payer) }
    // What the ERP took off tonight explains a payment better than what is open.
    let fallen = items.filter { pool[$0].fallen > 0 }
    if fallen.count > 1, case .one(let places) = Subsets.find(fallen.map { pool[$0].fallen }, receipt.left) {
      let lines = places.map { Proposal.Line(item: fallen[$0], amount: pool[fallen[$0]].fallen) }
      return .match(Proposal(lines: lines, confidence: 870 - payer.doubt))
    }
    let rooms = items.map { pool[$0].room }
    switch Subsets.find(rooms, receipt.left) {
    case .none: return .nothing
    case .several: return .unsure(.ambiguous, items, pool, confidence: 400)
    case .one(let places):
      let isWhole = places.count == items.count
      guard isWhole || chanceIsSmall(rooms) else {
        return .unsure(.ambiguous, places.map { items[$0] }, pool, confidence: 600)
      }
      let lines = places.map { Proposal.Line(item: items[$0], amount: rooms[$0]) }
      return .match(Proposal(lines: lines, confidence: (isWhole ? 880 : 850) - payer.doubt))
    }
  }

  /// Everything that is open, however many items: no other set of debts adds up to as much.
  private static func whole(
    _ items: [Int], _ receipt: CashCase, _ pool: CashPool, _ payer: CashPayer
  ) -> CashVerdict {
    guard items.count > 1, items.reduce(0, { $0 + pool[$1].room }) == receipt.left,
      items.allSatisfy({ pool[$0].room > 0 })
    else { return .nothing }
    let lines = items.map { Proposal.Line(item: $0, amount: pool[$0].room) }
    return .match(Proposal(lines: lines, confidence: 880 - payer.doubt))
  }

  /// Sets there are, against amounts they could come to, in steps of the largest amount that divides all.
  static func chanceIsSmall(_ rooms: [Int64]) -> Bool {
    var step: Int64 = 0
    var range: Int64 = 0
    for room in rooms {
      var (a, b) = (abs(room), step)
      while b != 0 { (a, b) = (b, a % b) }
      step = a
      range += abs(room)
    }
    guard step > 0 else { return false }
    return Int64(1) << Int64(min(rooms.count, 60)) <= range / step / 1000 * 2
  }
}
