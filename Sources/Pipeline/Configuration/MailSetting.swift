import Formats
import Ledger

/// A way in which a company's e-mails go out, and where answers come in: sender, provider, mailbox. Several may stand side by side, for
/// several kinds of messages; `receivables` itself sends nothing, batches carry the setting's name for whoever does.
public struct MailSetting: Settings {
  /// What is sent.
  public enum Kind: String, Sendable, CaseIterable { case reminders, statements, invitations }

  public var name = ""
  public var description: String?
  public var isActive = true
  public var isDefault = false
  /// Empty: for everything, where it is the default.
  public var kinds: [Kind] = []
  public var fromName: String?
  public var from = ""
  public var replyTo: String?
  public var subjectTag: String?
  public var provider: MailProvider?
  public var incoming: MailIncoming?

  public init() {}

  public static let title = "mail setting"
  public static let doc =
    "How e-mails of a company go out and where answers come in. The default serves every kind of message that no other active setting is for."
  public static var settings: [Setting<MailSetting>] {
    [
      Setting("name", \.name, .id, required: true, "Its name, as the index of e-mails and the transport call it."),
      Setting("description", \.description, .text, "What it is for, for people."),
      Setting("active", \.isActive, .bool, "An inactive one is kept and not used."),
      Setting(
        "default", \.isDefault, .bool, "Serves whatever no other is for. Exactly one active setting is the default."),
      Setting(
        "for", \.kinds, .list(of: .choice, distinct: true), "Kinds of messages that it serves before the default does."),
      Setting("fromName", \.fromName, .text, absent: "the company's name", "The name in `From:`."),
      Setting("from", \.from, .email, required: true, "The address in `From:`."),
      Setting("replyTo", \.replyTo, .email, absent: "`from`", "The address in `Reply-To:`."),
      Setting("subjectTag", \.subjectTag, .text, "Stands before every subject."),
      Setting("provider", \.provider, .object(MailProvider.self), "The server that sends."),
      Setting("incoming", \.incoming, .object(MailIncoming.self), "The mailbox that answers and bounces come to."),
    ]
  }

  /// A server that lets a user send for another domain will one day refuse, and receivers take such mail for forged.
  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    for (key, user) in [("provider", provider?.user), ("incoming", incoming?.user)] {
      guard let user, let at = user.lastIndex(of: "@"), !from.isEmpty else { continue }
      let domain = user[user.index(after: at)...]
      guard let own = from.split(separator: "@").last, domain.lowercased() != own.lowercased() else { continue }
      problems.report(
        at: json[key]?["user"]?.place ?? json.place, "`user` is of \(domain), and `from` of \(own)",
        code: "mail-domain", help: "send as \(user.prefix(upTo: at))@\(own), or from an address of \(domain)")
    }
  }
}

/// A server that sends mail (SMTP submission, RFC 6409).
public struct MailProvider: Settings {
  public enum Security: String, Sendable, CaseIterable { case starttls, tls, none }

  public var host = ""
  public var port = 587
  public var security = Security.starttls
  public var user: String?
  public var password: String?
  public var oauth2: String?

  public init() {}

  public static let title = "mail provider"
  public static let doc = "A server that sends mail. Passwords and tokens never stand here, only where they are found."
  public static var settings: [Setting<MailProvider>] {
    [
      Setting("host", \.host, .hostName, required: true, "The name of the server."),
      Setting("port", \.port, .int(1...65_535), "587 with STARTTLS, 465 with TLS from the start."),
      Setting("security", \.security, .choice, "`none` only on this machine."),
      Setting("user", \.user, .text, "Who signs in; an address is of the domain of `from`."),
      Setting("password", \.password, .secret, "Where the password is found."),
      Setting("oauth2", \.oauth2, .secret, "Where the OAuth 2 credential is found, instead of a password."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    problems.reportTwoSecrets(json)
    guard security == .none, !["localhost", "127.0.0.1", "::1"].contains(host) else { return }
    problems.report(
      at: json["security"]?.place ?? json.place, "mail and password would go to \(host) in clear text",
      code: "impossible-value", help: "write \"security\": \"starttls\"")
  }
}

/// A mailbox that is read (IMAP, RFC 9051).
public struct MailIncoming: Settings {
  public var host = ""
  public var port = 993
  public var user: String?
  public var password: String?
  public var oauth2: String?
  public var folders = ["INBOX"]

  public init() {}

  public static let title = "incoming mail"
  public static let doc = "A mailbox that answers and bounces come to."
  public static var settings: [Setting<MailIncoming>] {
    [
      Setting("host", \.host, .hostName, required: true, "The IMAP server."),
      Setting("port", \.port, .int(1...65_535), "993: TLS from the start."),
      Setting("user", \.user, .text, "Who signs in; an address is of the domain of `from`."),
      Setting("password", \.password, .secret, "Where the password is found."),
      Setting("oauth2", \.oauth2, .secret, "Where the OAuth 2 credential is found, instead of a password."),
      Setting("folders", \.folders, .list(of: .text, count: 1...50, distinct: true), "Folders that are looked at."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) { problems.reportTwoSecrets(json) }
}

extension SettingProblems {
  fileprivate mutating func reportTwoSecrets(_ json: JSONValue) {
    guard json["password"] != nil, let oauth2 = json["oauth2"] else { return }
    report(
      at: oauth2.place, "there are both `password` and `oauth2`", code: "contradiction", help: "keep one of the two")
  }

  /// Exactly one active setting of a company is its default; names differ.
  mutating func reportMail(_ settings: [MailSetting], _ json: JSONValue) {
    let entries = json.elements
    reportDuplicates(entries.compactMap { $0["name"] }, of: "mail setting", code: "duplicate-mail-setting")
    guard !settings.isEmpty, settings.count == entries.count else { return }
    let defaults = settings.indices.filter { settings[$0].isActive && settings[$0].isDefault }
    if let second = defaults.dropFirst().first {
      report(
        at: entries[second]["default"]?.place ?? entries[second].place,
        "`\(settings[second].name)` is a second default beside `\(settings[defaults[0]].name)`", code: "mail-default",
        help: "keep \"default\": true on one of them")
    } else if defaults.isEmpty {
      report(
        at: json.place, "no active mail setting is the default", code: "mail-default",
        help: "add \"default\": true to the one that serves every other kind of message")
    }
    reportServedTwice(settings, entries)
  }

  private mutating func reportServedTwice(_ settings: [MailSetting], _ entries: [JSONValue]) {
    for kind in MailSetting.Kind.allCases {
      let serving = settings.indices.filter { settings[$0].isActive && settings[$0].kinds.contains(kind) }
      guard let second = serving.dropFirst().first else { continue }
      report(
        at: entries[second]["for"]?.place ?? entries[second].place,
        "`\(settings[second].name)` and `\(settings[serving[0]].name)` are both for `\(kind.rawValue)`",
        code: "mail-default", help: "take it from one of them, or make one inactive")
    }
  }
}

extension SettingType where Value == String {
  /// The name or address of a server.
  static var hostName: Self {
    text("the name of a server", pattern: "^[A-Za-z0-9.:-]+$", help: "such as smtp.example.com, without port") { name in
      name.utf8.allSatisfy { EmailAddress.isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x3A }
    }
  }

  /// Where a secret is found: `env:NAME`, `file:PATH` or `credential:NAME` (systemd). Never the secret itself.
  static var secret: Self {
    let name = "where the secret is found: `env:NAME`, `file:PATH` or `credential:NAME`"
    let pattern = "^(env|file|credential):\\S+$"
    return SettingType(
      name: name, schema: ["type": "string", "pattern": .text(pattern)],
      read: { json, problems in
        guard let text = json.string else {
          problems.wrongType(json, takes: name)
          return nil
        }
        let parts = text.split(separator: ":", maxSplits: 1)
        if parts.count == 2, ["env", "file", "credential"].contains(parts[0]), !parts[1].contains(where: \.isWhitespace)
        {
          return text
        }
        // The value is not repeated: what is told goes to logs.
        problems.report(
          at: json.place, "`\(problems.key)` holds a secret in clear text", code: "secret-in-clear-text",
          help: "put it into the environment or a file of its own, and write env:NAME, file:PATH or credential:NAME")
        return nil
      }, write: { .text($0) })
  }
}
