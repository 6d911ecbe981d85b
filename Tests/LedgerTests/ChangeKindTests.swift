import Ledger
import Testing

@Suite("changes by balance")
struct ChangeKindTests {
  @Test(
    "what a step from one balance to another is",
    arguments: [
      (100, 100, nil), (0, 5, .reopened), (0, -5, .reopened), (100, 0, .paid), (-100, 0, .paid), (100, 40, .partPaid),
      (-100, -40, .partPaid), (100, 120, .changed), (-40, -100, .changed), (100, -40, .changed), (-40, 10, .changed),
    ] as [(Int64, Int64, ChangeKind?)])
  func step(old: Int64, new: Int64, kind: ChangeKind?) { #expect(ChangeKind(from: old, to: new) == kind) }
}
