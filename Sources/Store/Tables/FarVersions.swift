import Ledger

/// A version of a document that has been replaced, as the index of versions by the run that replaced them has it.
struct FarVersion {
  /// Key in the state.
  var document: Int64
  /// In minor units, as the version said them.
  var amount: Int64
  var balance: Int64
  /// Key of the run that learned it.
  var run: Int32
  var currency: UInt32
  var isVoid: Bool
}

/// Versions of documents around the end of a day, read from the index `document_changed` alone. A document lives some months: of the runs
/// after the day only the first of these replaced versions of documents that were known by then.
struct FarVersions {
  private let database: Database
  /// The last run whose export is of the day or earlier.
  private let run: Int64
  /// The newest document that it had learned.
  private let newest: Int64
  /// What stood at the end of the day and was replaced since, one for each document.
  let standing: [FarVersion]

  init(_ database: Database, run: Int64, newest: Int64) throws {
    self.database = database
    self.run = run
    self.newest = newest
    var standing: [FarVersion] = []
    standing.reserveCapacity(1 << 20)
    try FarVersions.forEach(database, replacedBy: run + 1, to: .max, learnedBy: 0...run, of: 0...newest) {
      standing.append($0)
    }
    self.standing = standing
  }

  /// The keys of the first and the last document that has changed since; nil: none has.
  var range: ClosedRange<Int64>? {
    guard let first = standing.first?.document else { return nil }
    return standing.reduce(into: first...first) {
      if $1.document < $0.lowerBound { $0 = $1.document...$0.upperBound }
      if $1.document > $0.upperBound { $0 = $0.lowerBound...$1.document }
    }
  }

  /// Calls `body` with versions that came later and were replaced as well: of each document oldest first.
  func forEachLater(of documents: ClosedRange<Int64>, _ body: (FarVersion) -> Void) throws {
    try FarVersions.forEach(
      database, replacedBy: run + 1, to: .max, learnedBy: (run + 1)...Int64.max, of: documents, body)
  }

  /// Calls `body` with versions that were replaced by the end of the day: of each document oldest first.
  func forEachEarlier(of documents: ClosedRange<Int64>, _ body: (FarVersion) -> Void) throws {
    let first = try database.rows(
      "SELECT first_run FROM document WHERE id >= ? ORDER BY id LIMIT 1", .int(documents.lowerBound),
      row: { $0.int64(0) })
    try FarVersions.forEach(
      database, replacedBy: (first.first ?? 0) + 1, to: run, learnedBy: 0...run, of: documents, body)
  }

  private static func forEach(
    _ database: Database, replacedBy first: Int64, to last: Int64, learnedBy runs: ClosedRange<Int64>,
    of documents: ClosedRange<Int64>, _ body: (FarVersion) -> Void
  ) throws {
    let statement = try database.prepare(
      "SELECT h.document, h.from_run, h.amount, h.balance, h.void, h.currency FROM run r CROSS JOIN document_history h "
        + "INDEXED BY document_changed WHERE r.id BETWEEN ?1 AND ?2 AND h.until_run = r.id "
        + "AND h.document BETWEEN ?3 AND ?4 AND h.from_run BETWEEN ?5 AND ?6 ORDER BY r.id")
    defer { statement.reset() }
    statement.bind(int: first, at: 1)
    statement.bind(int: last, at: 2)
    statement.bind(int: documents.lowerBound, at: 3)
    statement.bind(int: documents.upperBound, at: 4)
    statement.bind(int: runs.lowerBound, at: 5)
    statement.bind(int: runs.upperBound, at: 6)
    while try statement.step() {
      body(
        FarVersion(
          document: statement.int64(0), amount: statement.int64(2), balance: statement.int64(3),
          run: Int32(truncatingIfNeeded: statement.int64(1)), currency: statement.currency(5).packed,
          isVoid: statement.int(4) != 0))
    }
  }
}

extension Statement {
  /// A column that holds the three letters of a currency; they were checked when they came in.
  func currency(_ column: Int) -> Currency {
    Currency(trusted: bytes(column).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
  }
}
