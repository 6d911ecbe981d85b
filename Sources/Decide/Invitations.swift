import Ledger
import Pipeline

extension Decider {
  /// The template of every invitation.
  private static var invitation: String { "invitation" }

  /// Invitations to the portal that people have decided on for this customer, or that contacts have asked for: one message for each
  /// person, by the ways of reminders and in the windows of the customer's policy. They need no fresh data and wait for no interval; hard stops
  /// hold them.
  ///
  /// `value` of the decision names contacts by their ids, separated by `;`. Left out: those with the role `portal`, else `reminders`, else
  /// the customer's own record.
  /// - Complexity: one look at the decisions of the account.
  public func invitations(_ account: CustomerAccount) -> [UnitDecision] {
    let invites = account.decisions.filter { $0.kind == .invite && $0.customerID == account.customer.id }
    guard !invites.isEmpty, let company = night.company(account.customer.company) else { return [] }
    let standing = standing(account)
    let sent = account.reminders.first { $0.currency == company.company.baseCurrency }?.sent ?? []
    var made: [UnitDecision] = []
    var places: [String: Int] = [:]
    for invite in invites where isOpen(invite, standing) {
      for person in InvitedPerson.people(invite, account) {
        if let at = places[person.place] {
          // Two decisions, or two requests, about one person: one message answers both.
          made[at].actedOn.append(invite.id)
          continue
        }
        // Where there is none, another person's invitation of the same decision has not left or reached nobody: this one's has.
        guard let id = person.messageID(account.customer, invite, unusedIn: sent) else { continue }
        places[person.place] = made.count
        made.append(invitation(invite, to: person, id, company, standing, account))
      }
    }
    return made
  }

  /// Whether it has begun, and neither ended nor was released. What a person asked for is no decision of ours that one could release.
  private func isOpen(_ invite: Decision, _ standing: StandingDecisions) -> Bool {
    guard invite.from.map({ $0 <= night.asOf }) ?? true, invite.until.map({ $0 >= night.asOf }) ?? true else {
      return false
    }
    return invite.id.hasPrefix(AccessRequest.mark) || !standing.isReleased(invite, on: nil)
  }

  /// Invitations that nobody got and somebody has to look after; those that only wait for a window are none.
  public static func worklist(_ invitations: [UnitDecision]) -> [WorklistItem] {
    let reasons: [SuppressionReason?] = [.hardStop, .noContact, .channelRefused]
    return invitations.filter { reasons.contains($0.suppressed) }.map { one in
      let ids = one.actedOn.filter { one.suppressed == .hardStop && !$0.hasPrefix(AccessRequest.mark) }
      let end = ids.isEmpty ? "" : "; if nobody is to be invited, release \(ids.joined(separator: " and "))"
      return WorklistItem(
        company: one.company, customerID: one.customer.id, what: .noContact, owner: one.customer.salesperson,
        next: "an invitation to the portal could not go out: \(one.explanation)\(end)")
    }
  }

  private func invitation(
    _ invite: Decision, to person: InvitedPerson, _ id: String, _ company: CompanyNight, _ standing: StandingDecisions,
    _ account: CustomerAccount
  ) -> UnitDecision {
    let customer = account.customer
    let ladder = ladder(for: account, company)
    let blocks = Blocks(account, standing)
    let way = person.isUnknown ? nil : way(to: person, account, standing, blocks)
    var (reason, story): (SuppressionReason?, Words) = (nil, "invited to the portal: \(invite.by ?? "nobody is named")")
    if let stop = standing.onPayer(.insolvency, .deceased, .legal) {
      (reason, story) = (.hardStop, "a decision says \(stop.kind.rawValue): nothing goes out")
    } else if person.isUnknown {
      (reason, story) = (.noContact, InvitedPerson.unknown(person.key, account))
    } else if person.refuses {
      (reason, story) = (.channelRefused, "\(person.name ?? customer.name) says channel none")
    } else if ChannelChoice.decided(standing) == Channel.none {
      (reason, story) = (.channelRefused, "a decision says channel none")
    } else if company.company.portal == nil {
      (reason, story) = (.noContact, "the company has no portal: set `portal` in pipeline.json")
    } else if way == nil {
      (reason, story) = (
        .noContact,
        "\(person.name ?? customer.name) has neither a usable e-mail address nor a postal address to be invited by"
      )
    } else if let way, !channels.tonight.contains(way.channel) {
      (reason, story) = (.window, "no artefact carries \(way.channel.rawValue) messages on \(night.asOf)")
    } else if let shut = ladder?.times.finding {
      (reason, story) = (.window, shut.story)
    }
    var message: ReminderMessage?
    if reason == nil, let way {
      var made = ReminderMessage(
        id: id, channel: way.channel, template: Decider.invitation, address: way.address, contact: person.name,
        language: person.language ?? customer.language ?? company.company.language, level: 0, stepDays: 0)
      let addresses = person.email.flatMap(EmailAddress.usable).map(EmailAddress.parts) ?? []
      made.portalLogins = addresses.filter { !blocks.hasComeBack(from: $0) }
      made.notBefore = ladder?.times.opening
      if way.channel == .letter {
        let first = max(ladder?.times.openingDay ?? night.asOf, night.asOf)
        made.delivery = settings.postalTimes.delivery(
          on: first, from: company.company.country, to: customer.country ?? "", calendar(of: company.company.id))
      }
      message = made
    }
    if reason == nil, !company.isLive { (reason, story) = (.notLive, "the company is not live yet") }
    return UnitDecision(
      company: customer.company, customer: customer, currency: company.company.baseCurrency, items: [], outcomes: [],
      suppressed: reason, explanation: story.text, policy: "", level: 0, overdue: 0, credits: 0,
      amountDue: 0, message: message, actedOn: [invite.id], invitee: person.key)
  }

  /// How the person is reached: by what people have decided, by what he or she or the customer prefers, by e-mail, else by letter. Nobody is
  /// called to be invited.
  private func way(
    to person: InvitedPerson, _ account: CustomerAccount, _ standing: StandingDecisions, _ blocks: Blocks
  ) -> ChannelChoice? {
    let decided = standing.onPayer(.channel)?.value.flatMap { Channel(rawValue: $0.lowercased()) }
    let preferred = decided ?? person.contact?.channel ?? account.customer.channel
    let recipients = Recipients(account.customer, person: person.contact, asOf: night.asOf, blocks: blocks)
    for channel in [preferred, .email, .letter] {
      guard let channel, channel != .call, channels.mayLeave(by: channel),
        channels.takes(Decider.invitation, by: channel)
      else { continue }
      if let choice = recipients.reached(by: channel) { return choice }
    }
    return nil
  }

  /// The policy whose windows and holidays count for messages to the customer.
  private func ladder(for account: CustomerAccount, _ company: CompanyNight) -> Ladder? {
    let scope = PolicyScope.Unit(
      customer: account.customer, currency: company.company.baseCurrency, grade: account.score?.grade, overdue: 0)
    return ladders.first { $0.policy.scope.fits(scope) }
  }
}

/// Who is invited: a contact, or whoever reads the mail of the customer.
private struct InvitedPerson {
  var key: String
  var name: String?
  var email: String?
  var language: String?
  var refuses = false
  /// The decision names a contact that the customer does not have.
  var isUnknown = false
  /// Nil: nobody is named, and the customer's own record serves.
  var contact: Contact?

  static func people(_ invite: Decision, _ account: CustomerAccount) -> [InvitedPerson] {
    let all = everybody(invite, account)
    // Where it is the customer's own mail that waits, people may have come since.
    guard let waiting = invite.waitingInvitees, !waiting.contains("") else { return all }
    return all.filter { waiting.contains($0.key) }
  }

  private static func everybody(_ invite: Decision, _ account: CustomerAccount) -> [InvitedPerson] {
    let ids = invite.invitedContacts
    if !ids.isEmpty {
      let named = account.contacts.filter { ids.contains($0.id) }
      let unknown = ids.filter { id in !named.contains { $0.id == id } }
      return named.map(InvitedPerson.init) + unknown.map(InvitedPerson.init(unknown:))
    }
    for role in [Contact.Role.portal, .reminders] {
      let people = account.contacts.filter { $0.roles.contains(role) }
      if !people.isEmpty { return people.map(InvitedPerson.init) }
    }
    let customer = account.customer
    return [
      InvitedPerson(
        key: "", name: customer.contact, email: customer.email, language: customer.language,
        refuses: customer.channel == Channel.none)
    ]
  }

  init(_ contact: Contact) {
    self.init(
      key: contact.id, name: contact.name, email: contact.email, language: contact.language,
      refuses: contact.channel == Channel.none)
    self.contact = contact
  }

  private init(unknown id: String) {
    self.init(key: id, name: nil, email: nil, language: nil, refuses: false)
    isUnknown = true
  }

  static func unknown(_ id: String, _ account: CustomerAccount) -> Words {
    let known = account.contacts.map(\.id).joined(separator: ", ")
    return "the customer has no contact \(id)\(known.isEmpty ? "" : "; there is \(known)")"
  }

  private init(key: String, name: String?, email: String?, language: String?, refuses: Bool) {
    self.key = key
    self.name = name
    self.email = email
    self.language = language
    self.refuses = refuses
  }

  /// What two invitations of one night to the same person have in common.
  var place: String { "\(key)\u{1F}\(email ?? "")" }

  /// The first 32 hex digits of a sha256, as all messages have; a later decision gives another one, and so does one that reached nobody. Nil: an
  /// invitation of this decision stands.
  func messageID(_ customer: Customer, _ invite: Decision, unusedIn sent: [UnitMemory.Sent]) -> String? {
    var parts = [customer.company, customer.id, key, email ?? "", "invitation", invite.id]
    var cycle = 0
    while true {
      let id = SHA256.hex(SHA256.digest(parts.joined(separator: "\u{1F}")).prefix(16))
      let mark = UnitMemory.Sent.mark(of: id.utf8)
      let before = sent.filter { $0.mark == mark }
      if before.isEmpty { return id }
      guard before.allSatisfy(\.isUndone) else { return nil }
      cycle += 1
      parts = parts.prefix(6) + ["\(cycle)"]
    }
  }
}
