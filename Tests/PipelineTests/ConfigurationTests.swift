import Formats
import Ledger
import Testing

@testable import Pipeline

@Suite struct ConfigurationTests {
  @Test func whatIsLeftOutHasASoundDefault() throws {
    let (loaded, diagnostics) = Sample.load(Sample.file())
    let configuration = try #require(loaded)
    #expect(diagnostics.isEmpty)
    #expect(configuration.timeZone == "UTC")
    #expect(
      [configuration.inbox, configuration.outbox, configuration.archive, configuration.state] == [
        "inbox", "outbox", "archive", "state",
      ])
    #expect(configuration.normalize.maxRejects.limit(rows: 1000) == 10)
    #expect(configuration.diff.snapshotGuard == SnapshotGuard())
    #expect(configuration.decide.liveFrom == nil)
    #expect(configuration.decide.maxDataAge == 1)
    #expect(configuration.decide.horizon == 24)
    #expect(configuration.decide.release == .auto)
    let company = try #require(configuration.company("ACME"))
    #expect(company.bank == nil && company.letterProfile == nil && company.language == "en")
    #expect(configuration.emit.isEmpty)
  }

  @Test func withoutPoliciesTheLadderIsEmailEmailLetter() throws {
    let euro = try #require(Currency("EUR"))
    let policy = try #require(
      DecideSettings().policy(
        for: PolicyScope.Unit(customer: Customer(company: "A", id: "1", name: "x"), currency: euro)))
    #expect(policy.levels.map(\.days) == [7, 30, 60])
    #expect(policy.levels.map(\.channel) == [[.email], [.email], [.letter]])
    #expect(policy.levels.map(\.template) == ["gentle", "firm", "final"])
    #expect(policy.minInterval == 7 && policy.content == .allOverdue && !policy.includeNotDue)
    #expect(policy.catchUp == .next && policy.afterLast == .stop)
    #expect(policy.maxPerWeek == nil && policy.ignoreOlderThan == nil)
  }

  @Test(arguments: [("EUR", 1), ("JPY", 1), ("KWD", 10), ("CLF", 100)] as [(String, Int64)])
  func minimumIsOneHundredthOrTheSmallestUnit(code: String, minor: Int64) throws {
    #expect(Policy().minimum(in: try #require(Currency(code))) == minor)
  }

  @Test func readsEverySetting() throws {
    let (loaded, diagnostics) = Sample.load(Sample.full)
    #expect(diagnostics.map(\.description) == [])
    let configuration = try #require(loaded)
    #expect(configuration.companies.map(\.id) == ["ACME", "0042"])
    #expect(configuration.companies[0].bank?.iban == "DE89370400440532013000")
    #expect(configuration.companies[0].email.subjectTag == "[Acme AR]")
    let feed = configuration.intake.feeds[0]
    #expect(feed.extent == .snapshot && feed.quiet == 10 && feed.parts == 2 && feed.every == TimeSpan("12h"))
    #expect(feed.columns?.locale == feed.locale && feed.locale?.money.decimal == .comma)
    #expect(feed.match.map { $0.matches("OP_20261121.csv") } == [true, false])
    #expect(feed.fileDate?.pattern?.date(in: "OP_20261121-2.csv") == CalendarDate("2026-11-21"))
    #expect(configuration.intake.feeds[1].company == "ACME")
    #expect(configuration.intake.feeds[2].fileDate?.column == "from")
    #expect(configuration.normalize.maxRejects.atMost == 100)
    #expect(configuration.diff.adjustmentReviewDays == 14)
    #expect(configuration.score.salesDays == 120)
    #expect(configuration.decide.liveFrom == CalendarDate("2026-12-01"))
    let policy = configuration.decide.policies[0]
    #expect(policy.notices.map(\.days) == [-3])
    #expect(policy.levels.map(\.days) == [10, 40])
    #expect(policy.levels[0].payBy == 10)
    #expect(policy.minimum(in: try #require(Currency("EUR"))) == 1000)
    #expect(policy.minimum(in: try #require(Currency("JPY"))) == 1000)
    #expect(policy.afterLast == .repeatEvery(days: 30))
    #expect(configuration.decide.policies[2].afterLast == .handOver)
    #expect(
      configuration.emit.map(\.artefact) == [
        .agingReport, .changes, .scores, .statements, .reminders, .letters, .worklist,
      ])
    guard case .agingReport(let aging) = configuration.emit[0] else {
      Issue.record("the first artefact is the aging report")
      return
    }
    #expect(aging.aging == AgingRule(basis: .document, bounds: [15, 45], mode: .months, credits: .oldestFirst))
    #expect(aging.formats == [.html] && aging.audience == .spreadsheet)
  }

  /// What is read and written again is the same configuration: every setting is declared for both directions.
  @Test func writesBackWhatItRead() throws {
    let configuration = try #require(Sample.load(Sample.full).0)
    let (again, diagnostics) = Sample.load(configuration.json().written())
    #expect(diagnostics.isEmpty)
    #expect(again == configuration)
  }

  @Test func theFirstPolicyThatFitsIsTaken() throws {
    let decide = try #require(Sample.load(Sample.full).0).decide
    let euro = try #require(Currency("EUR"))
    let dollar = try #require(Currency("USD"))
    func policy(_ id: String, _ details: KeyValuePairs<String, String>, _ currency: Currency) -> String? {
      decide.policy(
        for: PolicyScope.Unit(
          customer: Customer(company: "ACME", id: id, name: "n", details: Details(details)), currency: currency,
          grade: .c, overdue: 2000_00))?
        .policy
    }
    #expect(policy("000123", ["group": "retail", "country": "AT"], euro) == "retail")
    #expect(policy("000123", ["group": "retail", "country": "AT", "party_type": "consumer"], euro) == "standard")
    #expect(policy("000123", ["group": "retail", "country": "AT"], dollar) == "standard")
    #expect(policy("123", ["group": "retail", "country": "AT"], euro) == "standard")
    #expect(policy("7", ["group": "vip"], euro) == "vip")
    #expect(policy("7", [:], euro) == "standard")
  }

  @Test(arguments: [
    ("2026-11-30", true), ("2026-11-23", true), ("2026-12-01", true), ("2026-11-24", false), ("2026-02-28", true),
  ])
  func artefactsAreMadeOnTheirDates(date: String, due: Bool) throws {
    let report = try #require(Sample.load(Sample.full).0).emit[0]
    #expect(report.isDue(on: try #require(CalendarDate(date))) == due)
  }

  @Test func aChannelIsOpenOnlyWhereAnArtefactCarriesIt() throws {
    let date = try #require(CalendarDate("2026-11-24"))
    #expect(try #require(Sample.load(Sample.full).0).channels(on: date) == [.email, .letter, .call])
    #expect(try #require(Sample.load(Sample.file()).0).channels(on: date) == [])
  }

  @Test(arguments: [(10, 3), (300, 3), (301, 3), (400, 4), (19_999, 199), (1_000_000, 200)])
  func rejectLimitIsClamped(rows: Int, limit: Int) {
    #expect(MaxRejects().limit(rows: rows) == limit)
  }

  @Test func aSenderIsMadeUpWithAWarning() throws {
    let company = #"{ "id": "Müller & Co", "name": "M", "baseCurrency": "EUR", "country": "DE" }"#
    let (loaded, diagnostics) = Sample.load(Sample.file(companies: company))
    #expect(loaded?.companies[0].sender == "receivables@M--ller---Co.invalid")
    #expect(
      diagnostics.map(\.description) == [
        """
        pipeline.json:1:17: warning: company `Müller & Co` has no sender address; receivables@M--ller---Co.invalid stands in for it [no-sender]
        help: add "email": { "from": "receivables@..." }
        """
      ])
  }
}

@Suite struct FilePatternTests {
  @Test(arguments: [
    ("*.csv", "a.csv", true), ("*.csv", "a.csv.bak", false), ("a?c", "abc", true), ("a?c", "ac", false),
    ("*", "", true),
    ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false), ("[x]*", "[x]1", true), ("", "", true), ("", "a", false),
    ("*ab", "aab", true), ("Über*.xml", "Über 1.xml", true), ("YYYY", "2026", true), ("YYYY", "20x6", false),
  ])
  func fits(pattern: String, name: String, fits: Bool) {
    #expect(FilePattern(pattern).matches(name) == fits)
  }

  @Test(arguments: [
    ("op_YYYYMMDD*.csv", "op_20261121.csv", "2026-11-21"), ("*DD.MM.YYYY*", "stand 01.12.2026 neu.csv", "2026-12-01"),
    ("*YYYY-MM-DD.csv", "99-2026-11-21.csv", "2026-11-21"), ("op_YYYYMMDD.csv", "op_20260230.csv", nil),
    ("op_YYYYMM.csv", "op_202611.csv", nil), ("op_YYYYMMDD.csv", "op_20261121x.csv", nil),
  ])
  func givesTheDate(pattern: String, name: String, date: String?) {
    #expect(FilePattern(pattern).date(in: name)?.description == date)
  }

  @Test func isNotSlowOnHostileNames() {
    #expect(!FilePattern(String(repeating: "*a", count: 40)).matches(String(repeating: "a", count: 3000) + "b"))
  }
}
