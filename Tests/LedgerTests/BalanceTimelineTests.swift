import Ledger
import Testing

private func day(_ text: String) -> CalendarDate { CalendarDate(text)! }

/// An invoice of 100.00 of 5 January as exports showed it: `date balance`.
private func past(_ sightings: String..., amount: Int64 = 10_000, date: String = "2026-01-05") -> SightedDocument {
  SightedDocument(
    documentDate: day(date), amount: amount,
    sightings: sightings.enumerated().map { place, text in
      let words = text.split(separator: " ")
      return Sighting(on: day(String(words[0])), run: Int64(place + 1), balance: Int64(words[1])!, cause: nil)
    })
}

private func paid(_ date: String, _ amount: Int64, _ id: String = "P", run: Int64 = 1) -> Clearing {
  Clearing(date: day(date), effect: -amount, id: id, run: run)
}

/// Balance at the end of each of these days.
private func balances(
  _ documents: [SightedDocument], _ clearings: [Clearing], of at: Int = 0, on days: [String],
  until: String = "2026-12-31", exports: [String] = []
) -> [Int64] {
  let steps = BalanceTimeline.steps(documents, clearings: clearings, exportedUntil: day(until)) { days in
    exports.contains { days.contains(day($0)) }
  }[at]
  return days.map { BalanceTimeline.balance(steps, asOf: day($0)) }
}

@Suite struct BalanceTimelineTests {
  @Test func withoutPaymentsTheExportDatesEveryChange() {
    let invoice = past("2026-01-10 10000", "2026-02-01 4000", "2026-03-01 0")
    let days = ["2026-01-04", "2026-01-05", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"]
    #expect(balances([invoice], [], on: days) == [0, 10_000, 10_000, 4_000, 4_000, 0])
    #expect(days.map { BalanceTimeline.balance(invoice, asOf: day($0)) } == [0, 10_000, 10_000, 4_000, 4_000, 0])
    let steps = BalanceTimeline.steps(invoice)
    #expect(steps.map(\.basis) == [.document, .export, .export])
  }

  @Test func aPaymentDatesTheFallThatAnExportShowsLater() {
    let invoice = past("2026-01-10 10000", "2026-02-01 0")
    #expect(balances([invoice], [paid("2026-01-20", 10_000)], on: ["2026-01-19", "2026-01-20"]) == [10_000, 0])
  }

  @Test func aPaymentDatedAfterTheDayLowersNothingThoughTheExportShowsItPaid() {
    let invoice = past("2026-01-10 10000", "2026-02-01 0")
    #expect(
      balances([invoice], [paid("2026-02-05", 10_000)], on: ["2026-02-01", "2026-02-04", "2026-02-05"])
        == [10_000, 10_000, 0])
  }

  @Test func moneyThatTheERPHasNotPostedChangesNoBalance() {
    let invoice = past("2026-01-10 10000")
    #expect(balances([invoice], [paid("2026-01-20", 10_000)], on: ["2026-01-31"]) == [10_000])
  }

  @Test func whatIsPostedLaterDoesNotExplainAnEarlierCredit() {
    // 40.00 credited by February, 60.00 paid on 20 February and not posted yet.
    let invoice = past("2026-01-10 10000", "2026-02-01 6000")
    #expect(
      balances([invoice], [paid("2026-02-20", 6_000, run: 3)], on: ["2026-01-31", "2026-02-01", "2026-02-28"])
        == [10_000, 6_000, 6_000])
  }

  @Test func aPartIsPaidAndTheRestIsCreditedWithoutWord() {
    let invoice = past("2026-01-10 10000", "2026-02-01 0")
    #expect(
      balances([invoice], [paid("2026-01-20", 6_000)], on: ["2026-01-19", "2026-01-20", "2026-01-31", "2026-02-01"])
        == [10_000, 4_000, 4_000, 0])
  }

  @Test func anExactPaymentGoesBeforeAnEarlierOneThatIsNotPosted() {
    let invoice = past("2026-01-10 10000", "2026-02-01 4000")
    let clearings = [paid("2026-01-12", 3_000, "A"), paid("2026-01-25", 6_000, "B")]
    #expect(balances([invoice], clearings, on: ["2026-01-12", "2026-01-24", "2026-01-25"]) == [10_000, 10_000, 4_000])
  }

  @Test func instalmentsArePaidEarliestFirst() {
    // Two of 50.00; 50.00 on 20 January, 50.00 on 20 February, both shown by the export of March.
    let first = past("2026-01-10 5000", "2026-03-01 0", amount: 5_000)
    let second = past("2026-01-10 5000", "2026-03-01 0", amount: 5_000)
    let clearings = [paid("2026-01-20", 5_000, "A"), paid("2026-02-20", 5_000, "B")]
    let days = ["2026-01-19", "2026-01-20", "2026-02-19", "2026-02-20"]
    #expect(balances([first, second], clearings, of: 0, on: days) == [5_000, 0, 0, 0])
    #expect(balances([first, second], clearings, of: 1, on: days) == [5_000, 5_000, 5_000, 0])
  }

  @Test func moneyOfOneInstalmentExplainsNoOther() {
    let first = past("2026-01-10 5000", "2026-02-01 0", amount: 5_000)
    let second = past("2026-01-10 3000", "2026-03-01 0", amount: 3_000)
    var money = paid("2026-01-20", 3_000)
    money.only = 1
    let days = ["2026-01-20", "2026-01-31", "2026-02-01"]
    #expect(balances([first, second], [money], of: 0, on: days) == [5_000, 5_000, 0])
    #expect(balances([first, second], [money], of: 1, on: days) == [0, 0, 0])
  }

  @Test func aReturnedPaymentOpensTheInvoiceOnItsOwnDay() {
    let invoice = past("2026-01-10 10000", "2026-01-25 0", "2026-02-10 10000")
    let clearings = [paid("2026-01-20", 10_000, "P"), paid("2026-02-05", -10_000, "R")]
    #expect(
      balances([invoice], clearings, on: ["2026-01-20", "2026-02-04", "2026-02-05"]) == [0, 0, 10_000])
  }

  @Test func aReturnBetweenTwoExportsShowsAllTheSame() {
    let invoice = past("2026-01-10 10000")
    let clearings = [paid("2026-01-20", 10_000, "P"), paid("2026-01-23", -10_000, "R")]
    #expect(
      balances([invoice], clearings, on: ["2026-01-19", "2026-01-20", "2026-01-22", "2026-01-23"])
        == [10_000, 0, 0, 10_000])
    // Exports have not come so far yet.
    #expect(balances([invoice], clearings, on: ["2026-01-20"], until: "2026-01-22") == [10_000])
  }

  @Test func aPaymentIsReturnedAndMadeGoodBetweenTwoExports() {
    let invoice = past("2026-01-10 10000", "2026-01-25 0", "2026-03-01 0")
    let clearings = [
      paid("2026-01-20", 10_000, "P"), paid("2026-02-05", -10_000, "R"), paid("2026-02-12", 10_000, "Q"),
    ]
    #expect(
      balances([invoice], clearings, on: ["2026-01-20", "2026-02-04", "2026-02-05", "2026-02-11", "2026-02-12"])
        == [0, 0, 10_000, 10_000, 0])
  }

  @Test func whatAnExportBetweenDoesNotShowTheERPNeverHad() {
    let invoice = past("2026-01-10 10000")
    var clearings = [paid("2026-01-20", 10_000, "P"), paid("2026-01-23", -10_000, "R")]
    func open(_ exports: String...) -> [Int64] {
      balances([invoice], clearings, on: ["2026-01-20", "2026-01-22", "2026-01-23"], exports: exports)
    }
    #expect(open("2026-01-20") == [10_000, 10_000, 10_000])
    #expect(open("2026-01-22") == [10_000, 10_000, 10_000])
    #expect(open("2026-01-10", "2026-01-19", "2026-01-23") == [0, 0, 10_000])
    // Booked, says the ERP, and the export was early.
    clearings[1].isApplied = true
    #expect(open("2026-01-20") == [0, 0, 10_000])
  }

  @Test func whatWasPaidBeforeADocumentWasExportedNoExportHasShown() {
    let clearings = [paid("2026-01-08", 10_000, "P"), paid("2026-01-12", -10_000, "R")]
    #expect(
      balances([past("2026-01-15 10000")], clearings, on: ["2026-01-09", "2026-01-12"], exports: ["2026-01-10"])
        == [0, 10_000])
  }

  @Test func moneyThatWentBackExplainsNoLaterFall() {
    let back = [paid("2026-01-12", 9_800, "P"), paid("2026-01-15", -9_800, "R")]
    let exports = ["2026-01-10", "2026-01-14", "2026-01-16", "2026-01-20"]
    let days = ["2026-01-12", "2026-01-15", "2026-01-19", "2026-01-20"]
    let lowered = past("2026-01-10 10000", "2026-01-20 5000")
    #expect(balances([lowered], back, on: days, exports: exports) == [10_000, 10_000, 10_000, 5_000])
    #expect(
      balances([lowered], back + [paid("2026-01-19", 5_000, "Q")], on: days, exports: exports)
        == [10_000, 10_000, 5_000, 5_000])
    // Both were booked, late.
    let both = past("2026-01-10 10000", "2026-01-16 200", "2026-01-20 10000")
    #expect(balances([both], back, on: days, exports: exports) == [200, 10_000, 10_000, 10_000])
    // The first export since shows just that amount: the return is not booked yet.
    let first = past("2026-01-10 10000", "2026-01-16 200")
    #expect(balances([first], back, on: days, exports: ["2026-01-10", "2026-01-16"]) == [200, 200, 200, 200])
  }

  /// A payment of both instalments that went back whole, whether it is told whole or for each; one that is more than they leave room for explains nothing.
  @Test func instalmentsShareWhatCameAndWentBack() {
    let both = [past("2026-02-10 3000", amount: 3_000), past("2026-02-10 4000", amount: 4_000)]
    let days = ["2026-01-19", "2026-01-20", "2026-02-01", "2026-02-02"]
    func only(_ clearing: Clearing, _ at: Int) -> Clearing {
      var clearing = clearing
      clearing.only = at
      return clearing
    }
    let whole = paid("2026-01-20", 7_000)
    let back = paid("2026-02-02", -7_000, "R")
    let backs = [only(paid("2026-02-02", -3_000, "R"), 0), only(paid("2026-02-02", -4_000, "R"), 1)]
    let parts = [only(paid("2026-01-20", 3_000), 0), only(paid("2026-01-20", 4_000), 1)]
    for clearings in [[whole, back], [whole] + backs, parts + [back], parts + backs] {
      #expect(balances(both, clearings, of: 0, on: days) == [3_000, 0, 0, 3_000])
      #expect(balances(both, clearings, of: 1, on: days) == [4_000, 0, 0, 4_000])
    }
    let more = [paid("2026-01-20", 8_000), paid("2026-02-02", -8_000, "R")]
    #expect(balances(both, more, of: 0, on: days) == [3_000, 3_000, 3_000, 3_000])
    // An export of a day between shows both open.
    #expect(balances(both, [whole, back], of: 0, on: days, exports: ["2026-01-25"]) == [3_000, 0, 0, 3_000])
    let shown = both.map { one in
      var one = one
      one.sightings.insert(Sighting(on: day("2026-01-22"), run: 0, balance: one.amount), at: 0)
      return one
    }
    #expect(
      balances(shown, [whole, back], of: 0, on: days, exports: ["2026-01-25"]) == [3_000, 3_000, 3_000, 3_000])
  }

  @Test func aReturnOfNothingOpensNothing() {
    let invoice = past("2026-01-10 10000")
    let clearings = [paid("2026-02-05", -10_000, "R"), paid("2026-02-12", 10_000, "Q")]
    #expect(
      balances([invoice], clearings, on: ["2026-02-04", "2026-02-06", "2026-02-28"]) == [10_000, 10_000, 10_000])
  }

  @Test func aCreditNoteIsRefunded() {
    let credit = past("2026-01-10 -3000", "2026-02-01 0", amount: -3_000)
    let refund = Clearing(date: day("2026-01-22"), effect: 3_000, id: "REFUND", run: 1)
    #expect(balances([credit], [refund], on: ["2026-01-21", "2026-01-22"]) == [-3_000, 0])
  }

  @Test func aVoidDocumentNeverWasOpenWhereItWasFirstSeenVoid() {
    let void = SightedDocument(
      documentDate: day("2026-01-05"), amount: 10_000,
      sightings: [Sighting(on: day("2026-01-10"), run: 1, balance: 10_000, isVoid: true)])
    #expect(balances([void], [], on: ["2026-01-07", "2026-01-31"]) == [0, 0])
    let voided = SightedDocument(
      documentDate: day("2026-01-05"), amount: 10_000,
      sightings: [
        Sighting(on: day("2026-01-10"), run: 1, balance: 10_000),
        Sighting(on: day("2026-01-20"), run: 2, balance: 10_000, isVoid: true),
      ])
    #expect(balances([voided], [paid("2026-01-15", 10_000)], on: ["2026-01-19", "2026-01-20"]) == [10_000, 0])
  }
}

@Suite struct LedgerMovementTests {
  private func step(_ change: Int64, _ basis: BalanceStep.Basis, _ cause: ChangeCause? = nil) -> BalanceStep {
    BalanceStep(date: day("2026-01-05"), change: change, basis: basis, cause: cause)
  }

  @Test func eachMovementStandsWhereAnAccountantLooksForIt() {
    #expect(LedgerMovement(step(100, .document), of: .invoice) == .invoice)
    #expect(LedgerMovement(step(100, .document), of: .charge) == .invoice)
    #expect(LedgerMovement(step(-100, .document), of: .creditNote) == .credit)
    #expect(LedgerMovement(step(-100, .document), of: .invoice) == .credit)
    #expect(LedgerMovement(step(-100, .document), of: .onAccount) == .payment)
    #expect(LedgerMovement(step(-100, .payment, .payment), of: .invoice) == .payment)
    #expect(LedgerMovement(step(-100, .payment, .credit), of: .invoice) == .credit)
    #expect(LedgerMovement(step(-100, .payment, .writeOff), of: .invoice) == .adjustment)
    #expect(LedgerMovement(step(100, .export, .absence), of: .creditNote) == .credit)
    #expect(LedgerMovement(step(100, .payment, .payment), of: .creditNote) == .payment)
    #expect(LedgerMovement(step(100, .export, .absence), of: .onAccount) == .payment)
    #expect(LedgerMovement(step(-100, .export, .absence), of: .invoice) == .settled)
    #expect(LedgerMovement(step(-100, .export, .unknown), of: .invoice) == .settled)
    #expect(LedgerMovement(step(100, .export), of: .invoice) == .adjustment)
  }

  @Test func openingAndMovementsAreClosing() {
    var line = RollForward(company: "ACME", currency: Currency("EUR")!)
    line.opening = 1_000
    line.add(500, .invoice)
    line.add(-700, .payment)
    line.add(-100, .credit)
    line.add(-50, .settled)
    line.add(20, .adjustment)
    line.closing = 670
    #expect(line.ties)
    #expect([line.invoices, line.payments, line.credits, line.settled, line.adjustments] == [500, 700, 100, 50, 20])
    line.closing = 671
    #expect(!line.ties)
  }

  /// What was invoiced more is dated by the export that shows it, and the money by its payment, whatever the balance did.
  @Test(arguments: [(7_000, 8_000), (10_000, 5_000), (12_000, 3_000)] as [(Int64, Int64)])
  func raisedAndPaid(_ open: Int64, _ paid: Int64) {
    let past = SightedDocument(
      documentDate: day("2026-01-05"), amount: 10_000,
      sightings: [
        Sighting(on: day("2026-01-10"), run: 1, balance: 10_000, amount: 10_000),
        Sighting(on: day("2026-01-20"), run: 2, balance: open, amount: 15_000),
      ])
    let found = balances(
      [past], [Clearing(date: day("2026-01-15"), effect: -paid, id: "P")],
      of: 0, on: ["2026-01-14", "2026-01-15", "2026-01-20"])
    #expect(found == [10_000, 10_000 - paid, open])
  }

  /// Exports that begin to tell amounts raise nothing.
  @Test func amountsThatAreToldLater() {
    let past = SightedDocument(
      documentDate: day("2026-01-05"), amount: 7_000,
      sightings: [
        Sighting(on: day("2026-01-10"), run: 1, balance: 7_000, amount: 7_000),
        Sighting(on: day("2026-01-20"), run: 2, balance: 7_000, amount: 10_000),
      ])
    #expect(balances([past], [paid("2026-01-15", 2_000)], on: ["2026-01-15", "2026-01-20"]) == [7_000, 7_000])
  }
}
