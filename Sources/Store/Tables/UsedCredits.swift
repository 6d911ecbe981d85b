import Ledger

/// Credits that name a document, as far as they are used: the ERP has set them off against it.
extension ChargeTables {
  /// A credit with what was used of it, each on the night that learned it.
  public struct UsedCredit: Sendable {
    /// Key in the state.
    public var key: Int64
    /// Its id, with its instalment.
    public var label: String
    /// The document that it names.
    public var reference: String
    public var currency: Currency
    public var date: CalendarDate
    public var uses: [(learnedOn: CalendarDate, amount: Int64)]
  }

  /// Those of a customer that name a document, oldest first, without tonight's use; voided ones were not used.
  /// - Parameter customer: its key.
  public func credits(ofCustomer customer: Int64) throws -> [UsedCredit] {
    let found = try database.rows(
      "SELECT c.id, c.document_id, c.instalment, c.document_date, c.details, c.currency FROM document c "
        + "WHERE c.customer = ? AND c.amount < 0 AND NOT c.void ORDER BY c.document_date, c.id", .int(customer)
    ) { row -> UsedCredit? in
      guard let reference = Details(json: row.text(4))["reference"] else { return nil }
      return UsedCredit(
        key: row.int64(0), label: row.text(2).isEmpty ? row.text(1) : "\(row.text(1))/\(row.text(2))",
        reference: reference, currency: Currency(row.text(5)) ?? Currency(trusted: 0),
        date: CalendarDate(days: Int32(row.int(3))), uses: [])
    }
    return try found.compactMap(\.self).map { credit in
      var credit = credit
      let versions = try versions(document: credit.key)
      for (before, after) in zip(versions, versions.dropFirst()) where after.balance > before.balance {
        credit.uses.append((after.learnedOn, min(after.balance, 0) - min(before.balance, 0)))
      }
      return credit
    }
  }

  /// The key of a document's customer; nil: there is no such document.
  public func customer(ofDocument key: Int64) throws -> Int64? {
    try database.rows("SELECT customer FROM document WHERE id = ?", .int(key)) { $0.int64(0) }.first
  }

  /// The date of a credit by its id: many ERPs apply credits as if they were payments.
  public func creditDate(company: String, id: String) throws -> CalendarDate? {
    try database.rows("SELECT \(ChargeTables.creditDate(of: "?1", "?2"))", .text(company), .text(id)) {
      $0.optionalInt(0).map { CalendarDate(days: Int32($0)) }
    }.first ?? nil
  }

  /// The same as SQL, of a company and an id that are SQL, too.
  static func creditDate(of company: String, _ id: String) -> String {
    "(SELECT MIN(document_date) FROM document WHERE company = (SELECT id FROM company WHERE company = \(company)) "
      + "AND document_id = \(id) AND amount < 0)"
  }
}
