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
    "a row with one empty cell is refused, never taken for a footer",
    arguments: [
      Fixture(preset: "erpnext.documents", input: "input-de.csv", emptied: "RE-00013"),
      Fixture(preset: "odoo.documents", input: "input-de.csv", emptied: "RRG/2026/00001"),
      Fixture(preset: "sage-50-uk.documents", input: "input.csv", emptied: "01/05/2026"),
      Fixture(preset: "datev-opos.documents", input: "input.csv", emptied: "22.05.2026"),
    ])
  func emptied(_ fixture: Fixture) throws {
    var whole = fixture
    whole.emptied = ""
    let reading = try FixtureReading(fixture)
    #expect(reading.taken == (try FixtureReading(whole).taken) - 1)
    #expect(reading.rejects.text().contains("required"))
  }
}
