import Ledger
import Testing

@testable import Store

@Suite struct ChargeTests {
  static func claim(_ document: String = "INV1", amount: Int64 = 2_85) throws -> ChargeClaim {
    ChargeClaim(
      id: ChargeClaim.id(.interest, "ACME", document), kind: .interest, company: "ACME", customerID: "C1",
      currency: eur,
      documents: [document], regime: "eu-2011-7",
      terms: InterestTerms(
        rate: .over(.ecbMainRefinancing, points: try #require(YearlyRate("8")), .eachHalfYear), rounding: .daily),
      start: day("2026-11-14"), from: day("2026-11-14"), through: day("2026-11-23"), days: 10, rates: "10.40",
      principal: 1000_00, amount: amount, isFinal: false, claimedOn: day("2026-11-23"), messageID: "m1")
  }

  @Test func aClaimComesBackWhole() throws {
    let database = try emptyState()
    try run(1, in: database)
    let tables = ChargeTables(database)
    var claim = try ChargeTests.claim()
    claim.documentKeys = [7]
    try tables.store(claim, run: 1)
    #expect(try tables.claims(asOf: day("2026-11-24")) == [claim])
    #expect(try tables.claims(company: "ACME", customer: "C1") == [claim])
    #expect(try tables.claims(document: 7) == [claim])
    #expect(try tables.claims(id: claim.id) == [claim])
    #expect(try tables.claims(document: 8).isEmpty)
  }

  @Test func whatBecomesOfAClaimIsKeptRunByRun() throws {
    let database = try emptyState()
    let tables = ChargeTables(database)
    var claim = try ChargeTests.claim()
    for id in Int64(1)...3 { try run(id, in: database) }
    try tables.store(claim, run: 1)
    claim.amount = 3_13
    claim.messageID = "m2"
    try tables.store(claim, run: 2)
    claim.close(.waived, on: day("2026-11-25"), by: "D1")
    try tables.store(claim, run: 3)
    #expect(try tables.claims(id: claim.id) == [claim])
    #expect(try tables.messages(claim: claim.id) == ["m1", "m2"])
    #expect(
      try database.shell("SELECT run, state, amount FROM claim_history ORDER BY run", columns: 3)
        == ["1|open|285", "2|open|313", "3|waived|313"])
  }

  @Test func closedClaimsAreForgottenAfter400DaysUnlessTheirDocumentIsOpen() throws {
    let database = try emptyState()
    try store([Invoice(id: "INV1", balance: 100_00)], run: 1, in: database)
    let key = try database.rows("SELECT id FROM document") { $0.int64(0) }[0]
    let tables = ChargeTables(database)
    var (old, about) = (try ChargeTests.claim("GONE"), try ChargeTests.claim())
    about.documentKeys = [key]
    old.close(.posted, on: day("2026-11-25"), by: "CH1")
    about.close(.posted, on: day("2026-11-25"), by: "CH2")
    try tables.store(old, run: 1)
    try tables.store(about, run: 1)
    #expect(try tables.claims(asOf: day("2026-12-01")).count == 2)
    about.documentIDs = ["INV1"]
    #expect(try tables.claims(asOf: day("2028-12-01")) == [about])
  }

  @Test func heldDaysAreReplaced() throws {
    let tables = ChargeTables(try emptyState())
    let span = DocumentPast.HeldSpan(first: day("2026-11-01"), last: day("2026-11-05"), amount: 12_00)
    try tables.setHeld([span], document: 7)
    try tables.setHeld([span, DocumentPast.HeldSpan(first: day("2026-11-09"), last: day("2026-11-09"))], document: 7)
    #expect(try tables.held()[7]?.map(\.amount) == [12_00, nil])
    #expect(try tables.held()[8] == nil)
  }

  @Test func paymentsAreDatedByTheirOwnDay() throws {
    let database = try emptyState()
    let payments = PaymentTables(database)
    let payment = Payment(
      company: "ACME", id: "P1", customerID: "C1", date: day("2026-11-10"),
      money: Money(minorUnits: 60_00, currency: eur),
      details: Details(["reference": "INV2"]))
    try payments.insert([payment], run: 1)
    let booked = day("2026-11-20")
    try payments.insert(
      Application(company: "ACME", paymentID: "P1", documentID: "INV1", amount: "60.00", appliedOn: booked), run: 1)
    try payments.insert(
      Application(company: "ACME", paymentID: "P9", documentID: "INV3", amount: "60.00", appliedOn: booked), run: 1)
    let tables = ChargeTables(database)
    let expected = [DocumentPast.Payment(id: "P1", date: day("2026-11-10"), amount: 60_00)]
    #expect(try tables.applied(company: "ACME", document: "INV1", eur) == expected)
    #expect(try tables.referring(company: "ACME", document: "INV2", eur) == expected)
    #expect(try tables.applied(company: "ACME", document: "INV2", eur).isEmpty)
    // Nothing is known of the payment: the application tells the day.
    #expect(
      try tables.applied(company: "ACME", document: "INV3", eur) == [
        DocumentPast.Payment(id: "P9", date: booked, amount: 60_00)
      ])
    #expect(try payments.evidence(company: "ACME", document: "INV1").map(\.date) == [day("2026-11-10")])
    #expect(try payments.evidence(company: "ACME", document: "INV3").map(\.date) == [booked])
  }
}
