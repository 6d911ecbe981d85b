import Ledger
import Testing

@testable import Store

/// What customers have paid so far: the sums that are kept are those of the settlements.
@Suite struct SettlementSumsTests {
  private static let euro = Currency("EUR")!

  private static func settle(
    _ database: Database, _ document: Int64, customer: Int64 = 1, amount: Int64, days: Int32
  ) throws {
    try PaymentTables(database).settle(
      document: document, label: "I\(document)", customer: customer, currency: euro, amount: amount,
      due: CalendarDate(days: 100),
      on: CalendarDate(days: 100 + days), run: 1)
  }

  private static func told(_ database: Database) throws -> [String] {
    var all: [String] = []
    try SettlementSums(database).forEach(latest: false) {
      all.append("\($0) \($1.currency) \($1.documents) \($1.amount) \($1.amountDays)")
    }
    return all
  }

  private static func scene() throws -> Database {
    let database = try emptyState()
    try settle(database, 1, amount: 500, days: 3)
    try settle(database, 2, customer: 2, amount: 70, days: -1)
    try settle(database, 3, amount: 100, days: 10)
    return database
  }

  @Test func settledDocumentsAreAddedAndTakenAway() throws {
    let database = try SettlementSumsTests.scene()
    #expect(try SettlementSumsTests.told(database) == ["1 EUR 2 600 2500", "2 EUR 1 70 -70"])
    // Opened again, and settled otherwise.
    try PaymentTables(database).unsettle(document: 2)
    try PaymentTables(database).unsettle(document: 9)
    try SettlementSumsTests.settle(database, 3, amount: 100, days: 0)
    #expect(try SettlementSumsTests.told(database) == ["1 EUR 2 600 1500"])
    #expect(try SettlementSums(database).problems().isEmpty)
  }

  /// What a night is told of documents that it has seen open again is what the state says once they are taken away.
  @Test(arguments: [[3], [1, 3], [2], [1, 2, 3], [9], [Int64](4...40)], [false, true])
  func reopenedDocumentsAreLeftOut(_ reopened: [Int64], _ isKept: Bool) throws {
    let database = try SettlementSumsTests.scene()
    for document in 4...45 { try SettlementSumsTests.settle(database, Int64(document), amount: 10, days: 1) }
    try database.execute(
      "INSERT OR IGNORE INTO document SELECT s.document, 1, 'I' || s.document, '', s.customer, 0, 0, 0, 'EUR', 0, 0, 0, '', 1, 1, NULL, NULL, NULL FROM settlement s"
    )
    let sums = SettlementSums(database)
    if isKept { try sums.keep(latest: true) } else { try sums.forget() }
    let settled = try PaymentTables(database).settled(reopened)
    func told(_ without: [SettledDocument]) throws -> [String: PaymentBehaviour] {
      var all: [String: PaymentBehaviour] = [:]
      try sums.forEach(latest: true, without: without) { all["\($0) \($1.currency)"] = $1 }
      return all
    }
    let tonight = try told(settled)
    for document in reopened { try PaymentTables(database).unsettle(document: document) }
    #expect(try tonight == told([]))
  }

  @Test func whatIsForgottenIsMadeFromTheSettlements() throws {
    let database = try SettlementSumsTests.scene()
    let sums = SettlementSums(database)
    try sums.forget()
    let expected = ["1 EUR 2 600 2500", "2 EUR 1 70 -70"]
    #expect(try SettlementSumsTests.told(database) == expected)
    try SettlementSumsTests.settle(database, 4, customer: 2, amount: 1, days: 1)
    try sums.keep(latest: false)
    #expect(try SettlementSumsTests.told(database) == ["1 EUR 2 600 2500", "2 EUR 2 71 -69"])
    #expect(try database.rows("SELECT COUNT(*) FROM settlement_sum", row: { $0.int(0) }) == [2])
    #expect(try sums.problems().isEmpty)
    try database.execute("UPDATE settlement SET amount = 501 WHERE document = 1")
    #expect(
      try sums.problems() == ["what customers have paid so far is not what the settled documents say (1 customers)"])
  }

  /// Nothing can be taken away from a sum that was cut off: the sums are made anew.
  @Test func sumsSaturate() throws {
    let database = try SettlementSumsTests.scene()
    try SettlementSumsTests.settle(database, 4, amount: .max - 10, days: 400)
    #expect(try SettlementSumsTests.told(database)[0] == "1 EUR 3 \(Int64.max) \(Int64.max)")
    try PaymentTables(database).unsettle(document: 4)
    try SettlementSums(database).keep(latest: false)
    #expect(try SettlementSumsTests.told(database)[0] == "1 EUR 2 600 2500")
  }

  /// Sixty documents that payments may settle, and the latest that are told.
  private static func sixty() throws -> Database {
    let database = try emptyState()
    try database.execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
      INSERT INTO document(id, company, document_id, instalment, customer, kind, document_date, currency, amount, balance,
        void, details, first_run, since_run) SELECT i, 1, 'I' || i, '', 1, 0, 100, 'EUR', i, 0, 0, '{}', 1, 1 FROM n
      """)
    try SettlementSums(database).keep(latest: true)
    return database
  }

  private static func latest(_ database: Database) throws -> [String] {
    var all: [String] = []
    try SettlementSums(database).forEach(latest: true) {
      all += $1.latest.map { "\($0.document) \($0.daysBeyondTerms) \($0.amount)" }
    }
    return all
  }

  /// The twenty latest by day, however they came, and although some open again.
  @Test func latestDocuments() throws {
    let database = try SettlementSumsTests.sixty()
    let sums = SettlementSums(database)
    func told() throws -> [String] { try SettlementSumsTests.latest(database) }
    // Every other one first, and those between them after.
    for document in Array(stride(from: 1, through: 60, by: 2)) + Array(stride(from: 2, through: 60, by: 2)) {
      try SettlementSumsTests.settle(database, Int64(document), amount: Int64(document), days: Int32(document))
    }
    #expect(try told() == (41...60).map { "I\($0) \($0) \($0)" })
    for document in 50...58 { try PaymentTables(database).unsettle(document: Int64(document)) }
    #expect(try told() == (Array(32...49) + [59, 60]).map { "I\($0) \($0) \($0)" })
    #expect(try sums.problems().isEmpty)
    // More than are kept beside: from all settlements again.
    for document in 40...49 { try PaymentTables(database).unsettle(document: Int64(document)) }
    #expect(try told() == (Array(22...39) + [59, 60]).map { "I\($0) \($0) \($0)" })
    try sums.keep(latest: true)
    #expect(try told() == (Array(22...39) + [59, 60]).map { "I\($0) \($0) \($0)" })
    #expect(try sums.problems().isEmpty)
    // Nobody asks for them any more.
    try sums.keep(latest: false)
    #expect(try database.rows("SELECT COUNT(latest) FROM settlement_sum", row: { $0.int(0) }) == [0])
  }

  /// What is older than all that are kept is not among the latest when others have been let go that are newer.
  @Test func anOldSettlementAmongFewThatAreKept() throws {
    let database = try SettlementSumsTests.sixty()
    for document in 1...60 {
      try SettlementSumsTests.settle(database, Int64(document), amount: Int64(document), days: Int32(document))
    }
    for document in 56...60 { try PaymentTables(database).unsettle(document: Int64(document)) }
    try SettlementSumsTests.settle(database, 56, amount: 56, days: 10)
    for document in 48...55 { try PaymentTables(database).unsettle(document: Int64(document)) }
    #expect(try SettlementSumsTests.latest(database) == (28...47).map { "I\($0) \($0) \($0)" })
    #expect(try SettlementSums(database).problems().isEmpty)
  }
}
