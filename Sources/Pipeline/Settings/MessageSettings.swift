import Formats
import Ledger

/// What happened to each document since the last run.
public struct ChangesSettings: ArtefactSettings {
  public static let artefact = Artefact.changes
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}
  public static let doc = "What happened to each document: `changes/changes.csv` and `changes/adjustments.csv`."
  public static var settings: [Setting<ChangesSettings>] { common }
}

/// How each customer pays.
public struct ScoresSettings: ArtefactSettings {
  public static let artefact = Artefact.scores
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}
  public static let doc = "How each customer pays: `scores/scores.csv`."
  public static var settings: [Setting<ScoresSettings>] { common }
}

/// Messages that are not printed.
public struct ReminderSettings: ArtefactSettings {
  public enum Format: String, Sendable, CaseIterable {
    case csv, eml, calls, sms, whatsapp, history

    /// The channel whose messages it carries; nil: it carries none.
    var channel: Channel? {
      switch self {
      case .csv, .history: nil
      case .eml: .email
      case .calls: .call
      case .sms: .sms
      case .whatsapp: .whatsapp
      }
    }
  }

  public static let artefact = Artefact.reminders
  public var formats: [Format] = [.csv, .eml, .calls]
  public var sms = SMSSettings()
  public var whatsapp: [WhatsAppTemplate] = []
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}

  public static let doc =
    "Who is reminded and who is not, and why: `reminders/reminders.csv` and `items.csv`; the e-mails, and the call list."
  public static var settings: [Setting<ReminderSettings>] {
    [
      Setting(
        "formats", \.formats,
        .list(of: .choice, count: 1...6, distinct: true),
        "`csv`: the decisions. `eml`: one message per file with an index. `calls`: the call list. `sms` and `whatsapp`: messages on the telephone. `history`: every message ever sent, with what became of it."
      ),
      Setting("sms", \.sms, .object(SMSSettings.self), "What a text message may cost."),
      Setting(
        "whatsapp", \.whatsapp, .list(of: .object(WhatsAppTemplate.self), count: 0...200),
        "The templates that the provider has approved. A step on that channel needs one for its template."),
    ] + common
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    problems.reportDuplicates(
      (json["whatsapp"]?.elements ?? []).compactMap { $0["template"] }, of: "WhatsApp template for",
      code: "duplicate-whatsapp")
    let given = [("sms", Format.sms, sms != SMSSettings()), ("whatsapp", .whatsapp, !whatsapp.isEmpty)]
    for (key, format, isGiven) in given where isGiven && !formats.contains(format) {
      problems.unread(
        json[key], key, "`formats` has no `\(format.rawValue)`",
        help: "add \"\(format.rawValue)\" to `formats`, or take it out")
    }
  }
}

/// Printed messages.
public struct LetterSettings: ArtefactSettings {
  public static let artefact = Artefact.letters
  /// Pages of a letter are padded to an even number.
  public var duplex = false
  /// Most letters in one print file.
  public var batchSize = 2500
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}

  public static let doc =
    "Print files for a mail house: `letters/<batch>.pdf` and, one row per piece, `letters/<batch>.csv`."
  public static var settings: [Setting<LetterSettings>] {
    [
      Setting("duplex", \.duplex, .bool, "Printed on both sides: every letter is padded to an even number of pages."),
      Setting("batchSize", \.batchSize, .int(1...100_000, "letters"), "Most letters in one print file."),
    ] + common
  }
}

/// Everything that waits for a person.
public struct WorklistSettings: ArtefactSettings {
  public static let artefact = Artefact.worklist
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}
  public static let doc = "Everything that waits for a person: `worklist.csv`."
  public static var settings: [Setting<WorklistSettings>] { common }
}
