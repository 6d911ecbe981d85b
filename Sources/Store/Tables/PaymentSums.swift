import Ledger

/// What the state holds of payments and applications, for the proof that it is what was read.
extension PaymentTables {
  /// Rows and minor units of the payments that were added after this one, by company and currency.
  public func added(after last: Int64) throws -> [(company: String, currency: Currency, rows: Int, amount: Int64)] {
    // Added up here: SQLite would sort all of them for it.
    var sums: [(company: String, currency: Currency, rows: Int, amount: Int64)] = []
    var (at, company, code, currency) = (-1, "", "", Currency(trusted: 0))
    _ = try database.rows("SELECT company, currency, amount FROM payment WHERE id > ? ORDER BY id", .int(last)) { row in
      let (before, codeBefore) = (company, code)
      company = row.text(0, orAgain: before)
      code = row.text(1, orAgain: codeBefore)
      if at < 0 || company != before || code != codeBefore {
        currency = Currency(code) ?? Currency(trusted: 0)
        if let known = sums.firstIndex(where: { $0.company == company && $0.currency == currency }) {
          at = known
        } else {
          at = sums.count
          sums.append((company, currency, 0, 0))
        }
      }
      sums[at].rows += 1
      sums[at].amount += row.int64(2)
    }
    return sums
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
