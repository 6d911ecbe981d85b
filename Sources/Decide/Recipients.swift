import Ledger
import Pipeline

/// Who of a customer hears of something, and how each can be reached: the contacts with a role, and the customer's own record where
/// they have no address for a channel. Where nobody has the role `escalation`, those with `reminders` hear of it.
struct Recipients {
  let customer: Customer
  let role: Contact.Role
  private let asOf: CalendarDate
  /// With the role and not refusing, in order of their ids.
  private let people: [Contact]
  /// There are people with the role, and every one of them wants no messages.
  let allRefuse: Bool
  /// Fields of the customer that people here have decided: they go before those of contacts.
  private let decidedFields: Set<String>
  let blocks: Blocks

  init(_ unit: UnitCase, role: Contact.Role) {
    self.init(
      unit.customer, unit.contacts, role: role, asOf: unit.asOf,
      decided: Recipients.decidedFields(unit.decisions, unit.customer), blocks: Blocks(unit))
  }

  /// Of an account as a whole.
  init(_ account: CustomerAccount, _ decisions: StandingDecisions, role: Contact.Role) {
    self.init(
      account.customer, account.contacts, role: role, asOf: decisions.asOf,
      decided: Recipients.decidedFields(decisions, account.customer), blocks: Blocks(account, decisions))
  }

  /// One person alone, or where none is named whoever reads the mail of the customer.
  init(_ customer: Customer, person: Contact?, asOf: CalendarDate, blocks: Blocks) {
    var customer = customer
    if var person {
      // Somebody else's mailbox is not the person's.
      customer.details = customer.details.setting("email", to: "")
      person.details = person.details.setting("role", to: Contact.Role.portal.rawValue)
      self.init(customer, [person], role: .portal, asOf: asOf, decided: [], blocks: blocks)
    } else {
      self.init(customer, [], role: .portal, asOf: asOf, decided: [], blocks: blocks)
    }
  }

  private init(
    _ customer: Customer, _ contacts: [Contact], role: Contact.Role, asOf: CalendarDate, decided: Set<String>,
    blocks: Blocks
  ) {
    var role = role
    var named = contacts.isEmpty ? [] : contacts.filter { $0.roles.contains(role) }
    if named.isEmpty, role == .escalation, !contacts.isEmpty {
      role = .reminders
      named = contacts.filter { $0.roles.contains(.reminders) }
    }
    self.customer = customer
    self.role = role
    self.asOf = asOf
    people = named.filter { $0.channel != Channel.none }
    allRefuse = !named.isEmpty && people.isEmpty
    decidedFields = decided
    self.blocks = blocks
  }

  private static func decidedFields(_ decisions: StandingDecisions, _ customer: Customer) -> Set<String> {
    Set(
      decisions.all(.contact).filter {
        $0.customerID == customer.id && !decisions.isReleased($0, on: nil)
      }.compactMap { $0.value?.split(separator: "=").first.map(String.init) })
  }

  /// How the one wants to be reached whom a message goes to: the first who can be, as he or she prefers or by the channels of the step.
  func preference(orBy channels: [Channel]) -> Channel? {
    let addressed = people.first { person in
      person.channel.map { isReached(person, by: $0) } ?? false || channels.contains { isReached(person, by: $0) }
    }
    return (addressed ?? people.first)?.channel
  }

  private func isReached(_ person: Contact, by channel: Channel) -> Bool {
    switch channel {
    case .email: person.email.flatMap(usable) != nil
    case .letter: byLetter != nil
    case .call: person.phone != nil
    case .sms, .whatsapp: telephone(person, channel) != nil
    case .none: false
    }
  }

  /// Names of people who have agreed to a message on the telephone by one of these channels and have no number; empty: nobody.
  func consentsWithoutNumber(to channels: [Channel]) -> String {
    people.filter { person in
      Recipients.number(of: person) == nil && channels.contains { person.consent(to: $0) != nil }
    }.map(\.name).joined(separator: ", ")
  }

  /// Why addresses on these channels are not written to any more, in words, and whether somebody there asked for it; nil: none are.
  func blocked(_ channels: [Channel]) -> (story: Words, isRefusal: Bool)? { blocks.story(of: channels) }

  /// Nil: nobody can be reached by this channel.
  func reached(by channel: Channel) -> ChannelChoice? {
    switch channel {
    case .email: byEmail
    case .letter: byLetter
    case .call: byCall
    case .sms, .whatsapp: byTelephone(channel)
    case .none: nil
    }
  }

  private func choice(_ channel: Channel, _ person: Contact?, address: String? = nil) -> ChannelChoice {
    // The language of somebody else's contact is not that of whom people here have named.
    let named = decidedFields.contains("contact") ? customer.contact : nil
    let isPerson = named == nil || named == person?.name
    return ChannelChoice(
      channel: channel, address: address, contact: named ?? person?.name ?? customer.contact,
      language: isPerson && !decidedFields.contains("language") ? person?.language : nil)
  }

  private var byLetter: ChannelChoice? {
    guard Recipients.hasPostalAddress(customer), !blocks.stop(.letter, customer.postalKey) else { return nil }
    return choice(.letter, people.first)
  }

  private func usable(_ addresses: String) -> String? {
    EmailAddress.usable(addresses).flatMap { blocks.isEmpty ? $0 : blocks.openAddresses($0) }
  }

  private var byEmail: ChannelChoice? {
    let own = customer.email.flatMap(usable)
    let reachable = people.compactMap { person in person.email.flatMap(usable).map { (person, $0) } }
    guard let first = reachable.first, !decidedFields.contains("email") || own == nil else {
      return own.map { choice(.email, nil, address: $0) }
    }
    var found = choice(.email, first.0, address: first.1)
    var written = Set(EmailAddress.parts(of: first.1).map { $0.lowercased() })
    for (_, addresses) in reachable.dropFirst() {
      for address in EmailAddress.parts(of: addresses) where written.insert(address.lowercased()).inserted {
        found.copies.append(address)
      }
    }
    return found
  }

  private var byCall: ChannelChoice {
    let person = people.first { $0.phone != nil }
    guard let person, !decidedFields.contains("phone") || customer.phone == nil else {
      return choice(.call, nil, address: customer.phone)
    }
    return choice(.call, person, address: person.phone)
  }

  /// Only to somebody who has agreed, on or before this day, and has a number.
  private func byTelephone(_ channel: Channel) -> ChannelChoice? {
    people.first { telephone($0, channel) != nil }.map { choice(channel, $0, address: telephone($0, channel)) }
  }

  /// Nil: no number, no consent, or the reader has opted out.
  private func telephone(_ person: Contact, _ channel: Channel) -> String? {
    guard let number = Recipients.number(of: person), let consent = person.consent(to: channel), consent <= asOf,
      !blocks.stop(channel, number, unlessAfter: consent)
    else { return nil }
    // A number that people here have decided takes the place of those of contacts: only who has that one may have agreed to it.
    if decidedFields.contains("phone"), let phone = customer.phone, number != TelephoneNumber.international(phone) {
      return nil
    }
    return number
  }

  /// As a gateway dials it.
  private static func number(of person: Contact) -> String? { person.phone.flatMap(TelephoneNumber.international) }

  /// Two lines below the name at least: street or post box, and place.
  static func hasPostalAddress(_ customer: Customer) -> Bool {
    let place = customer["city"] ?? customer["postal_code"]
    return customer.street.count + (place == nil ? 0 : 1) >= 2
  }
}
