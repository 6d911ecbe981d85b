import Foundation
import Ledger
import Pipeline
import Testing

/// Exports that lost texts on their way: a macro that cleared columns, a re-saved spreadsheet, a field that nobody filled.
///
/// A row of open items that vanishes without a word counts as paid. So whatever is missing of a row, it is taken or it is refused:
/// never a footer, never a group, never skipped because a text is empty.
@Suite("Rows of which something is missing")
struct DamagedRowTests {
  /// Tables; what is missing of a bank's line is told by its own control totals.
  private static let tables = Fixture.all.filter { $0.input.hasSuffix(".csv") || $0.input.hasSuffix(".txt") }

  /// Choices of a fixture that are tried, evenly spread. With `SWEEP=all` ten times as many: all pairs of a wide export are
  /// hundreds of thousands, each a reading of the whole file.
  private static let isSweep = ProcessInfo.processInfo.environment["SWEEP"] == "all"
  private static func tried(_ choices: [[Range<Int>]], _ most: Int) -> [[Range<Int>]] {
    stride(from: 0, to: choices.count, by: max(1, choices.count / most)).map { choices[$0] }
  }

  @Test("any one or two cells: the row is taken or refused", arguments: tables)
  func emptied(_ fixture: Fixture) throws {
    let (mapping, companies) = try fixture.mapping()
    let bytes = try fixture.bytes()
    let whole = try FixtureReading(fixture, bytes, mapping, companies)
    let rows = Cells.rows(of: bytes).filter { mapping.feed == .customers || Cells.hasAmount($0, bytes) }
    let (cells, pairs) = (rows.flatMap { row in row.map { [$0] } }, rows.flatMap(Cells.pairs))
    let choices =
      DamagedRowTests.isSweep
      ? DamagedRowTests.tried(cells, 300) + DamagedRowTests.tried(pairs, 300)
      : DamagedRowTests.tried(cells + pairs, 60)
    for missing in choices {
      // Without its header or title it is no such file at all, which is told.
      guard let reading = try? FixtureReading(fixture, Cells.without(missing, bytes), mapping, companies) else {
        continue
      }
      let texts = missing.map { String(decoding: bytes[$0], as: UTF8.self) }
      #expect(reading.known >= whole.known, "\(fixture.testDescription) without \(texts)")
    }
  }

  @Test(
    "a row without what makes it a document is refused",
    arguments: [
      ("erpnext.documents", "input-de.csv", "RE-00013"), ("odoo.documents", "input-de.csv", "RRG/2026/00001"),
      ("sage-50-uk.documents", "input.csv", "01/05/2026"), ("datev-opos.documents", "input.csv", "22.05.2026"),
      ("datev-opos.documents", "input.csv", "12.06.2026"),
      ("quickbooks.documents", "input-online.csv", "6/14/2026"),
    ])
  func refused(preset: String, input: String, text: String) throws {
    let fixture = Fixture(preset: preset, input: input)
    let whole = try FixtureReading(fixture)
    let bytes = try fixture.bytes()
    let found = try #require(Data(bytes).range(of: Data(text.utf8)))
    let (mapping, companies) = try fixture.mapping()
    let reading = try FixtureReading(fixture, Cells.without([found], bytes), mapping, companies)
    #expect(reading.taken == whole.taken - 1)
    #expect(reading.rejects.text().contains("required"))
  }
}

/// The cells of a table as text.
private enum Cells {
  /// Places of the cells that hold something, without their quotes, of rows with three or more of them: titles have fewer.
  static func rows(of bytes: [UInt8]) -> [[Range<Int>]] {
    let marks = Array(",;\t|".utf8)
    let delimiter = marks.max { a, b in bytes.count { $0 == a } < bytes.count { $0 == b } }
    var (rows, row): ([[Range<Int>]], [Range<Int>]) = ([], [])
    var (start, isQuoted) = (0, false)
    for (at, byte) in (bytes + [0x0A]).enumerated() {
      if byte == 0x22 { isQuoted.toggle() }
      guard !isQuoted, byte == delimiter || byte == 0x0A || byte == 0x0D else { continue }
      let hasQuotes = at - start >= 2 && bytes[start] == 0x22 && bytes[at - 1] == 0x22
      let cell = hasQuotes ? (start + 1)..<(at - 1) : start..<at
      if bytes[cell].contains(where: { $0 != 0x20 }) { row.append(cell) }
      start = at + 1
      guard byte != delimiter else { continue }
      if row.count > 2 { rows.append(row) }
      row = []
    }
    return rows
  }

  static func pairs(of row: [Range<Int>]) -> [[Range<Int>]] {
    row.indices.flatMap { first in row[(first + 1)...].map { [row[first], $0] } }
  }

  /// The file with these cells empty.
  static func without(_ cells: [Range<Int>], _ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for cell in cells.reversed() { bytes.removeSubrange(cell) }
    return bytes
  }

  /// Whether a row is more than a header: one of its cells has decimals, or a date with points.
  static func hasAmount(_ row: [Range<Int>], _ bytes: [UInt8]) -> Bool {
    row.contains { cell in
      let text = Array(bytes[cell])
      return text.indices.dropFirst().dropLast().contains {
        isDigit(text[$0 - 1]) && (text[$0] == 0x2E || text[$0] == 0x2C) && isDigit(text[$0 + 1])
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
