import Foundation
import Pipeline
import Testing

/// Presets that are not the program's own format.
let systems = Presets.all.map(\.name).filter { !$0.hasPrefix("canonical.") }

@Suite("The presets that ship")
struct PresetTableTests {
  @Test("are sound mappings of their feed", arguments: Presets.all.map(\.name))
  func sound(_ name: String) throws {
    let preset = try #require(Presets.named(name))
    let (mapping, problems) = preset.read()
    #expect(problems.map(\.description) == [])
    #expect(mapping?.feed == preset.feed)
    #expect(!preset.summary.hasSuffix("."))
  }

  @Test("have a fixture with what has to come out of it", arguments: systems)
  func fixture(_ name: String) {
    let files = Fixture.names(in: Fixture.folder.appending(path: name))
    #expect(files.contains { $0.hasPrefix("input") }, "Tests/presets/\(name)/input.* is missing")
    #expect(files.contains("expected.csv"), "Tests/presets/\(name)/expected.csv is missing: UPDATE_GOLDEN=1 writes it")
  }

  @Test("and no fixture is without a preset")
  func orphans() {
    let folders = Fixture.names(in: Fixture.folder).filter { !$0.contains(".md") }
    #expect(folders.filter { !systems.contains($0) } == [])
  }

  @Test("documents presets say what a file of them is", arguments: systems)
  func extent(_ name: String) throws {
    let mapping = try #require(Presets.named(name)).mapping
    #expect(mapping.feed != .documents || mapping.extent != nil)
  }

  @Test("issued invoices do not tell what is paid of them")
  func invoiced() {
    #expect(
      systems.filter { Presets.named($0)?.mapping.carriesPayments == false }.sorted() == [
        "cii.documents", "datev-extf.documents", "fatturapa.documents", "idoc-invoic.documents",
        "quickbooks-iif.documents", "ubl.documents",
      ])
    for name in systems {
      guard let mapping = Presets.named(name)?.mapping, !mapping.carriesPayments else { continue }
      #expect(mapping.extent == .delta)
      let (again, problems) = MappingReader.read(mapping.json, file: name)
      #expect(again?.carriesPayments == false && problems == [], "\(name)")
    }
  }

  @Test("a system's bare name is its main export")
  func bareNames() {
    #expect(Presets.named("xero")?.name == "xero.documents")
    #expect(Presets.named("quickbooks")?.name == "quickbooks.documents")
    #expect(Presets.named("datev-opos")?.name == "datev-opos.documents")
  }

  @Test(
    "a name that is nearly one leads to it",
    arguments: [
      ("pain.002", "pain002"), ("PAIN.002.payments", "pain002.payments"), ("xero.document", "xero.documents"),
      ("sage100", "sage-100"), ("camt.053", "camt"), ("quickbook", "quickbooks"),
    ])
  func nearest(name: String, meant: String) {
    #expect(Presets.nearest(to: name) == meant)
  }
}
