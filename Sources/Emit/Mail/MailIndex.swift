import Documents
import Formats
import Ledger
import Pipeline

/// `index.csv` beside the messages: a row per file, in the order of message ids. Held back to the end of the night for the order, a
/// few hundred bytes a message.
struct MailIndex {
  private static let columns = [
    "message_id", "file", "from", "reply_to", "to", "cc", "subject", "template", "template_version", "language",
    "not_before", "expires", "attachments", "mail_setting",
  ]

  /// Addresses without names, as a mail program or a gateway takes them.
  struct Row {
    var id: String
    /// In the run's folder.
    var file: String
    var from: String
    var replyTo: String
    var to: [String]
    var cc: [String]
    var subject: String
    var template: String
    var version: String
    var language: String
    var attachments: [String]
    /// Name of the mail setting by which it goes out; nil where the company has none.
    var setting: String?
    /// See `ReminderMessage.notBefore`.
    var notBefore: Int64?

    init(_ mail: MailMessage, file: String, template: String, version: String, setting: String?, notBefore: Int64?) {
      self.setting = setting
      id = mail.id
      self.file = file
      from = mail.from.address.text
      replyTo = (mail.replyTo ?? mail.from).address.text
      to = mail.to.map(\.address.text)
      cc = mail.cc.map(\.address.text)
      subject = mail.subject
      self.template = template
      self.version = version
      language = mail.body.language.tag
      attachments = mail.attachments.map(\.fileName)
      self.notBefore = notBefore
    }
  }

  let folder: String
  let night: Night
  let audience: CSVAudience
  var rows: [Row] = []

  init(folder: String, night: Night, audience: CSVAudience) {
    self.folder = folder
    self.night = night
    self.audience = audience
  }

  func path(of id: String) -> String { "\(folder)/\(id).eml" }

  mutating func write(to sink: any ArtefactSink) throws {
    rows.sort { ByteOrder.precedes($0.id, $1.id) }
    var table = try CSVTable(sink, path: folder + "/index.csv", columns: MailIndex.columns, audience: audience)
    for row in rows {
      table.text(row.id)
      table.text(row.file)
      table.text(row.from)
      table.text(row.replyTo)
      table.list(row.to)
      table.list(row.cc)
      table.text(row.subject)
      table.text(row.template)
      table.text(row.version)
      table.text(row.language)
      let time = SendingTime(row.notBefore, night)
      table.text(Instant.iso8601(time.notBefore))
      table.date(time.expires)
      table.list(row.attachments)
      table.text(row.setting)
      try table.endRow()
    }
    try table.finish()
  }
}
