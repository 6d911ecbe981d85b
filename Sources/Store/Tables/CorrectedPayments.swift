import Ledger

extension PaymentTables {
  /// A closed document that a payment bears on.
  public struct Closed: Sendable {
    public var key: Int64
    public var id: String
    /// Its key in a book: the id, with the instalment.
    public var bookKey: String
    /// How payments settled it; nil: it is not known that they did.
    public var settled: (on: CalendarDate, due: CalendarDate, amount: Int64, customer: Int64)?
  }

  /// Closed documents that a payment names, that the ERP applied it to, or that it was matched with.
  /// - Parameter payment: its key.
  public func closed(by payment: Int64, company: String, id: String, reference: String?) throws -> [Closed] {
    try database.rows(
      """
      SELECT d.id, d.document_id, d.instalment, s.settled_on, s.due_date, s.amount, s.customer FROM (
        SELECT d.id FROM company c CROSS JOIN document d ON d.company = c.id WHERE c.company = ?1 AND d.document_id = ?2
        UNION SELECT d.id FROM application a CROSS JOIN company c ON c.company = a.company
          CROSS JOIN document d ON d.company = c.id AND d.document_id = a.document_id
          WHERE a.company = ?1 AND a.payment_id = ?3
        UNION SELECT document FROM cash_match WHERE payment = ?4) n
      CROSS JOIN document d ON d.id = n.id LEFT JOIN settlement s ON s.document = d.id
      WHERE d.balance = 0 AND d.void = 0
      """, .text(company), .optional(reference), .text(id), .int(payment)
    ) { row in
      func day(_ column: Int) -> CalendarDate { CalendarDate(days: Int32(row.int(column))) }
      return Closed(
        key: row.int64(0), id: row.text(1), bookKey: DocumentRow.key(row.text(1), instalment: row.text(2)),
        settled: row.isNull(3) ? nil : (day(3), day(4), row.int64(5), row.int64(6)))
    }
  }
}
