import Ledger
import Testing

@testable import Decide

/// Of 100.00 each: INV-1/1 and INV-1/2 are overdue, INV-1/3 is not due, INV-2 has no instalments. What of each is disputed.
@Suite struct DisputedSharesTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var decisions: [Decision]
    var shares: [Int64]
    var testDescription: String
    init(_ why: String, _ decisions: [Decision], _ shares: [Int64]) {
      self.decisions = decisions
      self.shares = shares
      testDescription = why
    }
  }

  static func items() -> [AccountItem] {
    [("INV-1", "1", 50), ("INV-1", "2", 20), ("INV-2", "", 10), ("INV-1", "3", -30)].map { id, instalment, days in
      var item = item(id, days, 100_00)
      item.document.instalment = instalment
      return item
    }
  }

  static let rows: [Row] = [
    Row("nothing", [], [0, 0, 0, 0]),
    Row("a hold is no dispute", [decided(.hold, on: "INV-1")], [0, 0, 0, 0]),
    Row("held once, on the first", [decided(.dispute, on: "INV-1", amount: "60.00")], [60_00, 0, 0, 0]),
    Row("more than the first owes", [decided(.dispute, on: "INV-1", amount: "130.00")], [100_00, 30_00, 0, 0]),
    Row("what is not due comes last", [decided(.dispute, on: "INV-1", amount: "230")], [100_00, 100_00, 0, 30_00]),
    Row("more than all", [decided(.dispute, on: "INV-1", amount: "999")], [100_00, 100_00, 0, 100_00]),
    Row("no amount", [decided(.dispute, on: "INV-1")], [100_00, 100_00, 0, 100_00]),
    Row(
      "no amount of this currency", [decided(.dispute, on: "INV-1", amount: "1.0001")], [100_00, 100_00, 0, 100_00]),
    Row("an instalment", [decided(.dispute, on: "INV-1/2", amount: "60.00")], [0, 60_00, 0, 0]),
    Row("no more than it owes", [decided(.dispute, on: "INV-1/2", amount: "160.00")], [0, 100_00, 0, 0]),
    Row(
      "the instalment's first, whatever their ids",
      [decided(.dispute, on: "INV-1", amount: "120"), decided(.dispute, on: "INV-1/1", id: "D2", amount: "90")],
      [100_00, 100_00, 0, 10_00]),
    Row(
      "all of one instalment, a part of the document",
      [decided(.dispute, on: "INV-1", amount: "40"), decided(.dispute, on: "INV-1/1", id: "D2")], [100_00, 40_00, 0, 0]),
    Row(
      "several add up",
      [decided(.dispute, on: "INV-1", amount: "70"), decided(.dispute, on: "INV-1", id: "D2", amount: "80.00")],
      [100_00, 50_00, 0, 0]),
    Row("the whole customer", [decided(.dispute, amount: "10.00")], [100_00, 100_00, 100_00, 100_00]),
    Row(
      "released on one instalment: the others bear it",
      [decided(.dispute, on: "INV-1", amount: "60"), decided(.release, on: "INV-1/1", id: "R", value: "D1")],
      [0, 60_00, 0, 0]),
    Row("it has ended", [decided(.dispute, on: "INV-1", until: "2026-11-22", amount: "60")], [0, 0, 0, 0]),
    Row("it has not begun", [decided(.dispute, on: "INV-1", from: "2026-11-24", amount: "60")], [0, 0, 0, 0]),
  ]

  @Test(arguments: rows)
  func shares(_ row: Row) {
    let items = DisputedSharesTests.items()
    let decisions = StandingDecisions(
      row.decisions, payer: "C1", asOf: Scene.monday, promiseGrace: 3, adjustmentReviewDays: 7)
    let shares = decisions.disputed(of: items)
    #expect(items.indices.map { shares[$0]?.amount ?? 0 } == row.shares)
    #expect(shares.total { _ in true } == row.shares.reduce(0, +))
  }

  /// Its hold has ended on 20 November: what it held as a whole is silent for a week, what it did not reach is not.
  @Test(arguments: [
    [decided(.dispute, on: "INV-1", until: "2026-11-20", amount: "100")],
    [
      decided(.dispute, on: "INV-1", until: "2026-11-20", amount: "40"),
      decided(.dispute, on: "INV-1", id: "D2", until: "2026-11-20", amount: "60"),
    ],
    [
      decided(.dispute, on: "INV-1", amount: "100"),
      decided(.release, on: "INV-1", id: "R", value: "dispute", learned: "2026-11-21"),
    ],
  ])
  func silenceAfterwards(_ decisions: [Decision]) {
    let scene = Scene {
      $0.items = DisputedSharesTests.items()
      for index in $0.items.indices { $0.items[index].memory.learnedOn = day("2026-10-01") }
      $0.decisions = decisions
    }
    let decision = scene.decision()
    #expect(decision?.outcomes.map(\.reason) == [.notYet, nil, nil])
    #expect(decision?.amountDue == 200_00)
  }

  /// Less than all of it: its week is that part's, on the instalment it lies on. Two that ended within a week add up.
  @Test(
    arguments: [
      ([decided(.dispute, on: "INV-1", until: "2026-11-20", amount: "60")], 240_00),
      ([decided(.dispute, on: "INV-1", until: "2026-11-15", amount: "60")], 300_00),
      (
        [
          decided(.dispute, on: "INV-1", until: "2026-11-19", amount: "60"),
          decided(.dispute, on: "INV-1", id: "D2", from: "2026-11-20", until: "2026-11-20", amount: "40"),
        ], 200_00
      ),
      (
        [
          decided(.dispute, on: "INV-1", until: "2026-11-20", amount: "60"),
          decided(.dispute, on: "INV-1/2", id: "D2", amount: "30"),
        ], 210_00
      ),
      (
        [
          decided(.dispute, on: "INV-1", amount: "60"),
          decided(.release, on: "INV-1", id: "R", value: "dispute", learned: "2026-11-21"),
        ], 240_00
      ),
    ] as [([Decision], Int64)])
  func onlyThePartIsSilent(_ decisions: [Decision], _ due: Int64) {
    let scene = Scene {
      $0.items = DisputedSharesTests.items()
      for index in $0.items.indices {
        $0.items[index].memory.learnedOn = day("2026-10-01")
        $0.items[index].memory.heldUntil = day("2026-11-03")
      }
      $0.decisions = decisions
    }
    #expect(scene.decision()?.amountDue == due)
  }

  @Test func theWorklistTellsWhatOneDisputeIsAbout() {
    let scene = Scene {
      $0.items = DisputedSharesTests.items()
      $0.decisions = [
        decided(.dispute, on: "INV-1", from: "2026-10-01", until: "2026-11-25", amount: "60.00"),
        decided(.dispute, on: "INV-1/2", id: "D2", from: "2026-10-01", amount: "900.00"),
      ]
    }
    let lines = scene.worklist()
    #expect(lines.map(\.what) == [.disputeOpen, .disputeOpen, .holdLapses])
    #expect(lines.map(\.amount) == [60_00, 100_00, 60_00])
  }
}
