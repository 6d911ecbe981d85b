import Ledger
import Testing

@testable import Cash

@Suite struct ReferenceTests {
  /// ISO 11649: the examples of the standard's own explanations, and what is wrong with others.
  @Test(arguments: [
    ("RF18539007547034", "RF18539007547034"), ("RF18 5390 0754 7034", "RF18539007547034"),
    ("rf18 5390 0754 7034", "RF18539007547034"), ("RF712348231", "RF712348231"),
    ("RF18539007547035", nil), ("RF81539007547034", nil), ("RF18", nil), ("XX18539007547034", nil),
    ("RF18539007547034000000000000000000", nil), ("", nil),
  ])
  func creditorReference(text: String, expected: String?) { #expect(CreditorReference.read(text) == expected) }

  @Test func creditorReferenceInText() {
    #expect(CreditorReference.all(in: "Zahlung RF18 5390 0754 7034, danke") == ["RF18539007547034"])
    #expect(CreditorReference.all(in: "ARF18539007547034") == [])
    #expect(CreditorReference.body("RF18539007547034") == "539007547034")
  }

  /// The QR reference of the Swiss implementation guidelines.
  @Test(arguments: [
    ("210000000003139471430009017", true), ("21 00000 00003 13947 14300 09017", true),
    ("210000000003139471430009018", false), ("21000000000313947143000901", false),
    ("000000000000000000000000000", false),
  ])
  func qrReference(text: String, isRight: Bool) { #expect((QRReference.read(text) != nil) == isRight) }

  @Test func qrReferenceInText() {
    #expect(QRReference.all(in: "QRR 21 00000 00003 13947 14300 09017 EUR") == ["210000000003139471430009017"])
    #expect(QRReference.body("000000000000000000000047119") == "4711")
  }

  /// What people make of INV-2026-004711, and how sure it then is.
  @Test(arguments: [
    ("INV-2026-004711", Likeness.full), ("inv 2026 004711", .full), ("INV2026004711", .full), ("INV/2026/4711", .full),
    ("INV-2026-0047 11", .full), ("2026-004711", .bare), ("2026/4711", .bare), ("Rechnung Nr.4711", .tail),
    ("vom 12.11. Nr 004711", .tail), ("INV-2O26-OO4711", .folded), ("INV-2026-004712", nil), ("4711,5", .tail),
    ("47", nil), ("", nil),
  ])
  func keys(text: String, expected: Likeness?) {
    var keys: [UInt64: Likeness] = [:]
    IDKeys.each("INV-2026-004711") { keys[$0] = max(keys[$0] ?? .tail, $1) }
    let found = PayerText(text).windows.compactMap { window in
      [keys[window.exact], keys[window.stripped]].compactMap(\.self).max().map {
        window.isFolded ? min($0, .folded) : $0
      }
    }
    #expect(found.max() == expected)
  }

  /// Short ids and plain numbers.
  @Test(arguments: [
    ("4711", ["4711", "004711"], ["47 1"]), ("0000123456", ["123456", "0000123456"], ["1234567"]),
    ("R04711", ["RO4711", "r-04711"], ["R14711"]), ("12", [], ["12"]), ("A-17", [], ["A17"]),
    ("INV004711", ["INV4711", "inv-004711", "004711", "4711"], ["4712", "47110"]),
  ])
  func ids(id: String, meant: [String], other: [String]) {
    var keys: Set<UInt64> = []
    IDKeys.each(id) { key, _ in keys.insert(key) }
    func isMeant(_ text: String) -> Bool {
      PayerText(text).windows.contains { keys.contains($0.exact) || keys.contains($0.stripped) }
    }
    for text in meant { #expect(isMeant(text), "\(text)") }
    for text in other { #expect(!isMeant(text), "\(text)") }
  }

  /// A document is looked at where a payer may mean it. That most are told by the number at their end alone loses none.
  @Test func wishes() {
    let texts = [
      "INV004711", "inv 4711", "INV 0047 11", "INV 47 0011", "4711", "Rechnung 004711", "4711-4715", "RO4711", "R04711",
      "R-O4711", "INV-2026-004711", "2026/4711", "0000123456", "123456", "INV000", "A-17", "470011", "47 11 12",
      "RF18539007547034", "RF18 5390 0754 7034 danke", "210000000003139471430009017", "",
    ]
    let ids = [
      "INV004711", "INV4711", "4711", "004711", "004713", "INV4715", "RO4711", "R04711", "RO04711", "INV-2026-004711",
      "INV2026004711", "2026004711", "0000123456", "123456", "X123456", "INV000", "000000", "A17", "A-17", "INV470011",
      "INV471112", "539007547034", "RE539007547034", "21000000000313947143000901", "X-21000000000313947143000901",
      "INV47110", "4711A", "INV", "",
    ]
    var wanted = 0
    for text in texts {
      var scene = Scene(text, [], paid: 100) { $0.remittance = text }
      for isReference in [false, true] {
        if isReference { (scene.reference, scene.remittance) = (text, "") }
        let wishes = CashWishes([scene.entry()])
        var keys: Set<UInt64> = []
        PayerText(text).eachKey { key, _ in keys.insert(key) }
        for reference in CreditorReference.all(in: text) {
          keys.insert(IDKeys.whole(CreditorReference.body(reference).drop { $0 == "0" }))
        }
        for reference in QRReference.all(in: text) { keys.insert(IDKeys.whole(QRReference.body(reference))) }
        for var id in ids {
          var isMeant = false
          IDKeys.each(id) { key, _ in isMeant = isMeant || keys.contains(key) }
          let isWanted = id.withUTF8 { wishes.wants(id: UnsafeRawBufferPointer($0)) }
          #expect(isWanted == isMeant, "\(id) in \(text)")
          if isWanted { wanted += 1 }
        }
      }
    }
    #expect(wanted > 60)
  }

  @Test("documents that a row of the applications feed names are wanted, whatever the payment says")
  func toldDocuments() {
    for id in ["INV-004711", "A/7 x", "Ü1", "4711"] {
      var scene = Scene("answer", [], paid: 100) { $0.remittance = "thanks" }
      scene.explicit = [Application(company: "ACME", paymentID: "P1", documentID: id, amount: "1.00", appliedOn: nil)]
      var id = id
      let wishes = CashWishes([scene.entry()])
      #expect(id.withUTF8 { wishes.wants(id: UnsafeRawBufferPointer($0)) }, "\(id)")
    }
  }

  @Test(arguments: [
    ("4711-4715", 4711, 4715), ("4711 bis 4715", 4711, 4715), ("4711 - 15", 4711, 4715),
    ("INV-2026-4711 to INV-2026-4713", 4711, 4713),
  ])
  func spans(text: String, low: Int, high: Int) {
    #expect(PayerText(text).spans.contains { $0.low == low && $0.high == high }, "\(PayerText(text).spans)")
  }

  @Test(arguments: ["4711-4711", "4711-9999", "4711, 4715", "12-14"])
  func noSpan(text: String) { #expect(PayerText(text).spans.isEmpty) }

  @Test(arguments: [
    ("abzgl. 50,00", 5000, true), ("less 1,250.00 freight", 125_000, true), ("1.250,00", 125_000, true),
    ("minus 50", 5000, false), ("50,0", 5000, false), ("150,00", 5000, false), ("50,00.", 5000, true),
  ])
  func amounts(text: String, amount: Int64, isNamed: Bool) {
    #expect(WrittenAmount.all(in: text, exponent: 2).contains { $0.amount == amount } == isNamed)
  }

  @Test(arguments: [
    ("Müller & Söhne GmbH & Co. KG", "MUELLER SOEHNE"), ("MUELLER SOEHNE", "MUELLER SOEHNE"),
    ("Acme, Inc.", "ACME"), ("The GmbH", ""), ("S.A. Ltd", ""),
  ])
  func payerNames(name: String, key: String) { #expect(PayerName.key(name) == key) }
}
