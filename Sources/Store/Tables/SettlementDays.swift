import Ledger

/// What payments settled, by company, currency and day, without intercompany customers. Where measures are shown every night asks for
/// thirteen months of it, and looking through the settlements of thirteen months takes longer with each of them: so the sums are kept, and each
/// run brings them up to date with what it settles. They can be made anew from the settlements at any time.
public struct SettlementDays {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// Sums are text: times days they may be more than 64 bits hold.
  static let layout = """
    CREATE TABLE settlement_day(
      company INTEGER NOT NULL, currency TEXT NOT NULL, settled_on INTEGER NOT NULL, amount TEXT NOT NULL,
      amount_days_to_pay TEXT NOT NULL, amount_days_late TEXT NOT NULL, PRIMARY KEY(company, currency, settled_on)) STRICT,
      WITHOUT ROWID;
    -- A settled document whose date is corrected: the sums are to be made from the settlements.
    CREATE TRIGGER settlement_redated AFTER UPDATE OF document_date ON document
      WHEN NEW.document_date <> OLD.document_date BEGIN
      DELETE FROM meta WHERE name = 'settlement_day_without' AND EXISTS(SELECT 1 FROM settlement WHERE document = NEW.id);
    END;
    """

  public struct Key: Hashable, Sendable {
    public var company: String
    public var currency: Currency
    public init(company: String, currency: Currency) { (self.company, self.currency) = (company, currency) }
  }

  private struct Place: Hashable {
    var company: Int64
    var currency: Currency
    var on: CalendarDate
  }

  /// Sums from a day on, by company and currency, the days of each in order.
  /// - Parameter customers: keys of the customers that are left out, ascending.
  public func sums(since: CalendarDate, without customers: [Int64]) throws -> [Key: [SettledDay]] {
    let companies = Dictionary(uniqueKeysWithValues: try BookTables.companyIDs(database).map { ($1, $0) })
    let sums = try leftOut.are(customers) ? known(since: since) : ofSettlements(since: since, without: customers)
    var all: [Key: [SettledDay]] = [:]
    for (place, sum) in sums.sorted(by: { SettlementDays.precedes($0.key, $1.key) }) {
      guard let company = companies[place.company] else { continue }
      all[Key(company: company, currency: place.currency), default: []].append(sum)
    }
    return all
  }

  /// Before every day.
  private static let ever = CalendarDate(days: .min)

  private static func precedes(_ a: Place, _ b: Place) -> Bool {
    (a.company, a.currency, a.on) < (b.company, b.currency, b.on)
  }

  private static let mark = "settlement_day_without"

  private var leftOut: LeftOutCustomers { LeftOutCustomers(database, mark: SettlementDays.mark) }

  private func known(since: CalendarDate) throws -> [Place: SettledDay] {
    var sums: [Place: SettledDay] = [:]
    let statement = try database.prepare(
      "SELECT company, currency, settled_on, amount, amount_days_to_pay, amount_days_late FROM settlement_day "
        + "WHERE settled_on >= ?")
    defer { statement.reset() }
    statement.bind(int: Int(since.days), at: 1)
    while try statement.step() {
      let place = Place(
        company: statement.int64(0), currency: statement.currency(1),
        on: CalendarDate(days: Int32(statement.int(2))))
      sums[place] = SettledDay(
        on: place.on, amount: Int128(statement.text(3)) ?? 0, amountDaysToPay: Int128(statement.text(4)) ?? 0,
        amountDaysLate: Int128(statement.text(5)) ?? 0)
    }
    return sums
  }

  private func ofSettlements(since: CalendarDate, without customers: [Int64]) throws -> [Place: SettledDay] {
    let leftOut = Set(customers)
    var sums: [Place: SettledDay] = [:]
    let statement = try database.prepare(
      "SELECT s.customer, d.company, s.currency, s.settled_on, d.document_date, s.due_date, s.amount FROM settlement s "
        + "JOIN document d ON d.id = s.document WHERE s.settled_on >= ?")
    defer { statement.reset() }
    statement.bind(int: Int(since.days), at: 1)
    func day(_ column: Int) -> CalendarDate { CalendarDate(days: Int32(statement.int(column))) }
    while try statement.step() {
      guard leftOut.isEmpty || !leftOut.contains(statement.int64(0)) else { continue }
      let place = Place(company: statement.int64(1), currency: statement.currency(2), on: day(3))
      sums[place, default: SettledDay(on: place.on)].add(
        SettledDay(on: place.on, documentDate: day(4), due: day(5), amount: statement.int64(6)))
    }
    return sums
  }
}

// MARK: While a run is stored

extension SettlementDays {
  /// Adds a document that stands among the settlements, or takes it away before it goes from there. What is not kept stays so.
  func add(_ document: Int64, sign: Int128) throws {
    let rows = try database.rows(
      "SELECT d.company, s.currency, s.settled_on, d.document_date, s.due_date, s.amount FROM meta m, settlement s "
        + "JOIN document d ON d.id = s.document WHERE m.name = '\(SettlementDays.mark)' AND s.document = ? "
        + "AND s.customer NOT IN (SELECT value FROM json_each(m.value))", .int(document)
    ) { row -> (Place, SettledDay) in
      func day(_ column: Int) -> CalendarDate { CalendarDate(days: Int32(row.int(column))) }
      return (
        Place(company: row.int64(0), currency: row.currency(1), on: day(2)),
        SettledDay(on: day(2), documentDate: day(3), due: day(4), amount: row.int64(5))
      )
    }
    for (place, one) in rows {
      var sum = try known(place) ?? SettledDay(on: place.on)
      sum.add(one, sign: sign)
      try store(sum, place)
    }
  }

  private func known(_ place: Place) throws -> SettledDay? {
    try database.rows(
      "SELECT amount, amount_days_to_pay, amount_days_late FROM settlement_day WHERE company = ? AND currency = ? AND settled_on = ?",
      .int(place.company), .text(place.currency.code), .int(Int(place.on.days))
    ) {
      SettledDay(
        on: place.on, amount: Int128($0.text(0)) ?? 0, amountDaysToPay: Int128($0.text(1)) ?? 0,
        amountDaysLate: Int128($0.text(2)) ?? 0)
    }.first
  }

  private func store(_ sum: SettledDay, _ place: Place) throws {
    try database.run(
      "INSERT OR REPLACE INTO settlement_day VALUES(?, ?, ?, ?, ?, ?)", .int(place.company),
      .text(place.currency.code), .int(Int(place.on.days)), .text(String(sum.amount)),
      .text(String(sum.amountDaysToPay)), .text(String(sum.amountDaysLate)))
  }

  /// The end of what a run stores of settlements: makes from all of them what is asked for and not kept.
  /// - Parameters:
  ///   - asked: measures are shown on some nights.
  ///   - customers: keys of those that are left out, ascending.
  public func keep(asked: Bool, without customers: @autoclosure () -> [Int64]) throws {
    guard asked else { return try leftOut.kept() == nil ? () : forget() }
    let customers = customers()
    guard try !leftOut.are(customers) else { return }
    try forget()
    for (place, sum) in try ofSettlements(since: SettlementDays.ever, without: customers).sorted(by: {
      SettlementDays.precedes($0.key, $1.key)
    }) {
      try store(sum, place)
    }
    try leftOut.keep(customers)
  }

  /// Forgets them: the next run makes them.
  func forget() throws {
    try database.run("DELETE FROM settlement_day")
    try leftOut.keep(nil)
  }

  /// Where the sums that are kept are not those of the settlements, in words.
  public func problems() throws -> [String] {
    guard let without = try leftOut.kept() else { return [] }
    let customers = try database.rows("SELECT value FROM json_each(?)", .text(without), row: { $0.int64(0) })
    var differences = try known(since: SettlementDays.ever)
    for (place, sum) in try ofSettlements(since: SettlementDays.ever, without: customers) {
      differences[place, default: SettledDay(on: place.on)].add(sum, sign: -1)
    }
    let differing = differences.count { $1 != SettledDay(on: $0.on) }
    return differing == 0
      ? [] : ["what was settled by day is not what the settled documents say (\(differing) days)"]
  }
}
