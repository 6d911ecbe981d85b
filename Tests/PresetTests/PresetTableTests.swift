import Pipeline
import Testing

@Suite("The presets that ship")
struct PresetTableTests {
  @Test("are sound mappings of their feed", arguments: Presets.all.map(\.name))
  func sound(_ name: String) throws {
    let preset = try #require(Presets.all.first { $0.name == name })
    let (mapping, problems) = preset.read()
    #expect(problems.map(\.description) == [])
    #expect(mapping?.feed == preset.feed)
    #expect(!preset.summary.hasSuffix("."))
  }
}
