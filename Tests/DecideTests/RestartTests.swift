import Ledger
import Pipeline
import Testing

@testable import Decide

/// A due date that moves later starts the ladder again: all its levels, each once a start, and nothing twice otherwise.
@Suite struct RestartTests {
  static let steps = [
    ReminderStep(days: 7, channel: [.email], template: "gentle"),
    ReminderStep(days: 14, channel: [.email], template: "firm"),
    ReminderStep(days: 21, channel: [.email], template: "final"),
  ]

  /// As Diff does: level 0, history kept.
  static func move(_ scene: inout Scene, to due: String) {
    scene.items[0].memory.level = 0
    scene.items[0].memory.preDueNotice = nil
    scene.items[0].dueDate = day(due)
  }

  /// A document that reached level 1 on 10 November.
  static var atLevelOne: Scene {
    Scene(
      item("INV-1", 40) {
        $0.level = 1
        $0.levelReachedOn = day("2026-11-10")
        $0.lastRemindedOn = day("2026-11-10")
      })
  }

  @Test func everyLevelOnceAStart() {
    let scene = Scene(item("INV-1", 10)) {
      $0.asOf = day("2026-11-14")
      $0.policy.steps = RestartTests.steps
    }
    var ids: [String] = []
    let sent = LadderTests.walk(scene, until: "2027-03-31") { scene in
      if scene.asOf == day("2026-12-01") { RestartTests.move(&scene, to: "2026-12-10") }
      if scene.asOf == day("2027-01-05") { RestartTests.move(&scene, to: "2027-01-10") }
      if let message = scene.decision().flatMap({ $0.isSent ? $0.message : nil }) { ids.append(message.id) }
    }
    #expect(
      sent == [
        "2026-11-20 1 gentle email", "2026-11-27 2 firm email",
        "2026-12-17 1 gentle email", "2026-12-24 2 firm email", "2026-12-31 3 final email",
        "2027-01-17 1 gentle email", "2027-01-24 2 firm email", "2027-01-31 3 final email",
      ])
    #expect(Set(ids).count == 8)
  }

  /// Level 2 left on a day, and the document reached level 1 on 10 November: only what left before that was of an earlier start.
  @Test(arguments: [("2026-11-09", true), ("2026-11-10", false), ("2026-11-20", false)])
  func whatLeftSinceStaysSent(_ left: String, _ goesOut: Bool) throws {
    var scene = RestartTests.atLevelOne
    let first = try #require(scene.decision()?.message?.id)
    scene.reminders = [UnitMemory(currency: eur, sent: [.init(first, on: day(left))])]
    #expect(scene.decision()?.suppressed == (goesOut ? nil : .alreadySent))
    #expect(scene.decision()?.message?.id != first)
  }

  /// Another pays for it since today: he begins with the first level, also where days call for the last, and is told nothing of reminders before.
  @Test(arguments: [Policy.CatchUp.next, .byDays])
  func anotherPayerBeginsAnew(_ catchUp: Policy.CatchUp) throws {
    var scene = RestartTests.atLevelOne
    scene.policy.steps = RestartTests.steps
    scene.policy.catchUp = catchUp
    scene.items[0].memory.payBy = day("2026-12-01")
    scene.items[0].memory.handedOverOn = day("2026-11-20")
    scene.items[0].memory.heldUntil = day("2026-11-01")
    scene.items[0].memory.beginAnew(on: scene.asOf)
    #expect(scene.items[0].memory.heldUntil == day("2026-11-01"))
    #expect(scene.items[0].memory.anewSince == scene.asOf)
    let decision = try #require(scene.decision())
    #expect(decision.message?.template == "gentle")
    #expect(decision.explanation.contains("no reminder before"))
    let next = scene.next(day("2026-11-30"))
    #expect(next.items[0].memory.anewSince == nil)
    #expect(next.decision()?.message?.template == (catchUp == .next ? "firm" : "final"))
  }

  /// The second start has sent its level 2 too: it does not go out a third time.
  @Test func aStartSendsEachLevelOnce() throws {
    var scene = RestartTests.atLevelOne
    let first = try #require(scene.decision()?.message?.id)
    scene.reminders = [UnitMemory(currency: eur, sent: [.init(first, on: day("2026-10-01"))])]
    let second = try #require(scene.decision()?.message?.id)
    scene.reminders[0].sent.append(.init(second, on: day("2026-11-17")))
    #expect(scene.decision()?.suppressed == .alreadySent)
  }
}
