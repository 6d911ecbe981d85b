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
  /// What exports between show to have fallen, before or after it rose.
  private var fallen: [Int64: Int64] = [:]

  init() {}

  /// - Parameter untold: see `CashGround.untold`.
  init(_ changes: [RowChange], _ book: Book, _ untold: CashGround.Untold) {
    for change in changes {
      let now = book.documents.rows[change.row]
      let key = Risen.key(book.documents.stateIDs[change.row], change.row)
      if let path = change.between, path.rises != 0 { fallen[key] = path.falls }
      guard let was = change.balanceBefore(in: book) else {
        add(change.between?.rises ?? 0, to: key)
        continue
      }
      let moved = change.between.map { -$0.falls } ?? now.balance - was
      let told = untold.moves[change.row]
      let news = told.map { -$0 } ?? moved
      if news != moved { whole[key] = moved }
      add(news, to: key)
      // What exports between only raised is what it moved, and what they raised as the ERP was told is no news.
      if change.between?.falls == 0, told != nil { continue }
      if untold.rises.contains(change.row) { continue }
      if let rises = change.between?.rises, let before = change.before {
        // What was invoiced more is nothing that came back.
        let raised = now.amount - before.amount
        add(rises - CashCorrections.takenBack(of: rises, raised), to: key)
      }
    }
  }

  /// A document that is new tonight has no key yet.
  static func key(_ stateID: Int64, _ row: Int) -> Int64 { stateID != 0 ? stateID : -Int64(row) - 1 }

  /// By how much balances rose.
  var amounts: Set<Int64> { Set(up.values) }

  mutating func add(_ change: Int64, to document: Int64) {
    if change > 0 { up[document, default: 0] += change }
    if change < 0 { down[document, default: 0] += change }
  }

  /// What of an amount that the ERP was told it has read by an export between, which may show it taken back, too.
  func read(of told: Int64, on document: Int64) -> Int64 {
    CashCorrections.takenBack(of: told, fallen[document] ?? 0)
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
