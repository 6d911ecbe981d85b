import Ledger
import Testing

@testable import Store

@Suite struct MessageTests {
  static func decision(_ id: String, level: Int, customer: String = "C1", currency: String = "EUR") -> UnitDecision {
    UnitDecision(
      company: "ACME", customer: Customer(company: "ACME", id: customer, name: "Müller"), currency: Currency(currency)!,
      items: [], outcomes: [], suppressed: nil, explanation: "", policy: "standard", level: level, overdue: 600_00,
      credits: 0, amountDue: 600_00,
      message: ReminderMessage(
        id: id, channel: .email, template: "gentle", address: "a@b.example", contact: nil, language: "de", level: level,
        stepDays: 7))
  }

  static let item = MessageTables.Item(
    document: 7, includedAs: .trigger, balance: 600_00, levelBefore: 0, levelAfter: 1)

  /// A state that knows the customers C1 and C2, under the keys 1 and 2.
  static func state() throws -> Database {
    let database = try emptyState()
    try database.execute(
      "INSERT INTO company(id, company) VALUES(1, 'ACME'); INSERT INTO customer VALUES(1, 1, 'C1', '', '{}', 1), (2, 1, 'C2', '', '{}', 1)"
    )
    return database
  }

  /// Of the customers C1 and C2.
  static func memories(_ database: Database, asOf: String, undone: [Int64: UndoneCause] = [:]) throws -> [[UnitMemory]]
  {
    try MessageTables(database).memories(asOf: day(asOf), customers: 2, undone: undone) { Int($0) - 1 }
  }

  @Test func whatWasSentIsRememberedPerUnit() throws {
    let database = try MessageTests.state()
    let tables = MessageTables(database)
    for id: Int64 in 1...9 { try run(id, in: database) }
    try tables.insert(
      MessageTests.decision("a1", level: 1), items: [MessageTests.item], asOf: day("2026-11-19"), run: 1)
    try tables.insert(MessageTests.decision("a2", level: 0), items: [], asOf: day("2026-11-25"), run: 7)
    try tables.insert(
      MessageTests.decision("b1", level: 2, currency: "USD"), items: [], asOf: day("2026-11-26"), run: 8)
    try tables.insert(MessageTests.decision("c1", level: 1, customer: "C2"), items: [], asOf: day("2026-11-26"), run: 8)
    let memories = try MessageTests.memories(database, asOf: "2026-11-27")
    #expect(memories.map(\.count) == [2, 1])
    #expect(
      memories[0] == [
        // A notice before the due date is sent once, and is no reminder.
        UnitMemory(
          currency: eur, lastRemindedOn: day("2026-11-19"), recentNotices: [day("2026-11-25")],
          sent: [.init("a1", on: day("2026-11-19")), .init("a2", on: day("2026-11-25"))]),
        UnitMemory(
          currency: Currency("USD")!, lastRemindedOn: day("2026-11-26"), recent: [day("2026-11-26")],
          sent: [.init("b1", on: day("2026-11-26"))]),
      ])
  }

  @Test func messagesOfThirteenMonthsAgoAreForgotten() throws {
    let database = try MessageTests.state()
    let tables = MessageTables(database)
    try run(1, in: database)
    try tables.insert(MessageTests.decision("a1", level: 1), items: [], asOf: day("2026-11-19"), run: 1)
    #expect(try MessageTests.memories(database, asOf: "2027-12-23").map(\.count) == [1, 0])
    #expect(try MessageTests.memories(database, asOf: "2027-12-24").map(\.count) == [0, 0])
  }

  @Test func aMessageIsFoundByDocumentCustomerAndId() throws {
    let database = try emptyState()
    let tables = MessageTables(database)
    try run(1, in: database)
    try tables.insert(
      MessageTests.decision("a1", level: 1), items: [MessageTests.item], asOf: day("2026-11-19"), run: 1)
    #expect(try tables.messages(document: 7).map(\.messageID) == ["a1"])
    #expect(try tables.messages(document: 8).isEmpty)
    #expect(try tables.messages(company: "ACME", customer: "C1").map(\.amountDue) == [600_00])
    #expect(try tables.messages(id: "a1").map(\.company) == ["ACME"])
    let shell = try database.shell(
      "SELECT run, as_of, customer_id, channel, level, amount_due_minor FROM messages", columns: 6)
    #expect(shell == ["2026-11-19-0001|2026-11-19|C1|email|1|60000"])
  }

  @Test func aSuppressedUnitLeavesNoMessage() throws {
    let database = try emptyState()
    let tables = MessageTables(database)
    var decision = MessageTests.decision("a1", level: 1)
    decision.message = nil
    try tables.insert(decision, items: [MessageTests.item], asOf: day("2026-11-19"), run: 1)
    #expect(try database.rows("SELECT COUNT(*) FROM message_item") { $0.int(0) } == [0])
  }
}
