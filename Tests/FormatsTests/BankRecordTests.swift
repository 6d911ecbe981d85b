import Formats
import Testing

@Suite("BAI2")
struct BankBAI2Tests {
  /// A file with one account and these transactions; its totals are right.
  private func file(_ transactions: [String], sum: Int, currency: String = "", status: String = "1") -> String {
    let count = transactions.count + 2
    return
      (["01,A,B,261120,0600,1,,,2/", "02,A,B,\(status),261119,,\(currency),2/", "03,4000123456,,,,,/"] + transactions
      + ["49,\(sum),\(count)/", "98,\(sum),1,\(count + 2)/", "99,\(sum),1,\(count + 4)/"]).joined(separator: "\n")
  }

  @Test(
    "row 18: the type code gives the sign",
    arguments: [
      ("165", "1.00"), ("399", "1.00"), ("400", "-1.00"), ("699", "-1.00"), ("930", "1.00"), ("970", "-1.00"),
    ])
  func signs(_ type: String, _ amount: String) {
    let read = bank(.bai2, file(["16,\(type),100,Z,,,x/"], sum: 100))
    #expect(read.amounts == [amount])
    #expect(read.untied == [])
  }

  @Test("row 7: quotes, commas and slashes are text")
  func text() {
    let read = bank(
      .bai2,
      file(["16,165,100,Z,R1,C1,5\" PIPE, \"INV 1/2\n88,MORE, \"TEXT/", "16,165,200,,,,LAST/ 16, STREET/"], sum: 300)
        .replacing("49,300,4/", with: "49,300,5/").replacing("98,300,1,6/", with: "98,300,1,7/").replacing(
          "99,300,1,8/", with: "99,300,1,9/"))
    #expect(read.column("remittance") == ["5\" PIPE, \"INV 1/2 MORE, \"TEXT", "LAST/ 16, STREET"])
    #expect(read.column("bank_reference") == ["R1", ""])
    #expect(read.column("end_to_end_id") == ["C1", ""])
    #expect(read.untied == [])
  }

  @Test(
    "what a funds type brings is passed over",
    arguments: ["Z,", "0,", "V,261121,,", "V,261121,1200,", "S,10,20,70,", "D,2,1,60,2,40,", ","])
  func funds(_ fields: String) {
    let read = bank(.bai2, file(["16,165,100,\(fields)REF,CUST,TEXT/"], sum: 100))
    #expect(read.column("bank_reference") == ["REF"])
    #expect(read.column("remittance") == ["TEXT"])
    #expect(read.column("value_date") == [fields.hasPrefix("V") ? "2026-11-21" : ""])
  }

  @Test("implied decimals follow the currency of the account")
  func currency() {
    #expect(bank(.bai2, file(["16,165,100,,,,x/"], sum: 100, currency: "JPY")).amounts == ["100"])
    #expect(bank(.bai2, file(["16,165,100,,,,x/"], sum: 100)).column("currency") == ["USD"])
  }

  @Test("totals that are wrong do not tie; a wrong amount is rejected")
  func totals() {
    #expect(bank(.bai2, file(["16,165,100,,,,x/"], sum: 101)).untied.count == 3)
    let read = bank(.bai2, file(["16,165,1x0,,,,x/", "16,16,1,,,,x/"], sum: 1))
    #expect(read.problems == [["bank-amount@amount"], ["bank-code@bank_code"]])
    #expect(bank(.bai2, "01,A,B,261120,0600,1,,,2/\n02,A,B,1,261119,,,2/\n").refusal == "bank-truncated:2")
  }

  @Test("groups that the bank deletes or tests are no payments")
  func status() {
    #expect(bank(.bai2, file(["16,165,100,,,,x/"], sum: 100, status: "2")).amounts == [])
    #expect(bank(.bai2, file(["16,165,100,,,,x/"], sum: 100, status: "4")).warnings == ["bank-skipped:4"])
  }

  @Test("several records on one line are several")
  func sameLine() {
    let text =
      "01,A,B,261120,0600,1,,,2/  02,A,B,1,261119,,,2/\n03,4000123456,,,,,/ 16,165,100,,,,x/ 49,100,3/  98,100,1,5/ 99,100,1,7/"
    let read = bank(.bai2, text)
    #expect(read.amounts == ["1.00"])
    #expect(read.untied == [])
  }
}

@Suite("Lockbox")
struct BankLockboxTests {
  private static let layout = LockboxLayout(fields: [
    .init(UInt8(ascii: "5"), "date", 2, 9), .init(UInt8(ascii: "5"), "currency", 10, 12),
    .init(UInt8(ascii: "6"), "amount", 2, 7), .init(UInt8(ascii: "6"), "check", 8, 11),
    .init(UInt8(ascii: "6"), "invoice", 12, 15), .init(UInt8(ascii: "6"), "invoice", 16, 19),
    .init(UInt8(ascii: "4"), "invoice", 2, 5), .init(UInt8(ascii: "8"), "amount", 2, 9),
    .init(UInt8(ascii: "8"), "count", 10, 12),
  ])

  @Test("a check is one payment with all its invoices, in a layout of the bank's own")
  func ownLayout() {
    let text = "520261119CAD\n6001000" + "0042INV1INV2\n4INV3\n60020000043INV9\n800003000002\n9\n"
    let read = bank(.lockbox, text, lockbox: BankLockboxTests.layout)
    #expect(read.amounts == ["10.00", "20.00"])
    #expect(read.column("remittance") == ["INV1 INV2 INV3", "INV9"])
    #expect(read.column("reference") == ["", "INV9"])
    #expect(read.column("currency") == ["CAD", "CAD"])
    #expect(read.column("payment_date") == ["2026-11-19", "2026-11-19"])
    #expect(read.positions.map { $0.prefix(5) } == ["1:2-3", "2:4-4"])
    #expect(read.untied == [] && read.controls.count == 2)
  }

  @Test("what is paid of an invoice stands behind it")
  func invoiceAmounts() {
    let layout = LockboxLayout(fields: [
      .init(UInt8(ascii: "5"), "date", 2, 9), .init(UInt8(ascii: "6"), "amount", 2, 7),
      .init(UInt8(ascii: "4"), "invoice", 2, 5), .init(UInt8(ascii: "4"), "invoiceAmount", 6, 11),
      .init(UInt8(ascii: "4"), "invoice", 12, 15), .init(UInt8(ascii: "4"), "invoiceAmount", 16, 21),
    ])
    let text = "520261119\n6026000\n4INV1006000INV2020000\n4INV3      \n6001000\n4INV4001000\n9\n"
    let read = bank(.lockbox, text, lockbox: layout)
    #expect(read.column("remittance") == ["INV1 60.00, INV2 200.00, INV3", "INV4 10.00"])
    #expect(read.column("reference") == ["", "INV4"])
  }

  @Test("totals that are wrong do not tie; a file without its trailer is refused")
  func totals() {
    let text = "520261119CAD\n60010000042INV1\n800002000002\n"
    #expect(bank(.lockbox, text + "9\n", lockbox: BankLockboxTests.layout).untied.count == 2)
    #expect(bank(.lockbox, text, lockbox: BankLockboxTests.layout).refusal == "bank-truncated:3")
    #expect(bank(.lockbox, text + "9\n1\n", lockbox: BankLockboxTests.layout).refusal == "bank-syntax:5")
  }
}

@Suite("NACHA returns")
struct BankNACHATests {
  @Test("a returned debit is money out, a returned credit money in; a change of data is no payment")
  func fixture() throws {
    let read = bank(.nacha, try BankFixture.bytes("nacha.payments/input.ach"))
    #expect(read.amounts == ["-270.00", "-125.00", "50.00"])
    #expect(read.column("return_reason") == ["R01", "R10", "R03"])
    #expect(read.column("end_to_end_id") == ["INV-4701", "INV-4702", "REFUND-9"])
    #expect(read.column("payment_date") == ["2026-11-20", "2026-11-20", "2026-11-20"])
    #expect(read.warnings == ["bank-skipped:9"])
  }

  @Test("a file without line ends is the same file")
  func withoutLineEnds() throws {
    let bytes = try BankFixture.bytes("nacha.payments/input.ach")
    let read = bank(.nacha, bytes.filter { $0 != 0x0A }, pieces: 50)
    #expect(read.ids == bank(.nacha, bytes).ids)
    #expect(read.untied == [])
  }

  @Test("a file that stands twice in one, and one without the blanks at the ends of its lines, have the same returns")
  func handled() throws {
    let bytes = try BankFixture.bytes("nacha.payments/input.ach")
    let once = bank(.nacha, bytes)
    let twice = bank(.nacha, bytes + bytes)
    #expect(twice.ids == once.ids + once.ids)
    #expect(twice.untied == [] && twice.controls.count == 2 * once.controls.count)
    let lines = bytes.split(separator: 0x0A).map { line in Array(line.reversed().drop { $0 == 0x20 }.reversed()) }
    let trimmed = Array(lines.joined(separator: [0x0A]))
    #expect(trimmed.withUnsafeBytes { BankFormat.sniff($0)?.format } == .nacha)
    #expect(bank(.nacha, trimmed).ids == once.ids)
  }

  @Test("a lockbox without the blanks at the ends of its lines has the same checks")
  func trimmedLockbox() throws {
    let bytes = try BankFixture.bytes("lockbox.payments/input.txt")
    let lines = bytes.split(separator: 0x0A).map { line in Array(line.reversed().drop { $0 == 0x20 }.reversed()) }
    let trimmed = Array(lines.joined(separator: [0x0A]))
    #expect(trimmed.count < bytes.count)
    #expect(trimmed.withUnsafeBytes { BankFormat.sniff($0)?.format } == .lockbox)
    #expect(bank(.lockbox, trimmed).ids == bank(.lockbox, bytes).ids)
    #expect(bank(.lockbox, trimmed).untied == [])
  }

  @Test("two byte order marks are none of the first record")
  func marks() throws {
    let bytes = try BankFixture.bytes("nacha.payments/input.ach")
    #expect(bank(.nacha, [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + bytes, pieces: 4).ids == bank(.nacha, bytes).ids)
  }

  @Test("a changed amount does not tie with hash totals")
  func untied() throws {
    var bytes = try BankFixture.bytes("nacha.payments/input.ach")
    let at = 95 * 2 + 38
    #expect(bytes[at] == 0x30)
    bytes[at] = 0x31
    #expect(bank(.nacha, bytes).untied.count == 2)
  }
}

@Suite("OFX")
struct BankOFXTests {
  private func statement(_ transactions: String) -> String {
    "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1234567890</BANKACCTFROM><BANKTRANLIST>\(transactions)</BANKTRANLIST></STMTRS></OFX>"
  }

  @Test("a movement of which the first line is gone is not lost without a word")
  func beginningMissing() throws {
    let text = String(decoding: try BankFixture.bytes("ofx.payments/input-2.ofx"), as: UTF8.self)
    let read = bank(.ofx, text.replacing("<STMTTRN>", with: ""))
    #expect(read.refusal?.hasPrefix("bank-syntax") == true)
  }

  @Test("tags that are never closed, references and missing ends are read")
  func sgml() {
    let read = bank(
      .ofx,
      statement(
        "<STMTTRN><DTPOSTED>20261120<TRNAMT>1,5<FITID>1<NAME>A &amp; B &#35;1 & C<STMTTRN><DTPOSTED>20261121<TRNAMT>-2<FITID>2"
      ))
    #expect(read.amounts == ["1.50", "-2.00"])
    #expect(read.column("payer_name") == ["A & B #1 & C", ""])
  }

  @Test("FITID 0 makes no payment the one it is", arguments: ["0", "NONE", "000"])
  func noID(_ id: String) {
    func read(_ name: String) -> BankRead {
      bank(.ofx, statement("<STMTTRN><DTPOSTED>20261120<TRNAMT>1<FITID>\(id)<NAME>\(name)</STMTTRN>"))
    }
    #expect(read("A").ids != read("B").ids)
    #expect(read("A").column("former_id") == read("B").column("former_id") && read("A").column("former_id") != [""])
  }

  @Test("an amount or date that is none rejects its transaction alone")
  func problems() {
    let read = bank(
      .ofx,
      statement("<STMTTRN><DTPOSTED>201120000000<TRNAMT>$120</STMTTRN><STMTTRN><DTPOSTED>20261120<TRNAMT>1</STMTTRN>"))
    #expect(read.problems == [["bank-date@payment_date", "bank-amount@amount"], []])
  }

  @Test("a currency of its own counts, one it was converted from does not")
  func currency() {
    let own = "<STMTTRN><DTPOSTED>20261120<TRNAMT>1<FITID>1<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY></STMTTRN>"
    let original =
      "<STMTTRN><DTPOSTED>20261120<TRNAMT>1<FITID>2<ORIGCURRENCY><CURRATE>1.1<CURSYM>EUR</ORIGCURRENCY></STMTTRN>"
    #expect(bank(.ofx, statement(own + original)).column("currency") == ["EUR", "USD"])
  }

  @Test("row 27: a DOCTYPE is refused; a cut file too")
  func refused() {
    #expect(bank(.ofx, "<!DOCTYPE x><OFX></OFX>").refusal == "xml-doctype:1")
    #expect(bank(.ofx, "OFXHEADER:100\n<OFX><STMTRS>").refusal == "bank-truncated:2")
  }
}

@Suite("pain.002")
struct BankPain002Tests {
  @Test("a rejected collection is money out; what names no amount is told")
  func fixture() throws {
    let read = bank(.pain002, try BankFixture.bytes("pain002.payments/input.xml"))
    #expect(read.amounts == ["-119.00"])
    #expect(read.column("return_reason") == ["AC04"])
    #expect(read.column("payment_date") == ["2026-11-20"])
    #expect(
      Set(read.warnings.map { $0.prefix { $0 != ":" } }) == ["bank-no-amount", "bank-rejected-whole", "bank-skipped"])
  }

  @Test("rejected transfers of our own are no payments of customers; a missing transaction does not tie")
  func others() throws {
    let text = String(decoding: try BankFixture.bytes("pain002.payments/input.xml"), as: UTF8.self)
    #expect(bank(.pain002, text.replacing("pain.008", with: "pain.001")).rows.isEmpty)
    #expect(bank(.pain002, text.replacing("<DtldNbOfTxs>2<", with: "<DtldNbOfTxs>3<")).untied.count == 2)
  }
}
