import Ledger
import Pipeline
import Testing

@testable import Decide

/// Whom of a customer a message goes to, and how.
@Suite struct ContactTests {
  /// `id: field=value, field=value`
  private static func person(_ id: String, role: String = "reminders", _ fields: [(String, String)]) -> Contact {
    Contact(
      company: "ACME", customerID: "C1", id: id, name: "Person \(id)", details: Details.of([("role", role)] + fields))
  }

  private func message(
    _ contacts: [Contact], customer: [(String, String)] = [("email", "info@buyer.example"), ("contact", "Ms Record")],
    channel: [Channel] = [.email], to role: Contact.Role = .reminders, decisions: [Decision] = []
  ) -> UnitDecision? {
    Scene(item()) { scene in
      scene.details = customer
      scene.contacts = contacts
      scene.decisions = decisions
      scene.policy.steps = [ReminderStep(days: 7, channel: channel, template: "gentle")]
      scene.policy.steps[0].contact = role
    }.decision()
  }

  @Test func theContactWithTheRoleIsWrittenTo() throws {
    let message = try #require(
      message([
        Self.person("A", role: "invoices", [("email", "invoices@buyer.example")]),
        Self.person("B", role: "statements;reminders", [("email", "ap@buyer.example"), ("language", "fr")]),
      ])?.message)
    #expect(message.address == "ap@buyer.example")
    #expect(message.contact == "Person B")
    #expect(message.language == "fr")
    #expect(message.cc == [])
  }

  @Test func furtherOnesGetACopyOnceEach() throws {
    let message = try #require(
      message([
        Self.person("A", [("email", "a@buyer.example;desk@buyer.example")]),
        Self.person("B", [("email", "DESK@buyer.example")]), Self.person("C", [("email", "c@buyer.example")]),
        Self.person("D", [("phone", "+49 151 555010")]),
      ])?.message)
    #expect(message.address == "a@buyer.example;desk@buyer.example")
    #expect(message.cc == ["c@buyer.example"])
  }

  @Test func withoutOneTheCustomersRecordServes() throws {
    let nobody = try #require(message([Self.person("A", role: "portal", [("email", "a@buyer.example")])])?.message)
    #expect(nobody.address == "info@buyer.example")
    #expect(nobody.contact == "Ms Record")
    let noAddress = try #require(message([Self.person("A", [("phone", "+49 151 555010")])])?.message)
    #expect(noAddress.address == "info@buyer.example")
  }

  @Test func severalAddressesOfTheRecord() {
    let two = [("email", "a@buyer.example; b@buyer.example")]
    #expect(message([], customer: two)?.message?.address == "a@buyer.example; b@buyer.example")
    #expect(message([], customer: [("email", "a@buyer.example; nobody")])?.message?.address == "a@buyer.example")
    #expect(message([], customer: [("email", "nobody")])?.suppressed == .noContact)
  }

  @Test func escalationGoesToWhoIsThereForIt() {
    let people = [
      Self.person("A", [("email", "ap@buyer.example")]),
      Self.person("B", role: "escalation", [("email", "cfo@buyer.example")]),
    ]
    #expect(message(people, to: .escalation)?.message?.address == "cfo@buyer.example")
    #expect(message(Array(people.prefix(1)), to: .escalation)?.message?.address == "ap@buyer.example")
    #expect(message([], to: .escalation)?.message?.address == "info@buyer.example")
  }

  @Test func theContactsPreferenceGoesFirst() {
    let person = Self.person("A", [("email", "a@buyer.example"), ("phone", "+49 151 555010"), ("channel", "call")])
    let found = message([person], customer: [("channel", "letter")] + address)?.message
    #expect(found?.channel == .call)
    #expect(found?.address == "+49 151 555010")
  }

  @Test func whoWantsNothingIsLeftAlone() {
    let refusing = Self.person("A", [("email", "a@buyer.example"), ("channel", "none")])
    #expect(message([refusing])?.suppressed == .channelRefused)
    let two = [refusing, Self.person("B", [("email", "b@buyer.example")])]
    #expect(message(two)?.message?.address == "b@buyer.example")
    #expect(message(two)?.message?.cc == [])
    let decided = decided(.channel, value: "email")
    #expect(message([refusing], decisions: [decided])?.message?.address == "info@buyer.example")
  }

  /// A Monday, 2026-11-23.
  @Test(
    arguments: [
      ("2026-11-23", "+49 151 555010", Channel.sms, nil),
      ("2026-11-24", "+49 151 555010", nil, SuppressionReason.noConsent),
      ("", "+49 151 555010", nil, .noConsent), ("2026-11-01", "", nil, .noContact),
      ("2026-11-01", "0151 555010", nil, .noContact),
    ] as [(String, String, Channel?, SuppressionReason?)])
  func consent(_ on: String, _ phone: String, _ channel: Channel?, _ reason: SuppressionReason?) {
    let fields = [("phone", phone), ("consent_sms_on", on)].filter { !$0.1.isEmpty }
    let found = message([Self.person("A", fields)], channel: [.sms])
    #expect(found?.message?.channel == channel)
    #expect(found?.suppressed == reason)
  }

  @Test func consentIsForOneChannel() {
    let person = Self.person("A", [("phone", "+49 151 555010"), ("consent_sms_on", "2026-01-01")])
    #expect(message([person], channel: [.whatsapp])?.suppressed == .noConsent)
    #expect(message([person], channel: [.whatsapp, .sms])?.message?.channel == .sms)
    #expect(message([person], customer: [("phone", "+49 2")], channel: [.sms])?.message?.address == "+49151555010")
  }

  @Test func whatPeopleDecidedGoesBeforeTheContact() {
    let person = Self.person("A", [("email", "a@buyer.example")])
    let decided = decided(.contact, value: "email=new@buyer.example")
    // The shell puts the value into the customer's record.
    let found = message([person], customer: [("email", "new@buyer.example")], decisions: [decided])
    #expect(found?.message?.address == "new@buyer.example")
  }

  @Test func aLetterNamesThePerson() {
    let found = message([Self.person("A", [("language", "nl")])], customer: address, channel: [.letter])?.message
    #expect(found?.contact == "Person A")
    #expect(found?.language == "nl")
    #expect(found?.address == nil)
  }
}
