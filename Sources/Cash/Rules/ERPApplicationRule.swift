import Ledger
import Pipeline

/// What the `applications` feed says: the ERP's own word, or a person's answer. It is never doubted, also where it is more than the
/// document shows; several instalments are paid earliest first. Money that is for no document waits no longer. What it took back and put nowhere else waits until it, or a person, says more.
enum ERPApplicationRule {
  static let confidence = 1000

  @Sendable static func judge(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict {
    guard !receipt.explicit.isEmpty else { return .nothing }
    var lines: [Proposal.Line] = []
    var isTakenBack = false
    for application in receipt.explicit {
      let documents = pool.document(application.documentID, for: receipt.payment)
      // Cents of one currency are no yen of another: what the money is worth there only the ERP can book.
      guard documents.allSatisfy({ pool[$0].currency.exponent == receipt.currency.exponent }) else {
        return .unsure(.otherCurrency, [])
      }
      guard let money = try? Money(application.amount, receipt.currency) else { continue }
      if money.minorUnits == 0 { isTakenBack = true }
      lines += spread(money.minorUnits, over: documents, pool)
    }
    // Money that came in takes out of no document more than it puts on others, those that stay matched among them.
    let money = receipt.payment.money.minorUnits
    let sum = lines.reduce(Int128(money) - Int128(receipt.left)) { $0 + Int128($1.amount) }
    if sum != 0, (sum < 0) != (money < 0) { return .unsure(.leftByERP, []) }
    if lines.isEmpty, receipt.isForNothingElse { return .unsure(.notReceivable, []) }
    if lines.isEmpty { return isTakenBack ? .unsure(.leftByERP, []) : .nothing }
    return .match(Proposal(lines: lines, confidence: confidence))
  }

  /// First what tonight's export took off, then what earlier ones closed, then what is open, then whatever is left on the last instalment.
  private static func spread(_ amount: Int64, over items: [Int], _ pool: CashPool) -> [Proposal.Line] {
    guard let last = items.last, amount != 0 else { return [] }
    guard items.count > 1, amount > 0 else { return [Proposal.Line(item: last, amount: amount)] }
    var parts = [Int64](repeating: 0, count: items.count)
    var left = amount
    for room in [\CashItem.fallen, \CashItem.closed, \CashItem.room] {
      let before = parts
      for at in items.indices where left > 0 {
        // What fell tonight was open before; what was closed earlier is beside it.
        let used = room == \CashItem.closed ? 0 : before[at]
        let part = min(left, max(0, pool[items[at]][keyPath: room] - used))
        parts[at] += part
        left -= part
      }
    }
    parts[parts.count - 1] += left
    return zip(items, parts).filter { $0.1 != 0 }.map { Proposal.Line(item: $0.0, amount: $0.1) }
  }
}
