import Ledger

/// A row of documents, payments, applications or decisions that a file was taken without; or a whole file of payments, applications or decisions
/// that was rejected. Whom it concerns is not reminded until it has come right.
public struct MissingRow: Hashable, Sendable {
  public enum What: String, Sendable {
    /// A row that was rejected, of a file that was accepted or not.
    case row
    /// A document that a snapshot does not show, and may have: a row of it was rejected whose document cannot be read.
    case hidden
    /// A file that was rejected as a whole.
    case file
  }

  public var arrival: Int64
  public var feed: String
  /// Of the file: its name, its contents, its rows that were rejected, its day (its own, else that of its run), and whether that is its own.
  public var name: String
  public var sha256: String
  public var rejectedRows: Int
  public var day: CalendarDate
  public var isDated: Bool
  /// Empty: it could not be read, and all of them are concerned.
  public var company: String
  /// Empty: nobody knows whose row it is, and the whole company is concerned.
  public var customer: String
  /// Key of the document, or id of the record; empty where it could not be read.
  public var record: String
  public var what: What

  public init(
    arrival: Int64, feed: String, name: String, sha256: String, rejectedRows: Int, day: CalendarDate, isDated: Bool,
    company: String, customer: String, record: String, what: What
  ) {
    self.arrival = arrival
    self.feed = feed
    self.name = name
    self.sha256 = sha256
    self.rejectedRows = rejectedRows
    self.day = day
    self.isDated = isDated
    self.company = company
    self.customer = customer
    self.record = record
    self.what = what
  }
}

/// Rows that are missing, and since which run they are not any more.
public struct MissingRowTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  static let layout = """
    -- Rows that files were taken without, and files that were rejected: whom they concern is not reminded until they have come right.
    -- ended_run: the run that read them rightly; 0: a person has said that nothing of them is to come.
    CREATE TABLE missing_row(
      arrival INTEGER NOT NULL, company TEXT NOT NULL, customer_id TEXT NOT NULL, record_id TEXT NOT NULL,
      what TEXT NOT NULL CHECK(what IN ('row', 'hidden', 'file')), ended_run INTEGER,
      PRIMARY KEY(arrival, company, customer_id, record_id)) STRICT, WITHOUT ROWID;
    INSERT INTO missing_row SELECT m.arrival, m.company, m.customer_id, '', 'row', (
        SELECT MIN(b.run) FROM arrival a JOIN run ar ON ar.id = a.run JOIN arrival b ON b.feed = a.feed AND b.run > a.run
        JOIN run br ON br.id = b.run WHERE a.id = m.arrival AND b.state = 'accepted'
        AND COALESCE(b.file_date, br.as_of) >= COALESCE(a.file_date, ar.as_of))
      FROM rejected_customer m;
    DROP TABLE rejected_customer;
    CREATE INDEX missing_row_open ON missing_row(arrival) WHERE ended_run IS NULL;
    """

  /// Those that are missing still, in order of arrival.
  public func open() throws -> [MissingRow] {
    try database.rows(
      "SELECT m.arrival, COALESCE(a.feed, ''), a.name, f.sha256, a.rejected_rows, COALESCE(a.file_date, r.as_of), "
        + "a.file_date IS NOT NULL, m.company, m.customer_id, m.record_id, m.what FROM missing_row m "
        + "JOIN arrival a ON a.id = m.arrival JOIN file f ON f.id = a.file JOIN run r ON r.id = a.run "
        + "WHERE m.ended_run IS NULL ORDER BY m.arrival, m.company, m.customer_id, m.record_id"
    ) { row in
      MissingRow(
        arrival: row.int64(0), feed: row.text(1), name: row.text(2), sha256: row.text(3), rejectedRows: row.int(4),
        day: CalendarDate(days: Int32(row.int(5))), isDated: row.int(6) != 0, company: row.text(7),
        customer: row.text(8), record: row.text(9), what: MissingRow.What(rawValue: row.text(10)) ?? .row)
    }
  }

  /// Whether rows of an arrival are known of which one has a key: those of a rejected file come again with a corrected one.
  public func haveKeys(arrival: Int64) throws -> Bool {
    try database.rows(
      "SELECT EXISTS(SELECT 1 FROM missing_row WHERE arrival = ? AND what = 'row' AND record_id <> '')", .int(arrival),
      row: { $0.int(0) != 0 })[0]
  }

  /// Of a row that stands there already the first counts.
  public func insert(_ row: MissingRow) throws {
    try database.run(
      "INSERT OR IGNORE INTO missing_row VALUES(?, ?, ?, ?, ?, NULL)", .int(row.arrival), .text(row.company),
      .text(row.customer), .text(row.record), .text(row.what.rawValue))
  }

  public func end(_ row: MissingRow, run: Int64) throws {
    try database.run(
      "UPDATE missing_row SET ended_run = ? WHERE arrival = ? AND company = ? AND customer_id = ? AND record_id = ?",
      .int(run), .int(row.arrival), .text(row.company), .text(row.customer), .text(row.record))
  }

  /// A person's word that nothing of a file's rows is waited for any more.
  public func dismiss(arrival: Int64) throws {
    try database.run("UPDATE missing_row SET ended_run = 0 WHERE arrival = ? AND ended_run IS NULL", .int(arrival))
  }

  /// Checksums of files of which a person has said so.
  public func dismissed() throws -> [String] {
    try database.rows(
      "SELECT DISTINCT f.sha256 FROM missing_row m JOIN arrival a ON a.id = m.arrival JOIN file f ON f.id = a.file "
        + "WHERE m.ended_run = 0 AND NOT EXISTS (SELECT 1 FROM missing_row o JOIN arrival b ON b.id = o.arrival "
        + "WHERE b.file = a.file AND o.ended_run IS NULL) ORDER BY 1", row: { $0.text(0) })
  }

  /// What runs that are taken back have ended is missing again.
  func reopen(from run: Int64) throws {
    try database.run("UPDATE missing_row SET ended_run = NULL WHERE ended_run >= ?", .int(run))
  }
}
