import Formats
import Ledger
import Testing

/// What is read from a file: its rows, and the values of the columns in each.
struct RowCase: CustomTestStringConvertible, Sendable {
  var what: String
  var input: String
  var row: [String] = ["/r/row"]
  var each: String?
  var above: [String: [String]] = [:]
  var namespaces: [String: String] = [:]
  var columns: [String]
  var rows: [[String]]
  var testDescription: String { what }

  func reader(encoding: TextEncoding? = nil) -> XMLRowReader {
    var shape = XMLRowShape(row: row)
    shape.each = each
    shape.namespaces = namespaces
    shape.above = above.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return XMLRowReader(shape, columns: columns, file: "f.xml", encoding: encoding)
  }
}

@Suite("Rows of deep XML")
struct XMLRowReaderTests {
  static let paths: [RowCase] = [
    RowCase(
      what: "children, grandchildren and attributes of the row",
      input: "<r><row n='7'><a>1</a><b><c u='x'>2</c></b></row><row><b><c>4</c></b><a> 3\n </a></row></r>",
      columns: ["a", "b/c", "b/c/@u", "@n", "absent"], rows: [["1", "2", "x", "7", ""], ["3", "4", "", "", ""]]),
    RowCase(
      what: "the first that is not empty counts",
      input: "<r><row><a/><a> </a><a>2</a><a>3</a><b/><b><c>4</c></b></row></r>", columns: ["a", "b/c"],
      rows: [["2", "4"]]),
    RowCase(
      what: "all occurrences joined", input: "<r><row><m><u>one</u><u/><u>two </u></m><m><u>3</u></m></row><row/></r>",
      columns: ["m/u[*]", "m/u"], rows: [["one two 3", "one"], ["", ""]]),
    RowCase(
      what: "the element's own text, not that of elements within it",
      input: "<r><row><a>x<b>y</b>z<c/>!</a></row></r>", columns: ["a", "a/b"], rows: [["xz!", "y"]]),
    RowCase(
      what: "a text and an element within, either of which a version of the format uses",
      input: "<r><row><Sts>BOOK</Sts></row><row><Sts>\n  <Cd>PDNG</Cd>\n</Sts></row></r>", columns: ["Sts", "Sts/Cd"],
      rows: [["BOOK", ""], ["", "PDNG"]]),
    RowCase(
      what: "the same name in other places is another thing",
      input: "<r><id>0</id><row><x><id>1</id></x><id>2</id></row><id>3</id></r>", columns: ["id"], rows: [["2"]]),
    RowCase(
      what: "escapes, CDATA and characters of other scripts",
      input: "<r><row><a>M&amp;M &lt;&#228;&#x1F4B6;</a><b u='&quot;1&amp;2'><![CDATA[<x>&]]>y</b></row></r>",
      columns: ["a", "b", "b/@u"], rows: [["M&M <ä💶", "<x>&y", "\"1&2"]]),
    RowCase(
      what: "the root itself is the row", input: "<Invoice><ID>1</ID></Invoice>", row: ["/Invoice", "/CreditNote"],
      columns: ["local-name()", "ID"], rows: [["Invoice", "1"]]),
    RowCase(
      what: "the other root", input: "<CreditNote><ID>1</ID></CreditNote>", row: ["/Invoice", "/CreditNote"],
      columns: ["local-name()", "ID"], rows: [["CreditNote", "1"]]),
    RowCase(
      what: "the text of the row itself", input: "<r><row u='1'>x</row><row>y</row></r>", columns: [".", "@u"],
      rows: [["x", "1"], ["y", ""]]),
    RowCase(
      what: "two columns of one path", input: "<r><row><a>1</a></row></r>", columns: ["a", "a"], rows: [["1", "1"]]),
    RowCase(what: "no rows", input: "<r><other/></r>", columns: ["a"], rows: []),
  ]

  static let structure: [RowCase] = [
    RowCase(
      what: "a record per child row, with values of the row before and behind them",
      input: "<r><row><a>1</a><d><t><v>x</v></t><t><v>y</v></t></d><z>9</z></row><row><a>2</a></row></r>", each: "d/t",
      columns: ["a", "each:v", "z", "each:position()"],
      rows: [["1", "x", "9", "1"], ["1", "y", "9", "2"], ["2", "", "", ""]]),
    RowCase(
      what: "a value of the child row and one of the same name in the row",
      input: "<r><row><Amt>10</Amt><t><Amt>3</Amt></t><t/></row></r>", each: "t", columns: ["each:Amt", "Amt"],
      rows: [["3", "10"], ["", "10"]]),
    RowCase(
      what: "values above hold until their element opens again",
      input: "<r><g><id>1</id></g><s n='A'><i>DE1</i><row/><row/></s><s n='B'><row/><i>late</i><row/></s></r>",
      row: ["/r/s/row"], above: ["i": ["../i"], "n": ["../@n"], "g": ["../../g/id"]], columns: ["^g", "^n", "^i"],
      rows: [["1", "A", "DE1"], ["1", "A", "DE1"], ["1", "B", ""], ["1", "B", "late"]]),
    RowCase(
      what: "alternatives above, the first that has a value",
      input: "<r><b>2</b><row/><a>1</a><row/></r>", above: ["x": ["../a", "../b"]], columns: ["^x"],
      rows: [["2"], ["1"]]),
    RowCase(
      what: "rows in either of two places, with what stands above them",
      input: "<r><k>1</k><m><row><a>x</a></row></m><row><a>y</a></row></r>", row: ["/r/m/row", "/r/row"],
      above: ["k": ["../k", "../../k"]], columns: ["a", "^k"], rows: [["x", "1"], ["y", "1"]]),
    RowCase(
      what: "conditions on a text, before and behind the value",
      input: "<r><row><p><q>AG</q><n>1</n></p><p><n>2</n><q>RE</q><n>3</n></p><p><q>WE</q><n>4</n></p></row></r>",
      columns: ["p[q='RE']/n", "p[q='AG']/n", "p[q='XX']/n", "p/n"], rows: [["2", "1", "", "1"]]),
    RowCase(
      what: "conditions on an attribute and on a text further down",
      input: "<r><row><i s='VA'>D</i><i s='FC'>F</i><b><t><c>CL</c></t><v>9</v></b></row></r>",
      columns: ["i[@s='FC']", "i[@s=\"VA\"]", "b[t/c='CL']/v", "b[t/c='OP']/v"], rows: [["F", "D", "9", ""]]),
    RowCase(
      what: "conditions within conditions",
      input: "<r><row><p><x><v>1</v><k>b</k></x><k>no</k></p><p><x><v>2</v><k>b</k></x><k>a</k></p></row></r>",
      columns: ["p[k='a']/x[k='b']/v"], rows: [["2"]]),
    RowCase(
      what: "rows and child rows of one kind only",
      input: "<r><row><k>x</k><t w='1'><v>1</v></t><t w='2'><v>2</v></t></row><row><k>y</k><t w='1'/></row></r>",
      row: ["/r/row[k='x']"], each: "t[@w='2']", columns: ["k", "each:v"], rows: [["x", "2"]]),
    RowCase(
      what: "namespaces: declared, of the root, any",
      input: "<c:r xmlns:c='urn:v2' xmlns:o='urn:other'><c:row><o:a>1</o:a><c:a o:u='x'>2</c:a></c:row></c:r>",
      row: ["/n:r/n:row"], namespaces: ["n": "@root", "w": "urn:other"],
      columns: ["n:a", "w:a", "a", "n:a/@u", "n:a/@w:u", "n:a/@n:u"], rows: [["2", "1", "1", "x", "x", ""]]),
    RowCase(
      what: "the default namespace", input: "<r xmlns='urn:v8'><row><a>1</a></row></r>", row: ["/n:r/n:row"],
      namespaces: ["n": "urn:v8", "m": "urn:v2"], columns: ["n:a", "m:a", "a"], rows: [["1", "", "1"]]),
  ]

  @Test("gives the values of the paths", arguments: paths + structure)
  func rows(_ row: RowCase) {
    let result = read(Array(row.input.utf8), with: row.reader())
    #expect(result.fields == row.rows)
    #expect(result.columns == row.columns)
    #expect(result.refusal == nil, "\(result.message)")
  }

  @Test("gives the same records wherever the file is cut", arguments: paths + structure)
  func cuts(_ row: RowCase) {
    let bytes = Array(("\n<?xml version='1.0'?>\n" + row.input).utf8)
    let whole = read(bytes, with: row.reader())
    for cut in 0...bytes.count { #expect(read(bytes, cuts: [cut], with: row.reader()) == whole, "cut at \(cut)") }
    #expect(read(bytes, cuts: Array(0..<bytes.count), with: row.reader()) == whole, "byte by byte")
  }

  @Test("gives the same values in whatever encoding", arguments: paths + structure, [TextEncoding.utf16le, .utf16be])
  func utf16(_ row: RowCase, _ encoding: TextEncoding) {
    let units = ("\u{FEFF}" + row.input).utf16.flatMap { unit in
      encoding == .utf16le ? [UInt8(unit & 0xFF), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    }
    #expect(read(units, with: row.reader()).fields == row.rows)
    #expect(read(units, cuts: Array(0..<units.count), with: row.reader()).fields == row.rows)
  }

  @Test("names the place of a record and shows its bytes")
  func places() {
    let shape = RowCase(
      what: "", input: "", row: ["/r/row"], each: "t", columns: ["a"], rows: [])
    let text = "<r>\n<row\n n='1'><a>ä</a>\n<t/><t>\n</t></row>\n <row/></r>"
    let result = read(Array(text.utf8), with: shape.reader())
    #expect(result.records.map(\.lines) == [4...4, 4...5, 6...6])
    #expect(result.records.map(\.byteOffset) == [26, 30, 46])
    #expect(result.records.map(\.raw) == ["<t/>", "<t>\n</t>", "<row/>"])
    let latin =
      Array("<?xml version='1.0' encoding='ISO-8859-1'?><r><row><a>".utf8) + [0xE4] + Array("</a></row><row/></r>".utf8)
    let decoded = read(latin, with: shape.reader())
    #expect(decoded.fields == [["ä"], [""]])
    #expect(decoded.records.map(\.byteOffset) == [46, 65])
    #expect(decoded.records.map(\.raw) == ["<row><a>ä</a></row>", "<row/>"])
  }

  @Test("keeps no more than 1 MiB of a row, and then says so")
  func longRow() {
    let shape = RowCase(what: "", input: "", columns: ["a"], rows: [])
    let text = "<r><row n='1'>" + String(repeating: "<x>1234567890</x>", count: 100_000) + "<a>1</a></row><row/></r>"
    let result = read(
      Array(text.utf8), cuts: Array(stride(from: 9000, to: text.utf8.count, by: 9000)), with: shape.reader())
    #expect(result.fields == [["1"], [""]])
    #expect(result.records.map(\.raw) == ["<row n='1'><!-- 1700025 bytes are left out -->", "<row/>"])
  }

  @Test("does not copy an attachment of megabytes, and rejects a wanted text that is too long")
  func attachment() {
    let base64 = String(repeating: "QUJD", count: 800_000)
    let text =
      "<r><row><a>1</a><doc><bin n='x.pdf'>\(base64)</bin></doc><b>2</b></row><row><a>\(base64)</a><b>3</b></row></r>"
    let shape = RowCase(what: "", input: "", columns: ["a", "doc/bin/@n", "b"], rows: [])
    let result = read(
      Array(text.utf8), cuts: Array(stride(from: 65_536, to: text.utf8.count, by: 65_536)), with: shape.reader())
    #expect(result.fields == [["1", "x.pdf", "2"], ["", "", "3"]])
    #expect(result.records.map(\.problems) == [[], ["field-too-long@0"]])
  }

  @Test("reads many rows, with places right to the last")
  func manyRows() {
    let record = "<row><a>1234567890</a><b><c>äöü</c></b></row>\n"
    let bytes = Array(("<r><h>head</h>\n" + String(repeating: record, count: 9000) + "</r>").utf8)
    let shape = RowCase(what: "", input: "", above: ["h": ["../h"]], columns: ["a", "b/c", "^h"], rows: [])
    let result = read(bytes, cuts: Array(stride(from: 5000, to: bytes.count, by: 5000)), with: shape.reader())
    #expect(result.fields == Array(repeating: ["1234567890", "äöü", "head"], count: 9000))
    #expect(result.records.map(\.byteOffset) == (0..<9000).map { 15 + $0 * record.utf8.count })
    #expect(result.records.map(\.lines) == (0..<9000).map { $0 + 2...$0 + 2 })
    #expect(result.records.allSatisfy { $0.raw + "\n" == record })
  }

  @Test("reads a row with many child rows")
  func manyChildren() {
    let children = (1...20_000).map { "<t><v>\($0)</v></t>" }.joined(separator: "\n")
    let bytes = Array("<r><row><a>1</a>\n\(children)<z>end</z></row><row><a>2</a></row></r>".utf8)
    let shape = RowCase(what: "", input: "", each: "t", columns: ["a", "each:v", "z", "each:position()"], rows: [])
    let result = read(bytes, cuts: Array(stride(from: 7000, to: bytes.count, by: 7000)), with: shape.reader())
    #expect(result.fields == (1...20_000).map { ["1", "\($0)", "end", "\($0)"] } + [["2", "", "", ""]])
    #expect(result.records[19_999].lines == 20_001...20_001)
  }
}
