import Ledger

/// What files of `cash-postings.csv` have told the ERP, run by run: where runs are taken back, the files stay, and the next one tells what differs.
extension CashTables {
  /// A row of such a file.
  public struct ToldRow: Sendable {
    public var company: String
    public var paymentID: String
    public var documentID: String
    public var instalment: String
    /// Of the document.
    public var customerID: String
    public var money: Money
    /// Minor units.
    public var deducted: Int64
    public var paymentDate: CalendarDate
    public var rule: String
    /// In thousandths.
    public var confidence: Int
    /// As-of date of its run; missing: tonight.
    public var toldOn: CalendarDate

    public init(
      company: String, paymentID: String, documentID: String, instalment: String, customerID: String, money: Money,
      deducted: Int64, paymentDate: CalendarDate, rule: String, confidence: Int, toldOn: CalendarDate = .missing
    ) {
      (self.company, self.paymentID, self.documentID) = (company, paymentID, documentID)
      (self.instalment, self.customerID, self.money) = (instalment, customerID, money)
      (self.deducted, self.paymentDate, self.rule) = (deducted, paymentDate, rule)
      (self.confidence, self.toldOn) = (confidence, toldOn)
    }
  }

  static let toldCash = """
    -- What cash-postings.csv told, of the newest runs. Runs that are taken back leave it: their files may have been read.
    CREATE TABLE told_cash(
      run INTEGER NOT NULL, company TEXT NOT NULL, payment_id TEXT NOT NULL, document_id TEXT NOT NULL,
      instalment TEXT NOT NULL, customer_id TEXT NOT NULL, currency TEXT NOT NULL, told INTEGER NOT NULL,
      deducted INTEGER NOT NULL, payment_date INTEGER NOT NULL, rule TEXT NOT NULL, confidence INTEGER NOT NULL) STRICT;
    CREATE INDEX told_cash_run ON told_cash(run);
    """

  /// For so many runs it is kept: some that can be taken back, after others that were.
  private static let keptRuns: Int64 = 3 * Int64(UndoTables.keptRuns)

  /// The newest run that stands; 0: there is none.
  private static let newestStanding =
    "COALESCE((SELECT MAX(s.id) FROM run s WHERE s.state = 'published' AND NOT EXISTS("
    + "SELECT 1 FROM retraction x WHERE s.id BETWEEN x.first_run AND x.run)), 0)"

  /// What runs have told that were taken back, after the newest that stands; in the order in which it was told.
  public func toldByRetracted() throws -> [ToldRow] {
    guard try !database.rows("SELECT 1 FROM retraction LIMIT 1", row: { $0.int(0) }).isEmpty else { return [] }
    return try database.rows(
      "SELECT t.company, t.payment_id, t.document_id, t.instalment, t.customer_id, t.currency, t.told, t.deducted, "
        + "t.payment_date, t.rule, t.confidence, r.as_of FROM told_cash t JOIN run r ON r.id = t.run "
        + "WHERE t.run > \(CashTables.newestStanding) ORDER BY t.run, t.rowid"
    ) { row in
      ToldRow(
        company: row.text(0), paymentID: row.text(1), documentID: row.text(2), instalment: row.text(3),
        customerID: row.text(4), money: Money(minorUnits: row.int64(6), currency: row.currency(5)),
        deducted: row.int64(7), paymentDate: CalendarDate(days: Int32(row.int(8))), rule: row.text(9),
        confidence: row.int(10), toldOn: CalendarDate(days: Int32(row.int(11))))
    }
  }

  /// What a row is about: a payment on a document.
  public struct ToldKey: Hashable, Sendable {
    public var company: String
    public var paymentID: String
    public var documentID: String
    public var instalment: String

    public init(company: String, paymentID: String, documentID: String, instalment: String) {
      (self.company, self.paymentID, self.documentID, self.instalment) = (company, paymentID, documentID, instalment)
    }
  }

  /// What files of a day or later have told of each, in minor units, less what they have told to be taken back. A match that was decided again after
  /// runs were taken back was told by one of theirs; what runs after the newest that stands told is no match yet.
  public func toldSums(_ keys: [ToldKey], since day: CalendarDate) throws -> [ToldKey: Int64] {
    let wanted = Set(keys)
    var sums: [ToldKey: Int64] = [:]
    let ids = Set(keys.map(\.paymentID)).sorted()
    for start in stride(from: 0, to: ids.count, by: 500) {
      let some = ids[start..<min(start + 500, ids.count)]
      let places = some.map { _ in "?" }.joined(separator: ", ")
      try database.rows(
        "SELECT company, payment_id, document_id, instalment, told FROM told_cash "
          + "WHERE run >= MIN((SELECT MIN(id) FROM run WHERE as_of >= ?), "
          + "COALESCE((SELECT MIN(first_run) FROM retraction), \(Int64.max))) AND run <= \(CashTables.newestStanding) "
          + "AND payment_id IN (\(places))",
        values: [.int(Int(day.days))] + some.map { .text($0) }
      ) { row in
        (
          ToldKey(company: row.text(0), paymentID: row.text(1), documentID: row.text(2), instalment: row.text(3)),
          row.int64(4)
        )
      }.forEach { if wanted.contains($0.0) { sums[$0.0, default: 0] += $0.1 } }
    }
    return sums
  }

  /// Notes what a run tells.
  public func noteTold(_ rows: [ToldRow], run: Int64) throws {
    try database.run("DELETE FROM told_cash WHERE run <= ?", .int(run - CashTables.keptRuns))
    try database.insert(rows.count, into: "told_cash", columns: 12) { at, cells in
      let row = rows[at]
      cells.set(0, int: run)
      cells.set(1, text: row.company)
      cells.set(2, text: row.paymentID)
      cells.set(3, text: row.documentID)
      cells.set(4, text: row.instalment)
      cells.set(5, text: row.customerID)
      cells.set(6, text: row.money.currency.code)
      cells.set(7, int: row.money.minorUnits)
      cells.set(8, int: row.deducted)
      cells.set(9, date: row.paymentDate)
      cells.set(10, text: row.rule)
      cells.set(11, int: Int64(row.confidence))
    }
  }
}
