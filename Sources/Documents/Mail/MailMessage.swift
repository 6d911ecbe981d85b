import Ledger

/// Why a message cannot be written. It is held back with this reason; the others go out.
public enum MailProblem: Error, Equatable, Sendable {
  /// A line break, NUL or other control character in the name or type of an attachment: the header and the character.
  case controlCharacter(field: String, Unicode.Scalar)
  case noRecipient
  /// Neither the id nor the domain of a Message-ID may hold anything but letters, digits, dots and the like.
  case badMessageID(String)
  case noSubject
  /// A file name of an attachment that is empty or a path.
  case badFileName(String)

  /// Stable name for reasons and logs.
  public var code: String {
    switch self {
    case .controlCharacter: "mail-control-character"
    case .noRecipient: "mail-no-recipient"
    case .badMessageID: "mail-message-id"
    case .noSubject: "mail-no-subject"
    case .badFileName: "mail-file-name"
    }
  }

  public var message: String {
    switch self {
    case .controlCharacter(let field, let control):
      "the \(field) header would hold the control character \(control.codePoint): somebody may be trying to add headers"
    case .noRecipient: "there is nobody to send it to"
    case .badMessageID(let id): "<\(id)> is no Message-ID"
    case .noSubject: "the subject is empty"
    case .badFileName(let name): "an attachment cannot be called '\(name)'"
    }
  }
}

/// A file that travels with a message, such as the original of an invoice.
public struct MailAttachment: Equatable, Sendable {
  public var fileName: String
  /// `application/pdf`
  public var mediaType: String
  public var bytes: [UInt8]

  public init(fileName: String, mediaType: String = "application/pdf", bytes: [UInt8]) {
    self.fileName = fileName
    self.mediaType = mediaType
    self.bytes = bytes
  }
}

/// One e-mail, complete: what `<message_id>.eml` holds. The same values give the same bytes.
public struct MailMessage: Equatable, Sendable {
  public var from: Mailbox
  public var replyTo: Mailbox?
  public var to: [Mailbox]
  public var cc: [Mailbox]
  public var subject: String
  public var date: MailDate
  /// The part of the Message-ID before the @: our message id.
  public var id: String
  /// The part behind it: the domain of the sender.
  public var idDomain: String
  /// Full Message-IDs, without brackets, of earlier messages of the same thread, oldest first.
  public var references: [String]
  public var body: MailBody
  public var attachments: [MailAttachment]

  public init(
    from: Mailbox, replyTo: Mailbox? = nil, to: [Mailbox], cc: [Mailbox] = [], subject: String, date: MailDate,
    id: String, idDomain: String? = nil, references: [String] = [], body: MailBody,
    attachments: [MailAttachment] = []
  ) {
    self.from = from
    self.replyTo = replyTo
    self.to = to
    self.cc = cc
    self.subject = subject
    self.date = date
    self.id = id
    self.idDomain = idDomain ?? String(from.address.domain)
    self.references = references
    self.body = body
    self.attachments = attachments
  }

  /// `<id@domain>` without the brackets, for `references` of a later message.
  public var messageID: String { "\(id)@\(idDomain)" }

  /// The bytes of the `.eml` file: ASCII only, CRLF line ends, no line above 78 characters but those with a long address.
  public func bytes() throws(MailProblem) -> [UInt8] {
    var out = Array(try headers().utf8)
    MailParts(message: self).append(to: &out)
    return out
  }

  /// All headers but those of the body's outermost part.
  private func headers() throws(MailProblem) -> String {
    guard !to.isEmpty else { throw .noRecipient }
    guard subject.contains(where: { !$0.isWhitespace }) else { throw .noSubject }
    for id in [messageID] + references where !MailMessage.isMessageID(id) { throw .badMessageID(id) }
    for attachment in attachments { try check(attachment) }
    var text = MailHeader.line("From", [from])
    if let replyTo { text += MailHeader.line("Reply-To", [replyTo]) }
    text += MailHeader.line("To", to)
    if !cc.isEmpty { text += MailHeader.line("Cc", cc) }
    text += MailHeader.line("Subject", unstructured: subject)
    text += MailHeader.line("Date", words: [date.text])
    text += MailHeader.line("Message-ID", words: ["<\(messageID)>"])
    if let last = references.last {
      text += MailHeader.line("In-Reply-To", words: ["<\(last)>"])
      text += MailHeader.line("References", words: references.map { "<\($0)>" })
    }
    // RFC 3834: no out-of-office answer to a message that nobody typed.
    text += MailHeader.line("Auto-Submitted", words: ["auto-generated"])
    text += MailHeader.line("Content-Language", words: [body.language.tag])
    return text + MailHeader.line("MIME-Version", words: ["1.0"])
  }

  private func check(_ attachment: MailAttachment) throws(MailProblem) {
    try MailHeader.check(attachment.fileName, field: "Content-Disposition")
    try MailHeader.check(attachment.mediaType, field: "Content-Type")
    let name = attachment.fileName
    if name.isEmpty || name.hasPrefix(".") || name.contains("/") || name.contains("\\") { throw .badFileName(name) }
  }

  /// Two dot-atoms around one @, as RFC 5322, 3.6.4 has it.
  private static func isMessageID(_ id: String) -> Bool {
    let parts = id.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && id.utf8.count <= 250
      && parts.allSatisfy { part in
        part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
          !atom.isEmpty && atom.allSatisfy(MailAddress.isAtom)
        }
      }
  }
}
