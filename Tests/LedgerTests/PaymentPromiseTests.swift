import Testing

@testable import Ledger

private let eur = Currency(trusted: 0x455552)
private let usd = Currency(trusted: 0x555344)
/// Days of November 2026.
private func day(_ number: Int) -> CalendarDate { CalendarDate("2026-10-31")!.adding(days: number) }

private func promise(
  _ id: String, _ amount: Int64, from: Int = 1, until: Int?, grace: Int = 3, withdrawn: Int? = nil
) -> PaymentPromise {
  PaymentPromise(
    id: id, given: day(from), until: until.map(day), last: withdrawn.map(day) ?? until.map { day($0 + grace) },
    isWithdrawn: withdrawn != nil, amount: Money(minorUnits: amount, currency: eur))
}

private func paid(_ amount: Int64, _ on: Int, _ currency: Currency = eur) -> Payment {
  Payment(
    company: "ACME", id: "P\(on)-\(amount)", customerID: "C1", date: day(on),
    money: Money(minorUnits: amount, currency: currency))
}

/// When a promise is kept.
@Suite struct PaymentPromiseTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var promises: [PaymentPromise]
    var payments: [Payment]
    var told: [String]
    init(_ why: String, _ promises: [PaymentPromise], _ payments: [Payment], _ told: String...) {
      (testDescription, self.promises, self.payments, self.told) = (why, promises, payments, told)
    }
  }

  static let rows: [Row] = [
    Row("on the promised day", [promise("A", 600, until: 10)], [paid(600, 10)], "A 600 kept 10"),
    Row("on the last day of grace", [promise("A", 600, until: 10)], [paid(600, 13)], "A 600 kept 13"),
    Row("in two parts", [promise("A", 600, until: 10)], [paid(400, 2), paid(200, 9)], "A 600 kept 9"),
    Row("more than promised", [promise("A", 600, until: 10)], [paid(1000, 2)], "A 600 kept 2"),
    Row("a part", [promise("A", 600, until: 10)], [paid(300, 10)], "A 300"),
    Row("nothing", [promise("A", 600, until: 10)], [], "A 0"),
    Row("late", [promise("A", 600, until: 10)], [paid(300, 10), paid(300, 14)], "A 300 late 14"),
    Row("before it was given", [promise("A", 600, from: 5, until: 10)], [paid(600, 4)], "A 0"),
    Row("on the day it was given", [promise("A", 600, from: 5, until: 10)], [paid(600, 5)], "A 600 kept 5"),
    Row("other money", [promise("A", 600, until: 10)], [paid(600, 9, usd)], "A 0"),
    Row("without a day", [promise("A", 600, until: nil)], [paid(600, 19)], "A 600 kept 19"),
    Row("after the as-of date", [promise("A", 600, until: 28)], [paid(600, 21)], "A 0"),
    Row(
      "one payment covers one: the earlier promised day first",
      [promise("B", 600, until: 12), promise("A", 600, until: 10)], [paid(600, 9)], "A 600 kept 9", "B 0"),
    Row(
      "a payment for both", [promise("A", 600, until: 10), promise("B", 300, until: 12)], [paid(900, 9)],
      "A 600 kept 9", "B 300 kept 9"),
    Row(
      "what is not enough for the first is left to the second",
      [promise("A", 600, until: 10), promise("B", 400, until: 12)], [paid(400, 9)], "A 400", "B 400 kept 9"),
    Row(
      "but stays with one whose days are not over", [promise("A", 600, until: 18), promise("B", 400, until: 22)],
      [paid(400, 9)], "A 400", "B 0"),
    Row(
      "two that one amount completes late", [promise("A", 600, until: 10), promise("B", 600, until: 11)],
      [paid(600, 19)], "A 0 late 19", "B 0"),
    Row(
      "money that goes back never came", [promise("A", 600, until: 10)], [paid(600, 9), paid(-600, 15)], "A 0"),
    Row(
      "of two the one of its amount goes back", [promise("A", 600, until: 10)],
      [paid(600, 8), paid(50, 9), paid(-600, 15), paid(550, 19)], "A 50 late 19"),
    Row(
      "withdrawn: what comes later is for the new one",
      [promise("A", 600, until: 10, withdrawn: 5), promise("B", 600, from: 5, until: 14)], [paid(600, 8)], "A 0",
      "B 600 kept 8"),
    Row(
      "a part of it late", [promise("A", 600, until: 10)], [paid(200, 10), paid(100, 14)], "A 200 came 300"),
    Row(
      "what came late counts for one",
      [promise("A", 600, until: 10), promise("B", 600, until: 11)], [paid(100, 19)], "A 0 came 100", "B 0"),
    Row("withdrawn, never late", [promise("A", 600, until: 10, withdrawn: 5)], [paid(600, 19)], "A 0"),
  ]

  @Test(arguments: rows)
  func whatHasCome(_ row: Row) {
    let receipts = PaymentPromise.receipts(row.promises, of: row.payments.reversed(), asOf: day(20))
    let told = receipts.sorted { $0.key < $1.key }.map { id, receipt in
      "\(id) \(receipt.received.minorUnits)" + (receipt.keptOn.map { " kept \($0.civil.day)" } ?? "")
        + (receipt.lateOn.map { " late \($0.civil.day)" } ?? "")
        + (receipt.lateOn == nil && receipt.came != receipt.received ? " came \(receipt.came.minorUnits)" : "")
    }
    #expect(told == row.told)
  }
}
