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
    var told: Set<Int64> = []
    for one in try ToldDocuments.again(after: day, in: database) { told.formUnion(one.documents) }
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

  /// Notes of which documents a delta said what was known, by their keys.
  public static func insert(again documents: [Int64], on day: CalendarDate, run: Int64, in database: Database) throws {
    try database.run(
      "INSERT INTO delta_again(run, day, documents) VALUES(?, ?, ?)", .int(run), .int(Int(day.days)),
      .blob(KeyList.bytes(documents)))
  }

  /// Notes of a run that what a delta told is told again on the day on which its bytes came again. Files and documents of the run are in the
  /// state.
  public static func insertCopies(run: Int64, in database: Database) throws {
    let copies = try database.rows(
      "SELECT a.file_date, o.file, o.run, COALESCE(o.file_date, q.as_of) FROM arrival a JOIN arrival o ON o.file = a.file "
        + "AND o.feed = a.feed AND o.state = 'accepted' JOIN run q ON q.id = o.run JOIN delta_export d ON d.arrival = o.id "
        + "WHERE a.run = ? AND a.state = 'duplicate' AND a.row_count > 0 AND a.file_date IS NOT NULL ORDER BY a.id, o.id",
      .int(run)
    ) { (day: CalendarDate(days: Int32($0.int(0))), file: $0.int64(1), run: $0.int64(2), told: $0.int64(3)) }
    for copy in copies {
      let changed = try database.rows(
        "SELECT id FROM document WHERE since_run = ?1 AND file = ?2 UNION "
          + "SELECT document FROM document_history WHERE from_run = ?1 AND file = ?2",
        .int(copy.run), .int(copy.file), row: { $0.int64(0) })
      let known = try database.rows(
        "SELECT documents FROM delta_again WHERE run = ? AND day = ?", .int(copy.run), .int(copy.told),
        row: { KeyList.keys($0.bytes(0)) }
      ).joined()
      let documents = changed + known
      if !documents.isEmpty { try insert(again: documents, on: copy.day, run: run, in: database) }
    }
  }

  /// Documents of which deltas dated after a day said what was known, by their keys, ascending; the oldest day first.
  static func again(
    after day: CalendarDate, in database: Database
  ) throws -> [(day: CalendarDate, documents: [Int64])] {
    var found: [CalendarDate: [Int64]] = [:]
    for (day, documents) in try database.rows(
      "SELECT day, documents FROM delta_again WHERE day > ?", .int(Int(day.days)),
      row: { (CalendarDate(days: Int32($0.int(0))), KeyList.keys($0.bytes(1))) })
    {
      found[day, default: []] += documents
    }
    // What earlier programs noted: the newest day of each.
    for (day, document) in try database.rows(
      "SELECT day, document FROM document_told WHERE again = 1 AND day > ?", .int(Int(day.days)),
      row: { (CalendarDate(days: Int32($0.int(0))), $0.int64(1)) })
    {
      found[day, default: []].append(document)
    }
    return found.map { ($0.key, $0.value.sorted()) }.sorted { $0.0 < $1.0 }
  }
}

/// Many keys of documents in few bytes: each as its distance from the one before, as `SevenBits` are.
enum KeyList {
  /// - Parameter keys: in any order; one that stands twice is kept once.
  static func bytes(_ keys: [Int64]) -> [UInt8] {
    var bytes: [UInt8] = []
    var last: Int64 = 0
    for key in keys.sorted() where key > last {
      bytes.append(sevenBits: UInt64(key - last))
      last = key
    }
    return bytes
  }

  /// Ascending.
  static func keys(_ bytes: UnsafeRawBufferPointer) -> [Int64] {
    var keys: [Int64] = []
    var last: Int64 = 0
    var distances = SevenBits(bytes)
    while let distance = distances.next() {
      last += Int64(truncatingIfNeeded: distance)
      keys.append(last)
    }
    return keys
  }
}
