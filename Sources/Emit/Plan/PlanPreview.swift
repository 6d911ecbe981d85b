import Documents
import Ledger
import Pipeline

/// Gathers for `plan --html` what tonight would send and what not: counts of everything, and the first messages word for word as the
/// customer would read them.
public struct PlanPreview: StreamedArtefact {
  /// More are counted and not shown: a page of a hundred thousand messages is read by nobody.
  static let mostMessages = 400
  /// Of each reason.
  static let mostSilent = 200

  /// A message to be read.
  struct Message {
    var decision: Summary
    var message: ReminderMessage
    var subject: String
    /// What its words are, as HTML of our own; or why it cannot be written.
    var body: Result<MailFragment, MessageProblem>
    /// Name and address of a letter, or who is written or called to.
    var to: [String]
    var isRehearsal: Bool
  }

  /// What the lists show of a unit.
  struct Summary {
    var company: String
    var customerID: String
    var name: String
    var currency: Currency
    var amountDue: Int64
    var level: Int
    var policy: String
    var explanation: String
  }

  /// Messages of a kind, and what they ask for.
  struct Kind {
    var channel: Channel
    var level: Int
    var policy: String
    var template: String
    var currency: Currency
    var isRehearsal: Bool
    var messages = 0
    var amount: Int64 = 0
  }

  struct Silence {
    var reason: SuppressionReason
    var units = 0
    var shown: [Summary] = []
  }

  let night: Night
  private let stationery: Stationery
  private(set) var kinds: [Kind] = []
  private(set) var messages: [Message] = []
  private(set) var silences: [Silence] = []
  private(set) var sent = 0
  private(set) var rehearsed = 0
  private(set) var silent = 0

  public init(night: Night, stationery: Stationery) {
    self.night = night
    self.stationery = stationery
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) {
    for (decision, kind) in outcome.messages {
      guard let message = decision.message else { continue }
      if decision.isSent { sent += 1 } else { rehearsed += 1 }
      count(decision, message)
      if messages.count < PlanPreview.mostMessages { messages.append(made(decision, message, kind)) }
    }
    for decision in outcome.decisions + outcome.invitations where decision.message == nil {
      guard let reason = decision.suppressed else { continue }
      silent += 1
      note(decision, reason)
    }
  }

  public mutating func finish() {}

  private mutating func count(_ decision: UnitDecision, _ message: ReminderMessage) {
    let at =
      kinds.firstIndex {
        $0.channel == message.channel && $0.level == message.level && $0.policy == decision.policy
          && $0.template == message.template && $0.currency == decision.currency
          && $0.isRehearsal == decision.isRehearsal
      } ?? kinds.count
    if at == kinds.count {
      kinds.append(
        Kind(
          channel: message.channel, level: message.level, policy: decision.policy, template: message.template,
          currency: decision.currency, isRehearsal: decision.isRehearsal))
    }
    kinds[at].messages += 1
    kinds[at].amount = Int64(clamping: Int128(kinds[at].amount) + Int128(decision.amountDue))
  }

  private mutating func note(_ decision: UnitDecision, _ reason: SuppressionReason) {
    let at = silences.firstIndex { $0.reason == reason } ?? silences.count
    if at == silences.count { silences.append(Silence(reason: reason)) }
    silences[at].units += 1
    if silences[at].shown.count < PlanPreview.mostSilent { silences[at].shown.append(summary(decision)) }
  }

  private func summary(_ decision: UnitDecision) -> Summary {
    Summary(
      company: decision.company, customerID: decision.customer.id, name: decision.customer.name,
      currency: decision.currency, amountDue: decision.amountDue, level: decision.level, policy: decision.policy,
      explanation: decision.explanation)
  }

  private func made(_ decision: UnitDecision, _ message: ReminderMessage, _ kind: MailSetting.Kind) -> Message {
    var made = Message(
      decision: summary(decision), message: message, subject: "", body: .failure(.unknownCompany(decision.company)),
      to: recipients(decision, message), isRehearsal: decision.isRehearsal)
    do throws(MessageProblem) {
      let (fields, languages) = try night.fields(of: decision, message, kind)
      let (text, _) = try stationery.render(message.template, fields, languages: languages)
      made.subject = text.subject
      made.body = .success(MailFragment(text))
    } catch { made.body = .failure(error) }
    return made
  }

  private func recipients(_ decision: UnitDecision, _ message: ReminderMessage) -> [String] {
    guard message.channel == .letter else {
      return [message.address ?? "", message.contact ?? ""].filter { !$0.isEmpty }
    }
    let place = [decision.customer["postal_code"], decision.customer["city"]].compactMap(\.self).joined(separator: " ")
    return [decision.customer.name] + decision.customer.street + [place, decision.customer.country ?? ""]
  }
}
