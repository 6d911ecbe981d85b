import Formats
import Ledger
import Testing

@Suite("CSV writing")
struct CSVWriterTests {
  /// A text cell, as a machine gets it, and as a spreadsheet gets it.
  static let cells: [(String, String, String)] = [
    ("plain", "plain", "plain"),
    ("Müller, Söhne", "\"Müller, Söhne\"", "\"Müller, Söhne\""),
    ("5\" pipe", "\"5\"\" pipe\"", "\"5\"\" pipe\""),
    ("two\nlines", "\"two\nlines\"", "\"two\nlines\""),
    ("=1+1", "=1+1", "'=1+1"),
    ("+49 221", "+49 221", "'+49 221"),
    ("-x", "-x", "'-x"),
    ("@SUM(A1)", "@SUM(A1)", "'@SUM(A1)"),
    ("\tx", "\tx", "'\tx"),
    ("\rx", "\"\rx\"", "\"'\rx\""),
    ("\nx", "\"\nx\"", "\"'\nx\""),
    ("＝1", "＝1", "'＝1"),
    ("＋1", "＋1", "'＋1"),
    ("－1", "－1", "'－1"),
    ("＠1", "＠1", "'＠1"),
    ("＃1", "＃1", "＃1"),
    ("=\"a\",b", "\"=\"\"a\"\",b\"", "\"'=\"\"a\"\",b\""),
    ("a=b", "a=b", "a=b"),
  ]

  @Test("quotes what needs it, and neutralises formulas for people only", arguments: cells)
  func cell(_ text: String, _ machine: String, _ spreadsheet: String) {
    for (audience, expected) in [(CSVAudience.machine, machine), (.spreadsheet, spreadsheet)] {
      var csv = CSVWriter(audience: audience)
      csv.text("id")
      csv.text(text)
      csv.endRow()
      #expect(String(decoding: csv.bytes, as: UTF8.self) == "id,\(expected)\n")
    }
  }

  /// Cells that fill the writer's memory to the last byte when they are quoted.
  @Test("quotes texts of any length", arguments: [4088, 4090, 4091, 4092, 4093, 4094, 4095, 4096, 9000])
  func longCell(_ length: Int) {
    var csv = CSVWriter()
    csv.text(String(repeating: "x", count: length - 1) + ",")
    csv.endRow()
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "\"" + String(repeating: "x", count: length - 1) + ",\"\n")
  }

  @Test("never touches numbers and dates", arguments: CSVAudience.allCases)
  func numbers(_ audience: CSVAudience) throws {
    var csv = CSVWriter(audience: audience)
    csv.money(Money(minorUnits: -1250, currency: try #require(Currency("EUR"))))
    csv.money(-1250, exponent: 0)
    csv.number(-3)
    csv.date(CalendarDate("2026-06-30"))
    csv.date(nil)
    csv.empty()
    csv.decimal("-0.5")
    csv.endRow()
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "-12.50,-1250,-3,2026-06-30,,,-0.5\n")
  }

  @Test("writes words that were made ready, and cells of another writer, wherever its memory ends")
  func readyCells() {
    for length in 4_000..<4_100 {
      var (csv, other) = (CSVWriter(), CSVWriter())
      csv.text(String(repeating: "x", count: length))
      other.text("ACME")
      other.text("twelve letters more")
      csv.copy(other)
      for word in ["adjustment-review", nil, "a"] { csv.word(CSVWord(word)) }
      csv.text("y")
      csv.endRow()
      let all = String(repeating: "x", count: length) + ",ACME,twelve letters more,adjustment-review,,a,y\n"
      #expect(String(decoding: csv.bytes, as: UTF8.self) == all)
    }
  }

  @Test("finds the sign that needs quotes wherever it stands", arguments: [",", "\"", "\n", "\r"])
  func signs(_ sign: String) {
    for length in 1..<40 {
      for place in 0..<length {
        let text = String(repeating: "x", count: place) + sign + String(repeating: "x", count: length - place - 1)
        var csv = CSVWriter()
        csv.text(text)
        csv.endRow()
        let quoted = "\"" + text.replacing("\"", with: "\"\"") + "\"\n"
        #expect(String(decoding: csv.bytes, as: UTF8.self) == quoted)
      }
    }
  }

  @Test("quotes no text for signs that only look like those that need it")
  func otherSigns() {
    let others = (UInt8(0x01)...0x7F).filter { ![0x0A, 0x0D, 0x22, 0x2C].contains($0) }
    for byte in others {
      for length in 1..<20 {
        let text = String(decoding: [UInt8](repeating: byte, count: length), as: UTF8.self)
        var csv = CSVWriter()
        csv.text(text)
        #expect(csv.bytes == Array((text + ",").utf8))
      }
    }
  }

  @Test("writes a row of one empty cell so that it stays a row")
  func emptyCell() {
    var csv = CSVWriter()
    csv.row(["a"])
    csv.row([""])
    csv.removeAll()
    csv.row([""])
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "\"\"\n")
    #expect(csv.rows == 3)
  }

  @Test("gives back through the reader what was written", arguments: cells)
  func roundTrip(_ text: String, _ machine: String, _ spreadsheet: String) {
    var csv = CSVWriter()
    csv.row(["a", "b"])
    csv.row([text, "x"])
    #expect(read(csv.bytes, with: CSVReader(file: "f")).fields == [[text, "x"]])
  }
}
