import Diff
import Ledger
import Store

/// By how much a night's matches move the balances of documents that are told by feeds without payments.
struct InvoicedMoves {
  struct Move {
    /// Row of the book, -1 for a document that is not in it; and key in the state, 0 for a new one.
    var row: Int
    var key: Int64
    /// In minor units; what was paid is positive.
    var paid: Int64
  }
  private(set) var moves: [Move] = []
  /// Matches of earlier nights that their balances show from tonight on.
  private(set) var posts: [(payment: Int64, document: Int64, posted: Int64)] = []

  /// - Parameters:
  ///   - matches: tonight's.
  ///   - replaced: earlier ones that tonight's replace.
  ///   - earlier: those that no balance showed.
  init(
    _ feeds: InvoicedFeeds, _ state: State, _ book: Book, matches: [CashResult.Match],
    replaced: Set<CashEntries.MatchKey>, earlier: [CashTables.Waiting]
  ) throws {
    var tonight: [Int64: Int64] = [:]
    for match in matches where try feeds.holds(row: match.row, key: match.stateID) {
      if match.stateID == 0 {
        add(Move(row: match.row, key: 0, paid: match.amount + match.deducted))
      } else {
        tonight[match.stateID, default: 0] += match.amount + match.deducted
      }
    }
    for document in Set(replaced.lazy.map(\.document)).union(earlier.lazy.map(\.document))
    where try tonight[document] == nil && feeds.holds(document) {
      tonight[document] = 0
    }
    let tables = InvoicedDocuments(state.database)
    let lookup = DocumentLookup(state.database)
    let keys = tonight.keys.sorted()
    for (key, row) in zip(keys, book.documents.rows(of: keys)) {
      let inBook = row < 0 ? nil : book.documents.rows[Int(row)].currency
      guard let currency = try inBook ?? lookup.document(key: key)?.currency else { continue }
      var paid = tonight[key]!
      for match in try tables.matches(document: key, in: currency) {
        paid -= match.shown
        guard !replaced.contains(CashEntries.MatchKey(payment: match.payment, document: key)) else { continue }
        paid += match.whole
        if !match.isPosted { posts.append((match.payment, key, match.amount)) }
      }
      add(Move(row: Int(row), key: key, paid: paid))
    }
  }

  private mutating func add(_ move: Move) {
    if move.paid != 0 { moves.append(move) }
  }
}

extension NightReading {
  /// Feeds without payments tell a document as it was invoiced: what was matched with it on earlier nights is no news. One that they tell without a
  /// balance has none.
  func takeOffPaid(_ batch: inout DocumentBatch, _ book: inout Book) throws {
    var places: [Int32] = []
    book.documents.find(batch.rows, batch.text, into: &places)
    let (tables, lookup) = (InvoicedDocuments(state.database), DocumentLookup(state.database))
    for at in batch.rows.indices where batch.rows[at].balance != 0 && !batch.rows[at].flags.contains(.void) {
      let row = batch.rows[at]
      let known = places[at] < 0 ? try settled(row, batch.text, lookup) : book.documents.stateIDs[Int(places[at])]
      guard let known, known != 0 else { continue }
      batch.rows[at].balance -= try tables.takenOff(document: known, in: row.currency)
    }
  }

  private func settled(_ row: DocumentRow, _ text: TextArena, _ lookup: DocumentLookup) throws -> Int64? {
    guard hasClosedDocuments() else { return nil }
    let key = text.documentKey(row.key)
    return try lookup.closed(id: key.id, company: companyIDs[Int(row.company)])
      .first { $0.document.instalment == key.instalment }?.stateID
  }

  /// Lowers the balances of documents by what tonight's matches have paid of them, as an export would have shown it.
  mutating func takePaid(_ moves: [InvoicedMoves.Move], _ book: inout Book) throws {
    let (invoiced, lookup) = (InvoicedDocuments(state.database), DocumentLookup(state.database))
    for move in moves {
      var row = move.row
      if row < 0 {
        guard let document = try lookup.document(key: move.key),
          let company = book.companies.firstIndex(of: document.company)
        else { continue }
        let key = book.documents.text.add(DocumentRow.key(document.id, instalment: document.instalment))
        guard let added = try tables.addClosed(company: UInt16(company), key: key, to: &book)
        else { continue }
        row = added
      }
      guard !book.documents.rows[row].flags.contains(.void) else { continue }
      let source = move.key == 0 ? nil : try invoiced.source(of: move.key)
      changes.settle(row, move.paid, file: source?.file, line: source?.line, in: &book)
      let document = book.documents.rows[row]
      for at in reportControls.indices
      where reportControls[at].company == book.companies[Int(document.company)]
        && reportControls[at].currency == document.currency
      {
        reportControls[at].balance -= move.paid
      }
    }
  }
}
