import Ledger
import Pipeline

/// The payer is known, and exactly one of his items has this amount, or has it less the discount he may take. An item that the ERP lowered
/// by this amount tonight goes before others that merely have it.
enum ExactAmountRule {
  @Sendable static func judge(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict {
    guard receipt.left > 0, !receipt.receipt.isBegun, let payer = receipt.payer else { return .nothing }
    let items = pool.items(of: payer.customerID, for: receipt.payment).filter { pool[$0].room > 0 }
    let explanation = Explanation(receipt: receipt, pool: pool)
    let posted = items.filter { pool[$0].fallen == receipt.left }
    for (fitting, ground) in [
      (posted, Explanation.Ground.exact), (items.filter { explanation.explain([$0], .exact) != nil }, .exact),
      (items.filter { explanation.explain([$0], .accounted) != nil }, .accounted),
    ] where !fitting.isEmpty {
      guard fitting.count == 1, let found = explanation.explain(fitting, ground) else {
        return .unsure(.ambiguous, fitting, pool, confidence: 1000 / fitting.count)
      }
      return .match(found.with(confidence: (ground == .exact ? 900 : 880) - payer.doubt))
    }
    return .nothing
  }
}
