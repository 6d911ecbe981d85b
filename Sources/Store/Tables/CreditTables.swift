import Ledger

/// What the ERP was told last about the credit of each customer. It was told outside, so a retraction leaves it: the next night tells the
/// ERP what is right.
public struct CreditTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The layout's step that made the table.
  static let layout = """
    -- What the ERP was told last about a customer's credit: held since an as-of date, or released; by which run, and why.
    CREATE TABLE credit_hold(
      company TEXT NOT NULL, customer_id TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL,
      run INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(company, customer_id)) STRICT, WITHOUT ROWID;
    """

  /// What was told of a customer and matters tonight.
  public struct Told: Equatable, Sendable {
    public var company: String
    public var customerID: String
    public var isHeld: Bool
    public var since: CalendarDate
    /// The run that told it was withdrawn: nobody knows whether the ERP has read it, and it is told again.
    public var isWithdrawn: Bool
    /// Reasons of the hold, as they were told.
    public var reason: String
  }

  /// Holds that stand, and what withdrawn runs told, by company and customer.
  public func standing() throws -> [Told] {
    try database.rows(
      """
      SELECT company, customer_id, state, since, run IN (SELECT run FROM run_withdrawn), reason FROM credit_hold
      WHERE state = 'held' OR run IN (SELECT run FROM run_withdrawn) ORDER BY company, customer_id
      """, row: CreditTables.told)
  }

  /// The hold of a customer; nil where none stands.
  public func hold(company: String, customer: String) throws -> Told? {
    try database.rows(
      "SELECT company, customer_id, state, since, 0, reason FROM credit_hold "
        + "WHERE company = ? AND customer_id = ? AND state = 'held'",
      .text(company), .text(customer), row: CreditTables.told
    ).first
  }

  public func tell(_ hold: CreditHold, run: Int64) throws {
    try database.run(
      "INSERT OR REPLACE INTO credit_hold VALUES(?, ?, ?, ?, ?, ?)", .text(hold.company), .text(hold.customerID),
      .text(hold.action == .hold ? "held" : "released"), .int(Int(hold.heldSince.days)), .int(run),
      .text(hold.reasons.map(\.rawValue).joined(separator: ";")))
  }

  private static func told(_ row: Statement) -> Told {
    Told(
      company: row.text(0), customerID: row.text(1), isHeld: row.text(2) == "held",
      since: CalendarDate(days: Int32(row.int(3))), isWithdrawn: row.int(4) != 0, reason: row.text(5))
  }
}
