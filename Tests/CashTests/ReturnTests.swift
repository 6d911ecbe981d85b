import Cash
import Ledger
import Pipeline
import Testing

/// Which earlier payment money that came back takes back.
@Suite struct ReturnTests {
  private let eur = Currency("EUR")!

  private func earlier(_ id: String, _ amount: Int64, of payer: String = "C1", _ documents: String...)
    -> CashReturns.Earlier
  {
    CashReturns.Earlier(paymentID: id, payers: [payer], documents: Set(documents), amount: amount)
  }

  private func judge(
    _ amount: Int64, _ text: String, payer: String? = "C1", charges: String? = nil,
    settings: CashSettings = CashSettings(), _ known: [CashReturns.Earlier]
  ) -> CashReturns.Verdict {
    var details = Details(["remittance": text])
    if let charges { details = details.setting("charges", to: charges) }
    let payment = Payment(
      company: "ACME", id: "R1", customerID: "", date: CalendarDate("2026-11-06")!,
      money: Money(minorUnits: amount, currency: eur), details: details)
    let entry = CashApplication.Entry(
      Receipt(payment, since: payment.date), payer: payer.map { CashPayer(customerID: $0, ground: .named) })
    return CashReturns.judge(entry, known, settings)
  }

  @Test func thePaymentThatItNamesGoesFirst() {
    let known = [earlier("PAY-1001", 100, "INV-001001"), earlier("PAY-1002", 100, "INV-001002")]
    #expect(judge(-100, "return of PAY 1002", known) == .takesBack(1, .structuredReference, confidence: 1000))
    #expect(judge(-100, "INV-001001 returned", known) == .takesBack(0, .remittance, confidence: 980))
  }

  @Test func payerAndAmountAloneHaveToMeanOnePayment() {
    let known = [earlier("PAY-1001", 100, "INV-001001"), earlier("PAY-1002", 70, "INV-001002")]
    #expect(judge(-70, "", known) == .takesBack(1, .exactAmount, confidence: 900))
    #expect(judge(-100, "", known + [earlier("PAY-1003", 100, "INV-001003")]) == .unsure([0, 2]))
    #expect(judge(-100, "", payer: "C2", known) == .nothing)
    #expect(judge(-100, "", payer: nil, known) == .nothing)
  }

  @Test func partsAndMoneyInTakeNothingBack() {
    let known = [earlier("PAY-1001", 100, "INV-001001")]
    #expect(judge(-60, "PAY-1001", known) == .nothing)
    #expect(judge(100, "PAY-1001", known) == .nothing)
  }

  @Test func theBanksChargesMayBeInIt() {
    #expect(
      judge(-103, "PAY-1001", charges: "0.03", [earlier("PAY-1001", 100, "INV-001001")])
        == .takesBack(0, .structuredReference, confidence: 1000))
  }

  @Test func rulesThatAreNotAskedTakeNothingBack() {
    var settings = CashSettings()
    settings.rules = [.remittance]
    let known = [earlier("PAY-1001", 100, "INV-001001")]
    #expect(judge(-100, "PAY-1001", settings: settings, known) == .nothing)
    settings.rules = CashRule.allCases
    settings.minConfidence = 95
    #expect(judge(-100, "", settings: settings, known) == .unsure([0]))
  }
}
