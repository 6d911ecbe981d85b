import Intake
import Pipeline
import Testing

/// A file at the top of the inbox, named by nobody, beside feeds of every preset of its system.
@Suite("Detection of the presets' files")
struct DetectionTests {
  /// Files without a header, and files that two presets read: told by folder or name only.
  private static let untold = [
    "sage-50-uk.customers", "sage-50-uk-transactions.documents", "datev-extf.documents", "datev-extf.payments",
    "quickbooks-iif.customers", "quickbooks-iif.documents",
  ]

  @Test("a file is told from the other exports of its system by its content", arguments: Fixture.all)
  func siblings(_ fixture: Fixture) throws {
    let system = try #require(Presets.named(fixture.preset)).mapping.system?.name
    let mappings = Presets.all.map { ($0.name, $0.mapping) }.filter { $0.1.system?.name == system }
    guard !DetectionTests.untold.contains(fixture.preset) else { return }
    let feeds = mappings.map {
      FeedDeclaration(name: $0.0, mapping: $0.1.constant("currency", "USD").constant("company", "ACME"))
    }
    let bytes = try fixture.bytes()
    let head = FileHead(name: "export", bytes: Array(bytes.prefix(FileHead.limit)), size: bytes.count)
    #expect(try FeedResolution.resolve(head, feeds: feeds).feed.name == fixture.preset)
  }
}
