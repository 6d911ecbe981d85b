import Ledger

/// What the state holds of payments and applications, for the proof that it is what was read.
extension PaymentTables {
  /// Rows and minor units of the payments that were added after this one, by company and currency.
  public func added(after last: Int64) throws -> [(company: String, currency: Currency, rows: Int, amount: Int64)] {
    try database.rows(
      "SELECT company, currency, COUNT(*), SUM(amount) FROM payment WHERE id > ? GROUP BY 1, 2", .int(last),
      row: { ($0.text(0), Currency($0.text(1)) ?? Currency(trusted: 0), $0.int(2), $0.int64(3)) })
  }

  /// A payment's money as the state holds it; nil where it does not.
  public func money(company: String, payment id: String) throws -> Money? {
    try database.rows(
      "SELECT amount, currency FROM payment WHERE company = ? AND payment_id = ?", .text(company), .text(id),
      row: { Money(minorUnits: $0.int64(0), currency: Currency($0.text(1)) ?? Currency(trusted: 0)) }
    ).first
  }

  /// The amount of an application as the state holds it; nil where it does not.
  public func amount(of application: Application) throws -> String? {
    try database.rows(
      "SELECT amount FROM application WHERE company = ? AND document_id = ? AND payment_id = ?",
      .text(application.company), .text(application.documentID), .text(application.paymentID), row: { $0.text(0) }
    ).first
  }
}
