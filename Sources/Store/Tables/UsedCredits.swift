import Ledger

/// Credits that name a document, as far as they are used: the ERP has set them off against it.
extension ChargeTables {
  /// A credit with what was used of it, each on the night that learned it.
  public struct UsedCredit: Sendable {
    /// Key in the state.
    public var key: Int64
    /// Its id, with its instalment.
    public var label: String
    public var date: CalendarDate
    public var uses: [(learnedOn: CalendarDate, amount: Int64)]
  }

  /// Those of the document's customer that name it by one of `names`, without tonight's use; voided ones were not used.
  /// - Parameter document: its key.
  public func credits(naming names: Set<String>, document: Int64) throws -> [UsedCredit] {
    let found = try database.rows(
      "SELECT c.id, c.document_id, c.instalment, c.document_date, c.details FROM document d JOIN document c "
        + "ON c.customer = d.customer AND c.amount < 0 AND c.currency = d.currency AND c.company = d.company "
        + "WHERE d.id = ? AND NOT c.void ORDER BY c.document_date, c.id", .int(document)
    ) { row -> UsedCredit? in
      guard let reference = Details(json: row.text(4))["reference"], names.contains(reference) else { return nil }
      return UsedCredit(
        key: row.int64(0), label: row.text(2).isEmpty ? row.text(1) : "\(row.text(1))/\(row.text(2))",
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
