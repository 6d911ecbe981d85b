import Diff
import Ledger
import Store

/// What tonight changes about which documents payments have settled, and which the state does not know yet.
struct TonightsSettlements {
  /// Settled, or on another day than was known.
  var settled: [NightResult.Settlement]
  /// Open again, by their rows of the book: nothing of them is settled any more.
  private(set) var reopened: [(row: Int, settled: SettledDocument)] = []

  init(_ settled: [NightResult.Settlement], _ changes: [RowChange], _ book: Book, _ state: State) throws {
    self.settled = settled
    let rows = changes.lazy.filter { $0.kind == .reopened }.map(\.row)
    var byKey: [Int64: Int] = [:]
    for row in rows { byKey[book.documents.stateIDs[row]] = row }
    guard !byKey.isEmpty else { return }
    reopened = try state.payments.settled(byKey.keys.sorted()).compactMap { one in
      byKey[one.document].map { ($0, one) }
    }
  }
}
