import Ledger
import Testing

@testable import Cash

/// What rows of `applications` about one payment and document come to.
@Suite struct AppliedRowTests {
  static let rows: [(paid: Int64, amounts: [String], standing: String)] = [
    (100_00, ["100.00"], "100.00"),
    (100_00, ["100.00", "60.00"], "60.00"),
    (100_00, ["100.00", "-100.00"], "0.00"),
    (100_00, ["100.00", "-40.00"], "60.00"),
    (100_00, ["100.00", "-40.00", "-60.00"], "0.00"),
    (100_00, ["100.00", "-140.00"], "0.00"),
    (100_00, ["100.00", "-100.00", "100.00"], "100.00"),
    // A credit that the payer netted.
    (100_00, ["-20.00"], "-20.00"),
    (100_00, ["0.00", "-20.00"], "-20.00"),
    // Money that went out.
    (-100_00, ["-100.00"], "-100.00"),
    (-100_00, ["-100.00", "100.00"], "0.00"),
  ]

  @Test(arguments: rows) func standing(row: (paid: Int64, amounts: [String], standing: String)) {
    let money = Money(minorUnits: row.paid, currency: eur)
    let payment = Payment(company: "ACME", id: "P1", customerID: "C1", date: Scene.paidOn, money: money)
    let last = Application(company: "ACME", paymentID: "P1", documentID: "INV-1", amount: row.amounts.last!)
    #expect(AppliedRow.standing(row.amounts, last, of: payment).amount == row.standing)
  }

  /// What is on a document of another currency speaks of all the money that no other document has.
  @Test func leftOfMoney() {
    let (money, usd) = (Money(minorUnits: 450_00, currency: eur), Currency("USD")!)
    func left(_ lines: [(Int64, Currency)]) -> Int64 { AppliedRow.left(of: money, after: lines) }
    #expect(left([]) == 450_00)
    #expect(left([(100_00, eur), (300_00, eur)]) == 50_00)
    #expect(left([(500_00, eur)]) == -50_00)
    #expect(left([(100_00, eur), (300_00, usd)]) == 0)
    #expect(left([(500_00, usd)]) == 0)
  }

  /// What a rule has matched is what a row takes back from; what a credit has netted is told anew.
  @Test(
    arguments: [(100_00, "60.00"), (40_00, "0.00"), (30_00, "0.00"), (0, "-40.00"), (-20_00, "-40.00")]
      as [(Int64, String)])
  func takesBackOfRule(matched: Int64, standing: String) {
    let payment = Payment(
      company: "ACME", id: "P1", customerID: "C1", date: Scene.paidOn, money: Money(minorUnits: 100_00, currency: eur))
    let row = Application(company: "ACME", paymentID: "P1", documentID: "INV-1", amount: "-40.00")
    #expect(AppliedRow.standing([row.amount], row, of: payment, matched: matched).amount == standing)
  }
}
