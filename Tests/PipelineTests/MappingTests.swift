import Formats
import Ledger
import Pipeline
import Testing

@Suite("Mappings")
struct MappingTests {
  static let canonical = Presets.all.map(\.name).filter { $0.hasPrefix("canonical.") }

  @Test("every canonical preset is the mapping of its feed", arguments: canonical)
  func presets(_ name: String) throws {
    let preset = try #require(Presets.named(name))
    #expect(name == "canonical.\(preset.feed.rawValue)")
    #expect(Mapping.canonical(preset.feed) == preset.mapping)
    let names = preset.mapping.fields.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(preset.mapping.missing(in: names).isEmpty)
    #expect(preset.mapping.isDirect)
  }

  @Test("every preset reads without a remark and says what its file says", arguments: Presets.all.map(\.name))
  func lint(_ name: String) throws {
    let preset = try #require(Presets.named(name))
    let (mapping, problems) = preset.read()
    #expect(problems == [])
    #expect(mapping?.feed == preset.feed)
    #expect(!preset.summary.isEmpty && !preset.summary.hasSuffix("."))
    #expect(name.split(separator: ".").count == 2)
  }

  @Test("a system's bare name is its main export")
  func bareNames() {
    #expect(Presets.named("odoo")?.name == "odoo.documents")
    #expect(Presets.named("canonical")?.name == "canonical.documents")
    #expect(Presets.named("odo") == nil)
    #expect(Presets.feeds["odoo"] == "documents")
  }

  @Test("every feed that is read has a preset")
  func feeds() { #expect(Ledger.Feed.read.allSatisfy { Mapping.canonical($0) != nil }) }

  @Test("what a preset prints can be read back", arguments: Presets.all.map(\.name))
  func roundTrip(_ name: String) throws {
    var mapping = try #require(Presets.named(name)).mapping
    if mapping.isDirect { mapping = mapping.reading(["company": ["Mandant"]]).constant("company", "ACME") }
    let text = mapping.json.written()
    let (read, problems) = MappingReader.read(try JSONReader.read(Array(text.utf8), file: "p"), file: "p")
    #expect(problems == [])
    #expect(read == mapping)
  }

  @Test("finds columns by exact name first, then without regard to capitals")
  func columns() throws {
    let mapping = Mapping.documents.reading(["document_id": ["no", "number"]])
    let rule = try #require(mapping["document_id"])
    #expect(mapping.column(of: rule, in: ["NO", "number", "no"]) == 2)
    #expect(mapping.column(of: rule, in: ["NO", "number"]) == 1)
    #expect(mapping.column(of: rule, in: ["NO"]) == 0)
    #expect(mapping.column(of: rule, in: ["document_id"]) == nil)
    #expect(
      mapping.missing(in: ["no"]).map(\.name) == ["company", "customer_id", "document_date", "currency", "balance"])
    #expect(mapping.conflicts(in: ["no", "document_id"]).map(\.column) == ["document_id"])
  }

  @Test("reads short forms")
  func shortForms() throws {
    let text = """
      { "feed": "documents", "unsignedCredits": true, "xml": { "root": "invoices", "record": "invoice" },
        "columns": { "customer_id": "customer_no", "document_id": ["invoice_no", "no"], "company": { "const": "ACME" } } }
      """
    let (found, problems) = MappingReader.read(try JSONReader.read(Array(text.utf8), file: "p"), file: "p")
    let mapping = try #require(found)
    #expect(problems == [])
    #expect(mapping["customer_id"]?.from == ["customer_no"])
    #expect(mapping["document_id"]?.from == ["invoice_no", "no"])
    #expect(mapping["company"]?.from == [])
    #expect(mapping["company"]?.constant == "ACME")
    #expect(mapping.hasUnsignedCredits)
    #expect(mapping.xmlRoot == "invoices")
    #expect(mapping.xmlRecord == "invoice")
  }

  static let wrong: [(String, [String])] = [
    ("{}", ["missing-setting:1:1"]),
    ("{ \"feed\": \"document\" }", ["impossible-value:1:11"]),
    ("{ \"feed\": \"documents\",\n \"colums\": {} }", ["unknown-key:2:2"]),
    ("{ \"feed\": \"documents\", \"columns\": { \"invoice\": \"x\" } }", ["unknown-key:1:37"]),
    ("{ \"feed\": \"documents\", \"columns\": { \"balance\": 7 } }", ["wrong-type:1:48"]),
    ("{ \"feed\": \"documents\", \"columns\": { \"balance\": { \"as\": \"text\" } } }", ["contradiction:1:56"]),
    ("{ \"feed\": \"documents\", \"columns\": { \"balance\": { \"required\": false } } }", ["contradiction:1:62"]),
    ("{ \"feed\": \"documents\", \"unsignedCredits\": 1 }", ["wrong-type:1:43"]),
  ]

  @Test("reports what is wrong with line and column", arguments: 0..<wrong.count)
  func problems(_ index: Int) throws {
    let (text, expected) = MappingTests.wrong[index]
    let (_, problems) = MappingReader.read(try JSONReader.read(Array(text.utf8), file: "p"), file: "p")
    #expect(problems.map { "\($0.code):\($0.line):\($0.column)" } == expected)
  }
}
