import Cash
import Ledger
import Pipeline
import Store

/// Matches of earlier nights that the ERP's balances did not show: what tonight's export shows of them.
struct CashWaiting {
  /// All of them, in their order.
  let matches: [CashTables.Waiting]
  private(set) var posts: [(payment: Int64, document: Int64, posted: Int64)] = []
  /// See `CashItems`.
  private(set) var reserved: [Int: Int64] = [:]
  private(set) var unexplained: [Int: Int64] = [:]
  /// Still not shown, with the row of the document; and those of documents that were closed by another amount.
  private(set) var still: [Waiting] = []
  private(set) var differing: [Waiting] = []

  struct Waiting {
    /// Place in `matches`.
    var place: Int
    /// -1: the document is not in the book.
    var row: Int
    /// What no export has shown of the match.
    var left: Int64
  }

  /// - Parameters:
  ///   - matches: those of a document together, by key of the document.
  ///   - before: balances before tonight of all documents that moved, by row.
  ///   - changed: their rows, and maybe others.
  init(_ matches: [CashTables.Waiting], _ book: Book, before: [Int: Int64], changed: RowSet) {
    self.matches = matches
    guard !matches.isEmpty else { return }
    var starts: [Int] = []
    var documents: [Int64] = []
    for at in matches.indices where documents.last != matches[at].document {
      starts.append(at)
      documents.append(matches[at].document)
    }
    starts.append(matches.count)
    still.reserveCapacity(matches.count)
    reserved.reserveCapacity(documents.count)
    let rows = book.documents.rows(of: documents)
    for at in rows.indices { settle(starts[at]..<starts[at + 1], Int(rows[at]), book, before, changed) }
  }

  private mutating func settle(
    _ places: Range<Int>, _ row: Int, _ book: Book, _ before: [Int: Int64], _ changed: RowSet
  ) {
    // Not in the book: closed on an earlier night.
    let balance = row < 0 || book.documents.rows[row].flags.contains(.void) ? 0 : book.documents.rows[row].balance
    let was = changed.contains(row) ? before[row] : nil
    let fall = was.map { $0 - balance } ?? 0
    // Mostly nothing has moved, and nothing is shown of any.
    var (posted, rest) =
      fall == 0 ? ([], 0) : Posting.settle(fall, places.map { matches[$0].amount - matches[$0].posted })
    var isReserved: Int64 = 0
    for at in places {
      let part = posted.isEmpty ? 0 : posted[at - places.lowerBound]
      let (amount, deducted, before) = (matches[at].amount, matches[at].deducted, matches[at].posted)
      let left = amount - before - part
      let isClosedOtherwise = left != 0 && balance == 0 && amount > 0
      if left == 0 {
        // The discount and the like go with the money.
        rest -= rest > 0 ? min(rest, deducted) : 0
      } else if isClosedOtherwise {
        differing.append(Waiting(place: at, row: row, left: left))
      } else {
        still.append(Waiting(place: at, row: row, left: left))
        // What came back and the ERP still shows as paid can be paid again only when it does not.
        if amount > 0 { isReserved += left + deducted }
      }
      let now = isClosedOtherwise ? amount : before + part
      if now != before { posts.append((matches[at].payment, matches[at].document, now)) }
    }
    guard row >= 0 else { return }
    if isReserved != 0 { reserved[row] = isReserved }
    if was != nil { unexplained[row] = rest }
  }
}
