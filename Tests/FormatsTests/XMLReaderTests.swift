import Formats
import Ledger
import Testing

private func reader() -> XMLReader { XMLReader(root: "receivables", record: "document", file: "f.xml") }

private func xml(_ text: String) -> ReadResult { read(Array(text.utf8), with: reader()) }

struct XMLCase: CustomTestStringConvertible, Sendable {
  var what: String
  var input: String
  var rows: [[String]]
  var columns: [String] = ["a", "b"]
  var testDescription: String { what }
}

private func document(_ inside: String) -> String { "<receivables>\(inside)</receivables>" }

@Suite("XML reading")
struct XMLReaderTests {
  static let table: [XMLCase] = [
    XMLCase(
      what: "plain", input: document("<document><a>1</a><b>2</b></document><document><a>3</a><b>4</b></document>"),
      rows: [["1", "2"], ["3", "4"]]),
    XMLCase(
      what: "with declaration, comments and line ends",
      input:
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- x -->\r\n<receivables>\r\n <document>\r\n  <a>1</a><!-- y -->\r\n"
        + "  <b>2</b>\r\n </document>\r\n</receivables>\r\n<!-- z -->\r\n", rows: [["1", "2"]]),
    XMLCase(
      what: "byte order mark",
      input: "\u{FEFF}<?xml version='1.0'?>" + document("<document><a>1</a><b>2</b></document>"),
      rows: [["1", "2"]]),
    XMLCase(
      what: "fields in any order, absent and empty ones",
      input: document("<document><a>1</a><b>2</b></document><document><b>4</b><a/></document><document/>"),
      rows: [["1", "2"], ["", "4"], ["", ""]]),
    XMLCase(
      what: "escapes, CDATA and a comment inside a field",
      input: document("<document><a>M&amp;M &lt;&#228;&#x1F4B6;</a><b><![CDATA[<x>&]]>y<!-- n -->z</b></document>"),
      rows: [["M&M <ä💶", "<x>&yz"]]),
    XMLCase(
      what: "umlauts", input: document("<document><a>Größe</a><b>Łódź 東京 🧾</b></document>"),
      rows: [["Größe", "Łódź 東京 🧾"]]),
    XMLCase(
      what: "prefix, namespace and xsi attributes",
      input: "<r:receivables xmlns:r='urn:x' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' version='1'>"
        + "<r:document xsi:type='r:d'><r:a>1</r:a><r:b xsi:nil='true'/></r:document></r:receivables>",
      rows: [["1", ""]]),
    XMLCase(what: "no records", input: "<receivables/>", rows: [], columns: []),
    XMLCase(what: "a processing instruction", input: "<?x y?>" + document("<?z?>"), rows: [], columns: []),
    XMLCase(
      what: "long text",
      input: document("<document><a>\(String(repeating: "äx ", count: 500))</a><b>2</b></document>"),
      rows: [[String(repeating: "äx ", count: 500), "2"]]),
  ]

  @Test("gives the records of the shape root, record, field", arguments: table)
  func fields(_ row: XMLCase) {
    let result = xml(row.input)
    #expect(result.fields == row.rows)
    #expect(result.columns == row.columns)
    #expect(result.refusal == nil)
    #expect(result.records.allSatisfy { $0.problems.isEmpty })
  }

  @Test("gives the same records wherever the file is cut", arguments: table)
  func cuts(_ row: XMLCase) {
    let bytes = Array(row.input.utf8)
    // Columns are met as the file is read: a record shown earlier may have fewer of them.
    func fields(_ result: ReadResult) -> [[String]] {
      result.fields.map { $0 + Array(repeating: "", count: result.columns.count - $0.count) }
    }
    let whole = read(bytes, with: reader())
    for cut in stride(from: 0, through: bytes.count, by: bytes.count > 500 ? 17 : 1) {
      let parts = read(bytes, cuts: [cut], with: reader())
      #expect(fields(parts) == fields(whole), "cut at \(cut)")
      #expect(parts.records.map(\.lines) == whole.records.map(\.lines), "cut at \(cut)")
      #expect(parts.records.map(\.byteOffset) == whole.records.map(\.byteOffset), "cut at \(cut)")
      #expect(parts.refusal == nil)
    }
    #expect(fields(read(bytes, cuts: Array(0..<bytes.count), with: reader())) == fields(whole), "byte by byte")
  }

  @Test("counts lines and bytes, and shows a record as it can be dropped again")
  func places() {
    let result = xml(
      "<?xml version='1.0'?>\n<receivables>\n<document><a>1 &amp; 2</a>\n<b/></document>\n\n <document><b>x\ny</b></document>\n"
        + "</receivables>")
    #expect(result.records.map(\.lines) == [3...4, 6...7])
    #expect(result.records.map(\.byteOffset) == [36, 81])
    #expect(
      result.records.map(\.raw) == [
        "<document><a>1 &amp; 2</a></document>", "<document><b>x&#10;y</b></document>",
      ])
  }

  @Test("gives offsets and lines of a long file")
  func longFile() {
    let record = "<document><a>1234567890</a><b>äöü</b></document>\n"
    let bytes = Array(("<receivables>\n" + String(repeating: record, count: 9000) + "</receivables>").utf8)
    let result = read(bytes, cuts: Array(stride(from: 5000, to: bytes.count, by: 5000)), with: reader())
    #expect(result.records.count == 9000)
    #expect(result.records.map(\.byteOffset) == (0..<9000).map { 14 + $0 * record.utf8.count })
    #expect(result.records.map(\.lines) == (0..<9000).map { $0 + 2...$0 + 2 })
  }

  @Test("reads latin-1 where the file declares it")
  func latin1() {
    let bytes =
      Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><receivables><document><a>Gr".utf8) + [0xF6, 0xDF]
      + Array("e</a></document></receivables>".utf8)
    let whole = read(bytes, with: reader())
    #expect(whole.fields == [["Größe"]])
    for cut in 0...bytes.count { #expect(read(bytes, cuts: [cut], with: reader()) == whole, "cut at \(cut)") }
  }

  @Test("warns where UTF-8 is declared to be latin-1")
  func mojibake() throws {
    let reader = reader()
    let text =
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><receivables><document><a>Größe</a></document></receivables>"
    #expect(read(Array(text.utf8), with: reader).refusal == nil)
    #expect(reader.warnings.map(\.code) == ["encoding-suspect"])
  }

  @Test("forgives blanks before the declaration, with a warning")
  func leadingBlanks() {
    let reader = reader()
    let result = read(
      Array("\n  \n<?xml version='1.0'?>\n<receivables><document><a>1</a></document></receivables>".utf8),
      cuts: [1, 3],
      with: reader)
    #expect(result.fields == [["1"]])
    #expect(result.records.map(\.lines) == [4...4])
    #expect(result.records.map(\.byteOffset) == [39])
    #expect(reader.warnings.map(\.code) == ["xml-leading-blanks"])
  }
}

struct XMLRefusal: CustomTestStringConvertible, Sendable {
  var what: String
  var input: String
  var refusal: String
  var testDescription: String { what }
}

@Suite("XML that is wrong")
struct XMLProblemTests {
  /// Inside of a record, and its problems as code and column.
  static let rows: [(String, [String])] = [
    ("<a>1</a><a>2</a>", ["xml-repeated@0"]),
    ("<a>1<c><d>2</d></c></a><b>3</b>", ["xml-nested@0"]),
    ("<a>1</a>text<b>2</b>more", ["xml-text"]),
    ("<a currency='EUR'>1</a>", ["xml-attribute@0"]),
    ("<a>" + String(repeating: "x", count: 70_000) + "</a>", ["field-too-long@0"]),
  ]

  @Test("rejects the record and goes on", arguments: 0..<rows.count)
  func record(_ index: Int) {
    let (inside, problems) = XMLProblemTests.rows[index]
    let result = xml(document("<document>\(inside)</document><document><a>1</a></document>"))
    #expect(result.records.map(\.problems) == [problems, []])
    #expect(result.records.last?.fields.first == "1")
  }

  @Test("rejects a record of another feed, and attributes of a record")
  func otherRecord() {
    let result = xml(document("<customer><a>1</a></customer><document id='7'><a>2</a></document>"))
    #expect(result.records.map(\.problems) == [["xml-record"], ["xml-attribute"]])
    #expect(result.records.map(\.raw) == ["<customer><a>1</a></customer>", "<document><a>2</a></document>"])
  }

  static let lol = (1...9).map { "<!ENTITY l\($0) '\(String(repeating: "&l\($0 - 1);", count: 10))'>" }.joined()

  static let refusals: [XMLRefusal] = [
    XMLRefusal(
      what: "billion laughs",
      input: "<!DOCTYPE receivables [<!ENTITY l0 'ha'>\(lol)]>\n" + document("<document><a>&l9;</a></document>"),
      refusal: "xml-doctype:1"),
    XMLRefusal(
      what: "external entity",
      input: "<?xml version='1.0'?>\n<!DOCTYPE receivables [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n"
        + document("<document><a>&x;</a></document>"), refusal: "xml-doctype:2"),
    XMLRefusal(
      what: "external subset", input: "<!DOCTYPE receivables SYSTEM 'http://localhost:1/x.dtd'><receivables/>",
      refusal: "xml-doctype:1"),
    XMLRefusal(what: "bare DOCTYPE", input: "<!DOCTYPE receivables><receivables/>", refusal: "xml-doctype:1"),
    XMLRefusal(
      what: "unknown entity", input: document("\n<document><a>&auml;</a></document>"), refusal: "xml-entity:2"),
    XMLRefusal(
      what: "deep nesting",
      input: document(String(repeating: "<x>", count: 100_000) + String(repeating: "</x>", count: 100_000)),
      refusal: "xml-depth:1"),
    XMLRefusal(what: "another root", input: "<invoices/>", refusal: "xml-root:1"),
    XMLRefusal(what: "cut in a record", input: "<receivables>\n<document><a>1</a>", refusal: "xml-truncated:2"),
    XMLRefusal(
      what: "cut between records", input: "<receivables>\n<document></document>\n", refusal: "xml-truncated:2"),
    XMLRefusal(what: "cut in a tag", input: "<receivables>\n<docum", refusal: "xml-truncated:2"),
    XMLRefusal(what: "empty", input: "", refusal: "xml-truncated:1"),
    XMLRefusal(what: "two documents", input: "<receivables/>\n<receivables/>", refusal: "xml-trailing:2"),
    XMLRefusal(what: "text behind the end", input: "<receivables/>\nx", refusal: "xml-trailing:2"),
    XMLRefusal(what: "NUL behind the end", input: "<receivables/>\u{0}", refusal: "xml-trailing:1"),
    XMLRefusal(
      what: "wrong end tag", input: "<receivables>\n<document>\n<a>1</b></document></receivables>",
      refusal: "xml-syntax:3"),
    XMLRefusal(what: "bare ampersand", input: document("\n<document><a>M & M</a></document>"), refusal: "xml-syntax:2"),
    XMLRefusal(
      what: "control character", input: document("<document><a>\u{1}</a></document>"), refusal: "xml-encoding:1"),
    XMLRefusal(what: "text between records", input: document("\nhello"), refusal: "xml-shape:2"),
    XMLRefusal(
      what: "unknown encoding", input: "<?xml version='1.0' encoding='klingon'?><receivables/>",
      refusal: "xml-encoding:1"),
  ]

  @Test("refuses the file with code and line, in whatever pieces it comes", arguments: refusals)
  func file(_ row: XMLRefusal) {
    let bytes = Array(row.input.utf8)
    let whole = read(bytes, with: reader())
    #expect(whole.refusal == row.refusal, "\(whole.message)")
    for cut in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 40)) {
      #expect(read(bytes, cuts: [cut], with: reader()).refusal == row.refusal, "cut at \(cut)")
    }
  }

  @Test("refuses bytes that are not UTF-8, with line and column")
  func encoding() {
    let bytes = Array("<receivables>\n<document><a>Gr".utf8) + [0xF6] + Array("e</a></document></receivables>".utf8)
    let result = read(bytes, with: reader())
    #expect(result.refusal == "xml-encoding:2")
    #expect(result.message.hasPrefix("f.xml:2:16: error: "), "\(result.message)")
  }

  @Test("refuses UTF-16 that ends in the middle of a character", arguments: [[], [0x61]] as [[UInt8]])
  func truncatedUTF16(_ rest: [UInt8]) {
    let bytes = [0xFF, 0xFE] + Array("<receivables/>".utf8).flatMap { [$0, 0] } + rest
    #expect(read(bytes, with: reader()).refusal == (rest.isEmpty ? nil : "xml-truncated:1"))
  }

  @Test("names root and first record before the file is read to its end")
  func head() throws {
    let reader = XMLReader(root: nil, record: nil, file: "f.xml")
    let text = Array("<?xml version='1.0'?><receivables><document><comp".utf8)
    try text.withUnsafeBytes { try reader.push($0) { _ in } }
    #expect(reader.root == "receivables")
    #expect(reader.firstRecord == "document")
  }
}
