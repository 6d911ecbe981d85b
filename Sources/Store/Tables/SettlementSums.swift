import Ledger

/// How customers have paid so far, added up by customer and currency. Every night asks for it, of all documents that were ever settled: so the
/// sums are kept, and each run brings them up to date with what it settles. They can be made anew from the settlements at any time.
public struct SettlementSums {
  let database: Database
  public init(_ database: Database) { self.database = database }

  static let layout = """
    CREATE TABLE settlement_sum(
      customer INTEGER NOT NULL, currency TEXT NOT NULL, documents INTEGER NOT NULL, amount INTEGER NOT NULL,
      amount_days INTEGER NOT NULL, PRIMARY KEY(customer, currency)) STRICT, WITHOUT ROWID;
    -- No row: the sums are to be made from the settlements first.
    INSERT INTO meta SELECT 'settlement_sum', 'kept' WHERE NOT EXISTS(SELECT 1 FROM settlement);
    """

  /// A customer by its key in the state, and a currency.
  public struct Key: Hashable, Sendable {
    public var customer: Int64
    public var currency: Currency
    public init(customer: Int64, currency: Currency) { (self.customer, self.currency) = (customer, currency) }
  }

  /// Hands over what each customer has paid, by customer and currency; without the latest documents.
  public func forEach(_ body: (_ customer: Int64, PaymentBehaviour) -> Void) throws {
    guard try isKept else {
      for (key, sum) in try inOrder() { body(key.customer, sum) }
      return
    }
    let statement = try database.prepare(
      "SELECT documents, amount, amount_days, customer, currency FROM settlement_sum ORDER BY customer, currency")
    defer { statement.reset() }
    while try statement.step() { body(statement.int64(3), SettlementSums.sum(statement, statement.currency(4))) }
  }

  private static func sum(_ row: Statement, _ currency: Currency) -> PaymentBehaviour {
    PaymentBehaviour(currency: currency, documents: row.int(0), amount: row.int64(1), amountDays: row.int64(2))
  }

  private var isKept: Bool {
    get throws { try !database.rows("SELECT 1 FROM meta WHERE name = 'settlement_sum'", row: { $0.int(0) }).isEmpty }
  }

  private func ofSettlements() throws -> [Key: PaymentBehaviour] {
    var sums: [Key: PaymentBehaviour] = [:]
    let statement = try database.prepare(
      "SELECT customer, currency, amount, settled_on - due_date FROM settlement ORDER BY document")
    defer { statement.reset() }
    while try statement.step() {
      let key = Key(customer: statement.int64(0), currency: statement.currency(1))
      sums[key, default: PaymentBehaviour(currency: key.currency)].add(
        amount: statement.int64(2), days: statement.int(3))
    }
    return sums
  }

  private func inOrder() throws -> [(key: Key, value: PaymentBehaviour)] {
    try ofSettlements().sorted { ($0.key.customer, $0.key.currency) < ($1.key.customer, $1.key.currency) }
  }

  /// Adds a document that was settled, or takes one away. Sums that are not kept stay so.
  func add(_ key: Key, amount: Int64, days: Int, sign: Int) throws {
    guard try isKept else { return }
    let known = try database.prepare(
      "SELECT documents, amount, amount_days FROM settlement_sum WHERE customer = ? AND currency = ?")
    known.bind(int: key.customer, at: 1)
    known.bind(.text(key.currency.code), at: 2)
    var sum = try known.step() ? SettlementSums.sum(known, key.currency) : PaymentBehaviour(currency: key.currency)
    known.reset()
    // What was cut off is not there to be taken away from.
    if sign < 0, sum.isSaturated { return try forget() }
    sum.add(amount: amount, days: days, sign: sign)
    try store(sum, key)
  }

  private func store(_ sum: PaymentBehaviour, _ key: Key) throws {
    let (customer, currency) = (Value.int(key.customer), Value.text(key.currency.code))
    if sum.documents == 0 {
      return try database.run("DELETE FROM settlement_sum WHERE customer = ? AND currency = ?", customer, currency)
    }
    try database.run(
      "INSERT OR REPLACE INTO settlement_sum VALUES(?, ?, ?, ?, ?)", customer, currency, .int(sum.documents),
      .int(sum.amount), .int(sum.amountDays))
  }

  /// Makes the sums from the settlements where they are not kept; the end of what a run stores of settlements.
  public func keep() throws {
    guard try !isKept else { return }
    try database.run("DELETE FROM settlement_sum")
    for (key, sum) in try inOrder() { try store(sum, key) }
    try database.run("INSERT INTO meta VALUES('settlement_sum', 'kept')")
  }

  /// Forgets them: the next run makes them.
  func forget() throws {
    try database.execute("DELETE FROM settlement_sum; DELETE FROM meta WHERE name = 'settlement_sum'")
  }

  /// Where the sums that are kept are not those of the settlements, in words.
  public func problems() throws -> [String] {
    guard try isKept else { return [] }
    let expected = try ofSettlements()
    var (found, differing) = (0, 0)
    try forEach { customer, sum in
      found += 1
      if expected[Key(customer: customer, currency: sum.currency)] != sum { differing += 1 }
    }
    differing += max(0, expected.count - found)
    return differing == 0
      ? [] : ["what customers have paid so far is not what the settled documents say (\(differing) customers)"]
  }
}
