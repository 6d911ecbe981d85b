import Ledger

/// The order of machine files: by the bytes of document id, then instalment.
enum DocumentOrder {
  static func precedes(_ a: Document, _ b: Document) -> Bool {
    let (x, y) = (a.id, b.id)
    if x != y { return bytesPrecede(x, y) }
    if a.instalment != b.instalment { return bytesPrecede(a.instalment, b.instalment) }
    return bytesPrecede(a.customerID, b.customerID)
  }

  /// Places of the items in that order.
  static func indices(of items: [AccountItem]) -> [Int] {
    let documents = items.map(\.document)
    var indices = Array(items.indices)
    sort(&indices) { precedes(documents[$0], documents[$1]) }
    return indices
  }

  /// What became of the items of a unit, in that order.
  static func outcomes(of decision: UnitDecision) -> [ItemOutcome] {
    let documents = decision.items.map(\.document)
    var outcomes = decision.outcomes
    sort(&outcomes) { precedes(documents[$0.item], documents[$1.item]) }
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
