import Formats
import Ledger
import Testing

struct DelimiterCase: CustomTestStringConvertible, Sendable {
  var what: String
  var text: String
  var signatures: [[[String]]]
  var evidence: String
  var testDescription: String { what }

  init(_ what: String, _ text: String, for signatures: [[[String]]] = [], _ evidence: String) {
    self.what = what
    self.text = text
    self.signatures = signatures
    self.evidence = evidence
  }

  static let open = [["Num"], ["Customer", "Name"], ["Open Balance", "Balance"]]

  static let table = [
    DelimiterCase("row 8: sep=", "sep=|\na,b|c\n", "pipe: its first line says so"),
    DelimiterCase(
      "row 13: required names count most", "Acme, Inc, Aging\nNum;Name;Balance\n1;A;5,00\n2;B;6,00\n", for: [open],
      "semicolon: line 2 then has 3 of 3 required columns"),
    DelimiterCase(
      "row 13: some of them are enough", "Num\tName\tTotal\n1\tA, B\t5\n", for: [open],
      "TAB: line 1 then has 2 of 3 required columns"),
    DelimiterCase(
      "row 13: decimal commas are no delimiter", "Number;Amount;Tax\n1;5,00;1,00\n2;6,00;1,10\n3;7,00;1,20\n",
      "semicolon: 4 of 4 lines then have 3 fields"),
    DelimiterCase(
      "row 13: a title block", "Aging\nAcme\n\nNumber|Amount|Name\n1|5|A, Inc\n2|6|B\n3|7|C\n",
      "pipe: 4 of 6 lines then have 3 fields"),
    DelimiterCase(
      "row 13: letters are no delimiter", "name\nanna\nhanna\n", "comma: no delimiter occurs, it has one column"),
    DelimiterCase(
      "row 13: quoted delimiters do not count", "a,b\n\"1;2\",\"3;4\"\n\"5;6\",x\n",
      "comma: 3 of 3 lines then have 2 fields"),
    DelimiterCase(
      "row 13: nothing fits", "a,b;c\nd\ne\nf|g\nh\n",
      "no delimiter splits most of the lines into the same number of fields"),
    DelimiterCase("row 13: two fit", "a,b;c,d\ne,f;g,h\n", "comma and semicolon split the lines equally well"),
    DelimiterCase(
      "no header", "SI,A1,20/01/2026,5.00\nSC,A2,21/01/2026,6.00\n", "comma: 2 of 2 lines then have 4 fields"),
  ]
}

@Suite("Header and delimiter of a file")
struct HeaderSearchTests {
  @Test("the delimiter is told with its evidence, or refused", arguments: DelimiterCase.table)
  func delimiter(_ row: DelimiterCase) {
    let found = DelimiterEvidence(Array(row.text.utf8), isWhole: true, signatures: row.signatures)
    #expect(found.evidence == row.evidence)
    #expect((found.delimiter == nil) == !row.evidence.contains(": "))
    #expect(found.problem(file: "f")?.code == (found.delimiter == nil ? "delimiter-undecided" : nil))
  }

  @Test("row 11: the best line and delimiter for each feed")
  func search() {
    let text = "Acme; Inc\nAging, as of today\n\nNum;Name;P. O. #;Open Balance\n1;A;;5,00\n2;B;;6,00\n"
    let search = HeaderSearch(Array(text.utf8), isWhole: true)
    let open = search.best(for: DelimiterCase.open)
    #expect(open?.line == 4)
    #expect(open?.delimiter == UInt8(ascii: ";"))
    #expect(open?.columns == ["Num", "Name", "P. O. #", "Open Balance"])
    #expect(open?.isComplete == true)
    let other = search.best(for: [["Num"], ["Terms", "Net"], ["Due"]])
    #expect(other?.present == ["Num"])
    #expect(other?.missing == ["Terms", "Due"])
    #expect(search.best(for: [["x"]]) == nil)
  }

  @Test("a row that is cut off at the end of the sample does not count; neither does one below the limit")
  func sample() {
    let text = Array("title\nNum,Nam".utf8)
    #expect(HeaderSearch(text, isWhole: false).best(for: [["Num"]]) == nil)
    #expect(HeaderSearch(text, isWhole: true).best(for: [["Num"]])?.line == 2)
    #expect(HeaderSearch(text, isWhole: true, within: 1).best(for: [["Num"]]) == nil)
  }

  @Test("a list with a frame")
  func framed() {
    let text = Array("Items   Page 1\n-------\n| Customer | Doc. |\n|----|----|\n| 1 | 20\" |\n".utf8)
    let search = HeaderSearch(text, isWhole: true, hasQuotes: false, isFramed: true)
    let found = search.best(for: [["Customer"], ["Doc."]])
    #expect(found?.line == 3)
    #expect(found?.columns == ["Customer", "Doc."])
  }
}

@Suite("Columns by name and rows by their texts")
struct SourceColumnTests {
  static let names: [(String, Int?)] = [
    ("Num", 1), ("num", 1), ("Amount", 2), ("Amount#1", 2), ("Amount#2", 4), ("Amount#3", nil), ("#1", 0), ("#5", 4),
    ("#6", nil), ("#0", nil), ("P. O. #", 3), ("^group", 5), ("@as_of", nil), ("", 0),
  ]

  @Test("row 9, 10: exact, without regard to capitals, by number", arguments: names)
  func index(_ row: (String, Int?)) {
    let columns = ["", "Num", "Amount", "P. O. #", "AMOUNT", "^group"]
    #expect(SourceColumn.index(of: row.0, in: columns) == row.1)
  }

  @Test("row 9: a repeated name has a name of its own")
  func unique() {
    let columns = ["", "Num", "Amount", "AMOUNT"]
    #expect(columns.indices.map { SourceColumn.name(of: $0, in: columns) } == ["#1", "Num", "Amount", "AMOUNT#2"])
    #expect(SourceColumn.count(of: "amount", in: columns) == 2)
  }

  static let tests: [(RowTest.Condition, String, Bool)] = [
    (.isIn(["DRAFT", "VOID"]), " VOID ", true), (.isIn(["DRAFT"]), "draft", false), (.isIn([""]), "", true),
    (.isNotIn(["DRAFT"]), "x", true), (.isNotIn(["DRAFT"]), "DRAFT", false), (.isNotIn(["DRAFT"]), "", true),
    (.isEmpty(true), "  ", true), (.isEmpty(true), "x", false), (.isEmpty(false), "x", true),
    (.startsWith(["Total", "TOTAL"]), "Total Acme", true), (.startsWith(["Total"]), "Tot", false),
    (.startsWith(["€"]), "€ 5", true), (.startsWith(["Total"]), "", false),
    (.isBetween("10000", "69999"), "10000", true), (.isBetween("10000", "69999"), "069999", true),
    (.isBetween("10000", "69999"), "70000", false), (.isBetween("10000", "69999"), "9999", false),
    (.isBetween("10000", "69999"), "", false), (.isBetween("A1", "C9"), "B5", true),
    (.isBetween("A1", "C9"), "B55", false),
    (.matches(["INV-#*"]), "INV-12", true), (.matches(["INV-#*"]), "INV-x", false), (.matches(["@@##"]), "Ab12", true),
    (.matches(["@@##"]), "Ab123", false), (.matches(["*-*-#"]), "a-b-c-1", true), (.matches(["*"]), "", true),
    (.any([RowTest(["b"], .isEmpty(true)), RowTest(["a"], .isIn(["x"]))]), "x", true),
    (.any([RowTest(["b"], .isEmpty(true)), RowTest(["a"], .isIn(["x"]))]), "y", false),
  ]

  @Test("a row fits a test or not", arguments: tests)
  func fits(_ row: (RowTest.Condition, String, Bool)) {
    let filter = RowFilter([RowTest(["none", "a"], row.0)], columns: ["a", "b"])
    let text = Array(row.1.utf8)
    let other = Array("b".utf8)
    text.withUnsafeBytes { a in
      other.withUnsafeBytes { b in
        [a, b].withUnsafeBufferPointer { #expect(filter.fits($0) == row.2) }
      }
    }
  }

  @Test("a column that the file has not is empty")
  func absent() {
    let filter = RowFilter([RowTest(["x"], .isEmpty(true))], columns: ["a"])
    [UnsafeRawBufferPointer]().withUnsafeBufferPointer { #expect(filter.fits($0)) }
  }
}
