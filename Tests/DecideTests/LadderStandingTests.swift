import Ledger
import Pipeline
import Testing

@testable import Decide

/// Where documents stand that reached their levels on another ladder.
@Suite struct LadderStandingTests {
  private static func policy(_ steps: [(Int, String)]) -> Policy {
    var policy = Policy()
    policy.steps = steps.map { ReminderStep(days: $0, channel: [.email], template: $1) }
    return policy
  }

  /// The steps of tonight, the level with the days and the template of the step at which it was reached, and the level of the next message of a
  /// document that is 100 days past due; nil: it gets none.
  static let ladders: [(steps: [(Int, String)], level: Int, step: (Int, String)?, next: Int?)] = [
    ([(7, "gentle"), (30, "firm"), (60, "final")], 2, (30, "firm"), 3),
    // A step was taken out, put in before, put in with the same words, or moved.
    ([(7, "gentle"), (60, "final")], 2, (30, "firm"), 2),
    ([(7, "gentle"), (20, "gentle"), (30, "firm"), (60, "final")], 2, (30, "firm"), 4),
    ([(3, "gentle"), (7, "gentle"), (30, "firm")], 1, (7, "gentle"), 3),
    ([(7, "gentle"), (40, "firm"), (60, "final")], 2, (30, "firm"), 3),
    // Another policy, with words of its own.
    ([(10, "hello"), (40, "last")], 3, (21, "firm"), 2),
    ([(14, "hello"), (40, "last")], 1, (7, "gentle"), 1),
    // At the end of a shorter one it keeps its level; of a level that the ERP told only the number is known.
    ([(7, "gentle"), (30, "firm")], 3, (60, "final"), nil),
    ([(7, "gentle"), (60, "final")], 3, (60, "final"), nil),
    ([(7, "gentle"), (60, "final")], 2, nil, nil),
  ]

  @Test(arguments: ladders)
  func next(_ row: (steps: [(Int, String)], level: Int, step: (Int, String)?, next: Int?)) {
    let scene = Scene(
      item("INV-1", 100) {
        $0.level = row.level
        $0.levelStep = row.step.map { LevelStep(days: $0, template: $1) }
      }
    ) { $0.policy = LadderStandingTests.policy(row.steps) }
    #expect(scene.decision()?.message?.level == row.next)
  }

  /// With another level the step is unknown.
  @Test func aLevelThatFallsHasNoStep() {
    var memory = ItemMemory()
    memory.level = 2
    memory.levelStep = LevelStep(days: 30, template: "firm")
    memory.level = 2
    #expect(memory.levelStep?.days == 30)
    memory.level = 1
    #expect(memory.levelStep == nil)
  }

  /// A notice whose step has another day now was sent.
  @Test(arguments: [
    (sent: -7, days: [-5], notice: nil), (-7, [-7, -5], -5), (-7, [-8, -5], nil), (-14, [-10, -5], -5),
  ])
  func notices(_ row: (sent: Int, days: [Int], notice: Int?)) {
    let scene = Scene(item("INV-1", -5) { $0.preDueNotice = row.sent }) {
      $0.policy = LadderStandingTests.policy(row.days.map { ($0, "pre-due") } + [(7, "gentle")])
    }
    #expect(scene.decision()?.message?.stepDays == row.notice)
  }
}
