import Documents
import Formats
import Ledger
import Pipeline

/// `reminders/email/`: one RFC 5322 message per file, and an index of them. Messages that are only rehearsed lie apart, with an index of
/// their own and TEST in the subject, so that nobody sends them by mistake.
public struct ReminderMail: MessageArtefact {
  private let sink: any ArtefactSink
  private let night: Night
  private let stationery: Stationery
  private let date: MailDate
  private var sent: MailIndex
  private var rehearsed: MailIndex
  public private(set) var failures: [MessageFailure] = []

  /// Folders in the run's folder.
  private static let folder = "reminders/email"
  private static let rehearsalFolder = "reminders/rehearsal/email"

  public init(
    _ sink: any ArtefactSink, night: Night, stationery: Stationery, audience: CSVAudience = .machine
  ) throws {
    self.sink = sink
    self.night = night
    self.stationery = stationery
    date = MailDate(unixSeconds: night.clock, offsetMinutes: night.utcOffset / 60)
    sent = MailIndex(folder: ReminderMail.folder, night: night, audience: audience)
    rehearsed = MailIndex(folder: ReminderMail.rehearsalFolder, night: night, audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for (decision, kind) in outcome.messages { try add(decision, kind) }
  }

  private mutating func add(_ decision: UnitDecision, _ kind: MailSetting.Kind) throws {
    guard let message = decision.message, message.channel == .email else { return }
    let made: (mail: MailMessage, bytes: [UInt8], version: String)
    do throws(MessageProblem) { made = try write(decision, message, kind) } catch {
      failures.append(MessageFailure(decision, message, error))
      return
    }
    let setting = night.company(decision.company)?.company.mailSetting(for: kind)?.name
    let file = (decision.isSent ? sent : rehearsed).path(of: message.id)
    let row = MailIndex.Row(
      made.mail, file: file, template: message.template, version: made.version, setting: setting,
      notBefore: message.notBefore)
    try sink.put(made.bytes, at: file)
    if decision.isSent { sent.rows.append(row) } else { rehearsed.rows.append(row) }
  }

  public mutating func finish() throws {
    try sent.write(to: sink)
    if !rehearsed.rows.isEmpty { try rehearsed.write(to: sink) }
  }

  private func write(
    _ decision: UnitDecision, _ message: ReminderMessage, _ kind: MailSetting.Kind
  ) throws(MessageProblem) -> (mail: MailMessage, bytes: [UInt8], version: String) {
    guard let sender = night.company(decision.company)?.company else { throw .unknownCompany(decision.company) }
    let (fields, languages) = try night.fields(of: decision, message, kind)
    let (text, version) = try stationery.render(message.template, fields, languages: languages)
    let isTest = night.isTest(decision)
    let tags = [
      isTest ? text.language.label(.rehearsal) + ":" : nil, message.intendedFor.map { "(\($0))" },
      sender.subjectTag(for: kind),
    ]
    let mail = MailMessage(
      from: Mailbox(
        try address(sender.sender(for: kind)), name: sender.mailSetting(for: kind)?.fromName ?? sender.name),
      replyTo: try sender.replyTo(for: kind).map { reply throws(MessageProblem) in Mailbox(try address(reply)) },
      to: try recipients(decision, message), cc: try copies(message),
      subject: (tags.compactMap { $0 } + [text.subject]).joined(separator: " "), date: date,
      // Mail servers and senders leave out what they have seen: a rehearsal that was sent is not to keep the real message back.
      id: isTest ? "rehearsal.\(message.id)" : message.id,
      body: MailBody(text))
    do throws(MailProblem) { return (mail, try mail.bytes(), version) } catch { throw .mail(error) }
  }

  private func address(_ text: String) throws(MessageProblem) -> MailAddress {
    do throws(MailAddress.Problem) { return try MailAddress(parsing: text) } catch { throw .address(text, error) }
  }

  private func copies(_ message: ReminderMessage) throws(MessageProblem) -> [Mailbox] {
    var copies: [Mailbox] = []
    for address in message.cc { copies.append(Mailbox(try self.address(address))) }
    return copies
  }

  /// All addresses of the field; the name stands with a single one only, for of several nobody knows whose is which.
  private func recipients(_ decision: UnitDecision, _ message: ReminderMessage) throws(MessageProblem) -> [Mailbox] {
    let text = message.address ?? ""
    let addresses: [MailAddress]
    do throws(MailAddress.Problem) { addresses = try MailAddress.list(text) } catch { throw .address(text, error) }
    let name = message.contact ?? decision.customer.name
    return addresses.map { Mailbox($0, name: addresses.count == 1 ? name : nil) }
  }
}
