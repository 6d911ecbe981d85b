import Formats
import Foundation
import Testing

@Suite("camt.052, 053 and 054")
struct BankCamtTests {
  private static let account = "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>"

  private func message(_ entries: String, balances: String = "", root: String = "BkToCstmrStmt", part: String = "Stmt")
    -> String
  {
    "<Document><\(root)><\(part)><Id>S1</Id>\(BankCamtTests.account)\(balances)\(entries)</\(part)></\(root)></Document>"
  }

  private func balance(_ code: String, _ amount: String, _ sign: String = "CRDT", currency: String = "EUR") -> String {
    "<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy=\"\(currency)\">\(amount)</Amt><CdtDbtInd>\(sign)</CdtDbtInd></Bal>"
  }

  private func entry(
    _ amount: String, _ sign: String = "CRDT", status: String = "BOOK", reference: String = "", charges: String = "",
    _ details: String = ""
  ) -> String {
    "<Ntry><Amt Ccy=\"EUR\">\(amount)</Amt><CdtDbtInd>\(sign)</CdtDbtInd><Sts>\(status)</Sts>"
      + "<BookgDt><Dt>2026-11-20</Dt></BookgDt>"
      + (reference.isEmpty ? "" : "<AcctSvcrRef>\(reference)</AcctSvcrRef>")
      + (charges.isEmpty ? "" : "<Chrgs><Amt Ccy=\"EUR\">\(charges)</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>")
      + (details.isEmpty ? "" : "<NtryDtls>\(details)</NtryDtls>") + "</Ntry>"
  }

  private func transaction(_ amount: String?, _ sign: String = "CRDT", currency: String = "EUR", text: String = "x")
    -> String
  {
    "<TxDtls>" + (amount.map { "<Amt Ccy=\"\(currency)\">\($0)</Amt><CdtDbtInd>\(sign)</CdtDbtInd>" } ?? "")
      + "<RmtInf><Ustrd>\(text)</Ustrd></RmtInf></TxDtls>"
  }

  @Test("what is paid of each document stands beside it; the id of the payment is made without it")
  func remittedAmounts() {
    func remittance(_ amounts: [String]) -> String {
      let parts = zip(["<RfrdDocInf><Nb>INV-1</Nb></RfrdDocInf>", "<RfrdDocInf><Nb>INV-2</Nb></RfrdDocInf>"], amounts)
        .map { document, amount in
          let stated = amount.isEmpty ? "" : "<RfrdDocAmt><RmtdAmt Ccy=\"EUR\">\(amount)</RmtdAmt></RfrdDocAmt>"
          return "<Strd>\(document)\(stated)</Strd>"
        }
      return message(entry("60.00", "CRDT", "<TxDtls><RmtInf><Ustrd>x</Ustrd>\(parts.joined())</RmtInf></TxDtls>"))
    }
    let (plain, stated) = (bank(.camt, remittance(["", ""])), bank(.camt, remittance(["10", "50.00"])))
    #expect(plain.column("remittance") == ["x INV-1 INV-2"])
    #expect(stated.column("remittance") == ["INV-1 10.00, INV-2 50.00 x"])
    #expect(bank(.camt, remittance(["", "50.00"])).column("remittance") == ["x INV-1 INV-2"])
    #expect(stated.column("payment_id") == plain.column("payment_id"))
  }

  @Test(
    "a reference that is none makes no payment the one it is; its former id goes with it",
    arguments: ["NOTPROVIDED", "NonRef", "NOT PROVIDED", "0", "000000", "-", "n/a"])
  func noReference(_ reference: String) {
    func read(_ name: String) -> BankRead {
      let details = "<TxDtls><RltdPties><Dbtr><Nm>\(name)</Nm></Dbtr></RltdPties></TxDtls>"
      return bank(.camt, message(entry("60.00", reference: reference, details)))
    }
    let (alpha, beta) = (read("Alpha GmbH"), read("Beta AG"))
    #expect(alpha.ids != beta.ids)
    #expect(alpha.column("bank_reference") == [""])
    #expect(alpha.column("former_id") == beta.column("former_id") && alpha.column("former_id") != [""])
    let known = bank(.camt, message(entry("60.00", reference: "B1")))
    #expect(known.column("former_id") == [""] && known.column("entry_key") == [""])
  }

  @Test("transactions of one entry name it, whatever their order; a single one needs not")
  func entryKey() {
    func read(_ parts: String) -> BankRead { bank(.camt, message(entry("60.00", reference: "B1", parts))) }
    let one = read(transaction("10.00") + transaction("50.00"))
    let other = read(transaction("50.00") + transaction("10.00"))
    #expect(Set(one.column("entry_key")).count == 1 && one.column("entry_key") == other.column("entry_key"))
    #expect(one.column("entry_key")[0].count == 32 && one.ids == other.ids)
    #expect(read(transaction("60.00")).column("entry_key") == [""])
  }

  @Test("what the payer takes off stands behind its document, in words")
  func deductions() {
    func remittance(_ parts: [(number: String, amounts: String)]) -> [String] {
      let structured = parts.map {
        "<Strd><RfrdDocInf><Nb>\($0.number)</Nb></RfrdDocInf><RfrdDocAmt>\($0.amounts)</RfrdDocAmt></Strd>"
      }
      let text = message(entry("58.00", "CRDT", "<TxDtls><RmtInf>\(structured.joined())</RmtInf></TxDtls>"))
      return bank(.camt, text).column("remittance")
    }
    func amount(_ name: String, _ amount: String) -> String { "<\(name) Ccy=\"EUR\">\(amount)</\(name)>" }
    let freight =
      "<AdjstmntAmtAndRsn>\(amount("Amt", "2.00"))<CdtDbtInd>DBIT</CdtDbtInd><Rsn>freight</Rsn></AdjstmntAmtAndRsn>"
    #expect(
      remittance([
        ("INV-1", amount("DscntApldAmt", "2.00") + amount("RmtdAmt", "8.00")), ("INV-2", amount("RmtdAmt", "50.00")),
      ])
        == ["INV-1 8.00 less 2.00 discount, INV-2 50.00"])
    #expect(remittance([("INV-1", freight + amount("RmtdAmt", "58.00"))]) == ["less 2.00 freight"])
    #expect(
      remittance([("INV-1", "<DscntApldAmt>\(amount("Amt", "2.00"))</DscntApldAmt>" + amount("RmtdAmt", "58.00"))])
        == ["less 2.00 discount"])
    #expect(remittance([("INV-1", amount("DscntApldAmt", "0.00") + amount("RmtdAmt", "58.00"))]) == [""])
  }

  @Test("each adjustment has its own sign and reason; the id of the payment is made without them")
  func adjustments() {
    func read(_ stated: String) -> BankRead {
      let document = "<Strd><RfrdDocInf><Nb>INV-1</Nb></RfrdDocInf><RfrdDocAmt>\(stated)</RfrdDocAmt></Strd>"
      return bank(
        .camt, message(entry("60.00", "CRDT", "<TxDtls><RmtInf><Ustrd>x</Ustrd>\(document)</RmtInf></TxDtls>")))
    }
    func adjustment(_ amount: String, _ sign: String, _ reason: String) -> String {
      "<AdjstmntAmtAndRsn><Amt Ccy=\"EUR\">\(amount)</Amt><CdtDbtInd>\(sign)</CdtDbtInd><Rsn>\(reason)</Rsn></AdjstmntAmtAndRsn>"
    }
    let stated = read(adjustment("50.00", "DBIT", "freight") + adjustment("3.00", "CRDT", "tax"))
    #expect(stated.column("remittance") == ["x less 50.00 freight plus 3.00 tax"])
    #expect(stated.ids == read("").ids)
  }

  @Test("a batch is split, and its transactions add up to the entry")
  func batch() {
    let read = bank(.camt, message(entry("60.00", "CRDT", transaction("10.00") + transaction("50.00"))))
    #expect(read.amounts == ["10.00", "50.00"])
    #expect(read.untied == [] && read.controls.count == 1)
  }

  @Test(
    "details without amounts are one row with the words of all and the payer they share; the id is that of the bare entry"
  )
  func wordsOfAll() {
    func details(_ name: String, _ text: String) -> String {
      "<TxDtls><RltdPties><Dbtr><Nm>\(name)</Nm></Dbtr></RltdPties><RmtInf><Ustrd>\(text)</Ustrd></RmtInf></TxDtls>"
    }
    func read(_ details: String) -> BankRead { bank(.camt, message(entry("300.00", "CRDT", details))) }
    let shared = read(details("Alpha GmbH", "RE-1") + details("Alpha GmbH", "RE-2"))
    #expect(shared.amounts == ["300.00"])
    #expect(shared.column("payer_name") == ["Alpha GmbH"])
    #expect(shared.column("remittance") == ["RE-1 RE-2"])
    let apart = read(details("Alpha GmbH", "RE-1") + details("Beta AG", "RE-2") + details("Beta AG", "RE-3"))
    #expect(apart.column("payer_name") == [""])
    #expect(apart.column("remittance") == ["RE-1 RE-2 RE-3"])
    #expect(shared.column("payment_id") == read("").column("payment_id"))
  }

  @Test("a date of booking that is none rejects the movement, whatever its value date", arguments: ["2026-13-02", "x"])
  func wrongDate(_ date: String) {
    let wrong = entry("60.00").replacingOccurrences(
      of: "<BookgDt><Dt>2026-11-20</Dt></BookgDt>",
      with: "<BookgDt><Dt>\(date)</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>")
    #expect(bank(.camt, message(wrong)).problems == [["bank-date@payment_date"]])
  }

  @Test("refunds inside a batch keep their sign")
  func netBatch() {
    let read = bank(.camt, message(entry("40.00", "CRDT", transaction("50.00") + transaction("10.00", "DBIT"))))
    #expect(read.amounts == ["50.00", "-10.00"])
    #expect(read.untied == [])
  }

  @Test("charges explain the difference between a batch and its transactions; nothing else does")
  func batchCharges() {
    let parts = transaction("10.00") + transaction("50.00")
    #expect(bank(.camt, message(entry("58.00", charges: "2.00", parts))).untied == [])
    #expect(bank(.camt, message(entry("58.00", "CRDT", parts))).untied.count == 1)
    #expect(bank(.camt, message(entry("58.00", charges: "1.00", parts))).untied.count == 1)
  }

  @Test("a single transaction is what was paid where charges explain it, else what came in")
  func single() {
    let explained = bank(.camt, message(entry("95.00", charges: "5.00", transaction("100.00"))))
    #expect(explained.amounts == ["100.00"])
    #expect(explained.column("charges") == ["5.00"])
    let unexplained = bank(.camt, message(entry("95.00", "CRDT", transaction("100.00"))))
    #expect(unexplained.amounts == ["95.00"])
    #expect(unexplained.warnings == ["bank-amount-differs:1"])
    #expect(bank(.camt, message(entry("95.00", "CRDT", transaction("110.00", currency: "USD")))).amounts == ["95.00"])
  }

  @Test("details without amounts are one payment; with some, the entry does not tie")
  func withoutAmounts() {
    let read = bank(.camt, message(entry("60.00", "CRDT", transaction(nil) + transaction(nil))))
    #expect(read.amounts == ["60.00"])
    #expect(read.untied == [])
    #expect(bank(.camt, message(entry("60.00", "CRDT", transaction("10.00") + transaction(nil)))).untied.count == 1)
    #expect(bank(.camt, message(entry("60.00"))).amounts == ["60.00"])
  }

  @Test("transactions in another currency keep it, and the entry's sign")
  func foreign() {
    let parts = transaction("3.10", currency: "CHF") + transaction("3.20", currency: "CHF")
    let read = bank(.camt, message(entry("200", "DBIT", parts)))
    #expect(read.amounts == ["-3.10", "-3.20"])
    #expect(read.column("currency") == ["CHF", "CHF"])
    #expect(Set(read.warnings) == ["bank-sign:1", "bank-currency:1"])
  }

  @Test("only booked entries are payments; the others are counted")
  func status() {
    let read = bank(
      .camt, message(entry("1.00") + entry("2.00", status: "PDNG") + entry("3.00", status: "<Cd>INFO</Cd>")))
    #expect(read.amounts == ["1.00"])
    #expect(read.warnings == ["bank-skipped:1", "bank-skipped:1"])
  }

  @Test(
    "balances prove the entries",
    arguments: [
      (["OPBD", "CLBD"], true), (["PRCD", "CLBD"], true), (["OPBD", "ITBD"], true), (["ITBD", "CLBD"], true),
      (["ITBD", "ITBD"], true), (["OPAV", "CLAV"], true), (["OPBD"], false), (["OPBD", "FWAV"], false),
    ])
  func balances(_ codes: [String], _ isStated: Bool) {
    let right = zip(codes, ["100.00", "90.00"]).map { balance($0, $1) }.joined()
    let read = bank(.camt, message(entry("10.00", "DBIT"), balances: right))
    #expect(read.controls.count == (isStated ? 1 : 0))
    #expect(read.untied == [])
    let wrong = zip(codes, ["100.00", "110.00"]).map { balance($0, $1) }.joined()
    #expect(bank(.camt, message(entry("10.00", "DBIT"), balances: wrong)).untied.count == (isStated ? 1 : 0))
  }

  @Test("balances in two currencies prove nothing, and interim ones of a report neither")
  func otherBalances() {
    let two = balance("OPBD", "1.00") + balance("CLBD", "11.00", currency: "SEK")
    let read = bank(.camt, message(entry("10.00"), balances: two))
    #expect(read.controls == [] && read.warnings == ["bank-currency:1"])
    let interim = balance("OPBD", "1.00") + balance("ITBD", "99.00")
    let report = message(entry("10.00"), balances: interim, root: "BkToCstmrAcctRpt", part: "Rpt")
    #expect(bank(.camt, report).controls == [])
  }

  @Test("the bank's reference gives a payment one id in statement, report and notification")
  func identity() {
    let one = entry("10.00", reference: "B-1", transaction("10.00"))
    let statement = bank(.camt, message(one))
    let notice = bank(.camt, message(one, root: "BkToCstmrDbtCdtNtfctn", part: "Ntfctn"))
    #expect(statement.ids == notice.ids)
    #expect(bank(.camt, message(entry("10.00", reference: "B-1"))).ids == statement.ids)
    let twice = bank(
      .camt, message(entry("10.00", "CRDT", transaction("10.00")) + entry("10.00", "CRDT", transaction("10.00"))))
    #expect(Set(twice.ids).count == 2)
  }

  @Test("an entry without sign, amount or date is rejected alone")
  func problems() {
    let read = bank(
      .camt,
      message(
        entry("10.00", "XXXX") + entry("ten") + "<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"))
    #expect(read.problems == [["bank-sign@amount"], ["bank-amount@amount"], ["bank-date@payment_date"]])
  }

  @Test("row 27: a DOCTYPE is refused before anything of it is read")
  func doctype() {
    let bomb = "<!DOCTYPE Document [<!ENTITY a \"aaaa\">]>" + message(entry("1.00"))
    #expect(bank(.camt, bomb).refusal == "xml-doctype:1")
    #expect(bank(.camt, "<Document><CstmrCdtTrfInitn/></Document>").refusal == "xml-root:1")
    #expect(bank(.camt, "<Document><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>").refusal == "bank-syntax:1")
  }

  @Test("a message in the envelope of a bank, with prefixes, is read")
  func envelope() {
    let inner = message(entry("1.00")).replacing("</", with: "</c:").replacing("<c:/", with: "</")
      .replacing("<c:c:", with: "<c:")
    let text = "<e:Envelope xmlns:e=\"x\"><e:Body><Document>" + inner.dropFirst(10).replacing("</c:", with: "</")
    #expect(bank(.camt, text + "</e:Body></e:Envelope>").amounts == ["1.00"])
  }
}
