import Ledger

/// How customers have paid so far, by customer and currency: sums, and where scores are shown the latest documents. Every night asks for it,
/// of all documents that were ever settled: so it is kept, and each run brings it up to date with what it settles. It can be made anew from
/// the settlements at any time.
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

  /// The latest settled documents, as `LatestSettlements` writes them; NULL where nobody asks for them.
  static let latest = "ALTER TABLE settlement_sum ADD COLUMN latest BLOB;"

  /// A customer by its key in the state, and a currency.
  struct Key: Hashable {
    var customer: Int64
    var currency: Currency
  }

  /// What a customer has paid in one currency.
  private struct Sum: Equatable {
    /// Without the latest documents.
    var paid: PaymentBehaviour
    /// Nil: not kept.
    var latest: LatestSettlements?

    init(_ currency: Currency, latest: Bool) {
      paid = PaymentBehaviour(currency: currency)
      self.latest = latest ? LatestSettlements() : nil
    }

    /// Documents, amount, amount times days, the latest documents.
    init(_ row: Statement, _ currency: Currency) {
      paid = PaymentBehaviour(
        currency: currency, documents: row.int(0), amount: row.int64(1), amountDays: row.int64(2))
      latest = row.isNull(3) ? nil : LatestSettlements(row.bytes(3))
    }

    mutating func add(_ entry: LatestSettlements.Entry) {
      latest?.add(entry, behind: paid.documents)
      paid.add(amount: entry.settlement.amount, days: entry.settlement.daysBeyondTerms)
    }

    /// Takes a document away that has opened again.
    /// - Returns: false: what is left is not known, all has to be made from the settlements.
    mutating func take(_ document: Int64, amount: Int64, days: Int) -> Bool {
      // What was cut off is not there to be taken away from.
      guard !paid.isSaturated else { return false }
      paid.add(amount: amount, days: days, sign: -1)
      return latest?.remove(document, leaving: paid.documents) ?? true
    }

    var told: PaymentBehaviour {
      var told = paid
      told.latest = latest?.told ?? []
      return told
    }
  }

  /// Hands over what each customer has paid, by customer and currency.
  /// - Parameters:
  ///   - latest: with the latest documents; else there may be none.
  ///   - reopened: documents that have opened again tonight, and are no evidence any more.
  public func forEach(
    latest: Bool, without reopened: [SettledDocument] = [], _ body: (_ customer: Int64, PaymentBehaviour) -> Void
  ) throws {
    guard let kept = try kept(), kept == .latest || !latest, let changed = try left(without: reopened) else {
      for (key, sum) in try inOrder(latest: latest, without: reopened) { body(key.customer, sum.told) }
      return
    }
    let statement = try database.prepare(
      "SELECT documents, amount, amount_days, \(latest ? "latest" : "NULL"), customer, currency FROM settlement_sum "
        + "ORDER BY customer, currency")
    defer { statement.reset() }
    while try statement.step() {
      let (customer, currency) = (statement.int64(4), statement.currency(5))
      let sum =
        (changed.isEmpty ? nil : changed[Key(customer: customer, currency: currency)]) ?? Sum(statement, currency)
      if sum.paid.documents > 0 { body(customer, sum.told) }
    }
  }

  /// What is left of the sums that lose documents; nil: they are not enough to tell.
  private func left(without reopened: [SettledDocument]) throws -> [Key: Sum]? {
    var left: [Key: Sum] = [:]
    for one in reopened {
      let key = Key(customer: one.customer, currency: one.currency)
      guard var sum = try left[key] ?? known(key),
        sum.take(one.document, amount: one.amount, days: one.on.days(since: one.due))
      else { return nil }
      left[key] = sum
    }
    return left
  }

  private enum Kept: String {
    case sums = "kept"
    /// Under another name than that of their first form: what was written so is made anew.
    case latest = "latest documents"
  }

  private static let mark = "settlement_sum"

  private func kept() throws -> Kept? { try RunTables(database).meta(SettlementSums.mark).flatMap(Kept.init) }

  private func inOrder(latest: Bool, without reopened: [SettledDocument] = []) throws -> [(key: Key, value: Sum)] {
    var sums: [Key: Sum] = [:]
    let statement = try database.prepare(
      "SELECT s.customer, s.currency, s.settled_on, s.document, s.settled_on - s.due_date, s.amount"
        + (latest ? ", d.document_id FROM settlement s JOIN document d ON d.id = s.document" : " FROM settlement s")
        + " WHERE s.document NOT IN (SELECT value FROM json_each(?)) ORDER BY s.document")
    defer { statement.reset() }
    statement.bind(.text(reopened.map(\.document).jsonList), at: 1)
    while try statement.step() {
      let key = Key(customer: statement.int64(0), currency: statement.currency(1))
      sums[key, default: Sum(key.currency, latest: latest)].add(
        LatestSettlements.Entry(
          settledOn: CalendarDate(days: Int32(statement.int(2))), document: statement.int64(3),
          settlement: PaymentBehaviour.Settlement(
            document: latest ? statement.text(6) : "", daysBeyondTerms: statement.int(4), amount: statement.int64(5))))
    }
    return sums.sorted { ($0.key.customer, $0.key.currency) < ($1.key.customer, $1.key.currency) }
  }
}

// MARK: While a run is stored

extension SettlementSums {
  /// Adds a document that was settled. What is not kept stays so.
  func add(_ entry: LatestSettlements.Entry, of key: Key) throws {
    guard let kept = try kept() else { return }
    var sum = try known(key) ?? Sum(key.currency, latest: kept == .latest)
    sum.add(entry)
    try store(sum, key)
  }

  /// Takes a document away that has opened again.
  func remove(_ document: Int64, amount: Int64, days: Int, of key: Key) throws {
    guard try kept() != nil, var sum = try known(key) else { return }
    guard sum.take(document, amount: amount, days: days) else { return try forget() }
    try store(sum, key)
  }

  private func known(_ key: Key) throws -> Sum? {
    let known = try database.prepare(
      "SELECT documents, amount, amount_days, latest FROM settlement_sum WHERE customer = ? AND currency = ?")
    defer { known.reset() }
    known.bind(int: key.customer, at: 1)
    known.bind(.text(key.currency.code), at: 2)
    return try known.step() ? Sum(known, key.currency) : nil
  }

  private func store(_ sum: Sum, _ key: Key) throws {
    let (customer, currency) = (Value.int(key.customer), Value.text(key.currency.code))
    if sum.paid.documents == 0 {
      return try database.run("DELETE FROM settlement_sum WHERE customer = ? AND currency = ?", customer, currency)
    }
    try database.run(
      "INSERT OR REPLACE INTO settlement_sum VALUES(?, ?, ?, ?, ?, ?)", customer, currency, .int(sum.paid.documents),
      .int(sum.paid.amount), .int(sum.paid.amountDays), sum.latest.map { .blob($0.bytes) } ?? .null)
  }

  /// The end of what a run stores of settlements: makes from all of them what is not kept.
  /// - Parameter latest: the latest documents are asked for on some nights.
  public func keep(latest: Bool) throws {
    let wanted = latest ? Kept.latest : .sums
    guard try kept() != wanted else { return }
    try forget()
    for (key, sum) in try inOrder(latest: latest) { try store(sum, key) }
    try RunTables(database).setMeta(SettlementSums.mark, wanted.rawValue)
  }

  /// Forgets it all: the next run makes it.
  func forget() throws {
    try database.run("DELETE FROM settlement_sum")
    try RunTables(database).setMeta(SettlementSums.mark, nil)
  }

  /// Where what is kept is not what the settlements say, in words.
  public func problems() throws -> [String] {
    guard let kept = try kept() else { return [] }
    var expected: [Key: PaymentBehaviour] = [:]
    for (key, sum) in try inOrder(latest: kept == .latest) { expected[key] = sum.told }
    var differing = 0
    try forEach(latest: kept == .latest) { customer, told in
      let key = Key(customer: customer, currency: told.currency)
      if expected.removeValue(forKey: key) != told { differing += 1 }
    }
    differing += expected.count
    return differing == 0
      ? [] : ["what customers have paid so far is not what the settled documents say (\(differing) customers)"]
  }
}
