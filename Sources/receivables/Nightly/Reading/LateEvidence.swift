import Diff
import Ledger
import Store

/// Payments that come after the export that closed their document are evidence all the same: files of one week taken in any order come
/// to the same scores.
struct LateEvidence {
  let state: State
  /// Tonight's: these documents have found their evidence already.
  let changes: [RowChange]
  /// See `CashResult.loose`: documents of other payments need not be looked for among those that closed before.
  let loose: [Int]

  /// What tonight's payments and applications settled on earlier nights. Closed documents they name join the book.
  func settlements(_ book: inout Book, _ reading: NightReading) throws -> [NightResult.Settlement] {
    let named = Set(
      loose.compactMap { at -> CompanyKey? in
        let payment = reading.payments[at]
        guard payment.money.minorUnits > 0, let reference = payment.details["reference"] else { return nil }
        return CompanyKey(payment.company, reference)
      } + reading.applications.map { CompanyKey($0.company, $0.documentID) })
    guard !named.isEmpty, reading.hasClosedDocuments() else { return [] }
    var changed: Set<Int64> = []
    for change in changes { changed.insert(book.documents.stateIDs[change.row]) }
    let mentioned = self.mentioned(in: book)
    var closed: [(named: CompanyKey, row: Int)] = []
    for one in named.sorted() {
      guard let row = try self.closed(one, &book, reading.tables, mentioned) else { continue }
      let document = book.documents.rows[row]
      guard !changed.contains(book.documents.stateIDs[row]), document.amount > 0, !document.flags.contains(.void),
        document.dueDate != .missing, !(try state.payments.isSettled(document: book.documents.stateIDs[row]))
      else { continue }
      closed.append((one, row))
    }
    let evidence = try Evidence(
      state, payments: reading.payments, applications: reading.applications,
      wanted: Set(closed.map { "\($0.named.company)\u{1F}\($0.named.id)" }))
    return try closed.compactMap { named, row in
      let found = try evidence.find(
        company: named.company, document: named.id, row: row, stateID: book.documents.stateIDs[row])
      guard let on = found?.settledOn else { return nil }
      let document = book.documents.rows[row]
      return NightResult.Settlement(row: row, amount: document.amount, due: document.dueDate, on: on)
    }
  }

  /// The row of a document that earlier nights closed.
  func closed(
    _ named: CompanyKey, _ book: inout Book, _ tables: BookTables, _ mentioned: [Int64: Int]
  ) throws -> Int? {
    guard let index = book.companies.firstIndex(of: named.company) else { return nil }
    return try tables.addClosed(
      company: UInt16(index), key: book.documents.text.add(named.id), to: &book, known: { mentioned[$0] })
  }

  /// Closed documents that are in the book already, by their keys in the state: opened again, or listed as they were.
  func mentioned(in book: Book) -> [Int64: Int] {
    let documents = book.documents
    var rows: [Int64: Int] = [:]
    for row in documents.rows.indices where documents.rows[row].balance == 0 && documents.stateIDs[row] != 0 {
      rows[documents.stateIDs[row]] = row
    }
    for change in changes where documents.stateIDs[change.row] != 0 {
      rows[documents.stateIDs[change.row]] = change.row
    }
    return rows
  }
}
