import Ledger
import Testing

@testable import Store

@Suite struct PastLedgerTests {
  private func payment(_ id: String, _ date: String, _ amount: Int64) -> Payment {
    Payment(
      company: "ACME", id: id, customerID: "C1", date: day(date), money: Money(minorUnits: amount, currency: eur),
      details: Details(["reference": "0001"]))
  }

  private func balance(_ database: Database, of label: String, on date: String, knownOn: String? = nil) throws -> Int64
  {
    var ledger = try PastLedger(database, knownOn: knownOn.map(day))
    let book = try ledger.position(companies: ["ACME"], asOf: day(date)).book
    return book.row(label).map { book.documents.rows[$0].balance } ?? 0
  }

  /// Seen open on 19 November, closed on the 20th.
  @Test func theExportDatesWhatNoPaymentDoes() throws {
    let database = try BookTests.paid()
    #expect(try balance(database, of: "0001", on: "2026-09-30") == 0)
    #expect(try balance(database, of: "0001", on: "2026-10-01") == 100_00)
    #expect(try balance(database, of: "0001", on: "2026-11-19") == 100_00)
    #expect(try balance(database, of: "0001", on: "2026-11-20") == 0)
    #expect(try balance(database, of: "0001", on: "2026-11-20", knownOn: "2026-11-19") == 100_00)
    // What has not changed is today's.
    #expect(try balance(database, of: "0002/1", on: "2026-11-19") == 50_00)
    var ledger = try PastLedger(database, knownOn: nil)
    #expect(try ledger.position(companies: ["ACME"], asOf: day("2026-11-19")).settledByExport == 1)
    #expect(try ledger.position(companies: ["ACME"], asOf: day("2026-11-20")).settledByExport == 0)
  }

  @Test func aCorrectedPaymentKeepsWhatWasKnownBefore() throws {
    let database = try BookTests.paid()
    let payments = PaymentTables(database)
    try payments.insert([payment("P1", "2026-11-15", 100_00)], run: 2)
    #expect(try balance(database, of: "0001", on: "2026-11-15") == 0)
    try run(3, in: database)
    try payments.insert([payment("P1", "2026-11-17", 100_00)], run: 3)
    // The same again is no new version.
    try run(4, in: database)
    try payments.insert([payment("P1", "2026-11-17", 100_00)], run: 4)
    #expect(try database.shell("SELECT run, until_run FROM payment_history", columns: 2) == ["2|3"])
    #expect(try balance(database, of: "0001", on: "2026-11-16") == 100_00)
    #expect(try balance(database, of: "0001", on: "2026-11-16", knownOn: "2026-11-20") == 0)
  }

  @Test func aCorrectedApplicationKeepsWhatWasKnownBefore() throws {
    let database = try BookTests.paid()
    let payments = PaymentTables(database)
    func apply(_ amount: String, on date: String, run: Int64) throws {
      try payments.insert(
        Application(company: "ACME", paymentID: "P1", documentID: "0001", amount: amount, appliedOn: day(date)),
        run: run)
    }
    try apply("100.00", on: "2026-11-10", run: 2)
    try run(3, in: database)
    try apply("60.00", on: "2026-11-10", run: 3)
    #expect(try balance(database, of: "0001", on: "2026-11-10") == 40_00)
    #expect(try balance(database, of: "0001", on: "2026-11-10", knownOn: "2026-11-20") == 0)
    try apply("60.00", on: "2026-11-10", run: 4)
    #expect(try database.shell("SELECT run, until_run, amount FROM application_history", columns: 3) == ["2|3|100.00"])
  }

  @Test func instalmentsTakePaymentsInTheOrderOfTheirDueDates() throws {
    let database = try emptyState()
    try store(
      [
        Invoice(id: "0001", balance: 100_00, instalment: "2", due: "2026-11-30"),
        Invoice(id: "0001", balance: 100_00, instalment: "1"),
      ], run: 1, in: database)
    try run(2, in: database)
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    let rows = try ["0001/1", "0001/2"].map { try #require(book.row($0)) }
    for row in rows { book.documents.rows[row].balance = 0 }
    try tables.write(
      &book, run: 2, changed: rows.map { .init(row: $0, file: 1, line: 1, cause: "payment") }, newDocuments: []
    ) {
      _ in nil
    }
    let payments = PaymentTables(database)
    try payments.insert([payment("P2", "2026-11-18", 100_00), payment("P1", "2026-11-12", 100_00)], run: 2)
    #expect(try balance(database, of: "0001/1", on: "2026-11-12") == 0)
    #expect(try balance(database, of: "0001/2", on: "2026-11-17") == 100_00)
    #expect(try balance(database, of: "0001/2", on: "2026-11-18") == 0)
  }
}
