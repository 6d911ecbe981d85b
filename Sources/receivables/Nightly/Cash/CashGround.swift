import Cash
import Diff
import Ledger
import Store

/// What tonight's export leaves for payments to be matched with.
struct CashGround {
  private let state: State
  private let book: Book
  private let before: [Int: Int64]
  /// By how much documents fell, where exports between tell.
  private let falls: [Int: Int64]
  /// Balances of all documents that moved.
  private let moved: [Int: Int64]
  /// The same, where a document fell by more than it moved as if it had fallen from there.
  private let fallenFrom: [Int: Int64]
  /// By how much those rose, too.
  private let rises: [Int: Int64]
  let changed: RowSet
  let payers: BilledTo
  /// Postings of matches that stand no more, and that no balance has shown.
  let told: [CashTables.ToldPosting]
  let asOf: CalendarDate
  private let seenDays: Int
  private let entries: [CashApplication.Entry]
  private let origins: [CashEntries.Origin]
  /// Keys of documents of which matches are replaced tonight.
  private let replaced: Set<Int64>

  init(
    _ state: State, _ book: Book, _ changes: [RowChange], _ entries: CashEntries, waiting: [CashTables.Waiting],
    told: [CashTables.ToldPosting], asOf: CalendarDate, seenDays: Int
  ) {
    (self.state, self.book, self.told, self.asOf, self.seenDays) = (state, book, told, asOf, seenDays)
    (self.entries, origins) = (entries.entries, entries.origins)
    replaced = Set(entries.replaced.map(\.document))
    var since: [Int64: CalendarDate] = [:]
    for one in waiting where one.amount > 0 && !one.isUntold {
      since[one.document] = min(since[one.document] ?? one.matchedOn, one.matchedOn)
    }
    falls = CashItems.falls(changes, book, entries.entries, told: since)
    before = CashItems.before(changes, book, falls)
    moved = CashItems.moved(changes, book, before)
    fallenFrom = falls.filter { [before] in before[$0.key] != nil }.reduce(into: moved) {
      $0[$1.key] = book.documents.rows[$1.key].balance + $1.value
    }
    rises = changes.reduce(into: [:]) { [fallenFrom] rises, change in
      guard fallenFrom[change.row] != nil, let path = change.between, path.falls != 0, path.rises != 0 else { return }
      rises[change.row] = path.rises
    }
    changed = RowSet(changes.lazy.map(\.row), of: book.documents.rows.count)
    payers = BilledTo(book)
  }

  /// What is open of a document tonight, in minor units; -1: none.
  func balance(_ row: Int) -> Int64 { row < 0 ? 0 : book.documents.rows[row].balance }

  /// By how much a document is less than it was before tonight, in minor units; below nothing for a credit.
  /// - Parameter row: -1: it is not in the book.
  func lost(_ document: PastDocument, at row: Int) -> Int64 {
    guard row >= 0 else { return document.past.amount }
    let now = book.documents.rows[row]
    let was = moved[row] ?? now.balance
    return now.amount - (now.amount < 0 ? min(was, now.balance) : max(was, now.balance))
  }

  /// What the balance showed before tonight of what went with a match beside its money: the ERP may have booked the money alone.
  func deducted(_ match: CashTables.Match) throws -> Int64 {
    guard match.deducted != 0, match.posted == match.amount else { return 0 }
    let row = Int(book.documents.rows(of: [match.document])[0])
    // It is closed.
    guard row >= 0 else { return match.deducted }
    let lost = book.documents.rows[row].amount - (moved[row] ?? balance(row))
    return CashCorrections.takenBack(of: match.deducted, lost - (try state.cash.posted(document: match.document)))
  }

  /// Whether a document's balance, tonight's too, shows all that earlier exports showed of its matches, but for what the ERP was told to take back.
  /// - Parameters:
  ///   - document: its key.
  ///   - untold: see `untold(_:)`.
  func showsMatches(of document: Int64, _ untold: [Int: Int64]) throws -> Bool {
    let row = Int(book.documents.rows(of: [document])[0])
    // It is closed.
    guard row >= 0 else { return true }
    let (now, shown) = (book.documents.rows[row], try state.cash.posted(document: document))
    let was = moved[row] ?? now.balance
    let balance = untold[row].map { was - $0 } ?? now.balance
    return now.amount < 0
      ? now.amount - min(was, balance) <= shown : now.amount - max(was, balance) >= shown
  }

  /// What tonight's export gives back of what a document had lost; 0: nothing.
  func risen(at row: Int) -> Int64 {
    guard row >= 0, let was = moved[row] else { return 0 }
    let now = book.documents.rows[row]
    let change = now.balance - was
    return (change > 0) == (now.amount > 0) ? change : 0
  }

  /// By row, what of tonight's moves of documents about which the ERP was told something on earlier nights is not what it was told; in minor units,
  /// a fall above nothing.
  func untold(_ earlier: [CashTables.Waiting]) throws -> Untold {
    let waiting = try waiting(earlier, told)
    return Untold(moves: waiting.unexplained, rises: waiting.readRises)
  }

  struct Untold {
    var moves: [Int: Int64] = [:]
    /// Rows of documents that exports between show to have fallen and to have risen just as the ERP was told.
    var rises: Set<Int> = []
  }

  private func waiting(
    _ matches: [CashTables.Waiting], _ told: [CashTables.ToldPosting], without undone: Set<Int64> = []
  ) throws -> CashWaiting {
    try CashWaiting(
      matches, book, before: fallenFrom, rises: rises, changed: changed, told: told, named: named,
      isOverdue: { asOf >= $0.adding(businessDays: seenDays) },
      isWhole: { try isWhole($0, at: $1, without: undone) })
  }

  /// Whether the balance of a document shows just what is matched with it on earlier nights, all of which stands.
  /// - Parameter undone: keys of payments that are taken back tonight.
  private func isWhole(_ document: Int64, at row: Int, without undone: Set<Int64>) throws -> Bool {
    guard document > 0, !replaced.contains(document) else { return false }
    let (amount, balance): (Int64, Int64)
    if row >= 0 {
      (amount, balance) = (book.documents.rows[row].amount, book.documents.rows[row].balance)
    } else {
      guard let closed = try DocumentLookup(state.database).document(key: document) else { return false }
      (amount, balance) = (closed.amount, closed.balance)
    }
    guard amount > 0, let whole = try state.cash.matched(document: document, without: undone) else { return false }
    return amount - balance == whole
  }

  /// What tonight's payments have of which nothing is placed, and that name the document of a row by its id; in minor units. Of one that is told
  /// otherwise tonight what the ERP was told of it before, and may read.
  private func named(_ row: Int) -> [Int64] { named(book.document(row), key: book.documents.stateIDs[row]) }

  private func named(_ document: Document, key: Int64) -> [Int64] {
    zip(entries, origins).compactMap { entry, origin in
      let receipt = entry.receipt
      guard receipt.left > 0, !receipt.isBegun, entry.explicit.isEmpty, receipt.payment.company == document.company,
        receipt.payment.money.currency == document.currency,
        receipt.reference == document.id
          || CashWishes.words(receipt.payment.details["remittance"] ?? "").contains(document.id)
      else { return nil }
      let told = origin.previous.first { $0.document == key }.map { $0.amount - $0.posted } ?? 0
      return told != 0 ? told : receipt.left
    }
  }

  func rows(of keys: [Int64]) -> [Int32] { book.documents.rows(of: keys) }

  /// - Parameters:
  ///   - earlier: matches of earlier nights that the ERP does not show.
  ///   - undone: keys of payments that are taken back: theirs are none any more.
  func left(
    by earlier: [CashTables.Waiting], without undone: Set<Int64> = [], released: ReleasedCash
  ) throws -> (waiting: CashWaiting, source: CashItems) {
    let left = undone.isEmpty ? earlier : earlier.filter { !undone.contains($0.payment) }
    // What was told of them the ERP may yet read.
    let told =
      self.told
      + earlier.filter { undone.contains($0.payment) }.map {
        CashTables.ToldPosting(
          document: $0.document, left: $0.amount - $0.posted, deducted: $0.deducted, toldOn: $0.matchedOn)
      }
    var waiting = try waiting(left, told, without: undone)
    var released = released
    // A payment came back and was made again: the export showed the second one, for the first is not taken back.
    for one in waiting.unreturned {
      guard let document = try DocumentLookup(state.database).document(key: one.document),
        named(document, key: one.document).contains(one.amount)
      else { continue }
      waiting.end(one)
      released.add(one.amount, of: one.document)
    }
    for (document, amount) in waiting.owed { released.add(owed: amount, of: document) }
    let source = CashItems(
      state: state, book: book, before: before, falls: falls,
      risen: rises.filter { waiting.readRises.contains($0.key) }, changed: changed, reserved: waiting.reserved,
      unexplained: waiting.unexplained, released: released, payers: payers)
    return (waiting, source)
  }
}
