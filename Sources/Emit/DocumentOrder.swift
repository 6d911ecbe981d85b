import Ledger

/// The order of machine files: by the bytes of document id, then instalment, then customer. Who orders one account after the other keeps
/// it: its memory is used again.
struct DocumentOrder {
  /// What mostly decides, and the place.
  private struct Entry {
    var start: UInt64
    var place: Int
  }
  private var entries: [Entry] = []

  init() {}

  var count: Int { entries.count }
  /// The place of what comes at this position.
  subscript(position: Int) -> Int { entries[position].place }

  /// Puts the items of a range in order.
  mutating func sort(_ items: [AccountItem], in range: Range<Int>) {
    items.withUnsafeBufferPointer { items in
      sort(range, start: { items[$0].document.keyStart }) {
        Document.precedes(items[$0].document, items[$1].document)
      }
    }
  }

  /// Puts what became of the items of a unit in order: places in its `outcomes`.
  mutating func sort(_ decision: UnitDecision) {
    decision.items.withUnsafeBufferPointer { items in
      decision.outcomes.withUnsafeBufferPointer { outcomes in
        sort(outcomes.indices, start: { items[outcomes[$0].item].document.keyStart }) {
          Document.precedes(items[outcomes[$0].item].document, items[outcomes[$1].item].document)
        }
      }
    }
  }

  /// Keys lie all over the memory: the first bytes of all are fetched in one short loop, many at a time, and mostly they decide.
  @inline(__always)
  private mutating func sort(_ range: Range<Int>, start: (Int) -> UInt64, precedes: (Int, Int) -> Bool) {
    entries.removeAll(keepingCapacity: true)
    entries.reserveCapacity(range.count)
    for place in range { entries.append(Entry(start: start(place), place: place)) }
    func comes(_ a: Entry, _ b: Entry) -> Bool {
      a.start != b.start ? a.start < b.start : precedes(a.place, b.place)
    }
    entries.withUnsafeMutableBufferPointer { $0.sortShort(by: comes) }
  }

  /// Places of the items of a range in order.
  static func places(of items: [AccountItem], in range: Range<Int>) -> [Int] {
    var order = DocumentOrder()
    order.sort(items, in: range)
    return order.entries.map(\.place)
  }

  /// What became of the items of a unit, in order.
  static func outcomes(of decision: UnitDecision) -> [ItemOutcome] {
    var order = DocumentOrder()
    order.sort(decision)
    return order.entries.map { decision.outcomes[$0.place] }
  }
}
