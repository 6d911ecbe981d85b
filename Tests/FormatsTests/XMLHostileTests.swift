import Formats
import Ledger
import Testing

/// A file that has to be refused, with the code and line of the refusal.
struct HostileCase: CustomTestStringConvertible, Sendable {
  var what: String
  var input: [UInt8]
  var refusal: String
  var testDescription: String { what }

  init(_ what: String, _ text: String, _ refusal: String) { self.init(what, Array(text.utf8), refusal) }
  init(_ what: String, _ input: [UInt8], _ refusal: String) {
    self.what = what
    self.input = input
    self.refusal = refusal
  }
}

private func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

private func shape() -> XMLRowReader {
  var shape = XMLRowShape(row: ["/r/row"])
  shape.each = "t"
  return XMLRowReader(shape, columns: ["a", "each:v", "@id"], file: "f.xml")
}

/// FORMATS section 2, rows 27 to 31.
@Suite("Hostile and damaged XML")
struct XMLHostileTests {
  static let lol = (1...9).map { "<!ENTITY l\($0) '\(String(repeating: "&l\($0 - 1);", count: 10))'>" }.joined()
  static let quadratic = "<!ENTITY a '\(String(repeating: "x", count: 50_000))'>"

  static let refused: [HostileCase] = [
    // Row 27: entities.
    HostileCase(
      "billion laughs", "<!DOCTYPE r [<!ENTITY l0 'ha'>\(lol)]>\n<r><row><a>&l9;</a></row></r>", "xml-doctype:1"),
    HostileCase(
      "quadratic blow-up",
      "<!DOCTYPE r [\(quadratic)]><r><row><a>\(String(repeating: "&a;", count: 50_000))</a></row></r>",
      "xml-doctype:1"),
    HostileCase(
      "external entity",
      "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><row><a>&x;</a></row></r>",
      "xml-doctype:2"),
    HostileCase(
      "parameter entity", "<!DOCTYPE r [<!ENTITY % x SYSTEM 'http://localhost:1/x'>%x;]><r/>", "xml-doctype:1"),
    HostileCase("external subset", "<!DOCTYPE r SYSTEM 'http://localhost:1/x.dtd'><r/>", "xml-doctype:1"),
    HostileCase("DOCTYPE in UTF-16", [0xFF, 0xFE] + utf16("<!DOCTYPE r [<!ENTITY x 'y'>]><r/>"), "xml-doctype:1"),
    HostileCase(
      "DOCTYPE in UTF-16 without a mark", utf16("<?xml version='1.0' encoding='UTF-16'?>\n<!DOCTYPE r><r/>"),
      "xml-doctype:2"),
    HostileCase("DOCTYPE behind a comment", "<!-- x -->\n<!DOCTYPE r>\n<r/>", "xml-doctype:2"),
    HostileCase("unknown entity", "<r><row><a>&auml;</a></row></r>", "xml-entity:1"),
    HostileCase("unknown entity in an attribute", "<r><row id='&x;'/></r>", "xml-entity:1"),
    // Row 28: size and depth.
    HostileCase("deep nesting, unwanted", "<r>\(String(repeating: "<x>", count: 100_000))", "xml-depth:1"),
    HostileCase("deep nesting in a row", "<r><row>\(String(repeating: "<a>", count: 100_000))", "xml-depth:1"),
    HostileCase("a comment without end", "<r><!--\(String(repeating: "x", count: 9_000_000))", "xml-token:1"),
    HostileCase("a tag without end", "<r><row id='\(String(repeating: "x", count: 9_000_000))", "xml-token:1"),
    HostileCase(
      "a row without end",
      "<r><row>\(String(repeating: "<t><v>\(String(repeating: "x", count: 60_000))</v></t>", count: 1200))",
      "record-too-long:1"),
    // Row 29: declared UTF-8, is latin 1.
    HostileCase(
      "not UTF-8",
      Array("<?xml version='1.0' encoding='UTF-8'?>\n<r><row><a>Gr".utf8) + [0xF6, 0xDF]
        + Array("e</a></row></r>".utf8), "xml-encoding:2"),
    HostileCase(
      "not UTF-8, nothing declared", Array("<r>\n<row id='".utf8) + [0xFC] + Array("'/></r>".utf8), "xml-encoding:2"),
    HostileCase("an encoding nobody knows", "<?xml version='1.0' encoding='klingon'?><r/>", "xml-encoding:1"),
    HostileCase(
      "a byte that is nothing",
      Array("<?xml version='1.0' encoding='windows-1252'?><r><a>".utf8) + [0x81] + Array("</a></r>".utf8),
      "xml-encoding:1"),
    HostileCase(
      "half a surrogate", [0xFF, 0xFE] + utf16("<r><row><a>") + [0x00, 0xD8] + utf16("</a></row></r>"), "xml-encoding:1"
    ),
    // Row 31: ends that are none.
    HostileCase("truncated UTF-16", [0xFF, 0xFE] + utf16("<r/>") + [0x61], "xml-truncated:1"),
    HostileCase("NUL at the end", "<r/>\u{0}", "xml-trailing:1"),
    HostileCase("text at the end", "<r/>\nx", "xml-trailing:2"),
    HostileCase("two documents", "<r/>\n<r/>", "xml-trailing:2"),
    HostileCase("cut in a row", "<r>\n<row><a>1</a>", "xml-truncated:2"),
    HostileCase("cut in a tag", "<r>\n<ro", "xml-truncated:2"),
    HostileCase("empty", "", "xml-truncated:1"),
    HostileCase("blanks only", " \n ", "xml-truncated:2"),
    HostileCase("wrong end tag", "<r>\n<row>\n</a></row></r>", "xml-syntax:3"),
    HostileCase("another root", "<invoices/>", "xml-root:1"),
    HostileCase("a control character", "<r><row><a>\u{1}</a></row></r>", "xml-encoding:1"),
  ]

  @Test("is refused with code and line, in whatever pieces it comes", arguments: refused)
  func refusals(_ row: HostileCase) {
    let whole = read(row.input, with: shape())
    #expect(whole.refusal == row.refusal, "\(whole.message)")
    for cut in stride(from: 0, through: row.input.count, by: max(1, row.input.count / 12)) {
      #expect(read(row.input, cuts: [cut], with: shape()).refusal == row.refusal, "cut at \(cut)")
    }
    if row.input.count < 1000 {
      #expect(read(row.input, cuts: Array(0..<row.input.count), with: shape()).refusal == row.refusal, "byte by byte")
    }
  }

  @Test("no reader takes a DOCTYPE", arguments: refused.filter { $0.refusal.hasPrefix("xml-doctype") })
  func flat(_ row: HostileCase) {
    #expect(read(row.input, with: XMLReader(root: nil, record: nil, file: "f.xml")).refusal == row.refusal)
    #expect(row.input.withUnsafeBytes { XMLRoot.sniff($0) } == nil)
  }

  @Test("row 29: the refusal names the byte and the line to add; with it the file is read")
  func declaredUTF8() {
    let input =
      Array("<?xml version='1.0' encoding='UTF-8'?><r><row><a>Gr".utf8) + [0xF6, 0xDF] + Array("e 5 ".utf8) + [0x80]
      + Array("</a></row></r>".utf8)
    let result = read(input, with: shape())
    #expect(
      result.message.contains("the byte at offset 51 is not UTF-8, which the file says it is"), "\(result.message)")
    #expect(result.message.contains("\"encoding\": \"windows-1252\""))
    let reader = XMLRowReader(XMLRowShape(row: ["/r/row"]), columns: ["a"], file: "f.xml", encoding: .windows1252)
    #expect(read(input, with: reader).fields == [["Größe 5 €"]])
    #expect(reader.warnings == [])
  }

  @Test("row 30: UTF-8 that says it is latin 1 is read with a warning, and right where the mapping says so")
  func declaredLatin1() {
    let input = Array("<?xml version='1.0' encoding='ISO-8859-1'?><r><row><a>Größe</a></row></r>".utf8)
    let reader = shape()
    #expect(read(input, cuts: Array(0..<input.count), with: reader).refusal == nil)
    #expect(reader.warnings.map(\.code) == ["encoding-suspect"])
    let told = XMLRowReader(XMLRowShape(row: ["/r/row"]), columns: ["a"], file: "f.xml", encoding: .utf8)
    #expect(read(input, with: told).fields == [["Größe"]])
    #expect(told.warnings == [])
    // Latin 1 that is latin 1, with and without umlauts, is not suspected.
    for text in [[0xF6], [0x41]] as [[UInt8]] {
      let sound = shape()
      let bytes =
        Array("<?xml version='1.0' encoding='ISO-8859-1'?><r><row><a>".utf8) + text + Array("</a></row></r>".utf8)
      #expect(read(bytes, with: sound).fields.count == 1)
      #expect(sound.warnings == [])
    }
  }

  @Test(
    "row 31: blanks before the declaration are forgiven, with a mark, two or none",
    arguments: ["", "\u{FEFF}", "\u{FEFF}\u{FEFF}"])
  func leadingBlanks(_ mark: String) {
    let reader = shape()
    let input = Array("\(mark)\r\n <?xml version='1.0'?>\n<r><row><a>1</a></row></r>".utf8)
    let result = read(input, cuts: [1, 4, 5], with: reader)
    #expect(result.fields == [["1", "", ""]])
    #expect(result.records.map(\.lines) == [3...3])
    #expect(result.records.map(\.byteOffset) == [mark.utf8.count + 28])
    #expect(reader.warnings.map(\.code) == ["xml-leading-blanks"])
  }

  @Test("endless text is passed over without being kept")
  func endlessText() throws {
    let reader = shape()
    let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    var count = 0
    func push(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try reader.push($0) { _ in count += 1 } } }
    try push(Array("<r><row><a>".utf8))
    for _ in 0..<40 { try push(block) }
    try push(Array("</a></row><row/></r>".utf8))
    try reader.finish { _ in count += 1 }
    #expect(count == 2)
  }
}

@Suite("Roots of XML files")
struct XMLRootTests {
  static let table: [(String, String?)] = [
    ("<?xml version='1.0'?><!-- x --><Invoice xmlns='urn:i'><ID", "{urn:i}Invoice"),
    ("<p:F xmlns:p='urn:p' versione='1'>", "{urn:p}F"), ("<row>", "row"), ("<r/>", "r"), ("  \n<r/>", "r"),
    ("<r>&unknown;", "r"), ("<r xmlns='urn:x", nil), ("<!DOCTYPE r><r/>", nil), ("a,b\n1,2", nil), ("", nil),
    ("<", nil),
  ]

  @Test("are told from the first bytes, and nothing behind them is parsed", arguments: 0..<table.count)
  func sniff(_ index: Int) {
    let (text, root) = XMLRootTests.table[index]
    #expect(Array(text.utf8).withUnsafeBytes { XMLRoot.sniff($0) }?.name == root)
    let wide = [0xFF, 0xFE] + utf16(text)
    #expect(wide.withUnsafeBytes { XMLRoot.sniff($0) }?.name == root)
  }
}

@Suite("Paths of XML mappings")
struct XMLPathTests {
  /// A path as a column, and what is said about it.
  static let wrong: [(String, String)] = [
    ("", "a name is missing at character 1"), ("a/", "a name is missing at character 3"),
    ("a//b", "a name is missing at character 3"),
    ("/a", "the path goes down from the row; what stands above it is named in `above`"),
    ("../a", "the path goes down from the row; what stands above it is named in `above`"),
    ("a/../b", "`..` stands at the start of an `above` path and nowhere else"), ("a b", "` b` is not understood"),
    ("@a/b", "`/b` is not understood"), ("a[*]/b", "[*] stands at the end, not before `/b`"),
    ("a[b]", "a condition has the form [NAME='text']"), ("a[b='x]", "the text of a condition has no end"),
    ("a[b='x'", "a condition ends with ]"), ("a[b='']", "a condition cannot ask for an empty text"),
    ("q:a", "the prefix `q` is not declared in `ns`"), ("^z", "`above` has no value of this name"),
    ("each:a", "the mapping has no `each`"),
  ]

  @Test("are refused with what is wrong", arguments: 0..<wrong.count)
  func path(_ index: Int) {
    let (path, message) = XMLPathTests.wrong[index]
    let problems = XMLRowReader.problems(XMLRowShape(row: ["/r/row"]), columns: [path])
    #expect(problems.map(\.message) == [message])
    let reader = XMLRowReader(XMLRowShape(row: ["/r/row"]), columns: [path], file: "f.xml")
    #expect(read(Array("<r/>".utf8), with: reader).refusal == "mapping-path:0")
  }

  static let shapes: [(rows: [String], each: String?, above: String?, message: String)] = [
    ([], nil, nil, "which element is a row?"),
    (["r/row"], nil, nil, "the path of a row starts with / and ends with an element"),
    (["/r/row/@id"], nil, nil, "the path of a row starts with / and ends with an element"),
    (["/r[a='1']/row"], nil, nil, "a condition stands at the last step of a row"),
    (["/r", "/r/row"], nil, nil, "a row cannot stand within another row"),
    (["/r/row"], "../x", nil, "the path of `each` goes down from the row and ends with an element"),
    (["/r/row"], "a[b='1']/x", nil, "a condition stands at the last step of `each`"),
    (["/r/row"], nil, "a", "a value of `above` starts with ../"),
    (["/r/row"], nil, "../../a", "goes up beyond the root element"),
  ]

  @Test("of rows, child rows and what stands above are refused the same way", arguments: 0..<shapes.count)
  func shape(_ index: Int) {
    let row = XMLPathTests.shapes[index]
    var shape = XMLRowShape(row: row.rows)
    shape.each = row.each
    if let above = row.above { shape.above = [("x", [above])] }
    let problems = XMLRowReader.problems(shape, columns: row.above == nil ? ["a"] : ["^x"])
    #expect(problems.map(\.message) == [row.message])
  }
}
