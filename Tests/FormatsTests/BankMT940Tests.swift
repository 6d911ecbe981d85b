import Formats
import Testing

@Suite("MT940 and MT942")
struct BankMT940Tests {
  /// A statement around entries.
  private func statement(
    _ lines: [String], opening: String = "C261119EUR100,", closing: String, account: String = "37040044/0532013000"
  ) -> String {
    ([":20:X", ":25:\(account)", ":28C:1/1", ":60F:\(opening)"] + lines + [":62F:\(closing)", "-"]).joined(
      separator: "\n") + "\n"
  }

  @Test(
    "row 18: the sign of each mark, proven by the balance",
    arguments: [
      ("C", "10.00", "C261120EUR110,"), ("D", "-10.00", "C261120EUR90,"), ("RC", "-10.00", "C261120EUR90,"),
      ("RD", "10.00", "C261120EUR110,"), ("CR", "10.00", "C261120EUR110,"), ("RCR", "-10.00", "C261120EUR90,"),
      ("RDR", "10.00", "C261120EUR110,"),
    ])
  func marks(_ mark: String, _ amount: String, _ closing: String) {
    let read = bank(.mt940, statement([":61:2611201120\(mark)10,NTRFNONREF"], closing: closing))
    #expect(read.amounts == [amount])
    #expect(read.column("reversal") == [mark.hasPrefix("R") ? "true" : "false"])
    #expect(read.untied == [])
    #expect(read.controls.count == 1)
  }

  @Test("a lost line, a lost sign or a moved comma does not tie")
  func untied() {
    let entry = ":61:2611201120C10,NTRFNONREF"
    #expect(bank(.mt940, statement([entry], closing: "C261120EUR90,")).untied.count == 1)
    #expect(bank(.mt940, statement([], closing: "C261120EUR110,")).untied.count == 1)
    #expect(bank(.mt940, statement([":61:2611201120C1000,NTRFNONREF"], closing: "C261120EUR110,")).untied.count == 1)
    #expect(bank(.mt940, statement([entry], opening: "nonsense", closing: "C261120EUR110,")).untied.count == 1)
  }

  @Test("row 23: 30 February is the end of February, with a warning")
  func clampedValueDate() {
    let read = bank(.mt940, statement([":61:2602300301D6,00N024NONREF"], closing: "C260301EUR94,"))
    #expect(read.column("value_date") == ["2026-02-28"])
    #expect(read.column("payment_date") == ["2026-03-01"])
    #expect(read.warnings == ["bank-date-clamped:5"])
  }

  @Test(
    "what was sent and what the bank kept; what it took beside a collection that came back",
    arguments: [
      // Sent 1000, 15 kept: the invoice of 1000 is paid.
      (
        "C985,", "/TRTP/IBO/OCMT/EUR1000,00/CHGS/EUR15,00/REMI/INV-4711", "C261120EUR1085,", "1000.00", "15.00",
        "INV-4711"
      ),
      // Without charges, or with such as do not explain it, what was booked counts.
      (
        "C985,", "/TRTP/IBO/OCMT/EUR1000,00/REMI/INV-4711", "C261120EUR1085,", "985.00", "", "INV-4711 (EUR 1000.00)"
      ),
      (
        "C985,", "/TRTP/IBO/OCMT/EUR1000,00/CHGS/EUR3,00/REMI/INV-4711", "C261120EUR1085,", "985.00", "3.00",
        "INV-4711 (EUR 1000.00)"
      ),
      ("C920,", "/TRTP/IBO/OCMT/USD1000,00/REMI/INV-4711", "C261120EUR1020,", "920.00", "", "INV-4711 (USD 1000.00)"),
      (
        "D57,50", "109?00RUECKLASTSCHRIFT?20OAMT+50,00?21COAM+7,50?22SVWZ+INV-4711", "C261120EUR42,50", "-57.50",
        "7.50", "INV-4711"
      ),
      ("D50,", "109?00RUECKLASTSCHRIFT?20OAMT+50,00?22SVWZ+INV-4711", "C261120EUR50,", "-50.00", "", "INV-4711"),
    ])
  func amountsBeside(
    _ booked: String, _ text: String, _ closing: String, _ amount: String, _ charges: String, _ remittance: String
  ) {
    let read = bank(.mt940, statement([":61:2611201120\(booked)NTRFNONREF", ":86:" + text], closing: closing))
    #expect(read.amounts == [amount])
    #expect(read.column("charges") == [charges])
    #expect(read.column("remittance") == [remittance])
    #expect(read.untied == [])
  }

  @Test("text cut after 27 characters is one text, after fewer there was a blank")
  func subfields() {
    let read = bank(
      .mt940,
      statement(
        [
          ":61:2611201120C10,NTRFNONREF", ":86:166?00GUTSCHRIFT?20EREF+TFNR 21005 EndToEndId ?2100001?22SVWZ+Rechnung",
          "?23INV-4711?24und INV-4712?31DE44500105175407324931?32Hafen?33Kontor?34000",
        ], closing: "C261120EUR110,"))
    #expect(read.column("end_to_end_id") == ["TFNR 21005 EndToEndId 00001"])
    #expect(read.column("remittance") == ["Rechnung INV-4711 und INV-4712"])
    #expect(read.column("payer_name") == ["Hafen Kontor"])
    #expect(read.column("bank_code") == ["166"])
  }

  @Test("words between slashes are read, and texts without any form are kept whole")
  func otherForms() {
    let read = bank(
      .mt940,
      statement(
        [
          ":61:2611201120C10,N541NONREF",
          ":86:/TRTP/SEPA/IBAN/NL91ABNA0417164300/NAME/De Boer/REMI/USTD//INV-1/EREF/E9",
          ":61:2611201120C10,N541NONREF", ":86:/CNTP/NL91ABNA0417164300/ABNANL2A/Jansen BV///REMI/STRD/CUR/9876/",
          ":61:2611201120C10,NMSCNONREF", ":86:BIJSCHRIJVING INV-3", "VAN P. DE WIT",
          ":61:2611201120C10,NMSCNONREF",
          ":86:020~00PRZELEW~20FAKTURA ~21INV-4~32ANNA NOWAK~38PL29114010810000267002001002",
        ], closing: "C261120EUR140,"))
    #expect(read.column("remittance") == ["INV-1", "9876", "BIJSCHRIJVING INV-3 VAN P. DE WIT", "FAKTURA INV-4"])
    #expect(read.column("reference") == ["", "9876", "", ""])
    #expect(read.column("payer_name") == ["De Boer", "Jansen BV", "", "ANNA NOWAK"])
    #expect(read.column("payer_account").map { String($0.suffix(4)) } == ["4300", "4300", "", "1002"])
  }

  @Test("what banks kept stands on the second line of field 61 too, and several kept it together")
  func supplementary() {
    func read(_ more: String) -> BankRead {
      bank(.mt940, statement([":61:2611201120C95,NTRFNONREF//B1", more], closing: "C261120EUR195,"))
    }
    for more in ["/OCMT/EUR100,/CHGS1/EUR2,/CHGS2/EUR3,/", ":86:/REMI/INV-1/OCMT/EUR100,//CHGS1/EUR2,//CHGS2/EUR3,/"] {
      #expect(read(more).amounts == ["100.00"])
      #expect(read(more).column("charges") == ["5.00"])
      #expect(read(more).untied == [])
    }
    #expect(read("/OCMT/EUR100,/CHGS/EUR5,/").ids == read("/OCMT/EUR99,/CHGS/EUR4,/").ids)
  }

  @Test("two equal payments of a day are two; in an overlapping statement they are the same two")
  func occurrences() {
    let entry = [":61:2611201120C10,NTRFNONREF", ":86:membership"]
    let one = bank(.mt940, statement(entry + entry, closing: "C261120EUR120,"))
    #expect(Set(one.ids).count == 2)
    let overlapping = statement(
      [":61:2611191119C5,NTRFNONREF", ":86:other"] + entry + entry, opening: "C261118EUR95,", closing: "C261120EUR120,")
    #expect(Array(bank(.mt940, overlapping).ids.suffix(2)) == one.ids)
  }

  @Test("a statement that goes on in a second message counts on")
  func pages() {
    let entry = [":61:2611201120C10,NTRFNONREF", ":86:membership"]
    let head = [":20:X", ":25:1234567890", ":28C:1/1", ":60F:C261119EUR100,"]
    let lines =
      head + entry + [":62M:C261120EUR110,", "-", ":20:X", ":25:1234567890", ":28C:1/2", ":60M:C261120EUR110,"] + entry
      + [":62F:C261120EUR120,", "-"]
    let read = bank(.mt940, lines.joined(separator: "\n"))
    #expect(Set(read.ids).count == 2)
    #expect(read.untied == [])
  }

  @Test("a line that cannot be read is rejected alone, and the balance says that something is missing")
  func problems() {
    let lines = [":61:2611201120C1.000,50NTRF", ":61:26x1201120C1,NTRF", ":61:2611201120X1,NTRF"]
    let read = bank(.mt940, statement(lines, closing: "C261120EUR200,"))
    #expect(read.problems == [["bank-amount@amount"], ["bank-date@payment_date"], ["bank-syntax@"]])
    #expect(read.untied.count == 1)
    let bare = bank(.mt940, ":20:X\n:25:1\n:28C:1\n:61:2611201120C1,NTRF\n")
    #expect(bare.problems == [["bank-currency@currency"]])
  }
}
