import Ledger
import Testing

@testable import Store

/// What was invoiced on closed documents: the sums that are kept are those of the documents, whatever changes them.
@Suite struct ClosedSalesTests {
  /// Documents of two customers on two days. Customer 2 belongs to the group.
  static func documents() throws -> Database {
    let database = try emptyState()
    for (id, customer, day, amount, balance) in [
      (1, 1, 100, 500, 0), (2, 1, 100, 70, 0), (3, 1, 101, 9, 0), (4, 1, 101, 1000, 1000), (5, 2, 101, 40, 0),
    ] {
      try database.execute(
        """
        INSERT INTO document(id, company, document_id, instalment, customer, kind, document_date, currency, amount, balance,
          void, details, first_run, since_run) VALUES(\(id), 1, 'I\(id)', '', \(customer), 0, \(day), 'EUR', \(amount),
          \(balance), 0, '{}', 1, 1)
        """)
    }
    try database.execute("INSERT OR IGNORE INTO company(id, company, first_run) VALUES(1, 'ACME', 1)")
    return database
  }

  static func told(_ database: Database, since day: Int32 = 0, without customers: [Int64] = [2]) throws -> [String] {
    try ClosedSales(database).sums(since: CalendarDate(days: day), without: customers).map {
      "\($0.company) \($0.currency) \($0.date.days) \($0.amount)"
    }
  }

  @Test func keptSumsAreThoseOfTheDocuments() throws {
    let database = try ClosedSalesTests.documents()
    let sales = ClosedSales(database)
    #expect(try sales.isKept(without: []), "a state without documents has sums of nothing")
    let expected = ["ACME EUR 100 570", "ACME EUR 101 9"]
    #expect(try ClosedSalesTests.told(database) == expected, "added up from the documents")
    try sales.makeAnew(without: [2])
    #expect(try sales.isKept(without: [2]) && sales.problems().isEmpty)
    #expect(try ClosedSalesTests.told(database) == expected)
    #expect(try ClosedSalesTests.told(database, since: 101) == ["ACME EUR 101 9"])
    #expect(
      try ClosedSalesTests.told(database, without: []) == ["ACME EUR 100 570", "ACME EUR 101 49"],
      "kept for other customers, so that they are added up")
  }

  @Test func changesAreAdded() throws {
    let database = try ClosedSalesTests.documents()
    let sales = ClosedSales(database)
    try sales.makeAnew(without: [2])
    // One is paid, one opens again, and a customer that is new belongs to the group.
    try database.execute("UPDATE document SET balance = 0 WHERE id = 4; UPDATE document SET balance = 5 WHERE id = 2")
    let before = try sales.problems()
    #expect(before == ["what was invoiced on closed documents, by day, is not what the documents say (2 days)"])
    func key(_ day: Int32) -> ClosedSales.Key {
      ClosedSales.Key(company: 1, currency: Currency("EUR")!, date: CalendarDate(days: day))
    }
    try sales.add([key(101): 1000, key(100): -70], without: [2, 3])
    #expect(try sales.problems().isEmpty)
    #expect(try ClosedSalesTests.told(database, without: [2, 3]) == ["ACME EUR 100 500", "ACME EUR 101 1009"])
  }

  @Test func whatIsForgottenIsAddedUp() throws {
    let database = try ClosedSalesTests.documents()
    let sales = ClosedSales(database)
    try sales.makeAnew(without: [2])
    try sales.forget()
    #expect(try sales.problems().isEmpty && !sales.isKept(without: [2]))
    #expect(try ClosedSalesTests.told(database) == ["ACME EUR 100 570", "ACME EUR 101 9"])
  }
}
