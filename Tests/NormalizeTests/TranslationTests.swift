import Formats
import Ledger
import Normalize
import Pipeline
import Testing

@Suite("Translation")
struct TranslationTests {
  private static let invoices = """
    { "feed": "documents", "read": { "format": "csv" }, "locale": { "decimal": ".", "dates": ["DD/MM/YYYY"] },
      "when": [ { "field": "Status", "notIn": ["DRAFT", "VOIDED"] }, { "field": "No", "empty": false } ],
      "columns": { "company": { "const": "ACME" }, "document_id": "No", "customer_id": "Contact", "document_date": "Date",
                   "currency": "Cur", "balance": "Due" },
      "keep": { "project": "Project", "paid_on": { "from": "Paid", "as": "date" } } }
    """

  @Test("shows canonical columns and what is kept, under the place of the file")
  func shape() throws {
    let csv = """
      No,Contact,Date,Cur,Due,Status,Project,Paid,Other
      1,Acme,31/01/2026,eur,"1,234.50",OPEN,Roof,01/02/2026,x
      """
    let result = try translate(csv, Self.invoices)
    #expect(
      result.columns == [
        "company", "document_id", "customer_id", "document_date", "currency", "balance", "project", "paid_on",
      ])
    #expect(
      result.rows == [
        Translated.Row(
          values: [
            "company": "ACME", "document_id": "1", "customer_id": "Acme", "document_date": "2026-01-31",
            "currency": "EUR",
            "balance": "1234.50", "project": "Roof", "paid_on": "2026-02-01",
          ], lines: 2...2, raw: "1,Acme,31/01/2026,eur,\"1,234.50\",OPEN,Roof,01/02/2026,x", problems: [], messages: [])
      ])
  }

  @Test("rows that are not meant are counted, by the test that left them out")
  func skipped() throws {
    let csv = """
      No,Contact,Date,Cur,Due,Status,Project,Paid
      1,Acme,31/01/2026,EUR,1,OPEN,,
      2,Acme,31/01/2026,EUR,1,DRAFT,,
      ,Acme,not a date,EUR,1,OPEN,,
      4,Acme,31/01/2026,EUR,1,DRAFT,,
      """
    let result = try translate(csv, Self.invoices)
    #expect(result.field("document_id") == ["1"])
    #expect(result.skipped == ["Status is none of DRAFT, VOIDED: 2", "No is not empty: 1"])
  }

  @Test("does not depend on how the file is cut", arguments: [1, 7, 64])
  func pieces(_ piece: Int) throws {
    let rows = (1...40).map { "\($0),Acme,\(($0 % 28) + 1)/01/2026,EUR,\"1,\(100 + $0).5\",OPEN,\"a\"\"b\",\n" }
      .joined()
    let csv = "No,Contact,Date,Cur,Due,Status,Project,Paid\n" + rows
    let whole = try translate(csv, Self.invoices)
    let cut = try translate(csv, Self.invoices, piece: piece)
    #expect(cut.rows == whole.rows)
    #expect(whole.rows.count == 40)
    #expect(whole.rows[39].values["balance"] == "1140.50")
  }

  @Test("rows of another width and rows that the reader refuses keep their problems")
  func damaged() throws {
    let csv = "No,Contact,Date,Cur,Due,Status,Project,Paid\n1,Acme\n2,Ac\u{1}me,31/01/2026,EUR,1,OPEN,,\n"
    let result = try translate(csv, Self.invoices)
    #expect(result.problems == ["width@:2", "control-character@Contact:3"])
    #expect(result.rows[0].values["company"] == "ACME")
    #expect(result.rows[1].values["document_id"] == "2")
  }

  @Test("without `read` fields are found by their own names, and other columns are kept")
  func canonicalColumns() throws {
    let result = try translate(
      "document_id,Customer,document_date,currency,balance,terms,colour\n1,C,31.01.2026,EUR,1,N30,red\n",
      """
      { "feed": "documents", "locale": { "dates": ["DD.MM.YYYY"] },
        "columns": { "customer_id": "Customer", "company": { "const": "ACME" } } }
      """)
    #expect(
      result.columns == [
        "company", "document_id", "customer_id", "document_date", "currency", "balance", "terms", "colour",
      ])
    #expect(result.rows[0].values["colour"] == "red")
    #expect(result.rows[0].problems == [])
  }

  @Test("an XML file's columns are found as they come")
  func xml() throws {
    let text = """
      <receivables><document><No>1</No><Due>5.00</Due></document>
      <document><No>2</No><Due>6.00</Due><Ref>R</Ref></document></receivables>
      """
    let mapping = try mapping(
      """
      { "feed": "documents", "locale": { "dates": "ISO", "decimal": "." },
        "columns": { "document_id": "No", "balance": "Due", "reference": ["Ref"], "customer_id": { "const": "C" },
          "company": { "const": "ACME" }, "document_date": { "const": "2026-01-01" }, "currency": { "const": "EUR" } } }
      """)
    let result = try translate(text, mapping) { XMLReader(root: "receivables", record: "document", file: "f.xml") }
    #expect(result.field("document_id") == ["1", "2"])
    #expect(result.field("reference") == ["", "R"])
    #expect(result.rows[1].raw == "<document><No>2</No><Due>6.00</Due><Ref>R</Ref></document>")
  }

  @Test("the normalizer takes what is shown, and blames the file's column")
  func normalized() throws {
    let mapping = try mapping(Self.invoices)
    let csv = """
      No,Contact,Date,Cur,Due,Status,Project,Paid
      1,Acme,31/01/2026,EUR,"1,234.50",OPEN,Roof,
      2,Acme,31/02/2026,EUR,5,OPEN,,
      """
    let styles = try #require(Styles(declared: mapping))
    let reader = Translation(reader: CSVReader(file: "f.csv"), mapping: mapping, styles: styles, file: "f.csv")
    let result = try documents(Array(csv.utf8), reader, mapping.translated)
    #expect(result.documents.map(\.id) == ["1"])
    #expect(result.documents.first?.balance == 123_450)
    #expect(result.documents.first?.details.json == #"{"project":"Roof"}"#)
    #expect(result.rejects == ["date@Date:3"])
    #expect(result.problems.rejects.first?.documentID == "2")
  }

  @Test("names may be positions, or say which of several columns of one name")
  func positions() throws {
    let result = try translate(
      "No,Amount,Amount,\n1,5,7,C\n",
      """
      { "feed": "documents", "read": { "format": "csv" }, "locale": { "decimal": ".", "dates": "ISO" },
        "columns": { "company": { "const": "ACME" }, "document_id": "#1", "customer_id": "#4", "balance": "Amount#2",
          "amount": "Amount", "document_date": { "const": "2026-01-01" }, "currency": { "const": "EUR" } } }
      """)
    #expect(result.field("balance") == ["7.00"])
    #expect(result.field("amount") == ["5.00"])
    #expect(result.field("customer_id") == ["C"])
  }

  // MARK: Lines

  private static let lines = """
    { "feed": "documents", "read": { "format": "csv" }, "locale": { "decimal": ".", "dates": "ISO" },
      "groupBy": { "key": ["No"], "sum": ["amount"] },
      "columns": { "company": { "const": "ACME" }, "document_id": "No", "customer_id": "Contact", "balance": "Due",
        "amount": "Line", "document_date": { "const": "2026-01-01" }, "currency": "Cur" } }
    """

  @Test("consecutive lines of a document become one record on all their lines")
  func groups() throws {
    let csv = """
      No,Contact,Due,Line,Cur
      1,A,30,10,EUR
      1,A,30,20.5,EUR
      2,B,5,,EUR
      3,C,7,7,EUR
      """
    let result = try translate(csv, Self.lines)
    #expect(result.field("document_id") == ["1", "2", "3"])
    #expect(result.field("amount") == ["30.50", "", "7.00"])
    #expect(result.field("balance") == ["30.00", "5.00", "7.00"])
    #expect(result.rows.map(\.lines) == [2...3, 4...4, 5...5])
    #expect(result.rows[0].raw == "1,A,30,10,EUR\n1,A,30,20.5,EUR")
  }

  @Test("lines of several customers or ids are several documents, whatever the key says")
  func groupsOfOthers() throws {
    let result = try translate(
      """
      No,Contact,Due,Line,Cur
      1,A,30,10,EUR
      1,A,30,20,EUR
      1,B,5,5,EUR
      1,A,7,7,EUR
      """, Self.lines)
    #expect(result.field("customer_id") == ["A", "B", "A"])
    #expect(result.field("amount") == ["30.00", "5.00", "7.00"])
    let ids = try translate(
      "No,Day,Contact,Due,Line,Cur\n1,3,A,5,5,EUR\n2,3,A,7,7,EUR\n",
      Self.lines.replacing(#""key": ["No"]"#, with: #""key": ["Day"]"#))
    #expect(ids.field("document_id") == ["1", "2"])
  }

  static let wrongLines: [(String, [String])] = [
    ("1,A,30,x,EUR\n1,A,30,20,EUR\n", ["money@Line:2"]), ("1,A,30,10,EUR\n1,A,30,x,EUR\n", ["money@Line:2"]),
    ("1,A,30,10,EUR\n1,A,30,20,USD\n", ["group-currency@currency:2"]),
    ("1,A,30,10,EUR\n1,,30,20,EUR\n", ["required@Contact:2"]),
    ("1,A,30,10,EUR\n1,A\n2,A,30,5,EUR\n3,A,1,1,EUR\n", ["group-damaged@:2", "width@:3", "group-damaged@:4"]),
  ]

  @Test("a document with a wrong line is wrong as a whole", arguments: 0..<wrongLines.count)
  func damagedGroups(_ index: Int) throws {
    let (rows, expected) = Self.wrongLines[index]
    #expect(try translate("No,Contact,Due,Line,Cur\n" + rows, Self.lines).problems == expected)
  }

  // MARK: Totals

  private static let totals = """
    { "feed": "documents", "read": { "format": "csv" }, "locale": { "decimal": ",", "dates": "ISO" },
      "when": [ { "field": "No", "notIn": ["9"] } ], "check": [ { "sum": "balance", "equals": "Due" } ],
      "columns": { "company": { "const": "ACME" }, "document_id": "No", "customer_id": { "const": "C" }, "balance": "Due",
        "document_date": { "const": "2026-01-01" }, "currency": { "const": "EUR" } } }
    """

  static let stated: [([String], Bool, String)] = [
    (["1.006,50"], true, "1006.50"), (["1.006,49"], false, "1006.49"),
    (["1.000,00", "6,50", "1.006,50"], true, "1006.50"),
    (["1.000,00", "6,50"], true, "1006.50"), (["n/a"], false, "n/a"),
  ]

  @Test("totals of the file are compared with the sums", arguments: 0..<stated.count)
  func totals(_ index: Int) throws {
    let (cells, ties, stated) = Self.stated[index]
    let controls = cells.enumerated().map {
      SourceControl(name: "TOTAL", line: 10 + $0, cells: [(column: "Due", text: $1)])
    }
    let result = try translate("No,Due\n1,\"1.000,00\"\n2,\"2,50\"\n9,4\n", try mapping(Self.totals)) {
      AnyReader(CSVReader(file: "f.csv"), controls: controls)
    }
    #expect(result.field("document_id") == ["1", "2"])
    #expect(result.controls.map(\.ties) == [ties])
    #expect(result.controls.first?.stated == stated)
    #expect(result.controls.first?.counted == "1006.50")
  }

  @Test("the column of the total is one of several", arguments: ["Balance", "due"])
  func totalsUnderOtherHeadings(_ column: String) throws {
    let text = Self.totals.replacing(#""equals": "Due""#, with: #""equals": ["Open", "Due", "Balance"]"#)
    let control = SourceControl(name: "TOTAL", line: 10, cells: [(column: column, text: "9,00")])
    let result = try translate("No,Due\n1,5\n", try mapping(text)) {
      AnyReader(CSVReader(file: "f.csv"), controls: [control])
    }
    #expect(result.controls.map(\.ties) == [false])
    #expect(result.controls.first?.name == "\(column) in the total on line 10")
  }

  @Test("a file without totals has nothing to compare, and what a reader compared itself stays")
  func noTotals() throws {
    #expect(try translate("No,Due\n1,5\n", Self.totals).controls == [])
    let own = SourceControl(name: "closing balance", line: 3, stated: "1.00", counted: "2.00")
    let result = try translate("No,Due\n1,5\n", try mapping(Self.totals)) {
      AnyReader(CSVReader(file: "f.csv"), controls: [own])
    }
    #expect(result.controls == [own])
  }
}
