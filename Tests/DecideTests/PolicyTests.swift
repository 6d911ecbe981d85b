import Ledger
import Pipeline
import Testing

@testable import Decide

/// Which policy a unit gets, which of its steps, and who is in a pilot.
@Suite struct PolicyTests {
  static func policy(_ name: String, _ scope: (inout PolicyScope) -> Void = { _ in }) -> Policy {
    var policy = Policy()
    policy.policy = name
    scope(&policy.scope)
    return policy
  }

  static let policies = [
    policy("named") { $0.customer = ["C9"] },
    policy("weak") { $0.grade = [.c, .d] },
    policy("large") { $0.amount.from = CurrencyAmounts([money(5000_00)]) },
    policy("small") { $0.amount.below = CurrencyAmounts([money(100_00)]) },
    policy("consumers") { $0.partyType = [.consumer] },
    policy("rest"),
  ]

  @Test(arguments: [
    ("rest", Scene(item())),
    ("weak", Scene(item()) { $0.grade = .d }),
    ("rest", Scene(item()) { $0.grade = .b }),
    ("weak", Scene(item("INV-1", 10, 9000_00)) { $0.grade = .c }),
    ("large", Scene(item("INV-1", 10, 5000_00))),
    ("large", Scene(item("INV-1", 10, 3000_00), item("INV-2", 1, 2000_00))),
    // What is not overdue, on account, or in another currency does not count.
    ("rest", Scene(item("INV-1", 10, 3000_00), item("INV-2", 0, 2000_00), item("Z", nil, -1000_00))),
    ("rest", Scene(item("INV-1", 10, 9000_00, currency: usd))),
    ("small", Scene(item("INV-1", 10, 99_99))),
    ("consumers", Scene(item()) { $0.details.append(("party_type", "consumer")) }),
  ])
  func theFirstThatFitsIsTaken(_ name: String, _ scene: Scene) {
    var scene = scene
    scene.policies = PolicyTests.policies
    let decision = scene.decision()
    #expect(decision?.policy == name)
    let told = decision?.explanation.contains("policy \(name) is for") ?? false
    #expect(told == (name != "rest"), "a policy that is for some says for whom")
  }

  /// A second step for weak payers only: others go from the first to the third, which keeps its number.
  @Test func aStepThatIsNotForAUnitIsPassedOver() {
    var scene = Scene(item("INV-1", 10)) {
      $0.asOf = day("2026-11-14")
      $0.details += address
      $0.policy.steps[1].scope.grade = [.d]
    }
    #expect(
      LadderTests.walk(scene, until: "2027-03-31") == ["2026-11-20 1 gentle email", "2027-01-12 3 final letter"])
    scene.grade = .d
    #expect(
      LadderTests.walk(scene, until: "2027-03-31") == [
        "2026-11-20 1 gentle email", "2026-12-13 2 firm email", "2027-01-12 3 final letter",
      ])
  }

  @Test func theTopOfALadderIsTheLastStepForTheUnit() {
    let scene = Scene(item("INV-1", 90) { $0.level = 2 }) { $0.policy.steps[2].scope.grade = [.d] }
    #expect(scene.decision()?.suppressed == .topLevel)
    #expect(scene.decision()?.explanation.contains("level 2 (firm), the last") == true)
    let nothing = Scene(item("INV-1", 90)) { for at in 0..<3 { $0.policy.steps[at].scope.grade = [.d] } }
    #expect(nothing.decision()?.suppressed == .excluded)
  }

  @Test func aPartyIsOneReader() {
    let scene = Scene(item()) {
      $0.policy.maxPerWeek = 2
      $0.messagesToParty = 2
    }
    #expect(scene.decision()?.suppressed == .maxPerWeek)
  }

  /// The share of a pilot is the same every night, and a larger one holds the smaller.
  @Test func thePilotGrows() {
    let customers = (0..<2000).map { Customer(company: "ACME", id: "C\($0)", name: "n") }
    let ten = Set(customers.filter(share(10).includes).map(\.id))
    let thirty = Set(customers.filter(share(30).includes).map(\.id))
    #expect((150...250).contains(ten.count))
    #expect(ten.isSubset(of: thirty))
    var groups = Pilot()
    groups.group = ["friends"]
    let friend = Customer(company: "ACME", id: "C1", name: "n", details: Details(["group": "friends"]))
    #expect(groups.includes(friend))
    #expect(!groups.includes(customers[1]))
  }

  /// Handed over once, not reminded after it, and taken back by a release, which does not hand it over again.
  @Test func whatWasHandedOverIsLeftAlone() {
    var scene = Scene(item("INV-1", 90) { $0.hearTheLast() }, item("INV-2", 10)) {
      $0.policy.afterLast = .handOver
      $0.details += address
    }
    var decision = scene.decision()
    #expect(decision?.isSent == true)
    #expect(decision?.outcomes.map(\.handsOver) == [true, false])
    #expect(decision?.overdue == 1000_00, "the message of that night does not ask for what leaves")
    #expect(decision?.level == 1)
    scene = scene.next(Scene.monday.adding(days: 1))
    decision = scene.decision()
    #expect(decision?.outcomes.map(\.handsOver) == [false, false])
    #expect(decision?.outcomes.first?.includedAs == .held)
    #expect(decision?.outcomes.first?.isListed == false)
    #expect(decision?.overdue == 1000_00, "only what is still ours is asked for")
    scene.decisions = [decided(.release, on: "INV-1", id: "R", value: "hand-over", learned: "2026-11-24")]
    decision = scene.decision()
    #expect(decision?.overdue == 2000_00)
    #expect(decision?.outcomes.map(\.handsOver) == [false, false])
  }

  static func tone(_ name: String, _ change: (inout ToneRule) -> Void) -> ToneRule {
    var rule = ToneRule()
    rule.tone = name
    rule.templates = [TemplateVariant(template: "gentle", instead: "gentle-\(name)")]
    change(&rule)
    return rule
  }

  /// Old friends, new customers, and everybody else. The night is 23 November 2026.
  @Test(
    arguments: [
      ("gentle", []), ("gentle-friendly", [("customer_since", "2024-11-23")]),
      ("gentle", [("customer_since", "2024-11-24")]),
      ("gentle-new", [("customer_since", "2026-05-24")]), ("gentle", [("customer_since", "2026-05-23")]),
      ("gentle", [("customer_since", "2027-01-01")]),
    ] as [(String, [(String, String)])])
  func theToneIsThatOfTheRelationship(_ template: String, _ details: [(String, String)]) {
    let scene = Scene(item()) {
      $0.grade = .a
      $0.details += details
      $0.policy.tone = [
        PolicyTests.tone("friendly") {
          $0.fromMonths = 24; $0.scope.grade = [.a, .b]
        },
        PolicyTests.tone("new") { $0.belowMonths = 6 },
      ]
    }
    let decision = scene.decision()
    #expect(decision?.message?.template == template)
    let told = decision?.explanation.contains("; tone \(template.dropFirst(7)) for customers") ?? false
    #expect(told == (template != "gentle"))
  }
}

/// What was promised and has not come is said in words of its own, unless a level is reached whose words nobody has heard.
@Suite struct BrokenWordTests {
  /// The day and its three business days of grace have passed, and the week of silence.
  static let promise = decided(.promise, until: "2026-11-02", learned: "2026-10-28")
  static let plan = [
    decided(.plan, id: "P1", until: "2026-11-02", amount: "500.00", plan: "P", learned: "2026-10-28"),
    decided(.plan, id: "P2", until: "2026-12-02", amount: "500.00", plan: "P", learned: "2026-10-28"),
  ]

  @Test(arguments: [
    ("first reminder", 0, false, "promise-broken"), ("repeats the old level", 1, true, "promise-broken"),
    ("rises to the second", 1, false, "firm"),
  ])
  func promise(why: String, level: Int, isHeld: Bool, template: String) throws {
    let scene = Scene(
      item("INV-1", 40) {
        $0.level = level
        if level > 0 { $0.lastRemindedOn = day("2026-10-20") }
        if isHeld { $0.heldUntil = day("2026-11-05") }
      }
    ) { $0.decisions = [BrokenWordTests.promise] }
    #expect(try #require(scene.decision()?.message).template == template, "\(why)")
  }

  /// What was promised repeats level 1, another document is listed at level 2 or rises to it.
  @Test(arguments: [
    ("told before", "2026-11-20", "promise-broken"), ("rises", "2026-10-20", "firm"),
  ])
  func besideAHigherLevel(why: String, reminded: String, template: String) throws {
    let broken = item("INV-1", 40) {
      $0.level = 1
      $0.lastRemindedOn = day("2026-10-20")
      $0.heldUntil = day("2026-11-05")
    }
    let other = item("INV-2", 45) {
      $0.level = why == "rises" ? 1 : 2
      $0.lastRemindedOn = day(reminded)
    }
    let scene = Scene(broken, other) {
      $0.decisions = [decided(.promise, on: "INV-1", until: "2026-11-02", learned: "2026-10-28")]
      $0.policy.minInterval = 1
    }
    let decision = try #require(scene.decision())
    #expect(decision.message?.template == template)
    #expect(decision.level == 2)
  }

  /// Instalments may come to less than the debt; those that stand no more were agreed, too.
  @Test func planOfAPartOfTheDebt() {
    func reasons(owed: Int64?, ended: [String?] = []) -> [SuppressionReason?]? {
      Scene(item("INV-1", 40, 1500_00)) {
        $0.decisions = BrokenWordTests.plan.map { row in
          var row = row
          row.owedThen = owed.map { [eur: $0] }
          row.endedAmounts = ended
          return row
        }
      }.decision()?.outcomes.map(\.reason)
    }
    #expect(reasons(owed: 2000_00) == [.plan], "the first 500.00 have come")
    #expect(reasons(owed: 1900_00) == [nil], "400.00 have come")
    #expect(reasons(owed: 2000_00, ended: ["1000.00"]) == [nil])
    #expect(reasons(owed: 2000_00, ended: [nil]) == [nil])
    #expect(reasons(owed: nil) == [nil], "nobody has noted it")
  }

  /// What was not known when a plan was agreed is in it as far as the instalments, of 1000.00, have room for it.
  @Test(
    arguments: [(900_00, 100_00, true), (950_00, 100_00, false), (1000_00, 80_00, false), (0, 2000_00, true)]
      as [(Int64, Int64, Bool)])
  func planWithRoom(owed: Int64, amount: Int64, isIn: Bool) {
    let late = item("INV-2", 40, amount) { $0.learnedOn = day("2026-10-30") }
    let plan = BrokenWordTests.plan.map { row in
      var row = row
      row.owedThen = [eur: owed]
      return row
    }
    let decisions = StandingDecisions(
      plan, payer: "C1", asOf: day("2026-10-31"), promiseGrace: 3, adjustmentReviewDays: 7)
    let found = PaymentPlan.plans(in: decisions, items: [late], currency: eur)
    #expect(found.first?.covers(late, decisions) == isIn)
  }

  @Test func planBeforePromise() throws {
    let scene = Scene(item()) { $0.decisions = BrokenWordTests.plan + [BrokenWordTests.promise] }
    let decision = try #require(scene.decision())
    #expect(decision.message?.template == "plan-missed")
    #expect(decision.explanation.contains("an instalment of plan P has not come: plan-missed"))
  }

  /// What staff read says how much has come, as far as that is known.
  @Test(
    arguments: [
      ("nothing", nil, nil, nil, "has not come"),
      ("a part of the amount", 200, 500, nil, "has not come in full (200.00 of 500.00 EUR)"),
      ("money, and no amount was promised", 200, nil, nil, "has not come in full"),
      ("only the balance shows it", nil, nil, "2026-11-02", "has not come in full"),
      ("paid before it was promised", nil, nil, "2026-10-27", "has not come"),
    ] as [(String, Int64?, Int64?, String?, String)])
  func partOfAPromise(why: String, came: Int64?, promised: Int64?, fell: String?, words: String) throws {
    let scene = Scene(item("INV-1", 40) { $0.partPaidOn = fell.map(day) }) { scene in
      scene.decisions = [BrokenWordTests.promise]
      guard let came else { return }
      scene.partPromises = [
        "D1": PaymentPromise.Part(came: money(came * 100), promised: promised.map { money($0 * 100) })
      ]
    }
    let told = try #require(scene.decision()).explanation
    #expect(told.contains("what was promised for 2026-11-02 by Jo \(words): promise-broken"), "\(why): \(told)")
    #expect(scene.worklist().map(\.next).contains("call: what was promised for 2026-11-02 \(words)"), "\(why)")
  }

  @Test func partOfAnInstalment() throws {
    let scene = Scene(item("INV-1", 40, 700_00)) { $0.decisions = BrokenWordTests.plan }
    #expect(
      try #require(scene.decision()).explanation.contains(
        "an instalment of plan P has not come in full (300.00 of 500.00 EUR): plan-missed"))
  }

  /// Who is reminded of something newer is not told again of what was announced for older items.
  @Test func notForWhatFellDueLater() throws {
    let reminded = item("INV-1", 25) {
      $0.level = 1
      $0.lastRemindedOn = day("2026-11-12")
    }
    let scene = Scene(reminded, item("INV-2", 8)) { $0.decisions = [BrokenWordTests.promise] }
    #expect(try #require(scene.decision()?.message).template == "gentle")
  }

  @Test func onceAndByThePolicy() throws {
    var scene = Scene(item("INV-1", 25)) {
      $0.decisions = [BrokenWordTests.promise]
      $0.policy.promiseBroken = "gentle"
    }
    #expect(scene.decision()?.message?.template == "gentle")
    scene = scene.next(day("2026-12-21"))
    #expect(scene.decision()?.message?.template == "firm")
  }
}
