import Ledger

/// All money of all days that names documents of a position long past: each payment is read once, in the order of the index, and most are told
/// by their hashes to be of other documents.
struct FarMoney {
  /// A document that money names.
  private struct Named {
    /// Place among those that have changed since the day; -1 for one that has not.
    var standing: Int32
    var row: Int32
    /// Looked at as a whole: not only payments by their references bear on it.
    var isWhole = false
  }

  private let names: RowsByID
  private let date: CalendarDate
  private let run: Int64
  private let newest: Int64
  private let companies: [String]
  private let days: RunDays
  private let told: [FarPast.Told]
  /// By row of the book; those of `named`, -1 for none.
  private var places: [Int32]
  /// By row of the book: place among documents that have changed since the day, -1 for one that has not; those of `told` from -2 down.
  private let standing: [Int32]
  /// What has been paid up to the day of documents of `told`, and an export of a later day shows: by row of the book, in minor units.
  private(set) var paidAhead: [Int: Int64] = [:]
  private var named: [Named] = []
  /// What payments do to documents of `named`.
  private var entries: [(group: Int, value: PlainTimeline.Money)] = []
  private var hasApplications = false

  /// - Parameters:
  ///   - standing: documents that have changed since the day, and are looked at with their money.
  ///   - told: those of which it was told what they changed by.
  ///   - run: the last one whose export is of the day or earlier.
  ///   - newest: the newest document that it had learned.
  init(
    _ book: Book, _ standing: [FarPast.Standing], _ told: [FarPast.Told], _ days: RunDays, asOf date: CalendarDate,
    run: Int64, newest: Int64
  ) {
    names = RowsByID(book)
    self.date = date
    self.run = run
    self.newest = newest
    companies = book.companies
    places = [Int32](repeating: -1, count: book.documents.rows.count)
    var changed = places
    for (place, one) in standing.enumerated() { changed[one.row] = Int32(place) }
    for (place, one) in told.enumerated() { changed[Int(one.row)] = -2 - Int32(place) }
    self.told = told
    self.days = days
    self.standing = changed
  }

  // MARK: Reading

  /// Reads all money. Documents that have not changed since the day, and on which money of a later day bears, are added to `singles`.
  /// - Parameter ofStanding: whether `answers` is asked for; else only payments that say something of other documents are read.
  mutating func read(
    _ database: Database, _ book: Book, _ singles: inout DocumentSet, ofStanding: Bool
  ) throws {
    let ahead = try readPayments(database, book, ofStanding ? "" : FarMoney.ofOthers)
    try readApplications(database, book, &singles)
    try readMatches(database, book, &singles)
    let lookup = ClosedByID(database)
    for payment in ahead { try lookup.insert(payment: payment, into: &singles) }
    for one in named where one.standing < 0 && one.isWhole { singles.insert(book.documents.stateIDs[Int(one.row)]) }
  }

  /// Payments by their references; gives the keys of those that are dated after the day and were known by its export.
  private mutating func readPayments(_ database: Database, _ book: Book, _ which: String) throws -> [Int64] {
    var ahead: [Int64] = []
    let names = names
    let statement = try database.prepare(
      "SELECT payment_date, run, company, reference, currency, amount, id FROM payment INDEXED BY payment_day "
        + "WHERE payment_date >= \(Int32.min) \(which)")
    defer { statement.reset() }
    if !which.isEmpty {
      statement.bind(int: Int(date.days), at: 1)
      statement.bind(int: run, at: 2)
    }
    var company = CompanyNames(companies)
    while try statement.step() {
      let on = CalendarDate(days: Int32(statement.int(0)))
      let isAhead = on > date && statement.int64(1) <= run
      if isAhead { ahead.append(statement.int64(6)) }
      let reference = statement.bytes(3)
      guard !reference.isEmpty, let index = company.index(statement.bytes(2)) else { continue }
      names.forEach(index, reference, book) { row in
        guard statement.currency(4) == book.documents.rows[row].currency else { return }
        let effect = -statement.int64(5)
        guard standing[row] > -2 else { return addAhead(effect, on, row, book) }
        let place = place(of: row, book)
        if place.isUnchanged, effect > 0 || isAhead { named[place.at].isWhole = true }
        entries.append(
          (
            place.at,
            PlainTimeline.Money(payment: statement.int64(6), date: on, effect: effect, isAhead: isAhead)
          ))
      }
    }
    return ahead
  }

  /// Payments that bear on documents which have not changed since the day, or that exports showed only after it.
  private static let ofOthers =
    "AND (amount < 0 OR payment_date > ?1 AND run <= ?2 "
    + "OR payment_date BETWEEN ?1 - \(PlainTimeline.longestLag) AND ?1)"

  /// A payment for a document of `told`: where it is of the day or before, and what stood that day does not show it, it is to be added.
  private mutating func addAhead(_ effect: Int64, _ on: CalendarDate, _ row: Int, _ book: Book) {
    let one = told[Int(-2 - standing[row])]
    guard one.basis == .payments, on <= date, days.of(book.documents.rows[row].company, run: one.run) < on else {
      return
    }
    paidAhead[row, default: 0] += effect
  }

  private mutating func readApplications(_ database: Database, _ book: Book, _ singles: inout DocumentSet) throws {
    let (lookup, names) = (ClosedByID(database), names)
    let statement = try database.prepare("SELECT company, document_id, payment_id, applied_on, run FROM application")
    defer { statement.reset() }
    var company = CompanyNames(companies)
    while try statement.step() {
      hasApplications = true
      guard let index = company.index(statement.bytes(0)) else { continue }
      for column in 1...2 {
        names.forEach(index, statement.bytes(column), book) { named[place(of: $0, book).at].isWhole = true }
      }
      if let on = statement.optionalInt(3), on > Int(date.days), statement.int64(4) <= run {
        for column in 1...2 {
          try lookup.insert(company: statement.text(0), document: statement.text(column), into: &singles)
        }
      }
    }
  }

  /// Matches of cash application. One that a payment made by naming the document says nothing new, where it deducted nothing.
  private mutating func readMatches(_ database: Database, _ book: Book, _ singles: inout DocumentSet) throws {
    var rows: [Int64: Int]?
    let lookup = ClosedByID(database)
    let statement = try database.prepare(
      "SELECT document, payment, deducted, run FROM cash_match WHERE posted <> 0 AND rule <> 'erp-application'")
    defer { statement.reset() }
    var matched: [(named: Int, payment: Int64)] = []
    while try statement.step() {
      if rows == nil {
        rows = [:]
        rows?.reserveCapacity(places.count)
        for (row, id) in book.documents.stateIDs.enumerated() { rows?[id] = row }
        // The instalments of a document share its money.
        for row in names.withInstalments { named[place(of: row, book).at].isWhole = true }
      }
      let document = statement.int64(0)
      if let row = rows?[document] {
        guard standing[row] > -2 else { continue }
        let place = place(of: row, book)
        if statement.int64(2) != 0 || place.isUnchanged {
          named[place.at].isWhole = true
        } else {
          matched.append((place.at, statement.int64(1)))
        }
        if names.hasInstalments(row, book) { try lookup.insert(instalmentsOf: document, into: &singles) }
      } else if document <= newest, statement.int64(3) > run {
        singles.insert(document)
        try lookup.insert(instalmentsOf: document, into: &singles)
      }
    }
    let known = Set(matched.isEmpty ? [] : entries.map { Pair(named: $0.group, payment: $0.value.payment) })
    for one in matched where !known.contains(Pair(named: one.named, payment: one.payment)) {
      named[one.named].isWhole = true
    }
  }

  private struct Pair: Hashable {
    var named: Int
    var payment: Int64
  }

  private mutating func place(of row: Int, _ book: Book) -> (at: Int, isUnchanged: Bool) {
    if places[row] < 0 {
      places[row] = Int32(named.count)
      named.append(Named(standing: standing[row], row: Int32(row), isWhole: names.hasInstalments(row, book)))
    }
    let at = Int(places[row])
    return (at, named[at].standing == -1)
  }

  // MARK: What it comes to

  /// What money makes of the documents that it names, by their places among those that have changed since the day; nil where none names
  /// them. Those that have to be looked at as a whole are added to `singles`.
  func answers(
    _ versions: FarVersions, _ standing: [FarPast.Standing], in book: Book, _ database: Database,
    _ singles: inout DocumentSet
  ) throws -> [PlainTimeline.Answer?] {
    var answers = [PlainTimeline.Answer?](repeating: nil, count: standing.count)
    let asked = named.indices.filter { named[$0].standing >= 0 }
    let shown = try FarShown(asked.map { standing[Int(named[$0].standing)] }, versions, days, in: book)
    let money = Grouped(entries, groups: named.count)
    for (place, at) in asked.enumerated() {
      let one = standing[Int(named[at].standing)]
      let entries = money[at]
      guard !named[at].isWhole, let opening = shown.openings[place],
        try !hasApplications || entries.allSatisfy({ try !isApplied($0.payment, database) }),
        let answer = PlainTimeline.answer(
          opening: opening, shown.shown[place], entries, asOf: date, isOpen: !one.isSettled),
        !(one.isSettled && answer.isMovedByExport)
      else {
        singles.insert(one.document)
        continue
      }
      answers[Int(named[at].standing)] = answer
    }
    return answers
  }

  /// Whether the ERP says what a payment was applied to: then its reference says nothing.
  private func isApplied(_ payment: Int64, _ database: Database) throws -> Bool {
    try !database.rows(
      "SELECT 1 FROM payment p JOIN application a ON a.company = p.company AND a.payment_id = p.payment_id WHERE p.id = ? "
        + "LIMIT 1", .int(payment), row: { _ in true }
    ).isEmpty
  }
}
