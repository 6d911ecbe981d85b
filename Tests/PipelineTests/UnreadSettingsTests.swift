import Formats
import Ledger
import Testing

@testable import Pipeline

/// Settings that are right by themselves, and that nothing reads or reaches as the others stand, are told where they are given.
@Suite struct UnreadSettingsTests {
  private static func feed(_ more: String) -> String { Sample.file(feeds: "\(Sample.feed), \(more)") }
  private static func emit(_ more: String) -> String { Sample.file(stages: [#"{ "stage": "emit", \#(more) }"#]) }
  private static func policies(_ more: String) -> String {
    Sample.decide(#""policies": [ \#(more), { "policy": "all" } ]"#)
  }
  private static func policy(_ more: String) -> String {
    Sample.decide(#""policies": [ { "policy": "all", \#(more) } ]"#)
  }

  @Test(arguments: [
    (
      policy(#""steps": [ { "days": -3, "channel": ["call"], "template": "pre-due", "fee": { "EUR": "5.00" } } ]"#),
      "fee"
    ),
    (policy(#""interest": { "contractPercent": "8", "fromLevel": 9 }"#), "interest"),
    (policy(#""tone": [ { "tone": "x", "templates": { "pre-due": "gentle" } } ]"#), "pre-due"),
    (feed(#"{ "feed": "customers", "preset": "canonical.customers", "extent": "snapshot" }"#), "extent"),
    (feed(#"{ "feed": "customers", "preset": "canonical.customers", "parts": 3 }"#), "parts"),
    (feed(#"{ "feed": "more", "preset": "canonical.documents", "extent": "delta", "parts": 2 }"#), "parts"),
    (feed(#"{ "feed": "payments", "preset": "canonical.payments", "changesContacts": true }"#), "changesContacts"),
    (feed(#"{ "feed": "payments", "preset": "canonical.payments", "carriesPayments": false }"#), "carriesPayments"),
    (emit(#""artifact": "statements", "from": "2026-10-01""#), "from"),
    (emit(#""artifact": "statements", "formats": ["csv"], "duplex": true"#), "duplex"),
    (emit(#""artifact": "statements", "formats": ["csv"], "files": "each""#), "files"),
    (emit(#""artifact": "aging-report", "formats": ["html"], "by": ["group"]"#), "by"),
    (emit(#""artifact": "measures", "lossAtEnd": "50""#), "lossAtEnd"),
    (
      emit(#""artifact": "measures", "losses": "roll-rates", "lossRates": ["1", "2", "3", "4", "5", "6"]"#), "lossRates"
    ),
    (Sample.decide(#""creditHold": { "minOverdue": { "EUR": "100.00" } }"#), "minOverdue"),
    (Sample.decide(#""creditHold": { "overdueDays": 30 }"#), "creditHold"),
  ])
  func isNotRead(text: String, name: String) {
    let (configuration, diagnostics) = Sample.load(text)
    #expect(configuration != nil)
    let found = diagnostics.filter { $0.code == "unread-setting" && $0.message.hasPrefix("`\(name)` is not read") }
    #expect(found.count == 1, "\(diagnostics)")
    #expect(found.allSatisfy { !$0.isError && $0.line > 0 && $0.column > 0 && !$0.help.isEmpty })
  }

  @Test(arguments: [
    policies(#"{ "policy": "a", "for": { "group": ["x", "y"] } }, { "policy": "b", "for": { "group": ["y"] } }"#),
    policies(
      #"{ "policy": "a", "for": { "amount": { "from": { "EUR": "10.00" } } } }, { "policy": "b", "for": { "amount": { "from": { "EUR": "100.00" } } } }"#
    ),
    policies(
      #"{ "policy": "a", "for": { "country": ["DE"] } }, { "policy": "b", "for": { "country": ["DE"], "group": ["x"] } }"#
    ),
    policy(#""ignoreOlderThan": 3"#),
    policy(
      #""steps": [ { "days": -2, "channel": ["letter"], "template": "pre-due" }, { "days": 7, "channel": ["letter"], "template": "gentle" } ]"#
    ),
    policy(
      #""tone": [ { "tone": "x", "templates": { "gentle": "firm" } }, { "tone": "y", "templates": { "gentle": "final" } } ]"#
    ),
    policies(
      #"{ "policy": "a", "for": { "currency": ["EUR"] }, "steps": [ { "days": 7, "channel": ["call"], "template": "gentle", "for": { "currency": ["USD"] } } ] }"#
    ),
  ])
  func isNeverReached(text: String) {
    let (configuration, diagnostics) = Sample.load(text)
    #expect(configuration != nil)
    #expect(diagnostics.filter { $0.code == "never-reached" && !$0.isError }.count == 1, "\(diagnostics)")
  }

  @Test(arguments: [
    policies(#"{ "policy": "a", "for": { "group": ["x"] } }, { "policy": "b", "for": { "group": ["x", "y"] } }"#),
    policies(
      #"{ "policy": "a", "for": { "amount": { "from": { "EUR": "100.00" } } } }, { "policy": "b", "for": { "amount": { "from": { "EUR": "10.00" } } } }"#
    ),
    policies(
      #"{ "policy": "a", "for": { "amount": { "from": { "EUR": "10.00" } } } }, { "policy": "b", "for": { "amount": { "from": { "USD": "10.00" } } } }"#
    ),
    policy(#""ignoreOlderThan": 30"#),
    policy(
      #""steps": [ { "days": -3, "channel": ["letter"], "template": "pre-due" }, { "days": 0, "channel": ["letter", "email"], "template": "pre-due" } ]"#
    ),
    policy(
      #""tone": [ { "tone": "x", "templates": { "gentle": "firm" }, "fromMonths": 12 }, { "tone": "y", "templates": { "gentle": "final" } } ]"#
    ),
    feed(#"{ "feed": "decisions", "preset": "canonical.decisions", "extent": "delta", "changesContacts": true }"#),
    emit(#""artifact": "statements", "kind": "activity", "from": "2026-10-01", "duplex": true"#),
    emit(#""artifact": "statements", "formats": ["csv", "html"], "files": "each""#),
  ])
  func isReadAndReached(text: String) {
    let diagnostics = Sample.load(text).1
    #expect(diagnostics.filter { ["never-reached", "unread-setting"].contains($0.code) }.isEmpty, "\(diagnostics)")
  }

  @Test func aFeedWhoseFolderIsLeftOutIsRefused() {
    let diagnostics = Sample.load(UnreadSettingsTests.feed(#"{ "feed": "README", "preset": "canonical.controls" }"#)).1
    #expect(diagnostics.contains { $0.isError && $0.message.contains("`inbox/README` are never read") })
  }

  @Test func aTimeZoneThatTheMachineDoesNotKnowIsToldInItsPlace() {
    var known = KnownNames(templates: [], letterProfiles: [])
    known.isTimeZone = { $0 != "Europe/Berln" }
    let text = #"{ "timeZone": "Europe/Berln", "companies": [ { "id": "A", "baseCurrency": "EUR" } ], "stages": [] }"#
    let found = Configuration.load(bytes: Array(text.utf8), file: "p", known: known).1.first {
      $0.code == "time-zone-unknown"
    }
    #expect(found?.line == 1 && found?.column == 15 && found?.help == "did you mean `Europe/Berlin`?")
  }
}
