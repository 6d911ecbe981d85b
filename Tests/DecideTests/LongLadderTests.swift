import Ledger
import Pipeline
import Testing

@testable import Decide

/// A ladder walked night by night over 120 days, as a credit manager would go through it with a calendar: office hours, holidays, a missed
/// week, a part payment, a dispute, a plan that is kept and one that is broken. Every night at 22:00 UTC, the next run a day later.
@Suite struct LongLadderTests {
  static let start = day("2026-10-05")

  /// E-mail at 7 and 21 days, a letter with ten days to pay at 40, then the letter again every three weeks.
  static var scene: Scene {
    Scene(invoice("INV-1", due: "2026-10-09")) {
      $0.asOf = start
      $0.details += address
      $0.country = "DE"
      $0.policy.steps = [
        ReminderStep(days: -3, channel: [.email], template: "pre-due"),
        ReminderStep(days: 7, channel: [.email], template: "gentle"),
        ReminderStep(days: 21, channel: [.email], template: "firm"),
        ReminderStep(days: 40, channel: [.letter], template: "final", payBy: 10),
      ]
      $0.policy.afterLast = .repeatEvery(days: 21)
      $0.policy.windows = [WindowTests.window(9, 17)]
      $0.policy.holidays = [HolidaySource(region: "DE")]
    }
  }

  static func invoice(_ id: String, due: String, _ balance: Int64 = 1000_00) -> AccountItem {
    item(id, Scene.monday.days(since: day(due)), balance)
  }

  /// Walks 120 nights but those of `missed`; `events` change the scene on their day, before the night decides. A line for each night on which
  /// something goes out or the reason for silence becomes another one.
  static func walk(
    _ scene: Scene, missed: ClosedRange<String>? = nil, _ events: [String: (inout Scene) -> Void]
  ) -> [String] {
    var scene = scene
    var told: [String] = []
    var reason = ""
    for night in 0..<120 {
      let asOf = start.adding(days: night)
      if let missed, missed.contains(asOf.description) { continue }
      scene.asOf = asOf
      scene.clock = Int64(asOf.days) * 86_400 + 22 * 3600
      if let event = events[asOf.description] { event(&scene) }
      let decision = scene.decision()
      if let decision, decision.isSent, let message = decision.message {
        let opens = ZoneOffsets(fixed: 0).day(at: message.notBefore ?? 0)
        told.append("\(asOf) \(message.template) on \(opens)")
        reason = "sent"
      } else if let why = decision?.suppressed?.rawValue, why != reason, why != "not-yet" || reason != "sent" {
        told.append("\(asOf) \(why)")
        reason = why
      } else if decision == nil, reason != "" {
        told.append("\(asOf) nothing due")
        reason = ""
      }
      scene = scene.next(asOf.adding(days: 1))
    }
    return told
  }

  /// The notice of Tuesday goes out on Wednesday. Seven days past due is Friday the 16th: that night's message would go out on Monday, after
  /// the next run, so Sunday night decides it. Level 2 is due on Friday the 30th, so Sunday 1 November decides it for Monday. The letter
  /// is due on 18 November and posted on the 19th; it arrives by the 25th and gives until 5 December, three business days later is
  /// Wednesday the 9th. Then it is repeated: decided on the 10th and posted on Friday the 11th it gives until the 27th, and on the 31st the
  /// next would go out on Monday 4 January, so Sunday night decides it; that one gives until the 20th.
  @Test func undisturbed() {
    #expect(
      LongLadderTests.walk(LongLadderTests.scene, [:]) == [
        "2026-10-06 pre-due on 2026-10-07", "2026-10-07 nothing due", "2026-10-10 not-yet", "2026-10-16 window",
        "2026-10-18 gentle on 2026-10-19", "2026-10-30 window", "2026-11-01 firm on 2026-11-02",
        "2026-11-18 final on 2026-11-19", "2026-11-19 pay-by", "2026-12-10 final on 2026-12-11", "2026-12-11 pay-by",
        "2026-12-31 window", "2027-01-03 final on 2027-01-04", "2027-01-04 pay-by", "2027-01-26 final on 2027-01-27",
        "2027-01-27 pay-by",
      ])
  }

  /// What is left of an invoice after a part payment, as the diff leaves it behind.
  static func partPaid(_ scene: inout Scene, _ id: String, _ left: Int64) {
    for index in scene.items.indices where scene.items[index].document.id == id {
      let old = scene.items[index]
      var new = invoice(id, due: old.dueDate?.description ?? "", left)
      new.memory = old.memory
      new.memory.partPaidOn = scene.asOf
      scene.items[index] = new
    }
  }

  /// A missed week, a part payment, a dispute opened and released, a plan of which one instalment is kept and the next is not.
  ///
  /// Level 1 comes on the first night after the week that was missed. The dispute holds until 24 November; a week later, on 2 December,
  /// level 2 is repeated, and level 3 waits for the interval. The plan is met while its first instalment has come; the second is due on 4
  /// January, its grace ends on the 7th, and a week later, on Friday the 15th, the letter would go out on Monday: Sunday night repeats it.
  @Test func disturbed() {
    let told = LongLadderTests.walk(
      LongLadderTests.scene, missed: "2026-10-12"..."2026-10-20",
      [
        "2026-11-02": { LongLadderTests.partPaid(&$0, "INV-1", 600_00) },
        "2026-11-12": { $0.decisions.append(decided(.dispute, on: "INV-1", id: "D1", learned: "2026-11-12")) },
        "2026-11-25": {
          $0.decisions.append(decided(.release, on: "INV-1", id: "R1", value: "dispute", learned: "2026-11-25"))
        },
        "2026-12-14": {
          $0.decisions.append(
            decided(.plan, id: "P1", until: "2026-12-18", amount: "300.00", plan: "P", learned: "2026-12-14"))
          $0.decisions.append(
            decided(.plan, id: "P2", until: "2027-01-04", amount: "300.00", plan: "P", learned: "2026-12-14"))
        },
        "2026-12-18": { LongLadderTests.partPaid(&$0, "INV-1", 300_00) },
      ])
    #expect(
      told == [
        "2026-10-06 pre-due on 2026-10-07", "2026-10-07 nothing due", "2026-10-10 not-yet",
        "2026-10-21 gentle on 2026-10-22", "2026-10-30 window", "2026-11-01 firm on 2026-11-02", "2026-11-12 disputed",
        "2026-11-25 not-yet", "2026-12-02 firm on 2026-12-03", "2026-12-03 min-interval",
        "2026-12-09 final on 2026-12-10", "2026-12-10 pay-by", "2026-12-14 plan", "2027-01-08 not-yet",
        "2027-01-15 window", "2027-01-17 plan-missed on 2027-01-18", "2027-01-18 pay-by",
      ])
  }
}
