import Ledger
import Testing

@testable import Store

@Suite struct CashTablesTests {
  /// Money that waits for many nights is written once.
  @Test func whatWaitsJustSoIsLeftAlone() throws {
    let database = try BookTests.paid()
    let cash = CashTables(database)
    func changes() throws -> Int64 { try database.rows("SELECT total_changes()", row: { $0.int64(0) })[0] }
    try cash.setOpen(payment: 7, (10_00, day("2026-11-19"), "no-match"))
    let before = try changes()
    try cash.setOpen(payment: 7, (10_00, day("2026-11-19"), "no-match"))
    #expect(try changes() == before)
    try cash.setOpen(payment: 7, (5_00, day("2026-11-19"), "over-payment"))
    let rows = try database.rows("SELECT left_over, reason FROM cash_open") { "\($0.int(0)) \($0.text(1))" }
    #expect(rows == ["500 over-payment"])
  }

  /// Those of a document together and the oldest first, in whatever order the payments came.
  @Test func whatIsNotPostedComesByDocument() throws {
    let database = try BookTests.paid()
    let cash = CashTables(database)
    let payments = ["P7", "P8", "P9"].map {
      Payment(
        company: "ACME", id: $0, customerID: "C1", date: day("2026-11-18"),
        money: Money(minorUnits: 10_00, currency: eur))
    }
    try PaymentTables(database).insert(payments, run: 2)
    let keys = try payments.map { try cash.paymentKey(company: "ACME", id: $0.id) ?? 0 }
    let (documents, days): ([Int64], [String]) = ([9, 3, 3], ["2026-11-18", "2026-11-19", "2026-11-18"])
    try cash.insert(3, run: 2) { at in
      CashTables.Match(
        payment: keys[at], document: documents[at], amount: 10_00, deducted: 0, posted: 4_00, rule: "remittance",
        confidence: 980, difference: nil, matchedOn: day(days[at]))
    }
    let waiting = try cash.waiting()
    #expect(waiting.map(\.paymentID) == ["P9", "P8", "P7"])
    #expect(waiting.map(\.document) == [3, 3, 9])
    #expect(waiting.allSatisfy { $0.rule == "remittance" && $0.posted == 4_00 })
  }
}
