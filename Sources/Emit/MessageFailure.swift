import Documents

/// A message or statement that could not be made, and why: nobody gets it, and a person has to look at it. A reminder among these
/// was not sent, so its level is not reached. Or a statement that was written, but not with all of its address.
public struct MessageFailure: Equatable, Sendable {
  /// Nil for a statement.
  public var messageID: String?
  public var company: String
  public var customerID: String
  /// Stable and kebab-case: `missing-glyph`, `address-width`, `mail-address`.
  public var code: String
  /// One sentence without full stop, with the millimetres to move or the character that is missing.
  public var reason: String
  /// The statement was written with a shortened address.
  public var isShortened = false

  init(messageID: String?, company: String, customerID: String, _ problem: MessageProblem) {
    self.init(messageID: messageID, company: company, customerID: customerID, ToldProblem(problem))
  }

  init(messageID: String?, company: String, customerID: String, _ problem: ToldProblem) {
    self.messageID = messageID
    self.company = company
    self.customerID = customerID
    code = problem.code
    reason = problem.reason
  }
}

/// What is told of a problem: all that is left of it when the piece was tried in another process.
struct ToldProblem: Error, Equatable {
  var code: String
  var reason: String

  init(_ problem: MessageProblem) { (code, reason) = (problem.code, problem.reason) }

  init?(from parcel: inout Parcel.Reader) {
    guard let code = parcel.string(), let reason = parcel.string() else { return nil }
    (self.code, self.reason) = (code, reason)
  }

  func put(into parcel: inout Parcel) {
    parcel.put(code)
    parcel.put(reason)
  }
}

/// An artefact of messages, some of which may have failed. To be read after `finish`.
public protocol MessageArtefact: StreamedArtefact {
  /// In the order of accounts.
  var failures: [MessageFailure] { get }
}

/// Why one message or statement cannot be made. What the sink throws is no problem of a message: it ends the night.
enum MessageProblem: Error, Equatable {
  /// pipeline.json names templates that exist; this is a step of a policy that was in force earlier.
  case templateMissing(String)
  case unknownCompany(String)
  case render(RenderProblem)
  case address(String, MailAddress.Problem)
  case mail(MailProblem)
  case document(DocumentProblem)
  case noShortText(String, Language)
  case tooManySegments(SMSText, most: Int)
  /// No approved WhatsApp template stands for this one.
  case notApproved(String)

  var code: String {
    switch self {
    case .templateMissing: "template-missing"
    case .unknownCompany: "company-unknown"
    case .render(let problem): problem.code
    case .address(_, let problem): problem.code
    case .mail(let problem): problem.code
    case .document(let problem): problem.code
    case .noShortText: "template-sms-missing"
    case .tooManySegments: "sms-too-long"
    case .notApproved: "whatsapp-template-missing"
    }
  }

  var reason: String {
    switch self {
    case .templateMissing(let name): "there is no template '\(name)'"
    case .unknownCompany(let id): "pipeline.json does not list company '\(id)'"
    case .render(let problem): problem.message
    case .address(let text, let problem): "'\(text)' is no e-mail address: \(problem.message)"
    case .mail(let problem): problem.message
    case .document(let problem): problem.description
    case .noShortText(let name, let language): "template '\(name)' has no text message in \(language)"
    case .tooManySegments(let text, let most):
      "the text message needs \(text.segments.count) segments, and \(most) are allowed"
        + (text.foreign.isEmpty ? "" : "; these letters cost it the GSM alphabet: \(String(text.foreign))")
    case .notApproved(let name): "no approved WhatsApp template stands for '\(name)'"
    }
  }
}
