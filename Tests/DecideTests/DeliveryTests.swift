import Ledger
import Pipeline
import Testing

@testable import Decide

/// Addresses from which messages came back, and people who want no more of them.
@Suite struct DeliveryTests {
  private static let reachable = address + [("email", "ap@buyer.example")]

  private func block(
    _ kind: DeliveryEvent.Kind, _ channel: Channel = .email, _ address: String = "ap@buyer.example",
    at: String = "2026-11-20"
  ) -> ChannelBlock {
    ChannelBlock(channel: channel, address: address, kind: kind, at: at, messageID: "00")
  }

  private func decide(
    _ blocks: [ChannelBlock], _ details: [(String, String)] = reachable, contacts: [Contact] = [],
    channel: [Channel] = [.email], decisions: [Decision] = []
  ) -> UnitDecision? {
    Scene(item()) { scene in
      scene.details = details
      scene.blocks = blocks
      scene.contacts = contacts
      scene.decisions = decisions
      scene.policy.steps = [ReminderStep(days: 7, channel: channel, template: "gentle")]
    }.decision()
  }

  @Test(arguments: [DeliveryEvent.Kind.bounced, .failed, .optedOut])
  func theNextChannelIsTried(_ kind: DeliveryEvent.Kind) { #expect(decide([block(kind)])?.message?.channel == .letter) }

  @Test func otherAddressesAreOpen() {
    #expect(decide([block(.bounced)], [("email", "new@buyer.example")])?.message?.channel == .email)
    let two = [("email", "AP@buyer.example; desk@buyer.example")]
    #expect(decide([block(.bounced)], two)?.message?.address == "desk@buyer.example")
    #expect(decide([block(.bounced, .sms)])?.message?.channel == .email, "another channel")
  }

  @Test func theNextContactIsWrittenTo() {
    func person(_ id: String) -> Contact {
      let details = Details(["role": "reminders", "email": "\(id)@buyer.example"])
      return Contact(company: "ACME", customerID: "C1", id: id, name: id, details: details)
    }
    let found = decide([block(.bounced, .email, "a@buyer.example")], contacts: [person("a"), person("b")])
    #expect(found?.message?.address == "b@buyer.example")
    #expect(found?.message?.cc == [])
  }

  @Test func reasonsWhereNobodyIsLeft() {
    let bounced = decide([block(.bounced)], [("email", "ap@buyer.example")])
    #expect(bounced?.suppressed == .noContact)
    #expect(bounced?.explanation.contains("the e-mail to ap@buyer.example bounced on 2026-11-20") == true)
    let left = decide([block(.optedOut)], [("email", "ap@buyer.example")])
    #expect(left?.suppressed == .channelRefused)
    #expect(left?.explanation.contains("opted out of e-mails") == true)
  }

  @Test func aLetterThatCameBack() {
    let key = Customer(company: "ACME", id: "C1", name: "", details: Details.of(address)).postalKey
    #expect(decide([block(.returned, .letter, key)], address, channel: [.letter])?.suppressed == .noContact)
    let moved = [("address_line1", "Way 2"), ("postal_code", "50667"), ("city", "Cologne")]
    #expect(decide([block(.returned, .letter, key)], moved, channel: [.letter])?.message?.channel == .letter)
  }

  @Test func aLaterDecisionOpensTheChannelAgain() {
    let earlier = decided(.channel, value: "email", learned: "2026-11-19")
    #expect(decide([block(.bounced)], decisions: [earlier])?.message?.channel == .letter)
    let later = decided(.channel, value: "email", learned: "2026-11-21")
    #expect(decide([block(.bounced)], decisions: [later])?.message?.channel == .email)
  }

  @Test(arguments: [("2026-11-19", false), ("2026-11-21", true)])
  func aNewerConsentEndsAnOptOut(_ consent: String, _ isOpen: Bool) {
    let person = Contact(
      company: "ACME", customerID: "C1", id: "1", name: "A",
      details: Details(["role": "reminders", "phone": "+4915155501000", "consent_sms_on": consent]))
    let found = decide([block(.optedOut, .sms, "+4915155501000")], [], contacts: [person], channel: [.sms])
    #expect((found?.message != nil) == isOpen)
    #expect(found?.suppressed == (isOpen ? nil : .channelRefused))
  }

  @Test func whatReachedNobodyMayBeSentAgain() throws {
    let first = try #require(Scene(item()).decision()?.message?.id)
    var memory = UnitMemory(currency: eur, sent: [.init(first, on: day("2026-11-20"))])
    let again = Scene(item()) { $0.reminders = [memory] }.decision()
    #expect(again?.suppressed == .alreadySent)
    memory.sent[0].isUndone = true
    let undone = try #require(Scene(item()) { $0.reminders = [memory] }.decision()?.message)
    #expect(undone.id != first)
    #expect(undone.level == 1)
  }

  @Test func theWorklistAsksForTheAddress() {
    let scene = Scene(item()) { scene in
      scene.details = DeliveryTests.reachable
      scene.blocks = [block(.bounced), block(.bounced, .email, "old@buyer.example"), block(.optedOut)]
    }
    let found = scene.worklist().filter { $0.what == .undelivered }
    #expect(found.map(\.next) == ["correct the address: the e-mail to ap@buyer.example bounced on 2026-11-20"])
    #expect(found.first?.since == day("2026-11-20"))
  }
}

/// Invitations to the portal.
@Suite struct InvitationTests {
  private func person(_ id: String, _ role: String, _ more: [(String, String)] = []) -> Contact {
    Contact(
      company: "ACME", customerID: "C1", id: id, name: "P\(id)",
      details: Details.of(
        [("role", role)] + (more.first?.0 == "email" ? [] : [("email", "\(id)@buyer.example")]) + more))
  }

  private func invited(
    _ contacts: [Contact], value: String? = nil, portal: String? = "https://p.example", more: [Decision] = [],
    change: (inout Scene) -> Void = { _ in }
  ) -> [UnitDecision] {
    let scene = Scene { scene in
      scene.contacts = contacts
      scene.portal = portal
      scene.decisions = [decided(.invite, value: value)] + more
      change(&scene)
    }
    return scene.decider.invitations(scene.account)
  }

  @Test func rolesDecideWhoIsInvited() {
    let people = [person("a", "portal"), person("b", "portal"), person("c", "reminders")]
    #expect(invited(people).map { $0.message?.address } == ["a@buyer.example", "b@buyer.example"])
    #expect(invited([people[2]]).map { $0.message?.address } == ["c@buyer.example"])
    #expect(invited([]).map { $0.message?.address } == ["ap@buyer.example"])
    #expect(invited(people, value: "c; a").map { $0.message?.address } == ["a@buyer.example", "c@buyer.example"])
    #expect(invited(people).map(\.actedOn) == [["D1"], ["D1"]])
    #expect(invited(people)[0].message?.template == "invitation")
  }

  @Test func whatHoldsThem() {
    let people = [person("a", "portal")]
    #expect(invited(people, more: [decided(.legal, id: "D2")]).map(\.suppressed) == [.hardStop])
    #expect(invited([person("a", "portal", [("channel", "none")])]).map(\.suppressed) == [.channelRefused])
    #expect(invited(people, portal: nil).map(\.suppressed) == [.noContact])
    let rehearsed = invited(people) { $0.isLive = false }
    #expect(rehearsed.map(\.suppressed) == [.notLive])
    #expect(rehearsed.map(\.isRehearsal) == [true])
    #expect(rehearsed.map(\.isSent) == [false], "the decision is not carried out")
    #expect(invited(people) { $0.stale = "old" }.map(\.suppressed) == [nil], "no figures are in it")
  }

  /// The same ways as a reminder, and its windows; nobody is called to be invited.
  @Test func channelsAndWindows() {
    let street = [("address_line1", "Weg 1"), ("postal_code", "50667"), ("city", "Köln")]
    let letter = invited([person("a", "portal", [("email", ""), ("channel", "call")])]) { $0.details += street }
    #expect(letter.map { $0.message?.channel } == [.letter])
    #expect(letter[0].message?.contact == "Pa" && letter[0].message?.portalLogins == [])
    #expect(letter[0].message?.delivery?.postedOn == Scene.monday)
    let agreed = [("channel", "sms"), ("phone", "+49 151 55501000"), ("consent_sms_on", "2026-01-01")]
    let text = invited([person("a", "portal", agreed)])
    #expect(text.map { $0.message?.channel } == [.sms])
    #expect(text[0].message?.portalLogins == ["a@buyer.example"])
    #expect(
      invited([person("a", "portal", [("email", "")])]).map(\.suppressed) == [.noContact], "not the customer's mail")
    let shut = invited([person("a", "portal")]) {
      $0.policy.windows = [WindowTests.window(9, 17)]
      $0.clock = Int64(Scene.monday.days + 4) * 86_400 + 20 * 3600
      $0.asOf = Scene.monday.adding(days: 4)
    }
    #expect(shut.map(\.suppressed) == [.window])
    #expect(shut.map(\.isSent) == [false], "decided again when the window opens")
    #expect(shut.map(\.invitee) == ["a"] && shut.map(\.actedOn) == [["D1"]], "who waits, and for what")
  }

  @Test func whatEndsThem() {
    let people = [person("a", "portal")]
    #expect(invited(people, more: [decided(.release, id: "R", value: "D1")]).isEmpty)
    #expect(invited(people) { $0.decisions = [decided(.invite, until: "2026-11-22")] }.isEmpty)
    #expect(invited(people) { $0.decisions = [decided(.invite, until: "2026-11-23")] }.map(\.isSent) == [true])
  }

  @Test func whoWaitsForAHardStopIsOnTheWorklist() {
    let stopped = invited([person("a", "portal")], more: [decided(.legal, id: "D2")])
    let told = Decider.worklist(stopped)
    #expect(
      told.map(\.next) == [
        "an invitation to the portal could not go out: a decision says legal: nothing goes out; if nobody is to be invited, release D1"
      ])
  }

  @Test func whatThePersonSignsInWith() {
    let people = [person("a", "portal", [("email", "a@buyer.example; b@buyer.example")])]
    #expect(invited(people)[0].message?.portalLogins == ["a@buyer.example", "b@buyer.example"])
    func block(_ kind: DeliveryEvent.Kind) -> ChannelBlock {
      ChannelBlock(channel: .email, address: "a@buyer.example", kind: kind, at: "2026-11-20", messageID: "m")
    }
    let bounced = invited(people) { $0.blocks = [block(.bounced)] }
    #expect(bounced[0].message?.address == "b@buyer.example" && bounced[0].message?.portalLogins == ["b@buyer.example"])
    let refused = invited(people) { $0.blocks = [block(.optedOut)] }
    #expect(refused[0].message?.address == "b@buyer.example")
    #expect(refused[0].message?.portalLogins == ["a@buyer.example", "b@buyer.example"], "the address works")
  }

  /// One that reached nobody is made again under another id, by another way.
  @Test func anInvitationThatCameBackIsMadeAgain() {
    let street = [("address_line1", "Weg 1"), ("postal_code", "50667"), ("city", "Köln")]
    let people = [person("a", "portal")]
    let first = invited(people)[0].message?.id ?? ""
    func again(_ isUndone: Bool, more: [Decision] = []) -> [UnitDecision] {
      invited(people, more: more) { scene in
        scene.details += street
        scene.reminders = [
          UnitMemory(
            currency: Company().baseCurrency, sent: [.init(first, on: day("2026-11-20"), isUndone: isUndone)])
        ]
        scene.blocks = [
          ChannelBlock(
            channel: .email, address: "a@buyer.example", kind: .bounced, at: "2026-11-20", messageID: first)
        ]
      }
    }
    #expect(again(false).isEmpty, "it stands")
    #expect(again(false, more: [decided(.invite, id: "D3")]).map(\.actedOn) == [["D3"]], "another decision")
    #expect(again(true).map { $0.message?.channel } == [.letter])
    #expect(again(true)[0].message?.id != first)
    #expect(again(true)[0].message?.portalLogins == [], "nobody reads that address")
    let opened = decided(.channel, id: "D2", value: "email", learned: "2026-11-22")
    #expect(again(true, more: [opened]).map { $0.message?.channel } == [.email], "as for reminders")
  }

  @Test func twoDecisionsAboutOnePersonAreOneMessage() {
    let found = invited([person("a", "portal")], more: [decided(.invite, id: "D2", value: "a")])
    #expect(found.map(\.actedOn) == [["D1", "D2"]])
  }

  @Test func aLaterDecisionIsAnotherMessage() {
    let one = invited([person("a", "portal")]).first?.message?.id
    let other = Scene { scene in
      scene.contacts = [person("a", "portal")]
      scene.portal = "https://p.example"
      scene.decisions = [decided(.invite, id: "D9")]
    }
    #expect(other.decider.invitations(other.account).first?.message?.id != one)
  }
}
