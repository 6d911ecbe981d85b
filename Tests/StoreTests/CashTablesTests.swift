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

  /// Money is matched or waits; more than came only where the ERP says so; what came back is gone with its rest.
  @Test func moneyIsAccountedFor() throws {
    let database = try BookTests.paid()
    let cash = CashTables(database)
    /// Matches and rest of a payment of 100.00.
    let stories:
      [(id: String, amount: Int64, matched: Int64, rule: String, open: Int64?, reverses: String?, isRight: Bool)] = [
        ("Q1", 100_00, 100_00, "remittance", nil, nil, true),
        ("Q2", 100_00, 60_00, "remittance", 40_00, nil, true),
        ("Q3", 100_00, 60_00, "remittance", 30_00, nil, false),
        ("Q4", 100_00, 60_00, "remittance", nil, nil, false),
        ("Q5", 100_00, 130_00, "erp-application", nil, nil, true),
        ("Q6", 100_00, 130_00, "remittance", nil, nil, false),
        ("Q7", 100_00, 70_00, "remittance", nil, nil, true),
        ("Q8", -103_00, -70_00, "remittance", nil, "Q7", true),
      ]
    let payments = stories.map {
      Payment(
        company: "ACME", id: $0.id, customerID: "C1", date: day("2026-11-18"),
        money: Money(minorUnits: $0.amount, currency: eur))
    }
    try PaymentTables(database).insert(payments, run: 2)
    func key(_ id: String) throws -> Int64 { try cash.paymentKey(company: "ACME", id: id) ?? 0 }
    let keys = try stories.map { try key($0.id) }
    let reverses = try stories.map { try $0.reverses.map(key) }
    try cash.insert(stories.count, run: 2) { at in
      CashTables.Match(
        payment: keys[at], document: 3, amount: stories[at].matched, deducted: 0, posted: 0, rule: stories[at].rule,
        confidence: 980, difference: nil, matchedOn: day("2026-11-18"), reverses: reverses[at])
    }
    for (story, key) in zip(stories, keys) {
      try cash.setOpen(payment: key, story.open.map { ($0, day("2026-11-18"), "over-payment") })
    }
    for (story, key) in zip(stories, keys) {
      #expect(try (cash.unaccounted(payment: key) == nil) == story.isRight, "\(story.id)")
    }
    #expect(
      try cash.problems() == [
        "payment Q3 of ACME is EUR 100.00, and EUR 90.00 of it is matched or waits",
        "payment Q4 of ACME is EUR 100.00, and EUR 60.00 of it is matched or waits",
        "payment Q6 of ACME is EUR 100.00, and EUR 130.00 of it is matched or waits",
      ])
  }
}
