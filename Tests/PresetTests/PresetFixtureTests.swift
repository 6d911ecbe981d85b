import Foundation
import Ledger
import Pipeline
import Testing

@Suite("Fixtures of the presets")
struct PresetFixtureTests {
  private static let first = [
    "company", "document_id", "instalment", "payment_id", "customer_id", "name", "kind", "document_date",
    "payment_date",
    "due_date", "currency", "amount", "balance",
  ]

  @Test("give what stands beside them", arguments: Fixture.all)
  func golden(_ fixture: Fixture) throws {
    let reading = try FixtureReading(fixture)
    #expect(reading.taken > 0 || !reading.rejects.text().isEmpty)
    try fixture.expect(reading.records.text(first: PresetFixtureTests.first))
    try fixture.expect(reading.rejects.text(), as: "-rejects")
    var totals = GoldenTable()
    for control in reading.controls {
      totals.add([
        ("control", control.name), ("stated", control.stated ?? ""), ("counted", control.counted ?? ""),
        ("ties", control.ties ? "yes" : "no"),
      ])
    }
    for skip in reading.skipped {
      totals.add([("control", "skipped"), ("counted", "\(skip.rows)"), ("ties", skip.test)])
    }
    try fixture.expect(totals.text(), as: "-controls")
    #expect(reading.controls.filter { !$0.ties } == [])
  }

  /// Row 18 of the catalogue of nasty inputs: an importer that loses a minus turns credits into claims.
  @Test(
    "row 18: an invoice is positive and a credit negative",
    arguments: systems.filter { $0.hasSuffix(".documents") })
  func signs(_ preset: String) throws {
    let documents = try Fixture.all.filter { $0.preset == preset }.flatMap { try FixtureReading($0).documents }
    #expect(documents.contains { $0.amount > 0 && $0.kind == .invoice })
    #expect(documents.contains { $0.amount < 0 })
    for document in documents where document.kind == .creditNote || document.kind == .onAccount {
      #expect(document.amount < 0 && document.balance <= 0, "\(document.id)")
    }
  }

  /// A row that vanishes without a word would count as paid.
  @Test(
    "a row with one empty cell is taken, refused or skipped by name, and never taken for a footer",
    arguments: Fixture.all.filter {
      $0.preset.hasSuffix(".documents") && ($0.input.hasSuffix(".csv") || $0.input.hasSuffix(".txt"))
    })
  func emptied(_ fixture: Fixture) throws {
    let whole = try FixtureReading(fixture)
    for cell in Cells.filled(in: try fixture.bytes()) {
      var damaged = fixture
      damaged.emptied = cell
      // Without its header or title it is no such file at all, which is told.
      guard let reading = try? FixtureReading(damaged) else { continue }
      #expect(reading.told >= whole.told, "\(fixture.testDescription): bytes \(cell)")
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
    var fixture = Fixture(preset: preset, input: input)
    let whole = try FixtureReading(fixture)
    let bytes = try fixture.bytes()
    let found = try #require(Data(bytes).range(of: Data(text.utf8)))
    fixture.emptied = found
    let reading = try FixtureReading(fixture)
    #expect(reading.taken == whole.taken - 1)
    #expect(reading.rejects.text().contains("required"))
  }
}

/// The cells of a table as text, in rows that have an amount or a date with points: neither titles nor headers do.
private enum Cells {
  /// Places of those that hold something, without their quotes.
  static func filled(in bytes: [UInt8]) -> [Range<Int>] {
    let marks = Array(",;\t|".utf8)
    let delimiter = marks.max { a, b in bytes.count { $0 == a } < bytes.count { $0 == b } }
    var (cells, row): ([Range<Int>], [Range<Int>]) = ([], [])
    var (start, isQuoted) = (0, false)
    for (at, byte) in (bytes + [0x0A]).enumerated() {
      if byte == 0x22 { isQuoted.toggle() }
      guard !isQuoted, byte == delimiter || byte == 0x0A || byte == 0x0D else { continue }
      let hasQuotes = at - start >= 2 && bytes[start] == 0x22 && bytes[at - 1] == 0x22
      let cell = hasQuotes ? (start + 1)..<(at - 1) : start..<at
      if !cell.isEmpty { row.append(cell) }
      start = at + 1
      guard byte != delimiter else { continue }
      if row.contains(where: { hasDecimals(bytes[$0]) }) { cells += row }
      row = []
    }
    return cells
  }

  private static func hasDecimals(_ cell: ArraySlice<UInt8>) -> Bool {
    zip(zip(cell, cell.dropFirst()), cell.dropFirst(2)).contains { pair, last in
      isDigit(pair.0) && (pair.1 == 0x2E || pair.1 == 0x2C) && isDigit(last)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
