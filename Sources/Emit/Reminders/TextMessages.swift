import Documents
import Formats
import Ledger
import Pipeline

/// `reminders/sms.csv`: a row per text message, with the alphabet and the segments it is billed by. A text that needs more segments than
/// the cap is not sent: a person has to shorten the template.
public struct TextMessages: MessageArtefact {
  private static let columns = [
    "message_id", "company", "customer_id", "contact", "to", "text", "language", "alphabet", "segments", "template",
    "template_version", "not_before", "expires",
  ]

  private struct Row {
    var id: String
    var company: String
    var customer: String
    var contact: String?
    var to: String?
    var text: SMSText
    var language: String
    var template: String
    var version: String
    var time: SendingTime
  }

  private let sink: any ArtefactSink
  private let night: Night
  private let stationery: Stationery
  private let settings: SMSSettings
  private let audience: CSVAudience
  private var sent: [Row] = []
  private var rehearsed: [Row] = []
  public private(set) var failures: [MessageFailure] = []

  public init(
    _ sink: any ArtefactSink, night: Night, stationery: Stationery, settings: SMSSettings = SMSSettings(),
    audience: CSVAudience = .machine
  ) {
    self.sink = sink
    self.night = night
    self.stationery = stationery
    self.settings = settings
    self.audience = audience
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for (decision, kind) in outcome.messages {
      guard let message = decision.message, message.channel == .sms else { continue }
      do throws(MessageProblem) {
        let row = try row(decision, message, kind)
        if decision.isSent { sent.append(row) } else { rehearsed.append(row) }
      } catch { failures.append(MessageFailure(decision, message, error)) }
    }
  }

  private func row(
    _ decision: UnitDecision, _ message: ReminderMessage, _ kind: MailSetting.Kind
  ) throws(MessageProblem) -> Row {
    let (fields, languages) = try night.fields(of: decision, message, kind)
    let (words, language, version) = try stationery.short(message.template, fields, languages: languages)
    let isTest = night.isTest(decision)
    let tag = isTest ? language.label(.rehearsal) + ": " : ""
    let text = SMSText(settings.transliterate ? SMSText.transliterated(tag + words) : tag + words)
    guard text.segments.count <= settings.maxSegments else {
      throw .tooManySegments(text, most: settings.maxSegments)
    }
    return Row(
      id: message.id, company: decision.company, customer: decision.customer.id, contact: message.contact,
      to: message.address, text: text, language: language.tag, template: message.template, version: version,
      time: SendingTime(message.notBefore, night))
  }

  public mutating func finish() throws {
    try write(sent, to: "reminders/sms.csv")
    if !rehearsed.isEmpty { try write(rehearsed, to: "reminders/rehearsal/sms.csv") }
  }

  private func write(_ rows: [Row], to path: String) throws {
    var table = try CSVTable(sink, path: path, columns: TextMessages.columns, audience: audience)
    for row in rows.sorted(by: { ByteOrder.precedes($0.id, $1.id) }) {
      table.text(row.id)
      table.text(row.company)
      table.text(row.customer)
      table.text(row.contact)
      table.text(row.to)
      table.text(row.text.text)
      table.text(row.language)
      table.text(row.text.alphabet.rawValue)
      table.int(row.text.segments.count)
      table.text(row.template)
      table.text(row.version)
      table.text(Instant.iso8601(row.time.notBefore))
      table.date(row.time.expires)
      try table.endRow()
    }
    try table.finish()
  }
}

extension Night {
  /// What a message is filled in with, and the languages of its reader: the contact's or customer's, then the company's.
  func fields(
    of decision: UnitDecision, _ message: ReminderMessage, _ kind: MailSetting.Kind
  ) throws(MessageProblem) -> (fields: Fields, languages: [String?]) {
    guard let company = company(decision.company) else { throw .unknownCompany(decision.company) }
    let languages = [message.language, company.company.language]
    guard kind != .invitations else {
      let content = InvitationContent(
        customer: decision.customer, contact: message.contact, emails: message.portalLogins,
        sender: company.company.messageSender(for: kind), portal: company.company.portal ?? "")
      return (content.fields, languages)
    }
    let content = ReminderContent(
      decision: decision, sender: company.company.messageSender(for: kind), asOf: asOf,
      dataAsOf: company.dataAsOf ?? asOf)
    return (content.fields, languages)
  }
}

extension AccountOutcome {
  /// Everything that is written to the customer: reminders, then invitations. Most customers get nothing, and cost nothing here.
  var messages: [(decision: UnitDecision, kind: MailSetting.Kind)] {
    var written: [(decision: UnitDecision, kind: MailSetting.Kind)] = []
    for index in decisions.indices where decisions[index].message != nil {
      written.append((decisions[index], .reminders))
    }
    for index in invitations.indices where invitations[index].message != nil {
      written.append((invitations[index], .invitations))
    }
    return written
  }
}

extension MessageFailure {
  init(_ decision: UnitDecision, _ message: ReminderMessage, _ problem: MessageProblem) {
    self.init(messageID: message.id, company: decision.company, customerID: decision.customer.id, problem)
  }
}
