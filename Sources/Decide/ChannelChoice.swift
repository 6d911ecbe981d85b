import Ledger
import Pipeline

/// How a message reaches the customer, and whom there.
///
/// Channels are tried in this order: a `channel` decision (or `call`); the preference of the contact it goes to, else of the customer;
/// the channels of the step as the policy lists them; and a letter where e-mail was among them. Somebody who prefers e-mail still
/// gets a step that is on paper only as a letter: a final notice is not softened. SMS and WhatsApp need a recorded consent, which
/// only a contact can give.
struct ChannelChoice: Equatable, Sendable {
  var channel: Channel
  /// E-mail addresses separated by `;`, or a telephone number; nil for letters, and for a call where the number has to be looked up.
  var address: String?
  /// The person who is addressed; nil: nobody is named.
  var contact: String?
  /// BCP 47 tag of that person; nil: the customer's.
  var language: String?
  /// E-mail addresses of further contacts with the role.
  var copies: [String] = []

  /// - Parameter takes: whether the words that would go by a channel exist for it: a text message, an approved WhatsApp template.
  static func choose(
    for unit: UnitCase, step: ReminderStep, takes: (Channel) -> Bool
  ) -> Result<ChannelChoice, Unreachable> {
    let recipients = Recipients(unit, role: step.contact)
    let decided = decided(unit.decisions)
    if let refusal = refusal(unit.customer, decided, recipients) { return .failure(refusal) }
    let preference = decided ?? recipients.preference(orBy: step.channel) ?? unit.customer.channel
    var candidates: [Channel] = []
    if let preference, decided != nil || preference != .email || step.channel.contains(.email) {
      candidates.append(preference)
    }
    candidates += step.channel
    if candidates.contains(.email) { candidates.append(.letter) }
    // What no artefact carries on any night is no way, but what people have decided is not replaced without a word. What there are no words
    // for is none, either.
    let carried = candidates.filter {
      unit.channels.someNight.contains($0) || $0 == decided && $0 != .sms && $0 != .whatsapp
    }
    if !carried.isEmpty { candidates = carried }
    let worded = candidates.filter(takes)
    if !worded.isEmpty { candidates = worded }
    for channel in candidates {
      if let choice = recipients.reached(by: channel) { return .success(choice) }
    }
    return .failure(Unreachable(finding: finding(unit, recipients, tried: candidates)))
  }

  /// Nobody can be reached this way.
  struct Unreachable: Error { var finding: Finding }

  /// What people have decided; nil: nothing.
  static func decided(_ decisions: StandingDecisions) -> Channel? {
    guard let decision = decisions.newestOnPayer(.call, .channel) else { return nil }
    return decision.kind == .call ? .call : decision.value.flatMap { Channel(rawValue: $0.lowercased()) }
  }

  /// Somebody has said that nothing may be sent.
  static func refusal(_ customer: Customer, _ decided: Channel?, _ recipients: Recipients) -> Unreachable? {
    if decided == Channel.none { return Unreachable(finding: Finding(.channelRefused, "a decision says channel none")) }
    if decided != nil { return nil }
    if customer.channel == Channel.none {
      return Unreachable(finding: Finding(.channelRefused, "the customer's record says channel none"))
    }
    guard recipients.allRefuse else { return nil }
    let words: Words = "every contact for \(recipients.role.rawValue) says channel none"
    return Unreachable(finding: Finding(.channelRefused, words))
  }

  private static func finding(_ unit: UnitCase, _ recipients: Recipients, tried: [Channel]) -> Finding {
    if let blocked = recipients.blocked(tried) {
      return Finding(
        blocked.isRefusal ? .channelRefused : .noContact, "\(blocked.story), and there is no other way to write")
    }
    guard tried.contains(.email) || tried.contains(.letter) else {
      let names = tried.map(\.rawValue).joined(separator: ", ")
      let agreed = recipients.consentsWithoutNumber(to: tried)
      return agreed.isEmpty
        ? Finding(.noConsent, "no consent to \(names) is on record, and the step has no other channel")
        : Finding(.noContact, "\(agreed) has agreed to be written to, but has no telephone number with a country code")
    }
    let email =
      (unit.customer.unusableEmail ?? unit.customer.email).map { "`\($0)` is no usable e-mail address" }
      ?? "there is no e-mail address"
    guard tried.contains(.email) else { return Finding(.noContact, "there is no postal address") }
    return Finding(
      .noContact,
      tried.contains(.letter) ? "\(email) and no postal address" : "\(email), and no artefact carries letters")
  }
}
