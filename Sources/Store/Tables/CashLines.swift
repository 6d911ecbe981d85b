import Ledger

/// What people ask of payments and matches.
extension CashTables {
  /// One payment on one document, as `why` and `history` tell it.
  public struct Line: Sendable {
    public var run: String
    public var asOf: CalendarDate
    public var paymentID: String
    public var paymentDate: CalendarDate
    public var document: String
    public var money: Money
    public var deducted: Int64
    public var posted: Int64
    public var rule: String
    public var confidence: Int
    public var difference: String?
  }

  /// - Parameter run: as that one knew it; nil: as it is known now.
  public func lines(document: Int64, knownTo run: Int64? = nil) throws -> [Line] {
    try lines("m.document = ?1", document, run)
  }
  public func lines(payment: Int64) throws -> [Line] { try lines("m.payment = ?1", payment, nil) }

  /// Payments of this id in every company, or in one, with the run that learned them as they are.
  public func payments(id: String, company: String?) throws -> [(known: Known, run: String)] {
    try database.rows(
      "SELECT q.*, r.run FROM (" + CashTables.known + "LEFT JOIN cash_open o ON o.payment = p.id "
        + "WHERE p.payment_id = ?1 AND (?2 IS NULL OR p.company = ?2)) q JOIN payment p ON p.id = q.id "
        + "JOIN run r ON r.id = p.run ORDER BY q.company", .text(id), .optional(company)
    ) { (CashTables.known($0), $0.text(12)) }
  }

  /// The payment that takes this one back; nil where nothing does.
  public func takenBack(payment: Int64) throws -> String? {
    try database.rows(
      "SELECT p.payment_id FROM cash_match m JOIN payment p ON p.id = m.payment WHERE m.reverses = ? LIMIT 1",
      .int(payment), row: { $0.text(0) }
    ).first
  }

  /// The key of the payment that this one takes back; nil: none.
  public func reversed(by payment: Int64) throws -> Int64? {
    try database.rows(
      "SELECT reverses FROM cash_match WHERE payment = ? AND reverses IS NOT NULL LIMIT 1", .int(payment),
      row: { $0.int64(0) }
    ).first
  }

  private static func lines(_ table: String, _ condition: String, difference: String, _ isPast: Bool) -> String {
    "SELECT r.run, r.as_of, p.payment_id, \(isPast ? KnownPayments.column("payment_date") : "p.payment_date"), "
      + "d.document_id, d.instalment, d.currency, m.amount, m.deducted, m.posted, m.rule, m.confidence, \(difference) "
      + "FROM \(table) m JOIN payment p ON p.id = m.payment JOIN document d ON d.id = m.document "
      + "JOIN run r ON r.id = m.run \(isPast ? KnownPayments.join("?2") : "") WHERE \(condition)"
  }

  private func lines(_ condition: String, _ id: Int64, _ run: Int64?) throws -> [Line] {
    var sql = CashTables.lines("cash_match", condition, difference: "m.difference", run != nil)
    if run != nil {
      sql += " AND m.run <= ?2 UNION ALL "
      sql += CashTables.lines("cash_match_history", condition, difference: "NULL", true)
      sql += " AND m.run <= ?2 AND m.until_run > ?2"
    }
    return try database.rows(
      sql + " ORDER BY 4, 3, 5, 6", values: [.int(id)] + (run.map { [.int($0)] } ?? [])
    ) { row in
      Line(
        run: row.text(0), asOf: CalendarDate(days: Int32(row.int(1))), paymentID: row.text(2),
        paymentDate: CalendarDate(days: Int32(row.int(3))),
        document: row.text(5).isEmpty ? row.text(4) : "\(row.text(4))/\(row.text(5))",
        money: Money(minorUnits: row.int64(7), currency: Currency(row.text(6)) ?? Currency(trusted: 0)),
        deducted: row.int64(8), posted: row.int64(9), rule: row.text(10), confidence: row.int(11),
        difference: row.optionalText(12))
    }
  }
}
