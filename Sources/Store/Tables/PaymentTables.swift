import Ledger

/// Payments, their applications, control totals and settlements.
package struct PaymentTables {
  let database: Database
  package init(_ database: Database) { self.database = database }

  /// Stores a payment; the same key again replaces it. Returns true when it is new.
  @discardableResult
  package func insert(_ payment: Payment, run: Int64) throws -> Bool {
    let before = try database.rows("SELECT total_changes()", row: { $0.int(0) })[0]
    try database.run(
      "INSERT INTO payment(company, payment_id, customer_id, payment_date, currency, amount, details, run) "
        + "VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(company, payment_id) DO UPDATE SET customer_id = excluded.customer_id, "
        + "payment_date = excluded.payment_date, currency = excluded.currency, amount = excluded.amount, "
        + "details = excluded.details, run = excluded.run WHERE (customer_id, payment_date, currency, amount, details) IS NOT "
        + "(excluded.customer_id, excluded.payment_date, excluded.currency, excluded.amount, excluded.details)",
      .text(payment.company), .text(payment.id), .text(payment.customerID), .int(Int(payment.date.days)),
      .text(payment.money.currency.code), .int(payment.money.minorUnits), .text(payment.details.json), .int(run))
    return try database.rows("SELECT total_changes()", row: { $0.int(0) })[0] > before
  }

  package func insert(_ application: Application, run: Int64) throws {
    try database.run(
      "INSERT OR REPLACE INTO application VALUES(?, ?, ?, ?, ?, ?)", .text(application.company),
      .text(application.documentID), .text(application.paymentID), .text(application.amount),
      .optional(application.appliedOn.map { Int($0.days) }), .int(run))
  }

  package func insert(_ control: ControlTotal, asOf: CalendarDate, run: Int64) throws {
    try database.run(
      "INSERT OR REPLACE INTO control_total VALUES(?, ?, ?, ?, ?, ?, ?)", .text(control.company),
      .text(control.currency.code), .int(Int((control.asOf ?? asOf).days)), .optional(control.rows),
      .optional(control.total), .optional(control.ledgerBalance), .int(run))
  }

  /// Control rows for a day.
  package func controls(asOf: CalendarDate) throws -> [ControlTotal] {
    try database.rows(
      "SELECT company, currency, row_count, total, gl_balance FROM control_total WHERE as_of = ? ORDER BY 1, 2",
      .int(Int(asOf.days))
    ) { row in
      ControlTotal(
        company: row.text(0), currency: Currency(row.text(1)) ?? Currency(trusted: 0), asOf: asOf,
        rows: row.optionalInt(2), total: row.isNull(3) ? nil : row.int64(3), ledgerBalance: row.isNull(4) ? nil : row.int64(4))
    }
  }

  /// Payments that settle a document: applied by the ERP, or naming it as their reference. Method and date, oldest first.
  package func payments(company: String, document: String, customer: String) throws -> [(
    payment: String, method: String?, date: CalendarDate
  )] {
    let statement = try database.prepare(
      "SELECT a.payment_id, json_extract(p.details, '$.method'), COALESCE(a.applied_on, p.payment_date) FROM application a "
        + "LEFT JOIN payment p ON p.company = a.company AND p.payment_id = a.payment_id "
        + "WHERE a.company = ?1 AND a.document_id = ?2 ORDER BY 3, 1")
    defer { statement.reset() }
    statement.bind(.text(company), at: 1)
    statement.bind(.text(document), at: 2)
    var found: [(String, String?, CalendarDate)] = []
    while try statement.step() {
      guard !statement.isNull(2) else { continue }
      found.append((statement.text(0), statement.optionalText(1), CalendarDate(days: Int32(statement.int(2)))))
    }
    return found
  }

  /// Payments known to the state that name a document as their reference, for documents that no application mentions.
  package func referencing() throws -> [String: (method: String?, date: CalendarDate)] {
    var found: [String: (String?, CalendarDate)] = [:]
    let statement = try database.prepare(
      "SELECT company, json_extract(details, '$.reference'), json_extract(details, '$.method'), payment_date FROM payment "
        + "WHERE amount > 0 AND json_extract(details, '$.reference') IS NOT NULL ORDER BY payment_date, id")
    defer { statement.reset() }
    while try statement.step() {
      found["\(statement.text(0))\u{1F}\(statement.text(1))"] = (
        statement.optionalText(2), CalendarDate(days: Int32(statement.int(3)))
      )
    }
    return found
  }

  package func settle(
    document: Int64, customer: Int64, currency: Currency, amount: Int64, due: CalendarDate, on: CalendarDate, run: Int64
  ) throws {
    try database.run(
      "INSERT OR REPLACE INTO settlement VALUES(?, ?, ?, ?, ?, ?, ?)", .int(document), .int(customer),
      .text(currency.code), .int(amount), .int(Int(due.days)), .int(Int(on.days)), .int(run))
  }
  /// A reopened document is no evidence any more.
  package func unsettle(document: Int64) throws {
    try database.run("DELETE FROM settlement WHERE document = ?", .int(document))
  }

  /// Every settlement, by the customer's key in the state: label, currency, amount, days beyond terms.
  package func settlements(
    _ body: (_ customer: Int64, _ document: String, _ currency: Currency, _ amount: Int64, _ days: Int) -> Void
  ) throws {
    let statement = try database.prepare(
      "SELECT s.customer, d.document_id, s.currency, s.amount, s.settled_on - s.due_date FROM settlement s "
        + "JOIN document d ON d.id = s.document ORDER BY s.customer, s.settled_on, s.document")
    defer { statement.reset() }
    while try statement.step() {
      let packed = statement.bytes(2).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      body(statement.int64(0), statement.text(1), Currency(trusted: packed), statement.int64(3), statement.int(4))
    }
  }

  /// Amounts invoiced per company, currency and month (days since 1970 of its first day) on documents that are closed now.
  package func closedSales(since: CalendarDate) throws -> [(
    company: String, currency: Currency, date: CalendarDate, amount: Int64
  )] {
    try database.rows(
      "SELECT c.company, d.currency, d.document_date, SUM(d.amount) FROM document d JOIN company c ON c.id = d.company "
        + "JOIN customer k ON k.id = d.customer WHERE d.balance = 0 AND d.void = 0 AND d.document_date >= ? AND d.kind <> 4 "
        + "AND LOWER(COALESCE(json_extract(k.details, '$.intercompany'), '')) NOT IN ('true', 'yes', 'y', '1', 'x') "
        + "GROUP BY c.company, d.currency, d.document_date ORDER BY 1, 2, 3", .int(Int(since.days))
    ) { row in
      (
        row.text(0), Currency(row.text(1)) ?? Currency(trusted: 0), CalendarDate(days: Int32(row.int(2))), row.int64(3)
      )
    }
  }
}
