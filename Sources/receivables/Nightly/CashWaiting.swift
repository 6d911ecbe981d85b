import Cash
import Ledger
import Pipeline
import Store

/// Matches of earlier nights that the ERP's balances did not show: what tonight's export shows of them.
struct CashWaiting {
  private(set) var posts: [(payment: Int64, document: Int64, posted: Int64)] = []
  /// See `CashItems`.
  private(set) var reserved: [Int: Int64] = [:]
  private(set) var unexplained: [Int: Int64] = [:]
  /// Still not shown, with the row of the document; and those of documents that were closed by another amount.
  private(set) var still: [Waiting] = []
  private(set) var differing: [(waiting: Waiting, missing: Int64)] = []

  struct Waiting {
    var known: CashTables.Waiting
    var row: Int
    var match: CashTables.Match {
      get { known.match }
      set { known.match = newValue }
    }
  }

  /// - Parameter matches: those of a document together.
  /// - Parameter before: balances before tonight of all documents that moved, by row.
  init(_ matches: [CashTables.Waiting], _ book: Book, before: [Int: Int64]) {
    let rows = book.documents.rows(of: matches.lazy.map(\.match.document))
    var rest = matches[...]
    while let document = rest.first?.match.document {
      let others = rest.firstIndex { $0.match.document != document } ?? rest.endIndex
      settle(rest[..<others], rows[document] ?? -1, book, before)
      rest = rest[others...]
    }
  }

  private mutating func settle(
    _ all: ArraySlice<CashTables.Waiting>, _ row: Int, _ book: Book, _ before: [Int: Int64]
  ) {
    // Not in the book: closed on an earlier night.
    let balance = row < 0 || book.documents.rows[row].flags.contains(.void) ? 0 : book.documents.rows[row].balance
    let fall = row < 0 ? 0 : before[row].map { $0 - balance } ?? 0
    var (posted, rest) = Posting.settle(fall, all.map { $0.match.amount - $0.match.posted })
    for (known, part) in zip(all, posted) {
      let match = known.match
      let left = match.amount - match.posted - part
      if left == 0 {
        // The discount and the like go with the money.
        rest -= rest > 0 ? min(rest, match.deducted) : 0
      } else if balance == 0, match.amount > 0 {
        differing.append((Waiting(known: known, row: row), left))
      } else {
        var waiting = Waiting(known: known, row: row)
        waiting.match.posted += part
        still.append(waiting)
        // What came back and the ERP still shows as paid can be paid again only when it does not.
        if row >= 0, match.amount > 0 { reserved[row, default: 0] += left + match.deducted }
      }
      let now = left != 0 && balance == 0 && match.amount > 0 ? match.amount : match.posted + part
      if now != match.posted { posts.append((match.payment, match.document, now)) }
    }
    if row >= 0, before[row] != nil { unexplained[row] = rest }
  }
}
