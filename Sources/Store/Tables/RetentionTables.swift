import Ledger

/// What retention may let go, and what it has let go.
public struct RetentionTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The layout's step that made the table.
  static let layout = """
    -- Runs that retention has removed from the outbox: `verify` does not ask for them.
    CREATE TABLE removed_run(run INTEGER PRIMARY KEY) STRICT;
    """

  public func removedRuns() throws -> Set<Int64> {
    Set(try database.rows("SELECT run FROM removed_run", row: { $0.int64(0) }))
  }

  public func noteRemoved(_ run: Int64) throws {
    try database.run("INSERT OR IGNORE INTO removed_run VALUES(?)", .int(run))
  }

  /// Empties the addresses of messages sent before a day. That they were sent stays.
  public func forgetAddresses(before day: CalendarDate) throws {
    try database.run(
      "UPDATE message SET address = NULL, copies = NULL WHERE as_of < ? AND (address IS NOT NULL OR copies IS NOT NULL)",
      .int(Int(day.days)))
    try database.run(
      "UPDATE delivery_event SET address = NULL, detail = NULL WHERE event NOT IN ('bounced', 'failed', 'returned', 'opted_out') "
        + "AND learned_on < ? AND (address IS NOT NULL OR detail IS NOT NULL)", .int(Int(day.days)))
  }
}

extension ArrivalTables {
  /// Drops of files that nothing needs any more: every drop of theirs was settled by a run of a day before, and they are neither the newest of
  /// their feed nor the newest that spoke for a company.
  public func settled(before day: CalendarDate) throws -> [Arrival] {
    try database.rows(
      ArrivalTables.select + """
        WHERE NOT EXISTS (
            SELECT 1 FROM arrival b LEFT JOIN run r ON r.id = b.run
            WHERE b.file = f.id AND (b.state IN ('waiting', 'held') OR COALESCE(r.state, 'published') <> 'published'
              OR COALESCE(r.as_of, b.modified / 86400) >= ?))
          AND f.id NOT IN (
            SELECT c.file FROM arrival c WHERE c.id IN (
              SELECT (SELECT b.id FROM arrival b WHERE b.feed = n.feed AND b.state = 'accepted'
                ORDER BY b.file_date DESC, b.id DESC LIMIT 1)
              FROM (SELECT DISTINCT feed FROM arrival WHERE state = 'accepted') n
              UNION
              SELECT MAX(s.arrival) FROM snapshot s JOIN arrival b ON b.id = s.arrival WHERE b.state = 'accepted'
              GROUP BY s.company))
        ORDER BY a.id
        """, .int(Int(day.days)), row: ArrivalTables.arrival)
  }
}
