import Ledger
import Pipeline
import Testing

@testable import Decide

/// What waits for a person.
@Suite struct WorklistTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var what: [WorklistItem.What]
    var why: String
    var scene: Scene
    init(_ what: [WorklistItem.What], _ why: String, _ scene: Scene) {
      self.what = what
      self.why = why
      self.scene = scene
    }
    var testDescription: String { why }
  }

  static let rows: [Row] = [
    Row([], "an ordinary reminder", Scene(item())),
    Row([], "dispute of 29 days", Scene(item()) { $0.decisions = [decided(.dispute, from: "2026-10-25")] }),
    Row([.disputeOpen], "dispute of 30 days", Scene(item()) { $0.decisions = [decided(.dispute, from: "2026-10-24")] }),
    Row(
      [.disputeOpen], "known for 30 days", Scene(item()) { $0.decisions = [decided(.dispute, learned: "2026-10-24")] }),
    Row(
      [.disputeOpen], "of what is not yet due",
      Scene(item("INV-1", -5)) { $0.decisions = [decided(.dispute, from: "2026-10-01")] }),
    Row(
      [], "released",
      Scene(item()) {
        $0.decisions = [decided(.dispute, from: "2026-10-01"), decided(.release, id: "R", value: "dispute")]
      }),
    Row(
      [], "its document is paid", Scene(item()) { $0.decisions = [decided(.dispute, on: "INV-9", from: "2026-10-01")] }),
    Row(
      [.shortPayment], "a rest within the tolerance, whatever else is said about it",
      Scene(item("INV-1", 3, 400) { $0.partPaidOn = day("2026-11-02") }) {
        $0.cashSettings.shortTolerance = CurrencyAmounts([money(400)])
      }),
    Row([], "ends in four days", Scene(item()) { $0.decisions = [decided(.hold, until: "2026-11-27")] }),
    Row([.holdLapses], "ends in three days", Scene(item()) { $0.decisions = [decided(.hold, until: "2026-11-26")] }),
    Row(
      [.holdLapses], "said twice, of a customer and of whom the ERP has made it",
      Scene(item()) {
        $0.decisions = [decided(.hold, until: "2026-11-26"), decided(.hold, id: "D2", until: "2026-11-26")]
      }),
    Row(
      [.holdLapses], "promise with its grace", Scene(item()) { $0.decisions = [decided(.promise, until: "2026-11-20")] }
    ),
    Row(
      [.holdLapses], "ERP block",
      Scene(
        item(details: [("reminder_block", "x"), ("reminder_block_until", "2026-11-26")]))),
    Row(
      [.holdLapses], "ERP block of a customer whose bills it pays",
      Scene(item(customer: "C2")) {
        $0.billedDetails = [("reminder_block", "x"), ("reminder_block_until", "2026-11-26")]
      }),
    Row(
      [.promiseBroken], "the day after the grace",
      Scene(item()) { $0.decisions = [decided(.promise, until: "2026-11-17")] }),
    Row(
      [], "its money has come, in time or since",
      Scene(item()) {
        $0.decisions = [decided(.promise, until: "2026-11-17", amount: "50.00")]
        $0.fulfilledPromises = ["D1": day("2026-11-16")]
      }),
    Row(
      [], "its money has come tonight, and its grace is not over",
      Scene(item()) {
        $0.decisions = [decided(.promise, until: "2026-11-20", amount: "50.00")]
        $0.fulfilledPromises = ["D1": Scene.monday]
      }),
    Row(
      [], "not kept, but a newer one was",
      Scene(item()) {
        $0.decisions = [
          decided(.promise, until: "2026-11-13"),
          decided(.promise, id: "D2", until: "2026-11-19", learned: "2026-11-14"),
        ]
        $0.fulfilledPromises = ["D2": day("2026-11-19")]
      }),
    Row(
      [.promiseBroken], "an older one was kept",
      Scene(item()) {
        $0.decisions = [
          decided(.promise, until: "2026-11-13"),
          decided(.promise, id: "D2", until: "2026-11-17", learned: "2026-11-14"),
        ]
        $0.fulfilledPromises = ["D1": day("2026-11-13")]
      }),
    Row(
      [], "the grace is over, and nothing is due yet",
      Scene(item("INV-1", -5)) { $0.decisions = [decided(.promise, until: "2026-11-17")] }),
    Row(
      [], "fell due after the promised day, within its grace or later",
      Scene(item("INV-1", 2)) { $0.decisions = [decided(.promise, until: "2026-11-17")] }),
    Row(
      [.promiseBroken], "promised for a document that is not due yet",
      Scene(item("INV-1", -5)) { $0.decisions = [decided(.promise, on: "INV-1", until: "2026-11-17")] }),
    Row(
      [], "reminded since",
      Scene(item { $0.lastRemindedOn = day("2026-11-22") }) {
        $0.decisions = [decided(.promise, until: "2026-11-13")]
      }),
    Row(
      [], "promised again",
      Scene(item()) {
        $0.decisions = [decided(.promise, until: "2026-11-13"), decided(.promise, id: "D2", until: "2026-12-13")]
      }),
    Row([.adjustmentReview], "in review", Scene(item { $0.reopenedOn = day("2026-11-20") })),
    Row([.adjustmentReview], "not yet due", Scene(item("INV-1", -9) { $0.reopenedOn = day("2026-11-20") })),
    Row([], "review is over", Scene(item { $0.reopenedOn = day("2026-11-16") })),
    Row([.call], "call list", Scene(item()) { $0.decisions = [decided(.call)] }),
    Row([.noContact], "no way to write", Scene(item()) { $0.details = [] }),
    Row([.directDebitOverdue], "direct debit", Scene(item()) { $0.details.append(("payment_method", "sepa_dd")) }),
    Row([], "the ladder stops", Scene(item("INV-1", 90) { $0.hearTheLast() })),
    Row(
      [.handOver], "the ladder hands over",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.lastRemindedOn = day("2026-11-16")
        }
      ) {
        $0.policy.afterLast = .handOver
      }),
    Row(
      [.erpLevel], "the ERP alone told the last reminder",
      Scene(item("INV-1", 90) { $0.level = 3 }) { $0.policy.afterLast = .handOver }),
    Row(
      [.erpLevel], "asked while messages are rehearsed, too",
      Scene(item("INV-1", 90) { $0.level = 3 }) {
        $0.policy.afterLast = .handOver; $0.isLive = false
      }),
    Row(
      [.handOver], "a person lets it go",
      Scene(item("INV-1", 90) { $0.level = 3 }) {
        $0.policy.afterLast = .handOver; $0.decisions = [decided(.release, on: "INV-1", value: "erp-level")]
      }),
    Row(
      [], "somebody has it already",
      Scene(item("INV-1", 90) { $0.level = 3 }) {
        $0.policy.afterLast = .handOver; $0.decisions = [decided(.hold, on: "INV-1")]
      }),
    Row(
      [.noContact], "no way to write, while messages are rehearsed",
      Scene(item()) {
        $0.details = []; $0.isLive = false
      }),
    Row(
      [], "not within the interval after the last reminder",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.lastRemindedOn = day("2026-11-17")
        }
      ) {
        $0.policy.afterLast = .handOver
      }),
    Row(
      [], "it was handed over",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.handedOverOn = day("2026-11-16")
        }
      ) { $0.policy.afterLast = .handOver }),
    Row(
      [.handOver], "a part was paid to us after it was handed over",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.handedOverOn = day("2026-11-16"); $0.partPaidOn = day("2026-11-19")
        }
      ) {
        $0.policy.afterLast = .handOver; $0.partPaid = ["INV-1": .payment]
      }),
    Row(
      [.handOver], "a part was credited after it was handed over",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.handedOverOn = day("2026-11-16"); $0.partPaidOn = day("2026-11-19")
        }
      ) {
        $0.policy.afterLast = .handOver; $0.partPaid = ["INV-1": .credit]
      }),
    Row(
      [], "it was told on the night that showed it",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.handedOverOn = day("2026-11-16"); $0.partPaidOn = Scene.monday
        }
      ) { $0.policy.afterLast = .handOver }),
    Row(
      [], "credits that name it cover it",
      Scene(
        item("INV-1", 90, 100_00) { $0.hearTheLast() }, item("Z", nil, -100_00, details: [("reference", "INV-1")])
      ) { $0.policy.afterLast = .handOver }),
    Row(
      [], "money that was matched is not posted yet, however long ago it came",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.lastRemindedOn = day("2026-10-01")
        }
      ) {
        $0.policy.afterLast = .handOver
        $0.cash = [receipt("INV-1", seenOn: "2026-10-05")]
      }),
    Row(
      [.handOver], "a person says that the money is for something else",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.lastRemindedOn = day("2026-10-01")
        }
      ) {
        $0.policy.afterLast = .handOver
        $0.cash = [receipt("INV-1", seenOn: "2026-10-05")]
        $0.decisions = [decided(.release, on: "INV-1", value: "payment-seen")]
      }),
    Row(
      [], "no level is for it",
      Scene(item("INV-1", 90)) {
        $0.policy.afterLast = .handOver
        $0.policy.steps = [ReminderStep(days: -3, channel: [.email], template: "pre-due")]
      }),
    Row(
      [], "not before the pay-by date",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.payBy = day("2026-11-25")
        }
      ) {
        $0.policy.afterLast = .handOver
      }),
    Row(
      [], "never an adjustment",
      Scene(
        item("INV-1", 90) {
          $0.hearTheLast(); $0.reopenedOn = day("2026-10-01"); $0.lastRemindedOn = day("2026-10-20")
        }
      ) { $0.policy.afterLast = .handOver }),
  ]

  /// What else stops the customer or the document: nothing is said to go on, and nobody is to be called.
  static let stopped: [Row] = [
    Row(
      [], "a hard stop beside a promise that ends",
      Scene(item()) {
        $0.decisions = [decided(.promise, until: "2026-11-20"), decided(.deceased, id: "D2")]
      }),
    Row(
      [], "a hard stop beside a promise that was not kept",
      Scene(item()) {
        $0.decisions = [
          decided(.promise, on: "INV-1", until: "2026-11-17"), decided(.insolvency, on: "INV-2", id: "D2"),
        ]
      }),
    Row(
      [], "a hard stop beside a plan that was missed",
      Scene(item()) {
        $0.decisions = [
          decided(.plan, until: "2026-11-17", amount: "1000.00", plan: "PL"), decided(.legal, id: "D2"),
        ]
      }),
    Row(
      [], "a newer promise beside a plan that was missed",
      Scene(item()) {
        $0.decisions = [
          decided(.plan, until: "2026-11-17", amount: "1000.00", plan: "PL"),
          decided(.promise, id: "D2", until: "2026-12-04"),
        ]
      }),
    Row(
      [], "a dispute without an end beside a hold, and beside a promise that was not kept",
      Scene(item()) {
        $0.decisions = [
          decided(.hold, until: "2026-11-26"), decided(.promise, id: "D2", until: "2026-11-17"),
          decided(.dispute, on: "INV-1", id: "D3"),
        ]
      }),
    Row(
      [.holdLapses, .promiseBroken], "a dispute of a part",
      Scene(item()) {
        $0.decisions = [
          decided(.promise, id: "D2", until: "2026-11-17"), decided(.dispute, on: "INV-1", id: "D3", amount: "10.00"),
          decided(.dispute, on: "INV-1", id: "D4", until: "2026-11-24", amount: "20.00"),
        ]
      }),
    Row(
      [], "a longer hold of the whole customer",
      Scene(item { $0.learnedOn = day("2026-11-01") }) {
        $0.decisions = [
          decided(.hold, on: "INV-1", until: "2026-11-24"), decided(.hold, id: "D2", until: "2026-12-01"),
        ]
      }),
    Row(
      [], "a hold that follows on it",
      Scene(item()) {
        $0.decisions = [
          decided(.hold, until: "2026-11-24"), decided(.hold, id: "D2", from: "2026-11-28", until: "2026-12-20"),
        ]
      }),
    Row(
      [.holdLapses], "two holds: the later end counts",
      Scene(item { $0.learnedOn = day("2026-11-01") }) {
        $0.decisions = [
          decided(.hold, on: "INV-1", until: "2026-11-24"), decided(.hold, id: "D2", until: "2026-11-26"),
        ]
      }),
    Row(
      [.holdLapses], "another document is disputed",
      Scene(item(), item("INV-2")) {
        $0.decisions = [decided(.hold, until: "2026-11-24"), decided(.dispute, on: "INV-2", id: "D2")]
      }),
    Row(
      [], "an exclusion that ends beside a hard stop",
      Scene(item()) { $0.decisions = [decided(.exclude, until: "2026-11-24"), decided(.insolvency, id: "D2")] }),
    Row(
      [], "an ERP block that ends beside a hold without an end",
      Scene(item(details: [("reminder_block", "x"), ("reminder_block_until", "2026-11-26")])) {
        $0.decisions = [decided(.hold, id: "D2")]
      }),
    Row(
      [.writeOff], "it is to be written off",
      Scene(item()) {
        $0.decisions = [decided(.promise, until: "2026-11-17"), decided(.writeOff, on: "INV-1", id: "D2")]
      }),
    Row(
      [], "a lawyer has it",
      Scene(item { $0.handedOverOn = day("2026-11-16") }) {
        $0.decisions = [decided(.promise, until: "2026-11-17")]
      }),
    Row(
      [.promiseBroken], "the hard stop was released",
      Scene(item()) {
        $0.decisions = [
          decided(.promise, until: "2026-11-17"), decided(.insolvency, id: "D2"),
          decided(.release, id: "R", value: "D2"),
        ]
      }),
  ]

  @Test(arguments: stopped)
  func whatElseStops(_ row: Row) { #expect(row.scene.worklist().map(\.what) == row.what) }

  @Test(arguments: rows)
  func what(_ row: Row) {
    let list = row.scene.worklist()
    #expect(list.map(\.what) == row.what)
    for line in list {
      #expect(line.customerID == "C1" && !line.next.isEmpty && line.amount ?? 0 > 0 && line.currency == eur)
    }
  }

  @Test func whatALineSays() throws {
    let scene = Scene(item()) {
      $0.details.append(("salesperson", "Ann"))
      $0.decisions = [decided(.dispute, on: "INV-1", from: "2026-10-01", amount: "250.00")]
    }
    let line = try #require(scene.worklist().first)
    #expect(line.documentID == "INV-1")
    #expect(line.amount == 250_00)
    #expect(line.owner == "Jo")
    #expect(line.since == day("2026-10-01"))
  }
}
