import Formats
import Ledger

/// The steps of a night, in their order.
public enum StageName: String, Sendable, CaseIterable { case intake, normalize, diff, cash, score, decide, emit }

/// One entry of `stages`: a stage with its settings.
public enum StageSettings: Equatable, Sendable {
  case intake(IntakeSettings)
  case normalize(NormalizeSettings)
  case diff(DiffSettings)
  case cash(CashSettings)
  case score(ScoreSettings)
  case decide(DecideSettings)
  case emit(EmitSettings)

  /// Reads the settings of a stage other than `emit`, or of an artefact; `nil` where the entry is no object.
  private typealias Reader = (JSONValue, inout SettingProblems) -> StageSettings?

  private static func reader(of stage: StageName) -> Reader? {
    switch stage {
    case .intake: { json, problems in IntakeSettings.read(json, &problems).map { .intake($0) } }
    case .normalize: { json, problems in NormalizeSettings.read(json, &problems).map { .normalize($0) } }
    case .diff: { json, problems in DiffSettings.read(json, &problems).map { .diff($0) } }
    case .cash: { json, problems in CashSettings.read(json, &problems).map { .cash($0) } }
    case .score: { json, problems in ScoreSettings.read(json, &problems).map { .score($0) } }
    case .decide: { json, problems in DecideSettings.read(json, &problems).map { .decide($0) } }
    case .emit: nil
    }
  }

  private static func reader(of artefact: Artefact) -> Reader {
    switch artefact {
    case .agingReport: { json, problems in AgingReportSettings.read(json, &problems).map { .emit(.agingReport($0)) } }
    case .changes: { json, problems in ChangesSettings.read(json, &problems).map { .emit(.changes($0)) } }
    case .scores: { json, problems in ScoresSettings.read(json, &problems).map { .emit(.scores($0)) } }
    case .statements: { json, problems in StatementSettings.read(json, &problems).map { .emit(.statements($0)) } }
    case .reminders: { json, problems in ReminderSettings.read(json, &problems).map { .emit(.reminders($0)) } }
    case .letters: { json, problems in LetterSettings.read(json, &problems).map { .emit(.letters($0)) } }
    case .worklist: { json, problems in WorklistSettings.read(json, &problems).map { .emit(.worklist($0)) } }
    case .charges: { json, problems in ChargesSettings.read(json, &problems).map { .emit(.charges($0)) } }
    case .cash: { json, problems in CashReportSettings.read(json, &problems).map { .emit(.cash($0)) } }
    case .writeback: { json, problems in WritebackSettings.read(json, &problems).map { .emit(.writeback($0)) } }
    case .measures: { json, problems in MeasureSettings.read(json, &problems).map { .emit(.measures($0)) } }
    }
  }

  /// Every kind of entry, for the schema and the handbook.
  private static let kinds: [any Settings.Type] = [
    IntakeSettings.self, NormalizeSettings.self, DiffSettings.self, CashSettings.self, ScoreSettings.self,
    DecideSettings.self,
    AgingReportSettings.self, ChangesSettings.self, ScoresSettings.self, StatementSettings.self, ReminderSettings.self,
    LetterSettings.self, WorklistSettings.self, MeasureSettings.self, ChargesSettings.self, CashReportSettings.self,
    WritebackSettings.self,
  ]

  static var descriptions: [SettingsDescription] { kinds.map { $0.description } }
  static var references: [JSONValue] { kinds.map { ["$ref": .text("#/$defs/" + $0.schemaName)] } }

  static func read(_ json: JSONValue, _ problems: inout SettingProblems) -> StageSettings? {
    guard case .object = json.content else {
      problems.wrongType(json, takes: "objects in { }, each marked by `stage`")
      return nil
    }
    guard let stage = tag("stage", in: json, of: StageName.allCases, code: "unknown-stage", &problems) else {
      return nil
    }
    if let reader = reader(of: stage) { return reader(json, &problems) }
    guard let artefact = tag("artifact", in: json, of: Artefact.allCases, code: "unknown-artifact", &problems) else {
      return nil
    }
    return reader(of: artefact)(json, &problems)
  }

  /// The word that says which settings an entry takes.
  private static func tag<Word: RawRepresentable>(
    _ key: String, in json: JSONValue, of words: [Word], code: String, _ problems: inout SettingProblems
  ) -> Word? where Word.RawValue == String {
    let names = words.map(\.rawValue)
    guard let value = json[key] else {
      reportMissingTag(key, in: json, names, &problems)
      return nil
    }
    problems.key = key
    guard let name = value.string else {
      problems.wrongType(value, takes: alternatives(names.map { "`\($0)`" }))
      return nil
    }
    if let word = Word(rawValue: name) { return word }
    problems.unknownName(value, what: key, among: names, code: code)
    return nil
  }

  private static func reportMissingTag(
    _ key: String, in json: JSONValue, _ names: [String], _ problems: inout SettingProblems
  ) {
    let keys = json.members.map(\.key).filter { $0 != "stage" }
    if let slip = nearestName(to: key, in: keys), let member = json.members.first(where: { $0.key == slip }) {
      problems.report(
        at: member.place, "`\(slip)` is not a setting of a stage", code: "unknown-key",
        help: "did you mean `\(key)`?")
    } else {
      problems.report(
        at: json.place, "this entry of `stages` has no `\(key)`", code: "missing-setting",
        help: "add \"\(key)\": one of " + names.map { "`\($0)`" }.joined(separator: ", "))
    }
  }

  var json: JSONValue {
    switch self {
    case .intake(let settings): settings.json()
    case .normalize(let settings): settings.json()
    case .diff(let settings): settings.json()
    case .cash(let settings): settings.json()
    case .score(let settings): settings.json()
    case .decide(let settings): settings.json()
    case .emit(let settings): settings.json
    }
  }
}

extension SettingType where Value == StageSettings {
  public static var stage: Self {
    return SettingType(
      name: "an object in { } marked by `stage`", schema: ["type": "object", "oneOf": .list(StageSettings.references)],
      objects: { StageSettings.descriptions }, read: StageSettings.read, write: { $0.json })
  }
}
