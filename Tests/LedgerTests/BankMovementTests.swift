import Ledger
import Testing

/// What the bank says of a movement, by the codes of its format.
@Suite struct BankMovementTests {
  private func movement(_ amount: Int64, _ details: [String: String]) -> BankMovement {
    payment(amount, details).movement
  }

  private func payment(_ amount: Int64, _ details: [String: String]) -> Payment {
    Payment(
      company: "ACME", id: "P", customerID: "", date: CalendarDate("2026-11-05")!,
      money: Money(minorUnits: amount, currency: Currency("EUR")!),
      details: details.sorted { $0.key < $1.key }.reduce(Details()) { $0.setting($1.key, to: $1.value) })
  }

  @Test func anERPSaysNothing() {
    #expect(movement(-100, ["method": "transfer"]) == .untold)
    #expect(movement(-100, ["method": "fee"]) == .untold)
    #expect(movement(100, [:]) == .untold)
  }

  @Test(arguments: [
    // A collection given back, a transfer given back, an unpaid cheque; by family, by sub-family, by reason, by mark.
    (-1, "PMNT/IDDT/ESDD", "false", "", BankMovement.returned), (-1, "PMNT/RDDT/UPDD", "false", "", .returned),
    (-1, "PMNT/RCDT/RRTN", "false", "", .returned), (-1, "PMNT/RCHQ/UPCQ", "false", "", .returned),
    (-1, "PMNT/ICDT/ESCT", "false", "MD01", .returned), (-1, "109", "true", "", .returned),
    // Paid by us: a transfer, a supplier's collection, a salary, a card; German codes.
    (-1, "PMNT/ICDT/ESCT", "false", "", .sent), (-1, "PMNT/RDDT/ESDD", "false", "", .sent),
    (-1, "PMNT/ICDT/SALA", "false", "", .sent), (-1, "PMNT/CCRD/POSD", "false", "", .sent),
    (-1, "116", "false", "", .sent), (-1, "105", "false", "", .sent), (-1, "NMSC", "false", "", .untold),
    (-1, "PMNT/MCRD/POSP", "false", "", .untold), (-1, "", "false", "", .untold),
    // Our own money again; and a return of a customer's that is taken back.
    (1, "PMNT/ICDT/RRTN", "false", "", .sentBack), (1, "159", "true", "", .sentBack),
    (1, "PMNT/ICDT/ESCT", "false", "AC04", .sentBack), (1, "PMNT/IDDT/UPDD", "true", "", .untold),
    (1, "PMNT/RCDT/ESCT", "false", "", .untold), (1, "PMNT/ICDT/ESCT", "false", "", .untold),
    (1, "166", "false", "", .untold),
  ])
  func byCodes(_ amount: Int64, _ code: String, _ reversal: String, _ reason: String, _ expected: BankMovement) {
    var details = ["reversal": reversal]
    if !code.isEmpty { details["bank_code"] = code }
    if !reason.isEmpty { details["return_reason"] = reason }
    #expect(movement(amount, details) == expected, "\(code) \(amount)")
  }

  @Test func byMethods() {
    #expect(movement(-1, ["reversal": "false", "method": "fee"]) == .fee)
    #expect(movement(1, ["reversal": "false", "method": "interest"]) == .fee)
    #expect(movement(-1, ["reversal": "false", "method": "wire", "bank_code": "495"]) == .sent)
    #expect(movement(-1, ["reversal": "false", "method": "ach", "bank_code": "451"]) == .sent)
    #expect(movement(-1, ["reversal": "true", "method": "ach", "bank_code": "R01"]) == .returned)
    #expect(movement(-1, ["reversal": "false", "method": "direct-debit", "bank_code": "NDDT"]) == .untold)
    #expect(movement(-1, ["reversal": "false", "method": "direct-debit", "bank_code": "DIRECTDEBIT"]) == .sent)
  }

  @Test func theWayOfAReturnIsItsFamilys() {
    #expect(payment(-1, ["bank_code": "PMNT/IDDT/UPDD"]).way == .collection)
    #expect(payment(1, ["bank_code": "PMNT/RCDT/ESCT"]).way == .transfer)
    #expect(payment(1, ["method": "check"]).way == .check)
    #expect(payment(1, ["method": "ach"]).way == nil)
    #expect(payment(1, ["method": "Überweisung"]).way == nil)
  }
}
