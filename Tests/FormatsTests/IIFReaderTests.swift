import Formats
import Ledger
import Testing

struct IIFCase: CustomTestStringConvertible, Sendable {
  var what: String
  var record: String
  var input: String
  var columns: [String]
  var rows: [[String]]
  var problems: [[String]]
  var refusal: String?
  var testDescription: String { what }

  /// Input with `|` for TAB.
  init(
    _ what: String, _ record: String, _ input: String, columns: [String], rows: [[String]], problems: [[String]]? = nil,
    refusal: String? = nil
  ) {
    self.what = what
    self.record = record
    self.input = String(input.map { $0 == "|" ? "\t" : $0 })
    self.columns = columns
    self.rows = rows
    self.problems = problems ?? rows.map { _ in [] }
    self.refusal = refusal
  }

  static let declarations = "!TRNS|TRNSTYPE|NAME|AMOUNT|DOCNUM\n!SPL|TRNSTYPE|ACCNT|AMOUNT\n!ENDTRNS\n"

  static let table = [
    IIFCase(
      "a list", "CUST",
      "!HDR|PROD\nHDR|QuickBooks\n!VEND|NAME\n!CUST|NAME|EMAIL|LIMIT\nCUST|\"Acme, Inc\"|a@b.example|\"1,000\"\nVEND|x\ncust|Bolt\n",
      columns: ["NAME", "EMAIL", "LIMIT"], rows: [["Acme, Inc", "a@b.example", "1,000"], ["Bolt", "", ""]]),
    IIFCase(
      "columns that are declared again go by their names", "CUST",
      "!CUST|NAME|EMAIL\nCUST|A|a\n!CUST|EMAIL|PHONE1|NAME\nCUST|b|1|B\n",
      columns: ["NAME", "EMAIL", "PHONE1"], rows: [["A", "a"], ["B", "b", "1"]]),
    IIFCase(
      "a transaction that adds up to zero", "TRNS",
      declarations
        + "TRNS|INVOICE|Acme|1,284.50|I1\nSPL|INVOICE|Sales|-1,200.00\nSPL|INVOICE|Tax|-84.5\nENDTRNS\n",
      columns: ["TRNSTYPE", "NAME", "AMOUNT", "DOCNUM"], rows: [["INVOICE", "Acme", "1,284.50", "I1"]]),
    IIFCase(
      "the splits of it", "SPL",
      declarations + "TRNS|INVOICE|A|3|I1\nSPL|INVOICE|Sales|-1\nSPL|INVOICE|Tax|-2\nENDTRNS\n",
      columns: ["TRNSTYPE", "ACCNT", "AMOUNT"], rows: [["INVOICE", "Sales", "-1"], ["INVOICE", "Tax", "-2"]]),
    IIFCase(
      "transactions that do not", "TRNS",
      declarations
        + "TRNS|INVOICE|A|3|I1\nSPL|INVOICE|Sales|-1\nENDTRNS\nTRNS|INVOICE|B|x|I2\nENDTRNS\nTRNS|INVOICE|C|0|I3\nTRNS|INVOICE|D|0|I4\nENDTRNS\nTRNS|INVOICE|E|0|I5\n",
      columns: ["TRNSTYPE", "NAME", "AMOUNT", "DOCNUM"],
      rows: [
        ["INVOICE", "A", "3", "I1"], ["INVOICE", "B", "x", "I2"], ["INVOICE", "C", "0", "I3"],
        ["INVOICE", "D", "0", "I4"], ["INVOICE", "E", "0", "I5"],
      ],
      problems: [["iif-unbalanced"], ["iif-unbalanced"], ["iif-unbalanced"], [], ["iif-unbalanced"]]),
    IIFCase(
      "more fields than are declared", "CUST", "!CUST|NAME\nCUST|A|b\nCUST|B||\n", columns: ["NAME"],
      rows: [["A"], ["B"]],
      problems: [["width"], []]),
    IIFCase(
      "lines of a list that lost their type", "CUST",
      "!CUST|NAME|EMAIL\nCUST|A|a\n|B|b\nCST|C|c\n||\nCUST|D|d\n", columns: ["NAME", "EMAIL"],
      rows: [["A", "a"], ["", ""], ["", ""], ["D", "d"]], problems: [[], ["iif-type"], ["iif-type"], []]),
    IIFCase(
      "a transaction of which the first line lost its type, and one without it", "TRNS",
      declarations + "|INVOICE|A|1|I1\nSPL|INVOICE|Sales|-1\nENDTRNS\nTRNS|INVOICE|B|0|I2\nENDTRNS\n"
        + "SPL|INVOICE|Sales|-1\nENDTRNS\nENDTRNS\nTRN|INVOICE|C|1|I3\n",
      columns: ["TRNSTYPE", "NAME", "AMOUNT", "DOCNUM"],
      rows: [["", "", "", ""], ["INVOICE", "B", "0", "I2"], ["", "", "", ""], ["", "", "", ""], ["", "", "", ""]],
      problems: [["iif-type"], [], ["iif-type"], ["iif-type"], ["iif-type"]]),
    IIFCase(
      "a line within a transaction that lost its type", "TRNS",
      declarations + "TRNS|INVOICE|A|1|I1\nSPL|INVOICE|Sales|-1\n|INVOICE|Tax|0\nENDTRNS\n",
      columns: ["TRNSTYPE", "NAME", "AMOUNT", "DOCNUM"], rows: [["INVOICE", "A", "1", "I1"]],
      problems: [["iif-type"]]),
    IIFCase("another type", "CUST", "!VEND|NAME\nVEND|A\n", columns: [], rows: [], refusal: "header-missing:1"),
  ]
}

@Suite("QuickBooks IIF")
struct IIFReaderTests {
  private func reader(_ record: String) -> IIFReader { IIFReader(record: record, file: "f.iif") }

  @Test("shows the rows of one type, however the file is cut", arguments: IIFCase.table)
  func rows(_ row: IIFCase) {
    let bytes = Array(row.input.utf8)
    let whole = read(bytes, with: reader(row.record))
    #expect(whole.refusal == row.refusal)
    #expect(whole.columns == row.columns)
    #expect(whole.fields == row.rows)
    #expect(whole.records.map(\.problems) == row.problems)
    for cut in 0...bytes.count {
      #expect(read(bytes, cuts: [cut], with: reader(row.record)).records == whole.records, "cut at \(cut)")
    }
  }

  @Test("says by how much a transaction is wrong, and keeps all of it to be dropped again")
  func message() throws {
    let text = IIFCase.declarations + "TRNS|INVOICE|A|3.10|I1\nSPL|INVOICE|Sales|-1\nENDTRNS\n"
    let bytes = Array(String(text.map { $0 == "|" ? "\t" : $0 }).utf8)
    var reader = reader("TRNS")
    var messages: [String] = []
    try bytes.withUnsafeBytes { all in
      try reader.push(all) { view in
        messages += view.problems.map(\.message)
        #expect(String(decoding: view.raw, as: UTF8.self).split(separator: "\n").count == 3)
      }
    }
    #expect(messages == ["the amounts of the transaction on lines 4 to 6 add up to 2.10, not to zero"])
    #expect(String(decoding: reader.rawHeader, as: UTF8.self).split(separator: "\n").count == 3)
  }
}
