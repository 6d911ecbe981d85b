import Ledger
import Testing

@testable import Store

/// What payments settled by day: the sums that are kept are those of the settlements.
@Suite struct SettlementDaysTests {
  private static let euro = Currency("EUR")!

  /// Three documents of two customers, dated on day 90 and due on day 100.
  private static func scene() throws -> Database {
    let database = try emptyState()
    try database.execute("INSERT INTO company(id, company) VALUES(1, 'ACME')")
    for document in 1...3 {
      try database.execute(
        "INSERT INTO document(id, company, document_id, instalment, customer, kind, document_date, due_date, currency, amount, "
          + "balance, void, details, first_run, since_run) VALUES(\(document), 1, 'I\(document)', '', \(document == 3 ? 2 : 1), 0, "
          + "90, 100, 'EUR', 500, 0, 0, '{}', 1, 1)")
    }
    return database
  }

  private static func settle(_ database: Database, _ document: Int64, amount: Int64, on day: Int32) throws {
    try PaymentTables(database).settle(
      document: document, label: "I\(document)", customer: document == 3 ? 2 : 1, currency: euro, amount: amount,
      due: CalendarDate(days: 100), on: CalendarDate(days: day), run: 1)
  }

  private static func told(_ database: Database, since: Int32 = 0, without: [Int64] = []) throws -> [String] {
    try SettlementDays(database).sums(since: CalendarDate(days: since), without: without).flatMap { key, days in
      days.map {
        "\(key.company) \(key.currency) \($0.on.days) \($0.amount) \($0.amountDaysToPay) \($0.amountDaysLate)"
      }
    }
  }

  @Test func settledDocumentsAreAddedAndTakenAway() throws {
    let database = try SettlementDaysTests.scene()
    let days = SettlementDays(database)
    try days.keep(asked: true, without: [])
    try SettlementDaysTests.settle(database, 1, amount: 500, on: 103)
    try SettlementDaysTests.settle(database, 2, amount: 100, on: 99)
    try SettlementDaysTests.settle(database, 3, amount: 70, on: 103)
    #expect(
      try SettlementDaysTests.told(database) == ["ACME EUR 99 100 900 -100", "ACME EUR 103 570 7410 1710"])
    #expect(try SettlementDaysTests.told(database, since: 100) == ["ACME EUR 103 570 7410 1710"])
    #expect(try days.problems().isEmpty)
    try PaymentTables(database).unsettle(document: 3)
    try SettlementDaysTests.settle(database, 2, amount: 100, on: 103)
    #expect(try SettlementDaysTests.told(database, since: 100) == ["ACME EUR 103 600 7800 1800"])
    #expect(try days.problems().isEmpty)
    try database.execute("UPDATE settlement SET amount = 501 WHERE document = 1")
    #expect(try days.problems() == ["what was settled by day is not what the settled documents say (1 days)"])
  }

  @Test func whatIsNotKeptIsMadeFromTheSettlements() throws {
    let database = try SettlementDaysTests.scene()
    let days = SettlementDays(database)
    try SettlementDaysTests.settle(database, 1, amount: 500, on: 103)
    try SettlementDaysTests.settle(database, 3, amount: 70, on: 103)
    #expect(try SettlementDaysTests.told(database) == ["ACME EUR 103 570 7410 1710"])
    #expect(try database.rows("SELECT COUNT(*) FROM settlement_day", row: { $0.int(0) }) == [0])
    // A customer of the group is left out, and comes back when it no longer is one.
    try days.keep(asked: true, without: [2])
    #expect(try database.rows("SELECT amount FROM settlement_day", row: { $0.text(0) }) == ["500"])
    #expect(try SettlementDaysTests.told(database) == ["ACME EUR 103 570 7410 1710"])
    try SettlementDaysTests.settle(database, 3, amount: 80, on: 104)
    #expect(try SettlementDaysTests.told(database, without: [2]) == ["ACME EUR 103 500 6500 1500"])
    #expect(try days.problems().isEmpty)
    try days.keep(asked: true, without: [])
    #expect(
      try SettlementDaysTests.told(database) == ["ACME EUR 103 500 6500 1500", "ACME EUR 104 80 1120 320"])
    #expect(try days.problems().isEmpty)
    try days.keep(asked: false, without: [])
    #expect(try database.rows("SELECT COUNT(*) FROM settlement_day", row: { $0.int(0) }) == [0])
  }

  @Test func aCorrectedDateOfASettledDocumentCounts() throws {
    let database = try SettlementDaysTests.scene()
    let days = SettlementDays(database)
    try days.keep(asked: true, without: [])
    try SettlementDaysTests.settle(database, 1, amount: 500, on: 103)
    try database.execute("UPDATE document SET document_date = 80 WHERE id = 2")
    #expect(try database.rows("SELECT COUNT(*) FROM meta WHERE name LIKE 'settlement_day%'", row: { $0.int(0) }) == [1])
    try database.execute("UPDATE document SET document_date = 80 WHERE id = 1")
    #expect(try SettlementDaysTests.told(database) == ["ACME EUR 103 500 11500 1500"])
    try days.keep(asked: true, without: [])
    #expect(try SettlementDaysTests.told(database) == ["ACME EUR 103 500 11500 1500"])
    #expect(try days.problems().isEmpty)
  }

  @Test func sumsMayBeLargerThanAmounts() throws {
    let database = try SettlementDaysTests.scene()
    try SettlementDays(database).keep(asked: true, without: [])
    try SettlementDaysTests.settle(database, 1, amount: .max, on: 190)
    try SettlementDaysTests.settle(database, 3, amount: .max, on: 190)
    #expect(
      try SettlementDaysTests.told(database) == [
        "ACME EUR 190 18446744073709551614 1844674407370955161400 1660206966633859645260"
      ])
  }
}
