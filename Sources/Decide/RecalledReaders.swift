import Ledger
import Pipeline

extension Decider {
  /// Why a message that was published and not sent yet must not be sent any more: what it asks for, or whom it reaches, is so no more; nil: it
  /// may be sent.
  /// - Parameter decided: tonight's decisions about the account.
  public func recall(_ message: WaitingMessage, _ account: CustomerAccount, _ decided: [UnitDecision]) -> Recall? {
    if message.isInvitation {
      return invitationFinding(message, account).map { RecalledReader.recall(message, $0) }
    }
    if let recall = Recalls.recall(message, account.billed, decided, asOf: night.asOf) { return recall }
    let standing = standing(account)
    var first: RecalledReader.Ground?
    for role in roles(of: message, decided) {
      let recipients = Recipients(account, standing, role: role)
      guard let ground = RecalledReader.ground(message, account.customer, standing, recipients) else { return nil }
      first = first ?? ground
    }
    return first.map { RecalledReader.recall(message, $0) }
  }

  /// Whom the message may have been written for: where a notice went out, those of any notice.
  private func roles(of message: WaitingMessage, _ decided: [UnitDecision]) -> [Contact.Role] {
    let policy = decided.first { $0.currency == message.currency }?.policy
    guard let ladder = ladders.first(where: { $0.policy.policy == policy }) else { return [.reminders] }
    if message.level > 0 {
      return [ladder.rung(message.level).map { ladder.levels[$0 - 1].contact } ?? .reminders]
    }
    let roles = Set(ladder.notices.map(\.contact))
    return roles.isEmpty ? [.reminders] : Contact.Role.allCases.filter(roles.contains)
  }

  private func invitationFinding(_ message: WaitingMessage, _ account: CustomerAccount) -> RecalledReader.Ground? {
    let standing = standing(account)
    if let stop = standing.onPayer(.insolvency, .deceased, .legal) {
      return .init(SuppressionReason.hardStop.rawValue, "a decision says \(stop.kind.rawValue): nothing goes out")
    }
    if ChannelChoice.decided(standing) == Channel.none {
      return .init(SuppressionReason.channelRefused.rawValue, "a decision says channel none")
    }
    guard message.channel == Channel.email.rawValue, let address = message.address else { return nil }
    let customer = account.customer
    let own = customer.channel == Channel.none ? nil : customer.email
    let people = account.contacts.filter { $0.channel != Channel.none }
    return RecalledReader.ground(
      address, among: [own].compactMap(\.self) + people.compactMap(\.email), by: .email, Blocks(account, standing))
  }
}

/// Whether a message that waits still reaches whom it was written to by the way it is to go.
enum RecalledReader {
  /// A reason of `recall.csv`, and the words for it.
  struct Ground {
    var reason: String
    var story: Words
    init(_ reason: String, _ story: Words) { (self.reason, self.story) = (reason, story) }
    init(_ finding: Finding) { self.init(finding.reason.rawValue, finding.story) }
  }

  static func recall(_ message: WaitingMessage, _ ground: Ground) -> Recall {
    Recall(message: message, reason: ground.reason, explanation: ground.story.text)
  }

  static func ground(
    _ message: WaitingMessage, _ customer: Customer, _ standing: StandingDecisions, _ recipients: Recipients
  ) -> Ground? {
    guard let channel = Channel(rawValue: message.channel) else { return nil }
    let decided = ChannelChoice.decided(standing)
    if let refusal = ChannelChoice.refusal(customer, decided, recipients) { return Ground(refusal.finding) }
    // Where nobody can be reached as decided, it went another way before, too.
    if let decided, decided != channel, recipients.reached(by: decided) != nil {
      return Ground("changed", "a decision says \(decided.rawValue)")
    }
    let reached = recipients.reached(by: channel)
    guard let reached else {
      if let blocked = recipients.blocked([channel]) {
        return Ground(Finding(blocked.isRefusal ? .channelRefused : .noContact, blocked.story))
      }
      return Ground(Finding(.noContact, "nobody can be reached by \(channel.rawValue) any more"))
    }
    guard channel == .email || channel == .sms || channel == .whatsapp, let address = message.address else {
      return nil
    }
    let written = [address, channel == .email ? message.copies : nil].compactMap(\.self).joined(separator: ";")
    return ground(
      written, among: [reached.address].compactMap(\.self) + reached.copies, by: channel, recipients.blocks)
  }

  /// - Parameter fields: of one address or several each.
  fileprivate static func ground(
    _ address: String, among fields: [String], by channel: Channel, _ blocks: Blocks
  ) -> Ground? {
    let known = Set(fields.flatMap { EmailAddress.parts(of: $0) }.map { $0.lowercased() })
    for one in EmailAddress.parts(of: address) {
      if let block = blocks.closing(channel, one) {
        let reason: SuppressionReason = block.kind == .optedOut ? .channelRefused : .noContact
        return Ground(Finding(reason, Blocks.story(of: block)))
      }
      if !known.contains(one.lowercased()) {
        return Ground(
          "changed", "\(one) is not written to any more: contacts or customer have changed since it was published")
      }
    }
    return nil
  }
}
