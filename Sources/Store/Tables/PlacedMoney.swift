import Ledger

/// The proof over all nights that no money is lost between payments, what they were matched with, and what waits.
extension CashTables {
  /// A payment whose money is not what its matches and its rest add up to; amounts in minor units.
  public struct Unaccounted: Sendable {
    public var company: String
    public var paymentID: String
    public var money: Money
    public var placed: Int64
  }

  /// Payments of which anything is matched or waits. One that came back is gone with its rest, and its return is for the same documents. More
  /// than came is placed only where the ERP says so. Of money on a document of another currency nobody can tell.
  private static let unaccounted =
    "SELECT company, payment_id, currency, amount, matched + COALESCE(left_over, 0) FROM ("
    + "SELECT p.id, p.company, p.payment_id, p.currency, p.amount, o.left_over, COALESCE(SUM(m.amount), 0) AS matched, "
    + "COUNT(m.reverses) AS reversing, COUNT(m.payment) AS matches, COALESCE(MAX(m.rule = 'erp-application'), 0) AS told "
    + "FROM payment p LEFT JOIN cash_match m ON m.payment = p.id LEFT JOIN cash_open o ON o.payment = p.id WHERE "

  private static let differing =
    " GROUP BY p.id) q WHERE (matches > 0 OR left_over IS NOT NULL) AND reversing = 0 "
    + "AND NOT EXISTS(SELECT 1 FROM cash_match r WHERE r.reverses = q.id) AND matched + COALESCE(left_over, 0) <> amount "
    + "AND NOT (told AND left_over IS NULL AND ((amount >= 0 AND matched > amount) OR (amount <= 0 AND matched < amount) "
    + "OR \(CashTables.isElsewhere("q.id"))))"

  /// Whether somebody has put money of a payment on a document of another currency.
  static func isElsewhere(_ payment: String) -> String {
    "EXISTS(SELECT 1 FROM cash_match e JOIN document d ON d.id = e.document JOIN payment f ON f.id = e.payment "
      + "WHERE e.payment = \(payment) AND e.rule = 'erp-application' AND d.currency <> f.currency)"
  }

  private static func unaccounted(_ row: Statement) -> Unaccounted {
    Unaccounted(
      company: row.text(0), paymentID: row.text(1), money: Money(minorUnits: row.int64(3), currency: row.currency(2)),
      placed: row.int64(4))
  }

  /// The payment, where its money is not accounted for.
  public func unaccounted(payment: Int64) throws -> Unaccounted? {
    try database.rows(
      CashTables.unaccounted + "p.id = ?" + CashTables.differing, .int(payment), row: CashTables.unaccounted
    ).first
  }

  /// Payments whose money is not accounted for, in words.
  public func problems() throws -> [String] {
    try database.rows(
      CashTables.unaccounted + "p.id IN (SELECT payment FROM cash_match UNION SELECT payment FROM cash_open)"
        + CashTables.differing + " ORDER BY company, payment_id", row: CashTables.unaccounted
    ).map { one in
      let placed = Money(minorUnits: one.placed, currency: one.money.currency)
      return "payment \(one.paymentID) of \(one.company) is \(one.money), and \(placed) of it is matched or waits"
    }
  }
}

extension Migrations {
  /// Money that earlier versions lost when the ERP confirmed a match of an overpaid payment waits again; what waited of payments that came back does
  /// no longer.
  static let lostMoney = """
    DELETE FROM cash_open WHERE payment IN (SELECT reverses FROM cash_match WHERE reverses IS NOT NULL);
    INSERT INTO cash_open(payment, left_over, since, reason)
      SELECT p.id, p.amount - SUM(m.amount), MAX(m.matched_on), 'left-by-erp' FROM cash_match m
      JOIN payment p ON p.id = m.payment
      WHERE m.payment NOT IN (SELECT reverses FROM cash_match WHERE reverses IS NOT NULL)
      GROUP BY p.id HAVING COUNT(m.reverses) = 0 AND p.amount > 0 AND SUM(m.amount) < p.amount
      ON CONFLICT(payment) DO UPDATE SET left_over = excluded.left_over WHERE left_over <> excluded.left_over;
    """

  /// What waited of payments that somebody had put on documents of another currency: amounts of two currencies, one taken off the other.
  static let mixedMoney =
    "DELETE FROM cash_open WHERE \(CashTables.isElsewhere("cash_open.payment"));"
}
