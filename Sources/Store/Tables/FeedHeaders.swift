import Ledger

/// The columns that the tables of a feed have had: the newest stand for what its next file should have.
public struct FeedHeaders {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The layout's step that made the table. A row of each run that found other columns than there were before.
  static let layout = """
    -- Columns of a feed's tables, from the run on that found them so. series: the name of the files without its numbers.
    CREATE TABLE feed_header(
      feed TEXT NOT NULL, series TEXT NOT NULL, run INTEGER NOT NULL, day INTEGER NOT NULL, columns TEXT NOT NULL,
      PRIMARY KEY(feed, series, run)) STRICT, WITHOUT ROWID;
    """

  public struct Header: Sendable, Equatable {
    public var feed: String
    /// What the names of its files have in common, see `series(of:)`.
    public var series: String
    /// As of when its files were.
    public var day: CalendarDate
    public var columns: [String]

    public init(feed: String, series: String, day: CalendarDate, columns: [String]) {
      (self.feed, self.series) = (feed, series)
      (self.day, self.columns) = (day, columns)
    }
  }

  /// A name without its numbers: exports of one kind differ by dates and times.
  public static func series(of name: String) -> String {
    var series = ""
    for letter in name.lowercased() {
      if !letter.isNumber { series.append(letter) } else if series.last != "#" { series.append("#") }
    }
    return series
  }

  /// What files of such a name had last; of a new kind of name, what the feed's files had last. Nil: nothing is known.
  public func newest(feed: String, series: String) throws -> Header? {
    try database.rows(
      "SELECT series, day, columns FROM feed_header WHERE feed = ? ORDER BY series = ? DESC, run DESC, series LIMIT 1",
      .text(feed), .text(series)
    ) { row in
      Header(
        feed: feed, series: row.text(0), day: CalendarDate(days: Int32(row.int(1))),
        columns: row.text(2).split(separator: FeedHeaders.separator, omittingEmptySubsequences: false).map(String.init))
    }.first
  }

  public func insert(_ header: Header, run: Int64) throws {
    try database.run(
      "INSERT OR REPLACE INTO feed_header VALUES(?, ?, ?, ?, ?)", .text(header.feed), .text(header.series), .int(run),
      .int(Int(header.day.days)), .text(header.columns.joined(separator: String(FeedHeaders.separator))))
  }

  private static let separator: Character = "\u{1F}"
}
