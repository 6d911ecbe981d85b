import Testing

@testable import Pipeline

@Suite("ERP name and version")
struct ErpSettingsTests {
  private let system = SourceSystem(
    name: "Sage 100", minimumVersion: "4.50",
    refuse: [SourceSystem.Refusal(extent: .delta, version: nil, because: "the report lists everything that is open")])

  @Test(
    "versions are compared as numbers",
    arguments: [
      ("4.50", false), ("4.5", true), ("4.49.9", true), ("5", false), ("2022", false), ("4.50.1", false),
      ("v15.2", false),
      ("v4.2", true), ("saas~17.2", false), ("latest", true),
    ])
  func versions(version: String, isRefused: Bool) {
    var erp = ErpSettings()
    erp.version = version
    let refusal = system.refusal(of: erp, extent: .snapshot)
    #expect((refusal != nil) == isRefused)
    #expect((refusal?.message.contains("cannot be read as a version") ?? false) == (version == "latest"))
  }

  @Test("another system than the preset's is refused")
  func otherSystem() throws {
    var erp = ErpSettings()
    erp.name = "Xero"
    #expect(try #require(system.refusal(of: erp, extent: nil)).message == "the preset reads Sage 100, not Xero")
    erp.name = "sage 100"
    #expect(system.refusal(of: erp, extent: nil) == nil)
  }

  @Test("an extent known not to work is refused at `extent`")
  func extent() throws {
    let refusal = try #require(system.refusal(of: nil, extent: .delta))
    #expect(refusal.key == "extent")
    #expect(refusal.message.hasSuffix("the report lists everything that is open"))
  }
}
