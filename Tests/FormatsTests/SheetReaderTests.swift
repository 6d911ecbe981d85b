import Formats
import Ledger
import Testing

/// A table as a report writes it, and what is read of it.
struct SheetCase: CustomTestStringConvertible, Sendable {
  var what: String
  var shape: SheetShape
  var input: String
  var columns: [String]
  var rows: [[String]]
  /// `code:line` of the refusal of the file.
  var refusal: String?
  /// Of each record, where one has any.
  var problems: [[String]]?
  var controls: [String] = []
  var testDescription: String { what }

  init(
    _ what: String, _ input: String, columns: [String], rows: [[String]], refusal: String? = nil,
    problems: [[String]]? = nil, controls: [String] = [], shape: (inout SheetShape) -> Void = { _ in }
  ) {
    self.what = what
    self.input = input
    self.columns = columns
    self.rows = rows
    self.refusal = refusal
    self.problems = problems
    self.controls = controls
    self.shape = SheetShape()
    shape(&self.shape)
  }

  func reader() -> SheetReader { SheetReader(shape, file: "f.csv") }
}

extension SheetCase {
  private static let numAndBalance = [["Num"], ["Open Balance", "Balance"]]

  /// Rows 8 to 12 of the catalogue, and what reports do besides.
  static let table: [SheetCase] = [
    SheetCase(
      "a plain table is read as it stands", "a,b\n1,2\n\"x\ny\",4\n", columns: ["a", "b"],
      rows: [["1", "2"], ["x\ny", "4"]]),
    SheetCase("row 1: a byte order mark", "\u{FEFF}a,b\n1,2\n", columns: ["a", "b"], rows: [["1", "2"]]) {
      $0.required = [["a"]]
    },
    SheetCase(
      "row 8: sep= names the delimiter", "sep=;\r\na;b\r\n1,5;2\r\n", columns: ["a", "b"], rows: [["1,5", "2"]]),
    SheetCase(
      "row 8: sep= behind a byte order mark", "\u{FEFF}sep=\t\na\tb\n1\t2\n", columns: ["a", "b"], rows: [["1", "2"]]),
    SheetCase(
      "row 8: sep= is no line of the file for a header that has its place", "sep=;\nx;7\na;b\n1;2\n",
      columns: ["a", "b", "@seven"], rows: [["1", "2", "7"]]
    ) {
      $0.header = .line(2)
      $0.preamble = [SheetShape.Preamble("seven", cell: (line: 1, column: 2))]
    },
    SheetCase(
      "row 8: a first column called sep= is none", "sep=x,b\n1,2\n", columns: ["sep=x", "b"], rows: [["1", "2"]]),
    SheetCase(
      "row 9: repeated names stay as they are", "Amount,amount,Amount\n1,2,3\n",
      columns: ["Amount", "amount", "Amount"],
      rows: [["1", "2", "3"]]),
    SheetCase(
      "row 10: an empty header name", ",Num,Amount\nx,1,2\n", columns: ["", "Num", "Amount"], rows: [["x", "1", "2"]]),
    SheetCase(
      "row 10: empty cells left out or added at the end, other widths not",
      "a,b,c\n1,2\n1,2,3,,\n1,2,3,4\n1\n5,6,7\n", columns: ["a", "b", "c"],
      rows: [["1", "2", ""], ["1", "2", "3"], ["1", "2", "3"], ["1", "", ""], ["5", "6", "7"]],
      problems: [[], [], ["width"], ["width"], []]
    ) { $0.required = [["b"]] },
    SheetCase(
      "row 10: a row that the file ends in", "a,b,c\n1,2,3\n4,5", columns: ["a", "b", "c"],
      rows: [["1", "2", "3"], ["4", "5", ""]], problems: [[], ["width"]]),
    SheetCase(
      "row 11: a title block, spacers, repeated page heads",
      "Acme Inc,,\nA/R Aging Detail,,\n,,\nNum,Name,Open Balance\n1,A,5\n,,\n  , ,\nAcme Inc,,\nNum,Name,Open Balance\n2,B,6\n",
      columns: ["Num", "Name", "Open Balance"], rows: [["1", "A", "5"], ["2", "B", "6"]]
    ) { $0.required = numAndBalance },
    SheetCase(
      "row 11: title lines of another width, an alternative name in other capitals",
      "Acme Inc\n\"As of 31 December 2025\"\n\n num ;\"BALANCE\"\n1;2\n", columns: ["num", "BALANCE"],
      rows: [["1", "2"]]
    ) {
      $0.required = numAndBalance
      $0.delimiter = UInt8(ascii: ";")
    },
    SheetCase("row 11: no header", "Acme\nNum,Total\n1,2\n", columns: [], rows: [], refusal: "header-missing:2") {
      $0.required = numAndBalance
    },
    SheetCase(
      "row 11: the header is further down than it may be", "1\n2\n3\nNum,Balance\n", columns: [], rows: [],
      refusal: "header-missing:1"
    ) {
      $0.required = numAndBalance
      $0.header = .within(3)
    },
    SheetCase("a header on a line", "x,y\nNum,Balance\n1,2\n", columns: ["Num", "Balance"], rows: [["1", "2"]]) {
      $0.header = .line(2)
    },
    SheetCase(
      "a header with a control character", "a,\u{1}b\n1,2\n", columns: [], rows: [], refusal: "control-character:1"),
    SheetCase(
      "no header", "SI,A1,5.00\nSC,A2,6.00\n", columns: ["Type", "Account", ""],
      rows: [["SI", "A1", "5.00"], ["SC", "A2", "6.00"]]
    ) {
      $0.header = .none([["Type"], ["Account"]])
    },
    SheetCase(
      "no header, but there is one", "TYPE,Account\nSI,A1\n", columns: ["Type", "Account"], rows: [["SI", "A1"]]
    ) {
      $0.header = .none([["Type"], ["Account"]])
    },
    SheetCase(
      "no header, but there is one with other words", "Type,A/C\nSI,A1\n", columns: ["Type", "Account"],
      rows: [["SI", "A1"]]
    ) {
      $0.header = .none([["Type"], ["Account", "A/C"]])
    },
    SheetCase(
      "no header, but there is one in another order", "Account,Type\nA1,SI\n", columns: [], rows: [],
      refusal: "header-differs:1"
    ) {
      $0.header = .none([["Type"], ["Account"]])
    },
    SheetCase(
      "no header, but there is one with another column", "Type,Account,Date,Net\nSI,A1,x,5\n", columns: [], rows: [],
      refusal: "header-differs:1"
    ) {
      $0.header = .none([["Type"], ["Account"], ["Net"]])
    },
    SheetCase(
      "a list with a frame that a spreadsheet saved without one",
      """
      Open items;;
      Customer;Doc.;Amount
      0000100;"900;1";1.234,56-
      *;;1.234,56-
      0000200;901;5,00

      """, columns: ["Customer", "Doc.", "Amount"],
      rows: [["0000100", "900;1", "1.234,56-"], ["0000200", "901", "5,00"]],
      controls: ["* on line 4 Customer=* Amount=1.234,56-"]
    ) {
      $0.required = [["Doc."], ["Amount"]]
      $0.delimiter = UInt8(ascii: ";")
      $0.isFramed = true
      $0.drop = [.init(when: [RowTest(["Customer"], .isIn(["*", "**"]))], kind: .control)]
    },
    SheetCase(
      "values of the title block", "Acme,,09:15\nAs of: ,31/12/2025,\nPeriod,,2025\nNum,x,Balance\n1,2,3\n",
      columns: ["Num", "x", "Balance", "@as_of", "@time", "@none"],
      rows: [["1", "2", "3", "31/12/2025", "09:15", ""]]
    ) {
      $0.required = numAndBalance
      $0.preamble = [
        .init("as_of", startsWith: ["Stand", "As of: "]), .init("time", cell: (1, 3)),
        .init("none", startsWith: ["Nothing"]),
      ]
    },
    SheetCase(
      "row 12: groups, totals and footers",
      ",Num,Balance\nAcme,,\n,1,10.00\n,2,5.50\nTotal Acme,,15.50\nBolt,,\n,3,1.00\nTotal Bolt,,1.00\nTOTAL,,16.50\n***END OF FILE***\n",
      columns: ["", "Num", "Balance", "^group"],
      rows: [["", "1", "10.00", "Acme"], ["", "2", "5.50", "Acme"], ["", "3", "1.00", "Bolt"]],
      controls: ["TOTAL on line 9 #1=TOTAL Balance=16.50"]
    ) {
      $0.required = numAndBalance
      $0.carry = [.init("group", from: ["#1"], when: [RowTest(["Num"], .isEmpty(true))])]
      $0.drop = [
        .init(when: [RowTest(["#1"], .startsWith(["TOTAL"]))], kind: .control),
        .init(when: [RowTest(["#1"], .startsWith(["Total "]))], kind: .footer),
      ]
    },
    SheetCase(
      "a repeated column: a blank is the value above", "Partner,Num\nA,1\n,2\nB,3\n,4\n",
      columns: ["Partner", "Num", "^party"],
      rows: [["A", "1", "A"], ["", "2", "A"], ["B", "3", "B"], ["", "4", "B"]]
    ) { $0.carry = [.init("party", from: ["Partner"], when: [], isGroupRow: false)] },
    SheetCase(
      "row 11: a list with a frame",
      """
      10.12.2025            Open items           Page 1
      -----------------------------
      | Customer | Doc.  | Amount    |
      |----------|-------|-----------|
      | 0000100  | 900"1 | 1.234,56- |
      -----------------------------
      10.12.2025            Open items           Page 2
      | Customer | Doc.  | Amount    |
      |----------|-------|-----------|
      | 0000200  |       | 5,00      |
      | *        |       | 6,00      |
      | 0000300  | 1 | 2 | 5,00      |

      """, columns: ["Customer", "Doc.", "Amount"],
      rows: [["0000100", "900\"1", "1.234,56-"], ["0000200", "", "5,00"], ["0000300", "1", "2"]],
      problems: [[], [], ["width"]], controls: ["* on line 11 Customer=* Amount=6,00"]
    ) {
      $0.required = [["Doc."], ["Amount"]]
      $0.delimiter = UInt8(ascii: "|")
      $0.isFramed = true
      $0.hasQuotes = false
      $0.drop = [.init(when: [RowTest(["Customer"], .isIn(["*", "**"]))], kind: .control)]
    },
    SheetCase(
      "quotes mean nothing", "a|b\n\"1|2\"\n5\"|\"\n", columns: ["a", "b"], rows: [["\"1", "2\""], ["5\"", "\""]]
    ) {
      $0.delimiter = UInt8(ascii: "|")
      $0.hasQuotes = false
    },
    SheetCase(
      "row 4: line ends mixed, none at the end", "a,b\r\n1,2\n3,4\r5,6", columns: ["a", "b"],
      rows: [["1", "2"], ["3", "4"], ["5", "6"]]),
    SheetCase(
      "row 5: zero bytes and U+001A", "a,b\n1\u{0},2\n3,4\u{1A}\n5,6\n", columns: ["a", "b"],
      rows: [["1\u{0}", "2"], ["3", "4\u{1A}"], ["5", "6"]],
      problems: [["control-character@0"], ["control-character@1"], []]),
    SheetCase(
      "row 7: a quote that is never closed", "Title\nNum,Balance\n1,2\n3,\"4\n5,6\n", columns: ["Num", "Balance"],
      rows: [["1", "2"]], refusal: "quote-unbalanced:4"
    ) { $0.required = numAndBalance },
    SheetCase(
      "row 7: inches", "a,b\n20\" pipe,\"5\"\" pipe\"\n", columns: ["a", "b"], rows: [["20\" pipe", "5\" pipe"]]),
  ]
}

@Suite("Tables as reports write them")
struct SheetReaderTests {
  @Test("gives the rows that are data", arguments: SheetCase.table)
  func rows(_ row: SheetCase) {
    let result = read(Array(row.input.utf8), with: row.reader())
    #expect(result.refusal == row.refusal)
    #expect(result.columns == row.columns)
    #expect(result.fields == row.rows)
    #expect(result.records.map(\.problems) == row.problems ?? row.rows.map { _ in [] })
  }

  @Test("gives the same wherever the file is cut", arguments: SheetCase.table)
  func cuts(_ row: SheetCase) {
    let bytes = Array(row.input.utf8)
    let whole = read(bytes, with: row.reader())
    for cut in 0...bytes.count { #expect(read(bytes, cuts: [cut], with: row.reader()) == whole, "cut at \(cut)") }
    #expect(read(bytes, cuts: Array(0..<bytes.count), with: row.reader()) == whole, "byte by byte")
  }

  @Test("row 12: totals are kept with their cells", arguments: SheetCase.table)
  func controls(_ row: SheetCase) throws {
    guard row.refusal == nil else { return }
    var reader = row.reader()
    try Array(row.input.utf8).withUnsafeBytes { try reader.push($0) { _ in } }
    try reader.finish { _ in }
    let controls = reader.controls.map { control in
      control.name + control.cells.map { " \($0.column)=\($0.text)" }.joined()
    }
    #expect(controls == row.controls)
  }

  @Test("row 6: first and last line of a record, and its bytes")
  func places() {
    let input = "Title,,\n\nNum,Name,Balance\r\n1,\"A\nB\",2\r\n\r\n,,\n2,C,3\n"
    var shape = SheetShape()
    shape.required = [["Num"]]
    let result = read(Array(input.utf8), with: SheetReader(shape, file: "f.csv"))
    #expect(result.records.map(\.lines) == [4...5, 8...8])
    #expect(result.records.map(\.byteOffset) == [27, 43])
    #expect(result.records.map(\.raw) == ["1,\"A\nB\",2", "2,C,3"])
  }

  @Test("what a file to drop again begins with: title block and header on their lines; group rows")
  func redrop() throws {
    let input = "sep=;\nAs of x;;\n\n;Num;Balance\nAcme;;\n;1;2\nBolt;;\n;2;3\n"
    var shape = SheetShape()
    shape.required = [["Num"]]
    shape.carry = [.init("group", from: ["#1"], when: [RowTest(["Num"], .isEmpty(true))])]
    var reader = SheetReader(shape, file: "f.csv")
    var above: [String] = []
    try Array(input.utf8).withUnsafeBytes {
      try reader.push($0) { above.append(String(decoding: $0.above, as: UTF8.self)) }
    }
    #expect(above == ["Acme;;\n", "Bolt;;\n"])
    #expect(String(decoding: reader.rawHeader, as: UTF8.self) == "sep=;\nAs of x;;\n\n;Num;Balance")
    #expect(reader.headerLine == 4)
  }

  @Test("row 5: one U+001A at the very end is left out with a warning, two are not")
  func endOfFileMark() throws {
    for input in ["a,b\r\n1,2\r\n\u{1A}", "a,b\n1,2\u{1A}"] {
      var reader = SheetReader(SheetShape(), file: "f.csv")
      var rows: [ReadRecord] = []
      try Array(input.utf8).withUnsafeBytes { try reader.push($0) { rows.append(ReadRecord($0)) } }
      try reader.finish { rows.append(ReadRecord($0)) }
      #expect(rows.map(\.fields) == [["1", "2"]])
      #expect(rows.flatMap(\.problems) == [])
      #expect(reader.warnings.map(\.code) == ["end-of-file-mark"])
      #expect(read(Array(input.utf8), with: CSVReader(file: "f.csv")).fields == [["1", "2"]])
    }
    let two = read(Array("a,b\n1,2\n\u{1A}\u{1A}".utf8), with: CSVReader(file: "f.csv"))
    #expect(two.records.map(\.problems) == [[], ["control-character@0"]])
  }

  @Test("a refusal says which names the nearest line lacks")
  func nearest() {
    var shape = SheetShape()
    shape.required = [["Num"], ["Name"], ["Open Balance", "Balance"]]
    let result = read(Array("Acme\nNum,Name,Total\n1,A,2\n".utf8), with: SheetReader(shape, file: "f.csv"))
    #expect(
      result.message == """
        f.csv:2: error: no header is found within the first 30 lines; this line comes nearest and lacks `Open Balance` [header-missing]
        help: add the column to the export, or name it as the file does in the feed's mapping
        """)
  }
}
