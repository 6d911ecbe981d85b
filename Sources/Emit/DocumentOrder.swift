import Ledger

/// The order of machine files: by the bytes of document id, then instalment, then customer.
enum DocumentOrder {
  /// Places of the items of a range in that order.
  static func places(of items: [AccountItem], in range: Range<Int>) -> [Int] {
    var places = Array(range)
    items.withUnsafeBufferPointer { items in
      sort(&places) { Document.precedes(items[$0].document, items[$1].document) }
    }
    return places
  }

  /// What became of the items of a unit, in that order.
  static func outcomes(of decision: UnitDecision) -> [ItemOutcome] {
    var outcomes = decision.outcomes
    decision.items.withUnsafeBufferPointer { items in
      sort(&outcomes) { Document.precedes(items[$0.item].document, items[$1.item].document) }
    }
    return outcomes
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
