import Formats
import Ledger
import Testing

@testable import Pipeline

/// The blocks of CONTRACT.md section 4, as they stand there.
@Suite struct ContractExampleTests {
  private let pipeline = """
    { "$schema": "docs/pipeline.schema.json", "version": 1, "name": "nightly-receivables", "timeZone": "Europe/Berlin",
      "inbox": "inbox", "outbox": "outbox", "archive": "archive", "state": "state",
      "companies": [ { "id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en",
                       "address": ["Acme Ltd", "Weg 1", "50667 Köln"], "email": { "from": "ar@acme.example", "replyTo": "jo@acme.example", "subjectTag": "[Acme AR]" },
                       "bank": { "iban": "DE89370400440532013000", "name": "Acme Ltd" }, "letterProfile": "din5008b" } ],
      "stages": [
        { "stage": "intake",    "feeds": [ { "feed": "open-items", "preset": "canonical.documents", "extent": "snapshot" } ] },
        { "stage": "normalize", "maxRejects": { "percent": 1, "atLeast": 3, "atMost": 200 } },
        { "stage": "diff",      "snapshotGuard": { "maxVanishedPercent": 30, "minVanished": 10, "maxGrowthPercent": 50 } },
        { "stage": "score" },
        { "stage": "decide",    "liveFrom": "2026-12-01", "policies": [ ] },
        { "stage": "emit", "artifact": "aging-report", "formats": ["csv", "html"] },
        { "stage": "emit", "artifact": "statements" },
        { "stage": "emit", "artifact": "reminders" },
        { "stage": "emit", "artifact": "letters" } ] }
    """

  @Test func theFileLoadsWithoutAWord() throws {
    let (configuration, diagnostics) = Sample.load(pipeline)
    #expect(diagnostics.isEmpty)
    #expect(configuration?.emit.map(\.artefact) == [.agingReport, .statements, .reminders, .letters])
  }

  /// The values it shows are the defaults.
  @Test func itsNumbersAreTheDefaults() throws {
    let configuration = try #require(Sample.load(pipeline).0)
    #expect(configuration.normalize == NormalizeSettings())
    #expect(configuration.diff == DiffSettings())
    #expect(configuration.decide.policiesInForce == [Policy()])
    #expect(configuration.emit[0] == .agingReport(AgingReportSettings()))
  }

  /// The policy is right in every word.
  @Test func thePolicyIsUnderstood() {
    let policy = """
      { "policy": "standard", "for": { "group": ["retail"], "currency": ["EUR"] }, "minInterval": 7, "maxPerWeek": 3, "minAmount": { "EUR": "10.00" },
        "content": "allOverdue", "includeNotDue": false, "catchUp": "next", "ignoreOlderThan": 730, "pilot": { "percent": 10 },
        "steps": [ { "days": -3, "channel": ["email"], "template": "pre-due" }, { "days": 7, "channel": ["email"], "template": "gentle" },
                   { "days": 30, "channel": ["email", "letter"], "template": "firm", "fee": { "EUR": "10.00" } },
                   { "days": 60, "channel": ["letter"], "template": "final", "payBy": 10 } ],
        "afterLast": "stop", "interest": { "regime": "eu-2011-7", "contractPercent": "8.5", "dayCount": "actual/365", "rounding": "daily" },
        "windows": [ { "days": ["mon", "tue", "wed", "thu", "fri"], "from": 9, "to": 17 } ], "holidays": ["DE"] }
      """
    let problems = Sample.load(Sample.decide("\"policies\": [\n\(policy) ]")).1.filter(\.isError)
    #expect(problems.isEmpty)
  }

  @Test func aMappingIsReadWithItsProblems() throws {
    let feed =
      #"{ "feed": "erp", "extent": "delta", "company": "ACME", "mapping": { "feed": "documents", "columns": { "document_id": "Belegnr" } } }"#
    let settings = try #require(Sample.load(Sample.file(feeds: feed)).0?.intake.feeds[0])
    #expect(settings.columns?["document_id"]?.from == ["Belegnr"])
    #expect(settings.columns?["company"]?.constant == "ACME")
    let wrong = Sample.load(Sample.file(feeds: feed.replacingFirst("document_id", with: "documentid"))).1
    #expect(wrong.map(\.help) == ["did you mean `document_id`?"])
  }
}
