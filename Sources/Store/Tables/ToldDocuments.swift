import Ledger

/// Which exports have told of which documents, and on which days they were true: by it an export that comes late knows what newer ones
/// have said already. Deltas speak for the documents that they name, snapshots for whole companies.
public struct ToldDocuments {
  private let database: Database
  private let exports: ExportDays
  private let companies: [String: Int64]

  public init(_ database: Database) throws {
    self.database = database
    exports = try ExportDays(database, try BookTables(database).runDays())
    companies = try BookTables.companyIDs(database)
  }

  /// Date of the newest whole export of a company; nil where none is known.
  /// - Parameter dataAsOf: the company's: exports that were dropped again tell that they still stand.
  public func newestSnapshot(of company: String, dataAsOf: CalendarDate?) -> CalendarDate? {
    guard let key = companies[company] else { return dataAsOf }
    let (snapshot, delta) = exports.newestDays(of: key)
    guard let snapshot, delta == nil || snapshot >= delta! else { return snapshot }
    return max(snapshot, dataAsOf ?? snapshot)
  }

  /// Keys of the documents of which a delta dated after a day has told.
  public func documents(after day: CalendarDate, of companies: [String]) throws -> Set<Int64> {
    let keys = companies.compactMap { self.companies[$0] }
    let again = try database.rows(
      "SELECT document FROM document_told WHERE again = 1 AND day > ?", .int(Int(day.days)), row: { $0.int64(0) })
    var told = Set(again)
    guard let run = keys.compactMap({ exports.firstRun(of: $0, after: day) }).min() else { return told }
    let versions = DocumentVersions(database: database, knownRun: .max, exports: exports)
    try DocumentSet(changedAfter: run - 1, in: database).forEach { id in
      guard !told.contains(id), let past = try versions.document(id), keys.contains(past.company) else { return }
      if past.past.sightings.last.map({ $0.on > day }) == true { told.insert(id) }
    }
    return told
  }

  // MARK: While a run is stored

  /// Notes that a documents file was a delta.
  public static func insert(delta arrival: Int64, in database: Database) throws {
    try database.run("INSERT OR IGNORE INTO delta_export VALUES(?)", .int(arrival))
  }

  /// Notes the day of the export from which a run learned of a document: an older one than the run's newest.
  public static func insert(_ document: Int64, on day: CalendarDate, run: Int64, in database: Database) throws {
    try database.run(
      "INSERT OR REPLACE INTO document_told VALUES(?, ?, 0, ?)", .int(document), .int(run), .int(Int(day.days)))
  }

  /// Notes that a delta said of a document what was known; only the newest day is kept.
  public static func insert(again document: Int64, on day: CalendarDate, run: Int64, in database: Database) throws {
    try database.run(
      "DELETE FROM document_told WHERE document = ? AND again = 1 AND day < ?", .int(document), .int(Int(day.days)))
    try database.run(
      "INSERT INTO document_told SELECT ?1, ?2, 1, ?3 WHERE NOT EXISTS"
        + "(SELECT 1 FROM document_told WHERE document = ?1 AND again = 1)", .int(document), .int(run),
      .int(Int(day.days)))
  }
}
