import Ledger
import Pipeline
import Testing

@testable import Decide

/// Every reason has a night that gives it, and of two that apply the earlier in the order wins.
@Suite struct ReasonTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var reason: SuppressionReason
    var why: String
    var scene: Scene
    init(_ reason: SuppressionReason, _ why: String, _ scene: Scene) {
      self.reason = reason
      self.why = why
      self.scene = scene
    }
    var testDescription: String { "\(reason.rawValue): \(why)" }
  }

  static let rows: [Row] = [
    Row(.hardStop, "insolvency", Scene(item()) { $0.decisions = [decided(.insolvency)] }),
    Row(.hardStop, "never lapses", Scene(item()) { $0.decisions = [decided(.legal, until: "2026-11-03")] }),
    Row(.hardStop, "of a document stops all", Scene(item()) { $0.decisions = [decided(.deceased, on: "INV-7")] }),
    Row(
      .hardStop, "an empty release ends no hard stop",
      Scene(item()) { $0.decisions = [decided(.insolvency), decided(.release, id: "R")] }),
    Row(.hardStop, "nor does send", Scene(item()) { $0.decisions = [decided(.insolvency), decided(.send, id: "S")] }),
    Row(
      .hardStop, "of a customer billed to this one holds its documents",
      Scene(item(customer: "C2")) { $0.decisions = [decided(.insolvency, customer: "C2")] }),
    Row(.excluded, "customer", Scene(item()) { $0.decisions = [decided(.exclude)] }),
    Row(.excluded, "the only document", Scene(item()) { $0.decisions = [decided(.exclude, on: "INV-1")] }),
    Row(.excluded, "no policy fits", Scene(item()) { $0.policy.scope.currency = [usd] }),
    Row(.excluded, "policy without steps", Scene(item()) { $0.policy.steps = [] }),
    Row(.intercompany, "own group", Scene(item()) { $0.details.append(("intercompany", "X")) }),
    Row(
      .staleData, "documents too old",
      Scene(item()) { $0.stale = "documents of 2026-11-16 are older than 1 business day" }),
    Row(.rejectedInput, "a row of the customer", Scene(item()) { $0.rejected = ["C1"] }),
    Row(.rejectedInput, "a row of nobody known", Scene(item()) { $0.rejected = [""] }),
    Row(.rejectedInput, "of a customer billed to this one", Scene(item(customer: "C2")) { $0.rejected = ["C2"] }),
    Row(.notLive, "before liveFrom", Scene(item()) { $0.isLive = false }),
    Row(.pilot, "nobody is in it", Scene(item()) { $0.policy.pilot = share(0) }),
    Row(.noDueDate, "neither date nor terms", Scene(item("INV-1", nil))),
    Row(.tooOld, "one day beyond", Scene(item("INV-1", 731)) { $0.policy.ignoreOlderThan = 730 }),
    Row(.disputed, "document", Scene(item()) { $0.decisions = [decided(.dispute, on: "INV-1")] }),
    Row(.disputed, "customer, last day", Scene(item()) { $0.decisions = [decided(.dispute, until: "2026-11-23")] }),
    Row(
      .disputed, "part that is the whole",
      Scene(item()) { $0.decisions = [decided(.dispute, on: "INV-1", amount: "1000.00")] }),
    Row(
      .disputed, "two parts that are the whole",
      Scene(item()) {
        $0.decisions = [
          decided(.dispute, on: "INV-1", amount: "400.00"), decided(.dispute, on: "INV-1", id: "D2", amount: "600"),
        ]
      }),
    Row(
      .plan, "not yet due",
      Scene(item()) { $0.decisions = [decided(.plan, until: "2026-12-01", amount: "1000.00", plan: "P")] }),
    Row(
      .plan, "newest instalment covered",
      Scene(item("INV-1", 10, 600_00)) {
        $0.decisions = [
          decided(.plan, id: "D1", until: "2026-11-10", amount: "400.00", plan: "P"),
          decided(.plan, id: "D2", until: "2026-12-10", amount: "600.00", plan: "P"),
        ]
      }),
    Row(
      .promise, "kept tonight",
      Scene(item()) {
        $0.decisions = [decided(.promise, until: "2026-11-30")]
        $0.fulfilledPromises = ["D1": Scene.monday]
      }),
    Row(
      .notYet, "kept before its day: a week of silence",
      Scene(item { $0.learnedOn = day("2026-11-02") }) {
        $0.decisions = [decided(.promise, until: "2026-11-30")]
        $0.fulfilledPromises = ["D1": day("2026-11-20")]
      }),
    Row(.promise, "day not reached", Scene(item()) { $0.decisions = [decided(.promise, until: "2026-11-30")] }),
    Row(
      .promise, "third business day of grace", Scene(item()) { $0.decisions = [decided(.promise, until: "2026-11-18")] }
    ),
    Row(.hold, "document", Scene(item()) { $0.decisions = [decided(.hold, on: "INV-1")] }),
    Row(
      .hold, "a later hold outlives an earlier release",
      Scene(item()) {
        $0.decisions = [
          decided(.hold, learned: "2026-11-20"), decided(.release, id: "R", value: "hold", learned: "2026-11-10"),
        ]
      }),
    Row(.erpBlock, "customer", Scene(item()) { $0.details.append(("reminder_block", "A")) }),
    Row(
      .erpBlock, "document, last day",
      Scene(
        item(details: [("reminder_block", "x"), ("reminder_block_until", "2026-11-23")]))),
    Row(.directDebit, "customer", Scene(item()) { $0.details.append(("payment_method", "SEPA DD")) }),
    Row(.directDebit, "document by card", Scene(item(details: [("payment_method", "card")]))),
    Row(.adjustmentReview, "sixth day", Scene(item { $0.reopenedOn = day("2026-11-17") })),
    Row(.recentPayment, "fourth business day", Scene(item { $0.partPaidOn = day("2026-11-17") })),
    Row(
      .paymentSeen, "on the fourth business day",
      Scene(item()) { $0.cash = [receipt("INV-1", seenOn: "2026-11-17")] }),
    Row(
      .shortPayment, "a rest within the tolerance",
      Scene(item("INV-1", 30, 400) { $0.partPaidOn = day("2026-11-02") }) {
        $0.cashSettings.shortTolerance = CurrencyAmounts([money(400)])
      }),
    Row(.creditCovers, "on account", Scene(item("INV-1", 10, 1000_00), item("Z", nil, -1000_00))),
    Row(
      .belowMinimum, "one cent short",
      Scene(item("INV-1", 10, 999)) { $0.policy.minAmount = CurrencyAmounts([money(1000)]) }),
    Row(.notYet, "a day before level 1", Scene(item("INV-1", 6))),
    Row(.notYet, "a day before level 2", Scene(item("INV-1", 29) { $0.level = 1 })),
    Row(.notYet, "a week after a hold", Scene(item { $0.heldUntil = day("2026-11-16") })),
    Row(
      .notYet, "a week after a hold that ended in nights that were missed",
      Scene(item { $0.heldUntil = day("2026-11-13") }) { $0.decisions = [decided(.hold, until: "2026-11-16")] }),
    Row(
      .notYet, "a week after the grace of a promise that ended on days without a run",
      Scene(item { $0.heldUntil = day("2026-11-13") }) { $0.decisions = [decided(.promise, until: "2026-11-11")] }),
    Row(
      .notYet, "a week after a hold that ended in nights that were missed or taken back, with nothing remembered",
      Scene(item { $0.learnedOn = day("2026-11-02") }) { $0.decisions = [decided(.hold, until: "2026-11-16")] }),
    Row(
      .notYet, "a week after a hold that had ended when its file came",
      Scene(item { $0.learnedOn = day("2026-11-02") }) {
        $0.decisions = [decided(.hold, until: "2026-11-20", learned: "2026-11-23")]
      }),
    Row(
      .notYet, "a week after a block of the ERP that ended on days without a run",
      Scene(
        item(details: [("reminder_block", "x"), ("reminder_block_until", "2026-11-22")]) {
          $0.learnedOn = day("2026-11-02"); $0.heldUntil = day("2026-11-13")
        })),
    Row(.notYet, "due date moved earlier", Scene(item { $0.dueEarlierOn = day("2026-11-17") })),
    Row(.notYet, "overdue when first seen", Scene(item { $0.learnedOn = day("2026-11-17") })),
    Row(
      .payBy, "third business day after",
      Scene(
        item("INV-1", 60) {
          $0.level = 2; $0.payBy = day("2026-11-18")
        })),
    Row(.minInterval, "sixth day", Scene(item()) { $0.reminders = [sent(on: "2026-11-17")] }),
    Row(
      .minInterval, "the ERP's own reminder",
      Scene(
        item("INV-1", 40) {
          $0.level = 1; $0.lastRemindedOn = day("2026-11-20")
        })),
    Row(
      .maxPerWeek, "two in seven days",
      Scene(item()) {
        $0.policy.minInterval = 0
        $0.policy.maxPerWeek = 2
        $0.reminders = [sent(on: "2026-11-17", "2026-11-20")]
      }),
    Row(.topLevel, "stop after the last", Scene(item("INV-1", 90) { $0.level = 3 })),
    Row(
      .topLevel, "before it is repeated",
      Scene(
        item("INV-1", 90) {
          $0.level = 3; $0.lastRemindedOn = day("2026-11-10")
        }
      ) {
        $0.policy.afterLast = .repeatEvery(days: 14)
      }),
    Row(
      .alreadySent, "the same message is in the log",
      Scene(item()) { scene in
        scene.reminders = [
          UnitMemory(currency: eur, sent: [.init(scene.decision()?.message?.id ?? "", on: scene.asOf)])
        ]
      }),
    Row(.noContact, "neither address", Scene(item()) { $0.details = [] }),
    Row(.noContact, "unusable e-mail", Scene(item()) { $0.details = [("email", "see note")] }),
    Row(
      .noContact, "a letter without a place",
      Scene(item()) { $0.details = [("channel", "letter"), ("address_line1", "Way 1")] }),
    Row(.channelRefused, "channel none", Scene(item()) { $0.details.append(("channel", "none")) }),
    Row(.channelRefused, "by decision", Scene(item()) { $0.decisions = [decided(.channel, value: "none")] }),
    Row(.window, "no artefact carries e-mail tonight", Scene(item()) { $0.channels = [.letter] }),
    Row(
      .noConsent, "only SMS",
      Scene(item()) {
        $0.policy.steps = [ReminderStep(days: 7, channel: [.sms], template: "gentle")]
      }),
  ]

  @Test(arguments: rows)
  func reason(_ row: Row) throws {
    let decision = try #require(row.scene.decision())
    #expect(decision.suppressed == row.reason)
    #expect(decision.explanation.count > 10)
    #expect(decision.isSent == (decision.message != nil && decision.suppressed == nil))
    #expect(decision.outcomes.allSatisfy { $0.levelBefore == $0.levelAfter })
    for outcome in decision.outcomes { #expect(outcome.reason != nil, "an item left out has a reason") }
  }

  @Test func everyReasonOfThisVersionHasARow() {
    let later: Set<SuppressionReason> = [.notReleased]
    #expect(Set(ReasonTests.rows.map(\.reason)).union(later) == Set(SuppressionReason.allCases))
  }

  /// The fifth business day after the receipt is the first on which its document is asked for again; a rest above the tolerance is asked for.
  @Test func receiptsEnd() {
    let over = Scene(item()) { $0.cash = [receipt("INV-1", seenOn: "2026-11-16")] }
    #expect(over.decision()?.isSent == true)
    let other = Scene(item()) { $0.cash = [receipt("INV-2", seenOn: "2026-11-20")] }
    #expect(other.decision()?.isSent == true)
    let released = Scene(item()) {
      $0.cash = [receipt("INV-1", seenOn: "2026-11-20")]
      $0.decisions = [decided(.release, id: "R", value: "payment-seen", learned: "2026-11-20")]
    }
    #expect(released.decision()?.isSent == true)
    let rest = Scene(item("INV-1", 30, 401) { $0.partPaidOn = day("2026-11-02") }) {
      $0.cashSettings.shortTolerance = CurrencyAmounts([money(400)])
    }
    #expect(rest.decision()?.isSent == true)
  }

  /// The rest of a unit is still reminded.
  @Test func receiptHoldsOnlyItsDocument() throws {
    let scene = Scene(item("INV-1"), item("INV-2")) { $0.cash = [receipt("INV-1", seenOn: "2026-11-20")] }
    let decision = try #require(scene.decision())
    #expect(decision.isSent && decision.amountDue == 1000_00)
    #expect(decision.outcomes.map(\.hold) == [.paymentSeen, nil])
  }

  @Test func rulesAreListedByPrecedence() {
    let holds = HoldRule.all.map(\.reason.precedence)
    #expect(holds == holds.sorted())
    let units = UnitRule.all.map(\.reason.precedence)
    #expect(units == units.sorted())
    let triggers = TriggerRule.all.map(\.reason.precedence)
    #expect(triggers == triggers.sorted())
  }

  /// Two rows at once: the scene of the second with the customer's decisions of the first added.
  static let pairs: [(SuppressionReason, Scene)] = [
    (
      .hardStop,
      Scene(item()) {
        $0.decisions = [decided(.insolvency)]; $0.stale = "old"
      }
    ),
    (
      .excluded,
      Scene(item()) {
        $0.decisions = [decided(.exclude)]; $0.isLive = false
      }
    ),
    (
      .intercompany,
      Scene(item()) {
        $0.details.append(("intercompany", "yes")); $0.rejected = ["C1"]
      }
    ),
    (
      .staleData,
      Scene(item()) {
        $0.stale = "old"; $0.rejected = ["C1"]; $0.isLive = false
      }
    ),
    (
      .rejectedInput,
      Scene(item()) {
        $0.rejected = ["C1"]; $0.decisions = [decided(.dispute)]
      }
    ),
    (
      .notLive,
      Scene(item()) {
        $0.isLive = false; $0.policy.pilot = share(0)
      }
    ),
    (.notLive, Scene(item("INV-1", 3)) { $0.isLive = false }),
    (.noDueDate, Scene(item("INV-1", nil)) { $0.decisions = [decided(.dispute)] }),
    (
      .tooOld,
      Scene(item("INV-1", 800)) {
        $0.policy.ignoreOlderThan = 730; $0.decisions = [decided(.hold)]
      }
    ),
    (
      .disputed, Scene(item()) { $0.decisions = [decided(.dispute), decided(.promise, id: "D2", until: "2026-12-01")] }
    ),
    (.promise, Scene(item()) { $0.decisions = [decided(.hold), decided(.promise, id: "D2", until: "2026-12-01")] }),
    (
      .hold,
      Scene(item()) {
        $0.decisions = [decided(.hold)]; $0.details.append(("reminder_block", "1"))
      }
    ),
    (.erpBlock, Scene(item(details: [("reminder_block", "1"), ("payment_method", "card")]))),
    (.recentPayment, Scene(item { $0.partPaidOn = day("2026-11-20") }, item("Z", nil, -9000_00))),
    (.creditCovers, Scene(item("INV-1", 3), item("Z", nil, -9000_00))),
    (.notYet, Scene(item("INV-1", 3)) { $0.reminders = [sent(on: "2026-11-20")] }),
    (.minInterval, Scene(item("INV-1", 90) { $0.level = 3 }) { $0.reminders = [sent(on: "2026-11-20")] }),
    (
      .minInterval,
      Scene(item()) {
        $0.reminders = [sent(on: "2026-11-20")]; $0.details = []
      }
    ),
  ]

  @Test(arguments: pairs)
  func theEarlierWins(_ reason: SuppressionReason, _ scene: Scene) {
    #expect(scene.decision()?.suppressed == reason)
  }

  /// What keeps the rest of the unit silent is not said of an item that is held, also where it comes earlier in the order.
  @Test func aHeldItemHasItsOwnReason() {
    let handedOver = Scene(
      item("INV-1", 10),
      item("INV-2", 90) {
        $0.level = 3; $0.handedOverOn = day("2026-11-01")
      }
    ) { $0.reminders = [sent(on: "2026-11-20")] }
    #expect(handedOver.decision()?.outcomes.map(\.reason) == [.minInterval, .topLevel])
    let released = Scene(item("INV-1", 10, 999), item("INV-2", 20) { $0.heldUntil = day("2026-11-20") }) {
      $0.policy.minAmount = CurrencyAmounts([money(1000)])
    }
    #expect(released.decision()?.outcomes.map(\.reason) == [.belowMinimum, .notYet])
    let stale = Scene(item("INV-1", 10), item("INV-2", 20)) {
      $0.decisions = [decided(.hold, on: "INV-2")]
      $0.stale = "old"
    }
    #expect(stale.decision()?.outcomes.map(\.reason) == [.staleData, .staleData])
  }

  /// A hold stops its item, not the unit.
  @Test func theRestOfTheUnitIsReminded() throws {
    let scene = Scene(item("INV-1", 40), item("INV-2", 8, 500_00)) { $0.decisions = [decided(.dispute, on: "INV-1")] }
    let decision = try #require(scene.decision())
    #expect(decision.isSent)
    #expect(decision.amountDue == 500_00)
    #expect(decision.outcomes.map(\.includedAs) == [.held, .trigger])
    #expect(decision.outcomes.map(\.reason) == [.disputed, nil])
  }

  @Test func nothingOverdueIsNoUnit() {
    #expect(Scene(item("INV-1", 0), item("INV-2", -20), item("Z", nil, -50)).decide().isEmpty)
    #expect(Scene().decide().isEmpty)
  }

  static let released: [Scene] = [
    Scene(item()) {
      $0.decisions = [decided(.dispute), decided(.release, id: "R", value: "dispute", learned: "2026-11-10")]
    },
    Scene(item()) {
      $0.decisions = [decided(.dispute, id: "X"), decided(.release, id: "R", value: "X", learned: "2026-11-10")]
    },
    Scene(item()) { $0.decisions = [decided(.hold), decided(.release, on: "INV-1", id: "R", learned: "2026-11-10")] },
    Scene(item()) {
      $0.decisions = [decided(.legal), decided(.release, id: "R", value: "legal", learned: "2026-11-10")]
    },
    Scene(item { $0.reopenedOn = day("2026-11-22") }) {
      $0.decisions = [decided(.release, id: "R", value: "adjustment-review", learned: "2026-11-22")]
    },
    Scene(item(details: [("payment_method", "card")])) {
      $0.decisions = [decided(.release, id: "R", value: "direct-debit")]
    },
    Scene(item(details: [("payment_method", "card")]) { $0.reopenedOn = day("2026-11-10") }),
    Scene(item()) { $0.decisions = [decided(.hold, until: "2026-11-22")] },
    Scene(item()) { $0.decisions = [decided(.hold, from: "2026-11-24")] },
    Scene(item()) { $0.decisions = [decided(.promise, until: "2026-11-17")] },
    Scene(item { $0.heldUntil = day("2026-11-15") }),
    Scene(item { $0.heldUntil = day("2026-11-13") }) { $0.decisions = [decided(.hold, until: "2026-11-15")] },
    Scene(item { $0.heldUntil = day("2026-11-13") }) {
      $0.decisions = [
        decided(.hold, until: "2026-11-22"), decided(.release, id: "R", value: "D1", learned: "2026-11-14"),
      ]
    },
    // The document was not known, or not overdue, while the hold stood; a part never silences the rest.
    Scene(item { $0.learnedOn = day("2026-11-15") }) { $0.decisions = [decided(.hold, until: "2026-11-14")] },
    Scene(item("INV-1", 9) { $0.learnedOn = day("2026-11-02") }) {
      $0.decisions = [decided(.hold, until: "2026-11-14")]
    },
    Scene(item { $0.learnedOn = day("2026-11-02") }) {
      $0.decisions = [decided(.dispute, on: "INV-1", until: "2026-11-20", amount: "1.00")]
    },
    Scene(item { $0.dueEarlierOn = day("2026-11-16") }),
    Scene(item { $0.learnedOn = day("2026-11-16") }),
    Scene(item { $0.learnedOn = day("2026-11-20") }) { $0.firstNight = day("2026-11-20") },
    Scene(item { $0.partPaidOn = day("2026-11-16") }),
    Scene(
      item("INV-1", 60) {
        $0.level = 2; $0.payBy = day("2026-11-17")
      }
    ) { $0.details += address },
    Scene(item()) { $0.reminders = [sent(on: "2026-11-16")] },
    Scene(item("INV-1", 730)) { $0.policy.ignoreOlderThan = 730 },
    Scene(item("INV-1", 10, 1000)) { $0.policy.minAmount = CurrencyAmounts([money(1000)]) },
    Scene(item(details: [("reminder_block", "no")])),
    Scene(item(details: [("reminder_block", "x"), ("reminder_block_until", "2026-11-22")])),
    Scene(item()) { $0.policy.pilot = share(100) },
  ]

  /// The day after, or just inside: the message goes out.
  @Test(arguments: released)
  func reasonsEnd(_ scene: Scene) {
    let decision = scene.decision()
    #expect(decision?.isSent == true, "\(decision?.explanation ?? "")")
  }

  @Test func aBrokenPlanHoldsNothing() {
    let scene = Scene(item("INV-1", 10, 700_00)) {
      $0.decisions = [
        decided(.plan, id: "D1", until: "2026-11-10", amount: "400.00", plan: "P"),
        decided(.plan, id: "D2", until: "2026-12-10", amount: "600.00", plan: "P"),
      ]
    }
    #expect(scene.decision()?.isSent == true)
    #expect(scene.worklist().map(\.what) == [.planBroken])
  }

  @Test func aPlanDoesNotCoverWhatCameLater() {
    var late = item("INV-2", 8, 100_00)
    late.document.documentDate = day("2026-11-05")
    let scene = Scene(item("INV-1", 10, 600_00), late) {
      $0.decisions = [decided(.plan, until: "2026-12-10", amount: "600.00", plan: "P")]
    }
    #expect(scene.decision()?.outcomes.map(\.reason) == [.plan, nil])
  }
}

func share(_ percent: Int) -> Pilot {
  var pilot = Pilot()
  pilot.percent = percent
  return pilot
}

let address = [("address_line1", "Way 1"), ("postal_code", "50667"), ("city", "Cologne")]

func money(_ cents: Int64, _ currency: Currency = eur) -> Money { Money(minorUnits: cents, currency: currency) }

func sent(on days: String..., currency: Currency = eur) -> UnitMemory {
  UnitMemory(currency: currency, lastRemindedOn: days.last.map(day), recent: days.map(day))
}

extension ReasonTests {
  /// The review of an adjustment is as long as the stage `diff` says.
  @Test(arguments: [(0, true), (3, true), (4, false), (14, false)])
  func theReviewIsConfigurable(_ days: Int, _ isOver: Bool) {
    let scene = Scene(item { $0.reopenedOn = day("2026-11-20") }) { $0.adjustmentReviewDays = days }
    #expect(scene.decision()?.isSent == isOver)
    #expect(scene.worklist().isEmpty == isOver)
  }
}
