import Formats
import Ledger
import Testing

private func csv(_ text: String, _ delimiter: Character = ",", cuts: [Int] = []) -> ReadResult {
  read(Array(text.utf8), cuts: cuts, with: reader(delimiter))
}

private func reader(_ delimiter: Character = ",") -> CSVReader {
  CSVReader(dialect: CSVDialect(delimiter: delimiter.asciiValue!), file: "f.csv")
}

struct CSVRow: CustomTestStringConvertible, Sendable {
  var what: String
  var input: String
  var rows: [[String]]
  var testDescription: String { what }
}

struct CSVBadRow: CustomTestStringConvertible, Sendable {
  var input: String
  var problems: [String]
  var testDescription: String { "\(problems) in \(input.prefix(20).debugDescription)" }
}

struct CSVRefusal: CustomTestStringConvertible, Sendable {
  var input: String
  var refusal: String
  var testDescription: String { "\(refusal) for \(input.count) bytes" }
}

@Suite("CSV reading")
struct CSVReaderTests {
  static let table: [CSVRow] = [
    CSVRow(what: "plain", input: "a,b\n1,2\n3,4\n", rows: [["1", "2"], ["3", "4"]]),
    CSVRow(what: "no line end at the end", input: "a,b\n1,2", rows: [["1", "2"]]),
    CSVRow(what: "CR LF", input: "a,b\r\n1,2\r\n", rows: [["1", "2"]]),
    CSVRow(what: "CR alone", input: "a,b\r1,2\r3,4", rows: [["1", "2"], ["3", "4"]]),
    CSVRow(what: "mixed line ends", input: "a,b\r\n1,2\n3,4\r5,6\r\n", rows: [["1", "2"], ["3", "4"], ["5", "6"]]),
    CSVRow(what: "two byte order marks", input: "\u{FEFF}\u{FEFF}a,b\n1,2\n", rows: [["1", "2"]]),
    CSVRow(what: "a name that begins as a mark does", input: "\u{FEFF}\u{FF21},b\n1,2\n", rows: [["1", "2"]]),
    CSVRow(what: "byte order mark", input: "\u{FEFF}a,b\n1,2\n", rows: [["1", "2"]]),
    CSVRow(what: "empty lines", input: "\n\na,b\n\n1,2\r\n\r\n\r\n3,4\n\n", rows: [["1", "2"], ["3", "4"]]),
    CSVRow(what: "empty fields", input: "a,b,c\n,,\n,2,\n", rows: [["", "", ""], ["", "2", ""]]),
    CSVRow(what: "quotes", input: "a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", rows: [["x, y", "say \"hi\""]]),
    CSVRow(what: "empty quotes", input: "a,b\n\"\",\"\"\n", rows: [["", ""]]),
    CSVRow(what: "only quotes in quotes", input: "a,b\n\"\"\"\",\"\"\"\"\"\"\n", rows: [["\"", "\"\""]]),
    CSVRow(what: "quoted line ends", input: "a,b\n\"1\n2\r\n3\",x\n", rows: [["1\n2\r\n3", "x"]]),
    CSVRow(what: "quote inside an unquoted field", input: "a,b\n5\" pipe,20\"\n", rows: [["5\" pipe", "20\""]]),
    CSVRow(what: "quoted at the end", input: "a,b\n1,\"2\"", rows: [["1", "2"]]),
    CSVRow(what: "umlauts", input: "a,b\nGröße,Łódź 東京 🧾\n", rows: [["Größe", "Łódź 東京 🧾"]]),
    CSVRow(what: "blanks stay", input: "a,b\n 1 , 2\n", rows: [[" 1 ", " 2"]]),
    CSVRow(what: "TAB is text", input: "a,b\n1\t2,3\n", rows: [["1\t2", "3"]]),
    CSVRow(what: "wrong widths are shown as they are", input: "a,b\n1\n1,2,3\n", rows: [["1"], ["1", "2", "3"]]),
    CSVRow(what: "header only", input: "a,b\n", rows: []),
    CSVRow(what: "header only without line end", input: "a,b", rows: []),
    CSVRow(what: "one column", input: "a\n1\n2\n", rows: [["1"], ["2"]]),
    CSVRow(
      what: "long fields",
      input: "a,b\n" + String(repeating: "x", count: 100) + "," + String(repeating: "y", count: 9)
        + "\n", rows: [[String(repeating: "x", count: 100), String(repeating: "y", count: 9)]]),
  ]

  @Test("gives the fields of RFC 4180 and its relatives", arguments: table)
  func fields(_ row: CSVRow) {
    let result = csv(row.input)
    #expect(result.fields == row.rows)
    #expect(result.refusal == nil)
    #expect(result.records.allSatisfy { $0.problems.isEmpty })
  }

  @Test("gives the same records wherever the file is cut", arguments: table)
  func cuts(_ row: CSVRow) {
    let bytes = Array(row.input.utf8)
    let whole = read(bytes, with: reader())
    for cut in 0...bytes.count { #expect(read(bytes, cuts: [cut], with: reader()) == whole, "cut at \(cut)") }
    #expect(read(bytes, cuts: Array(0..<bytes.count), with: reader()) == whole, "byte by byte")
  }

  @Test("splits at the delimiter of the dialect only", arguments: [";", "\t", "|"] as [Character])
  func delimiters(_ delimiter: Character) {
    let result = csv("a\(delimiter)b\n1,5\(delimiter)\"x\(delimiter)y\"\n", delimiter)
    #expect(result.fields == [["1,5", "x\(delimiter)y"]])
  }

  @Test("counts physical lines and bytes")
  func places() {
    let result = csv("\u{FEFF}a,b\r\n\r\n1,2\r\"x\ny\rz\r\nw\",2\n3,4\n")
    #expect(result.records.map(\.lines) == [3...3, 4...7, 8...8])
    #expect(result.records.map(\.byteOffset) == [10, 14, 27])
    #expect(result.records.map(\.raw) == ["1,2", "\"x\ny\rz\r\nw\",2", "3,4"])
  }

  @Test("skips the sep= line and counts it")
  func preamble() {
    let reader = CSVReader(dialect: CSVDialect(delimiter: UInt8(ascii: ";"), preambleLines: 1), file: "f.csv")
    let bytes = Array("sep=;\r\na;b\r\n1;2\r\n".utf8)
    let whole = read(bytes, with: reader)
    #expect(whole.columns == ["a", "b"])
    #expect(whole.fields == [["1", "2"]])
    #expect(whole.records.map(\.lines) == [3...3])
    for cut in 0...bytes.count {
      let reader = CSVReader(dialect: CSVDialect(delimiter: UInt8(ascii: ";"), preambleLines: 1), file: "f.csv")
      #expect(read(bytes, cuts: [cut], with: reader) == whole)
    }
  }

  @Test("trims blanks around header names")
  func header() { #expect(csv(" a , \"b\" ,c\n").columns == ["a", "\"b\"", "c"]) }
}

@Suite("CSV that is wrong")
struct CSVProblemTests {
  /// What is wrong, input after the header `a,b`, and the problems of its first row as code and field.
  static let rows: [CSVBadRow] = [
    CSVBadRow(input: "1\u{0},2\n", problems: ["control-character@0"]),
    CSVBadRow(input: "1,2\u{1A}\n", problems: ["control-character@1"]),
    CSVBadRow(input: "1,\"2\u{8}\"\n", problems: ["control-character@1"]),
    CSVBadRow(input: "\"x\"y,2\n", problems: ["quote-text@0"]),
    CSVBadRow(input: "1,\"20\" pipe\"\n", problems: ["quote-text@1"]),
    CSVBadRow(input: "\"x\"\u{0},2\n", problems: ["control-character@0", "quote-text@0"]),
    CSVBadRow(input: String(repeating: "x", count: 70_000) + ",2\n", problems: ["field-too-long@0"]),
  ]

  @Test("rejects the row and goes on", arguments: rows)
  func row(_ row: CSVBadRow) {
    let bytes = Array(("a,b\n" + row.input + "3,4\n").utf8)
    let whole = read(bytes, with: reader())
    #expect(whole.records.map(\.problems) == [row.problems, []])
    #expect(whole.records.last?.fields == ["3", "4"])
    for cut in [1, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter({ $0 <= bytes.count }) {
      #expect(read(bytes, cuts: [cut], with: reader()) == whole)
    }
  }

  @Test("names the byte of what is not UTF-8", arguments: [[0xE4], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5], [0xC3]])
  func encoding(_ bad: [UInt8]) throws {
    let bytes = Array("a,b\nGr".utf8) + bad + Array(",2\nä,4\n".utf8)
    let whole = read(bytes, with: reader())
    #expect(whole.records.map(\.problems) == [["invalid-utf8@0"], []])
    for cut in 0...bytes.count { #expect(read(bytes, cuts: [cut], with: reader()) == whole) }
    var reader = reader()
    try bytes.withUnsafeBytes { all in
      try reader.push(all) { view in
        if let problem = view.problems.first { #expect(problem.message == "byte 6 is not UTF-8") }
      }
    }
  }

  /// A file that cannot be read on, and the code and line of its refusal.
  static let refusals: [CSVRefusal] = [
    CSVRefusal(input: "a,b\n1,2\n3,\"4\n5,6\n", refusal: "quote-unbalanced:3"),
    CSVRefusal(input: "a,b\n\"1\n2\",\"3", refusal: "quote-unbalanced:3"),
    CSVRefusal(input: "a,b\n1,\"" + String(repeating: "x\n", count: 60) + "\",2\n", refusal: "quote-unbalanced:2"),
    CSVRefusal(input: "a,b\n1,\"" + String(repeating: "x\r\n", count: 50) + "\",2\n", refusal: "quote-unbalanced:2"),
    CSVRefusal(input: "a,b\n1,\"" + String(repeating: "x", count: 65_537) + "\"\n", refusal: "quote-unbalanced:2"),
    CSVRefusal(input: "a,b\n1,2\n" + String(repeating: "x", count: 1_048_577) + "\n", refusal: "record-too-long:3"),
    CSVRefusal(input: "a,\u{0}b\n1,2\n", refusal: "control-character:1"),
  ]

  @Test("refuses the file and names the line where it began", arguments: refusals)
  func file(_ row: CSVRefusal) {
    let bytes = Array(row.input.utf8)
    let refusal = row.refusal
    #expect(read(bytes, with: reader()).refusal == refusal)
    for cut in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 7)) {
      #expect(read(bytes, cuts: [cut], with: reader()).refusal == refusal, "cut at \(cut)")
    }
    if bytes.count < 100_000 {
      let cuts = Array(stride(from: 100, to: bytes.count, by: 100))
      #expect(read(bytes, cuts: cuts, with: reader()).refusal == refusal, "in small pieces")
    }
  }

  @Test("takes what is just within the limits")
  func limits() {
    let lines = String(repeating: "x\n", count: 49)
    let long = String(repeating: "y", count: 65_536)
    let bytes = Array("a,b\n1,\"\(lines)\"\n\"\(long)\",\(long)\n".utf8)
    let whole = read(bytes, with: reader())
    #expect(whole.fields == [["1", lines], [long, long]])
    #expect(whole.records.flatMap(\.problems).isEmpty)
    for cut in [65_600, 65_646, 65_647, 65_648, 65_649, 65_650, 65_651, 70_000] {
      #expect(read(bytes, cuts: [cut], with: reader()) == whole, "cut at \(cut)")
    }
  }

  @Test("random bytes never crash it and are read alike in any pieces")
  func noise() {
    var state: UInt64 = 42
    let alphabet = Array("ab,\"\"\n\r;\t".utf8) + [0xC3, 0xA4, 0x00]
    for round in 0..<400 {
      var bytes = Array("a,b\n".utf8)
      for _ in 0..<(round % 60) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      let whole = read(bytes, with: reader())
      let cut = 4 + round % max(1, bytes.count - 3)
      let parts = read(bytes, cuts: [cut], with: reader())
      #expect(parts == whole, "cut at \(cut) of \(bytes)")
      #expect(read(bytes, cuts: Array(0..<bytes.count), with: reader()) == whole)
    }
  }
}
