import Ledger
import Pipeline
import Testing

@testable import Decide

/// What holds items that are not due yet: aging and statements say so, though no reminder speaks of them.
struct HoldsBeforeDueTests {
  private static let rows: [(Scene, SuppressionReason?, Int64)] = [
    (Scene(item("INV-1", -5)), nil, 0),
    (Scene(item("INV-1", 0)) { $0.decisions = [decided(.hold)] }, .hold, 1000_00),
    (Scene(item("INV-1", 1)) { $0.decisions = [decided(.hold)] }, nil, 0),
    (Scene(item("INV-1", -5)) { $0.decisions = [decided(.hold, on: "INV-2")] }, nil, 0),
    (Scene(item("INV-1", -5)) { $0.decisions = [decided(.dispute, on: "INV-1", amount: "300.00")] }, .disputed, 300_00),
    (Scene(item("INV-1", -5)) { $0.details.append(("reminder_block", "X")) }, .erpBlock, 1000_00),
    (Scene(item("INV-1", -5, details: [("payment_method", "SEPA")])), .directDebit, 1000_00),
    (Scene(item("INV-1", -5) { $0.reopenedOn = Scene.monday.adding(days: -2) }), .adjustmentReview, 1000_00),
    // What ends before it is overdue does not keep it from being reminded. A promise has its grace, three business days.
    (Scene(item("INV-1", -5)) { $0.decisions = [decided(.hold, until: "2026-11-28")] }, nil, 0),
    (Scene(item("INV-1", -5)) { $0.decisions = [decided(.hold, until: "2026-11-29")] }, .hold, 1000_00),
    (Scene(item("INV-1", -40)) { $0.decisions = [decided(.promise, until: "2026-11-25")] }, nil, 0),
    (Scene(item("INV-1", -4)) { $0.decisions = [decided(.promise, until: "2026-11-25")] }, .promise, 1000_00),
    (
      Scene(item("INV-1", -5)) {
        $0.decisions = [decided(.hold, until: "2026-11-25"), decided(.exclude, id: "D2", until: "2026-12-25")]
      }, .excluded, 1000_00
    ),
    (
      Scene(item("INV-1", -5)) {
        $0.details += [("reminder_block", "X"), ("reminder_block_until", "2026-11-27")]
      }, nil, 0
    ),
    // The week after a release is none: it is not due anyway.
    (Scene(item("INV-1", -5) { $0.heldUntil = Scene.monday.adding(days: -2) }), nil, 0),
  ]

  @Test(arguments: rows)
  func held(_ scene: Scene, _ reason: SuppressionReason?, _ amount: Int64) {
    let holds = scene.decider.holdsBeforeDue(scene.account)
    #expect(Array(holds.values) == (reason.map { [ItemHold(reason: $0, amount: amount)] } ?? []))
  }
}
