import Ledger

/// What `cash-postings.csv` would have told the ERP on nights that made no such file: the next one tells it.
extension CashTables {
  /// A payment on a document, and what the ERP is to be told of it; amounts in minor units.
  public struct Untold: Sendable {
    public struct Key: Hashable, Comparable, Sendable {
      public var payment: Int64
      public var document: Int64
      /// The document's, when it was matched.
      public var currency: Currency

      public init(payment: Int64, document: Int64, currency: Currency) {
        (self.payment, self.document, self.currency) = (payment, document, currency)
      }

      public static func < (a: Key, b: Key) -> Bool {
        (a.payment, a.document, a.currency) < (b.payment, b.document, b.currency)
      }
    }

    public var key: Key
    public var money: Int64
    public var deducted: Int64
    public var difference: String?
    public var rule: String
    /// In thousandths.
    public var confidence: Int
    /// The match that stands: what of it, and how much balances show. Nil: none does.
    public var match: (amount: Int64, posted: Int64)?

    public init(_ key: Key, money: Int64, deducted: Int64, difference: String?, rule: String, confidence: Int) {
      self.key = key
      (self.money, self.deducted, self.difference) = (money, deducted, difference)
      (self.rule, self.confidence) = (rule, confidence)
    }

    fileprivate func isSame(_ other: Self) -> Bool {
      money == other.money && deducted == other.deducted && difference == other.difference && rule == other.rule
        && confidence == other.confidence
    }
  }

  static let untoldCash = """
    -- What no cash-postings.csv has told yet, because nights made none.
    CREATE TABLE untold_cash(
      payment INTEGER NOT NULL, document INTEGER NOT NULL, currency TEXT NOT NULL, money INTEGER NOT NULL,
      deducted INTEGER NOT NULL, difference TEXT, rule TEXT NOT NULL, confidence INTEGER NOT NULL, run INTEGER NOT NULL,
      PRIMARY KEY(payment, document, currency)) STRICT, WITHOUT ROWID;
    """

  /// Of most matches that no file has told that is all there is to say: what balances do not show of them is to be told. So they say it themselves, and
  /// nights without files need no rows for them. Others, and what was taken back, are rows of `untold_cash`. 1 or nothing.
  static let untoldMatches = "ALTER TABLE cash_match ADD COLUMN untold INTEGER;"

  /// What a payment's matches say themselves, in the order of their keys.
  public func untoldMatches(payment: Int64) throws -> [Untold] {
    try database.rows(
      "SELECT m.document, d.currency, m.amount, m.posted, m.deducted, m.difference, m.rule, m.confidence FROM cash_match m "
        + "JOIN document d ON d.id = m.document WHERE m.payment = ? AND m.untold = 1 AND m.posted <> m.amount "
        + "ORDER BY m.document", .int(payment)
    ) { row in
      let (amount, posted) = (row.int64(2), row.int64(3))
      var one = Untold(
        Untold.Key(payment: payment, document: row.int64(0), currency: row.currency(1)), money: amount - posted,
        deducted: row.int64(4), difference: row.optionalText(5), rule: row.text(6), confidence: row.int(7))
      one.match = (amount, posted)
      return one
    }
  }

  /// A payment's matches say nothing any more: it was told, or is a row now.
  public func tellMatches(payment: Int64) throws {
    try database.run("UPDATE cash_match SET untold = NULL WHERE payment = ? AND untold = 1", .int(payment))
  }

  /// A file tells of a match that waited for one: from that day on the ERP can post it.
  public func tellMatch(payment: Int64, document: Int64, on day: CalendarDate) throws {
    try database.run(
      "UPDATE cash_match SET matched_on = ? WHERE payment = ? AND document = ? AND posted <> amount",
      .int(Int(day.days)), .int(payment), .int(document))
  }

  /// Whether a file has ever told the ERP anything.
  public func hasTold() throws -> Bool {
    try !database.rows("SELECT 1 FROM told_cash LIMIT 1", row: { $0.int(0) }).isEmpty
  }

  /// All rows, in the order of their keys.
  public func untold() throws -> [Untold] {
    var rule = ""
    return try database.rows(
      "SELECT u.payment, u.document, u.currency, u.money, u.deducted, u.difference, u.rule, u.confidence, m.amount, m.posted "
        + "FROM untold_cash u LEFT JOIN cash_match m ON m.payment = u.payment AND m.document = u.document "
        + "AND m.reverses IS NULL ORDER BY u.payment, u.document, u.currency"
    ) { row in
      rule = row.text(6, orAgain: rule)
      var one = Untold(
        Untold.Key(payment: row.int64(0), document: row.int64(1), currency: row.currency(2)), money: row.int64(3),
        deducted: row.int64(4), difference: row.optionalText(5), rule: rule, confidence: row.int(7))
      if !row.isNull(8) { one.match = (row.int64(8), row.int64(9)) }
      return one
    }
  }

  /// Keeps just these, each key once.
  /// - Parameter before: all that is kept so far.
  public func setUntold(_ rows: [Untold], before: [Untold], run: Int64) throws {
    var gone = Dictionary(before.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    let changed = rows.filter { row in gone.removeValue(forKey: row.key).map { !$0.isSame(row) } ?? true }
    for key in gone.keys.sorted() {
      try database.run(
        "DELETE FROM untold_cash WHERE payment = ? AND document = ? AND currency = ?", .int(key.payment),
        .int(key.document), .text(key.currency.code))
    }
    try database.insert(changed.count, into: "untold_cash", columns: 9, verb: "INSERT OR REPLACE") { at, cells in
      let row = changed[at]
      cells.set(0, int: row.key.payment)
      cells.set(1, int: row.key.document)
      cells.set(2, text: row.key.currency.code)
      cells.set(3, int: row.money)
      cells.set(4, int: row.deducted)
      cells.set(5, text: row.difference)
      cells.set(6, text: row.rule)
      cells.set(7, int: Int64(row.confidence))
      cells.set(8, int: run)
    }
  }
}
