import Ledger

/// What the state holds of payments and applications, for the proof that it is what was read.
extension PaymentTables {
  /// Rows and minor units of the payments that were added after this one, by company and currency.
  public func added(after last: Int64) throws -> [(company: String, currency: Currency, rows: Int, amount: Int64)] {
    // Added up here: SQLite would sort all of them for it.
    var sums: [(company: String, code: String, rows: Int, amount: Int64)] = []
    var (company, code) = ("", "")
    _ = try database.rows("SELECT company, currency, amount FROM payment WHERE id > ? ORDER BY id", .int(last)) { row in
      (company, code) = (row.text(0, orAgain: company), row.text(1, orAgain: code))
      let at = sums.firstIndex { $0.company == company && $0.code == code } ?? sums.count
      if at == sums.count { sums.append((company, code, 0, 0)) }
      sums[at].rows += 1
      sums[at].amount += row.int64(2)
    }
    return sums.map { ($0.company, Currency($0.code) ?? Currency(trusted: 0), $0.rows, $0.amount) }
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
