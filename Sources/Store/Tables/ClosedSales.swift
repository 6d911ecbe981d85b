import Ledger

/// What was invoiced on documents that are closed by now, by company, currency and day of the document, without intercompany customers,
/// charges and payments on account. Every night asks for a year of it, and adding up all documents of a year takes longer than the rest of a night: so the
/// sums are kept, and each run brings them up to date with what it changes. They can be made anew from the rows at any time.
public struct ClosedSales {
  let database: Database
  public init(_ database: Database) { self.database = database }

  static let layout = """
    CREATE TABLE closed_sale(
      company INTEGER NOT NULL, currency TEXT NOT NULL, document_date INTEGER NOT NULL, amount INTEGER NOT NULL,
      PRIMARY KEY(company, currency, document_date)) STRICT, WITHOUT ROWID;
    -- Keys of the intercompany customers that are left out, ascending; no row: the sums are to be made from the documents first.
    INSERT INTO meta SELECT 'closed_sale_without', '[]' WHERE NOT EXISTS(SELECT 1 FROM document);
    """

  /// Charges are no sales: sums that were kept with them are made anew.
  static let withoutCharges = """
    DELETE FROM meta WHERE name = 'closed_sale_without' AND EXISTS(SELECT 1 FROM document);
    DELETE FROM closed_sale;
    """

  public struct Sale: Equatable, Sendable {
    public var company: String
    public var currency: Currency
    public var date: CalendarDate
    /// Minor units.
    public var amount: Int64
  }

  /// What a document adds to the sums while it is closed.
  public struct Key: Hashable, Sendable {
    public var company: Int64
    public var currency: Currency
    public var date: CalendarDate
    public init(company: Int64, currency: Currency, date: CalendarDate) {
      (self.company, self.currency, self.date) = (company, currency, date)
    }
  }

  /// Sums from a day on, in order of company, currency and day.
  /// - Parameter customers: keys of the customers that are left out, ascending.
  public func sums(since: CalendarDate, without customers: [Int64]) throws -> [Sale] {
    let kept = try isKept(without: customers)
    let sales =
      kept
      ? "SELECT company, currency, document_date, amount FROM closed_sale WHERE document_date >= ?1"
      : ClosedSales.ofDocuments(without: "?2", "AND document_date >= ?1")
    return try database.rows(
      "SELECT c.company, s.currency, s.document_date, s.amount FROM (\(sales)) s JOIN company c ON c.id = s.company "
        + "ORDER BY 1, 2, 3", values: [.int(Int(since.days))] + (kept ? [] : [.text(customers.jsonList)])
    ) { row in
      Sale(
        company: row.text(0), currency: row.currency(1), date: CalendarDate(days: Int32(row.int(2))),
        amount: row.int64(3))
    }
  }

  private static let kinds = DocumentKind.allCases.filter(\.isSale).map { "\($0.rawValue)" }.joined(separator: ", ")

  /// - Parameter customers: the parameter that is the list of customers that are left out.
  private static func ofDocuments(without customers: String, _ condition: String = "") -> String {
    "SELECT company, currency, document_date, SUM(amount) AS amount FROM document WHERE balance = 0 AND void = 0 "
      + "AND kind IN (\(kinds)) AND customer NOT IN (SELECT value FROM json_each(\(customers))) "
      + "\(condition) GROUP BY 1, 2, 3"
  }

  /// Whether the sums that are kept leave out just these customers.
  public func isKept(without customers: [Int64]) throws -> Bool { try leftOut.are(customers) }

  private var leftOut: LeftOutCustomers { LeftOutCustomers(database, mark: "closed_sale_without") }

  /// Adds what a run has changed to sums that are kept.
  /// - Parameter customers: those that are left out from now on: of any that is not among those before, no document was closed before.
  public func add(_ changes: [Key: Int64], without customers: [Int64]) throws {
    for (key, amount) in changes.sorted(by: { ClosedSales.precedes($0.key, $1.key) }) where amount != 0 {
      try database.run(
        "INSERT INTO closed_sale VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + excluded.amount",
        .int(key.company), .text(key.currency.code), .int(Int(key.date.days)), .int(amount))
    }
    if try !isKept(without: customers) { try leftOut.keep(customers) }
  }

  private static func precedes(_ a: Key, _ b: Key) -> Bool {
    (a.company, a.currency, a.date) < (b.company, b.currency, b.date)
  }

  /// Makes the sums from the documents.
  public func makeAnew(without customers: [Int64]) throws {
    try database.run("DELETE FROM closed_sale")
    try database.run(
      "INSERT INTO closed_sale \(ClosedSales.ofDocuments(without: "?"))", .text(customers.jsonList))
    try leftOut.keep(customers)
  }

  /// Forgets them: the next run makes them.
  func forget() throws {
    try database.run("DELETE FROM closed_sale")
    try leftOut.keep(nil)
  }

  /// Where the sums that are kept are not those of the documents, in words.
  public func problems() throws -> [String] {
    guard let without = try leftOut.kept() else { return [] }
    let differing = try database.rows(
      "SELECT COUNT(*) FROM (SELECT company, currency, document_date, SUM(amount) AS amount FROM ("
        + "SELECT * FROM (\(ClosedSales.ofDocuments(without: "?"))) UNION ALL "
        + "SELECT company, currency, document_date, -amount FROM closed_sale) GROUP BY 1, 2, 3) WHERE amount <> 0",
      .text(without), row: { $0.int(0) })[0]
    return differing == 0
      ? [] : ["what was invoiced on closed documents, by day, is not what the documents say (\(differing) days)"]
  }
}
