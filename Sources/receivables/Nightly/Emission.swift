import Documents
import Emit
import Ledger
import Pipeline

/// All artefacts that pipeline.json asks for tonight, fed one account at a time.
struct Emission {
  private(set) var artefacts: [any StreamedArtefact] = []
  private let sink: any ArtefactSink
  private let night: Night
  /// Aging is totalled in every run, whether or not its report is written: that it foots is a promise of every night.
  private var footing = AgingTotals()
  private let rule = AgingRule()

  init(
    _ sink: any ArtefactSink, night: Night, configuration: Configuration, portfolio: [PortfolioMeasures],
    stationery: Stationery
  ) throws {
    self.sink = sink
    self.night = night
    for settings in configuration.emit where settings.isDue(on: night.asOf) {
      switch settings {
      case .agingReport(let settings):
        artefacts.append(try AgingReport(sink, night: night, settings: settings, portfolio: portfolio))
      case .changes: artefacts.append(try ChangesReport(sink, night: night, audience: settings.audience))
      case .scores: artefacts.append(try ScoresReport(sink, night: night, audience: settings.audience))
      case .worklist: artefacts.append(try WorklistReport(sink, night: night, audience: settings.audience))
      case .reminders(let settings):
        if settings.formats.contains(.csv) || settings.formats.contains(.calls) {
          artefacts.append(try ReminderTables(sink, night: night, audience: settings.audience))
        }
        if settings.formats.contains(.eml) {
          artefacts.append(try ReminderMail(sink, night: night, stationery: stationery))
        }
      case .letters(let settings):
        artefacts.append(try ReminderLetters(sink, night: night, settings: settings, stationery: stationery))
      case .statements(let settings):
        artefacts.append(try Statements(sink, night: night, settings: settings, stationery: stationery))
      }
    }
  }

  mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for index in artefacts.indices { try artefacts[index].add(account, outcome) }
    footing.count(rule.age(account.items, asOf: night.asOf), of: account.customer)
  }

  /// Ends all files. Throws where aging does not tie to the control totals.
  mutating func finish(controls: [RunReport.Control]) throws {
    for index in artefacts.indices { try artefacts[index].finish() }
    try footing.tie(to: controls)
  }
}
