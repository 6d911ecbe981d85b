import Ledger
import Pipeline
import Testing

@testable import Decide

/// Notices before the due date: once per step, lapsing on the due date, gating nothing.
@Suite struct NoticeTests {
  static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
    var policy = Policy()
    policy.steps =
      [
        ReminderStep(days: -7, channel: [.email], template: "pre-due"),
        ReminderStep(days: -3, channel: [.email], template: "pre-due"),
      ] + policy.steps
    change(&policy)
    return policy
  }

  /// Days past due on a night, the last notice sent, and the notice of that night.
  static let windows: [(days: Int, sent: Int?, notice: Int?)] = [
    (-8, nil, nil), (-7, nil, -7), (-7, -7, nil), (-5, nil, -7), (-4, -7, nil), (-3, -7, -3), (-2, nil, -3),
    (-1, -3, nil),
    (0, nil, nil), (0, -7, nil),
  ]

  @Test(arguments: windows)
  func window(_ row: (days: Int, sent: Int?, notice: Int?)) {
    let scene = Scene(item("INV-1", row.days) { $0.preDueNotice = row.sent }) { $0.policy = NoticeTests.policy() }
    let decision = scene.decision()
    #expect(decision?.message?.stepDays == row.notice)
    #expect((decision != nil) == (row.notice != nil))
    #expect(decision?.level ?? 0 == 0)
  }

  @Test func aStepOfTheDueDateIsForThatDay() {
    var policy = NoticeTests.policy()
    policy.steps.insert(ReminderStep(days: 0, channel: [.email], template: "due-today"), at: 2)
    let scene = Scene(item("INV-1", 0) { $0.preDueNotice = -3 }) { $0.policy = policy }
    #expect(scene.decision()?.message?.template == "due-today")
    #expect(scene.next(scene.asOf).decision() == nil)
  }

  /// Seven days before, three days before, then the ladder a week after; the notices do not count for the interval.
  @Test func walkedWithTheLadder() {
    let scene = Scene(item("INV-1", -10)) {
      $0.policy = NoticeTests.policy { $0.minInterval = 14 }
    }
    #expect(
      LadderTests.walk(scene, until: "2026-12-20") == [
        "2026-11-26 0 pre-due email", "2026-11-30 0 pre-due email", "2026-12-10 1 gentle email",
      ])
  }

  @Test func anOverdueMessageTakesItAlong() throws {
    let scene = Scene(item("INV-1", 8), item("INV-2", -3, 400_00)) { $0.policy = NoticeTests.policy() }
    let decision = try #require(scene.decision())
    #expect(decision.level == 1)
    #expect(decision.amountDue == 1000_00)
    #expect(decision.outcomes.map(\.includedAs) == [.trigger, .notDue])
    #expect(scene.next(day("2026-11-24")).items[1].memory.preDueNotice == -3)
    #expect(scene.next(day("2026-11-24")).decision()?.isSent == false, "and none is sent the night after")
  }

  @Test func aNoticeAsksForWhatFallsDueAndWhatIsOverdue() throws {
    let scene = Scene(item("INV-1", 3, 100_00), item("INV-2", -3, 400_00), item("Z", nil, -50_00)) {
      $0.policy = NoticeTests.policy()
    }
    let decision = try #require(scene.decision())
    #expect(decision.isSent)
    #expect(decision.amountDue == 450_00)
    #expect(decision.outcomes.map(\.includedAs) == [.content, .trigger, .credit])
    #expect(decision.outcomes.map(\.levelAfter) == [0, 0, 0])
    let after = MemoryAfter.items(decision, asOf: scene.asOf)
    #expect(after.map(\.memory.preDueNotice) == [-3])
    #expect(MemoryAfter.unit(decision, before: nil, asOf: scene.asOf).lastRemindedOn == nil)
  }

  /// The interval of another document's reminder, an amount that is too small for one, a credit that covers it: nothing of it is the notice's.
  static let kept: [(overdue: Int64, credit: Int64, reason: SuppressionReason)] = [
    (100_00, 0, .minInterval), (5_00, 0, .belowMinimum), (100_00, -150_00, .creditCovers),
  ]

  @Test(arguments: kept)
  func whatKeepsAReminderBackKeepsNoNotice(_ row: (overdue: Int64, credit: Int64, reason: SuppressionReason)) throws {
    let scene = Scene(item("INV-1", 8, row.overdue), item("INV-2", -3, 400_00)) {
      $0.policy = NoticeTests.policy { $0.minAmount = CurrencyAmounts([money(10_00)]) }
      if row.credit != 0 { $0.items.append(credit(row.credit)) }
      $0.reminders =
        row.reason == .minInterval ? [UnitMemory(currency: eur, lastRemindedOn: $0.asOf.adding(days: -2))] : []
    }
    let decision = try #require(scene.decision())
    #expect(decision.isSent)
    #expect(decision.level == 0)
    #expect(decision.amountDue == row.overdue + row.credit + 400_00)
    #expect(decision.outcomes[0].includedAs == .content)
    #expect(decision.outcomes[0].reason == row.reason)
    #expect(decision.outcomes[0].levelAfter == 0)
  }

  @Test func aNoticeIsNotWhatAPersonAskedFor() throws {
    let scene = Scene(item("INV-1", -3)) {
      $0.policy = NoticeTests.policy()
      $0.decisions = [decided(.send)]
    }
    let decision = try #require(scene.decision())
    #expect(decision.isSent)
    #expect(decision.actedOn.isEmpty)
  }

  @Test func aHeldDocumentHasNoNotice() {
    let held = Scene(item("INV-1", -3)) {
      $0.policy = NoticeTests.policy()
      $0.decisions = [decided(.dispute)]
    }
    #expect(held.decide().isEmpty)
  }

  @Test func aCoveredDocumentHasNoNotice() {
    let covered = Scene(item("INV-1", -3), credit(-1000_00, for: "INV-1")) { $0.policy = NoticeTests.policy() }
    #expect(covered.decision()?.suppressed == .creditCovers)
  }

  /// With one message a week: what came before, and whether a notice or a reminder goes out tonight.
  static let weeks: [(days: Int, reminders: [String], notices: [String], isSent: Bool)] = [
    (-3, [], [], true), (-3, [], ["2026-11-20"], false), (-3, ["2026-11-20"], [], false),
    (-3, [], ["2026-11-16"], true),
    (10, [], ["2026-11-20"], true), (10, ["2026-11-20"], [], false),
  ]

  @Test(arguments: weeks)
  func aNoticeNeverStandsInTheWayOfAReminder(
    _ row: (days: Int, reminders: [String], notices: [String], isSent: Bool)
  ) {
    let memory = UnitMemory(
      currency: eur, recent: row.reminders.map { day($0) }, recentNotices: row.notices.map { day($0) })
    let scene = Scene(item("INV-1", row.days)) {
      $0.policy = NoticeTests.policy { $0.maxPerWeek = 1 }
      $0.reminders = [memory]
    }
    #expect(scene.decision()?.isSent == row.isSent)
    #expect(row.isSent || scene.decision()?.suppressed == .maxPerWeek)
  }

  @Test func notDueItemsAreListedWhereThePolicySaysSo() throws {
    let scene = Scene(item("INV-1", 8), item("INV-2", -40, 400_00), credit(-100_00, for: "INV-2")) {
      $0.policy.includeNotDue = true
    }
    let decision = try #require(scene.decision())
    #expect(decision.outcomes.map(\.includedAs) == [.trigger, .notDue, .notDue])
    #expect(decision.amountDue == 1000_00)
  }

  @Test func ofANotDueDocumentTheDisputedPartIsNotListed() throws {
    let scene = Scene(item("INV-1", 8), item("INV-2", -40, 400_00)) {
      $0.policy.includeNotDue = true
      $0.decisions = [decided(.dispute, on: "INV-2", amount: "100.00")]
    }
    let decision = try #require(scene.decision())
    #expect(decision.outcomes.map(\.includedAs) == [.trigger, .notDue])
    #expect(decision.outcomes[1].heldAmount == 100_00)
    #expect(decision.amountDue == 1000_00)
  }
}
