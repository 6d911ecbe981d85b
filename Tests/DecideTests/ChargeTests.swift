import Ledger
import Pipeline
import Testing

@testable import Decide

/// Interest, fees and lump sums of a unit on Monday 2026-11-23: the ECB's rate is 2.40 %, so the directive's 10.40 %.
@Suite struct ChargeTests {
  static func policy(_ regime: String? = "eu-2011-7", _ change: (inout Policy) -> Void = { _ in }) -> Policy {
    var policy = Policy()
    if let regime {
      var interest = InterestSettings()
      interest.regime = regime
      policy.interest = interest
    }
    change(&policy)
    return policy
  }

  static func scene(
    _ items: [AccountItem] = [item()], party: String? = "business", policy: Policy = policy(),
    decisions: [Decision] = [], charges: AccountCharges = AccountCharges()
  ) -> Scene {
    Scene {
      $0.items = items
      $0.details = [("email", "ap@buyer.example")] + (party.map { [("party_type", $0)] } ?? [])
      $0.policy = policy
      $0.decisions = decisions
      $0.charges = charges
    }
  }

  static func fee(_ level: Int, _ amount: Int64) -> (inout Policy) -> Void {
    { $0.steps[level - 1].fee = CurrencyAmounts([Money(minorUnits: amount, currency: eur)]) }
  }

  // 1,000.00 x 10 days x 10.40 % / 365 = 2.849...
  @Test func interestIsBesideTheInvoice() throws {
    let decision = try #require(ChargeTests.scene().decision())
    #expect(decision.isSent)
    #expect((decision.overdue, decision.interest, decision.fees, decision.amountDue) == (1000_00, 2_85, 0, 1002_85))
    #expect(decision.explanation.contains("interest 2.85 EUR by eu-2011-7: INV-1 2.85 (1000.00 x 10 days at 10.40 %"))
    let claim = try #require(decision.charges?.claims.first)
    #expect((claim.amount, claim.days, claim.isFinal, claim.documents) == (2_85, 10, false, ["INV-1"]))
    #expect(claim.messageID == decision.message?.id)
  }

  @Test func messageIDsDoNotDependOnCharges() throws {
    let with = try #require(ChargeTests.scene(policy: ChargeTests.policy(change: ChargeTests.fee(1, 10_00))).decision())
    let without = try #require(Scene(item()).decision())
    #expect(with.message?.id == without.message?.id)
    #expect(without.charges == nil)
  }

  struct Party: Sendable {
    var party: String?
    var regime: String
    var interest: Int64
    var fees: Int64
  }
  static let parties = [
    Party(party: "business", regime: "eu-2011-7", interest: 2_85, fees: 50_00),
    Party(party: "public", regime: "eu-2011-7", interest: 2_85, fees: 50_00),
    Party(party: "consumer", regime: "eu-2011-7", interest: 0, fees: 0),
    Party(party: nil, regime: "eu-2011-7", interest: 0, fees: 0),
    Party(party: nil, regime: "de-bgb-288", interest: 0, fees: 0),
    // 10.52 % of the base rate 1.52 and 9 points.
    Party(party: "business", regime: "de-bgb-288", interest: 2_88, fees: 50_00),
    // No default before the first reminder.
    Party(party: "consumer", regime: "de-bgb-288", interest: 0, fees: 0),
    // Lump sums in pounds are not claimed of euro invoices: 3.75 + 8 = 11.75 %.
    Party(party: "business", regime: "uk-1998", interest: 3_22, fees: 10_00),
  ]
  @Test(arguments: parties) func whoPays(_ row: Party) throws {
    let policy = ChargeTests.policy(row.regime) {
      ChargeTests.fee(1, 10_00)(&$0)
      $0.interest?.compensation = true
    }
    let decision = try #require(ChargeTests.scene(party: row.party, policy: policy).decision())
    #expect((decision.interest, decision.fees) == (row.interest, row.fees))
    #expect(decision.explanation.contains("party_type") == (row.party == nil))
  }

  @Test func aConsumerOwesFromTheFirstReminder() throws {
    let invoice = item("INV-1", 40)
    let past = DocumentPast(
      versions: [DocumentPast.Version(learnedOn: day("2026-10-15"), balance: 1000_00)],
      firstReminded: Scene.monday.adding(days: -30))
    let charges = AccountCharges(pasts: [invoice.row: past])
    let scene = ChargeTests.scene(
      [invoice], party: "consumer", policy: ChargeTests.policy("de-bgb-288"), charges: charges)
    // 30 days at 1.52 + 5 = 6.52 %: 5.358...
    #expect(try #require(scene.decision()).interest == 5_36)
  }

  @Test func contractRateIsForConsumersOnlyWhereThePolicyNamesThem() throws {
    func interest(_ scope: [PolicyScope.Party]) throws -> Int64 {
      let policy = ChargeTests.policy(nil) {
        $0.interest = InterestSettings()
        $0.interest?.contractPercent = Percentage(tenThousandths: 36_500)
        $0.scope.partyType = scope
      }
      return try #require(ChargeTests.scene(party: "consumer", policy: policy).decision()).interest
    }
    #expect(try interest([]) == 0)
    #expect(try interest([.consumer, .business]) == 1_00)
  }

  @Test func minimumIsDecidedWithoutCharges() throws {
    let policy = ChargeTests.policy {
      ChargeTests.fee(1, 10_00)(&$0)
      $0.minAmount = CurrencyAmounts([Money(minorUnits: 1001_00, currency: eur)])
    }
    #expect(ChargeTests.scene(policy: policy).decision()?.suppressed == .belowMinimum)
  }

  @Test func creditsLowerWhatBearsInterest() throws {
    // 400.00 on account since the day before yesterday: 8 days of 1,000.00 and two of 600.00, 2.279... + 0.341...
    let credit = AccountItem(
      document: Document(
        company: "ACME", customerID: "C1", id: "PAY", kind: .onAccount, documentDate: Scene.monday.adding(days: -2),
        dueDate: nil, currency: eur, amount: -400_00, balance: -400_00), dueDate: nil, row: 99)
    let decision = try #require(ChargeTests.scene([item(), credit]).decision())
    #expect((decision.interest, decision.amountDue) == (2_62, 602_62))
  }

  @Test func chargesBearNoInterest() throws {
    var charge = item("FEE-1", 20, 40_00)
    charge.document.kind = .charge
    #expect(try #require(ChargeTests.scene([charge]).decision()).interest == 0)
  }

  @Test func fromLevelKeepsTheFirstReminderFree() throws {
    let policy = ChargeTests.policy { $0.interest?.fromLevel = 2 }
    let decision = try #require(ChargeTests.scene(policy: policy).decision())
    #expect(decision.isSent && decision.interest == 0)
  }

  @Test func aFeeIsNotClaimedTwiceForALevel() throws {
    let policy = ChargeTests.policy(nil, ChargeTests.fee(1, 10_00))
    let first = try #require(ChargeTests.scene(policy: policy).decision())
    #expect((first.fees, first.amountDue) == (10_00, 1010_00))
    // The claim stands; another invoice gets to the level.
    let charges = AccountCharges(claims: first.charges?.claims ?? [])
    let items = [
      item("INV-1", 17) {
        $0.level = 1
        $0.lastRemindedOn = Scene.monday.adding(days: -7)
      }, item("INV-2", 9, 50_00),
    ]
    let second = try #require(ChargeTests.scene(items, policy: policy, charges: charges).decision())
    #expect(second.isSent && second.level == 1)
    #expect((second.fees, second.charges?.newFees) == (10_00, 0))
    // Once INV-1 is settled, the level is new.
    let third = try #require(ChargeTests.scene([item("INV-2", 9, 50_00)], policy: policy, charges: charges).decision())
    #expect((third.fees, third.charges?.newFees) == (20_00, 10_00))
  }

  @Test func aWaiverOfTonightCoversTonightsFee() throws {
    let policy = ChargeTests.policy(change: ChargeTests.fee(1, 10_00))
    // Two that say the same act both.
    let scene = ChargeTests.scene(policy: policy, decisions: [decided(.waive, id: "W1"), decided(.waive, id: "W2")])
    let decision = try #require(scene.decision())
    #expect((decision.interest, decision.fees, decision.amountDue) == (0, 0, 1000_00))
    #expect(decision.charges?.waivers == ["W1", "W2"] && decision.actedOn == ["W1", "W2"])
    #expect(decision.charges?.claims.map(\.state) == [.waived])
    #expect(decision.charges?.waived.map(\.amount) == [2_85])
  }

  @Test func aHeldItemAsksForNeitherInterestNorItsClaims() throws {
    let claim = try #require(ChargeTests.scene().decision()?.charges?.claims.first)
    let charges = AccountCharges(claims: [claim])
    let items = [item("INV-1", 17), item("INV-2", 9, 50_00)]
    let decision = try #require(
      ChargeTests.scene(items, decisions: [decided(.dispute, on: "INV-1")], charges: charges).decision())
    // INV-2: 50.00 x 9 days = 0.128...
    #expect((decision.overdue, decision.interest) == (50_00, 13))
    #expect(decision.charges?.held.first?.spans.map(\.first) == [day("2026-11-02")])
  }
}

extension ChargeTests {
  fileprivate static func policy(change: (inout Policy) -> Void) -> Policy { policy("eu-2011-7", change) }
}

/// Days that bear no interest, as the nights see them.
@Suite struct HeldDaysTests {
  private func span(_ first: Int, _ last: Int, _ amount: Int64? = nil) -> DocumentPast.HeldSpan {
    DocumentPast.HeldSpan(
      first: CalendarDate(days: Int32(first)), last: CalendarDate(days: Int32(last)), amount: amount)
  }
  private func after(_ before: [DocumentPast.HeldSpan], since: Int?, amount: Int64? = nil, tonight: Int, last: Int?)
    -> [DocumentPast.HeldSpan]
  {
    HeldDays.spans(
      before, since.map { HeldDays.Tonight(amount: amount, since: CalendarDate(days: Int32($0))) },
      asOf: CalendarDate(days: Int32(tonight)), lastNight: last.map { CalendarDate(days: Int32($0)) })
  }

  @Test func whatNoNightSawIsAdded() {
    #expect(HeldDays.adding([span(100, 109)], areWhole: false, to: []) == [span(100, 109)])
    #expect(HeldDays.adding([span(100, 109)], areWhole: false, to: [span(98, 112)]) == [span(98, 112)])
    #expect(
      HeldDays.adding([span(100, 109, 5)], areWhole: false, to: [span(103, 104), span(108, 120)])
        == [span(100, 102, 5), span(103, 104), span(105, 107, 5), span(108, 120)])
    #expect(
      HeldDays.adding([span(100, 109)], areWhole: false, to: [span(90, 95)]) == [span(90, 95), span(100, 109)])
    // A part that was held is all of it where a hold stood.
    #expect(
      HeldDays.adding([span(100, 109)], areWhole: true, to: [span(98, 112, 5)]) == [
        span(98, 99, 5), span(100, 109), span(110, 112, 5),
      ])
    #expect(HeldDays.adding([span(100, 109)], areWhole: false, to: [span(98, 112, 5)]) == [span(98, 112, 5)])
  }

  @Test func holdsThatWereOverWhenTheyWereReadAreHeldDays() throws {
    func spans(_ decisions: Decision...) -> [DocumentPast.HeldSpan]? {
      let invoice = item("INV-1", 40) { $0.learnedOn = day("2026-10-01") }
      return ChargeTests.scene([invoice], decisions: decisions).decision()?.charges?.held.first?.spans
    }
    func held(_ first: String, _ last: String, _ amount: Int64? = nil) -> DocumentPast.HeldSpan {
      DocumentPast.HeldSpan(first: day(first), last: day(last), amount: amount)
    }
    let learned = "2026-11-23"
    #expect(
      spans(decided(.dispute, on: "INV-1", from: "2026-11-02", until: "2026-11-11", learned: learned))
        == [held("2026-11-02", "2026-11-11")])
    // Of a dispute of a part, and not before the day after the due date, 2026-10-14
    #expect(
      spans(decided(.dispute, on: "INV-1", from: "2026-10-01", until: "2026-11-11", amount: "400.00", learned: learned))
        == [held("2026-10-15", "2026-11-11", 400_00)])
    // A hold meanwhile; the days of each
    #expect(
      spans(
        decided(.dispute, on: "INV-1", from: "2026-11-02", until: "2026-11-11", amount: "400.00", learned: learned),
        decided(.hold, id: "D2", from: "2026-11-05", until: "2026-11-06", learned: learned))
        == [
          held("2026-11-02", "2026-11-04", 400_00), held("2026-11-05", "2026-11-06"),
          held("2026-11-07", "2026-11-11", 400_00),
        ])
    // Read with its release
    #expect(
      spans(
        decided(.hold, from: "2026-11-02", learned: learned),
        decided(.release, id: "D2", from: "2026-11-10", value: "D1", learned: learned))
        == [held("2026-11-02", "2026-11-09")])
    // Since when it stood nobody has said
    #expect(spans(decided(.hold, until: "2026-11-11", learned: learned)) == nil)
  }

  @Test func spansGrow() {
    #expect(after([], since: 100, tonight: 100, last: 99) == [span(100, 100)])
    #expect(after([], since: 95, tonight: 100, last: 99) == [span(95, 100)])
    #expect(after([span(95, 100)], since: 95, tonight: 101, last: 100) == [span(95, 101)])
    // A night was missed.
    #expect(after([span(95, 100)], since: 95, tonight: 103, last: 100) == [span(95, 103)])
    // Released; the days without a run are held.
    #expect(after([span(95, 100)], since: nil, tonight: 103, last: 100) == [span(95, 102)])
    #expect(after([span(95, 100)], since: nil, tonight: 104, last: 103) == [span(95, 100)])
    // Held again, and another part of it.
    #expect(after([span(95, 100)], since: 110, tonight: 110, last: 109) == [span(95, 100), span(110, 110)])
    #expect(
      after([span(95, 100)], since: 95, amount: 5, tonight: 101, last: 100) == [span(95, 100), span(101, 101, 5)])
    // The same night again.
    #expect(after([span(95, 101)], since: 95, tonight: 101, last: 101) == [span(95, 101)])
  }
}

/// What becomes of claims.
@Suite struct ClaimBookTests {
  private static let terms = InterestTerms(
    rate: .over(.ecbMainRefinancing, points: YearlyRate(tenThousandths: 80_000), .eachHalfYear))

  /// No policy claims interest.
  private static var force: TermsInForce {
    TermsInForce(DecideSettings(), Customer(company: "ACME", id: "C1", name: "Alpha"), eur)
  }

  private static func claim(
    _ kind: ChargeClaim.Kind, _ document: String, _ amount: Int64, id: String? = nil, ids: Set<String>? = nil
  ) -> ChargeClaim {
    ChargeClaim(
      id: id ?? ChargeClaim.id(kind, "ACME", document), kind: kind, company: "ACME", customerID: "C1", currency: eur,
      documents: [document], documentIDs: ids ?? [document], regime: "eu-2011-7",
      terms: kind == .interest ? terms : nil, start: day("2026-11-14"),
      from: day("2026-11-14"), through: day("2026-11-23"), days: 10, principal: 1000_00, amount: amount,
      isFinal: kind != .interest, claimedOn: day("2026-11-23"), messageID: "m")
  }

  private static func charge(_ reference: String, _ amount: Int64) -> Document {
    Document(
      company: "ACME", customerID: "C1", id: "CH", kind: .charge, documentDate: Scene.monday, dueDate: nil,
      currency: eur, amount: amount, balance: amount, details: Details.of([("reference", reference)]))
  }

  struct Posting: Sendable {
    var reference: String
    var amount: Int64
    var posted: [ChargeClaim.Kind]
    var isClear = true
  }
  static let postings = [
    Posting(reference: "INV-1", amount: 40_00, posted: [.compensation]),
    Posting(reference: "INV-1", amount: 2_85, posted: [.interest]),
    Posting(reference: "INV-1", amount: 42_85, posted: [.interest, .compensation]),
    Posting(reference: "INV-1", amount: 30_00, posted: [], isClear: false),
    Posting(reference: "INV-2", amount: 7_00, posted: [.fee]),
    Posting(reference: ChargeClaim.id(.interest, "ACME", "INV-1"), amount: 3_00, posted: [.interest]),
    Posting(reference: "INV-9", amount: 40_00, posted: []),
  ]
  @Test(arguments: postings) func aChargeOfTheERPClosesItsClaims(_ row: Posting) {
    var book = ClaimBook([
      Self.claim(.interest, "INV-1", 2_85), Self.claim(.compensation, "INV-1", 40_00), Self.claim(.fee, "INV-2", 10_00),
    ])
    #expect(book.post(Self.charge(row.reference, row.amount), asOf: Scene.monday) == row.isClear)
    #expect(book.claims.filter { $0.state == .posted }.map(\.kind) == row.posted)
    #expect(Set(book.news.map(\.kind)) == Set(row.posted))
  }

  @Test(
    "What was taken back and is posted all the same is not claimed again, and what was claimed anew is posted with it")
  func postedAfterAll() {
    var old = Self.claim(.fee, "INV-2", 10_00)
    old.close(.withdrawn, on: day("2026-11-20"), by: "message m reached nobody")
    var alone = ClaimBook([old, Self.claim(.compensation, "INV-2", 40_00)])
    #expect(alone.post(Self.charge(old.id, 10_00), asOf: Scene.monday) == true)
    #expect(alone.claims.map(\.state) == [.posted, .open])
    var anew = Self.claim(.fee, "INV-2", 10_00)
    anew.id = "anew"
    var both = ClaimBook([old, anew])
    #expect(both.post(Self.charge(old.id, 10_00), asOf: Scene.monday) == true)
    #expect(both.claims.map(\.state) == [.withdrawn, .posted])
    // By its document nobody means it.
    var unnamed = ClaimBook([old])
    #expect(unnamed.post(Self.charge("INV-2", 10_00), asOf: Scene.monday) == true)
    #expect(unnamed.claims.map(\.state) == [.withdrawn])
  }

  @Test(arguments: [
    (decided(.waive), [ChargeClaim.Kind.interest, .compensation, .fee]), (decided(.waive, value: "fee"), [.fee]),
    (decided(.waive, on: "INV-1"), [.interest, .compensation]),
    (decided(.waive, on: "INV-1", value: "interest"), [.interest]), (decided(.waive, customer: "C2"), []),
    (decided(.waive, value: ChargeClaim.id(.compensation, "ACME", "INV-1")), [.compensation]),
    (decided(.waive, until: "2026-11-22"), []),
  ]) func aWaiverGivesUpWhatItNames(_ decision: Decision, _ waived: [ChargeClaim.Kind]) {
    var book = ClaimBook([
      Self.claim(.interest, "INV-1", 2_85), Self.claim(.compensation, "INV-1", 40_00), Self.claim(.fee, "INV-2", 10_00),
    ])
    var other = decision
    other.id = "other"
    let acted = book.waive([decision, other], asOf: Scene.monday)
    #expect(book.claims.filter { $0.state == .waived }.map(\.kind) == waived)
    #expect(acted.count == (waived.isEmpty ? 0 : 2))
  }

  @Test("Of ids that have slashes of their own only what is named so is meant, and its instalments") func slashes() {
    let claims = [
      Self.claim(.fee, "FV/1/2026", 10_00), Self.claim(.compensation, "FV/1/2", 40_00, ids: ["FV/1"]),
      Self.claim(.interest, "FV/1", 2_85),
    ]
    for (name, meant) in [
      ("FV/1", [ChargeClaim.Kind.compensation, .interest]), ("FV/1/2026", [.fee]), ("FV/1/2", [.compensation]),
      ("FV", []),
    ] {
      var waived = ClaimBook(claims)
      _ = waived.waive([decided(.waive, on: name)], asOf: Scene.monday)
      #expect(waived.claims.filter { $0.state == .waived }.map(\.kind) == meant)
      var posted = ClaimBook(claims)
      _ = posted.post(Self.charge(name, meant == [.fee] ? 10_00 : meant.count == 1 ? 40_00 : 42_85), asOf: Scene.monday)
      #expect(posted.claims.filter { $0.state == .posted }.map(\.kind) == meant)
    }
  }

  @Test("One rate for all days is that of the day of payment, also where it was paid, open again and paid on that day")
  func paidAgainInTheNextHalfYear() throws {
    // Paid on 28 December, open again and paid on 5 January, from which on the rate is another.
    let rates = RateTables.builtin.adding(
      RateRow(from: day("2027-01-01"), rate: YearlyRate(tenThousandths: 30_000), source: "test"),
      to: .ecbMainRefinancing)
    var claim = Self.claim(.interest, "INV-1", 2_85)
    claim.terms = InterestTerms(
      rate: .over(.ecbMainRefinancing, points: YearlyRate(tenThousandths: 80_000), .ofLastDay))
    claim.through = day("2027-01-07")
    let past = DocumentPast(
      versions: [("2026-11-01", 1000_00), ("2026-12-29", 0), ("2027-01-05", 1000_00), ("2027-01-07", 0)].map {
        DocumentPast.Version(learnedOn: day($0.0), balance: $0.1)
      },
      payments: [
        DocumentPast.Payment(id: "1", date: day("2026-12-28"), amount: 1000_00, cameBackOn: day("2027-01-04")),
        DocumentPast.Payment(id: "2", date: day("2027-01-05"), amount: 1000_00),
      ])
    var book = ClaimBook([claim])
    book.settle(
      claim.id, past, isCancelled: false, by: Self.force, rates: rates, asOf: day("2027-01-07"))
    // 45 days from 14 November to 28 December at 11 %: 13.56.
    #expect((book.claims[0].days, book.claims[0].rates, book.claims[0].amount) == (45, "11.00", 13_56))
  }

  @Test func aSettledInvoiceIsCountedToItsPayment() throws {
    // Paid on the 19th: six days from the 14th at 10.40 % = 1.709...
    let past = DocumentPast(
      versions: [
        DocumentPast.Version(learnedOn: day("2026-11-01"), balance: 1000_00),
        DocumentPast.Version(learnedOn: day("2026-11-24"), balance: 0),
      ], payments: [DocumentPast.Payment(date: day("2026-11-19"), amount: 1000_00)])
    var book = ClaimBook([Self.claim(.interest, "INV-1", 2_85)])
    let id = try #require(book.running.first).id
    book.settle(id, past, isCancelled: false, by: Self.force, rates: .builtin, asOf: day("2026-11-24"))
    #expect((book.claims[0].amount, book.claims[0].isFinal, book.claims[0].state) == (1_71, true, .open))
    #expect(book.claims[0].through == day("2026-11-19"))
    #expect(book.running.isEmpty)
  }

  @Test func aClaimWhoseMessageReachedNobodyMayBeMadeAgain() throws {
    let policy = ChargeTests.policy(nil, ChargeTests.fee(1, 10_00))
    var book = ClaimBook(try #require(ChargeTests.scene(policy: policy).decision()?.charges).claims)
    book.withdraw(Set(book.claims.map(\.id)), asOf: Scene.monday)
    #expect(book.claims.map(\.state) == [.withdrawn])
    let again = ChargeTests.scene(policy: policy, charges: AccountCharges(claims: book.claims))
    #expect(again.decision()?.charges?.newFees == 10_00)
  }

  @Test func aCancelledInvoiceOwedNothing() throws {
    var book = ClaimBook([Self.claim(.interest, "INV-1", 2_85)])
    book.settle(
      try #require(book.running.first).id, DocumentPast(versions: []), isCancelled: true, by: Self.force,
      rates: .builtin,
      asOf: Scene.monday)
    #expect((book.claims[0].state, book.claims[0].closedBy) == (.waived, "cancelled"))
  }
}
