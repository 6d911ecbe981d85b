import Ledger

extension DocumentLookup {
  /// An instalment that is closed, by money or by nothing that is known.
  public struct ClosedInstalment {
    public var found: Found
    /// As-of date of the run that closed it.
    public var closedOn: CalendarDate
    /// What that run took off, as far as no match explains it, in minor units.
    public var unexplained: Int64
  }

  /// Closed instalments of a document.
  public func closedInstalments(id: String, company: String) throws -> [ClosedInstalment] {
    try closed(id: id, company: company).compactMap { found in
      guard !found.document.instalment.isEmpty, found.document.amount > 0 else { return nil }
      let closing = try database.rows(
        "SELECT r.as_of, COALESCE((SELECT h.balance FROM document_history h WHERE h.document = d.id ORDER BY h.from_run DESC "
          + "LIMIT 1), d.amount), d.amount - COALESCE((SELECT SUM(m.amount + m.deducted) FROM cash_match m "
          + "WHERE m.document = d.id), 0) FROM document d JOIN run r ON r.id = d.since_run WHERE d.id = ? AND d.void = 0 "
          + "AND COALESCE(d.cause, '') NOT IN ('credit', 'write_off')", .int(found.stateID)
      ) {
        ClosedInstalment(
          found: found, closedOn: CalendarDate(days: Int32($0.int(0))),
          unexplained: max(0, min($0.int64(1), $0.int64(2))))
      }
      return closing.first
    }
  }
}
