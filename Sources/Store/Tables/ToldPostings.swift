import Ledger

/// Postings that files told the ERP of matches which do not stand any more, and the rows that took them back: until balances show both. Whenever
/// the ERP imports them, the fall and the rise are theirs and nobody else's.
extension CashTables {
  /// One of them.
  public struct ToldPosting: Sendable {
    /// Key in the state; 0: not stored yet.
    public var id: Int64
    public var document: Int64
    /// What no balance has shown, in minor units; negative: the ERP is to take it back.
    public var left: Int64
    /// What goes with it beside the money: discount and the like.
    public var deducted: Int64
    public var toldOn: CalendarDate

    public init(id: Int64 = 0, document: Int64, left: Int64, deducted: Int64, toldOn: CalendarDate) {
      self.id = id
      self.document = document
      self.left = left
      self.deducted = deducted
      self.toldOn = toldOn
    }

    fileprivate var isOver: Bool { left == 0 && deducted == 0 }
  }

  static let toldPostings = """
    CREATE TABLE told_posting(
      id INTEGER PRIMARY KEY, document INTEGER NOT NULL, left_over INTEGER NOT NULL, told_on INTEGER NOT NULL) STRICT;
    """

  /// Rows of before are of money alone.
  static let toldDeductions = "ALTER TABLE told_posting ADD COLUMN deducted INTEGER NOT NULL DEFAULT 0;"

  /// All, those of a document in the order in which they were told.
  public func toldPostings() throws -> [ToldPosting] {
    try database.rows(
      "SELECT id, document, left_over, deducted, told_on FROM told_posting ORDER BY document, told_on, id"
    ) { row in
      ToldPosting(
        id: row.int64(0), document: row.int64(1), left: row.int64(2), deducted: row.int64(3),
        toldOn: CalendarDate(days: Int32(row.int(4))))
    }
  }

  /// Adds those that are new, changes what is left of others, and forgets those of which nothing is.
  public func store(_ told: [ToldPosting]) throws {
    for one in told {
      if one.id == 0, !one.isOver {
        try database.run(
          "INSERT INTO told_posting(document, left_over, deducted, told_on) VALUES(?, ?, ?, ?)", .int(one.document),
          .int(one.left), .int(one.deducted), .int(Int(one.toldOn.days)))
      } else if one.id != 0, one.isOver {
        try database.run("DELETE FROM told_posting WHERE id = ?", .int(one.id))
      } else if one.id != 0 {
        try database.run(
          "UPDATE told_posting SET left_over = ?, deducted = ? WHERE id = ?", .int(one.left), .int(one.deducted),
          .int(one.id))
      }
    }
  }
}
