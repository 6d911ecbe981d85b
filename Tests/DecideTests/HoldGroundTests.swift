import Ledger
import Pipeline
import Testing

@testable import Decide

/// Rules are asked only where there is something that they speak of: the answer is that of asking all of them.
@Suite struct HoldGroundTests {
  /// What may be remembered of an item, each with a day on which it would hold, and one on which it would not any more.
  private static let memories: [@Sendable (inout ItemMemory) -> Void] = [
    { _ in }, { $0.reopenedOn = day("2026-11-20") }, { $0.reopenedOn = day("2026-10-01") },
    { $0.heldUntil = day("2026-11-22") }, { $0.heldUntil = day("2026-10-01") },
    { $0.dueEarlierOn = day("2026-11-21") }, { $0.dueEarlierOn = day("2026-10-01") },
    { $0.learnedOn = day("2026-11-22") }, { $0.learnedOn = day("2026-10-01") },
    { $0.handedOverOn = day("2026-11-01") },
    { $0.partPaidOn = day("2026-11-20") }, { $0.partPaidOn = day("2026-10-01") },
    { $0.payBy = day("2026-11-25") }, { $0.payBy = day("2026-10-01") },
    {
      $0.level = 2
      $0.lastRemindedOn = day("2026-11-12")
    },
    { $0.level = 3 },
  ]
  private static let details: [[(String, String)]] = [
    [], [("reminder_block", "X")], [("reminder_block", "no")], [("payment_method", "sepa")],
    [("payment_method", "transfer")],
  ]
  /// What the customer, the policy and people may add.
  private static let changes: [@Sendable (inout Scene) -> Void] = [
    { _ in }, { $0.details.append(("reminder_block", "B")) }, { $0.details.append(("payment_method", "direct_debit")) },
    { $0.policy.ignoreOlderThan = 20 }, { $0.firstNight = day("2026-11-22") },
    { $0.cash = [receipt("INV-1", seenOn: "2026-11-20")] },
    { $0.decisions = [decided(.hold, on: "INV-1")] }, { $0.decisions = [decided(.dispute, on: "INV-1")] },
    { $0.decisions = [decided(.promise, until: "2026-11-30")] },
    { $0.decisions = [decided(.dispute, on: "INV-1"), decided(.release, id: "R", learned: "2026-11-22")] },
    { $0.decisions = [decided(.release, id: "R", value: "hand-over")] },
    { $0.cashSettings.shortTolerance = CurrencyAmounts([Money(minorUnits: 100_000, currency: eur)]) },
  ]

  @Test func saysWhatAllRulesSay() throws {
    var held: Set<SuppressionReason> = []
    var stopped: Set<SuppressionReason> = []
    let changes = HoldGroundTests.changes
    for (change, next) in zip(changes, changes.dropFirst() + changes.prefix(1)) {
      for memory in HoldGroundTests.memories {
        for details in HoldGroundTests.details {
          for days in [10, 70, nil] {
            let scene = Scene(item("INV-1", days, details: details, memory), item("INV-2")) {
              change(&$0)
              next(&$0)
            }
            for (hold, stop) in try compare(scene) {
              if let hold { held.insert(hold) }
              if let stop { stopped.insert(stop) }
            }
          }
        }
      }
    }
    // Every rule was among those that hold, but for decisions of which one stands for all.
    #expect(
      held.isSuperset(of: [
        .noDueDate, .tooOld, .disputed, .promise, .hold, .erpBlock, .directDebit, .adjustmentReview, .paymentSeen,
        .notYet, .topLevel,
      ]))
    #expect(stopped == [.recentPayment, .shortPayment, .notYet, .payBy, .topLevel])
  }

  /// The reasons of each item, once they are told to be those of all rules.
  private func compare(_ scene: Scene) throws -> [(hold: SuppressionReason?, stop: SuppressionReason?)] {
    let (account, decider) = (scene.account, scene.decider)
    let range = account.billed.indices
    let unit = decider.unitCase(account, range, decider.standing(account), messagesTonight: MessageCount())
    return try range.map { index in
      var claim = Claim(index: index, of: unit)
      let all = HoldRule.all.first { $0.holds(claim, unit) != nil }?.reason
      let hold = HoldRule.reason(claim, unit)
      #expect(hold == all, "\(scene)")
      claim.move = try #require(unit.ladder).move(claim, asOf: unit.asOf)
      let stopping = TriggerRule.all.first { $0.stops(claim, unit, false) }?.reason
      let stop = TriggerRule.reason(claim, unit, isManual: false)
      #expect(stop == stopping, "\(scene)")
      return (hold, stop)
    }
  }
}
