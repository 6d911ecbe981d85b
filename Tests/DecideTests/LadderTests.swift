import Ledger
import Pipeline
import Testing

@testable import Decide

/// Ladders walked over nights with what is remembered carried along, as the shell does it.
@Suite struct LadderTests {
  /// Nights on which a message went out between two dates, as `date level step`.
  static func walk(_ scene: Scene, until end: String, _ change: (inout Scene) -> Void = { _ in }) -> [String] {
    var scene = scene
    var sent: [String] = []
    while scene.asOf <= day(end) {
      change(&scene)
      if let decision = scene.decision(), decision.isSent, let message = decision.message {
        sent.append("\(scene.asOf) \(decision.level) \(message.template) \(message.channel.rawValue)")
      }
      scene = scene.next(scene.asOf.adding(days: 1))
    }
    return sent
  }

  /// Due on 13 November, seen every night: each level on its day, then no more.
  @Test func everyLevelOnItsDay() {
    let scene = Scene(item("INV-1", 10)) {
      $0.asOf = day("2026-11-14")
      $0.details += address
    }
    #expect(
      LadderTests.walk(scene, until: "2027-03-31") == [
        "2026-11-20 1 gentle email", "2026-12-13 2 firm email", "2027-01-12 3 final letter",
      ])
  }

  /// Seen late: one level a run, none skipped, a week apart.
  @Test func missedNightsAreCaughtUpOneByOne() {
    let scene = Scene(item("INV-1", 90)) { $0.details += address }
    #expect(
      LadderTests.walk(scene, until: "2026-12-31") == [
        "2026-11-23 1 gentle email", "2026-11-30 2 firm email", "2026-12-07 3 final letter",
      ])
  }

  /// A level that a longer ladder, or the ERP, gave is kept; the words are those of the last step there is.
  @Test func aLevelAboveTheLadderIsKept() throws {
    var scene = Scene(item("INV-1", 90) { $0.level = 5 }) {
      $0.details += address
      $0.policy.afterLast = .repeatEvery(days: 14)
    }
    let decision = try #require(scene.decision())
    #expect(decision.message?.template == "final")
    #expect(decision.outcomes.map(\.levelAfter) == [5])
    scene = scene.next(scene.asOf.adding(days: 14))
    #expect(scene.items[0].memory.level == 5)
    #expect(scene.decision()?.level == 5)
  }

  /// A step that is not for the customer is not repeated either: the words of the last that is take its place, and none where none is.
  @Test(arguments: [(1, "firm" as String?), (0, "gentle"), (2, nil)])
  func aStepThatIsNotForTheUnitIsNotRepeated(_ first: Int, _ template: String?) {
    let scene = Scene(item("INV-1", 90) { $0.level = 3 }) {
      $0.details += address
      $0.policy.afterLast = .repeatEvery(days: 14)
      var others = PolicyScope()
      others.group = ["others"]
      let passed = first == 2 ? [0, 1, 2] : Array(first + 1...2)
      for index in passed { $0.policy.steps[index].scope = others }
    }
    #expect(scene.decision()?.message?.template == template)
    #expect(scene.decision()?.outcomes.map(\.levelAfter) == [3])
  }

  @Test func orByTheDaysPastDue() {
    let scene = Scene(item("INV-1", 90)) {
      $0.details += address
      $0.policy.catchUp = .byDays
    }
    #expect(LadderTests.walk(scene, until: "2026-12-31") == ["2026-11-23 3 final letter"])
  }

  @Test func theLastStepIsRepeatedWhereThePolicySaysSo() {
    var ids: Set<String> = []
    var scene = Scene(item("INV-1", 90) { $0.level = 2 }) {
      $0.details += address
      $0.policy.afterLast = .repeatEvery(days: 14)
    }
    var nights: [String] = []
    for _ in 0..<43 {
      if let decision = scene.decision(), decision.isSent {
        nights.append(scene.asOf.description)
        ids.insert(decision.message?.id ?? "")
      }
      scene = scene.next(scene.asOf.adding(days: 1))
    }
    #expect(nights == ["2026-11-23", "2026-12-07", "2026-12-21", "2027-01-04"])
    #expect(ids.count == 4, "each repetition is another message")
  }

  @Test func thePayByDateIsWaitedFor() {
    let scene = Scene(item("INV-1", 60) { $0.level = 1 }) {
      $0.details += address
      $0.policy.steps[1].payBy = 10
    }
    #expect(scene.decision()?.message?.payBy == day("2026-12-03"))
    // 3 December and three business days: Tuesday the 8th has to pass.
    #expect(LadderTests.walk(scene, until: "2026-12-31") == ["2026-11-23 2 firm email", "2026-12-09 3 final letter"])
  }

  @Test func anAdjustmentRepeatsItsLevelAfterAWeek() {
    let scene = Scene(
      item("INV-1", 40) {
        $0.level = 1
        $0.lastRemindedOn = day("2026-11-02")
        $0.reopenedOn = day("2026-11-23")
      })
    #expect(
      LadderTests.walk(scene, until: "2026-12-10") == ["2026-11-30 1 gentle email", "2026-12-07 2 firm email"])
  }

  /// Held until the 24th: the first message a week after the first free day, with the old level, then on.
  @Test func aReleasedDocumentRepeatsItsLevelAfterAWeek() {
    let scene = Scene(
      item("INV-1", 40) {
        $0.level = 1
        $0.lastRemindedOn = day("2026-11-02")
      }
    ) { $0.decisions = [decided(.hold, until: "2026-11-24")] }
    #expect(
      LadderTests.walk(scene, until: "2026-12-15") == ["2026-12-02 1 gentle email", "2026-12-09 2 firm email"])
  }

  @Test func aDueDateThatMovesLaterStartsTheLadderAgain() {
    let walked = Scene(item("INV-1", 10)).next(day("2026-11-24")) { scene in
      // As Diff does: level 0, history kept.
      scene.items[0].memory.level = 0
      scene.items[0].dueDate = day("2026-12-01")
    }
    #expect(LadderTests.walk(walked, until: "2026-12-20") == ["2026-12-08 1 gentle email"])
  }

  /// The level of a message is the highest on it; what was not triggered keeps its own.
  @Test func everyLineHasItsOwnLevel() throws {
    let scene = Scene(item("INV-1", 8), item("INV-2", 95) { $0.level = 3 }, item("INV-3", 2)) { $0.details += address }
    let decision = try #require(scene.decision())
    #expect(decision.level == 3)
    #expect(decision.message?.channel == .letter)
    #expect(decision.outcomes.map(\.includedAs) == [.trigger, .content, .content])
    #expect(decision.outcomes.map(\.levelAfter) == [1, 3, 0])
    #expect(decision.outcomes.map(\.reason) == [nil, .topLevel, .notYet])
  }

  @Test func onlyTriggeredItemsWhereThePolicySaysSo() throws {
    let scene = Scene(item("INV-1", 8), item("INV-2", 3, 500_00)) { $0.policy.content = .triggered }
    let decision = try #require(scene.decision())
    #expect(decision.amountDue == 1000_00)
    #expect(decision.outcomes.map(\.isListed) == [true, false])
    #expect(decision.outcomes.map(\.includedAs) == [.trigger, .held])
  }

  /// Two items triggering one after the other beside a third at the top: never the same id.
  @Test func differentMessagesHaveDifferentIds() {
    var scene = Scene(item("INV-1", 90), item("INV-2", 95) { $0.level = 3 }) { $0.details += address }
    var ids: [String] = []
    for _ in 0..<30 {
      if let message = scene.decision().flatMap({ $0.isSent ? $0.message : nil }) { ids.append(message.id) }
      scene = scene.next(scene.asOf.adding(days: 1))
    }
    #expect(ids.count == 3)
    #expect(Set(ids).count == 3)
  }

  @Test func theSameNightTwiceSendsNothingTwice() {
    let scene = Scene(item("INV-1", 40))
    #expect(scene.decision()?.isSent == true)
    #expect(scene.next(scene.asOf).decision()?.suppressed == .minInterval)
  }

  @Test func rehearsalsChangeNothing() throws {
    let scene = Scene(item("INV-1", 40)) { $0.isLive = false }
    let decision = try #require(scene.decision())
    #expect(decision.isRehearsal)
    #expect(decision.level == 1)
    #expect(decision.outcomes.map(\.levelAfter) == [0])
    #expect(decision.outcomes.map(\.printedLevel) == [1])
    #expect(MemoryAfter.items(decision, asOf: scene.asOf).isEmpty)
    #expect(MemoryAfter.unit(decision, before: nil, asOf: scene.asOf) == UnitMemory(currency: eur))
    let live = scene.next(day("2026-11-24")) { $0.isLive = true }
    #expect(live.decision()?.message?.id == decision.message?.id, "the first real message is the rehearsed one")
  }

  @Test func aHoldIsRememberedWhateverStopsTheUnit() throws {
    let scene = Scene(item("INV-1", 40)) {
      $0.stale = "old"
      $0.decisions = [decided(.dispute)]
    }
    let decision = try #require(scene.decision())
    #expect(decision.outcomes.map(\.reason) == [.staleData])
    #expect(decision.outcomes.map(\.hold) == [.disputed])
    #expect(MemoryAfter.items(decision, asOf: scene.asOf).map(\.memory.heldUntil) == [scene.asOf])
  }
}

/// Hard stops that are about one document only, beside others that are held for another reason.
@Suite struct StoppedItemTests {
  static func scene(_ stop: Decision) -> Scene {
    Scene(item("INV-1", 40), item("INV-2", 40, customer: "C2")) {
      $0.items[0].memory.heldUntil = day("2026-11-20")
      $0.decisions = [stop]
    }
  }

  @Test func theWeekAfterAnotherHoldRunsOut() throws {
    let scene = Self.scene(decided(.insolvency, customer: "C2"))
    let decision = try #require(scene.decision())
    #expect(decision.suppressed == .hardStop)
    #expect(MemoryAfter.items(decision, asOf: scene.asOf).map(\.memory.heldUntil) == [scene.asOf], "INV-2 alone")
    #expect(scene.next(day("2026-11-28")).decision()?.isSent == true)
  }

  @Test func ofAnothersRowHoldsTheDocumentAlone() throws {
    var stop = decided(.insolvency, on: "INV-2")
    (stop.namedCustomer, stop.isMistaken) = ("C9", true)
    let scene = Self.scene(stop).next(day("2026-11-28"))
    let decision = try #require(scene.decision())
    #expect(decision.isSent)
    #expect(decision.outcomes.map(\.hold) == [nil, .hardStop])
    #expect(scene.worklist().map(\.what) == [.decisionCustomer])
  }
}

/// What a person's `send` does, and does not.
@Suite struct ManualSendTests {
  static let rows: [(scene: Scene, level: Int?)] = [
    // The interval is set aside: the next level where its days have come, else the same again, else the first.
    (Scene(item("INV-1", 40) { $0.level = 1 }) { $0.reminders = [sent(on: "2026-11-20")] }, 2),
    (Scene(item("INV-1", 20) { $0.level = 1 }) { $0.reminders = [sent(on: "2026-11-20")] }, 1),
    (Scene(item("INV-1", 2)), 1),
    (Scene(item("INV-1", 90) { $0.level = 3 }) { $0.details += address }, 3),
    (Scene(item("INV-1", 40)) { $0.decisions = [decided(.dispute)] }, nil),
    (Scene(item("INV-1", 40), item("Z", nil, -2000_00)), nil),
    (Scene(item("INV-1", 40)) { $0.stale = "old" }, nil),
    (Scene(item("INV-1", 2)) { $0.isLive = false }, nil),
    (Scene(item("INV-1", 40) { $0.partPaidOn = day("2026-11-20") }), nil),
    (
      Scene(
        item("INV-1", 20) {
          $0.level = 1; $0.partPaidOn = day("2026-11-20")
        }), 1
    ),
  ]

  @Test(arguments: rows, [nil, "INV-1"])
  func send(_ row: (scene: Scene, level: Int?), document: String?) throws {
    var scene = row.scene
    scene.decisions.append(decided(.send, on: document, id: "S", learned: "2026-11-23"))
    let decision = try #require(scene.decision())
    #expect((decision.isSent ? decision.level : nil) == row.level, "\(decision.explanation)")
    #expect(decision.actedOn == (row.level == nil ? [] : ["S"]))
    #expect(row.level == nil || scene.next(day("2026-11-24")).decision()?.isSent == false, "it acts once")
  }

  @Test func theSameMessageAgainHasAnotherId() {
    let first = Scene(item("INV-1", 10))
    let again = first.next(day("2026-11-25")) { $0.decisions = [decided(.send, learned: "2026-11-25")] }
    #expect(again.decision()?.isSent == true)
    #expect(again.decision()?.message?.id != first.decision()?.message?.id)
  }
}
