import Ledger

/// Periods that people have closed: the position of a day, frozen as one run knew it.
public struct ClosingTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  public struct Closing: Equatable, Sendable {
    /// `2026-10`.
    public var period: String
    public var lastDay: CalendarDate
    /// Key of the run up to which facts counted.
    public var run: Int64
    public var by: String
    public init(period: String, lastDay: CalendarDate, run: Int64, by: String) {
      self.period = period
      self.lastDay = lastDay
      self.run = run
      self.by = by
    }
  }

  /// What was open of a company and currency, in minor units.
  public struct Balance: Equatable, Sendable {
    public var company: String
    public var currency: Currency
    public var balance: Int64
    public var items: Int
    public init(company: String, currency: Currency, balance: Int64, items: Int) {
      self.company = company
      self.currency = currency
      self.balance = balance
      self.items = items
    }
  }

  /// All of them, oldest period first.
  public func all() throws -> [Closing] {
    try database.rows("SELECT period, last_day, run, closed_by FROM closing ORDER BY last_day, id") {
      Closing(
        period: $0.text(0), lastDay: CalendarDate(days: Int32($0.int(1))), run: $0.int64(2), by: $0.text(3))
    }
  }

  /// Last day of the newest closed period; nil where none was closed.
  public func newestDay() throws -> CalendarDate? {
    try database.rows("SELECT MAX(last_day) FROM closing", row: { $0.optionalInt(0) }).first.flatMap(\.self).map {
      CalendarDate(days: Int32($0))
    }
  }

  public func insert(_ closing: Closing, balances: [Balance]) throws {
    try database.run(
      "INSERT INTO closing(period, last_day, run, closed_by) VALUES(?, ?, ?, ?)", .text(closing.period),
      .int(Int(closing.lastDay.days)), .int(closing.run), .text(closing.by))
    for balance in balances {
      try database.run(
        "INSERT INTO closing_balance SELECT id, ?, ?, ?, ? FROM closing WHERE period = ?", .text(balance.company),
        .text(balance.currency.code), .int(balance.balance), .int(balance.items), .text(closing.period))
    }
  }

  public func balances(of period: String) throws -> [Balance] {
    try database.rows(
      "SELECT b.company, b.currency, b.balance, b.items FROM closing_balance b JOIN closing c ON c.id = b.closing "
        + "WHERE c.period = ? ORDER BY 1, 2", .text(period)
    ) {
      Balance(
        company: $0.text(0), currency: Currency($0.text(1)) ?? Currency(trusted: 0), balance: $0.int64(2),
        items: $0.int(3))
    }
  }
}
