import Ledger

/// A day since which so much has changed that the versions of all documents are read in one go, instead of those of each that has changed.
struct FarPast {
  private let database: Database
  private let run: Int64
  private let date: CalendarDate
  /// The newest document that the run had learned.
  private let newest: Int64
  /// Documents that are looked at one by one: payments or exports that came late bear on them.
  private(set) var singles: DocumentSet
  /// Hashes of documents that money dated up to the day is for.
  private var paid: Set<UInt64> = []

  /// So many changes since the day, and they are read as a whole.
  private static let least = 20_000

  /// Nil where little has changed since the day.
  /// - Parameters:
  ///   - run: the last one whose export is of the day or earlier, for every company; later ones are of later days.
  ///   - looked: documents that have to be looked at one by one anyway.
  init?(_ database: Database, run: Int64, date: CalendarDate, looked: DocumentSet, hasClearings: Bool) throws {
    let changes = try database.rows(
      "SELECT COUNT(*) FROM (SELECT 1 FROM document_history WHERE until_run > ? LIMIT \(FarPast.least))", .int(run),
      row: { $0.int(0) })[0]
    guard changes == FarPast.least else { return nil }
    self.database = database
    self.run = run
    self.date = date
    newest = try DocumentSet.lastDocument(upTo: run, in: database)
    singles = looked
    // What the next run learned is mostly of the day; of what later ones did only what came late.
    for id in (newest + 1)..<(try DocumentSet.lastDocument(upTo: run + 1, in: database) + 1) { singles.insert(id) }
    for id in try database.rows(
      "SELECT document FROM document_backdated WHERE document > ? UNION SELECT document FROM late_sighting UNION "
        + "SELECT document FROM document_told WHERE again = 0 UNION SELECT document FROM cash_match", .int(newest),
      row: { $0.int64(0) })
    {
      singles.insert(id)
    }
    if hasClearings { try findPaid() }
  }

  private mutating func findPaid() throws {
    let companies = try BookTables.companyIDs(database)
    let statement = try database.prepare(
      "SELECT company, reference FROM payment WHERE payment_date <= ? AND reference IS NOT NULL UNION ALL "
        + "SELECT company, document_id FROM application UNION ALL SELECT company, payment_id FROM application")
    defer { statement.reset() }
    statement.bind(int: Int(date.days), at: 1)
    var (company, key) = ("", Int64(0))
    while try statement.step() {
      let name = statement.bytes(0)
      if !company.utf8.elementsEqual(name) {
        company = statement.text(0)
        key = companies[company] ?? 0
      }
      paid.insert(KeyIndex.hash(Int(key), statement.bytes(1)))
    }
  }

  /// A document as it stood, with what is known of it now.
  struct Version {
    var id: Int64
    /// Balance of the day; zero for a void one.
    var balance: Int64
    /// Settled since, and no payment tells when.
    var isSettledSince: Bool
    var firstRun: Int64
    /// The row of the newest version: columns as `BookTables` selects them.
    let row: Statement
  }

  /// Calls `body` with every document that the run knew and that has changed since, in order of their keys, but for those that have to be
  /// looked at one by one.
  mutating func forEach(_ body: (Version) throws -> Void) throws {
    let statement = try database.prepare(
      "SELECT \(BookTables.columns), h.balance, h.void, h.currency = d.currency FROM document_history h "
        + "CROSS JOIN document d ON d.id = h.document WHERE h.document <= ?1 AND h.from_run <= ?2 AND h.until_run > ?2 "
        + "ORDER BY h.document")
    defer { statement.reset() }
    statement.bind(int: newest, at: 1)
    statement.bind(int: run, at: 2)
    while try statement.step() {
      let id = statement.int64(0)
      guard !singles.contains(id) else { continue }
      // In another currency it is another claim.
      guard statement.int(16) != 0,
        paid.isEmpty || !paid.contains(KeyIndex.hash(statement.int(1), statement.bytes(2)))
      else {
        singles.insert(id)
        continue
      }
      let balance = statement.int(15) != 0 || statement.int(6) > Int(date.days) ? 0 : statement.int64(14)
      try body(
        Version(
          id: id, balance: balance, isSettledSince: statement.int64(10) == 0 && statement.int(11) == 0,
          firstRun: statement.int64(13), row: statement))
    }
  }
}

extension ExportDays {
  /// The last run that took an export dated up to a day, the same for all these companies; nil where their runs differ, or where an export
  /// of a later run is older than that of an earlier one.
  func lastRun(upTo date: CalendarDate, companies: some Sequence<Int64>, newest: Int64) -> Int64? {
    guard !hasLate else { return nil }
    var found: Int64?
    for company in companies {
      var last: Int64 = 0
      for run in stride(from: Int64(1), through: newest, by: 1) where of(company, run: run) <= date {
        guard run == last + 1 else { return nil }
        last = run
      }
      guard found == nil || found == last else { return nil }
      found = last
    }
    return found
  }
}
