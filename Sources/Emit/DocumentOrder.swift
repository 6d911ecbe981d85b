import Ledger

/// The order of machine files: by the bytes of document id, then instalment.
enum DocumentOrder {
  static func precedes(_ a: Document, _ b: Document) -> Bool {
    if a.id != b.id { return bytesPrecede(a.id, b.id) }
    if a.instalment != b.instalment { return bytesPrecede(a.instalment, b.instalment) }
    return bytesPrecede(a.customerID, b.customerID)
  }

  /// Places of the items in that order.
  static func indices(of items: [AccountItem]) -> [Int] {
    let indices = Array(items.indices)
    if isOrdered(items) { return indices }
    return indices.sorted { precedes(items[$0].document, items[$1].document) }
  }

  /// What became of the items of a unit, in that order.
  static func outcomes(of decision: UnitDecision) -> [ItemOutcome] {
    decision.outcomes.sorted { precedes(decision.items[$0.item].document, decision.items[$1.item].document) }
  }

  private static func isOrdered(_ items: [AccountItem]) -> Bool {
    for index in items.indices.dropFirst() where precedes(items[index].document, items[index - 1].document) {
      return false
    }
    return true
  }

  /// Byte order, as everywhere in the product; Swift's own `<` compares by canonical equivalence.
  static func bytesPrecede(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
