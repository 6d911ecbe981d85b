import Formats
import Ledger

/// What pipeline.json says, checked, with a default for everything it leaves out.
public struct Configuration: Settings {
  public var schema: String?
  public var version = 1
  public var name = "receivables"
  public var timeZone = "UTC"
  /// Folders, relative to that of pipeline.json unless absolute.
  public var inbox = "inbox"
  public var outbox = "outbox"
  public var archive = "archive"
  public var state = "state"
  /// Folder of Liberation Sans; nil: where Debian's packages put it.
  public var fonts: String?
  /// File for the figures of the newest run, in the text format of Prometheus; nil: none is written.
  public var metrics: String?
  /// Commands with their arguments, started after a run that failed, or after one that left something to look at.
  public var onFailure: [String] = []
  public var onAttention: [String] = []
  /// Years for which the law wants books to be kept: `erase` refuses customers with younger records.
  public var legalRetention = 10
  /// How long originals, runs and texts of messages are kept.
  public var retention = RetentionSettings()
  public var companies: [Company] = []
  public var stages: [StageSettings] = []

  public init() {}

  public static let title = "pipeline.json"
  public static let doc = "The whole configuration. Paths are relative to the folder of the file."
  public static var settings: [Setting<Configuration>] {
    [
      Setting("$schema", \.schema, .text, "For editors: where the JSON Schema lies."),
      Setting("version", \.version, .int(1...1), "Version of this format."),
      Setting("name", \.name, .text, "What the pipeline is called in reports and logs."),
      Setting("timeZone", \.timeZone, .timeZone, "The time zone in which a day begins and ends."),
      Setting("inbox", \.inbox, .path, "Where export files are dropped."),
      Setting("outbox", \.outbox, .path, "Where runs are published."),
      Setting("archive", \.archive, .path, "Where accepted originals are kept."),
      Setting("state", \.state, .path, "Where what is known is kept."),
      Setting(
        "fonts", \.fonts, .path, absent: "that of Debian's fonts-liberation",
        "Folder of the Liberation Sans fonts for PDF files."),
      Setting(
        "metrics", \.metrics, .path, absent: "not written",
        "File for the figures of the newest run, for node_exporter's textfile collector: a name that ends in `.prom`."),
      Setting(
        "onFailure", \.onFailure, .list(of: .text, count: 0...64),
        "A command and its arguments, started after a run that published nothing (exit 70 to 78). It finds exit code and attention file in the environment variables RECEIVABLES_EXIT and RECEIVABLES_ATTENTION."
      ),
      Setting(
        "onAttention", \.onAttention, .list(of: .text, count: 0...64),
        "A command and its arguments, started after a run that leaves something to look at (exit 65 or 66)."),
      Setting(
        "legalRetention", \.legalRetention, .int(0...100, "years"),
        "How long books have to be kept where you are: `erase` refuses a customer with younger records. Not legal advice."
      ),
      Setting(
        "retention", \.retention, .object(RetentionSettings.self),
        "How long originals, runs and texts of messages are kept; for good where nothing is said."),
      Setting(
        "companies", \.companies, .list(of: .object(Company.self), count: 1...1000), required: true,
        "The companies whose receivables are looked after."),
      Setting(
        "stages", \.stages, .list(of: .stage, count: 1...100), required: true,
        "The steps of a night in their order: intake, normalize, diff, cash, score, decide, and one `emit` for each artefact. A step left out runs with its defaults; only intake is required."
      ),
    ]
  }

  /// Reads pipeline.json and tells everything that is wrong with it.
  /// - Parameter file: the name that problems are reported under.
  /// - Returns: the configuration, nil where there is an error; and all errors and warnings in the order of the file.
  public static func load(bytes: [UInt8], file: String, known: KnownNames) -> (Configuration?, [Diagnostic]) {
    let json: JSONValue
    do { json = try JSONReader.read(bytes, file: file) } catch { return (nil, [error]) }
    var known = known
    known.companies = (json["companies"]?.elements ?? []).compactMap { $0["id"]?.string }
    var problems = SettingProblems(file: file, known: known)
    problems.key = file
    let configuration = Configuration.read(json, &problems)
    let diagnostics = problems.diagnostics.sorted()
    return (diagnostics.contains(where: \.isError) ? nil : configuration, diagnostics)
  }

  /// The JSON Schema of pipeline.json, draft 2020-12.
  public static func jsonSchema() -> String { description.jsonSchema(title: "pipeline.json of receivables") }

  /// The chapter of the handbook on pipeline.json, in Markdown.
  public static func handbook() -> String {
    """
    # Configuration

    Made from the declarations in the source by `UPDATE_GOLDEN=1 make test`; not edited by hand. Editors complete and check the
    file with `docs/pipeline.schema.json`; `receivables check` tells everything that is wrong with it, with line and column.
    Amounts are texts by currency, dates are `YYYY-MM-DD`. A setting that is left out has its default; a setting that is
    unknown, of the wrong type or impossible is an error (exit 78).


    """ + description.handbook
  }
}

// MARK: What the stages are told

extension Configuration {
  public var intake: IntakeSettings {
    for case .intake(let settings) in stages { return settings }
    return IntakeSettings()
  }
  public var normalize: NormalizeSettings {
    for case .normalize(let settings) in stages { return settings }
    return NormalizeSettings()
  }
  public var diff: DiffSettings {
    for case .diff(let settings) in stages { return settings }
    return DiffSettings()
  }
  public var cash: CashSettings {
    for case .cash(let settings) in stages { return settings }
    return CashSettings()
  }
  public var score: ScoreSettings {
    for case .score(let settings) in stages { return settings }
    return ScoreSettings()
  }
  public var decide: DecideSettings {
    for case .decide(let settings) in stages { return settings }
    return DecideSettings()
  }
  /// One for each artefact, in the order of the file.
  public var emit: [EmitSettings] {
    stages.compactMap { if case .emit(let settings) = $0 { settings } else { nil } }
  }

  public func company(_ id: String) -> Company? { companies.first { $0.id == id } }

  /// The channels whose messages leave the house on this as-of date: without an artefact that carries it, nothing is sent on a channel.
  public func channels(on asOf: CalendarDate) -> Set<Channel> {
    Set(emit.filter { $0.isDue(on: asOf) }.flatMap(\.channels))
  }

  /// The channels that an artefact carries on some night.
  public var channels: Set<Channel> { Set(emit.flatMap(\.channels)) }

  /// Whether something of any night shows scores with their reasons, or asks for grades.
  public var asksForScores: Bool { decide.asksForGrade || emit.contains(where: \.showsScores) }
  /// Whether an artefact of some night shows the measures of months.
  public var asksForMeasures: Bool { emit.contains { $0.artefact == .measures } }
}

extension EmitSettings {
  /// Whether this artefact shows scores with their reasons.
  public var showsScores: Bool {
    switch self {
    case .scores: true
    case .agingReport(let settings): settings.formats.contains(.html)
    default: false
    }
  }

  /// The channels that this artefact carries.
  public var channels: [Channel] {
    switch self {
    case .letters: [.letter]
    case .reminders(let settings):
      settings.formats.compactMap(\.channel)
    default: []
    }
  }
}
