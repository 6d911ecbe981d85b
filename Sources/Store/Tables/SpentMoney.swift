import Ledger

/// What of a document's money earlier exports have shown already. The part payment of March is not why the document is gone from the
/// export in May: money explains the falls of a balance once.
public struct SpentMoney {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// Money for a document that earlier nights know, by payment; nil for a payment whose amount cannot be told, as it is in another
  /// currency or known by its application only. A payment for several documents counts with what was matched with this one, where
  /// something was, and else whole: nothing counts as spent that may not be.
  public func known(company: String, document: String, currency: Currency) throws -> [String: Int64?] {
    let rows = try database.rows(
      "WITH d(id) AS (SELECT d.id FROM company c JOIN document d ON d.company = c.id WHERE c.company = ?1 AND d.document_id = ?2), "
        + "named(payment_id) AS (SELECT payment_id FROM payment WHERE company = ?1 AND reference = ?2 AND amount > 0 "
        + "UNION SELECT payment_id FROM application WHERE company = ?1 AND document_id = ?2 "
        + "UNION SELECT p.payment_id FROM d JOIN cash_match m ON m.document = d.id JOIN payment p ON p.id = m.payment "
        + "WHERE m.amount > 0) "
        + "SELECT n.payment_id, p.currency, p.details, COALESCE((SELECT SUM(m.amount + m.deducted) FROM d JOIN cash_match m "
        + "ON m.document = d.id WHERE m.payment = p.id), p.amount) FROM named n "
        + "LEFT JOIN payment p ON p.company = ?1 AND p.payment_id = n.payment_id", .text(company), .text(document)
    ) { row -> (id: String, amount: Int64?) in
      guard !row.isNull(1), row.currency(1) == currency else { return (row.text(0), nil) }
      // Credits that are booked as payments explain falls of their own kind only.
      let isCredit = ChangeCause(method: Details(json: row.text(2))["method"]) == .credit
      return (row.text(0), isCredit ? 0 : row.int64(3))
    }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.amount) })
  }

  /// By how much money lowered the balance of a document with all its instalments, as far as earlier nights know, in minor units: falls
  /// for which a credit is known are left out, and what came back when it opened again is free once more.
  public func shown(company: String, document: String) throws -> Int64 {
    let versions = try database.rows(
      "WITH d(id, since, amount, balance, cause) AS (SELECT d.id, d.since_run, d.amount, d.balance, d.cause FROM company c "
        + "JOIN document d ON d.company = c.id WHERE c.company = ?1 AND d.document_id = ?2) "
        + "SELECT h.document, h.from_run, h.amount, h.balance, h.cause FROM d JOIN document_history h ON h.document = d.id "
        + "UNION ALL SELECT id, since, amount, balance, cause FROM d ORDER BY 1, 2", .text(company), .text(document)
    ) { row in
      (document: row.int64(0), amount: row.int64(2), balance: row.int64(3), isCredit: row.optionalText(4) == "credit")
    }
    var (sum, shown) = (Int64(0), Int64(0))
    var before: (document: Int64, balance: Int64)?
    for version in versions {
      if before?.document != version.document {
        sum += shown
        (shown, before) = (0, (version.document, version.amount))
      }
      let fall = (before?.balance ?? 0) - version.balance
      if fall < 0 || !version.isCredit { shown = max(0, shown + fall) }
      before = (version.document, version.balance)
    }
    return sum + shown
  }
}
