import Ledger
import Pipeline

/// Where messages to a customer do not go any more: addresses from which one came back, and those whose reader opted out, be it of a message to
/// somebody else with that address. A `channel` decision of later than that opens the channel of this customer again; so does a newer
/// consent to messages on the telephone.
struct Blocks {
  private let blocks: [ChannelBlock]

  init(_ unit: UnitCase) {
    self.init(Blocks.all(unit.blocks, unit.closedAddresses, unit.customer, unit.contacts), unit.decisions)
  }

  init(_ account: CustomerAccount, _ decisions: StandingDecisions) {
    self.init(
      Blocks.all(account.blocks, account.closedAddresses, account.customer, account.contacts), decisions)
  }

  private init(_ all: [ChannelBlock], _ decisions: StandingDecisions) {
    guard !all.isEmpty else {
      blocks = []
      return
    }
    let decided = decisions.newestOnPayer(.channel)
    let channel = decided?.value.flatMap { Channel(rawValue: $0.lowercased()) }
    blocks = all.filter { block in
      guard block.channel == channel, let learned = decided?.learnedOn, let day = block.day else { return true }
      return learned < day
    }
  }

  init(_ account: CustomerAccount) {
    blocks = Blocks.all(account.blocks, account.closedAddresses, account.customer, account.contacts)
  }

  /// Those of messages to others who have an address of the customer, then its own.
  private static func all(
    _ own: [ChannelBlock], _ closed: ClosedAddresses, _ customer: Customer, _ contacts: [Contact]
  ) -> [ChannelBlock] {
    guard !closed.isEmpty else { return own }
    var others: [ChannelBlock] = []
    func add(_ channel: Channel, _ address: String) {
      for block in closed.blocks(of: channel, address) where !own.contains(block) && !others.contains(block) {
        others.append(block)
      }
    }
    for field in [customer.email] + contacts.map(\.email) {
      for address in field.map(EmailAddress.parts) ?? [] { add(.email, address) }
    }
    for number in contacts.compactMap(\.phone).compactMap(TelephoneNumber.international) {
      add(.sms, number)
      add(.whatsapp, number)
    }
    return others + own
  }

  var isEmpty: Bool { blocks.isEmpty }

  /// - Parameter consent: a block of an earlier day does not count.
  func stop(_ channel: Channel, _ address: String, unlessAfter consent: CalendarDate? = nil) -> Bool {
    blocks.contains { block in
      guard block.channel == channel, block.address == address else { return false }
      guard block.kind == .optedOut, let consent, let day = block.day else { return true }
      return consent <= day
    }
  }

  /// The newest block that closes a single address to a channel; nil: none does.
  func closing(_ channel: Channel, _ address: String) -> ChannelBlock? {
    blocks.last { block in
      block.channel == channel
        && EmailAddress.parts(of: block.address).contains { $0.lowercased() == address.lowercased() }
    }
  }

  /// A message to this e-mail address came back: nobody reads it.
  func hasComeBack(from address: String) -> Bool {
    blocks.contains { block in
      block.channel == .email && block.kind != .optedOut
        && EmailAddress.parts(of: block.address).contains { $0.lowercased() == address.lowercased() }
    }
  }

  /// The addresses of a field of one or several that may still be written to; nil: none.
  func openAddresses(_ field: String) -> String? {
    let closed = Set(
      blocks.filter { $0.channel == .email }.flatMap { EmailAddress.parts(of: $0.address) }.map { $0.lowercased() })
    let open = EmailAddress.parts(of: field).filter { !closed.contains($0.lowercased()) }
    return open.isEmpty ? nil : open.joined(separator: ";")
  }

  func story(of channels: [Channel]) -> (story: Words, isRefusal: Bool)? {
    let told = blocks.filter { channels.contains($0.channel) }
    guard let newest = told.last else { return nil }
    let refusal = told.last { $0.kind == .optedOut }
    return (Blocks.story(of: refusal ?? newest), refusal != nil)
  }

  /// `the e-mail to ap@buyer.example bounced on 2026-11-21`.
  static func story(of block: ChannelBlock) -> Words {
    let day = String(block.at.prefix(10))
    return switch (block.channel, block.kind) {
    case (.email, .optedOut): "\(block.address) opted out of e-mails on \(day)"
    case (_, .optedOut): "\(block.address) opted out of \(block.channel.rawValue) on \(day)"
    case (.letter, _): "the letter to \(block.address) came back on \(day)"
    case (.email, .bounced): "the e-mail to \(block.address) bounced on \(day)"
    case (_, .returned): "the message to \(block.address) came back on \(day)"
    default: "the \(block.channel == .email ? "e-mail" : block.channel.rawValue) to \(block.address) failed on \(day)"
    }
  }
}
