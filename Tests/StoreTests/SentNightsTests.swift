import Ledger
import Testing

@testable import Store

/// What is kept of sent messages for the nights says what the message log says, and goes with it.
@Suite struct SentNightsTests {
  private static func send(
    _ database: Database, _ id: String, level: Int = 1, customer: String = "C1", currency: String = "EUR",
    on date: String,
    run: Int64
  ) throws {
    try MessageTables(database).insert(
      MessageTests.decision(id, level: level, customer: customer, currency: currency), items: [], asOf: day(date),
      run: run)
  }

  /// Three nights with messages of two customers in two currencies, a notice and a letter that arrives later; the last is not noted yet.
  private static func scene() throws -> Database {
    let database = try MessageTests.state()
    for id: Int64 in 1...4 { try run(id, in: database) }
    try send(database, "a1", on: "2026-11-19", run: 1)
    try send(database, "a2", customer: "C2", on: "2026-11-19", run: 1)
    try database.execute("UPDATE message SET arrives_by = as_of + 5 WHERE message_id = 'a2'")
    try MessageTables(database).keepMemories(asOf: day("2026-11-19"))
    try send(database, "b1", level: 0, currency: "USD", on: "2026-11-21", run: 2)
    try send(database, "b2", level: 2, customer: "C2", on: "2026-11-21", run: 2)
    try MessageTables(database).keepMemories(asOf: day("2026-11-21"))
    try send(database, "c1", level: 2, on: "2026-11-22", run: 3)
    return database
  }

  private static func nights(_ database: Database) throws -> [String] {
    try database.shell("SELECT first, last, as_of FROM sent_night ORDER BY first", columns: 3)
  }

  @Test func whatIsKeptSaysWhatTheLogSays() throws {
    let database = try SentNightsTests.scene()
    let fromBoth = try MessageTests.memories(database, asOf: "2026-11-23", undone: [1: .bounced])
    #expect(try SentNightsTests.nights(database).map { $0.prefix(4) } == ["1|2|", "3|4|"])
    var afterLetter = UnitMemory(
      currency: eur, recent: [day("2026-11-19"), day("2026-11-21")],
      sent: [.init("a2", on: day("2026-11-19")), .init("b2", on: day("2026-11-21"))])
    afterLetter.remind(on: day("2026-11-19"), arrivesBy: day("2026-11-24"))
    afterLetter.remind(on: day("2026-11-21"), arrivesBy: nil)
    #expect(afterLetter.arrivesBy == day("2026-11-24") && afterLetter.waitsForEarlier, "the letter is under way longer")
    #expect(
      fromBoth == [
        [
          UnitMemory(
            currency: eur, lastRemindedOn: day("2026-11-22"), recent: [day("2026-11-22")],
            sent: [.init("a1", on: day("2026-11-19"), isUndone: true), .init("c1", on: day("2026-11-22"))]),
          UnitMemory(
            currency: Currency("USD")!, recentNotices: [day("2026-11-21")], sent: [.init("b1", on: day("2026-11-21"))]),
        ],
        [afterLetter],
      ])
    try MessageTables(database).keepMemories(asOf: day("2026-11-22"))
    #expect(try SentNightsTests.nights(database).count == 3)
    #expect(try MessageTests.memories(database, asOf: "2026-11-23", undone: [1: .bounced]) == fromBoth)
    try database.execute("DELETE FROM sent_night")
    #expect(try MessageTests.memories(database, asOf: "2026-11-23", undone: [1: .bounced]) == fromBoth)
    // Made in one go they are what they were.
    try MessageTables(database).keepMemories(asOf: day("2026-11-22"))
    #expect(try SentNightsTests.nights(database).map { $0.prefix(4) } == ["1|2|", "3|4|", "5|5|"])
    #expect(try MessageTests.memories(database, asOf: "2026-11-23", undone: [1: .bounced]) == fromBoth)
  }

  @Test func aLettersDayOfArrivalIsKept() throws {
    let database = try SentNightsTests.scene()
    try database.execute("DELETE FROM message WHERE message_id = 'b2'")
    for _ in 0..<2 {
      #expect(try MessageTests.memories(database, asOf: "2026-11-20")[1].map(\.arrivesBy) == [day("2026-11-24")])
      try MessageTables(database).keepMemories(asOf: day("2026-11-22"))
    }
  }

  /// An erasure, a removed message, a customer whose key goes to another one.
  @Test(arguments: [
    "UPDATE message SET customer_id = 'erased-1' WHERE id = 2", "DELETE FROM message WHERE id = 1",
    "UPDATE customer SET customer_id = 'erased-1' WHERE id = 1", "DELETE FROM customer WHERE id = 2",
  ])
  func whoChangesTheLogLetsGoOfIt(_ change: String) throws {
    let database = try SentNightsTests.scene()
    try database.execute(change)
    #expect(try SentNightsTests.nights(database).isEmpty)
    let before = try MessageTests.memories(database, asOf: "2026-11-23")
    try MessageTables(database).keepMemories(asOf: day("2026-11-22"))
    #expect(try MessageTests.memories(database, asOf: "2026-11-23") == before)
    #expect(try MessageTables(database).problems().isEmpty)
  }

  @Test func addressesThatAreForgottenChangeNothing() throws {
    let database = try SentNightsTests.scene()
    try RetentionTables(database).forgetAddresses(before: day("2026-11-22"))
    #expect(try SentNightsTests.nights(database).count == 2)
  }

  @Test func whatNoNightAsksForIsForgotten() throws {
    let database = try SentNightsTests.scene()
    try MessageTables(database).keepMemories(asOf: day("2027-12-24"))
    #expect(try SentNightsTests.nights(database).map { $0.prefix(4) } == ["3|4|", "5|5|"])
    // Where nothing was sent for long, the newest says up to where the log is known.
    try MessageTables(database).keepMemories(asOf: day("2028-12-24"))
    #expect(try SentNightsTests.nights(database).map { $0.prefix(4) } == ["5|5|"])
    #expect(try MessageTables(database).problems().isEmpty)
    #expect(try MessageTests.memories(database, asOf: "2028-12-25").map(\.count) == [0, 0])
  }

  @Test func verifyTellsWhatIsNotSo() throws {
    let database = try SentNightsTests.scene()
    #expect(try MessageTables(database).problems().isEmpty)
    try database.execute("UPDATE sent_night SET entries = zeroblob(12) WHERE first = 3")
    #expect(try MessageTables(database).problems().count == 1)
    try database.execute("DELETE FROM sent_night WHERE first = 3")
    #expect(
      try MessageTables(database).problems().isEmpty, "from the first to the last that is kept, and this was the last")
    try MessageTables(database).keepMemories(asOf: day("2026-11-22"))
    try database.execute("DELETE FROM sent_night WHERE first = 3")
    #expect(try MessageTables(database).problems().count == 1)
  }
}
