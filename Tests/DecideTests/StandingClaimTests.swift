import Ledger
import Testing

@testable import Decide

/// What becomes of claims that stand.
@Suite struct StandingClaimTests {
  private static let asOf = CalendarDate("2025-02-14")!

  private static func claim(
    _ id: String = "c", _ kind: ChargeClaim.Kind = .compensation, customer: String = "C1", documents: [String] = ["I1"],
    isFinal: Bool = true
  ) -> ChargeClaim {
    ChargeClaim(
      id: id, kind: kind, company: "ACME", customerID: customer, currency: Currency("EUR")!, documents: documents,
      regime: "eu-2011-7", terms: InterestTerms(rate: .contract(YearlyRate("36.5")!)),
      start: CalendarDate("2025-02-01"), from: CalendarDate("2025-02-01"), through: CalendarDate("2025-02-10"),
      amount: 1000, isFinal: isFinal, claimedOn: CalendarDate("2025-02-10")!, messageID: "m")
  }

  private static func decision(
    _ id: String, _ kind: Decision.Kind, customer: String = "C1", value: String? = nil, document: String? = nil,
    learned: String = "2025-02-11"
  ) -> Decision {
    Decision(
      company: "ACME", customerID: customer, kind: kind, id: id, documentID: document, value: value,
      learnedOn: CalendarDate(learned))
  }

  @Test(arguments: [
    ("C1", nil, true), ("C2", nil, false), ("C2", "C2", true), ("C3", "C2", false),
  ])
  func aWaiverReachesThePayerAndWhoseDocumentsTheyAre(customer: String, owner: String?, acts: Bool) {
    var book = ClaimBook([StandingClaimTests.claim()])
    let acted = book.waive(
      [StandingClaimTests.decision("W", .waive, customer: customer)], asOf: StandingClaimTests.asOf,
      owners: owner.map { ["c": $0] } ?? [:])
    #expect(acted == (acts ? ["W"] : []))
    #expect(book.claims[0].state == (acts ? .waived : .open))
  }

  @Test(arguments: [
    ("W", "C9", nil, "2025-02-12", true), ("waive", "C1", nil, "2025-02-12", true),
    ("waive", "C9", nil, "2025-02-12", false),
    ("waive", "C1", "I9", "2025-02-12", false), ("waive", "C1", nil, "2025-02-10", false),
    ("hold", "C1", nil, "2025-02-12", false),
  ])
  func aReleasedWaiverActsNoMore(value: String, customer: String, document: String?, day: String, ends: Bool) {
    var book = ClaimBook([StandingClaimTests.claim()])
    let release = StandingClaimTests.decision(
      "R", .release, customer: customer, value: value, document: document, learned: day)
    let acted = book.waive([StandingClaimTests.decision("W", .waive), release], asOf: StandingClaimTests.asOf)
    #expect(acted.isEmpty == ends)
  }

  @Test func aClaimFollowsItsDocument() {
    var closed = StandingClaimTests.claim("w", .interest)
    closed.close(.waived, on: StandingClaimTests.asOf, by: "W")
    var book = ClaimBook([StandingClaimTests.claim(), closed])
    book.follow("c", to: "C2")
    book.follow("w", to: "C2")
    // A closed one stays where it was closed, and is known to who pays now: it is not claimed again.
    #expect(book.of(company: "ACME", customer: "C1").map(\.id) == ["w"])
    #expect(book.of(company: "ACME", customer: "C2").map(\.id) == ["c", "w"])
    #expect(book.claims.map(\.customerID) == ["C2", "C1"])
    #expect(book.changed == ["c"])
  }

  /// 1000.00 at 36.5 % bear 1.00 a day.
  @Test(arguments: [("2025-02-05", 6, 600, ChargeClaim.State.open), ("2025-02-11", 0, 0, .withdrawn)])
  func interestStartsAgainBehindANewDueDate(day: String, days: Int, amount: Int64, state: ChargeClaim.State) {
    var book = ClaimBook([StandingClaimTests.claim("i", .interest, isFinal: false)])
    let past = DocumentPast(versions: [.init(learnedOn: CalendarDate("2025-01-01")!, balance: 100_000)])
    book.restart("i", on: CalendarDate(day)!, past, rates: .builtin, asOf: StandingClaimTests.asOf)
    #expect(book.claims[0].state == state)
    #expect(book.claims[0].days == days)
    #expect(book.claims[0].amount == amount)
    #expect(book.claims[0].from == CalendarDate(day))
  }

  @Test func interestOfAnOpenInvoiceIsNotFinal() {
    var book = ClaimBook([StandingClaimTests.claim("i", .interest)])
    #expect(book.running.isEmpty)
    book.reopen("i")
    #expect(book.running.map(\.id) == ["i"])
  }
}
