import Ledger

/// The position of a day since which so much has changed that documents are read in one go, instead of each that has changed: what stood
/// then comes from the index of versions, and all money is set against it in one pass. Only documents of which that does not tell the
/// balance are looked at one by one.
struct FarPast {
  /// A document that stood at the end of the day and has changed since.
  struct Standing {
    /// Row of the book.
    var row: Int
    /// Its version of the day, and the newest one.
    var version: FarVersion
    var newest: FarVersion

    /// Key in the state.
    var document: Int64 { version.document }
    /// Settled since the day.
    var isSettled: Bool { newest.balance == 0 && !newest.isVoid }
  }

  /// A document of which it was told when it was settled what its balance changed by.
  struct Told {
    var document: Int64
    var row: Int32
    /// Key of the run that learned its version of the day.
    var run: Int32
    var basis: SettledDates.Basis
  }

  private let database: Database
  let date: CalendarDate
  /// The last run whose export is of the day or earlier, the same for every company; later ones are of later days.
  let run: Int64
  /// The newest document that the run had learned. What is newer was not owed on the day, or is looked at one by one.
  let newest: Int64
  private let hasClearings: Bool
  /// Documents that nobody has told of: so many are looked at with all money at once, fewer one by one.
  private let least: Int
  /// Documents that are looked at one by one.
  private(set) var singles: DocumentSet
  /// By key in the state.
  private var told: [Told] = []
  private var standing: [Standing] = []
  /// Settled after the day, with no payment that tells when.
  private(set) var settledByExport = 0

  /// So many changes since the day, and they are read as a whole.
  static let least = 20_000

  /// Nil where little has changed since the day.
  init?(_ database: Database, run: Int64, date: CalendarDate, hasClearings: Bool, least: Int) throws {
    let changes = try database.rows(
      "SELECT COUNT(*) FROM (SELECT 1 FROM document_history WHERE until_run > ? LIMIT ?)", .int(run), .int(least),
      row: { $0.int(0) })[0]
    guard changes == least else { return nil }
    self.database = database
    self.run = run
    self.date = date
    self.hasClearings = hasClearings
    self.least = least
    newest = try DocumentSet.lastDocument(upTo: run, in: database)
    singles = DocumentSet(upTo: try database.lastKey(of: "document"))
    // What the next run learned is mostly of the day; of what later ones did only what came late.
    let next = try DocumentSet.lastDocument(upTo: run + 1, in: database)
    for id in try database.rows(
      "SELECT id FROM document WHERE id > ?1 AND id <= ?2 AND document_date <= ?3 UNION "
        + "SELECT document FROM document_backdated WHERE document > ?1 UNION SELECT document FROM late_sighting UNION "
        + "SELECT document FROM document_told WHERE again = 0 UNION SELECT document FROM document_paid_late",
      .int(newest), .int(next), .int(Int(date.days)), row: { $0.int64(0) })
    {
      singles.insert(id)
    }
  }

  /// Gives the documents of the book the balances of the day, and adds those that are settled since. The book holds what is open today
  /// of the documents up to the newest.
  mutating func fill(
    _ book: inout Book, _ tables: BookTables, _ customers: CustomerRows, _ exports: ExportDays, newestRun: Int64
  ) throws {
    let versions = try FarVersions(database, run: run, newest: newest)
    try stand(versions, in: &book, tables, customers)
    var answers = [PlainTimeline.Answer?](repeating: nil, count: standing.count)
    if hasClearings {
      let days = RunDays(exports, companies: tables.companyIDs, newest: newestRun)
      var money = FarMoney(book, standing, told, days, asOf: date, run: run, newest: newest)
      if standing.count < least {
        for one in standing { singles.insert(one.document) }
        try money.read(database, book, &singles, ofStanding: false)
      } else {
        try money.read(database, book, &singles, ofStanding: true)
        answers = try money.answers(versions, standing, in: book, database, &singles)
      }
      for (row, effect) in money.paidAhead { book.documents.rows[row].balance += effect }
    }
    settledByExport += told.count { $0.basis == .exports && !singles.contains($0.document) }
    for (one, answer) in zip(standing, answers) where !singles.contains(one.document) {
      if let answer {
        book.documents.rows[one.row].balance = answer.balance
      } else if one.isSettled {
        settledByExport += 1
      }
    }
  }

  /// The row of a document that stood on the day; nil where it did not, or has not changed since.
  func row(of document: Int64) -> Int? {
    var at = told.place { $0.document < document }
    if at < told.count, told[at].document == document { return Int(told[at].row) }
    at = standing.place { $0.document < document }
    return at < standing.count && standing[at].document == document ? standing[at].row : nil
  }

  // MARK: What stood

  private mutating func stand(
    _ versions: FarVersions, in book: inout Book, _ tables: BookTables, _ customers: CustomerRows
  ) throws {
    guard let range = versions.range else { return }
    var places = [Int32](repeating: -1, count: Int(range.upperBound - range.lowerBound) + 1)
    for (place, version) in versions.standing.enumerated() {
      places[Int(version.document - range.lowerBound)] = Int32(place)
    }
    told.reserveCapacity(versions.standing.count)
    book.documents.reserve(rows: versions.standing.count, textBytes: versions.standing.count * 100)
    var known = BookPlaces(book)
    let days = try tables.runDays()
    let dates = try ToldDates(database, range, after: run)
    try FarPast.forEachDocument(database, range, places) { row, place in
      try stand(versions.standing[place], row, in: &book, &known, tables, customers, days, dates)
    }
  }

  /// Calls `body` with the row of each document that has a place. Neighbours are read on; over a gap it is looked for.
  private static func forEachDocument(
    _ database: Database, _ range: ClosedRange<Int64>, _ places: [Int32],
    _ body: (_ row: Statement, _ place: Int) throws -> Void
  ) throws {
    let statement = try database.prepare(
      "SELECT \(BookTables.columns), d.since_run FROM document d WHERE d.id >= ?1 ORDER BY d.id")
    defer { statement.reset() }
    func next(_ from: Int) -> Int? {
      var at = from
      while at < places.count, places[at] < 0 { at += 1 }
      return at < places.count ? at : nil
    }
    var wanted = next(0)
    while let first = wanted {
      statement.reset()
      statement.bind(int: range.lowerBound + Int64(first), at: 1)
      repeat {
        guard try statement.step() else { return }
        let at = Int(statement.int64(0) - range.lowerBound)
        guard at < places.count else { return }
        if places[at] >= 0 { try body(statement, Int(places[at])) }
        wanted = next(at + 1)
        if let wanted, wanted > at + gap { break }
      } while wanted != nil
    }
  }

  /// So many documents are rather read over than looked behind.
  private static let gap = 30

  private mutating func stand(
    _ version: FarVersion, _ row: Statement, in book: inout Book, _ known: inout BookPlaces, _ tables: BookTables,
    _ customers: CustomerRows, _ days: [CalendarDate], _ dates: ToldDates
  ) throws {
    let id = version.document
    let at = known.row(of: id, in: book)
    guard !singles.contains(id) else { return }
    // In another currency it is another claim; and what was settled, or void, and is no more may have been paid at any time.
    let isPlain = version.currency == row.currency(8).packed
    guard isPlain, !hasClearings || (version.balance != 0 && !version.isVoid) else {
      singles.insert(id)
      return
    }
    let balance = version.isVoid || row.int(6) > Int(date.days) ? 0 : version.balance
    guard balance != 0 else {
      if let at { book.documents.rows[at].balance = 0 }
      return
    }
    guard let customer = customers.row(row.int64(4)) else { return }
    let place: Int
    if let at {
      place = at
      book.documents.rows[at].balance = balance
      book.documents.rows[at].flags = []
    } else {
      var document = tables.read(row, customers.company(row.int64(1)), customer, into: &book)
      document.balance = balance
      document.flags = []
      place = book.documents.add(document, stateID: id, learnedOn: days[row.int(13)])
    }
    if let basis = dates.basis(of: id, since: row.int(14)) {
      told.append(Told(document: id, row: Int32(place), run: version.run, basis: basis))
      return
    }
    let newest = FarVersion(
      document: id, amount: row.int64(9), balance: row.int64(10), run: Int32(row.int(14)), currency: version.currency,
      isVoid: row.int(11) != 0)
    standing.append(Standing(row: place, version: version, newest: newest))
  }
}

extension ExportDays {
  /// The last run that took an export dated up to a day, the same for all these companies; nil where their runs differ, or where an export
  /// of a later run is older than that of an earlier one.
  func lastRun(upTo date: CalendarDate, companies: some Sequence<Int64>, newest: Int64) -> Int64? {
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
