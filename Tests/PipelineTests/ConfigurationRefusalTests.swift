import Formats
import Ledger
import Testing

@testable import Pipeline

/// A pipeline.json that is refused: every problem as `line:column code`.
struct Refusal: CustomTestStringConvertible, Sendable {
  var text: String
  var problems: [String]
  init(_ text: String, _ problems: String...) {
    self.text = text
    self.problems = problems
  }
  var testDescription: String { "\(problems): \(text)" }
}

@Suite struct ConfigurationRefusalTests {
  static let whole: [Refusal] = [
    Refusal("[]", "1:1 wrong-type"),
    Refusal("{", "1:2 json-syntax"),
    Refusal("{}", "1:1 missing-setting", "1:1 missing-setting"),
    Refusal(Sample.file(top: #" "version": 2,"#), "1:14 impossible-value"),
    Refusal(Sample.file(top: #" "version": "1","#), "1:14 wrong-type"),
    Refusal(Sample.file(top: #" "name": null,"#), "1:11 wrong-type"),
    Refusal(Sample.file(top: #" "name": " x","#), "1:11 impossible-value"),
    Refusal(Sample.file(top: #" "timeZone": "Europe/Belrin ","#), "1:15 impossible-value"),
    Refusal(Sample.file(top: #" "timeZone": "CET+1","#), "1:15 impossible-value"),
    Refusal(Sample.file(top: #" "inbox": "x", "outbox": "./x/","#), "1:27 folder-overlap"),
    Refusal(Sample.file(top: #" "state": "outbox/state","#), "1:12 folder-overlap"),
    Refusal(Sample.file(top: #" "inbox": "a/../state","#), "1:12 folder-overlap"),
    Refusal(Sample.file(top: #" "colour": 1,"#), "1:3 unknown-key"),
    Refusal(#"{ "companies": [], "stages": [] }"#, "1:16 impossible-value", "1:30 impossible-value"),
  ]

  static let companies: [Refusal] = [
    Refusal(Sample.file(companies: "1"), "1:17 wrong-type"),
    Refusal(Sample.file(companies: Sample.company() + ",\n" + Sample.company()), "2:9 duplicate-company"),
    Refusal(
      Sample.file(companies: Sample.company(",\n\"bank\": { \"iban\": \"DE89370400440532013001\" }")), "2:19 iban"),
    Refusal(
      Sample.file(companies: Sample.company(",\n\"bank\": { \"iban\": \"DE8937040044053201300\" }")), "2:19 iban"),
    Refusal(
      Sample.file(companies: Sample.company(",\n\"bank\": { \"iban\": \"de89370400440532013000\" }")), "2:19 iban"),
    Refusal(
      Sample.file(companies: Sample.company(",\n\"bank\": { \"bic\": \"X\" }")), "2:9 missing-setting",
      "2:18 impossible-value"),
    Refusal(Sample.file(companies: Sample.company(",\n\"letterProfile\": \"din5008\"")), "2:18 unknown-letter-profile"),
    Refusal(Sample.file(companies: Sample.company(",\n\"language\": \"german\"")), "2:13 impossible-value"),
    Refusal(Sample.file(companies: Sample.company(",\n\"address\": \"Weg 1\"")), "2:12 wrong-type"),
    Refusal(Sample.file(companies: Sample.company(",\n\"phone\": 49221")), "2:10 wrong-type"),
    Refusal(
      Sample.file(
        companies: "{\n\"id\": \"a/b\",\n\"name\": \"\",\n\"baseCurrency\": \"EURO\",\n\"country\": \"XX\" }"),
      "2:7 impossible-value", "3:9 impossible-value", "4:17 impossible-value", "5:12 impossible-value"),
    Refusal(
      Sample.file(
        companies:
          "{ \"id\": \"A\", \"name\": \"A\", \"baseCurrency\": \"EUR\", \"country\": \"DE\",\n\"email\": { \"from\": \"Acme <a@b.de>\" } }"
      ),
      "2:20 impossible-value"),
  ]

  static let feeds: [Refusal] = [
    Refusal(Sample.file(feeds: ""), "2:31 impossible-value"),
    Refusal(Sample.file(feeds: Sample.feed + ",\n" + Sample.feed), "3:11 duplicate-feed"),
    Refusal(Sample.file(feeds: #"{ "feed": "x" }"#), "2:32 missing-setting"),
    Refusal(Sample.file(feeds: #"{ "feed": "x", "preset": "canonical.documents" }"#), "2:32 missing-setting"),
    Refusal(Sample.file(feeds: #"{ "feed": "x", "preset": "canonical.custmers" }"#), "2:57 unknown-preset"),
    Refusal(
      Sample.file(feeds: "{ \"feed\": \"x\", \"preset\": \"canonical.customers\",\n\"mapping\": {} }"),
      "3:12 contradiction", "3:12 missing-setting"),
    Refusal(Sample.file(feeds: "{ \"feed\": \"x\",\n\"mapping\": [] }"), "3:12 wrong-type"),
    Refusal(
      Sample.file(feeds: "{ \"feed\": \"Held\",\n\"preset\": \"canonical.customers\" }"), "2:42 impossible-value"),
    Refusal(
      Sample.file(
        feeds:
          "{ \"feed\": \"x\", \"preset\": \"canonical.customers\",\n\"company\": \"AMCE\", \"companies\": [\"ACME\", \"ACME\"] }"
      ),
      "3:12 contradiction", "3:12 unknown-company", "3:42 duplicate-value"),
    Refusal(
      Sample.file(
        feeds:
          "{ \"feed\": \"x\", \"preset\": \"canonical.customers\",\n\"extent\": \"snapshots\", \"match\": [\"a/b\"], \"quiet\": -1 }"
      ),
      "3:11 impossible-value", "3:34 impossible-value", "3:51 impossible-value"),
    Refusal(
      Sample.file(
        feeds:
          "{ \"feed\": \"x\", \"preset\": \"canonical.documents\", \"extent\": \"snapshot\",\n\"carriesPayments\": false }"
      ), "3:20 contradiction"),
    Refusal(fileDate(#"{ "from": "name", "pattern": "YYYYMM" }"#), "3:42 impossible-value"),
    Refusal(
      fileDate(#"{ "from": "content", "pattern": "*" }"#), "3:45 contradiction", "3:45 impossible-value"),
    Refusal(fileDate(#"{ "from": "mtime", "column": "d" }"#), "3:42 contradiction"),
    Refusal(fileDate(#"{ "pattern": "YYYYMMDD" }"#), "3:13 missing-setting"),
    Refusal(fileDate(#"{ "from": "nmae" }"#), "3:23 impossible-value"),
  ]

  private static func fileDate(_ text: String) -> String {
    Sample.file(feeds: "{ \"feed\": \"x\", \"preset\": \"canonical.customers\",\n\"fileDate\": \(text) }")
  }

  static let stages: [Refusal] = [
    Refusal(Sample.file(stages: ["1"]), "3:1 wrong-type"),
    Refusal(Sample.file(stages: ["{}"]), "3:1 missing-setting"),
    Refusal(Sample.file(stages: [#"{ "stage": 1 }"#]), "3:12 wrong-type"),
    Refusal(Sample.file(stages: [#"{ "stage": "normalise" }"#]), "3:12 unknown-stage"),
    Refusal(Sample.file(stages: [#"{ "stage": "diff" }"#, #"{ "stage": "normalize" }"#]), "4:12 stage-order"),
    Refusal(Sample.file(stages: [#"{ "stage": "diff" }"#, #"{ "stage": "diff" }"#]), "4:12 duplicate-stage"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "emit", "artifact": "changes" }"#, #"{ "stage": "score" }"#]),
      "4:12 stage-order"),
    Refusal(Sample.file(stages: [#"{ "stage": "emit" }"#]), "3:1 missing-setting"),
    Refusal(Sample.file(stages: [#"{ "stage": "emit", "artifact": "aging" }"#]), "3:32 unknown-artifact"),
    Refusal(Sample.file(stages: [#"{ "stage": "cash", "rules": ["oldest-first"] }"#]), "3:30 impossible-value"),
    Refusal(Sample.file(stages: [#"{ "stage": "score" }"#, #"{ "stage": "cash" }"#]), "4:12 stage-order"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "emit", "artifact": "measures", "lossRates": ["1", "5"] }"#]),
      "3:57 impossible-value"),
    Refusal(
      Sample.file(stages: [
        #"{ "stage": "emit", "artifact": "changes" }"#, #"{ "stage": "emit", "artifact": "changes" }"#,
      ]),
      "4:32 duplicate-artifact"),
    Refusal(#"{ "companies": [\#(Sample.company())], "stages": [{ "stage": "diff" }] }"#, "1:146 missing-setting"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "normalize", "maxRejects": { "atLeast": 9, "atMost": 8 } }"#]),
      "3:65 contradiction"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "normalize", "maxRejects": { "percent": 1.5 } }"#]), "3:52 impossible-value"),
    Refusal(Sample.file(stages: [#"{ "stage": "diff", "minVanished": 1 }"#]), "3:20 unknown-key"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "emit", "artifact": "aging-report", "bounds": [30, 30], "formats": ["pdf"] }"#]
      ),
      "3:63 bounds-order", "3:80 impossible-value"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "emit", "artifact": "statements", "from": "2026-02-30", "on": ["day:32"] }"#]),
      "3:54 impossible-value", "3:75 impossible-value"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "emit", "artifact": "statements", "from": "2026-02-02", "to": "2026-02-01" }"#]
      ),
      "3:74 contradiction"),
    Refusal(
      Sample.file(stages: [#"{ "stage": "emit", "artifact": "statements", "kind": "activities" }"#]),
      "3:54 impossible-value"),
  ]

  static let policies: [Refusal] = [
    Refusal(Sample.decide(#""liveFrom": "1.12.2026""#), "3:34 impossible-value"),
    Refusal(Sample.decide(#""release": "approved""#), "3:33 impossible-value"),
    Refusal(Sample.decide(#""approval": { "people": 3 }"#), "3:46 impossible-value"),
    Refusal(Sample.decide(#""horizon": 0"#), "3:33 impossible-value"),
    Refusal(Sample.decide(#""postalTimes": { "DE": [4, 2] }"#), "3:49 impossible-value"),
    Refusal(Sample.decide(#""postalTimes": { "DEU": [2, 4] }"#), "3:39 impossible-value"),
    Refusal(Sample.decide(#""policies": [ { "policy": "a" }, { "policy": "b" } ]"#), "3:36 policy-order"),
    Refusal(
      Sample.decide(#""policies": [ { "policy": "a", "for": { "group": ["x"] } }, { "policy": "A" } ]"#),
      "3:94 duplicate-policy"),
    Refusal(
      Sample.policy(
        #""steps": [ { "days": 9, "channel": ["email"], "template": "firm" }, { "days": 9, "channel": ["email"], "template": "firm" } ]"#
      ), "3:131 ladder-order"),
    Refusal(Sample.step(#""days": 7, "channel": ["email"], "template": "gentel""#), "3:111 unknown-template"),
    Refusal(
      Sample.step(#""days": 7, "channel": ["email"], "template": "statement""#), "3:111 template-purpose"),
    Refusal(Sample.step(#""days": 7, "channel": [], "template": "firm""#), "3:88 impossible-value"),
    Refusal(Sample.step(#""days": 7, "channel": "email", "template": "firm""#), "3:88 wrong-type"),
    Refusal(
      Sample.step(#""days": 7, "channel": ["email"], "template": "firm", "fee": { "EUR": 10 }"#), "3:135 wrong-type"),
    Refusal(Sample.policy(#""windows": [ { "from": 19, "to": 7 } ]"#), "3:86 window-closed"),
    Refusal(Sample.policy(#""windows": [ { "days": [], "from": 9, "to": 17 } ]"#), "3:76 impossible-value"),
    Refusal(Sample.policy(#""windows": [ { "from": 9, "to": 17, "zone": "CEST+1" } ]"#), "3:97 impossible-value"),
    Refusal(Sample.policy(#""pilot": { "percent": 101 }"#), "3:75 impossible-value"),
    Refusal(Sample.policy(#""pilot": {}"#), "3:62 missing-setting"),
    Refusal(
      Sample.decide(
        #""policies": [ { "policy": "a", "for": { "customer": ["C1", "C2"] } }, { "policy": "b", "for": { "customer": ["C2"], "group": ["x"] } } ]"#
      ), "3:131 overlapping-assignment"),
    Refusal(
      Sample.policy(#""for": { "amount": { "from": { "EUR": "10.00" }, "below": { "EUR": "9.00" } } }"#),
      "3:72 contradiction"),
    Refusal(Sample.policy(#""for": { "grade": ["E"] }"#), "3:72 impossible-value"),
    Refusal(Sample.policy(#""holidays": ["DE-XX"]"#), "3:66 impossible-value"),
    Refusal(Sample.policy(#""holidays": ["SE"]"#), "3:66 impossible-value"),
    Refusal(Sample.policy(#""holidays": ["closed.ics"]"#), "3:66 calendar"),
    Refusal(Sample.policy(#""interest": { "regime": "eu-2011" }"#), "3:77 impossible-value"),
    Refusal(Sample.policy(#""interest": {}"#), "3:65 missing-setting"),
    Refusal(Sample.policy(#""interest": { "contractPercent": 8.5 }"#), "3:86 wrong-type"),
    Refusal(
      Sample.policy(#""interest": { "contractPercent": "8.5", "compensation": true }"#), "3:109 contradiction"),
    Refusal(Sample.decide(#""interestRates": "rates.json""#), "3:39 interest-rates-file"),
    Refusal(Sample.policy(#""afterLast": "handover""#), "3:66 impossible-value"),
    Refusal(Sample.policy(#""afterLast": { "repeatEvery": 0 }"#), "3:83 impossible-value"),
    Refusal(Sample.policy(#""minAmount": { "EUR": 10 }"#), "3:75 wrong-type"),
    Refusal(
      Sample.policy(#""minAmount": { "EUR": "1,50", "JPY": "0.5", "USD": "-1", "KWD": "9999999999999" }"#),
      "3:75 impossible-value", "3:90 impossible-value", "3:104 impossible-value", "3:117 impossible-value"),
    Refusal(Sample.policy(#""minAmount": { "EUX": "1" }"#), "3:68 impossible-value"),
  ]

  /// Companies or currencies keep two assignments apart.
  @Test(arguments: [
    #"{ "currency": ["EUR"], "customer": ["C1"] }"#, #"{ "customer": ["C2"], "group": ["x"] }"#,
  ])
  func assignmentsThatDoNotOverlap(_ scope: String) {
    let text = Sample.decide(
      #""policies": [ { "policy": "a", "for": { "customer": ["C1"], "currency": ["USD"] } }, { "policy": "b", "for": \#(scope) } ]"#
    )
    #expect(Sample.load(text).1.filter(\.isError).isEmpty)
  }

  @Test(arguments: whole + companies + feeds + stages + policies)
  func isRefused(_ refusal: Refusal) {
    let (configuration, diagnostics) = Sample.load(refusal.text)
    #expect(configuration == nil)
    #expect(diagnostics.filter(\.isError).map { "\($0.line):\($0.column) \($0.code)" } == refusal.problems)
    for diagnostic in diagnostics {
      #expect(!diagnostic.message.isEmpty && !diagnostic.message.hasSuffix(".") && !diagnostic.message.contains("\n"))
    }
  }

  /// What this version does not act on may stand there at its default.
  @Test(arguments: [
    Sample.decide(#""release": "auto""#),
    Sample.step(#""days": 7, "channel": ["email"], "template": "firm", "fee": {}"#),
  ])
  func notYetIsOnlyWhatDiffersFromTheDefault(_ text: String) {
    #expect(Sample.load(text).1.filter(\.isError).isEmpty)
  }

  @Test(arguments: [
    (Sample.decide(#""policies": [ { "policy": "a", "for": { "group": ["x"] } } ]"#), "policy-gap"),
    (Sample.file(stages: [#"{ "stage": "emit", "artifact": "reminders" }"#]), "channel-not-emitted"),
    (
      Sample.file(
        companies: Sample.company(#", "address": ["Acme Ltd", "Weg 1"]"#),
        stages: [#"{ "stage": "emit", "artifact": "letters" }"#]), "channel-not-emitted"
    ),
  ])
  func warns(text: String, code: String) {
    let (configuration, diagnostics) = Sample.load(text)
    #expect(configuration != nil)
    #expect(diagnostics.map(\.code) == [code])
  }

  @Test func tellsEverythingAtOnceInTheOrderOfTheFile() {
    let text = Sample.full
      .replacingFirst("\"Europe/Berlin\"", with: "\"Europa/Berlin\"")
      .replacingFirst("\"minVanished\": 5", with: "\"minVanisched\": 5")
      .replacingFirst("\"firm\"", with: "\"frim\"")
      .replacingFirst("\"batchSize\": 500", with: "\"batchSize\": true")
    #expect(
      Sample.load(text).1.map(\.description) == [
        "pipeline.json:5:15: error: `timeZone` is `Europa/Berlin`; it takes a time zone of the IANA database [impossible-value]\nhelp: did you mean `Europe/Berlin`?",
        "pipeline.json:61:52: error: `minVanisched` is not a setting of snapshot guard [unknown-key]\nhelp: did you mean `minVanished`?",
        "pipeline.json:90:60: error: there is no template `frim` [unknown-template]\nhelp: did you mean `firm`?",
        "pipeline.json:144:76: error: `batchSize` is true or false; it takes a whole number of letters from 1 to 100000 [wrong-type]",
      ])
  }
}

extension String {
  func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return replacingCharacters(range, other)
  }
  private func replacingCharacters(_ range: Range<String.Index>, _ other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
