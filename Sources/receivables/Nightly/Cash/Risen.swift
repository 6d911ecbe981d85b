import Diff
import Ledger
import Store

/// By how much balances went back to where they were before a payment, by key of the document: up, and those of credits down. What the ERP was told
/// on earlier nights to take back is left out: that is no news.
struct Risen {
  private var up: [Int64: Int64] = [:]
  private var down: [Int64: Int64] = [:]
  /// Of documents of which a part was told: by how much tonight's export moved them in all.
  private var whole: [Int64: Int64] = [:]

  init() {}

  /// - Parameter untold: see `CashGround.untold`.
  init(_ changes: [RowChange], _ book: Book, _ untold: [Int: Int64]) {
    for change in changes {
      guard let was = change.balanceBefore(in: book) else { continue }
      let now = book.documents.rows[change.row]
      let peak = change.peak(in: book)
      let moved = now.balance - (peak ?? was)
      let news = untold[change.row].map { -$0 } ?? moved
      if news != moved { whole[book.documents.stateIDs[change.row]] = moved }
      add(news, to: book.documents.stateIDs[change.row])
      if let peak, let before = change.before {
        // Between two exports it rose, before it fell; not by what was invoiced more.
        let raised = now.amount - before.amount
        add(peak - was - ((raised < 0) == (peak < 0) ? raised : 0), to: book.documents.stateIDs[change.row])
      }
    }
  }

  mutating func add(_ change: Int64, to document: Int64) {
    if change > 0 { up[document, default: 0] += change }
    if change < 0 { down[document, default: 0] += change }
  }

  /// What of an amount that balances showed they do not show any more; nobody else may take it.
  mutating func take(_ posted: Int64, of document: Int64) -> Int64 {
    let news = (posted > 0 ? up : down)[document] ?? 0
    // More than was told, and just this amount: the ERP has taken it back by itself, and reads what it was told later.
    let back = news != 0 && whole[document] == posted ? posted : CashCorrections.takenBack(of: posted, news)
    if posted > 0 { up[document, default: 0] -= back } else { down[document, default: 0] -= back }
    return back
  }
}
