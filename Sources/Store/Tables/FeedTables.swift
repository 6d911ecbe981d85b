import Ledger

/// What people decided about a feed as a whole.
public struct FeedStanding: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    /// Its files are taken.
    case connected
    /// Its files wait in the inbox; what is known of it stays.
    case paused
    /// Its files are refused; what is known of it stays.
    case disconnected
  }

  public var feed: String
  public var state: State
  /// The day since which it is so, and who decided it.
  public var since: CalendarDate
  public var by: String
  public var reason: String
  /// The day on which it came back after being disconnected, or paused for long: its companies' messages are rehearsed until a
  /// `liveFrom` on or after that day. Nil where it never was away for long.
  public var backSince: CalendarDate?

  public init(
    feed: String, state: State, since: CalendarDate, by: String, reason: String, backSince: CalendarDate? = nil
  ) {
    self.feed = feed
    self.state = state
    self.since = since
    self.by = by
    self.reason = reason
    self.backSince = backSince
  }
}

/// Feeds that were paused, disconnected or brought back. A feed without a row is connected.
public struct FeedTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The layout's step that made the table.
  static let layout = """
    -- Feeds that people paused, disconnected or brought back; a feed without a row is connected.
    CREATE TABLE feed_standing(
      feed TEXT PRIMARY KEY, state TEXT NOT NULL CHECK(state IN ('connected', 'paused', 'disconnected')),
      since INTEGER NOT NULL, decided_by TEXT NOT NULL, decided_reason TEXT NOT NULL, back_since INTEGER) STRICT,
      WITHOUT ROWID;
    """

  public func all() throws -> [FeedStanding] {
    try database.rows(
      "SELECT feed, state, since, decided_by, decided_reason, back_since FROM feed_standing ORDER BY feed"
    ) { row in
      FeedStanding(
        feed: row.text(0), state: FeedStanding.State(rawValue: row.text(1)) ?? .paused,
        since: CalendarDate(days: Int32(row.int(2))), by: row.text(3), reason: row.text(4),
        backSince: row.optionalInt(5).map { CalendarDate(days: Int32($0)) })
    }
  }

  /// What was decided about a feed under a name that it has no more.
  public func forget(_ feed: String) throws {
    try database.run("DELETE FROM feed_standing WHERE feed = ?", .text(feed))
  }

  public func store(_ standing: FeedStanding) throws {
    try database.run(
      "INSERT OR REPLACE INTO feed_standing VALUES(?, ?, ?, ?, ?, ?)", .text(standing.feed),
      .text(standing.state.rawValue), .int(Int(standing.since.days)), .text(standing.by), .text(standing.reason),
      .optional(standing.backSince.map { Int($0.days) }))
  }
}
