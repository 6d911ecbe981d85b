import Ledger
import Pipeline
import Testing

@testable import Diff

@Suite struct GuardTests {
  private func holds(
    _ before: [Doc], _ file: [Doc], previous: [PreviousSnapshot] = [], controls: [ControlTotal] = [],
    isCovered: Bool = false
  ) -> [String] {
    var ledger = book(before)
    let diff = diff(file, with: &ledger)
    return SnapshotGuards(settings: DiffSettings()).holds(
      diff, book: ledger, previous: previous, controls: controls, asOf: asOf, isCovered: { _ in isCovered }
    ).map(\.code)
  }

  private func invoices(_ range: ClosedRange<Int>, _ balance: Int64 = 10) -> [Doc] {
    range.map { doc("I\($0)", balance) }
  }

  private func previous(_ range: ClosedRange<Int>) -> [PreviousSnapshot] {
    [PreviousSnapshot(company: 0, currency: Currency("EUR")!, open: range.count, tail: range.map { "I\($0)" })]
  }

  @Test(arguments: [(30, false), (31, true)])
  func vanishedDocuments(_ gone: Int, _ isHeld: Bool) {
    // Spread over the file, so that only their number speaks against it.
    let before = invoices(1...100)
    let file = before.enumerated().filter { $0.offset % 3 != 0 || $0.offset / 3 >= gone }.map(\.element)
    #expect(holds(before, file).contains("shrunk") == isHeld)
  }

  @Test func tenOfAFewMayAlwaysVanishUnlessTheyAreMostOfTheAmount() {
    #expect(holds(invoices(1...12) + [doc("BIG", 1000)], [doc("BIG", 1000), doc("I1", 10), doc("I2", 10)]) == [])
    #expect(holds(invoices(1...12) + [doc("BIG", 1000)], invoices(3...12)) == ["shrunk"])
    #expect(holds(invoices(1...4) + [doc("BIG", 1000)], invoices(1...4)) == [], "one document alone is no sign")
  }

  @Test(arguments: [(30_40 as Int64, "30.4"), (30_04, "30"), (30_95, "31"), (99_99, "100")])
  func theShareIsToldToATenth(_ missing: Int64, _ share: String) {
    let hold = SnapshotGuards(settings: DiffSettings()).shrunk(
      "ACME EUR", open: (9, 100_00), missing: (count: 3, amount: missing))
    #expect(hold?.message.contains(" \(share) % of the amount (allowed: 10 documents, 30 % of the amount)") == true)
  }

  @Test func aCutOffEndIsNoticed() {
    let before = invoices(1...100)
    #expect(holds(before, invoices(1...88), previous: previous(1...100)) == ["tail-missing"])
    #expect(holds(before, invoices(1...96), previous: previous(1...100)) == [], "four are too few to tell")
    #expect(holds(before, invoices(1...94) + [doc("I100", 10)], previous: previous(1...100)) == [])
  }

  @Test func growth() {
    #expect(holds(invoices(1...20), invoices(1...30)) == [])
    #expect(holds(invoices(1...20), invoices(1...31)) == ["grown"])
    #expect(holds(invoices(1...5), invoices(1...19)) == [], "below twenty rows growth means nothing")
    #expect(holds(invoices(1...20), invoices(1...20, 1000)) == ["grown"], "amounts times a hundred")
  }

  @Test func aCompanyThatIsGone() {
    func other(_ together: Set<UInt16>) -> PreviousSnapshot {
      PreviousSnapshot(company: 1, currency: Currency("EUR")!, open: 1, tail: ["N1"], together: together)
    }
    let before = [doc("I1", 10), Doc(id: "N1", balance: 5, amount: 5, company: 1)]
    #expect(holds(before, [doc("I1", 10)], previous: [other([0, 1])]) == ["company-gone"])
    #expect(holds(before, [doc("I1", 10)], previous: [other([1])]) == [], "it has a file of its own")
    #expect(holds(before, [], previous: [other([1])]) == ["company-gone"], "no rows at all")
  }

  @Test func aCurrencyThatIsGone() {
    let dollars = PreviousSnapshot(company: 0, currency: Currency("USD")!, open: 1, tail: ["N1"])
    let one = Doc(id: "N1", balance: 5, amount: 5, currency: "USD")
    #expect(holds([doc("I1", 10), one], [doc("I1", 10)], previous: [dollars]) == ["currency-gone"])
    #expect(holds([doc("I1", 10), one], [doc("I1", 10), one], previous: [dollars]) == [])
    #expect(holds([doc("I1", 10)], [doc("I1", 10)], previous: [dollars]) == [], "it was settled by another file")
    #expect(holds([doc("I1", 10), one], [doc("I1", 10)], previous: [dollars], isCovered: true) == [], "it is paid")
  }

  @Test func rowsOfAControl() {
    let control = ControlTotal(company: "ACME", currency: Currency("EUR")!, rows: 3)
    #expect(holds([], invoices(1...2), controls: [control]) == ["control-total"])
    #expect(holds([], invoices(1...3), controls: [control]) == [])
  }
}
