import Diff
import Ledger
import Store

/// What tonight's export leaves for payments to be matched with.
struct CashGround {
  private let state: State
  private let book: Book
  private let before: [Int: Int64]
  /// Balances of all documents that moved.
  private let moved: [Int: Int64]
  let changed: RowSet
  let payers: BilledTo
  /// Postings of matches that stand no more, and that no balance has shown.
  private let told: [CashTables.ToldPosting]
  private let asOf: CalendarDate
  private let seenDays: Int

  init(
    _ state: State, _ book: Book, _ changes: [RowChange], told: [CashTables.ToldPosting], asOf: CalendarDate,
    seenDays: Int
  ) {
    (self.state, self.book, self.told, self.asOf, self.seenDays) = (state, book, told, asOf, seenDays)
    before = CashItems.before(changes, book)
    moved = CashItems.moved(changes, book, before)
    changed = RowSet(changes.lazy.map(\.row), of: book.documents.rows.count)
    payers = BilledTo(book)
  }

  /// What is open of a document tonight, in minor units; -1: none.
  func balance(_ row: Int) -> Int64 { row < 0 ? 0 : book.documents.rows[row].balance }

  /// What earlier exports moved, with what tonight's gives back of it.
  func withTonightsRises(_ all: [UnexplainedMoves]) -> [UnexplainedMoves] {
    guard !all.isEmpty else { return all }
    var all = all
    let keys = all.map(\.document.id).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(keys, book.documents.rows(of: keys)))
    for at in all.indices {
      guard let row = rows[all[at].document.id], let was = moved[Int(row)] else { continue }
      let now = book.documents.rows[Int(row)]
      let change = now.balance - was
      if (change > 0) == (now.amount > 0) { all[at].moves.append((on: asOf, change: change)) }
    }
    return all
  }

  /// - Parameters:
  ///   - earlier: matches of earlier nights that the ERP does not show.
  ///   - undone: keys of payments that are taken back: theirs are none any more.
  func left(
    by earlier: [CashTables.Waiting], without undone: Set<Int64> = [], released: ReleasedCash
  ) -> (waiting: CashWaiting, source: CashItems) {
    let left = undone.isEmpty ? earlier : earlier.filter { !undone.contains($0.payment) }
    // What was told of them the ERP may yet read.
    let told =
      self.told
      + earlier.filter { undone.contains($0.payment) }.map {
        CashTables.ToldPosting(document: $0.document, left: $0.amount - $0.posted, toldOn: $0.matchedOn)
      }
    let waiting = CashWaiting(left, book, before: moved, changed: changed, told: told) {
      asOf >= $0.adding(businessDays: seenDays)
    }
    let source = CashItems(
      state: state, book: book, before: before, changed: changed, reserved: waiting.reserved,
      unexplained: waiting.unexplained, released: released, payers: payers)
    return (waiting, source)
  }
}
