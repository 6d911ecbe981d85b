import Formats
import Ledger
import Pipeline
import Store

/// The run that made the last statements whose movements ended before a day: what they said is what customers compare the next ones with.
struct LastStatement {
  /// Its key in the state.
  var run: Int64
  /// The last day of the movements.
  var to: CalendarDate

  /// Nil where no run of the last year made any, by the settings that it pinned; one that was taken back made none.
  /// - Parameter newest: only runs up to this one; nil: all.
  static func before(
    _ from: CalendarDate, _ state: State, _ installation: Installation, upTo newest: Int64?
  ) throws -> LastStatement? {
    var known: [String: [EmitSettings]] = [:]
    for run in try state.runs.standing(upTo: newest).reversed() {
      guard run.asOf >= from.adding(days: -days) else { return nil }
      let emit = try known[run.configSha256] ?? settings(of: run, state, installation)
      known[run.configSha256] = emit
      let ends = emit.compactMap { artefact -> CalendarDate? in
        guard case .statements(let settings) = artefact, settings.kind != .openItem, artefact.isDue(on: run.asOf) else {
          return nil
        }
        return min(settings.to ?? run.asOf, run.asOf)
      }
      if let to = ends.filter({ $0 < from }).max() { return LastStatement(run: run.id, to: to) }
    }
    return nil
  }

  private static let days = 400

  private static func settings(
    of run: RunRecord, _ state: State, _ installation: Installation
  ) throws -> [EmitSettings] {
    guard let pinned = try state.runs.configuration(of: run.id, unless: []) else { return [] }
    var names = KnownNames.program(templates: installation.templates, mappings: installation.mappings)
    names.isTimeZone = { Clock.zoneExists($0) }
    return Configuration.load(bytes: pinned.bytes, file: installation.configPath, known: names).0?.emit ?? []
  }
}
