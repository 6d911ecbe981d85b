import Ledger
import Pipeline
import Testing

@testable import Cash

@Suite struct RuleTests {
  /// A, B and C of customer C1, D of another, and a credit note.
  static let open = [
    item("INV-2026-004711", 10_000), item("INV-2026-004712", 25_050, due: "2026-10-11"),
    item("INV-2026-004713", 7_77, due: "2026-10-21"), item("INV-2026-009900", 10_000, of: "C2"),
  ]

  static let structured: [(Scene, String)] = [
    (
      Scene("the id as reference", open, paid: 10_000) { $0.reference = "INV-2026-004711" },
      "structured-reference 1000: INV-2026-004711=10000"
    ),
    (
      Scene("the id as reference, a part of whoever", open, paid: 4_000) { $0.reference = "INV-2026-004711" },
      "left 4000 sum-differs INV-2026-004711"
    ),
    (
      Scene("the id as reference, a part", open, paid: 4_000) {
        $0.reference = "INV-2026-004711"
        $0.payer = named
      }, "structured-reference 970 part-payment: INV-2026-004711=4000"
    ),
    (
      Scene("the id as reference, too much", open, paid: 10_500) {
        $0.reference = "INV-2026-004711"
        $0.payer = named
      }, "structured-reference 960 over-payment: INV-2026-004711=10000; left 500 over-payment"
    ),
    (
      Scene("another customer's document", open, paid: 10_000) {
        $0.reference = "INV-2026-009900"
        $0.payer = named
      }, "left 10000 other-customer INV-2026-009900"
    ),
    (
      Scene("RF over the number", [item("539007547034", 10_000)], paid: 10_000) { $0.reference = "RF18539007547034" },
      "structured-reference 1000: 539007547034=10000"
    ),
    (
      Scene("RF in the text, on the document", [item("X1", 10_000) { $0.reference = "RF18539007547034" }], paid: 9_000)
      {
        $0.remittance = "/RFB/RF18 5390 0754 7034"
      }, "structured-reference 1000 part-payment: X1=9000"
    ),
    (
      Scene("QR over the number", [item("4711", 10_000)], paid: 10_000) {
        $0.reference = "000000000000000000000047119"
      },
      "structured-reference 1000: 4711=10000"
    ),
    (
      Scene("settled before", [item("4711", 0)], paid: 10_000) { $0.reference = "4711" },
      "left 10000 already-paid 4711"
    ),
    (
      Scene("instalments, earliest first", instalments, paid: 15_000) {
        $0.reference = "L1-000"
        $0.payer = named
      }, "structured-reference 970 part-payment: L1-000/1=10000 L1-000/2=5000"
    ),
    (
      Scene("two instalments exactly", instalments, paid: 20_000) { $0.reference = "L1-000" },
      "structured-reference 1000: L1-000/1=10000 L1-000/2=10000"
    ),
    (
      Scene("what the ERP posted on the second instalment", postedInstalments, paid: 10_000) {
        $0.reference = "L1-000"
      },
      "structured-reference 1000: L1-000/2=10000"
    ),
  ]

  static let instalments = (1...3).map { number in
    item("L1-000", 10_000, due: "2026-1\(number - 1)-01") { $0.instalment = "\(number)" }
  }
  static let closedInstalments = instalments.map { item in
    var item = item
    if item.instalment != "3" { (item.room, item.closed) = (0, 10_000) }
    return item
  }
  static let postedInstalments = instalments.map { item in
    var item = item
    if item.instalment == "2" { item.fallen = 10_000 }
    return item
  }

  /// What a reference finds beside what it says: other instalments of its document, ids too short to be looked for in texts.
  static let beside: [(Scene, String)] = [
    (
      Scene(
        "RF on one instalment of two",
        [
          item("X1", 10_000) {
            $0.instalment = "1"
            $0.reference = "RF18539007547034"
          }, item("X1", 5_000, due: "2026-11-01") { $0.instalment = "2" }, item("X2", 15_000),
        ], paid: 15_000
      ) { $0.reference = "RF18539007547034" }, "structured-reference 1000: X1/1=10000 X1/2=5000"
    ),
    (
      Scene("an id of two signs", [item("A1", 10_000), item("A2", 10_000)], paid: 10_000) { $0.reference = "A2" },
      "structured-reference 1000: A2=10000"
    ),
  ]
  @Test(arguments: beside) func foundBeside(scene: Scene, expected: String) { #expect(scene.result == expected) }

  @Test(arguments: structured) func structuredReference(scene: Scene, expected: String) {
    #expect(scene.result == expected)
  }

  static func written(_ text: String, _ paid: Int64, change: (inout Scene) -> Void = { _ in }) -> Scene {
    Scene("\(text) \(paid)", open, paid: paid) {
      $0.remittance = text
      change(&$0)
    }
  }

  static let remittances: [(Scene, String)] = [
    (written("INV-2026-004711", 10_000), "remittance 990: INV-2026-004711=10000"),
    (written("inv 2026 4711 thank you", 10_000), "remittance 990: INV-2026-004711=10000"),
    (
      written("Rg. 4711 + 4712", 35_050),
      "remittance 950: INV-2026-004711=10000 INV-2026-004712=25050"
    ),
    (
      written("4711/4712/4713", 35_827) { $0.payer = named },
      "remittance 970: INV-2026-004711=10000 INV-2026-004712=25050 INV-2026-004713=777"
    ),
    (
      written("INV 4711-4713", 35_827) { $0.payer = named },
      "remittance 960: INV-2026-004711=10000 INV-2026-004712=25050 INV-2026-004713=777"
    ),
    (written("INV-2O26-OO4711", 10_000), "remittance 950: INV-2026-004711=10000"),
    // Numbers that mean nothing: a date, an order, a customer.
    (written("Order 998877 of 12.11.2026, 2026-004711", 10_000), "remittance 960: INV-2026-004711=10000"),
    (
      written("INV-2026-004711", 4_000) { $0.payer = named }, "remittance 930 part-payment: INV-2026-004711=4000"
    ),
    // Of nobody known the id may have a wrong digit.
    (written("INV-2026-004711", 4_000), "left 4000 sum-differs INV-2026-004711"),
    (
      written("INV-2026-004711 INV-2026-004712", 30_000),
      "left 30000 sum-differs INV-2026-004711|INV-2026-004712"
    ),
    (
      written("INV-2026-004711 INV-2026-004712 less 50,50", 30_000),
      "remittance 960 deduction: INV-2026-004711=10000 INV-2026-004712=20000-5050"
    ),
    // What is half of it is the money; what is still to come, or a day, is no deduction. Whoever says so deducts.
    (
      written("INV-2026-004711 50.00", 5_000) { $0.payer = named }, "remittance 930 part-payment: INV-2026-004711=5000"
    ),
    (
      written("INV-2026-004711 Teilzahlung 60.00, Rest 40,00 folgt", 6_000) { $0.payer = named },
      "remittance 930 part-payment: INV-2026-004711=6000"
    ),
    (
      written("INV-2026-004711 vom 31.10.", 6_890) { $0.payer = named },
      "remittance 930 part-payment: INV-2026-004711=6890"
    ),
    (
      written("INV-2026-004711 abzgl. 60.00 Rest", 4_000) { $0.payer = named },
      "remittance 960 deduction: INV-2026-004711=4000-6000"
    ),
    // One of two documents named is what was paid.
    (written("INV-2026-004711 INV-2026-004712", 25_050), "remittance 960: INV-2026-004712=25050"),
    (
      written("INV-2026-004711 INV-2026-004712", 36_000) { $0.payer = named },
      "remittance 930 over-payment: INV-2026-004711=10000 INV-2026-004712=25050; left 950 over-payment"
    ),
    // The number by which the customer knows it, whatever the ERP calls it; what several carry, and a credit, are not meant by it.
    (
      written("Rechnung 90001201", 10_000) {
        $0.items = [item("18-2026", 10_000) { $0.reference = "0090001201" }, item("19-2026", 10_000)]
      }, "remittance 980: 18-2026=10000"
    ),
    (
      written("RE 0090001201", 4_000) {
        ($0.items, $0.payer) = ([item("18-2026", 10_000) { $0.reference = "0090001201" }], named)
      }, "remittance 930 part-payment: 18-2026=4000"
    ),
    (
      written("contract 77001, 10.11.", 10_000) {
        $0.items = ["A-1", "A-2"].map { item($0, $0 == "A-1" ? 10_000 : 20_000) { $0.reference = "77001" } }
        $0.payer = named
      }, "exact-amount 900: A-1=10000"
    ),
    (
      written("Rechnung 90001201", 10_000) {
        $0.items = [
          item("90001201", 10_000), item("90001300", -10_000) { $0.reference = "90001201" },
          item("90001301", 10_000) { $0.reference = "90001201" },
        ]
      }, "remittance 990: 90001201=10000"
    ),
    // A number alone, and the sum does not agree: nothing was said.
    (written("4711", 4_000), "left 4000 payer-unknown"),
    (written("nothing at all", 25_050), "left 25050 payer-unknown INV-2026-004712"),
    (
      written("INV-2026-004711", 9_700) { $0.settings.shortTolerance = CurrencyAmounts([money(500)]) },
      "remittance 970 short-payment: INV-2026-004711=9700-300"
    ),
    (
      written("INV-2026-004711", 9_700) { $0.details = [("charges", "3.00")] },
      "remittance 980 charges: INV-2026-004711=9700-300"
    ),
    (
      written("INV-2026-004711", 10_000) { $0.payer = CashPayer(customerID: "C2", ground: .named) },
      "left 10000 other-customer INV-2026-004711"
    ),
  ]

  /// An instalment by the name that messages give it: it is paid where it asks for the very amount; else the document is, earliest first.
  static let namedInstalments: [(Scene, String)] = [
    (
      Scene("in the text", instalments, paid: 10_000) { $0.remittance = "Rechnung L1-000/2, danke" },
      "remittance 990: L1-000/2=10000"
    ),
    (
      Scene("as the reference", instalments, paid: 10_000) { $0.reference = "L1-000/3" },
      "remittance 990: L1-000/3=10000"
    ),
    (
      Scene("two of them", instalments, paid: 20_000) { $0.remittance = "L1-000/2 L1-000/3" },
      "remittance 990: L1-000/2=10000 L1-000/3=10000"
    ),
    (
      Scene("one, and the money of two", instalments, paid: 20_000) { $0.remittance = "L1-000/2" },
      "left 20000 ambiguous L1-000|L1-000|L1-000"
    ),
    (
      Scene("none of them, but their document", instalments, paid: 10_000) { $0.remittance = "Rechnung L1-000" },
      "remittance 960: L1-000/1=10000"
    ),
    (
      Scene("in other words", instalments, paid: 10_000) { $0.remittance = "L1-000, Rate 2 von 3" },
      "left 10000 ambiguous L1-000|L1-000|L1-000"
    ),
    (
      Scene("the first in other words", instalments, paid: 10_000) { $0.remittance = "L1-000 Rate 1" },
      "remittance 960: L1-000/1=10000"
    ),
    (
      Scene("their document, and the money of two", instalments, paid: 20_000) { $0.remittance = "Rechnung L1-000" },
      "remittance 960: L1-000/1=10000 L1-000/2=10000"
    ),
    (
      Scene("their document, and the ERP has booked another", postedInstalments, paid: 10_000) {
        $0.remittance = "L1-000"
      }, "remittance 990: L1-000/2=10000"
    ),
    (
      Scene("more than it asks for", instalments, paid: 15_000) {
        $0.remittance = "L1-000/2"
        $0.payer = named
      }, "remittance 930 part-payment: L1-000/1=10000 L1-000/2=5000"
    ),
  ]

  @Test(arguments: namedInstalments) func namedInstalment(scene: Scene, expected: String) {
    #expect(scene.result == expected)
  }

  @Test(arguments: remittances) func remittance(scene: Scene, expected: String) { #expect(scene.result == expected) }
  @Test(arguments: besideIDs) func stated(scene: Scene, expected: String) { #expect(scene.result == expected) }

  static let discounted = [
    item("INV-2026-004711", 10_000) {
      $0.discount = 300
      $0.discountDate = day("2026-11-20")
    }, item("INV-2026-004712", 20_000),
  ]

  /// The payer writes what is for which.
  static let besideIDs: [(Scene, String)] = [
    (
      Scene("behind each id", open, paid: 26_000) {
        $0.remittance = "INV-2026-004711 60,00 EUR INV-2026-004712 200,00 EUR"
      }, "remittance 990 part-payment: INV-2026-004711=6000 INV-2026-004712=20000"
    ),
    (
      Scene("behind each id, which stand there once more", open, paid: 26_000) {
        $0.remittance = "INV-2026-004711 60.00, INV-2026-004712 200.00 INV-2026-004711 INV-2026-004712"
      }, "remittance 990 part-payment: INV-2026-004711=6000 INV-2026-004712=20000"
    ),
    (
      Scene("before each id", open, paid: 26_000) {
        $0.remittance = "60.00 INV-2026-004711, 200.00 INV-2026-004712"
      }, "remittance 990 part-payment: INV-2026-004711=6000 INV-2026-004712=20000"
    ),
    (
      Scene("ids in short, a date among them", open, paid: 26_000) {
        $0.remittance = "Rg 4711 vom 01.10.2026 60,00, Rg 4712 200,00"
        $0.payer = named
      }, "remittance 970 part-payment: INV-2026-004711=6000 INV-2026-004712=20000"
    ),
    (
      Scene("named in the reference, too", open, paid: 26_000) {
        $0.reference = "INV-2026-004712"
        $0.remittance = "INV-2026-004711 60.00, INV-2026-004712 200.00"
        $0.payer = named
      }, "remittance 990 part-payment: INV-2026-004711=6000 INV-2026-004712=20000"
    ),
    (
      Scene("a discount on one, a part of the other", lessDiscount, paid: 24_800) {
        $0.remittance = "INV-2026-004711 98.00 INV-2026-004712 150.00"
      }, "remittance 990 part-payment: INV-2026-004711=9800-200 INV-2026-004712=15000"
    ),
    (
      Scene("not what came in", open, paid: 26_001) {
        $0.remittance = "INV-2026-004711 60,00 EUR INV-2026-004712 200,00 EUR"
      }, "left 26001 sum-differs INV-2026-004711|INV-2026-004712"
    ),
    (
      Scene("more than is open", open, paid: 26_000) {
        $0.remittance = "INV-2026-004711 100.01 INV-2026-004712 159.99"
      }, "left 26000 sum-differs INV-2026-004711|INV-2026-004712"
    ),
    (
      Scene("two amounts of one document", open, paid: 26_000) {
        $0.remittance = "INV-2026-004711 100.00 less 40.00 INV-2026-004712 200.00"
      }, "left 26000 sum-differs INV-2026-004711|INV-2026-004712"
    ),
  ]
  static let lessDiscount = [
    item("INV-2026-004711", 10_000) {
      $0.discount = 200
      $0.discountDate = Scene.paidOn
    }, item("INV-2026-004712", 25_050, due: "2026-10-11"),
  ]

  static let amounts: [(Scene, String)] = [
    (Scene("one item", open, paid: 25_050) { $0.payer = named }, "exact-amount 900: INV-2026-004712=25050"),
    (
      Scene("one item, payer by name", open, paid: 25_050) { $0.payer = CashPayer(customerID: "C1", ground: .name) },
      "exact-amount 860: INV-2026-004712=25050"
    ),
    (
      Scene("two items of the amount", [item("A100", 500), item("B100", 500)], paid: 500) { $0.payer = named },
      "left 500 ambiguous A100|B100"
    ),
    (
      Scene("one of two was lowered tonight", [item("A100", 500), item("B100", 500) { $0.fallen = 500 }], paid: 500) {
        $0.payer = named
      }, "exact-amount 900: B100=500"
    ),
    (
      Scene("with discount in time", discounted, paid: 9_700) { $0.payer = named },
      "exact-amount 880 discount: INV-2026-004711=9700-300"
    ),
    (
      Scene("discount of the document in a sum", discounted, paid: 29_700) {
        $0.payer = named
        $0.remittance = "4711 4712"
      }, "remittance 960 discount: INV-2026-004711=9700-300 INV-2026-004712=20000"
    ),
    (
      Scene("two items", open, paid: 10_777) { $0.payer = named },
      "exact-sum 850: INV-2026-004711=10000 INV-2026-004713=777"
    ),
    (
      Scene("everything", open, paid: 35_827) { $0.payer = named },
      "exact-sum 880: INV-2026-004711=10000 INV-2026-004712=25050 INV-2026-004713=777"
    ),
    (
      Scene("two sets", [item("A100", 300), item("B100", 700), item("C100", 400), item("D100", 600)], paid: 1_000) {
        $0.payer = named
      }, "left 1000 ambiguous A100|B100|C100|D100"
    ),
    (
      Scene("less a credit", open + [item("CN-000001", -2_000)], paid: 8_000) { $0.payer = named },
      "exact-sum 850: INV-2026-004711=10000 CN-000001=-2000"
    ),
    (Scene("nothing fits", open, paid: 123) { $0.payer = named }, "left 123 no-match"),
    (
      Scene("oldest first by choice", open, paid: 12_000) {
        $0.payer = named
        $0.settings.fallback = .oldestFirst
      }, "oldest-first 500 part-payment: INV-2026-004711=10000 INV-2026-004712=2000"
    ),
    (
      Scene("on account in the ERP", open + [item("ACCOUNT", -123)], paid: 123) { $0.payer = named },
      "left 123 left-by-erp ACCOUNT"
    ),
    (Scene("money out", open, paid: -500) { $0.payer = named }, "left -500 money-out"),
    (
      Scene("the rule is off", open, paid: 25_050) {
        $0.payer = named
        $0.settings.rules = [.remittance]
      }, "left 25050 no-match INV-2026-004712"
    ),
    (
      Scene("not sure enough", open, paid: 25_050) {
        $0.payer = named
        $0.settings.minConfidence = 95
      }, "left 25050 low-confidence INV-2026-004712"
    ),
    (
      Scene("the rest of one that was begun", open, paid: 25_050) {
        $0.payer = named
        $0.isBegun = true
      }, "left 25050 over-payment"
    ),
  ]

  @Test(arguments: amounts) func amount(scene: Scene, expected: String) { #expect(scene.result == expected) }

  static let explicit: [(Scene, String)] = [
    (
      Scene("the ERP says so", open, paid: 10_000) {
        $0.explicit = [application("INV-2026-009900", "100.00")]
        $0.reference = "INV-2026-004711"
      }, "erp-application 1000: INV-2026-009900=10000"
    ),
    (
      Scene("the ERP leaves a rest", open, paid: 10_000) { $0.explicit = [application("INV-2026-004712", "60.00")] },
      "erp-application 1000: INV-2026-004712=6000; left 4000 left-by-erp"
    ),
    (
      Scene("on instalments", instalments, paid: 15_000) { $0.explicit = [application("L1-000", "150.00")] },
      "erp-application 1000: L1-000/1=10000 L1-000/2=5000"
    ),
    (
      Scene("on instalments that exports have closed", closedInstalments, paid: 25_000) {
        $0.explicit = [application("L1-000", "250.00")]
      },
      "erp-application 1000: L1-000/1=10000 L1-000/2=10000 L1-000/3=5000"
    ),
    (
      Scene("taken back, by a row of nothing", open, paid: 10_000) {
        $0.explicit = [application("INV-2026-004711", "0.00")]
      }, "left 10000 left-by-erp"
    ),
    (
      Scene("taken back on one document", open, paid: 10_000) {
        $0.explicit = [application("INV-2026-004711", "0.00"), application("INV-2026-004712", "60.00")]
      }, "erp-application 1000: INV-2026-004712=6000; left 4000 left-by-erp"
    ),
    (
      Scene("more is taken out than is put in", open, paid: 10_000) {
        $0.explicit = [application("INV-2026-004711", "-100.00")]
      }, "left 10000 left-by-erp"
    ),
    (
      Scene("a document nobody knows", open, paid: 10_000) { $0.explicit = [application("NONE", "100.00")] },
      "left 10000 payer-unknown INV-2026-004711|INV-2026-009900"
    ),
  ]

  @Test(arguments: explicit) func erpApplication(scene: Scene, expected: String) { #expect(scene.result == expected) }

  static func application(_ document: String, _ amount: String) -> Application {
    Application(company: "ACME", paymentID: "P1", documentID: document, amount: amount)
  }
  static func money(_ amount: Int64) -> Money { Money(minorUnits: amount, currency: eur) }
}

@Suite struct NightTests {
  /// Both pay 100.00; the one without a word came first, and the one that names its document gets it.
  @Test func namedGoesBeforeGuessed() {
    var silent = Scene("silent", [], paid: 10_000)
    silent.payer = named
    var speaking = Scene("speaking", [], paid: 10_000)
    speaking.reference = "INV-2026-004711"
    let found = CashApplication(CashSettings()).apply(
      [silent.entry(id: "P1"), speaking.entry(id: "P2")], to: [item("INV-2026-004711", 10_000)])
    #expect(found.matches.map(\.entry) == [1])
    #expect(found.open.map(\.reason) == [.noMatch])
  }

  /// The same money told twice under two ids is applied once.
  @Test func nothingIsPaidTwice() {
    var scene = Scene("twice", [], paid: 10_000)
    scene.reference = "INV-2026-004711"
    let found = CashApplication(CashSettings()).apply(
      [scene.entry(id: "P1"), scene.entry(id: "P2")], to: [item("INV-2026-004711", 10_000)])
    #expect(found.matches.map(\.entry) == [0])
    #expect(found.open.map(\.reason) == [.alreadyPaid])
  }

  @Test func orderOfThePaymentsChangesNothing() {
    let items = RuleTests.open
    var (a, b) = (Scene("a", items, paid: 6_000), Scene("b", items, paid: 6_000))
    (a.reference, b.reference) = ("INV-2026-004711", "INV-2026-004711")
    (a.payer, b.payer) = (named, named)
    let one = CashApplication(CashSettings()).apply([a.entry(id: "P1"), b.entry(id: "P2")], to: items)
    let other = CashApplication(CashSettings()).apply([b.entry(id: "P2"), a.entry(id: "P1")], to: items.reversed())
    #expect(one.matches.map(\.amount) == [6_000, 4_000])
    #expect(other.matches.map(\.amount) == [4_000, 6_000])
    #expect(one.open.map(\.left) == [2_000] && other.open.map(\.left) == [2_000])
  }

  /// Document by document comes to the same as all rules and all documents, whatever the payments are.
  @Test(arguments: [[6_000, 6_000], [10_000], [4_000, 3_000, 3_000, 1_000], [12_000, 500]])
  func namedDocumentsFindTheSame(paid: [Int64]) {
    for payer in [named, CashPayer(customerID: "C1", ground: .name), CashPayer(customerID: "C9", ground: .named), nil] {
      for fallen: Int64 in [0, 4_000, 10_000] {
        let items = [item("INV-2026-004711", 10_000) { $0.fallen = fallen }]
        let entries = paid.enumerated().reversed().map { at, amount in
          var scene = Scene("one", items, paid: amount)
          (scene.reference, scene.payer) = ("INV-2026-004711", payer)
          return scene.entry(id: "P\(at)")
        }
        let all = CashApplication(CashSettings()).apply(entries, to: items, rules: [.structuredReference])
        var (named, left) = (NamedDocuments(CashSettings(), expecting: 0), items[0])
        named.settle(&left, number: 0, by: Array(entries.indices), of: entries)
        #expect(named.findings.matches.sorted { $0.entry < $1.entry } == all.matches)
        #expect(named.findings.open == all.open.filter { $0.reason == .overPayment })
        #expect(left.room == 10_000 - all.matches.reduce(0) { $0 + $1.amount + $1.deducted })
      }
    }
  }

  @Test func postedIsWhatTheBalanceShows() {
    var scene = Scene("posted", [item("INV-2026-004711", 10_000) { $0.fallen = 4_000 }], paid: 10_000)
    scene.reference = "INV-2026-004711"
    #expect(scene.findings.matches.map(\.posted) == [4_000])
  }

  @Test(
    arguments: [
      (100, [60, 60], [60, 40], 0), (130, [60, 60], [60, 60], 10), (0, [60], [0], 0), (-20, [60, -20], [0, -20], 0),
    ] as [(Int64, [Int64], [Int64], Int64)])
  func posting(fall: Int64, waiting: [Int64], posted: [Int64], rest: Int64) {
    let found = Posting.settle(fall, waiting)
    #expect(found.posted == posted && found.rest == rest)
  }

  @Test(
    arguments: [
      ([1, 2, 4], 6, Subsets.Found.one([1, 2])), ([1, 2, 3], 3, .several), ([5], 5, .one([0])), ([5, 7], 6, .none),
      ([10, -4, 3], 6, .one([0, 1])), ([], 0, .none),
    ] as [([Int64], Int64, Subsets.Found)])
  func subsets(values: [Int64], sum: Int64, expected: Subsets.Found) { #expect(Subsets.find(values, sum) == expected) }

  /// Three round amounts are few enough to tell apart; twenty are not.
  @Test func chance() {
    #expect(ExactSumRule.chanceIsSmall([10_000, 25_050, 777]))
    #expect(!ExactSumRule.chanceIsSmall([10_000, 20_000, 30_000]))
    #expect(!ExactSumRule.chanceIsSmall([Int64](repeating: 12_345, count: 20)))
  }
}
