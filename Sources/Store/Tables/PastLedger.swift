import Ledger

/// The open position of any past day, from the versions of documents and from what payments explain of their changes. Reads today's
/// position and the documents that have changed since the day, and nothing of those that have not.
public struct PastLedger {
  let database: Database
  /// The newest run whose knowledge is used.
  public let knownRun: Int64
  var tables: BookTables
  let exports: ExportDays
  /// As-of dates of runs by their keys.
  private let runDays: [CalendarDate]
  private let newestRun: Int64
  /// False where no payment and no application was ever stored: then no document is looked up in vain.
  let hasClearings: Bool
  private let hasMatches: Bool
  /// Ids of companies by their keys in the state.
  let companies: [Int64: String]
  /// So many changes since a day make it one long past.
  var farAfter = FarPast.least
  let news: NightsNews?
  /// What documents ask for one after the other, kept once it was read.
  private let quiet = QuietDays()

  /// - Parameters:
  ///   - knownOn: use only what runs up to that day had learned; nil: everything.
  ///   - run: use only what runs up to this one had learned; nil: all of the day's.
  ///   - news: what tonight adds to all that is known; only documents that are asked for by their keys are told with it.
  public init(_ database: Database, knownOn: CalendarDate?, run: Int64? = nil, with news: NightsNews? = nil) throws {
    self.database = database
    self.news = news
    tables = BookTables(database)
    runDays = try tables.runDays()
    newestRun = try database.rows("SELECT COALESCE(MAX(id), 0) FROM run WHERE state <> 'open'") { $0.int64(0) }[0]
    exports = try ExportDays(database, runDays)
    hasClearings =
      try news?.hasMoney == true
      || database.rows("SELECT EXISTS(SELECT 1 FROM payment) OR EXISTS(SELECT 1 FROM application)") { $0.int(0) }[0]
        != 0
    hasMatches = try news?.matches.isEmpty == false || CashTables(database).hasMatches()
    var companies = Dictionary(uniqueKeysWithValues: try BookTables.companyIDs(database).map { ($1, $0) })
    // A company of which tonight tells for the first time has no key yet.
    let isKnown = Set(companies.values)
    for (place, company) in (news?.companies ?? []).subtracting(isKnown).sorted(by: ByteOrder.precedes).enumerated() {
      companies[-1 - Int64(place)] = company
    }
    self.companies = companies
    if let knownOn {
      knownRun = min(newestRun, PastLedger.lastRun(upTo: knownOn, runDays))
    } else {
      knownRun = min(newestRun, run ?? newestRun)
    }
  }

  private static func lastRun(upTo date: CalendarDate, _ days: [CalendarDate]) -> Int64 {
    Int64(days.indices.dropFirst().last { days[$0] <= date } ?? 0)
  }

  // MARK: The position

  /// What was open at the end of a day.
  public struct Position {
    /// Rows with a balance of that day, and all customers.
    public var book: Book
    /// Items that were settled after the day as far as we know: no payment tells when, so the export's own date counts.
    public var settledByExport = 0
  }

  /// Everything open at the end of a day, with all customers. Documents dated later are not there yet; fields other than the balance are
  /// as known now (or then).
  /// - Parameter isAsPrinted: as the newest run that is known printed it: balances of the exports, whatever documents and payments are dated.
  public mutating func position(
    companies names: [String], asOf date: CalendarDate, isAsPrinted: Bool = false
  ) throws -> Position {
    try database.reading {
      var far = isAsPrinted ? nil : try farPast(date)
      var book = try tables.load(companies: names, upTo: far?.newest ?? .max)
      let customers = try tables.customerRows(of: book)
      if knownRun < newestRun { try tables.takeCustomers(asKnownTo: knownRun, &book, customers) }
      let loaded = book.documents.rows.count
      var kind: ClearingTables.KindOfOpen = { _, _ in nil }
      let candidates: DocumentSet
      if var filled = far {
        try filled.fill(&book, tables, customers, exports, newestRun: newestRun)
        candidates = filled.singles
        far = filled
      } else {
        if hasClearings { book.documents.indexRows() }
        candidates = try self.candidates(after: date, book)
        kind = openDocuments(book)
      }
      var settledByExport = far?.settledByExport ?? 0
      var places = BookPlaces(upTo: loaded)
      try candidates.forEach { id in
        let known = places.row(of: id, in: book) ?? far?.row(of: id)
        guard let past = try versions.document(id) else {
          if let known { book.documents.rows[known].balance = 0 }
          return
        }
        let steps = isAsPrinted ? nil : try steps(of: past, kind)
        let balance =
          isAsPrinted
          ? past.past.sightings.last?.balance ?? 0
          : steps.map { BalanceTimeline.balance($0, asOf: date) } ?? BalanceTimeline.balance(past.past, asOf: date)
        if balance != 0, !isAsPrinted, PastLedger.isSettledByExport(past.past, steps, after: date) {
          settledByExport += 1
        }
        if let known {
          book.documents.rows[known] = past.row(balance: balance, in: &book, customers)
        } else if balance != 0 {
          let row = past.row(balance: balance, in: &book, customers)
          book.documents.add(row, stateID: past.id, learnedOn: runDays[Int(past.firstRun)])
        }
      }
      for row in book.documents.rows.indices where !isAsPrinted && book.documents.rows[row].documentDate > date {
        book.documents.rows[row].balance = 0
      }
      return Position(book: book, settledByExport: settledByExport)
    }
  }

  /// A day since which much has changed; nil for a near one, and where the question is what was known then.
  private func farPast(_ date: CalendarDate) throws -> FarPast? {
    guard knownRun == newestRun,
      let run = exports.lastRun(upTo: date, companies: companies.keys, newest: newestRun)
    else { return nil }
    return try FarPast(database, run: run, date: date, hasClearings: hasClearings, least: farAfter)
  }

  private static func isSettledByExport(_ past: SightedDocument, _ steps: [BalanceStep]?, after date: CalendarDate)
    -> Bool
  {
    guard let last = past.sightings.last, last.balance == 0, !last.isVoid else { return false }
    guard let steps else { return last.on > date }
    return steps.contains { $0.basis == .export && $0.date > date && $0.cause != .writeOff && !$0.isRaise }
  }

  /// Documents by their keys, each with the steps of its balance; what was not known yet is left out.
  public func documents(_ ids: [Int64]) throws -> [(past: PastDocument, steps: [BalanceStep])] {
    let sql =
      "SELECT d.kind FROM document d JOIN company c ON c.id = d.company WHERE c.company = ? AND d.document_id = ? LIMIT 1"
    let kind: ClearingTables.KindOfOpen = { company, id in
      try news?.kind(company, id)
        ?? database.rows(sql, .text(company), .text(id), row: { DocumentKind(rawValue: UInt8($0.int(0))) ?? .invoice })
        .first
    }
    return try database.reading {
      try ids.compactMap { id in
        guard let past = try versions.document(id) else { return nil }
        return (
          past,
          try steps(of: past, kind) ?? BalanceTimeline.steps(past.past)
        )
      }
    }
  }

  /// Date of the first export of each company: what was closed before it nobody here has seen.
  public var firstExports: [String: CalendarDate] {
    var first: [String: CalendarDate] = [:]
    for (key, company) in companies { first[company] = exports.first(of: key, upTo: knownRun) }
    return first
  }

  /// Date of the newest export of a company; nil where none was known. One that was dropped again unchanged tells that it still stands, and a delta
  /// without a row that nothing of its feed's companies has changed.
  public func dataAsOf(_ company: String) throws -> CalendarDate? {
    guard let key = companies.first(where: { $0.value == company })?.key else { return nil }
    return try ([exports.newest(of: key, upTo: knownRun).orNil].compactMap(\.self) + standStill(key)).max()
  }

  /// Dates of exports of a company, by its key, that told that nothing has changed: dropped again, or deltas without a row.
  private func standStill(_ company: Int64) throws -> [CalendarDate] {
    if let known = quiet.byCompany[company] { return known }
    let found = try readStandStill(company)
    quiet.byCompany[company] = found
    return found
  }

  private func readStandStill(_ company: Int64) throws -> [CalendarDate] {
    let again = try database.rows(
      "SELECT COALESCE(a.file_date, r.as_of) FROM arrival a JOIN run r ON r.id = a.run WHERE a.state = 'duplicate' AND a.run <= ?1 "
        + "AND EXISTS(SELECT 1 FROM arrival o JOIN snapshot s ON s.arrival = o.id WHERE o.file = a.file "
        + "AND o.state = 'accepted' AND (o.run < a.run OR o.run = a.run AND a.row_count > 0) AND s.company = ?2)",
      .int(knownRun), .int(company)
    ) { CalendarDate(days: Int32($0.int(0))) }
    return try again
      + database.rows(
        "SELECT COALESCE(a.file_date, r.as_of) FROM delta_export d JOIN arrival e ON e.id = d.arrival "
          + "JOIN arrival a ON a.file = e.file AND a.feed = e.feed JOIN run r ON r.id = a.run "
          + "WHERE a.state IN ('accepted', 'duplicate') AND a.run <= ?1 "
          + "AND NOT EXISTS(SELECT 1 FROM snapshot WHERE arrival = e.id) AND EXISTS(SELECT 1 FROM arrival o "
          + "JOIN snapshot s ON s.arrival = o.id WHERE o.feed = a.feed AND o.run < a.run AND s.company = ?2)",
        .int(knownRun), .int(company)
      ) { CalendarDate(days: Int32($0.int(0))) }
  }

  /// Names of runs by their keys.
  public func runNames() throws -> [Int64: String] {
    Dictionary(uniqueKeysWithValues: try database.rows("SELECT id, run FROM run", row: { ($0.int64(0), $0.text(1)) }))
  }

  /// Calls `body` with every document whose balance changed after the end of a day, and its steps, all of them.
  public mutating func forEachChanged(
    since date: CalendarDate, in book: Book, _ body: (_ past: PastDocument, _ steps: [BalanceStep]) throws -> Void
  ) throws {
    try database.reading {
      var candidates = try candidates(after: date, book)
      for (row, id) in zip(book.documents.rows, book.documents.stateIDs) where row.documentDate > date {
        candidates.insert(id)
      }
      // A book of a day long past lacks what is open today.
      var today = book
      if try CashTables(database).hasApplications() {
        today = try tables.load(companies: book.companies)
        today.documents.indexRows()
      }
      let kind = openDocuments(today)
      try candidates.forEach { id in
        guard let past = try versions.document(id) else { return }
        try body(
          past,
          try steps(of: past, kind) ?? BalanceTimeline.steps(past.past))
      }
    }
  }

  /// The same for a night that has no book of the state at hand: documents that later runs learned or changed, and tonight's news, with the ids
  /// of their companies and customers.
  public func forEachMoved(
    since date: CalendarDate,
    _ body: (_ past: PastDocument, _ company: String, _ customer: String, _ steps: [BalanceStep]) throws -> Void
  ) throws {
    let ids = try moved(after: PastLedger.lastRun(upTo: date, runDays), returned: date)
    for (past, steps) in try documents(ids) {
      // The amount of a document of these days may have been corrected since.
      guard steps.contains(where: { $0.date > date && ($0.basis != .document || $0.change != past.amount) }),
        let company = companies[past.company], let name = try owner(of: past)
      else { continue }
      try body(past, company, name, steps)
    }
  }

  // MARK: Which documents

  /// Documents that runs after the day learned or changed, or that a payment dated after it bears on.
  private func candidates(after date: CalendarDate, _ book: Book) throws -> DocumentSet {
    let run = min(PastLedger.lastRun(upTo: date, runDays), knownRun)
    var set = try DocumentSet(changedAfter: run, in: database)
    if hasClearings { try addCleared(after: date, book, to: &set) }
    return set
  }

  /// Documents that money dated after a day bears on.
  static let cleared =
    "SELECT company, document_id AS id FROM application WHERE applied_on > ?1 UNION ALL SELECT a.company, a.document_id "
    + "FROM payment p JOIN application a ON a.company = p.company AND a.payment_id = p.payment_id "
    + "WHERE p.payment_date > ?1 AND a.applied_on IS NULL UNION ALL "
    + "SELECT company, payment_id FROM application WHERE applied_on > ?1 UNION ALL "
    + "SELECT company, reference FROM payment WHERE payment_date > ?1 AND reference IS NOT NULL UNION ALL "
    + "SELECT p.company, d.document_id FROM payment p JOIN cash_match m ON m.payment = p.id "
    + "JOIN document d ON d.id = m.document WHERE p.payment_date > ?1"

  /// The same by what was corrected since: it may have been dated after the day then.
  private static let clearedBefore =
    " UNION ALL SELECT company, document_id FROM application_history WHERE applied_on > ?1 "
    + "UNION ALL SELECT company, payment_id FROM application_history WHERE applied_on > ?1 UNION ALL "
    + "SELECT a.company, a.document_id FROM payment_history v JOIN application a ON a.company = v.company "
    + "AND a.payment_id = v.payment_id WHERE v.payment_date > ?1 UNION ALL "
    + "SELECT company, reference FROM payment_history WHERE payment_date > ?1 AND reference IS NOT NULL UNION ALL "
    + "SELECT p.company, d.document_id FROM payment_history v CROSS JOIN payment p ON p.company = v.company "
    + "AND p.payment_id = v.payment_id CROSS JOIN cash_match m ON m.payment = p.id "
    + "CROSS JOIN document d ON d.id = m.document WHERE v.payment_date > ?1 UNION ALL "
    + "SELECT p.company, d.document_id FROM cash_match_history m CROSS JOIN payment p ON p.id = m.payment "
    + "CROSS JOIN document d ON d.id = m.document"

  private func addCleared(after date: CalendarDate, _ book: Book, to set: inout DocumentSet) throws {
    let cleared = PastLedger.cleared + (knownRun < newestRun ? PastLedger.clearedBefore : "")
    let names = try database.prepare(cleared)
    defer { names.reset() }
    names.bind(int: Int(date.days), at: 1)
    var company = CompanyNames(book.companies)
    while try names.step() {
      guard let index = company.index(names.bytes(0)),
        let row = book.documents.find(company: index, key: names.bytes(1))
      else { continue }
      set.insert(book.documents.stateIDs[row])
    }
    try addClearedAway(after: date, to: &set, cleared)
  }

  /// Those of them that no book has by their ids: settled ones, and instalments.
  func addClearedAway(
    after date: CalendarDate, to set: inout DocumentSet, _ cleared: String = PastLedger.cleared
  ) throws {
    for which in ["d.balance = 0", "d.instalment <> ''"] {
      let others = try database.prepare(
        "SELECT d.id FROM (\(cleared)) n CROSS JOIN company c ON c.company = n.company "
          + "CROSS JOIN document d ON d.company = c.id AND d.document_id = n.id WHERE \(which)")
      defer { others.reset() }
      others.bind(int: Int(date.days), at: 1)
      while try others.step() { set.insert(others.int64(0)) }
    }
  }

  // MARK: Their past

  var versions: DocumentVersions {
    DocumentVersions(database: database, knownRun: knownRun, exports: exports, news: news, companies: companies)
  }

  /// The kind of a document that is open today; one that is used up is found in the state.
  private func openDocuments(_ book: Book) -> ClearingTables.KindOfOpen {
    { company, id in
      book.documentRow(company, id).map { book.documents.rows[$0].kind }
    }
  }

  /// The steps of a document's balance; nil where no payment bears on it.
  private func steps(
    of past: PastDocument, _ kindOfOpen: ClearingTables.KindOfOpen
  ) throws -> [BalanceStep]? {
    guard hasClearings, let company = companies[past.company] else { return nil }
    let clearings = ClearingTables(
      database, knownRun: knownRun, newestRun: newestRun, hasMatches: hasMatches, news: news)
    let group = past.instalment.isEmpty ? [past] : try versions.instalments(of: past)
    let found = try clearings.of(past, among: group.map(\.id), company: company, kindOfOpen)
    guard !found.isEmpty else { return nil }
    let until = max(exports.newest(of: past.company, upTo: knownRun), news?.exported[company] ?? .missing)
    let steps = try BalanceTimeline.steps(group.map(\.past), clearings: found, exportedUntil: until) { period in
      try exports.has(period, of: past.company, upTo: knownRun) || news?.exported[company].map(period.contains) ?? false
        || news?.hasLate(period, of: company) == true || standStill(past.company).contains(where: period.contains)
    }
    return group.firstIndex { $0.id == past.id }.map { steps[$0] }
  }
}

/// Dates of exports that told that nothing has changed, by company.
private final class QuietDays {
  var byCompany: [Int64: [CalendarDate]] = [:]
}
