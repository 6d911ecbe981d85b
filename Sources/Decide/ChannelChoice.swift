import Ledger
import Pipeline

/// How a message reaches the customer, and where.
///
/// Tried in this order: a `channel` decision (or `call`), the customer's preference, the channels of the step as the policy lists them, and
/// a letter where e-mail was among them. A customer who prefers e-mail still gets a step that is on paper only as a letter: a final
/// notice is not softened. SMS and WhatsApp need a recorded consent, which no feed of this version brings.
struct ChannelChoice: Equatable, Sendable {
  var channel: Channel
  /// E-mail address or telephone number; nil for letters, and for a call where the number has to be looked up.
  var address: String?

  static func choose(for unit: UnitCase, step: ReminderStep) -> Result<ChannelChoice, Unreachable> {
    let decided = decidedChannel(unit)
    let preference = decided ?? unit.customer.channel
    if preference == Channel.none {
      let source = decided == nil ? "the customer's record says" : "a decision says"
      return .failure(Unreachable(finding: Finding(.channelRefused, "\(source) channel none")))
    }
    var candidates: [Channel] = []
    if let preference, decided != nil || preference != .email || step.channel.contains(.email) {
      candidates.append(preference)
    }
    candidates += step.channel
    if candidates.contains(.email) { candidates.append(.letter) }
    for channel in candidates {
      if let choice = reach(unit.customer, by: channel) { return .success(choice) }
    }
    return .failure(Unreachable(finding: finding(unit, tried: candidates)))
  }

  /// Nobody can be reached this way.
  struct Unreachable: Error { var finding: Finding }

  private static func decidedChannel(_ unit: UnitCase) -> Channel? {
    if unit.decisions.onPayer(.call) != nil { return .call }
    return unit.decisions.onPayer(.channel)?.value.flatMap { Channel(rawValue: $0.lowercased()) }
  }

  private static func reach(_ customer: Customer, by channel: Channel) -> ChannelChoice? {
    switch channel {
    case .email:
      customer.email.flatMap { EmailAddress.isPlausible($0) ? ChannelChoice(channel: .email, address: $0) : nil }
    case .letter: hasPostalAddress(customer) ? ChannelChoice(channel: .letter, address: nil) : nil
    case .call: ChannelChoice(channel: .call, address: customer.phone)
    case .sms, .whatsapp, .none: nil
    }
  }

  /// Two lines below the name at least: street or post box, and place.
  static func hasPostalAddress(_ customer: Customer) -> Bool {
    let place = customer["city"] ?? customer["postal_code"]
    return customer.street.count + (place == nil ? 0 : 1) >= 2
  }

  private static func finding(_ unit: UnitCase, tried: [Channel]) -> Finding {
    guard tried.contains(.email) || tried.contains(.letter) else {
      let names = tried.map(\.rawValue).joined(separator: ", ")
      return Finding(.noConsent, "no consent to \(names) is on record, and the step has no other channel")
    }
    let email = unit.customer.email.map { "`\($0)` is no usable e-mail address" } ?? "there is no e-mail address"
    return Finding(.noContact, tried.contains(.email) ? "\(email) and no postal address" : "there is no postal address")
  }
}
