import Formats
import Ledger

/// What a run can put into the outbox, beside the manifest, the run report and attention, which are always there.
public enum Artefact: String, Sendable, CaseIterable {
  case agingReport = "aging-report", changes, scores, statements, reminders, letters, worklist
  case cash, charges, measures, writeback
}

/// One `emit` entry of the stages.
public enum EmitSettings: Equatable, Sendable {
  case agingReport(AgingReportSettings)
  case changes(ChangesSettings)
  case scores(ScoresSettings)
  case statements(StatementSettings)
  case reminders(ReminderSettings)
  case letters(LetterSettings)
  case worklist(WorklistSettings)
  case charges(ChargesSettings)
  case cash(CashReportSettings)
  case writeback(WritebackSettings)
  case measures(MeasureSettings)

  public var artefact: Artefact {
    switch self {
    case .agingReport: .agingReport
    case .changes: .changes
    case .scores: .scores
    case .statements: .statements
    case .reminders: .reminders
    case .letters: .letters
    case .worklist: .worklist
    case .charges: .charges
    case .cash: .cash
    case .writeback: .writeback
    case .measures: .measures
    }
  }

  private var common: any ArtefactSettings {
    switch self {
    case .agingReport(let settings): settings
    case .changes(let settings): settings
    case .scores(let settings): settings
    case .statements(let settings): settings
    case .reminders(let settings): settings
    case .letters(let settings): settings
    case .worklist(let settings): settings
    case .charges(let settings): settings
    case .cash(let settings): settings
    case .writeback(let settings): settings
    case .measures(let settings): settings
    }
  }

  public var audience: CSVAudience { common.audience }
  var on: [ArtefactDay] { common.on }

  /// Whether the artefact is made on this as-of date.
  public func isDue(on asOf: CalendarDate) -> Bool { common.on.isEmpty || common.on.contains { $0.includes(asOf) } }

  var json: JSONValue { common.json() }
}

/// A day on which an artefact is made: the last of the month, a day of the week, or a day of the month.
public enum ArtefactDay: Equatable, Sendable {
  case monthEnd
  /// 1 is Monday.
  case weekday(Int)
  /// 1 to 31; a month without that day has none.
  case day(Int)

  public func includes(_ date: CalendarDate) -> Bool {
    switch self {
    case .monthEnd: date == date.lastOfMonth
    case .weekday(let weekday): date.weekday == weekday
    case .day(let day): date.civil.day == day
    }
  }
}

extension SettingType where Value == ArtefactDay {
  public static var artefactDay: Self {
    let name = "`month-end`, `mon` to `sun`, or `day:1` to `day:31`"
    let days = (1...31).map { "day:\($0)" }
    let words = ["month-end"] + SendWindow.Weekday.allCases.map(\.rawValue) + days
    let values = [.monthEnd] + (1...7).map { ArtefactDay.weekday($0) } + (1...31).map { ArtefactDay.day($0) }
    return SettingType(
      name: name, schema: ["enum": .texts(words)],
      read: { json, problems in
        guard let word = json.string else {
          problems.wrongType(json, takes: name)
          return nil
        }
        if let at = words.firstIndex(of: word) { return values[at] }
        let nearest = nearestName(to: word, in: words).map { "did you mean `\($0)`?" }
        problems.impossible(json, takes: name, help: nearest ?? "")
        return nil
      }, write: { .text(words[values.firstIndex(of: $0) ?? 0]) })
  }
}

/// What every artefact can be told.
public protocol ArtefactSettings: Settings {
  static var artefact: Artefact { get }
  /// Empty: in every run.
  var on: [ArtefactDay] { get set }
  var audience: CSVAudience { get set }
}

extension ArtefactSettings {
  public static var title: String { "artefact \(artefact.rawValue)" }
  public static var tags: [(key: String, value: String)] {
    [(key: "stage", value: "emit"), (key: "artifact", value: artefact.rawValue)]
  }

  static var common: [Setting<Self>] {
    [
      Setting(
        "on", \.on, .list(of: .artefactDay, distinct: true),
        "As-of dates on which it is made; recalls, the postings of matches and what the worklist tells once are made whenever there are some. Empty: in every run."
      ),
      Setting(
        "audience", \.audience, .choice,
        "Who reads the CSV files. `spreadsheet`: texts that a spreadsheet could take for a formula are neutralised."),
    ]
  }
}
