/// Files that the program was reading when it ended, in the run that is in hand: a file that ends it twice is not read a third time.
public struct CrashTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The layout's step that made the table.
  static let layout = """
    -- Files that the program was reading when it was cut off, since the last run that was decided.
    CREATE TABLE crashed_reading(sha256 TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """

  public func add(_ sha256: String) throws {
    try database.run(
      "INSERT INTO crashed_reading VALUES(?, 1) ON CONFLICT(sha256) DO UPDATE SET times = times + 1", .text(sha256))
  }

  /// Files that ended the program at least twice.
  public func quarantined() throws -> Set<String> {
    Set(try database.rows("SELECT sha256 FROM crashed_reading WHERE times > 1", row: { $0.text(0) }))
  }

  public func clear() throws { try database.run("DELETE FROM crashed_reading") }
}
