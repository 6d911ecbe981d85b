import Glibc
import Ledger
import Pipeline
import Testing

@testable import Emit

@Suite struct PageTests {
  static func agingPage() throws -> String {
    let sink = MemorySink()
    var settings = AgingReportSettings()
    settings.formats = [.html]
    var report = try AgingReport(
      sink, night: SampleNight.night, settings: settings, portfolio: SampleNight.portfolio)
    for account in SampleNight.accounts { try report.add(account, AccountOutcome()) }
    try report.finish()
    return sink["aging/aging.html"]
  }

  /// Leaves the reports in the folder that EMIT_SAMPLES names, for `Tests/tools/check_html.py` and for eyes.
  @Test func samplesForTheBrowser() throws {
    guard let folder = getenv("EMIT_SAMPLES").map({ String(cString: $0) }) else { return }
    try PageTests.save(PageTests.agingPage(), at: folder + "/aging.html")
  }

  private static func save(_ text: String, at path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }
}
