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

  static func runPage() -> String {
    String(decoding: RunReportFiles.html(SampleNight.report, of: SampleNight.night), as: UTF8.self)
  }

  @Test(arguments: ["aging", "run"])
  func pagesAreWholeAndSelfContained(name: String) throws {
    let page = name == "aging" ? try PageTests.agingPage() : PageTests.runPage()
    #expect(Tags.problem(in: page) == nil)
    #expect(page.contains("<html lang=\"en\">"))
    #expect(page.components(of: "<h1>") == 1)
    for forbidden in ["<script", "http:", "https:", "url(", "javascript:", " onload=", " src="] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
    #expect(page.components(of: "<th ") == page.components(of: "scope=\""))
    #expect(page.components(of: "<table") == page.components(of: "<caption>"))
    #expect(page.contains("prefers-color-scheme:dark") && page.contains("@media print"))
  }

  @Test func namesCannotBecomeMarkup() throws {
    let page = try PageTests.agingPage()
    #expect(page.contains("O&#39;Brien &lt;Hardware&gt; &amp; Tools"))
    #expect(!page.contains("<Hardware>"))
  }

  @Test func staleDataAndShortHistoryAreSaid() throws {
    let page = try PageTests.agingPage()
    #expect(page.contains("<strong>Stale data</strong>"))
    #expect(page.contains("Nordlicht Ltd: documents of 17 Nov 2026 are older than 1 business day."))
    #expect(page.contains("not enough history"))
    #expect(page.contains("countback at least 58.0 days"))
    #expect(page.contains("intercompany"))
  }

  @Test func sizeDoesNotGrowWithThePortfolio() throws {
    let sink = MemorySink()
    var settings = AgingReportSettings()
    settings.formats = [.html]
    var report = try AgingReport(sink, night: night(), settings: settings, portfolio: [])
    for number in 0..<2000 {
      let id = "C\(10_000 + number)"
      try report.add(
        account(customer(id, "Customer \(number)"), [item("A", Int64(number) * 100, late: 9, of: id)]), AccountOutcome()
      )
    }
    try report.finish()
    let page = sink["aging/aging.html"]
    #expect(page.utf8.count < 40_000)
    #expect(page.components(of: "<bdi>") == 20)
    #expect(page.contains("Customer 1999<") && page.contains("Customer 1980<") && !page.contains("Customer 1979<"))
  }

  @Test(arguments: [
    (99_949, "999"), (99_950, "1.00k"), (123_456, "1.23k"), (1_234_567, "12.3k"), (99_994_999, "1.00M"),
    (12_345_678_900, "123M"), (-3_803_639, "−38.0k"), (0, "0"), (45, "0"), (99_960_00, "100k"),
  ])
  func chartLabels(minorUnits: Int64, text: String) {
    #expect(Figures.compact(minorUnits, eur) == text)
  }

  /// 62.947 % are 62.9 %, though 62.95 % would be 63.0 %.
  @Test func percentagesAreRoundedOnce() throws {
    #expect(Figures.share(3491_11, of: 5546_11) == "62.9%")
    #expect(Figures.share(5546_11, of: 5546_11) == "100.0%")
    #expect(try PageTests.agingPage().contains("87.44%"))
  }

  /// Leaves the reports in the folder that EMIT_SAMPLES names, for `Tests/tools/check_html.py` and for eyes.
  @Test func samplesForTheBrowser() throws {
    guard let folder = getenv("EMIT_SAMPLES").map({ String(cString: $0) }) else { return }
    try PageTests.save(PageTests.agingPage(), at: folder + "/aging.html")
    try PageTests.save(PageTests.runPage(), at: folder + "/run.html")
  }

  private static func save(_ text: String, at path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }
}

/// Whether the elements of an HTML text are balanced.
enum Tags {
  static func problem(in html: String) -> String? {
    var open: [Substring] = []
    var rest = Substring(html)
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return "an unfinished tag" }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("!") || tag.hasSuffix("/") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return "</\(tag.dropFirst())> closes another element" }
      } else {
        open.append(tag.prefix { $0 != " " })
      }
    }
    return open.isEmpty ? nil : "<\(open[0])> is not closed"
  }
}

extension String {
  /// How often `part` occurs.
  func components(of part: String) -> Int {
    var count = 0
    var rest = Substring(self)
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
