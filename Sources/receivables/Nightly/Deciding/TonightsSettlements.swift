import Diff
import Ledger
import Store

/// What tonight changes about which documents payments have settled, and which the state does not know yet.
struct TonightsSettlements {
  /// Settled, or on another day than was known.
  var settled: [NightResult.Settlement]
  /// Open again, or since then closed without a payment, by their rows of the book: nothing of them is settled any more.
  private(set) var reopened: [(row: Int, settled: SettledDocument)] = []

  init(_ settled: [NightResult.Settlement], _ changes: [RowChange], _ book: Book, _ state: State) throws {
    self.settled = settled
    // One that was open again in between, and of which no payment tells how it is closed once more, is settled by none.
    let paid = Set(settled.map(\.row))
    let rows = changes.lazy.filter { $0.kind == .reopened || $0.isPaidAgain && !paid.contains($0.row) }.map(\.row)
    var byKey: [Int64: Int] = [:]
    for row in rows { byKey[book.documents.stateIDs[row]] = row }
    guard !byKey.isEmpty else { return }
    reopened = try state.payments.settled(byKey.keys.sorted()).compactMap { one in
      byKey[one.document].map { ($0, one) }
    }
  }
}
