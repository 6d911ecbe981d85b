import Ledger

/// The order of machine files: by the bytes of document id, then instalment, then customer.
enum DocumentOrder {
  /// Places of the items of a range in that order.
  static func places(of items: [AccountItem], in range: Range<Int>) -> [Int] {
    items.withUnsafeBufferPointer { items in
      order(range, start: { items[$0].document.keyStart }) {
        Document.precedes(items[$0].document, items[$1].document)
      }
    }
  }

  /// What became of the items of a unit, in that order.
  static func outcomes(of decision: UnitDecision) -> [ItemOutcome] {
    let outcomes = decision.outcomes
    return decision.items.withUnsafeBufferPointer { items in
      outcomes.withUnsafeBufferPointer { outcomes in
        order(outcomes.indices, start: { items[outcomes[$0].item].document.keyStart }) {
          Document.precedes(items[outcomes[$0].item].document, items[outcomes[$1].item].document)
        }.map { outcomes[$0] }
      }
    }
  }

  /// Keys lie all over the memory: the first bytes of all are fetched in one short loop, many at a time, and mostly they decide.
  @inline(__always)
  private static func order(
    _ range: Range<Int>, start: (Int) -> UInt64, precedes: (Int, Int) -> Bool
  ) -> [Int] {
    var entries = range.map { (start: start($0), place: $0) }
    func comes(_ a: (start: UInt64, place: Int), _ b: (start: UInt64, place: Int)) -> Bool {
      a.start != b.start ? a.start < b.start : precedes(a.place, b.place)
    }
    // Accounts are often in order already, and then nothing is moved.
    for index in entries.indices.dropFirst() where comes(entries[index], entries[index - 1]) {
      entries.sort(by: comes)
      break
    }
    return entries.map(\.place)
  }

  /// Byte order, as everywhere in the product; Swift's own `<` compares by canonical equivalence.
  static func bytesPrecede(_ a: String, _ b: String) -> Bool {
    var (a, b) = (a, b)
    return a.withUTF8 { a in b.withUTF8 { b in UnsafeRawBufferPointer(a).precedes(UnsafeRawBufferPointer(b)) } }
  }
}
