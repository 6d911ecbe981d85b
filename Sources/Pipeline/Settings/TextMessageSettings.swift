import Documents
import Formats
import Ledger

/// What a text message may cost.
public struct SMSSettings: Settings {
  public var maxSegments = 3
  public var transliterate = false

  public init() {}

  public static let title = "text message"
  public static let doc =
    "What a text message may cost. It is billed by segments of 160 characters, or 70 where one of them is outside the GSM alphabet."
  public static var settings: [Setting<SMSSettings>] {
    [
      Setting(
        "maxSegments", \.maxSegments, .int(1...10, "segments"),
        "A longer text does not go out: the unit is suppressed `no-contact`, and the worklist says so."),
      Setting(
        "transliterate", \.transliterate, .bool,
        "Whether letters outside the GSM alphabet are written without their accents: `Łódź` as `Lodz`. Greek and Cyrillic texts stay as they are."
      ),
    ]
  }
}

/// A template that the WhatsApp provider has approved, for one of ours.
public struct WhatsAppTemplate: Settings {
  /// Of the policy's step.
  public var template = ""
  /// As the provider knows it.
  public var name = ""
  /// Tags under which it was approved: `de`, `en_US`.
  public var languages: [String] = []
  /// Names of fields of reminders, in the order of the template's placeholders.
  public var parameters: [String] = []

  public init() {}

  public static let title = "approved template"
  public static let doc =
    "A template that the WhatsApp provider has approved. Only its name, language and parameters are handed over."
  public static var settings: [Setting<WhatsAppTemplate>] {
    [
      Setting("template", \.template, .template, required: true, "The template of a policy's step that it stands for."),
      Setting(
        "name", \.name,
        .text(
          "a name of small letters, digits and `_`", pattern: "^[a-z0-9_]{1,512}$", help: "as the provider shows it"
        ) { name in
          name.utf8.count <= 512
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        }, required: true, "Its name with the provider."),
      Setting(
        "languages", \.languages, .list(of: .text, count: 1...50, distinct: true), required: true,
        "Tags of the languages it was approved in, such as `de` or `en_US`; the first where the reader's is not among them."
      ),
      Setting(
        "parameters", \.parameters, .list(of: .reminderField, count: 0...20), required: true,
        "Fields of reminders for its placeholders `{{1}}`, `{{2}}`, in their order; see docs/templates.md."),
    ]
  }
}

extension SettingType where Value == String {
  /// A field of reminders that is one value: no list, and no yes or no.
  static var reminderField: Self {
    let names = ReminderFields.all.filter { $0.type != .list && $0.type != .bool }.map(\.name)
    return text("the name of a field of reminders", help: "such as amount_due; docs/templates.md lists them") {
      names.contains($0)
    }
  }
}
