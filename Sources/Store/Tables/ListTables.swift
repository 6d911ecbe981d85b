import Ledger

/// Whose the contacts and decisions are: which feeds tell of them, and of which day the newest whole list of a feed is. A list ends only what its own
/// feed has told.
public struct ListTables {
  /// `feeds`: names, one a line; NULL: of a time before they were kept.
  static let layout = """
    ALTER TABLE contact ADD COLUMN feeds TEXT;
    ALTER TABLE decision ADD COLUMN feeds TEXT;
    CREATE TABLE whole_list(
      feed TEXT NOT NULL, company TEXT NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(feed, company))
      STRICT, WITHOUT ROWID;
    """

  let database: Database
  public init(_ database: Database) { self.database = database }

  /// A contact or a decision that has not ended.
  public struct Row: Sendable {
    /// Of a decision its id; of a contact its company, customer and id, see `key`.
    public var key: String
    public var company: String
    /// Nil: nobody has kept them.
    public var feeds: FeedNames?
    /// The run that told of it, of its present content where it is a contact.
    public var run: Int64
  }

  public static func key(_ contact: Contact) -> String {
    key(contact.company, contact.customerID, contact.id)
  }
  private static func key(_ company: String, _ customer: String, _ id: String) -> String {
    "\(company)\u{1F}\(customer)\u{1F}\(id)"
  }

  public func contacts() throws -> [Row] {
    try database.rows(
      "SELECT company, customer_id, contact_id, feeds, since_run FROM contact WHERE ended_run IS NULL ORDER BY id"
    ) {
      Row(
        key: ListTables.key($0.text(0), $0.text(1), $0.text(2)), company: $0.text(0),
        feeds: $0.optionalText(3).map(FeedNames.init), run: $0.int64(4))
    }
  }

  public func decisions() throws -> [Row] {
    try database.rows("SELECT decision_id, company, feeds, run FROM decision WHERE ended_run IS NULL ORDER BY id") {
      Row(
        key: $0.text(0), company: $0.text(1), feeds: $0.optionalText(2).map(FeedNames.init), run: $0.int64(3))
    }
  }

  /// Feeds of which a run took a file.
  public func feeds(ofRun run: Int64) throws -> Set<String> {
    Set(
      try database.rows(
        "SELECT DISTINCT feed FROM arrival WHERE run = ? AND state = 'accepted' AND feed IS NOT NULL", .int(run),
        row: { $0.text(0) }))
  }

  public func setFeeds(_ feeds: FeedNames, ofDecision id: String) throws {
    try database.run("UPDATE decision SET feeds = ? WHERE decision_id = ?", .text(feeds.text), .text(id))
  }

  /// - Parameter key: see `key`.
  public func setFeeds(_ feeds: FeedNames, ofContact key: String) throws {
    let parts = key.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { return }
    try database.run(
      "UPDATE contact SET feeds = ? WHERE company = ? AND customer_id = ? AND contact_id = ?", .text(feeds.text),
      .text(parts[0]), .text(parts[1]), .text(parts[2]))
  }

  /// The day of a feed's newest whole list of each company.
  public func days(feed: String) throws -> [String: CalendarDate] {
    Dictionary(
      uniqueKeysWithValues: try database.rows(
        "SELECT company, day FROM whole_list WHERE feed = ?", .text(feed)
      ) { ($0.text(0), CalendarDate(days: Int32($0.int(1)))) })
  }

  /// The list of a feed that was of one day is of a later one, too.
  public func renew(feed: String, _ before: CalendarDate, _ day: CalendarDate, run: Int64) throws {
    try database.run(
      "UPDATE whole_list SET day = ?, run = ? WHERE feed = ? AND day = ?", .int(Int(day.days)), .int(run), .text(feed),
      .int(Int(before.days)))
  }

  public func note(feed: String, company: String, day: CalendarDate, run: Int64) throws {
    try database.run(
      "INSERT INTO whole_list VALUES(?, ?, ?, ?) ON CONFLICT(feed, company) DO UPDATE SET day = excluded.day, "
        + "run = excluded.run WHERE excluded.day >= day", .text(feed), .text(company), .int(Int(day.days)), .int(run))
  }
}

/// Names of feeds in byte order, one a line.
public struct FeedNames: Equatable, Sendable {
  public private(set) var text: String
  public init(_ text: String) { self.text = text }
  public init(_ names: some Sequence<String>) { text = Set(names).sorted().joined(separator: "\n") }

  public var names: [String] { text.split(separator: "\n").map(String.init) }

  public func contains(_ name: String) -> Bool {
    text == name || text.utf8.count > name.utf8.count && names.contains(name)
  }
  public mutating func insert(_ name: String) {
    if !contains(name) { self = FeedNames(names + [name]) }
  }
  public mutating func remove(_ name: String) {
    self = FeedNames(names.filter { $0 != name })
  }
}
