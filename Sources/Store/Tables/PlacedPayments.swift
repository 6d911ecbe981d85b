import Ledger

/// A payment that was matched on an earlier night and that nothing has taken back.
public struct PlacedPayment: Sendable {
  public struct Line: Sendable {
    /// Key in the state.
    public var document: Int64
    public var customerID: String
    public var documentID: String
    public var instalment: String
    /// The document's: what is matched with it is told in that.
    public var currency: Currency
    /// Minor units, and how much of that the ERP's balance shows.
    public var amount: Int64
    public var posted: Int64
    /// What was taken off beside the money.
    public var deducted: Int64
    /// What of it no file has told the ERP, see `Untold`.
    public var untold: Int64
  }
  /// Key in the state.
  public var key: Int64
  public var payment: Payment
  public var lines: [Line]
}

extension CashTables {
  private static let placed =
    "SELECT p.id, p.company, p.payment_id, p.customer_id, p.payment_date, p.currency, p.amount, p.details, m.document, "
    + "k.customer_id, d.document_id, d.instalment, d.currency, m.amount, m.posted, m.deducted, "
    + "COALESCE((SELECT SUM(u.money) FROM untold_cash u WHERE u.payment = p.id AND u.document = m.document), "
    + "m.untold * (m.amount - m.posted), 0) FROM payment p JOIN cash_match m ON m.payment = p.id "
    + "JOIN document d ON d.id = m.document JOIN customer k ON k.id = d.customer WHERE p.company = ? AND p.amount > 0 "
    + "AND \(stands) AND "

  /// The payment of an id, where it is matched.
  public func placed(company: String, id: String) throws -> [PlacedPayment] {
    try placed("p.payment_id = ?", [.text(company), .text(id)])
  }

  /// Payments of an amount between two days.
  public func placed(
    company: String, amount: Money, from: CalendarDate, to: CalendarDate
  ) throws -> [PlacedPayment] {
    try placed(
      "p.payment_date BETWEEN ? AND ? AND p.amount = ? AND p.currency = ?",
      [
        .text(company), .int(Int(from.days)), .int(Int(to.days)), .int(amount.minorUnits), .text(amount.currency.code),
      ])
  }

  /// Whether a match of a document was ever taken back, or told otherwise.
  public func wasCorrected(document: Int64) throws -> Bool {
    try database.rows(
      "SELECT 1 FROM cash_match_history WHERE document = ? LIMIT 1", .int(document), row: { _ in true }
    ).first ?? false
  }

  private func placed(_ condition: String, _ values: [Value]) throws -> [PlacedPayment] {
    var found: [PlacedPayment] = []
    let rows = try database.rows(
      CashTables.placed + condition + " ORDER BY p.payment_date, p.id, d.document_id, d.instalment", values: values
    ) { row in
      let currency = Currency(row.text(5)) ?? Currency(trusted: 0)
      let line = PlacedPayment.Line(
        document: row.int64(8), customerID: row.text(9), documentID: row.text(10), instalment: row.text(11),
        currency: row.currency(12), amount: row.int64(13), posted: row.int64(14), deducted: row.int64(15),
        untold: row.int64(16))
      return PlacedPayment(
        key: row.int64(0),
        payment: Payment(
          company: row.text(1), id: row.text(2), customerID: row.text(3), date: CalendarDate(days: Int32(row.int(4))),
          money: Money(minorUnits: row.int64(6), currency: currency), details: Details(json: row.text(7))),
        lines: [line])
    }
    for row in rows {
      if found.last?.key == row.key {
        found[found.count - 1].lines += row.lines
      } else {
        found.append(row)
      }
    }
    return found
  }
}
