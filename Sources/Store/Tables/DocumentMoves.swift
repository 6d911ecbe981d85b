import Ledger

/// A change of a document that is none of its balance: who owes it, or when it is due. The level of reminders hangs on both.
public struct DocumentMove: Sendable {
  /// The run that learned it, and its date.
  public var run: String
  public var asOf: CalendarDate
  public var documentID: String
  public var instalment: String
  /// Customers before and after.
  public var customer: (before: String, after: String)
  /// Due dates before and after; nil: none.
  public var dueDate: (before: CalendarDate?, after: CalendarDate?)

  /// How people read the document: the id, and the instalment behind a slash where there is one.
  public var label: String { instalment.isEmpty ? documentID : "\(documentID)/\(instalment)" }
}

extension DocumentLookup {
  /// What moved of a document, oldest first.
  public func moves(document: Int64) throws -> [DocumentMove] {
    try database.rows(
      """
      SELECT r.run, r.as_of, d.document_id, d.instalment, k0.customer_id, k.customer_id, v.due0, v.due_date FROM (
        SELECT from_run, customer, due_date, LAG(customer) OVER w AS customer0, LAG(due_date) OVER w AS due0 FROM (
          SELECT from_run, customer, due_date FROM document_history WHERE document = ?1
          UNION ALL SELECT since_run, customer, due_date FROM document WHERE id = ?1)
        WINDOW w AS (ORDER BY from_run)) v
      JOIN document d ON d.id = ?1 JOIN run r ON r.id = v.from_run
      JOIN customer k ON k.id = v.customer JOIN customer k0 ON k0.id = v.customer0
      WHERE v.customer <> v.customer0 OR v.due_date IS NOT v.due0 ORDER BY v.from_run
      """, .int(document)
    ) { row in
      func day(_ column: Int) -> CalendarDate? { row.optionalInt(column).map { CalendarDate(days: Int32($0)) } }
      return DocumentMove(
        run: row.text(0), asOf: CalendarDate(days: Int32(row.int(1))), documentID: row.text(2), instalment: row.text(3),
        customer: (row.text(4), row.text(5)), dueDate: (day(6), day(7)))
    }
  }

  /// Who had open documents once that are a customer's now, in byte order: their numbers.
  public func formerOwners(ofDocumentsOf id: String, company: String) throws -> [String] {
    try database.rows(
      "SELECT DISTINCT o.customer_id FROM document d JOIN customer k ON k.id = d.customer JOIN company c ON c.id = k.company "
        + "JOIN document_history h ON h.document = d.id JOIN customer o ON o.id = h.customer WHERE k.customer_id = ? "
        + "AND c.company = ? AND d.balance <> 0 AND d.void = 0 AND o.id <> k.id ORDER BY 1", .text(id), .text(company)
    ) { $0.text(0) }
  }

  /// Keys of documents that were a customer's once and are another's now.
  public func formerDocuments(ofCustomer id: String, company: String) throws -> [Int64] {
    try database.rows(
      "SELECT DISTINCT h.document FROM document_history h JOIN customer k ON k.id = h.customer "
        + "JOIN company c ON c.id = k.company JOIN document d ON d.id = h.document "
        + "WHERE k.customer_id = ? AND c.company = ? AND d.customer <> k.id ORDER BY 1", .text(id), .text(company)
    ) { $0.int64(0) }
  }
}
