import Formats
import Ledger

/// The names that pipeline.json may refer to and that are defined elsewhere.
public struct KnownNames: Sendable {
  /// Every preset with the canonical feed it fills: `canonical.documents` fills `documents`.
  public var presets: [String: String]
  /// Built-in templates and those of `templates/`.
  public var templates: [String]
  /// Those of them that are not for reminders, with what they are for.
  public var otherTemplates: [String: String]
  /// `din5008b` and the like.
  public var letterProfiles: [String]
  /// The mapping files that it names, see `MappingFile.paths`.
  public var mappings: [MappingFile]
  /// Whether the machine knows a time zone.
  public var isTimeZone: @Sendable (String) -> Bool = { _ in true }
  /// Ids of the companies of the file that is being read: `Configuration.load` fills it in.
  var companies: [String] = []

  public init(
    presets: [String: String] = Presets.feeds, templates: [String], otherTemplates: [String: String] = [:],
    letterProfiles: [String], mappings: [MappingFile] = []
  ) {
    self.presets = presets
    self.templates = templates
    self.otherTemplates = otherTemplates
    self.letterProfiles = letterProfiles
    self.mappings = mappings
  }
}

/// Collects everything that is wrong with a configuration while it is read.
public struct SettingProblems {
  public let file: String
  public let known: KnownNames
  public private(set) var diagnostics: [Diagnostic] = []
  /// The key whose value is being read, for messages.
  var key = ""

  public init(file: String, known: KnownNames) {
    self.file = file
    self.known = known
  }

  public mutating func report(
    at place: JSONPlace, _ message: String, code: String, help: String = "", severity: Diagnostic.Severity = .error
  ) {
    diagnostics.append(
      Diagnostic(
        file: file, line: place.line, column: place.column, severity: severity, message: message, code: code, help: help
      ))
  }

  /// A setting that nothing reads as the others stand: told where it is given, and harmless.
  mutating func unread(_ json: JSONValue?, _ name: String, _ why: String, help: String = "take it out") {
    guard let json else { return }
    report(at: json.place, "`\(name)` is not read: \(why)", code: "unread-setting", help: help, severity: .warning)
  }

  /// What another reader found in a part of the file.
  mutating func report(_ found: [Diagnostic]) { diagnostics += found }

  /// A value of the right type that cannot be: out of range, not in the list, not a day of the calendar.
  mutating func impossible(_ json: JSONValue, takes wanted: String, help: String = "") {
    report(at: json.place, "`\(key)` is \(Self.shown(json)); it takes \(wanted)", code: "impossible-value", help: help)
  }

  mutating func wrongType(_ json: JSONValue, takes wanted: String, help: String = "") {
    let help = help.isEmpty && json.isNull ? "leave the setting out to have its default" : help
    report(at: json.place, "`\(key)` is \(json.kindName); it takes \(wanted)", code: "wrong-type", help: help)
  }

  /// A name that has to be one of `names`, and is none.
  mutating func unknownName(_ json: JSONValue, what: String, among names: [String], code: String) {
    let name = json.string ?? ""
    report(
      at: json.place, "there is no \(what) `\(name)`", code: code,
      help: Self.suggestion(for: name, among: names, otherwise: "there is"))
  }

  /// `did you mean ...?`, or the whole list where nothing is near and the list is short.
  static func suggestion(for name: String, among names: [String], otherwise: String) -> String {
    if let nearest = nearestName(to: name, in: names) { return "did you mean `\(nearest)`?" }
    guard !names.isEmpty, names.count <= 30 else { return "" }
    return otherwise + ": " + names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// A value as a message quotes it.
  static func shown(_ json: JSONValue) -> String {
    switch json.content {
    case .string(let text): text.isEmpty ? "empty" : "`\(text.prefix(60))`"
    case .number(let text): String(text.prefix(40))
    case .bool(let value): value ? "true" : "false"
    case .array(let elements): "a list of \(elements.count)"
    case .null, .object: json.kindName
    }
  }
}
