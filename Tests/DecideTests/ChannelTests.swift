import Ledger
import Pipeline
import Testing

@testable import Decide

/// Decision, preference, step, fallback; and where the message goes.
@Suite struct ChannelTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var preference: String?
    var step: [Channel]
    var decision: Decision?
    var email: String? = "ap@buyer.example"
    var hasAddress = true
    var expected: Channel?
    var testDescription: String {
      "\(preference ?? "-") \(step) \(decision?.kind.rawValue ?? "-") \(email ?? "-") \(hasAddress) -> \(expected?.rawValue ?? "-")"
    }
  }

  static let rows: [Row] = [
    Row(step: [.email], expected: .email),
    Row(step: [.letter], expected: .letter),
    Row(step: [.letter, .email], expected: .letter),
    Row(step: [.letter, .email], hasAddress: false, expected: .email),
    Row(step: [.email], email: nil, expected: .letter),
    Row(step: [.email], email: "ap@", expected: .letter),
    Row(step: [.letter], hasAddress: false, expected: nil),
    Row(preference: "letter", step: [.email], expected: .letter),
    Row(preference: "letter", step: [.email], hasAddress: false, expected: .email),
    Row(preference: "email", step: [.letter, .email], expected: .email),
    Row(preference: "email", step: [.letter], expected: .letter),
    Row(preference: "call", step: [.letter], expected: .call),
    Row(preference: "sms", step: [.email], expected: .email),
    Row(preference: "none", step: [.email], expected: nil),
    Row(preference: "none", step: [.email], decision: decided(.channel, value: "Email"), expected: .email),
    Row(preference: "email", step: [.letter], decision: decided(.channel, value: "email"), expected: .email),
    Row(preference: "email", step: [.email], decision: decided(.call), expected: .call),
    Row(step: [.email], decision: decided(.channel, value: "letter"), expected: .letter),
    Row(step: [.sms], email: nil, hasAddress: false, expected: nil),
    Row(step: [.whatsapp, .email], expected: .email),
  ]

  @Test(arguments: rows)
  func channel(_ row: Row) {
    let scene = Scene(item()) { scene in
      scene.details = row.hasAddress ? address : []
      if let email = row.email { scene.details.append(("email", email)) }
      if let preference = row.preference { scene.details.append(("channel", preference)) }
      scene.policy.steps = [ReminderStep(days: 7, channel: row.step, template: "gentle")]
      scene.decisions = row.decision.map { [$0] } ?? []
    }
    #expect(scene.decision()?.message?.channel == row.expected)
  }

  @Test func aPreferenceThatHasNoWordsGivesWayToTheStep() {
    let agreed = Contact(
      company: "ACME", customerID: "C1", id: "P1", name: "Ms Lee",
      details: Details.of([
        ("role", "reminders"),
        ("phone", "+49 221 123456"), ("channel", "whatsapp"), ("consent_whatsapp_on", "2026-01-01"),
        ("consent_sms_on", "2026-01-01"),
      ]))
    func channel(_ step: [Channel], _ templates: [Channel: Set<String>]) -> Channel? {
      let scene = Scene(item()) { scene in
        scene.details = address + [("email", "ap@buyer.example")]
        scene.contacts = [agreed]
        scene.policy.steps = [ReminderStep(days: 7, channel: step, template: "gentle")]
        scene.templates = templates
      }
      return scene.decision()?.message?.channel
    }
    #expect(channel([.email], [:]) == .whatsapp)
    #expect(channel([.email], [.whatsapp: ["gentle"]]) == .whatsapp)
    #expect(channel([.email], [.whatsapp: ["firm"]]) == .email)
    #expect(channel([.sms, .email], [.whatsapp: [], .sms: []]) == .email)
    // Nothing else is left: who writes the templates is told by the artefact.
    #expect(channel([.whatsapp], [.whatsapp: []]) == .whatsapp)
  }

  @Test func whereItGoes() {
    let details =
      address + [("email", "ap@buyer.example"), ("phone", "+49 221 1"), ("contact", "Ms Lee"), ("language", "de")]
    let scene = Scene(item()) { $0.details = details }
    #expect(scene.decision()?.message?.address == "ap@buyer.example")
    #expect(scene.decision()?.message?.contact == "Ms Lee")
    #expect(scene.decision()?.message?.language == "de")
    let call = Scene(item()) { $0.details = details + [("channel", "call")] }
    #expect(call.decision()?.message?.address == "+49 221 1")
    let letter = Scene(item()) { $0.details = details + [("channel", "letter")] }
    #expect(letter.decision()?.message?.address == nil)
  }

  @Test func theCompanysLanguageIsTheFallback() { #expect(Scene(item()).decision()?.message?.language == "en") }

  @Test func theFirstPolicyThatFits() {
    let scene = Scene(item()) { scene in
      var retail = Policy()
      retail.policy = "retail"
      retail.scope.group = ["retail"]
      scene.policies = [retail, Policy()]
    }
    #expect(scene.decision()?.policy == "standard")
    var inRetail = scene
    inRetail.details.append(("group", "retail"))
    #expect(inRetail.decision()?.policy == "retail")
  }
}

/// The id of a message is a promise to the outside: it never changes for the same message.
@Suite struct MessageIdentityTests {
  static func identity(_ change: (inout MessageIdentity) -> Void = { _ in }) -> MessageIdentity {
    var identity = MessageIdentity(
      company: "ACME", customer: "C1", currency: eur, documents: ["INV-1", "INV-2"], step: "level 1")
    change(&identity)
    return identity
  }

  /// printf 'ACME\x1fC1\x1fEUR\x1fINV-1\x1eINV-2\x1flevel 1\x1f0' | sha256sum
  @Test func fixedForEver() {
    #expect(MessageIdentityTests.identity().id(cycle: 0) == "f7cf1dd3e9cc7a84f4951354503e0dab")
  }

  @Test func everyPartCounts() {
    var ids = [MessageIdentityTests.identity().id(cycle: 0), MessageIdentityTests.identity().id(cycle: 1)]
    ids.append(
      MessageIdentityTests.identity {
        $0.company = "ACMEC1"; $0.customer = ""
      }.id(cycle: 0))
    ids.append(MessageIdentityTests.identity { $0.customer = "C2" }.id(cycle: 0))
    ids.append(MessageIdentityTests.identity { $0.currency = usd }.id(cycle: 0))
    ids.append(MessageIdentityTests.identity { $0.documents = ["INV-1INV-2"] }.id(cycle: 0))
    ids.append(MessageIdentityTests.identity { $0.documents = ["INV-1"] }.id(cycle: 0))
    ids.append(MessageIdentityTests.identity { $0.step = "level 2" }.id(cycle: 0))
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.count == 32 })
  }

  @Test func theOrderOfItemsDoesNotMatter() {
    let one = Scene(item("INV-1"), item("INV-2"))
    let other = Scene(item("INV-2"), item("INV-1"))
    #expect(one.decision()?.message?.id == other.decision()?.message?.id)
  }

  @Test func instalmentsAreDocumentsOfTheirOwn() {
    var part = item("INV-1")
    part.document.instalment = "1"
    let slash = item("INV-1/1")
    #expect(Scene(part).decision()?.message?.id != Scene(slash).decision()?.message?.id)
  }

  @Test func amountsDoNotMatter() {
    #expect(Scene(item("INV-1", 10, 5)).decision()?.message?.id == Scene(item("INV-1", 10, 9)).decision()?.message?.id)
  }
}
