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

  @Test("one page of an answer of Sage Intacct is refused, with its line and what to do")
  func incomplete() throws {
    let page = Fixture(preset: "sage-intacct-xml.documents", input: "incomplete.xml")
    let refusal = try #require(throws: Diagnostic.self) { try FixtureReading(page) }
    #expect(refusal.file == "incomplete.xml" && refusal.line == 11)
    #expect(refusal.code == "file-incomplete")
    #expect(refusal.help.contains("readMore"))
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
}
