import Pipeline

/// The fallback, by choice: money of a known payer pays his oldest items. What his text named and a person should look at stays out.
enum OldestFirstRule {
  static let confidence = 500

  @Sendable static func judge(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict {
    guard receipt.left > 0, let payer = receipt.payer else { return .nothing }
    var left = receipt.left
    var lines: [Proposal.Line] = []
    for item in pool.items(of: payer.customerID, for: receipt.payment) where pool[item].room > 0 && left > 0 {
      let amount = min(left, pool[item].room)
      lines.append(Proposal.Line(item: item, amount: amount))
      left -= amount
    }
    guard !lines.isEmpty else { return .nothing }
    let isPart = lines.last.map { $0.amount < pool[$0.item].room } ?? false
    let difference = left > 0 ? CashDifference.overPayment : isPart ? .partPayment : nil
    return .match(Proposal(lines: lines, difference: difference, confidence: confidence))
  }
}
