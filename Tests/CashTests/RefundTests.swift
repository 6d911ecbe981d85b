import Ledger
import Pipeline
import Testing

@testable import Cash

/// Which money that waits a refund gives back.
@Suite struct RefundTests {
  private let eur = Currency("EUR")!

  private func entry(
    _ id: String, _ left: Int64, _ text: String = "", on day: String = "2026-11-05", payer: String? = "C1",
    currency: String = "EUR",
    isTold: Bool = false
  ) -> CashApplication.Entry {
    let payment = Payment(
      company: "ACME", id: id, customerID: "", date: CalendarDate(day)!,
      money: Money(minorUnits: left, currency: Currency(currency)!), details: Details(["remittance": text]))
    let told = Application(company: "ACME", paymentID: id, documentID: "INV-1", amount: "1.00", appliedOn: nil)
    return CashApplication.Entry(
      Receipt(payment, since: payment.date), payer: payer.map { CashPayer(customerID: $0, ground: .named) },
      explicit: isTold ? [told] : [])
  }

  private func refunded(_ back: CashApplication.Entry, _ waiting: [CashApplication.Entry]) -> Int? {
    CashRefunds.refunded(by: back, Array(waiting.indices), waiting)?.place
  }

  @Test func whatItNamesElseWhatIsOfItsPayerAndAmount() {
    let waiting = [entry("PAY-1001", 100), entry("PAY-1002", 100, payer: "C2"), entry("PAY-1003", 70)]
    #expect(refunded(entry("R", -100), waiting) == 0)
    #expect(refunded(entry("R", -100, "refund of PAY 1002"), waiting) == 1)
    #expect(refunded(entry("R", -100, "refund of PAY 1002", payer: nil), waiting) == 1)
    #expect(refunded(entry("R", -70), waiting) == 2)
  }

  @Test func inDoubtNone() {
    let waiting = [entry("PAY-1001", 100), entry("PAY-1002", 100), entry("PAY-1003", 70)]
    #expect(refunded(entry("R", -100), waiting) == nil)
    #expect(refunded(entry("R", -69), waiting) == nil)
    #expect(refunded(entry("R", 70), waiting) == nil)
    #expect(refunded(entry("R", -70, payer: "C2"), waiting) == nil)
    #expect(refunded(entry("R", -70, payer: nil), waiting) == nil)
    // Paid after it went out; a year and more before; in another currency; what a person says something of.
    #expect(refunded(entry("R", -70, on: "2026-11-04"), waiting) == nil)
    #expect(refunded(entry("R", -70, on: "2027-12-11"), waiting) == nil)
    #expect(refunded(entry("R", -70, currency: "USD"), waiting) == nil)
    #expect(refunded(entry("R", -70, isTold: true), waiting) == nil)
    #expect(refunded(entry("R", -70), [entry("PAY-1003", 70, isTold: true)]) == nil)
  }

  /// Each gives back one: the oldest refund first, and what is left of a payment counts, not all of it.
  @Test func eachPaymentOnce() {
    let entries = [entry("PAY-1001", 500), entry("R-2", -100, on: "2026-11-07"), entry("R-1", -100, on: "2026-11-06")]
    func open(_ entry: Int, _ left: Int64, _ reason: CashReason) -> CashApplication.Open {
      CashApplication.Open(entry: entry, left: left, reason: reason, rule: nil, candidates: [])
    }
    var findings = CashApplication.Findings()
    findings.open = [open(0, 100, .overPayment), open(1, -100, .moneyOut), open(2, -100, .moneyOut)]
    CashRefunds.settle(&findings, entries)
    #expect(findings.open.map(\.reason) == [.refunded, .moneyOut, .refunded])
    findings.open = [open(0, 100, .overPayment), open(1, -100, .leftByERP)]
    CashRefunds.settle(&findings, entries)
    #expect(findings.open.map(\.reason) == [.overPayment, .leftByERP])
  }

  private func told(_ entry: CashApplication.Entry, _ details: [(String, String)]) -> CashApplication.Entry {
    var payment = entry.receipt.payment
    for (key, value) in details { payment.details = payment.details.setting(key, to: value) }
    return CashApplication.Entry(Receipt(payment, since: payment.date), payer: entry.payer, explicit: entry.explicit)
  }

  /// Ours that went out and came back: both are done with, and the later one is no earlier payment of the customer's.
  @Test func whatTheBankSendsBackIsSetOff() {
    let out = told(entry("R-1", -100, on: "2026-11-06"), [("reversal", "false"), ("bank_code", "116")])
    let again = told(entry("P-1", 100, on: "2026-11-09"), [("reversal", "true"), ("bank_code", "159")])
    let early = told(entry("P-1", 100, on: "2026-11-02"), [("reversal", "true"), ("bank_code", "159")])
    #expect(refunded(out, [again]) == 0)
    #expect(refunded(out, [early]) == nil)
  }

  /// To whom it went nobody knows: where just this money of a customer waits a person looks.
  @Test func unknownPayeesAreShownWhereMoneyWaits() {
    let supplier = told(entry("R-1", -100, payer: nil), [("reversal", "false"), ("bank_code", "116")])
    func reasons(_ waiting: Int64) -> [CashReason] {
      var findings = CashApplication.Findings()
      findings.open = [
        CashApplication.Open(entry: 0, left: waiting, reason: .overPayment, rule: nil, candidates: []),
        CashApplication.Open(entry: 1, left: -100, reason: .notReceivable, rule: nil, candidates: []),
      ]
      CashRefunds.settle(&findings, [entry("PAY-1001", waiting), supplier])
      return findings.open.map(\.reason)
    }
    #expect(reasons(100) == [.overPayment, .moneyOut])
    #expect(reasons(90) == [.overPayment, .notReceivable])
  }
}
