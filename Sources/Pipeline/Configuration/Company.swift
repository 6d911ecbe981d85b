import Formats
import Ledger

/// A company whose receivables are looked after: the sender of every message and the owner of every document.
public struct Company: Settings {
  /// As the column `company` of every feed has it.
  public var id = ""
  public var name = ""
  public var baseCurrency = Currency(trusted: 0x455552)
  public var country = ""
  public var language = "en"
  /// The sender's lines on letters, its name first.
  public var address: [String] = []
  public var email = CompanyEmail()
  /// How its e-mails go out; empty: as `email` says.
  public var mail: [MailSetting] = []
  /// Nil: no bank details are printed.
  public var bank: CompanyBank?
  /// Nil: the profile of the country.
  public var letterProfile: String?
  /// From when on its messages are real; nil: as stage `decide` says.
  public var liveFrom: CalendarDate?
  public var phone: String?
  /// The person or desk that messages name for questions.
  public var contact: String?
  /// Where its customers find the portal; nil: nobody is invited.
  public var portal: String?

  public init() {}

  /// The active mail setting for a kind of message; nil: none is declared, and `email` says how.
  public func mailSetting(for kind: MailSetting.Kind) -> MailSetting? {
    let active = mail.filter(\.isActive)
    return active.first { $0.kinds.contains(kind) } ?? active.first(where: \.isDefault)
  }

  /// The address in `From:`: the one that is configured, else one that can never be delivered to.
  public var sender: String { sender(for: .reminders) }
  public func sender(for kind: MailSetting.Kind) -> String {
    mailSetting(for: kind)?.from ?? email.from ?? "receivables@\(CompanyEmail.domainLabel(id)).invalid"
  }
  /// The address in `Reply-To:`; nil: none is set.
  public func replyTo(for kind: MailSetting.Kind) -> String? {
    if let setting = mailSetting(for: kind) { return setting.replyTo }
    return email.replyTo
  }
  /// What stands before every subject.
  public func subjectTag(for kind: MailSetting.Kind) -> String? {
    if let setting = mailSetting(for: kind) { return setting.subjectTag }
    return email.subjectTag
  }

  public static let title = "company"
  public static let doc = "A company whose receivables are looked after: the sender of its messages."
  public static var settings: [Setting<Company>] {
    [
      Setting(
        "id", \.id, .id, required: true,
        "As the column `company` of the feeds has it. A row of another company is rejected."),
      Setting("name", \.name, .text, required: true, "Its name on messages and statements."),
      Setting("baseCurrency", \.baseCurrency, .currency, required: true, "The currency of its books."),
      Setting(
        "country", \.country, .country, required: true,
        "Where it is; decides the letter profile and how addresses are written."),
      Setting("language", \.language, .language, "Language of a customer who has none."),
      Setting(
        "address", \.address, .list(of: .text, count: 0...8), "The sender's lines on letters, its name first."),
      Setting("email", \.email, .object(CompanyEmail.self), "The sender of its e-mails."),
      Setting(
        "mail", \.mail, .list(of: .object(MailSetting.self), count: 0...50),
        "How its e-mails go out, by kind of message. Empty: as `email` says."),
      Setting(
        "bank", \.bank, .object(CompanyBank.self), absent: "no bank details on messages", "Where customers pay to."),
      Setting(
        "letterProfile", \.letterProfile, .letterProfile, absent: "by country",
        "Paper, envelope and window of its letters."),
      Setting(
        "liveFrom", \.liveFrom, .date, absent: "as stage `decide` says",
        "From this as-of date on its messages are real. A company that is added later is rehearsed until its `liveFrom`, or that of stage `decide` is its first night or later."
      ),
      Setting("phone", \.phone, .text, "Printed for questions."),
      Setting("contact", \.contact, .text, "The person or desk to turn to."),
      Setting(
        "portal", \.portal,
        .text("the https address of a page", pattern: "^https://", help: "such as https://portal.example.com") { url in
          url.hasPrefix("https://") && url.utf8.count > 8 && !url.contains(where: \.isWhitespace)
        }, absent: "nobody is invited", "Where its customers find the portal; stands in invitations."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    if let mail = json["mail"] { problems.reportMail(self.mail, mail) }
    guard json["email"]?["from"] == nil, json["mail"] == nil, !id.isEmpty else { return }
    problems.report(
      at: json["email"]?.place ?? json.place, "company `\(id)` has no sender address; \(sender) stands in for it",
      code: "no-sender", help: "add \"email\": { \"from\": \"receivables@...\" }", severity: .warning)
  }
}

/// The sender of a company's e-mails.
public struct CompanyEmail: Settings {
  public var from: String?
  public var replyTo: String?
  /// Before every subject, so that replies and filters find the messages: `[Acme AR]`.
  public var subjectTag: String?

  public init() {}

  public static let title = "company e-mail"
  public static let doc = "The sender of a company's e-mails."
  public static var settings: [Setting<CompanyEmail>] {
    [
      Setting(
        "from", \.from, .email, absent: "receivables@&lt;id&gt;.invalid, with a warning", "The address in `From:`."),
      Setting("replyTo", \.replyTo, .email, absent: "`from`", "The address in `Reply-To:`."),
      Setting("subjectTag", \.subjectTag, .text, "Stands before every subject."),
    ]
  }

  /// An id as a part of a domain name: everything but letters and digits becomes a hyphen.
  static func domainLabel(_ id: String) -> String {
    let label = String(decoding: id.utf8.map { EmailAddress.isLetterOrDigit($0) ? $0 : 0x2D }, as: UTF8.self)
    return label.allSatisfy { $0 == "-" } ? "company" : String(label.drop { $0 == "-" }.prefix(60))
  }
}

/// Where customers pay to.
public struct CompanyBank: Settings {
  /// Without blanks.
  public var iban = ""
  public var bic: String?
  /// Name of the account holder; nil: the company's.
  public var name: String?
  /// Whether letters carry it as a code for banking apps.
  public var hasPaymentCode = true

  public init() {}

  public static let title = "company bank"
  public static let doc = "The account that messages ask to pay to."
  public static var settings: [Setting<CompanyBank>] {
    [
      Setting("iban", \.iban, .iban, required: true, "The account; its check digits are verified."),
      Setting("bic", \.bic, .bic, "Of the bank, where a payer needs it."),
      Setting("name", \.name, .text, absent: "the company's", "The holder of the account."),
      Setting(
        "paymentCode", \.hasPaymentCode, .bool,
        "Whether reminders by letter have a payment code (EPC069-12) where they ask for euros and their last page has room for it."
      ),
    ]
  }
}
