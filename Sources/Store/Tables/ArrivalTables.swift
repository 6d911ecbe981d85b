import Ledger

/// A file that was dropped into the inbox.
public struct Arrival: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    case waiting, accepted, duplicate, superseded, rejected, held

    /// Of files that a run has taken.
    public var isTaken: Bool { self == .accepted || self == .duplicate || self == .superseded }
  }
  public var id: Int64
  public var file: Int64
  public var sha256: String
  public var bytes: Int
  /// Path of the original below the archive, `<yyyy>/<sha256>`.
  public var archived: String
  /// Folder below the inbox, empty for its top; and the name it was dropped under.
  public var folder: String
  public var name: String
  /// Seconds since 1970 of its last change.
  public var modified: Int64
  public var state: State
  public var feed: String?
  public var fileDate: CalendarDate?
  public var rows: Int
  public var rejectedRows: Int
  public var code: String?
  public var message: String?
  public var help: String?
  /// A person accepted it: the guards are not asked again.
  public var waived: Bool
  public var decidedBy: String?
  public var decidedReason: String?
  public var run: Int64?

  public init(
    id: Int64, file: Int64, sha256: String, bytes: Int, archived: String, folder: String, name: String, modified: Int64,
    state: State = .waiting, feed: String? = nil, fileDate: CalendarDate? = nil, rows: Int = 0, rejectedRows: Int = 0,
    code: String? = nil, message: String? = nil, help: String? = nil, waived: Bool = false, decidedBy: String? = nil,
    decidedReason: String? = nil, run: Int64? = nil
  ) {
    self.id = id
    self.file = file
    self.sha256 = sha256
    self.bytes = bytes
    self.archived = archived
    self.folder = folder
    self.name = name
    self.modified = modified
    self.state = state
    self.feed = feed
    self.fileDate = fileDate
    self.rows = rows
    self.rejectedRows = rejectedRows
    self.code = code
    self.message = message
    self.help = help
    self.waived = waived
    self.decidedBy = decidedBy
    self.decidedReason = decidedReason
    self.run = run
  }

  public var sha12: String { String(sha256.prefix(12)) }
  public var path: String { folder.isEmpty ? name : "\(folder)/\(name)" }
}

/// Files and their arrivals.
public struct ArrivalTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  static let select =
    "SELECT a.id, a.file, f.sha256, f.bytes, f.archived, a.folder, a.name, a.modified, a.state, a.feed, a.file_date, "
    + "a.row_count, a.rejected_rows, a.code, a.message, a.help, a.waived, a.decided_by, a.decided_reason, a.run "
    + "FROM arrival a JOIN file f ON f.id = a.file "

  static func arrival(_ row: Statement) -> Arrival {
    Arrival(
      id: row.int64(0), file: row.int64(1), sha256: row.text(2), bytes: row.int(3), archived: row.text(4),
      folder: row.text(5), name: row.text(6), modified: row.int64(7),
      state: Arrival.State(rawValue: row.text(8)) ?? .waiting,
      feed: row.optionalText(9), fileDate: row.optionalInt(10).map { CalendarDate(days: Int32($0)) }, rows: row.int(11),
      rejectedRows: row.int(12), code: row.optionalText(13), message: row.optionalText(14), help: row.optionalText(15),
      waived: row.int(16) != 0, decidedBy: row.optionalText(17), decidedReason: row.optionalText(18),
      run: row.optionalInt(19).map(Int64.init))
  }

  /// Records a file that has reached the archive. The same file under another name is one file and two arrivals.
  public func record(
    sha256: String, bytes: Int, archived: String, folder: String, name: String, modified: Int64
  ) throws {
    try database.run(
      "INSERT OR IGNORE INTO file(sha256, bytes, archived) VALUES(?, ?, ?)", .text(sha256), .int(bytes), .text(archived)
    )
    let file = try database.rows("SELECT id FROM file WHERE sha256 = ?", .text(sha256), row: { $0.int64(0) })[0]
    // A cut between this commit and the removal from the inbox brings the same file back: it is the same arrival.
    let known = try database.rows(
      "SELECT id FROM arrival WHERE file = ? AND folder = ? AND name = ? AND modified = ? AND state = 'waiting'",
      .int(file), .text(folder), .text(name), .int(modified), row: { $0.int64(0) })
    guard known.isEmpty else { return }
    try database.run(
      "INSERT INTO arrival(file, folder, name, modified, state) VALUES(?, ?, ?, ?, 'waiting')", .int(file),
      .text(folder),
      .text(name), .int(modified))
  }

  /// The archive path of a known file.
  public func archived(sha256: String) throws -> String? {
    try database.rows("SELECT archived FROM file WHERE sha256 = ?", .text(sha256), row: { $0.text(0) }).first
  }

  /// Clock of the newest run that was given a file of the feed, whatever became of it but rejection; nil before the first.
  public func lastCame(feed: String) throws -> Int64? {
    try database.rows(
      "SELECT MAX(r.clock) FROM arrival a JOIN run r ON r.id = a.run WHERE a.feed = ? AND a.state <> 'rejected'",
      .text(feed), row: { $0.isNull(0) ? nil : $0.int64(0) }
    ).first ?? nil
  }

  /// Archive paths of all files that were accepted or superseded, in byte order.
  public func archivedPaths() throws -> [String] {
    try database.rows("SELECT DISTINCT archived FROM file ORDER BY 1", row: { $0.text(0) })
  }

  /// Whether some known file has so many bytes.
  public func knows(bytes: Int) throws -> Bool {
    try !database.rows("SELECT 1 FROM file WHERE bytes = ? LIMIT 1", .int(bytes), row: { $0.int(0) }).isEmpty
  }

  public func waiting() throws -> [Arrival] {
    try database.rows(ArrivalTables.select + "WHERE a.state = 'waiting' ORDER BY a.id", row: ArrivalTables.arrival)
  }
  public func held() throws -> [Arrival] {
    try database.rows(ArrivalTables.select + "WHERE a.state = 'held' ORDER BY a.id", row: ArrivalTables.arrival)
  }
  public func arrivals(ofRun run: Int64) throws -> [Arrival] {
    try database.rows(ArrivalTables.select + "WHERE a.run = ? ORDER BY a.id", .int(run), row: ArrivalTables.arrival)
  }
  /// The newest first. The index of checksums is asked for all that may begin so; hexadecimal digits come before `g`.
  public func arrivals(sha256Prefix prefix: String) throws -> [Arrival] {
    try database.rows(
      ArrivalTables.select + "WHERE f.sha256 >= ?1 AND f.sha256 < ?1 || 'g' AND substr(f.sha256, 1, ?2) = ?1 "
        + "ORDER BY a.id DESC", .text(prefix), .int(prefix.utf8.count), row: ArrivalTables.arrival)
  }
  public func arrivals(inState state: Arrival.State) throws -> [Arrival] {
    try database.rows(
      ArrivalTables.select + "WHERE a.state = ? ORDER BY a.id", .text(state.rawValue), row: ArrivalTables.arrival)
  }
  /// The feeds of which runs have taken files, each with the first of them and the last.
  public func takenFeeds() throws -> [(feed: String, runs: ClosedRange<Int64>)] {
    try database.rows(
      "SELECT feed, MIN(run), MAX(run) FROM arrival WHERE feed IS NOT NULL AND run IS NOT NULL "
        + "AND \(ArrivalTables.wasTaken) GROUP BY feed ORDER BY feed"
    ) { ($0.text(0), $0.int64(1)...$0.int64(2)) }
  }

  /// Whether one of these runs took a file of a feed.
  public func hasTaken(feed: String, in runs: ClosedRange<Int64>) throws -> Bool {
    let found = try database.rows(
      "SELECT 1 FROM arrival WHERE feed = ? AND run BETWEEN ? AND ? AND \(ArrivalTables.wasTaken) LIMIT 1",
      .text(feed), .int(Int(runs.lowerBound)), .int(Int(runs.upperBound)), row: { $0.int(0) })
    return !found.isEmpty
  }

  /// Accepted files of a feed, newest first.
  public func accepted(feed: String) throws -> [Arrival] {
    try database.rows(
      ArrivalTables.select + "WHERE a.feed = ? AND a.state = 'accepted' ORDER BY a.file_date DESC, a.id DESC",
      .text(feed),
      row: ArrivalTables.arrival)
  }

  /// The newest file of a feed that was accepted or dropped again, by its own date, else that of its run. Of a file that was dropped
  /// twice in one night the second says nothing.
  public func newestTaken(feed: String) throws -> Arrival? {
    try database.rows(
      ArrivalTables.select + "JOIN run r ON r.id = a.run WHERE a.feed = ? "
        + "AND (a.state = 'accepted' OR a.state = 'duplicate' AND a.row_count > 0) "
        + "ORDER BY COALESCE(a.file_date, r.as_of) DESC, a.id DESC LIMIT 1", .text(feed), row: ArrivalTables.arrival
    ).first
  }

  /// The newest documents file of a feed of a day or before that was taken: accepted, dropped again, or come late.
  /// - Parameter file: only of those that speak for a company that this one, by its key, spoke for; where it spoke for none, of all.
  public func lastTaken(feed: String, upTo day: CalendarDate, like file: Int64) throws -> Arrival? {
    try database.rows(
      "WITH spoken AS (SELECT o.file, s.company FROM arrival o JOIN snapshot s ON s.arrival = o.id WHERE o.feed = ?1 "
        + "UNION SELECT o.file, l.company FROM arrival o JOIN late_export l ON l.arrival = o.id WHERE o.feed = ?1) "
        + ArrivalTables.select + "JOIN run r ON r.id = a.run WHERE a.feed = ?1 AND (a.state = 'accepted' "
        + "OR a.state = 'duplicate' AND a.row_count > 0 OR a.state = 'superseded' AND a.code = 'late-export') "
        + "AND COALESCE(a.file_date, r.as_of) <= ?2 AND (NOT EXISTS(SELECT 1 FROM spoken WHERE file = ?3) "
        + "OR EXISTS(SELECT 1 FROM spoken x JOIN spoken y ON y.company = x.company WHERE x.file = a.file AND y.file = ?3)) "
        + "ORDER BY COALESCE(a.file_date, r.as_of) DESC, a.id DESC LIMIT 1", .text(feed), .int(Int(day.days)),
      .int(file), row: ArrivalTables.arrival
    ).first
  }

  /// Everything that was dropped for a feed, whatever became of it, in order of arrival.
  public func all(feed: String) throws -> [Arrival] {
    try database.rows(
      ArrivalTables.select + "WHERE a.feed = ?1 OR a.folder = ?1 ORDER BY a.id", .text(feed), row: ArrivalTables.arrival
    )
  }
  public func fileName(_ file: Int64) throws -> (name: String, sha256: String)? {
    try database.rows(
      "SELECT a.name, f.sha256 FROM arrival a JOIN file f ON f.id = a.file WHERE f.id = ? ORDER BY a.id LIMIT 1",
      .int(file)
    ) { ($0.text(0), $0.text(1)) }.first
  }

  public func pin(_ arrivals: [Arrival], to run: Int64) throws {
    for arrival in arrivals { try database.run("UPDATE arrival SET run = ? WHERE id = ?", .int(run), .int(arrival.id)) }
  }

  /// Writes down what became of an arrival.
  public func settle(_ arrival: Arrival) throws {
    try database.run(
      "UPDATE arrival SET state = ?, feed = ?, file_date = ?, row_count = ?, rejected_rows = ?, code = ?, message = ?, "
        + "help = ? WHERE id = ?", .text(arrival.state.rawValue), .optional(arrival.feed),
      .optional(arrival.fileDate.map { Int($0.days) }), .int(arrival.rows), .int(arrival.rejectedRows),
      .optional(arrival.code), .optional(arrival.message), .optional(arrival.help), .int(arrival.id))
  }

  /// `Arrival.State.isTaken`, in SQL.
  static let wasTaken =
    "state IN (" + Arrival.State.allCases.filter(\.isTaken).map { "'\($0.rawValue)'" }.joined(separator: ", ") + ")"

  /// Files that runs from this one on have taken, in order of arrival.
  public func taken(from run: Int64) throws -> [Arrival] {
    try database.rows(
      ArrivalTables.select + "WHERE a.run >= ? AND a.\(ArrivalTables.wasTaken) ORDER BY a.id", .int(run),
      row: ArrivalTables.arrival)
  }

  /// A file that a person has taken out again.
  public func retract(_ arrival: Int64, by: String, reason: String) throws {
    try database.run(
      "UPDATE arrival SET state = 'rejected', code = 'retracted', message = ?, help = ?, decided_by = ?, decided_reason = ? "
        + "WHERE id = ?", .text("it was accepted and retracted by \(by): \(reason)"),
      .text("drop the right export"), .text(by), .text(reason), .int(arrival))
  }

  /// Files of a run that was taken back are read again, as old as they were.
  public func waitAgain(_ arrival: Int64) throws {
    try database.run(
      "UPDATE arrival SET state = 'waiting', file_date = COALESCE(file_date, (SELECT as_of FROM run WHERE id = arrival.run)), "
        + "run = NULL WHERE id = ?", .int(arrival))
  }

  /// A held part of an export that is looked at again with the others.
  public func join(_ arrival: Int64) throws {
    try database.run(
      "UPDATE arrival SET state = 'waiting', code = NULL, message = NULL, help = NULL, run = NULL WHERE id = ?",
      .int(arrival))
  }

  /// A person's word on a file.
  /// - Parameter day: of which it is, where it does not say so itself.
  public func decide(
    _ arrival: Int64, state: Arrival.State, waived: Bool, by: String, reason: String, day: CalendarDate? = nil
  ) throws {
    try database.run(
      "UPDATE arrival SET state = ?, waived = ?, decided_by = ?, decided_reason = ?, run = CASE WHEN ? = 'waiting' THEN NULL "
        + "ELSE run END, file_date = COALESCE(file_date, ?) WHERE id = ?", .text(state.rawValue),
      .int(waived ? 1 : 0), .text(by), .text(reason), .text(state.rawValue),
      .optional(day.map { Int($0.days) }), .int(arrival))
  }

  public func insertSnapshot(
    arrival: Int64, company: Int64, currency: Currency, documents: Int, balance: Int64, tail: [String]
  ) throws {
    try database.run(
      "INSERT OR REPLACE INTO snapshot VALUES(?, ?, ?, ?, ?, ?)", .int(arrival), .int(company), .text(currency.code),
      .int(documents), .int(balance), .text(tail.joined(separator: "\n")))
  }
  /// What the newest accepted snapshots of a feed said, per company and currency.
  public func snapshots(
    feed: String
  ) throws -> [(company: String, currency: Currency, documents: Int, tail: [String], arrival: Int64)] {
    try database.rows(
      "SELECT c.company, s.currency, s.documents, s.tail, s.arrival FROM snapshot s JOIN company c ON c.id = s.company WHERE s.arrival = "
        + "(SELECT MAX(s2.arrival) FROM snapshot s2 JOIN arrival a ON a.id = s2.arrival WHERE s2.company = s.company "
        + "AND a.feed = ? AND a.state = 'accepted') ORDER BY c.company, s.currency", .text(feed)
    ) { row in
      (
        row.text(0), Currency(row.text(1)) ?? Currency(trusted: 0), row.int(2),
        row.text(3).split(separator: "\n").map(String.init), row.int64(4)
      )
    }
  }
  /// Companies a held or accepted documents file spoke for.
  public func companies(ofArrival arrival: Int64) throws -> [String] {
    try database.rows(
      "SELECT DISTINCT c.company FROM snapshot s JOIN company c ON c.id = s.company WHERE s.arrival = ? ORDER BY 1",
      .int(arrival)
    ) { $0.text(0) }
  }

  /// Companies that accepted documents files of a feed have spoken for.
  public func companies(ofFeed feed: String) throws -> [String] {
    try database.rows(
      "SELECT DISTINCT c.company FROM snapshot s JOIN company c ON c.id = s.company JOIN arrival a ON a.id = s.arrival "
        + "WHERE a.feed = ? AND a.state = 'accepted' ORDER BY 1", .text(feed)
    ) { $0.text(0) }
  }

  /// By documents feed, company and whether they were accepted or their bytes came again: the newest day that files were taken for, and the
  /// newest run of those of that day.
  public func takenDocuments() throws -> [(
    feed: String, company: String, isCopy: Bool, day: CalendarDate, run: Int64
  )] {
    try database.rows(
      "SELECT a.feed, c.company, a.state <> 'accepted', MAX(COALESCE(a.file_date, r.as_of) * 4294967296 + a.run) "
        + "FROM snapshot s JOIN company c ON c.id = s.company JOIN arrival o ON o.id = s.arrival AND o.state = 'accepted' "
        + "JOIN arrival a ON a.file = o.file AND a.feed = o.feed JOIN run r ON r.id = a.run "
        + "WHERE a.state = 'accepted' OR a.state = 'duplicate' AND a.row_count > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    ) { row in
      let newest = row.int64(3)
      return (row.text(0), row.text(1), row.int(2) != 0, CalendarDate(days: Int32(newest >> 32)), newest & 0xFFFF_FFFF)
    }
  }

  /// Whether a file that is held speaks for a company on a day or after it.
  public func isHeld(_ company: String, since day: CalendarDate) throws -> Bool {
    let found = try database.rows(
      "SELECT 1 FROM arrival a JOIN run r ON r.id = a.run JOIN snapshot s ON s.arrival = a.id "
        + "JOIN company c ON c.id = s.company WHERE a.state = 'held' AND c.company = ? "
        + "AND COALESCE(a.file_date, r.as_of) >= ? LIMIT 1", .text(company), .int(Int(day.days)), row: { $0.int(0) })
    return !found.isEmpty
  }

  /// Files whose rows are missing still, and accepted ones of other feeds that lack rows which were rejected and that no file of their day or a
  /// newer one has replaced; in order of arrival.
  public func lackingRows() throws -> [Arrival] {
    try database.rows(
      ArrivalTables.select + "WHERE a.id IN (SELECT arrival FROM missing_row WHERE ended_run IS NULL) "
        + "OR a.id IN (SELECT id FROM (SELECT b.id, b.rejected_rows, "
        + "COALESCE(b.file_date, r.as_of) AS day, MAX(COALESCE(b.file_date, r.as_of)) OVER (PARTITION BY b.feed "
        + "ORDER BY b.run DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS later "
        + "FROM arrival b JOIN run r ON r.id = b.run WHERE b.state = 'accepted') WHERE (later IS NULL OR later < day) "
        + "AND rejected_rows > 0 AND NOT EXISTS (SELECT 1 FROM missing_row m WHERE m.arrival = id)) ORDER BY a.id",
      row: ArrivalTables.arrival)
  }

  /// Accepted files of a feed that were taken without some of their rows, newest first: each with its date, the newest where it was dropped
  /// again, and the customers of the rows.
  public func lacking(
    feed: String
  ) throws -> [(day: CalendarDate, run: Int64, customers: [(company: String, customer: String)])] {
    return try database.rows(
      "SELECT a.id, a.run, (SELECT MAX(COALESCE(b.file_date, r.as_of)) FROM arrival b JOIN run r ON r.id = b.run "
        + "WHERE b.file = a.file AND b.feed = a.feed AND b.state IN ('accepted', 'duplicate')) FROM arrival a "
        + "WHERE a.feed = ? AND a.state = 'accepted' AND EXISTS(SELECT 1 FROM missing_row WHERE arrival = a.id AND what = 'row') "
        + "ORDER BY 3 DESC, a.id DESC", .text(feed)
    ) { (id: $0.int64(0), run: $0.int64(1), day: CalendarDate(days: Int32($0.int(2)))) }.map { one in
      (one.day, one.run, try customers(ofRejected: one.id))
    }
  }

  private func customers(ofRejected arrival: Int64) throws -> [(company: String, customer: String)] {
    try database.rows(
      "SELECT DISTINCT company, customer_id FROM missing_row WHERE arrival = ? AND what = 'row' ORDER BY 1, 2",
      .int(arrival)
    ) { ($0.text(0), $0.text(1)) }
  }

  /// Date of the newest file of a feed that was accepted or dropped again: its own, else that of the run that took it.
  public func newest(feed: String) throws -> CalendarDate? {
    try database.rows(
      "SELECT MAX(COALESCE(a.file_date, r.as_of)) FROM arrival a JOIN run r ON r.id = a.run "
        + "WHERE a.feed = ? AND a.state IN ('accepted', 'duplicate')", .text(feed), row: { $0.optionalInt(0) }
    ).first.flatMap(\.self).map { CalendarDate(days: Int32($0)) }
  }

  public func dataAsOf() throws -> [String: CalendarDate] {
    Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT company, data_as_of FROM company WHERE data_as_of IS NOT NULL") {
        ($0.text(0), CalendarDate(days: Int32($0.int(1))))
      })
  }
  public func setDataAsOf(_ company: String, _ date: CalendarDate) throws {
    try database.run("UPDATE company SET data_as_of = ? WHERE company = ?", .int(Int(date.days)), .text(company))
  }
}
