import Ledger
import Pipeline

/// Money that we pay out and that names credits of just its amount: it pays them out. What the bank calls a return is none.
enum RefundedCredit {
  /// The credit in the reference field.
  static func judge(_ receipt: CashCase, referenced document: [Int], _ pool: CashPool) -> CashVerdict {
    verdict(document, receipt, pool, confidence: 1000)
  }

  /// Credits named in free text, each as a whole id, or as one without its prefix.
  static func judge(_ receipt: CashCase, mentioned mentions: Mentions, _ pool: CashPool) -> CashVerdict {
    let meant = mentions.mentions.filter { $0.likeness >= .bare }
    guard meant.allSatisfy({ $0.documents.count == 1 }) else { return .nothing }
    return verdict(Set(meant.flatMap { $0.documents[0] }).sorted(), receipt, pool, confidence: 980)
  }

  private static func verdict(
    _ named: [Int], _ receipt: CashCase, _ pool: CashPool, confidence: Int
  ) -> CashVerdict {
    let credits = named.filter { pool[$0].room < 0 && pool[$0].currency == receipt.currency }
    guard receipt.left < 0, !receipt.receipt.isBegun, receipt.movement == .sent || receipt.movement == .untold,
      !credits.isEmpty, !credits.contains(where: { receipt.contradicts(pool[$0]) }),
      let found = Explanation(receipt: receipt, pool: pool).explain(credits, .exact)
    else { return .nothing }
    return .match(found.with(confidence: confidence))
  }
}
