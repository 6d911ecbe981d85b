import Formats
import Ledger

@testable import Pipeline

/// Texts of pipeline.json that the tests read.
enum Sample {
  static let known = KnownNames(
    templates: ["pre-due", "gentle", "firm", "final", "promise-broken", "plan-missed", "statement"],
    otherTemplates: ["statement": "statements of account"],
    letterProfiles: ["din5008b", "us10"])

  static func load(_ text: String) -> (Configuration?, [Diagnostic]) {
    Configuration.load(bytes: Array(text.utf8), file: "pipeline.json", known: known)
  }

  static func company(_ more: String = "") -> String {
    #"{ "id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "email": { "from": "ar@acme.example" }\#(more) }"#
  }

  static let feed = #"{ "feed": "open-items", "preset": "canonical.documents", "extent": "snapshot" }"#

  /// A file whose line 1 holds the companies, line 2 the intake stage, and lines 3 and on the stages given.
  static func file(top: String = "", companies: String = company(), feeds: String = feed, stages: [String] = [])
    -> String
  {
    let intake = #"{ "stage": "intake", "feeds": [\#(feeds)] }"#
    return "{\(top) \"companies\": [\(companies)], \"stages\": [\n" + ([intake] + stages).joined(separator: ",\n")
      + "] }"
  }

  /// A file with this decide stage on line 3.
  static func decide(_ settings: String) -> String { file(stages: [#"{ "stage": "decide", \#(settings) }"#]) }

  /// A file with one policy of these settings.
  static func policy(_ settings: String) -> String { decide("\"policies\": [ { \"policy\": \"p\", \(settings) } ]") }

  /// A file with one step of these settings.
  static func step(_ settings: String) -> String { policy("\"steps\": [ { \(settings) } ]") }

  /// Everything that this version acts on, each setting at another value than its default where it has one.
  static let full = """
    {
      "$schema": "docs/pipeline.schema.json",
      "version": 1,
      "name": "nightly-receivables",
      "timeZone": "Europe/Berlin",
      "inbox": "in",
      "outbox": "out",
      "archive": "originals",
      "state": "known",
      "fonts": "/usr/share/fonts/truetype/liberation2",
      "companies": [
        {
          "id": "ACME",
          "name": "Acme Ltd",
          "baseCurrency": "EUR",
          "country": "DE",
          "language": "de",
          "address": ["Acme Ltd", "Weg 1", "50667 Köln"],
          "email": { "from": "ar@acme.example", "replyTo": "jo@acme.example", "subjectTag": "[Acme AR]" },
          "bank": { "iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFFXXX", "name": "Acme Holding" },
          "letterProfile": "din5008b",
          "phone": "+49 221 1234",
          "contact": "Jo Weber"
        },
        {
          "id": "0042",
          "name": "Umbrella Inc",
          "address": ["Umbrella Inc", "1 Way", "Springfield"],
          "baseCurrency": "USD",
          "country": "US",
          "email": { "from": "ar@umbrella.example" }
        }
      ],
      "stages": [
        {
          "stage": "intake",
          "feeds": [
            {
              "feed": "open-items",
              "preset": "canonical.documents",
              "match": ["OP_*.csv", "open-items*.xml"],
              "extent": "snapshot",
              "companies": ["ACME"],
              "fileDate": { "from": "name", "pattern": "OP_YYYYMMDD*.csv" },
              "quiet": 10,
              "parts": 2,
              "every": "12h", "locale": { "decimal": ",", "dates": ["DD/MM/YYYY"] }
            },
            { "feed": "customers", "preset": "canonical.customers", "company": "ACME" },
            {
              "feed": "decisions",
              "preset": "canonical.decisions",
              "fileDate": { "from": "content", "column": "from" },
              "changesContacts": true
            }
          ]
        },
        { "stage": "normalize", "maxRejects": { "percent": 2, "atLeast": 5, "atMost": 100 } },
        {
          "stage": "diff",
          "snapshotGuard": { "maxVanishedPercent": 20, "minVanished": 5, "maxGrowthPercent": 80 },
          "adjustmentReviewDays": 14
        },
        { "stage": "score", "salesDays": 120 },
        {
          "stage": "decide",
          "liveFrom": "2026-12-01",
          "maxDataAge": 2,
          "horizon": 72,
          "release": "approve",
          "approval": { "people": 2, "maxMessages": 500, "maxAmount": { "EUR": "100000.00" }, "medianFactor": 5, "firstUse": false, "changes": false },
          "promiseGrace": 5, "postalTimes": { "DE": [2, 4], "US": [5, 12] },
          "policies": [
            {
              "policy": "retail",
              "for": {
                "company": ["ACME"],
                "customer": ["000123"],
                "group": ["retail"],
                "country": ["DE", "AT"],
                "currency": ["EUR"],
                "partyType": ["business", "unknown"],
                "grade": ["C", "D"],
                "amount": { "from": { "EUR": "1000.00" }, "below": { "EUR": "50000.00" } }
              },
              "pilot": { "percent": 10, "group": ["friends"] },
              "steps": [
                { "days": -3, "channel": ["email"], "template": "pre-due" },
                { "days": 10, "channel": ["email", "letter"], "template": "gentle", "payBy": 10 },
                { "days": 40, "channel": ["call"], "template": "firm", "for": { "grade": ["D"] } }
              ],
              "minInterval": 14,
              "maxPerWeek": 3,
              "minAmount": { "EUR": "10.00", "JPY": "1000" },
              "content": "triggered",
              "includeNotDue": true,
              "catchUp": "byDays",
              "ignoreOlderThan": 730,
              "afterLast": { "repeatEvery": 30 },
              "tone": [
                {
                  "tone": "friendly",
                  "for": { "grade": ["A", "B"] },
                  "templates": { "gentle": "firm" },
                  "fromMonths": 24,
                  "belowMonths": 120
                }
              ],
              "windows": [
                { "days": ["mon", "wed"], "from": 9, "to": 17, "zone": "Europe/Berlin" },
                { "from": 8, "to": 11 }
              ],
              "holidays": ["DE-NW", "AT"]
            },
            { "policy": "vip", "for": { "group": ["vip"] }, "steps": [] },
            { "policy": "standard", "afterLast": "handOver" }
          ]
        },
        {
          "stage": "emit",
          "artifact": "aging-report",
          "formats": ["html"],
          "basis": "document",
          "bounds": [15, 45],
          "mode": "months",
          "credits": "oldest-first",
          "on": ["month-end", "mon", "day:1"],
          "audience": "spreadsheet"
        },
        { "stage": "emit", "artifact": "changes" },
        { "stage": "emit", "artifact": "scores" },
        {
          "stage": "emit",
          "artifact": "statements",
          "formats": ["pdf"],
          "kind": "balance-forward",
          "from": "2026-11-01",
          "to": "2026-11-30",
          "customers": "all",
          "files": "each",
          "duplex": true
        },
        { "stage": "emit", "artifact": "reminders", "formats": ["eml", "csv", "calls"] },
        { "stage": "emit", "artifact": "letters", "duplex": true, "batchSize": 500 },
        { "stage": "emit", "artifact": "worklist" }
      ]
    }
    """
}
