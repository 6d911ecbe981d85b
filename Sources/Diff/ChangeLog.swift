import Ledger

/// What tonight's files changed in the book: for each changed row what it was before the first of them. New documents are the rows
/// that the state does not know yet.
public struct ChangeLog: Sendable {
  public private(set) var before: [Int: DocumentRow] = [:]
  /// File and line that taught us the row's present version.
  public private(set) var sources: [Int: (file: Int, line: Int)] = [:]
  /// Customers that only a document mentioned, in order of appearance: rows of the book.
  public private(set) var unannounced: [Int] = []

  public init() {}

  /// Applies a staged file to the book. `file` is the file's key in the state, for `why`.
  public mutating func apply(_ diff: DocumentDiff, to book: inout Book, file: Int, asOf: CalendarDate) {
    let vanished = diff.vanished(in: book)
    if book.documents.rows.isEmpty { book.documents.reserve(rows: diff.staged.count, textBytes: 0) }
    for staged in diff.staged where !staged.isConflict {
      var row = staged.row
      row.customer = customer(row, &book)
      row.customerText = .empty
      if staged.target < 0 {
        let at = book.documents.add(row, stateID: 0, learnedOn: asOf)
        sources[at] = (file, staged.position.lineFrom)
      } else {
        replace(staged.target, with: row, in: &book)
        sources[staged.target] = (file, staged.position.lineFrom)
      }
    }
    for row in vanished {
      var closed = book.documents.rows[row]
      closed.balance = 0
      replace(row, with: closed, in: &book)
    }
  }

  private mutating func replace(_ at: Int, with row: DocumentRow, in book: inout Book) {
    if before[at] == nil, book.documents.stateIDs[at] != 0 { before[at] = book.documents.rows[at] }
    book.documents.rows[at] = row
  }

  private mutating func customer(_ row: DocumentRow, _ book: inout Book) -> Int32 {
    if let found = book.customers.find(company: row.company, id: row.customerText, of: book.documents.text) {
      return Int32(found)
    }
    let text = book.documents.text
    let empty = Array("{}".utf8)
    let added = text.with(row.customerText) { id in
      empty.withUnsafeBytes {
        book.customers.add(company: row.company, id: id, name: id, details: $0, stateID: 0)
      }
    }
    unannounced.append(added)
    return Int32(added)
  }
}

/// One changed row of the book, classified.
public struct RowChange: Sendable {
  public var row: Int
  public var kind: ChangeKind
  public var cause: ChangeCause?
  /// Nil for a new document.
  public var before: DocumentRow?
}

extension ChangeLog {
  /// Every change of the night, one per document, in order of book rows. Causes are still missing; see `Causes`.
  public func changes(in book: Book) -> [RowChange] {
    var changes: [RowChange] = []
    for row in before.keys.sorted() {
      let old = before[row]!
      if let kind = ChangeLog.kind(from: old, to: book.documents.rows[row], book) {
        changes.append(RowChange(row: row, kind: kind, cause: nil, before: old))
      }
    }
    for row in book.documents.rows.indices where book.documents.stateIDs[row] == 0 {
      changes.append(RowChange(row: row, kind: .new, cause: nil, before: nil))
    }
    return changes
  }

  /// What happened between two versions; nil when nothing did.
  static func kind(from old: DocumentRow, to new: DocumentRow, _ book: Book) -> ChangeKind? {
    if new.flags.contains(.void) {
      if !old.flags.contains(.void) { return .voided }
      return differs(old, new, book) ? .changed : nil
    }
    let oldBalance = old.flags.contains(.void) ? 0 : old.balance
    if oldBalance == 0, new.balance != 0 { return .reopened }
    if oldBalance != 0, new.balance == 0 { return .paid }
    if oldBalance != 0, (oldBalance < 0) == (new.balance < 0), abs(new.balance) < abs(oldBalance) { return .partPaid }
    return differs(old, new, book) ? .changed : nil
  }

  private static func differs(_ a: DocumentRow, _ b: DocumentRow, _ book: Book) -> Bool {
    a.balance != b.balance || a.amount != b.amount || a.dueDate != b.dueDate || a.documentDate != b.documentDate
      || a.currency != b.currency || a.kind != b.kind || a.flags != b.flags || a.customer != b.customer
      || book.documents.text.string(a.details) != book.documents.text.string(b.details)
  }

  /// The change as a value for artefacts: the document, its old balance, the fields that differ.
  public static func value(_ change: RowChange, in book: Book) -> DocumentChange {
    let now = book.document(change.row)
    guard let before = change.before else {
      return DocumentChange(kind: change.kind, document: now, oldBalance: 0, cause: change.cause)
    }
    let old = book.document(before)
    return DocumentChange(
      kind: change.kind, document: now, oldBalance: old.balance, fields: fields(old, now), cause: change.cause)
  }

  /// Names of the columns that differ, in byte order.
  static func fields(_ old: Document, _ new: Document) -> [String] {
    var fields = new.details.changedFields(from: old.details)
    if old.balance != new.balance { fields.append("balance") }
    if old.amount != new.amount { fields.append("amount") }
    if old.dueDate != new.dueDate { fields.append("due_date") }
    if old.documentDate != new.documentDate { fields.append("document_date") }
    if old.currency != new.currency { fields.append("currency") }
    if old.kind != new.kind { fields.append("kind") }
    if old.customerID != new.customerID { fields.append("customer_id") }
    return fields.sorted()
  }
}
