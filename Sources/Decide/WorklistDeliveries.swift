import Ledger
import Pipeline

extension Worklist {
  /// Messages that came back, as long as the address they went to stands: the newest of each address.
  mutating func addUndelivered() {
    var told: Set<String> = []
    for block in account.blocks.reversed() where block.kind != .optedOut && isInUse(block) {
      guard told.insert("\(block.channel.rawValue) \(block.address)").inserted else { continue }
      addMessage(.undelivered, since: block.day, next: "correct the address: \(Blocks.story(of: block))")
    }
  }

  /// E-mail addresses of who owes something that cannot be written to. Most customers have none: that costs a look at a bit each.
  mutating func addUnusableAddresses() {
    var wrong = account.customer.unusableEmail.map { ["`\($0)`"] } ?? []
    for contact in account.contacts {
      if let text = contact.unusableEmail { wrong.append("`\(text)` of contact \(contact.id)") }
    }
    guard !wrong.isEmpty, account.billed.contains(where: { $0.document.balance > 0 }) else { return }
    addMessage(
      .emailAddress, since: nil,
      next: "correct the e-mail address in the ERP, nothing is sent to \(wrong.joined(separator: ", "))")
  }

  private func isInUse(_ block: ChannelBlock) -> Bool {
    let (customer, contacts) = (account.customer, account.contacts)
    switch block.channel {
    case .letter: return customer.postalKey == block.address
    case .email:
      let all = ([customer.email] + contacts.map(\.email)).compactMap(\.self).flatMap(EmailAddress.parts)
      let gone = EmailAddress.parts(of: block.address)
      return all.contains { address in gone.contains { $0.lowercased() == address.lowercased() } }
    case .sms, .whatsapp:
      return contacts.contains { $0.phone.flatMap(TelephoneNumber.international) == block.address }
    case .call, .none: return false
    }
  }
}
