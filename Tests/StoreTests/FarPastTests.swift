import Ledger
import Testing

@testable import Store

/// A day since which much has changed, read in one go: the same as document by document.
@Suite struct FarPastTests {
  /// 21,000 documents of the first night: every tenth closes on the second, the others are paid in part; on the third the rest of them
  /// closes. A document of the first day is learned on the third night, one of the third day too.
  private func state() throws -> Database {
    let database = try emptyState()
    for id in 1...3 { try run(Int64(id), in: database) }
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    let rows = (0..<21_000).map { book.add(Invoice(id: "D\(100_000 + $0)", balance: 100_00)) }
    try tables.write(&book, run: 1, changed: [], newDocuments: rows) { (1, $0) }
    for (at, row) in rows.enumerated() { book.documents.rows[row].balance = at % 10 == 0 ? 0 : 60_00 }
    func versions(_ rows: [Int]) -> [BookTables.DocumentVersion] {
      rows.map { .init(row: $0, file: 1, line: 1, cause: "unknown") }
    }
    try tables.write(&book, run: 2, changed: versions(rows), newDocuments: []) { _ in nil }
    let rest = rows.indices.filter { $0 % 10 != 0 }.map { rows[$0] }
    for row in rest { book.documents.rows[row].balance = 0 }
    let late = ["LATE", "NEW"].map { book.add(Invoice(id: $0, balance: 5_00)) }
    book.documents.rows[late[1]].documentDate = day("2026-11-21")
    try tables.write(&book, run: 3, changed: versions(rest), newDocuments: late) { (1, $0) }
    return database
  }

  private func total(_ database: Database, on date: String) throws -> Int64 {
    var ledger = try PastLedger(database, knownOn: nil)
    let position = try ledger.position(companies: ["ACME"], asOf: day(date))
    return position.book.documents.rows.reduce(0) { $0 + $1.balance }
  }

  @Test func theTotalsOfEachDayAreThoseOfTheirNights() throws {
    let database = try state()
    #expect(try total(database, on: "2026-09-30") == 0)
    // LATE is dated 1 October, and of its 100.00 the third night shows 5.00.
    #expect(try total(database, on: "2026-11-19") == 2_100_000_00 + 100_00)
    #expect(try total(database, on: "2026-11-20") == 18_900 * 60_00 + 100_00)
    #expect(try total(database, on: "2026-11-21") == 10_00)
    #expect(try database.shell("SELECT COUNT(*) FROM document_backdated", columns: 1) == ["1"])
  }

  @Test func whatPaymentsExplainIsDatedByThem() throws {
    let database = try state()
    try PaymentTables(database).insert(
      [
        Payment(
          company: "ACME", id: "P1", customerID: "C1", date: day("2026-11-19"),
          money: Money(minorUnits: 100_00, currency: eur), details: Details(["reference": "D100010"])),
        Payment(
          company: "ACME", id: "P2", customerID: "C1", date: day("2026-11-25"),
          money: Money(minorUnits: 60_00, currency: eur), details: Details(["reference": "D100011"])),
      ], run: 3)
    #expect(try total(database, on: "2026-11-19") == 2_100_000_00 + 100_00 - 100_00)
    #expect(try total(database, on: "2026-11-21") == 10_00 + 60_00)
  }
}
