import Ledger
import Pipeline
import Testing

@testable import Cash

/// What the bank says a movement is decides what it may be for.
@Suite struct MovementTests {
  static let sent = [("reversal", "false"), ("bank_code", "PMNT/ICDT/ESCT")]
  static let sentBack = [("reversal", "false"), ("bank_code", "PMNT/ICDT/RRTN"), ("return_reason", "AC04")]
  static let fee = [("reversal", "false"), ("method", "fee")]
  static let refused = [("reversal", "false"), ("bank_code", "PMNT/IDDT/UPDD"), ("return_reason", "MD01")]
  static let open = [
    item("INV-001001", 10_000), item("CN-001002", -8_000), item("CN-001003", -500), item("INV-001004", 700, of: "C2"),
  ]

  static func scene(
    _ name: String, paid: Int64, _ text: String, _ details: [(String, String)], payer: CashPayer? = named,
    _ items: [CashItem] = open
  ) -> Scene {
    Scene(name, items, paid: paid) {
      $0.remittance = text
      $0.details = details
      $0.payer = payer
    }
  }

  static let scenes: [(Scene, String)] = [
    (scene("a credit paid out", paid: -8_000, "refund CN-001002", sent), "remittance 980: CN-001002=-8000"),
    (
      scene("two credits paid out", paid: -8_500, "CN-001002, CN-001003", sent),
      "remittance 980: CN-001002=-8000 CN-001003=-500"
    ),
    (scene("an ERP's refund", paid: -8_000, "refund CN-001002", []), "remittance 980: CN-001002=-8000"),
    (scene("not its amount", paid: -7_000, "refund CN-001002", sent), "left -7000 money-out CN-001002"),
    (
      scene("another's credit", paid: -8_000, "CN-001002", sent, payer: CashPayer(customerID: "C2", ground: .named)),
      "left -8000 money-out CN-001002"
    ),
    (scene("a return pays nothing out", paid: -8_000, "CN-001002", refused), "left -8000 money-out CN-001002"),
    (scene("a customer who is a supplier", paid: -10_000, "your bill 77", sent), "left -10000 money-out"),
    (scene("a supplier", paid: -10_000, "bill 1001", sent, payer: nil), "left -10000 not-receivable"),
    (
      scene("somebody with a document of ours", paid: -10_000, "INV-001001", sent, payer: nil),
      "left -10000 money-out INV-001001"
    ),
    (scene("just a credit's amount", paid: -8_000, "x", sent, payer: nil), "left -8000 money-out"),
    (scene("a fee", paid: -350, "INV-001001 returned", fee), "left -350 not-receivable"),
    (scene("interest", paid: 700, "INV-001004", fee, payer: nil), "left 700 not-receivable"),
    (scene("our refund came back", paid: 10_000, "INV-001001", sentBack), "left 10000 sent-back INV-001001"),
    (scene("a salary came back", paid: 190_000, "salary", sentBack, payer: nil), "left 190000 sent-back"),
  ]

  @Test(arguments: scenes) func movement(scene: Scene, expected: String) { #expect(scene.result == expected) }

  @Test func aPersonSaysThatItIsForNone() {
    func scene(_ rows: [(String, String)], paid: Int64 = 12_000) -> String {
      Scene("told", Self.open, paid: paid) {
        $0.payer = named
        $0.explicit = rows.map { Application(company: "ACME", paymentID: "P1", documentID: $0.0, amount: $0.1) }
      }.result
    }
    #expect(scene([("none", "0.00")]) == "left 12000 not-receivable")
    #expect(scene([("none", "0.00")], paid: -300) == "left -300 not-receivable")
    #expect(
      scene([("INV-001001", "100.00"), ("none", "0.00")])
        == "erp-application 1000: INV-001001=10000; left 2000 not-receivable")
  }

  /// Of a reference that several documents carry the amount says which; else a person does.
  @Test(
    arguments: [
      (9_000, "structured-reference 980: X2=9000"), (12_000, "structured-reference 980: X1=12000"),
      (21_000, "structured-reference 980: X1=12000 X2=9000"), (5_000, "left 5000 sum-differs X1|X2"),
    ] as [(Int64, String)])
  func sharedReference(paid: Int64, expected: String) {
    let items = [("X1", Int64(12_000), "2026-10-01"), ("X2", 9_000, "2026-10-11")].map { id, room, due in
      item(id, room, due: due) { $0.reference = "RF18539007547034" }
    }
    #expect(Scene("shared", items, paid: paid) { $0.reference = "RF18539007547034" }.result == expected)
    let others = items + [item("X3", 9_000, of: "C2") { $0.reference = "RF18539007547034" }]
    #expect(
      Scene("of two customers", others, paid: 9_000) { $0.reference = "RF18539007547034" }.result.hasPrefix("left 9000")
    )
  }

  /// Who pays some of what carries his reference pays what alone adds up to it; whoever is known by other means is asked by all rules.
  @Test func someOfWhatCarriesTheReference() {
    let items = [("X1", Int64(12_345), "2026-10-01"), ("X2", 98_701, "2026-10-11"), ("X3", 777_11, "2026-10-21")].map {
      id, room, due in item(id, room, due: due) { $0.reference = "RF18539007547034" }
    }
    func result(_ paid: Int64, payer: CashPayer? = nil) -> String {
      Scene("some", items, paid: paid) {
        $0.reference = "RF18539007547034"
        $0.payer = payer
      }.result
    }
    #expect(result(111_046) == "structured-reference 860: X1=12345 X2=98701")
    #expect(result(111_047) == "left 111047 sum-differs X1|X2|X3")
    #expect(result(111_046, payer: named).hasPrefix("exact-sum"))
  }

  @Test func aDeductionIsOfTheDocumentBeforeIt() {
    func result(_ text: String) -> String {
      Scene("less", RuleTests.open, paid: 30_050) { $0.remittance = text }.result
    }
    #expect(
      result("INV-2026-004711 less 50.00 freight, INV-2026-004712")
        == "remittance 960 deduction: INV-2026-004711=5000-5000 INV-2026-004712=25050")
    #expect(
      result("INV-2026-004711, INV-2026-004712 less 50.00 freight")
        == "remittance 960 deduction: INV-2026-004711=10000 INV-2026-004712=20050-5000")
  }

  @Test func whatIsTakenOffBesideStatedAmounts() {
    func result(_ text: String, _ paid: Int64) -> String {
      Scene("stated", RuleTests.open, paid: paid) { $0.remittance = text }.result
    }
    #expect(
      result("INV-2026-004711 95.00 less 5.00 freight, INV-2026-004712 200.00", 29_500)
        == "remittance 990 deduction: INV-2026-004711=9500-500 INV-2026-004712=20000")
    // Not all of it: what is left stays open.
    #expect(
      result("INV-2026-004711 90.00 less 5.00 freight, INV-2026-004712 250.50", 34_050)
        == "remittance 990: INV-2026-004711=9000 INV-2026-004712=25050")
  }

  @Test(arguments: [
    ("PMNT/IDDT/UPDD", "transfer", false), ("PMNT/IDDT/UPDD", "direct-debit", true), ("PMNT/IDDT/UPDD", "SEPA", true),
    ("PMNT/RCDT/RRTN", "transfer", true), ("PMNT/RCDT/RRTN", "direct-debit", false),
    ("PMNT/ICDT/ESCT", "transfer", false),
  ])
  func onlyWhatCameTheSameWayComesBack(code: String, method: String, expected: Bool) {
    let back = Scene("back", [], paid: -100) { $0.details = [("reversal", "false"), ("bank_code", code)] }.entry()
    let paid = Scene("paid", [], paid: 100) { $0.details = [("method", method)] }.entry()
    #expect(CashReturns.mayReturn(back.receipt.payment, paid.receipt.payment) == expected)
  }
}
