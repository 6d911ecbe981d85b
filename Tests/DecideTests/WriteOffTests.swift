import Ledger
import Testing

@testable import Decide

/// What of an account is to be written off. INV-1 has two instalments of 40.00 and 100.00, INV-2 owes 50.00, INV-9 70.00 US dollars.
@Suite struct WriteOffTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var decisions: [Decision]
    /// By document, each with its decision: `INV-1/1 D1 4000`.
    var proposed: [String]
    var change: @Sendable (inout Scene) -> Void
    init(
      _ why: String, _ decisions: [Decision], _ proposed: [String],
      _ change: @escaping @Sendable (inout Scene) -> Void = { _ in }
    ) {
      testDescription = why
      self.decisions = decisions
      self.proposed = proposed
      self.change = change
    }
  }

  static func scene(_ decisions: [Decision], _ change: (inout Scene) -> Void = { _ in }) -> Scene {
    Scene {
      $0.items = [
        item("INV-1", 50, 40_00), item("INV-1", 20, 100_00), item("INV-2", 10, 50_00),
        item("INV-9", 5, 70_00, currency: usd),
      ]
      $0.items[0].document.instalment = "1"
      $0.items[1].document.instalment = "2"
      $0.decisions = decisions
      change(&$0)
    }
  }

  static func proposed(_ scene: Scene) -> [String] {
    scene.decider.writeOffs(scene.account).map { "\($0.document.label) \($0.decision.id) \($0.money.minorUnits)" }
  }

  static func shared(_ decision: Decision, _ shares: (String, Int64)...) -> Decision {
    var decision = decision
    decision.shares = shares.map {
      WriteOffShare(documentID: "INV-1", instalment: $0.0, left: Money(minorUnits: $0.1, currency: eur))
    }
    return decision
  }

  static let rows: [Row] = [
    Row("all of a document", [decided(.writeOff, on: "INV-1")], ["INV-1/1 D1 4000", "INV-1/2 D1 10000"]),
    Row("an instalment", [decided(.writeOff, on: "INV-1/2", amount: "30")], ["INV-1/2 D1 3000"]),
    Row("once", [decided(.writeOff, on: "INV-1", amount: "60.00")], ["INV-1/1 D1 4000", "INV-1/2 D1 2000"]),
    Row("more than there is", [decided(.writeOff, on: "INV-2", amount: "60.00")], ["INV-2 D1 5000"]),
    Row(
      "the oldest first, whatever their ids",
      [
        decided(.writeOff, on: "INV-2", id: "D1", amount: "30.00", learned: "2026-11-10"),
        decided(.writeOff, on: "INV-2", id: "D2", amount: "40.00", learned: "2026-11-09"),
      ], ["INV-2 D2 4000", "INV-2 D1 1000"]),
    Row(
      "a part, and the rest as a whole",
      [decided(.writeOff, on: "INV-2", amount: "30.00"), decided(.writeOff, on: "INV-2", id: "D2")],
      ["INV-2 D1 3000", "INV-2 D2 2000"]),
    Row(
      "of the customer, in its currency", [decided(.writeOff, amount: "150.00")],
      ["INV-1/1 D1 4000", "INV-1/2 D1 10000", "INV-2 D1 1000"],
      { $0.details.append(("currency", "EUR")) }),
    Row("in another currency", [decided(.writeOff, amount: "15")], ["INV-9 D1 1500"]) {
      $0.details.append(("currency", "USD"))
    },
    Row("nobody knows in which currency", [decided(.writeOff, amount: "15")], []) {
      $0.details.append(("currency", "GBP"))
    },
    Row("what came later has no part in it", [decided(.writeOff, amount: "15", learned: "2026-09-20")], []) {
      $0.details.append(("currency", "EUR"))
      $0.items.removeFirst(2)
    },
    Row("no amount of the currency", [decided(.writeOff, on: "INV-2", amount: "10.005")], []),
    Row("released", [decided(.writeOff, on: "INV-2"), decided(.release, on: "INV-2", id: "R", value: "D1")], []),
    Row(
      "what was shared out stays", [shared(decided(.writeOff, on: "INV-1", amount: "60"), ("1", 40_00), ("2", 5_00))],
      ["INV-1/1 D1 4000", "INV-1/2 D1 500"]),
    Row(
      "a share of what is closed goes nowhere", [shared(decided(.writeOff, on: "INV-1", amount: "60"), ("7", 60_00))],
      []),
    Row(
      "open again since", [shared(decided(.writeOff, on: "INV-1", amount: "60"), ("1", 40_00))], [],
      { $0.items[0].memory.reopenedOn = day("2026-11-20") }),
  ]

  @Test(arguments: rows)
  func once(_ row: Row) {
    #expect(WriteOffTests.proposed(WriteOffTests.scene(row.decisions, row.change)) == row.proposed)
  }

  /// What falls is taken off once, from the oldest decision first; what is kept is what is left.
  @Test func whatIsPostedIsTakenOffOnce() {
    let scene = WriteOffTests.scene([
      WriteOffTests.shared(decided(.writeOff, on: "INV-1/2", amount: "20"), ("2", 20_00)),
      WriteOffTests.shared(decided(.writeOff, on: "INV-1/2", id: "D2", amount: "30"), ("2", 30_00)),
    ])
    var account = scene.account
    let second = account.billed.firstIndex { $0.document.instalment == "2" } ?? 0
    account.fallen = [account.billed[second].row: 35_00]
    // Both instalments have one row in these scenes; the first is closed.
    account.billed.remove(at: 0)
    #expect(scene.decider.writeOffs(account).map(\.money.minorUnits) == [15_00])
    let shares = scene.decider.writeOffShares(account)
    #expect(shares.map(\.id) == ["D1", "D2"])
    #expect(shares.map { $0.shares.map(\.left.minorUnits) } == [[0], [15_00]])
  }

  /// 60 of 100 were posted: the 40 that are left are not what is to be written off.
  @Test func whatIsLeftIsNotTheWhole() {
    var decision = WriteOffTests.shared(decided(.writeOff, on: "INV-1", amount: "60"), ("", 60_00))
    decision.isCarriedOut = true
    let scene = Scene(item("INV-1", 50, 40_00)) { $0.decisions = [decision] }
    var account = scene.account
    #expect(scene.decider.decide(account).first?.suppressed == .hold)
    account.fallen = [account.billed[0].row: 60_00]
    #expect(scene.decider.decide(account).first?.isSent == true)
    // An earlier version has proposed it, and kept no shares.
    decision.shares = nil
    let earlier = Scene(item("INV-1", 50, 40_00) { $0.partPaidOn = day("2026-11-03") }) { $0.decisions = [decision] }
    #expect(earlier.decision()?.isSent == true)
    #expect(earlier.worklist().isEmpty)
  }

  @Test func theWorklistTellsWhatCannotBeSpent() throws {
    let scene = Scene(item()) { $0.decisions = [decided(.writeOff, on: "INV-1", amount: "10.005")] }
    let line = try #require(scene.worklist().first)
    #expect(line.what == .writeOff && line.amount == nil && line.documentID == "INV-1" && line.next.contains("10.005"))
    #expect(scene.decision()?.isSent == true)
  }

  @Test func sharesAreWrittenAndRead() {
    let shares = [
      WriteOffShare(documentID: "A 1", instalment: "", left: Money(minorUnits: 5, currency: eur)),
      WriteOffShare(documentID: "B", instalment: "2", left: Money(minorUnits: 0, currency: usd)),
    ]
    #expect(WriteOffShare.shares(WriteOffShare.text(shares)) == shares)
    #expect(WriteOffShare.shares(nil) == nil)
    var changed = shares[0]
    (changed.given, changed.untold, changed.over, changed.amount) = (9, -3, 3, "0.09")
    #expect(WriteOffShare.shares(WriteOffShare.text([changed])) == [changed])
    // As earlier versions wrote them.
    #expect(WriteOffShare.shares("A 1\u{1F}\u{1F}EUR\u{1F}5") == [shares[0]])
  }

  /// 20.00 were told and the amount is another: by how much the ERP has to hear of, and what falls and rises of the balance post.
  @Test func anAmountIsChanged() {
    func share() -> WriteOffShare {
      WriteOffShare(documentID: "INV-2", instalment: "", left: Money(minorUnits: 20_00, currency: eur))
    }
    var more = share()
    more.change(by: 30_00, isTold: true)
    #expect(more.left.minorUnits == 50_00 && more.untold == 30_00 && more.post(20_00) == 20_00)
    #expect(more.left.minorUnits == 30_00)
    var less = share()
    less.change(by: -10_00, isTold: true)
    #expect(less.left.minorUnits == 10_00 && less.untold == -10_00)
    // It reads the first file, then the second.
    #expect(less.post(25_00) == 20_00 && less.left.minorUnits == -10_00)
    #expect(less.post(-5_00) == 0 && less.post(-10_00) == -10_00 && less.left.minorUnits == 0)
    var untold = share()
    untold.change(by: 30_00, isTold: false)
    #expect(untold.untold == 0 && untold.left.minorUnits == 50_00)
  }

  /// A run that told 50.00 is taken back to the 20.00 of before: the ERP has 30.00 too much, until the decision comes again.
  @Test func whatWasTakenBackStaysTold() {
    let before = WriteOffShare(documentID: "INV-2", instalment: "", left: Money(minorUnits: 20_00, currency: eur))
    var told = before
    told.change(by: 30_00, isTold: true)
    told.untold = 0
    var kept = WriteOffShare.told([before], [told])[0]
    #expect(kept.untold == -30_00 && kept.over == 30_00)
    kept.change(by: 30_00, isTold: true)
    #expect(kept.untold == 0 && kept.over == 0 && kept.left.minorUnits == 50_00)
  }
}
