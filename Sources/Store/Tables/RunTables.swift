import Ledger

/// A run as the journal has it.
public struct RunRecord: Sendable, Equatable {
  public enum State: String, Sendable { case open, decided, published }
  public var id: Int64
  public var run: String
  public var asOf: CalendarDate
  public var seq: Int
  public var state: State
  public var clock: Int64
  public var utcOffset: Int
  public var program: String
  public var configSha256: String
  /// sha256 over everything that decides the bytes of a run beside its files: pipeline.json, templates, fonts, program.
  public var settingsSha256: String
  public var exitCode: Int?
  public var manifestSha256: String?

  public init(
    id: Int64, run: String, asOf: CalendarDate, seq: Int, state: State, clock: Int64, utcOffset: Int, program: String,
    configSha256: String, settingsSha256: String, exitCode: Int? = nil, manifestSha256: String? = nil
  ) {
    self.id = id
    self.run = run
    self.asOf = asOf
    self.seq = seq
    self.state = state
    self.clock = clock
    self.utcOffset = utcOffset
    self.program = program
    self.configSha256 = configSha256
    self.settingsSha256 = settingsSha256
    self.exitCode = exitCode
    self.manifestSha256 = manifestSha256
  }
}

/// The journal of runs, and what each of them pinned.
public struct RunTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  private static let columns =
    "id, run, as_of, seq, state, clock, utc_offset, program, config_sha256, settings_sha256, exit_code, manifest_sha256"

  private static func record(_ row: Statement) -> RunRecord {
    RunRecord(
      id: row.int64(0), run: row.text(1), asOf: CalendarDate(days: Int32(row.int(2))), seq: row.int(3),
      state: RunRecord.State(rawValue: row.text(4)) ?? .open, clock: row.int64(5), utcOffset: row.int(6),
      program: row.text(7), configSha256: row.text(8), settingsSha256: row.text(9), exitCode: row.optionalInt(10),
      manifestSha256: row.optionalText(11))
  }

  public func newest() throws -> RunRecord? {
    try database.rows("SELECT \(RunTables.columns) FROM run ORDER BY id DESC LIMIT 1", row: RunTables.record).first
  }
  public func newestPublished() throws -> RunRecord? {
    try database.rows(
      "SELECT \(RunTables.columns) FROM run WHERE state = 'published' ORDER BY id DESC LIMIT 1", row: RunTables.record
    ).first
  }
  /// Of a run `r`, in SQL: that it was not taken back with a wrong export.
  static let stands = "NOT EXISTS(SELECT 1 FROM retraction t WHERE r.id BETWEEN t.first_run AND t.run)"

  /// The as-of date of the newest run whose knowledge stands: none that was taken back since is a night that saw anything.
  public func lastNight() throws -> CalendarDate? { try lastNight(before: CalendarDate(days: .max)) }

  /// The same of the runs before a day.
  public func lastNight(before date: CalendarDate) throws -> CalendarDate? {
    try database.rows(
      "SELECT as_of FROM run r WHERE state = 'published' AND as_of < ? AND \(RunTables.stands) ORDER BY id DESC LIMIT 1",
      .int(Int(date.days)), row: { CalendarDate(days: Int32($0.int(0))) }
    ).first
  }
  /// Runs that are over and were not taken back, in their order.
  /// - Parameter newest: only those up to this one; nil: all.
  public func standing(upTo newest: Int64?) throws -> [RunRecord] {
    try database.rows(
      "SELECT \(RunTables.columns) FROM run r WHERE state = 'published' AND id <= ? AND \(RunTables.stands) ORDER BY id",
      .int(newest ?? .max), row: RunTables.record)
  }
  /// The run that was cut off, if there is one; at most one can be.
  public func unfinished() throws -> RunRecord? {
    try database.rows(
      "SELECT \(RunTables.columns) FROM run WHERE state <> 'published' ORDER BY id LIMIT 1", row: RunTables.record
    ).first
  }
  public func all() throws -> [RunRecord] {
    try database.rows("SELECT \(RunTables.columns) FROM run ORDER BY id", row: RunTables.record)
  }
  /// What all runs are called.
  public func names() throws -> Set<String> { Set(try database.rows("SELECT run FROM run", row: { $0.text(0) })) }
  public func run(_ id: Int64) throws -> RunRecord? {
    try database.rows("SELECT \(RunTables.columns) FROM run WHERE id = ?", .int(id), row: RunTables.record).first
  }
  public func run(named name: String) throws -> RunRecord? {
    try database.rows("SELECT \(RunTables.columns) FROM run WHERE run = ?", .text(name), row: RunTables.record).first
  }

  public func nextSequence(on asOf: CalendarDate) throws -> Int {
    try database.rows(
      "SELECT COALESCE(MAX(seq), 0) + 1 FROM run WHERE as_of = ?", .int(Int(asOf.days)), row: { $0.int(0) })[0]
  }

  public func insert(_ run: RunRecord) throws {
    try database.run(
      "INSERT INTO run(id, run, as_of, seq, state, clock, utc_offset, program, config_sha256, settings_sha256) "
        + "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", .int(run.id), .text(run.run), .int(Int(run.asOf.days)), .int(run.seq),
      .text(run.state.rawValue), .int(run.clock), .int(run.utcOffset), .text(run.program), .text(run.configSha256),
      .text(run.settingsSha256))
  }

  public func decide(_ run: Int64, manifestSha256: String, auditHead: String, exitCode: Int) throws {
    try database.run(
      "UPDATE run SET state = 'decided', manifest_sha256 = ?, audit_head = ?, exit_code = ? WHERE id = ?",
      .text(manifestSha256), .text(auditHead), .int(exitCode), .int(run))
  }
  public func publish(_ run: Int64) throws {
    try database.run("UPDATE run SET state = 'published' WHERE id = ?", .int(run))
  }
  /// Takes back a run that could not be decided; its files wait again.
  public func abandon(_ run: Int64) throws {
    try database.run("UPDATE arrival SET run = NULL WHERE run = ? AND state = 'waiting'", .int(run))
    try database.run("DELETE FROM run_setting WHERE run = ?", .int(run))
    try database.run("DELETE FROM run WHERE id = ? AND state = 'open'", .int(run))
  }

  /// Pins a setting of a run: its bytes where they are needed to finish the run later, else only their hash.
  public func pin(_ run: Int64, name: String, sha256: String, bytes: [UInt8]?) throws {
    try database.run(
      "INSERT INTO run_setting VALUES(?, ?, ?, ?)", .int(run), .text(name), .text(sha256),
      bytes.map { .blob($0) } ?? .null)
  }
  public func settings(of run: Int64) throws -> [(name: String, sha256: String, bytes: [UInt8]?)] {
    try database.rows("SELECT name, sha256, bytes FROM run_setting WHERE run = ? ORDER BY name", .int(run)) {
      ($0.text(0), $0.text(1), $0.isNull(2) ? nil : Array($0.bytes(2)))
    }
  }

  /// The pipeline.json that a run pinned; nil where its sha256 is one of those.
  public func configuration(of run: Int64, unless known: Set<String>) throws -> (sha256: String, bytes: [UInt8])? {
    let sha256 = try database.rows(
      "SELECT sha256 FROM run_setting WHERE run = ? AND name = 'pipeline.json'", .int(run), row: { $0.text(0) })
    guard let sha256 = sha256.first, !known.contains(sha256) else { return nil }
    return try database.rows(
      "SELECT bytes FROM run_setting WHERE run = ? AND name = 'pipeline.json' AND bytes IS NOT NULL", .int(run)
    ) { (sha256, Array($0.bytes(0))) }.first
  }

  /// As-of date of the run that first saw each company.
  public func firstNights() throws -> [String: CalendarDate] {
    try firstNights(where: "EXISTS(SELECT 1 FROM document d WHERE d.company = c.id)")
  }

  /// Companies that came when others had runs already, with the as-of date of their first.
  public func addedCompanies() throws -> [String: CalendarDate] { try firstNights(where: "c.is_added = 1") }

  private func firstNights(where condition: String) throws -> [String: CalendarDate] {
    Dictionary(
      uniqueKeysWithValues: try database.rows(
        "SELECT c.company, r.as_of FROM company c JOIN run r ON r.id = c.first_run WHERE \(condition)",
        row: { ($0.text(0), CalendarDate(days: Int32($0.int(1)))) }))
  }

  /// The layout's step: companies that are known already are live as they were.
  static let addedCompanies = "ALTER TABLE company ADD COLUMN is_added INTEGER NOT NULL DEFAULT 0;"

  public func meta(_ name: String) throws -> String? {
    try database.rows("SELECT value FROM meta WHERE name = ?", .text(name), row: { $0.text(0) }).first
  }
  /// - Parameter value: nil: there is none any more.
  public func setMeta(_ name: String, _ value: String?) throws {
    guard let value else { return try database.run("DELETE FROM meta WHERE name = ?", .text(name)) }
    try database.run("INSERT OR REPLACE INTO meta VALUES(?, ?)", .text(name), .text(value))
  }
}

/// Something a run asks people to look at.
public struct AttentionRow: Sendable {
  public var level: String
  public var code: String
  public var what: String
  public var since: CalendarDate?
  public var feed: String?
  public var owner: String?
  public var type: String?

  public init(
    level: String, code: String, what: String, since: CalendarDate?, feed: String?, owner: String?, type: String?
  ) {
    self.level = level
    self.code = code
    self.what = what
    self.since = since
    self.feed = feed
    self.owner = owner
    self.type = type
  }
}

extension RunTables {
  public func note(_ rows: [AttentionRow], run: Int64) throws {
    for (place, row) in rows.enumerated() {
      try database.run(
        "INSERT INTO attention VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", .int(run), .int(place), .text(row.level),
        .text(row.code), .text(row.what), .optional(row.since.map { Int($0.days) }), .optional(row.feed),
        .optional(row.owner), .optional(row.type))
    }
  }

  public func clearNotes(run: Int64) throws {
    try database.run("DELETE FROM attention WHERE run = ?", .int(run))
  }

  /// Notes of a run; run 0 stands for the last command that failed.
  public func attention(of run: Int64) throws -> [AttentionRow] {
    try database.rows(
      "SELECT level, code, what, since, feed, owner, to_type FROM attention WHERE run = ? ORDER BY place", .int(run)
    ) { row in
      AttentionRow(
        level: row.text(0), code: row.text(1), what: row.text(2),
        since: row.optionalInt(3).map { CalendarDate(days: Int32($0)) }, feed: row.optionalText(4),
        owner: row.optionalText(5), type: row.optionalText(6))
    }
  }
}

extension RunRecord {
  /// `2026-11-19-0001`: what the run with this number of the day is called.
  public static func name(of asOf: CalendarDate, _ number: Int) -> String {
    let digits = String(number)
    return "\(asOf)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }
}
