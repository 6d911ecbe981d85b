import Formats
import Ledger
import Normalize
import Pipeline
import Testing

private let header =
  "company,document_id,customer_id,document_date,currency,balance,kind,due_date,amount,status,instalment,tax_amount\n"
private let good = "ACME,4711,C1,2026-06-01,EUR,100.00,invoice,2026-07-01,119.00,OPEN,,19.00"

/// The good row with some columns replaced.
private func changedRow(_ changes: [String: String]) -> String {
  let names = header.dropLast().split(separator: ",").map(String.init)
  var fields = good.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  for (name, value) in changes { fields[names.firstIndex(of: name)!] = value }
  return header + fields.joined(separator: ",") + "\n"
}

struct DocumentCase: CustomTestStringConvertible, Sendable {
  var what: String
  var changes: [String: String]
  /// What the row has to be: `kind amount balance`, or empty where it is rejected.
  var taken = ""
  var codes: [String] = []
  var warnings: [String] = []
  var testDescription: String { what }
}

@Suite("Rows of documents")
struct DocumentNormalizerTests {
  static let table: [DocumentCase] = [
    DocumentCase(what: "an invoice", changes: [:], taken: "invoice 11900 10000"),
    DocumentCase(what: "amount missing is the balance", changes: ["amount": ""], taken: "invoice 10000 10000"),
    DocumentCase(what: "kind missing, positive", changes: ["kind": ""], taken: "invoice 11900 10000"),
    DocumentCase(
      what: "kind missing, negative", changes: ["kind": "", "amount": "-119.00", "balance": "-19"],
      taken: "credit_note -11900 -1900"),
    DocumentCase(
      what: "kind and amount missing, negative", changes: ["kind": "", "amount": "", "balance": "-19"],
      taken: "credit_note -1900 -1900"),
    DocumentCase(what: "kind in capitals", changes: ["kind": "Debit_Note"], taken: "debit_note 11900 10000"),
    DocumentCase(
      what: "negative invoice", changes: ["amount": "-5.00", "balance": "-5.00"], taken: "invoice -500 -500",
      warnings: ["reversal:2"]),
    DocumentCase(
      what: "negative charge", changes: ["kind": "charge", "amount": "-5", "balance": "-5"], taken: "charge -500 -500",
      warnings: ["reversal:2"]),
    DocumentCase(
      what: "positive credit note", changes: ["kind": "credit_note"], codes: ["sign-rule@amount"]),
    DocumentCase(
      what: "positive payment on account", changes: ["kind": "on_account", "amount": "5.00"],
      codes: ["sign-rule@amount"]),
    DocumentCase(
      what: "credit note without due date",
      changes: ["kind": "credit_note", "amount": "-5", "balance": "-5", "due_date": ""],
      taken: "credit_note -500 -500"),
    DocumentCase(
      what: "a credit note's balance crosses zero", changes: ["kind": "credit_note", "amount": "-5", "balance": "1.5"],
      taken: "credit_note -500 150", warnings: ["credit-owed:2"]),
    DocumentCase(
      what: "a credit note of which only the balance lost its sign",
      changes: ["kind": "", "amount": "-119.00", "balance": "119.00"], codes: ["sign-rule@balance"]),
    DocumentCase(
      what: "an invoice's balance crosses zero", changes: ["balance": "-0.01"], taken: "invoice 11900 -1"),
    DocumentCase(
      what: "invoice without due date", changes: ["due_date": ""], taken: "invoice 11900 10000",
      warnings: ["no-due-date:2"]),
    DocumentCase(
      what: "due before its date", changes: ["due_date": "2026-05-31"], taken: "invoice 11900 10000",
      warnings: ["due-before-document:2"]),
    DocumentCase(what: "due on its date", changes: ["due_date": "2026-06-01"], taken: "invoice 11900 10000"),
    DocumentCase(
      what: "yen has no decimals", changes: ["currency": "JPY", "amount": "119", "balance": "100.", "tax_amount": "9"],
      taken: "invoice 119 100"),
    DocumentCase(
      what: "dinar has three", changes: ["currency": "KWD", "amount": "1.234", "balance": "1.2"],
      taken: "invoice 1234 1200"),
    DocumentCase(what: "zeros beyond the decimals", changes: ["balance": "100.0000"], taken: "invoice 11900 10000"),
    DocumentCase(
      what: "too many decimals", changes: ["balance": "100.005", "tax_amount": "1.999"],
      codes: ["money-scale@balance", "money-scale@tax_amount"]),
    DocumentCase(what: "comma as decimal mark", changes: ["balance": "\"1,50\""], codes: ["money@balance"]),
    DocumentCase(what: "grouping", changes: ["balance": "\"1,234.50\""], codes: ["money@balance"]),
    DocumentCase(what: "plus sign", changes: ["balance": "+1"], codes: ["money@balance"]),
    DocumentCase(what: "minus behind", changes: ["balance": "1.00-"], codes: ["money@balance"]),
    DocumentCase(what: "brackets", changes: ["balance": "(1.00)"], codes: ["money@balance"]),
    DocumentCase(what: "exponent", changes: ["balance": "1E5"], codes: ["money@balance"]),
    DocumentCase(what: "far too large", changes: ["balance": "99999999999999.99"], codes: ["money-too-large@balance"]),
    DocumentCase(what: "31 April", changes: ["document_date": "2026-04-31"], codes: ["date@document_date"]),
    DocumentCase(what: "29 February of no leap year", changes: ["due_date": "2026-02-29"], codes: ["date@due_date"]),
    DocumentCase(what: "29 February of a leap year", changes: ["due_date": "2028-02-29"], taken: "invoice 11900 10000"),
    DocumentCase(what: "German date", changes: ["document_date": "01.06.2026"], codes: ["date@document_date"]),
    DocumentCase(what: "slashes", changes: ["document_date": "2026/06/01"], codes: ["date@document_date"]),
    DocumentCase(what: "date and time", changes: ["document_date": "2026-06-01T00:00"], codes: ["date@document_date"]),
    DocumentCase(what: "letters in a date", changes: ["document_date": "2026-06-0x"], codes: ["date@document_date"]),
    DocumentCase(what: "colon for a digit", changes: ["document_date": "2026-0:-01"], codes: ["date@document_date"]),
    DocumentCase(what: "1969", changes: ["document_date": "1969-12-31"], codes: ["date-absurd@document_date"]),
    DocumentCase(what: "2201", changes: ["due_date": "2201-01-01"], codes: ["date-absurd@due_date"]),
    DocumentCase(what: "2200", changes: ["due_date": "2200-12-31"], taken: "invoice 11900 10000"),
    DocumentCase(what: "unknown company", changes: ["company": "ACM"], codes: ["company-unknown@company"]),
    DocumentCase(what: "company in other capitals", changes: ["company": "acme"], codes: ["company-unknown@company"]),
    DocumentCase(what: "unknown currency", changes: ["currency": "EUX"], codes: ["currency-unknown@currency"]),
    DocumentCase(what: "small currency", changes: ["currency": "eur"], codes: ["currency-unknown@currency"]),
    DocumentCase(what: "unknown kind", changes: ["kind": "invioce"], codes: ["word-unknown@kind"]),
    DocumentCase(
      what: "id of a spreadsheet", changes: ["document_id": "2.4952E+19"], codes: ["id-scientific@document_id"]),
    DocumentCase(what: "an error of a formula", changes: ["customer_id": "#NV"], codes: ["id-spreadsheet@customer_id"]),
    DocumentCase(what: "a narrow column", changes: ["document_id": "########"], codes: ["id-spreadsheet@document_id"]),
    DocumentCase(
      what: "an id in a formula", changes: ["document_id": "\"=\"\"00012\"\"\""],
      codes: ["id-spreadsheet@document_id"]),
    DocumentCase(what: "an apostrophe", changes: ["customer_id": "'00012"], codes: ["id-spreadsheet@customer_id"]),
    DocumentCase(what: "a number sign", changes: ["document_id": "#4711"], taken: "invoice 11900 10000"),
    DocumentCase(what: "a name with an apostrophe", changes: ["document_id": "'t Huis"], taken: "invoice 11900 10000"),
    DocumentCase(what: "a plus in an id", changes: ["document_id": "A+19"], taken: "invoice 11900 10000"),
    DocumentCase(
      what: "customer of a spreadsheet", changes: ["customer_id": "\"1,5e+10\""], codes: ["id-scientific@customer_id"]),
    DocumentCase(
      what: "a line break in an id", changes: ["document_id": "\"47\n11\""], codes: ["id-control@document_id"]),
    DocumentCase(
      what: "a very long id", changes: ["customer_id": String(repeating: "9", count: 256)],
      codes: ["id-too-long@customer_id"]),
    DocumentCase(
      what: "everything is missing",
      changes: [
        "company": "", "document_id": "", "customer_id": " ", "document_date": "", "currency": "", "balance": "",
        "amount": "", "tax_amount": "",
      ],
      codes: [
        "required@company", "required@document_id", "required@customer_id", "required@document_date",
        "required@currency", "required@balance",
      ]),
    DocumentCase(
      what: "all problems of a row", changes: ["company": "X", "due_date": "soon", "balance": "much", "kind": "gift"],
      codes: ["company-unknown@company", "date@due_date", "money@balance", "word-unknown@kind"]),
  ]

  @Test("takes or rejects a row, and says why", arguments: table)
  func rows(_ row: DocumentCase) throws {
    let read = try documents(changedRow(row.changes))
    let taken = read.documents.map { "\($0.kind.name) \($0.amount) \($0.balance)" }
    #expect(taken == (row.taken.isEmpty ? [] : [row.taken]))
    #expect(read.codes == row.codes)
    #expect(read.warnings == row.warnings)
    #expect(read.problems.rows == 1)
    #expect(read.problems.rejectedRows == (row.codes.isEmpty ? 0 : 1))
    #expect(read.problems.rejects.allSatisfy { !$0.hint.isEmpty && !$0.message.isEmpty })
  }

  @Test(
    "tells void from other words",
    arguments: [
      ("void", true), ("VOIDED", true), ("Cancelled", true), ("canceled", true), ("deleted", true), ("OPEN", false),
      ("delete", false), ("", false), ("cancelledx", false),
    ])
  func void(_ status: String, _ isVoid: Bool) throws {
    #expect(try documents(changedRow(["status": status])).documents.map(\.isVoid) == [isVoid])
  }

  @Test("passes over drafts, whatever else stands in their rows", arguments: ["draft", "Draft", "DRAFT"])
  func draft(_ status: String) throws {
    for other in ["document_id", "currency", "balance"] {
      let read = try documents(changedRow(["status": status, other: ""]))
      #expect(read.documents.isEmpty)
      #expect(read.problems.rows == 0)
      #expect(read.codes.isEmpty)
    }
    #expect(try documents(changedRow(["status": "drafted"])).documents.count == 1)
  }

  @Test("keeps ids as text, and the instalment behind the id")
  func ids() throws {
    let read = try documents(changedRow(["document_id": " 000123 ", "customer_id": "007", "instalment": "02"]))
    let document = try #require(read.documents.first)
    #expect(document.id == "000123")
    #expect(document.customerID == "007")
    #expect(document.instalment == "02")
    #expect(document.documentDate == CalendarDate("2026-06-01"))
    #expect(document.dueDate == CalendarDate("2026-07-01"))
  }

  @Test("puts canonical details in fixed order, then unknown columns by name")
  func details() throws {
    let csv = """
      zeta,reference,Alpha,company,document_id,customer_id,document_date,currency,balance,purchase_order,empty,status
      1,RF18,"a ""b"" \\ c	d
      e",ACME,1,C1,2026-06-01,EUR,5,PO-7,,open

      """
    let document = try #require(try documents(csv).documents.first)
    let expected: KeyValuePairs = [
      "purchase_order": "PO-7", "reference": "RF18", "status": "open", "Alpha": "a \"b\" \\ c\td\ne", "zeta": "1",
    ]
    #expect(document.details == Details(expected))
    #expect(document.details.fields.map(\.name) == ["purchase_order", "reference", "status", "Alpha", "zeta"])
    #expect(document.details["Alpha"] == "a \"b\" \\ c\td\ne")
  }

  @Test("reads the columns a mapping names, whatever their order and capitals")
  func mapping() throws {
    let mapping = Mapping.documents.reading(["customer_id": ["customer_no"], "document_id": ["invoice_no"]])
      .constant("company", "NORD")
    let read = try documents(
      "Balance,INVOICE_NO,customer_no,document_date,currency\n5.00,1,C1,2026-06-01,EUR\n,2,C2,2026-06-01,EUR\n",
      mapping: mapping)
    #expect(read.documents.map(\.company) == ["NORD"])
    #expect(read.documents.map(\.customerID) == ["C1"])
    #expect(read.rejects == ["required@Balance:3"])
    #expect(read.problems.rejects.map(\.company) == ["NORD"])
  }

  @Test("turns unsigned credits round where the mapping says so")
  func unsignedCredits() throws {
    var mapping = Mapping.documents
    mapping.hasUnsignedCredits = true
    let read = try documents(changedRow(["kind": "credit_note", "amount": "9", "balance": "4"]), mapping: mapping)
    #expect(read.documents.map(\.balance) == [-400])
    #expect(read.documents.map(\.amount) == [-900])
  }

  @Test("gives the same rows from XML as from CSV, in any pieces", arguments: [1, 7, 64, 1 << 20])
  func xml(_ piece: Int) throws {
    let csv = try documents(
      "company,document_id,customer_id,document_date,currency,balance,reference\nACME,1,C1,2026-06-01,EUR,5.00,\n"
        + "ACME,2,Müller & Co,2026-06-01,EUR,x,R\nNORD,3,C1,2026-06-01,JPY,-5,R\n", piece: piece)
    let xml = """
      <receivables>
      <document><company>ACME</company><document_id>1</document_id><customer_id>C1</customer_id><document_date>2026-06-01\
      </document_date><currency>EUR</currency><balance>5.00</balance></document>
      <document><company>ACME</company><document_id>2</document_id><customer_id>Müller &amp; Co</customer_id><document_date>\
      2026-06-01</document_date><currency>EUR</currency><balance>x</balance><reference>R</reference></document>
      <document><reference>R</reference><company>NORD</company><document_id>3</document_id><customer_id>C1</customer_id>\
      <document_date>2026-06-01</document_date><currency>JPY</currency><balance>-5</balance></document>
      </receivables>
      """
    let reader = XMLReader(root: "receivables", record: "document", file: "f.xml")
    let read = try documents(Array(xml.utf8), reader, .documents, MaxRejects(), piece)
    #expect(read.documents == csv.documents)
    #expect(read.codes == csv.codes)
    #expect(read.codes == ["money@balance"])
    #expect(read.positions.map(\.lineFrom) == [2, 4])
  }
}

@Suite("Rejected rows")
struct RejectedDocumentTests {
  @Test("names the width of the row and of the header, and believes only the company")
  func width() throws {
    let read = try documents(
      "company,document_id,customer_id,document_date,currency,balance\nACME,1,C,x,2026-06-01,EUR,5\nNORD,2,C1\nACME,3,C1,2026-06-01,EUR,5\n"
    )
    #expect(read.rejects == ["width@:2", "width@:3"])
    #expect(
      read.problems.rejects.map(\.message) == [
        "the row has 7 fields, the header 6", "the row has 3 fields, the header 6",
      ])
    #expect(read.problems.rejects.map(\.company) == ["ACME", "NORD"])
    #expect(read.problems.rejects.map(\.documentID) == [nil, nil])
    #expect(read.documents.map(\.id) == ["3"])
  }

  @Test("keeps the bytes of the row and what can be read of it")
  func identity() throws {
    let read = try documents(changedRow(["balance": "x", "instalment": "2"]))
    let reject = try #require(read.problems.rejects.first)
    #expect(
      String(decoding: reject.raw, as: UTF8.self)
        == good.replacing("100.00", with: "x").replacing("OPEN,,", with: "OPEN,2,"))
    #expect(reject.company == "ACME")
    #expect(reject.documentID == "4711")
    #expect(reject.instalment == "2")
    #expect(reject.customerID == "C1")
    #expect(reject.position == RecordPosition(record: 1, lineFrom: 2, lineTo: 2, byteOffset: header.utf8.count))
  }

  @Test("gives no id where the id itself is wrong")
  func unreadableID() throws {
    let read = try documents(changedRow(["document_id": "1\u{0}2"]) + good + "\n")
    #expect(read.codes == ["control-character@document_id"])
    #expect(read.problems.rejects.map(\.documentID) == [nil])
    #expect(read.problems.rejects.map(\.customerID) == ["C1"])
    #expect(read.documents.count == 1)
  }

  @Test("stops adding before sums could overflow")
  func totals() throws {
    let rows = (1...4100).map { "ACME,\($0),C1,2026-06-01,JPY,999999999999999,,2026-07-01,,,,\n" }
    let read = try documents(header + rows.joined())
    #expect(read.documents.count == 4000)
    #expect(Set(read.codes) == ["total-too-large@balance"])
    #expect(
      RowProblems.isRefused(rejected: read.problems.rejectedRows, rows: read.problems.rows, limit: MaxRejects()))
  }

  /// Rows, rejected rows, and whether the file is refused with 1 percent, at least 3, at most 200.
  @Test(
    "refuses a file with too many of them",
    arguments: [
      (5, 3, false), (5, 4, true), (1000, 10, false), (1000, 11, true), (1_000_000, 200, false), (1_000_000, 201, true),
      (0, 0, false),
    ])
  func limit(_ rows: Int, _ rejected: Int, _ isRefused: Bool) {
    #expect(RowProblems.isRefused(rejected: rejected, rows: rows, limit: MaxRejects()) == isRefused)
  }

  @Test("counts all warnings and keeps the first few of each kind")
  func warnings() throws {
    let rows = (1...50).map { "ACME,\($0),C1,2026-06-01,EUR,1,,,,,,\n" }
    let read = try documents(header + rows.joined())
    #expect(read.problems.warnings.count == RowProblems.warningsKept)
    #expect(read.problems.warningCounts.map(\.count) == [50])
    #expect(read.problems.warningCounts.map(\.code) == ["no-due-date"])
  }
}
