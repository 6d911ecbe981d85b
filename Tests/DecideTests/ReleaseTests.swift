import Ledger
import Pipeline
import Testing

@testable import Decide

/// When messages wait for people, and what documents remember once messages count for nothing.
@Suite struct ReleaseTests {
  static func batch(_ messages: Int, _ euros: Int64 = 0, templates: Set<String> = ["gentle"], levels: Set<Int> = [1])
    -> ReleaseRules.Batch
  {
    var batch = ReleaseRules.Batch(channel: .email)
    (batch.messages, batch.templates, batch.levels) = (messages, templates, levels)
    batch.amounts[eur] = euros * 100
    return batch
  }

  static func past(_ messages: [Int] = [10, 10, 10], _ change: (inout ReleaseRules.Past) -> Void = { _ in })
    -> ReleaseRules.Past
  {
    var past = ReleaseRules.Past()
    (past.messages, past.templates, past.levels) = (messages, ["gentle", "firm"], [1, 2])
    change(&past)
    return past
  }

  static func settings(_ release: DecideSettings.Release = .auto, _ change: ((inout Approval) -> Void)? = nil)
    -> DecideSettings
  {
    var settings = DecideSettings()
    settings.release = release
    if let change {
      var approval = Approval()
      change(&approval)
      settings.approval = approval
    }
    return settings
  }

  @Test(
    arguments: [
      (0, "", settings(), batch(1_000_000), past()),
      (0, "", settings(.auto) { _ in }, batch(30), past()),
      (1, "every message", settings(.approve), batch(1), past()),
      (2, "every message", settings(.approve) { $0.people = 2 }, batch(1), past()),
      (1, "31 messages, more than 3 times the median of the last nights (10)", settings { _ in }, batch(31), past()),
      (0, "", settings { _ in }, batch(31), past([])),
      (0, "", settings { $0.medianFactor = 4 }, batch(31), past()),
      // 1, 10, 10, 200: the lower of the two in the middle.
      (1, "median of the last nights (10)", settings { _ in }, batch(31), past([10, 200, 1, 10])),
      (1, "6 messages, more than 5", settings { $0.maxMessages = 5 }, batch(6), past()),
      (0, "", settings { $0.maxMessages = 5 }, batch(5), past()),
      (
        1, "5000.01 EUR asked for", settings { $0.maxAmount = CurrencyAmounts([money(5000_00)]) },
        {
          var b = batch(6); b.amounts[eur] = 5000_01; return b
        }(), past()
      ),
      // Amounts times 100: as many messages as ever.
      (
        1, "6000.00 EUR asked for, more than 3 times the median of the last nights (60.00)", settings { _ in },
        batch(10, 6000), past { $0.amounts = [eur: [61_00, 60_00, 60_00]] }
      ),
      (0, "", settings { _ in }, batch(10, 180), past { $0.amounts = [eur: [60_00]] }),
      // Without caps, nobody is asked; but for what came of a file that a person let in.
      (0, "", settings(), batch(10, 6000), past { $0.amounts = [eur: [60_00]] }),
      (
        1, "documents.csv was let in by Ann; 6000.00 EUR asked for", settings(), batch(10, 6000),
        past {
          $0.amounts = [eur: [60_00]]; $0.letIn = "documents.csv was let in by Ann"
        }
      ),
      (
        0, "", settings(), batch(10, 60, levels: [3]),
        past {
          $0.amounts = [eur: [60_00]]; $0.letIn = "documents.csv was let in by Ann"
        }
      ),
      (1, "no earlier night to compare with", settings(), batch(1, 60), past([]) { $0.letIn = "let in" }),
      (1, "first use of level 3", settings { _ in }, batch(6, levels: [1, 3]), past()),
      (2, "first use of template final", settings { $0.people = 2 }, batch(6, templates: ["final"]), past()),
      (0, "", settings { $0.firstUse = false }, batch(6, templates: ["final"]), past()),
      (
        1, "changed: the bank data of ACME", settings { _ in }, batch(6),
        past { $0.changes = ["the bank data of ACME"] }
      ),
      (0, "", settings { $0.changes = false }, batch(6), past { $0.changes = ["the bank data of ACME"] }),
    ] as [(Int, String, DecideSettings, ReleaseRules.Batch, ReleaseRules.Past)])
  func howManyPeople(
    _ people: Int, _ why: String, _ settings: DecideSettings, _ batch: ReleaseRules.Batch, _ past: ReleaseRules.Past
  ) {
    let found = ReleaseRules(settings).people(for: batch, all: [batch], past: past)
    #expect(found.people == people)
    #expect(why.isEmpty ? found.why.isEmpty : found.why.contains(why))
  }

  // MARK: Taking back

  static func line(
    _ day: String, _ level: Int, from before: Int, payBy: String? = nil, undone: Bool = false, trigger: Bool = true,
    takenBack: Bool = false
  ) -> TakingBack.Line {
    TakingBack.Line(
      asOf: DecideTests.day(day), messageLevel: level, payBy: payBy.map(DecideTests.day), isTrigger: trigger,
      levelBefore: before, levelAfter: trigger ? level : before, isUndone: undone || takenBack, isTakenBack: takenBack)
  }

  static func memory(_ level: Int, _ reached: String?, _ reminded: String?, payBy: String? = nil) -> ItemMemory {
    var memory = ItemMemory()
    memory.level = level
    memory.levelReachedOn = reached.map(DecideTests.day)
    memory.lastRemindedOn = reminded.map(DecideTests.day)
    memory.payBy = payBy.map(DecideTests.day)
    return memory
  }

  @Test func theFirstMessageTakenBack() {
    let now = ReleaseTests.memory(1, "2026-11-10", "2026-11-10")
    let lines = [ReleaseTests.line("2026-11-10", 1, from: 0, undone: true)]
    #expect(TakingBack.memory(now, lines: lines, first: (0, nil)) == ItemMemory())
    // What the ERP said at first sight stands again.
    let erp = ReleaseTests.memory(2, "2026-11-10", "2026-11-10")
    let second = [ReleaseTests.line("2026-11-10", 2, from: 1, undone: true)]
    #expect(
      TakingBack.memory(erp, lines: second, first: (1, day("2026-10-01")))
        == ReleaseTests.memory(1, "2026-10-01", "2026-10-01"))
  }

  @Test func theMessageBeforeStandsAgain() {
    let now = ReleaseTests.memory(2, "2026-11-24", "2026-11-24")
    let lines = [
      ReleaseTests.line("2026-11-01", 1, from: 0, payBy: "2026-11-11"),
      ReleaseTests.line("2026-11-24", 2, from: 1, undone: true),
    ]
    #expect(
      TakingBack.memory(now, lines: lines, first: (0, nil))
        == ReleaseTests.memory(1, "2026-11-01", "2026-11-01", payBy: "2026-11-11"))
  }

  /// One that was not released one night and went out the next stands, whatever is lost after it.
  @Test func whatWentOutTheSecondTimeStands() {
    let now = ReleaseTests.memory(2, "2026-11-24", "2026-11-24")
    let lines = [
      ReleaseTests.line("2026-10-31", 1, from: 0, undone: true), ReleaseTests.line("2026-11-01", 1, from: 0),
      ReleaseTests.line("2026-11-23", 2, from: 1, undone: true),
      ReleaseTests.line("2026-11-24", 2, from: 1, undone: true),
    ]
    #expect(
      TakingBack.memory(now, lines: lines, first: (0, nil)) == ReleaseTests.memory(1, "2026-11-01", "2026-11-01"))
  }

  /// A due date that has moved, or a later message, is not undone.
  @Test func whatCameAfterStays() {
    let moved = ReleaseTests.memory(0, "2026-11-24", "2026-11-24")
    let lines = [ReleaseTests.line("2026-11-24", 2, from: 1, undone: true)]
    #expect(TakingBack.memory(moved, lines: lines, first: (0, nil)) == moved)
    let later = ReleaseTests.memory(2, "2026-11-24", "2026-11-24")
    let kept = [ReleaseTests.line("2026-11-10", 1, from: 0, undone: true), ReleaseTests.line("2026-11-24", 2, from: 1)]
    #expect(TakingBack.memory(later, lines: kept, first: (0, nil)) == later)
  }

  /// A document that was only listed loses nothing but the pay-by date it never had.
  @Test func whatWasOnlyListed() {
    let now = ReleaseTests.memory(1, "2026-11-01", "2026-11-01")
    let lines = [
      ReleaseTests.line("2026-11-01", 1, from: 0),
      ReleaseTests.line("2026-11-24", 2, from: 1, undone: true, trigger: false),
    ]
    #expect(TakingBack.memory(now, lines: lines, first: (0, nil)) == now)
  }

  /// What stands is put on top of what a document remembered before its file was taken back.
  @Test func messagesThatStandAreNotForgotten() {
    let lines = [
      ReleaseTests.line("2026-11-10", 1, from: 0, payBy: "2026-11-20"), ReleaseTests.line("2026-11-24", 2, from: 1),
    ]
    #expect(
      TakingBack.again(ItemMemory(), lines: lines, notice: nil) == ReleaseTests.memory(2, "2026-11-24", "2026-11-24"))
    #expect(
      TakingBack.again(ItemMemory(), lines: [lines[0]], notice: nil)
        == ReleaseTests.memory(1, "2026-11-10", "2026-11-10", payBy: "2026-11-20"))
    var notice = ItemMemory()
    notice.preDueNotice = -3
    #expect(TakingBack.again(ItemMemory(), lines: [ReleaseTests.line("2026-11-01", 0, from: 0)], notice: -3) == notice)
  }

  /// A message on which a document was only listed comes back: the date that it gave goes, the level stays.
  @Test func theDateOfAMessageThatCameBack() {
    let now = ReleaseTests.memory(2, "2026-11-01", "2026-11-01", payBy: "2026-12-04")
    let lines = [
      ReleaseTests.line("2026-11-01", 2, from: 1, payBy: "2026-11-11"),
      ReleaseTests.line("2026-11-24", 2, from: 2, payBy: "2026-12-04", undone: true, trigger: false),
    ]
    let before = ReleaseTests.memory(2, "2026-11-01", "2026-11-01", payBy: "2026-11-11")
    #expect(TakingBack.memory(now, lines: lines, first: (0, nil)) == before)
  }

  /// A later message that never left, and that an earlier night has taken back, has overtaken nothing.
  @Test func whatWasTakenBackBefore() {
    let now = ReleaseTests.memory(1, "2026-11-10", "2026-11-10")
    let lines = [
      ReleaseTests.line("2026-11-10", 1, from: 0, undone: true),
      ReleaseTests.line("2026-11-20", 2, from: 1, takenBack: true),
    ]
    #expect(TakingBack.memory(now, lines: lines, first: (0, nil)) == ItemMemory())
    // Nor does it lower the level of those before it.
    let both = ReleaseTests.memory(2, "2026-11-20", "2026-11-20")
    let again = [
      ReleaseTests.line("2026-11-10", 1, from: 0), ReleaseTests.line("2026-11-15", 2, from: 1, takenBack: true),
      ReleaseTests.line("2026-11-20", 2, from: 1, undone: true),
    ]
    #expect(
      TakingBack.memory(both, lines: again, first: (0, nil)) == ReleaseTests.memory(1, "2026-11-10", "2026-11-10"))
  }

  /// A message that came back after another had listed the document with its level: that one stands, and so does the level, whatever is
  /// taken back after it.
  @Test func whatWasListedSince() {
    let lines = [
      ReleaseTests.line("2026-11-01", 1, from: 0), ReleaseTests.line("2026-11-10", 2, from: 1, takenBack: true),
      ReleaseTests.line("2026-11-14", 2, from: 2, trigger: false),
    ]
    let now = ReleaseTests.memory(2, "2026-11-10", "2026-11-10")
    let listed = lines + [ReleaseTests.line("2026-11-17", 3, from: 2, undone: true, trigger: false)]
    #expect(TakingBack.memory(now, lines: listed, first: (0, nil)) == now)
    let risen = lines + [ReleaseTests.line("2026-11-20", 3, from: 2, undone: true)]
    let third = ReleaseTests.memory(3, "2026-11-20", "2026-11-20")
    #expect(TakingBack.memory(third, lines: risen, first: (0, nil)) == now)
  }
}
