import Ledger
import Pipeline
import Testing

@testable import Decide

/// The week after a dispute of a part, and after a hard stop.
@Suite struct EndedDisputeTests {
  /// 100.00 due on 10 October; levels from day 2, 8 and `last`.
  static func scene(last: Int = 40, balance: Int64 = 100_00) -> Scene {
    Scene(item("INV-1", 44, balance) { $0.learnedOn = day("2026-09-10") }) {
      $0.asOf = day("2026-10-11")
      $0.policy.minInterval = 3
      $0.policy.steps = [
        ReminderStep(days: 2, channel: [.email], template: "gentle"),
        ReminderStep(days: 8, channel: [.email], template: "firm"),
        ReminderStep(days: last, channel: [.email], template: "final"),
      ]
    }
  }

  static func part(_ amount: String = "40.00", id: String = "D1", until: String? = nil) -> Decision {
    decided(.dispute, on: "INV-1", id: id, from: "2026-10-13", until: until, amount: amount, learned: "2026-10-13")
  }

  static func release(_ value: String, _ on: String) -> Decision {
    decided(.release, id: "R", value: value, learned: on)
  }

  /// What was asked for, night after night: `date level overdue`. Decisions come on the days on which they were learned.
  static func walk(_ scene: Scene, _ decisions: [Decision], until end: String = "2026-11-30") -> [String] {
    var scene = scene
    var asked: [String] = []
    while scene.asOf <= day(end) {
      scene.decisions = decisions.filter { $0.day <= scene.asOf }
      if let decision = scene.decision(), decision.isSent {
        asked.append("\(scene.asOf) \(decision.level) \(decision.overdue / 100)")
      }
      scene = scene.next(scene.asOf.adding(days: 1))
    }
    return asked
  }

  @Test(
    arguments: [
      [part(until: "2026-10-25")], [part(), release("D1", "2026-10-26")], [part(), release("", "2026-10-26")],
      [part(until: "2026-10-25"), release("D1", "2026-11-10")],
    ])
  func thePartIsAskedForAWeekLaterWithTheOldLevel(_ decisions: [Decision]) {
    #expect(
      EndedDisputeTests.walk(EndedDisputeTests.scene(), decisions) == [
        "2026-10-12 1 100", "2026-10-18 2 60", "2026-11-02 2 100", "2026-11-19 3 100",
      ])
  }

  /// The rest goes on meanwhile; the part is then asked for with the level that the document has reached.
  @Test func theRestDoesNotWait() {
    #expect(
      EndedDisputeTests.walk(EndedDisputeTests.scene(last: 17), [EndedDisputeTests.part(until: "2026-10-25")]) == [
        "2026-10-12 1 100", "2026-10-18 2 60", "2026-10-27 3 60", "2026-11-02 3 100",
      ])
  }

  @Test func partsThatMakeUpTheWholeAreSilentTogether() throws {
    var scene = EndedDisputeTests.scene()
    scene.asOf = day("2026-10-28")
    scene.items[0].memory.level = 2
    scene.items[0].memory.lastRemindedOn = day("2026-10-18")
    scene.decisions = [
      EndedDisputeTests.part(until: "2026-10-25"), EndedDisputeTests.part("60.00", id: "D2", until: "2026-12-31"),
    ]
    let decision = try #require(scene.decision())
    #expect(decision.suppressed == .notYet)
    #expect(decision.overdue == 0)
    #expect(decision.explanation.contains("its first message comes on 2026-11-02"))
  }

  @Test func theStoryTellsWhatIsLeftOut() throws {
    var scene = EndedDisputeTests.scene()
    scene.asOf = day("2026-10-28")
    scene.decisions = [EndedDisputeTests.part(until: "2026-10-25")]
    let decision = try #require(scene.decision())
    #expect(decision.explanation.contains("40.00 of INV-1 disputed until 2026-10-25 and asked for from 2026-11-02 on"))
    #expect(decision.outcomes[0].hold == .notYet)
    #expect(decision.outcomes[0].heldAmount == 40_00)
    #expect(decision.outcomes[0].silentAmount == 40_00)
  }

  /// Of two parts the one goes on: only that is disputed.
  @Test func whatIsSilentIsToldApartFromWhatIsDisputed() throws {
    var scene = EndedDisputeTests.scene()
    scene.asOf = day("2026-10-28")
    scene.decisions = [
      EndedDisputeTests.part(until: "2026-10-25"), EndedDisputeTests.part("30.00", id: "D2", until: "2026-12-31"),
    ]
    let outcome = try #require(scene.decision()).outcomes[0]
    #expect(outcome.hold == .disputed)
    #expect(outcome.heldAmount == 70_00)
    #expect(outcome.silentAmount == 40_00)
  }

  @Test func theWorklistShowsThePart() {
    var scene = EndedDisputeTests.scene()
    scene.asOf = day("2026-10-23")
    scene.decisions = [EndedDisputeTests.part(until: "2026-10-25")]
    #expect(scene.worklist().filter { $0.what == .holdLapses }.map(\.amount) == [40_00])
    scene.decisions = [EndedDisputeTests.part("140.00", until: "2026-10-25")]
    #expect(scene.worklist().filter { $0.what == .holdLapses }.map(\.amount) == [100_00])
  }

  @Test(arguments: [Decision.Kind.legal, .insolvency, .deceased, .hold])
  func whatWasStoppedIsSilentForAWeekAndRepeatsItsLevel(_ kind: Decision.Kind) {
    let stop = decided(kind, learned: "2026-10-14")
    #expect(
      EndedDisputeTests.walk(EndedDisputeTests.scene(), [stop, EndedDisputeTests.release("D1", "2026-10-26")]) == [
        "2026-10-12 1 100", "2026-11-02 1 100", "2026-11-05 2 100", "2026-11-19 3 100",
      ])
  }

  /// A stop that names one document stops all of the customer: so does its week.
  @Test func aStopOfOneDocumentSilencesAll() {
    let stop = decided(.legal, on: "INV-9", learned: "2026-10-14")
    #expect(
      EndedDisputeTests.walk(EndedDisputeTests.scene(), [stop, EndedDisputeTests.release("D1", "2026-10-26")])
        .prefix(2) == ["2026-10-12 1 100", "2026-11-02 1 100"])
  }
}
