import Ledger

/// Receivables per company and currency at the end of each run.
public struct PositionTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// What a run told beside what was open, for months that are over; `left_out` lists keys of customers.
  static let figures = """
    CREATE TABLE position_figures(
      run INTEGER NOT NULL, company TEXT NOT NULL, currency TEXT NOT NULL, sold INTEGER NOT NULL, left_out TEXT NOT NULL,
      sales_of_month INTEGER NOT NULL, dso INTEGER, countback INTEGER, exhausted INTEGER NOT NULL, best_possible INTEGER,
      rolled_not_due INTEGER, rolled_d1_30 INTEGER, rolled_d31_60 INTEGER, rolled_d61_90 INTEGER, rolled_d91_120 INTEGER,
      PRIMARY KEY(run, company, currency)) STRICT, WITHOUT ROWID;
    """

  public struct Position: Sendable {
    public var company: String
    public var currency: Currency
    public var receivables: Int64
    public var notPastDue: Int64
    public var documents: Int
    /// What is owed by age: not due, 1-30, 31-60, 61-90, 91-120, more than 120 days past due. Nil where it was not measured.
    public var ages: [Int64]?
    /// Of what stood in each age but the last at the end of the month before, what has moved on: it is still open, and past due. Nil where it was not measured,
    /// or no run of that month knows it.
    public var rolled: [Int64]?
    /// Nil: an older program made the run.
    public var figures: PositionFigures?
    public init(company: String, currency: Currency, receivables: Int64, notPastDue: Int64, documents: Int) {
      self.company = company
      self.currency = currency
      self.receivables = receivables
      self.notPastDue = notPastDue
      self.documents = documents
    }
  }

  public func insert(_ position: Position, run: Int64) throws {
    try database.run(
      "INSERT INTO position VALUES(?, ?, ?, ?, ?, ?)", .int(run), .text(position.company),
      .text(position.currency.code),
      .int(position.receivables), .int(position.notPastDue), .int(position.documents))
    if let figures = position.figures { try insert(figures, position, run: run) }
    guard let ages = position.ages, ages.count == 6 else { return }
    try database.run(
      "INSERT INTO position_age VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", .int(run), .text(position.company),
      .text(position.currency.code), .int(ages[0]), .int(ages[1]), .int(ages[2]), .int(ages[3]), .int(ages[4]),
      .int(ages[5]))
  }

  private func insert(_ figures: PositionFigures, _ position: Position, run: Int64) throws {
    let rolled = position.rolled.flatMap { $0.count == 5 ? $0 : nil }
    try database.run(
      "INSERT INTO position_figures VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      .int(run), .text(position.company), .text(position.currency.code), .int(figures.sold), .text(figures.leftOut),
      .int(figures.salesOfMonth), .optional(figures.dsoSimple), .optional(figures.dsoCountback),
      .int(figures.countbackExhausted ? 1 : 0), .optional(figures.dsoBestPossible), .optional(rolled?[0]),
      .optional(rolled?[1]), .optional(rolled?[2]), .optional(rolled?[3]), .optional(rolled?[4]))
  }

  /// As-of date of the last run of a month that stands; nil where the month had none.
  public func lastRun(ofMonth date: CalendarDate) throws -> CalendarDate? {
    try database.rows(
      "SELECT as_of FROM run r WHERE as_of <= ? AND as_of >= ? AND \(PositionTables.stands) ORDER BY id DESC LIMIT 1",
      .int(Int(date.days)), .int(Int(date.firstOfMonth.days)), row: { CalendarDate(days: Int32($0.int(0))) }
    ).first
  }

  /// Runs that count: none that is being made, or was taken back with a wrong export.
  private static let stands = "state <> 'open' AND \(RunTables.stands)"

  /// Positions at the end of the last run of a month up to `date`, its last day or the day of a run; empty when the month had none that stands.
  public func positions(endOfMonth date: CalendarDate) throws -> [Position] {
    try lastRun(ofMonth: date).map { try positions(onOrBefore: $0) } ?? []
  }

  /// Positions at the end of the last run that stands and whose as-of date is on or before `date`; empty when there is none.
  public func positions(onOrBefore date: CalendarDate) throws -> [Position] {
    try database.rows(
      "SELECT p.company, p.currency, receivables, not_past_due, documents, not_due, d1_30, d31_60, d61_90, d91_120, d121_plus, "
        + "sold, left_out, sales_of_month, dso, countback, exhausted, best_possible, rolled_not_due, rolled_d1_30, rolled_d31_60, "
        + "rolled_d61_90, rolled_d91_120 FROM position p LEFT JOIN position_age a USING(run, company, currency) "
        + "LEFT JOIN position_figures f USING(run, company, currency) WHERE p.run = "
        + "(SELECT MAX(id) FROM run r WHERE as_of <= ? AND \(PositionTables.stands)) ORDER BY 1, 2",
      .int(Int(date.days))
    ) { row in
      var position = Position(
        company: row.text(0), currency: Currency(row.text(1)) ?? Currency(trusted: 0), receivables: row.int64(2),
        notPastDue: row.int64(3), documents: row.int(4))
      if !row.isNull(5) { position.ages = (5...10).map { row.int64($0) } }
      guard !row.isNull(11) else { return position }
      position.figures = PositionFigures(
        sold: row.int64(11), leftOut: row.text(12), salesOfMonth: row.int64(13), dsoSimple: row.optionalInt(14),
        dsoCountback: row.optionalInt(15), countbackExhausted: row.int(16) != 0, dsoBestPossible: row.optionalInt(17))
      if !row.isNull(18) { position.rolled = (18...22).map { row.int64($0) } }
      return position
    }
  }
}
