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
    items.withUnsafeBufferPointer { items in
      var indices = Array(items.indices)
      sort(&indices) { precedes(items, $0, $1) }
      return indices
    }
  }

  /// What became of the items of a unit, in that order.
  static func outcomes(of decision: UnitDecision) -> [ItemOutcome] {
    decision.items.withUnsafeBufferPointer { items in
      var outcomes = decision.outcomes
      sort(&outcomes) { precedes(items, $0.item, $1.item) }
      return outcomes
    }
  }

  /// Compares where the items stand: to copy documents out of an account costs more than all the rest of a row.
  private static func precedes(_ items: UnsafeBufferPointer<AccountItem>, _ a: Int, _ b: Int) -> Bool {
    if items[a].document.id != items[b].document.id {
      return bytesPrecede(items[a].document.id, items[b].document.id)
    }
    return precedes(items[a].document, items[b].document)
  }

  /// Accounts are often in order already, and then nothing is moved.
  private static func sort<T>(_ values: inout [T], by precedes: (T, T) -> Bool) {
    for index in values.indices.dropFirst() where precedes(values[index], values[index - 1]) {
      return values.sort(by: precedes)
    }
  }

  /// Byte order, as everywhere in the product; Swift's own `<` compares by canonical equivalence.
  static func bytesPrecede(_ a: String, _ b: String) -> Bool {
    var (a, b) = (a, b)
    return a.withUTF8 { a in b.withUTF8 { b in UnsafeRawBufferPointer(a).precedes(UnsafeRawBufferPointer(b)) } }
  }
}
