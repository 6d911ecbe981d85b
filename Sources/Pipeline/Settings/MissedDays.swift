import Ledger

/// Artefacts of a month's last day, or of a day of the month, on which no run was: the first night after it makes them.
public struct MissedDays: Equatable, Sendable {
  /// The day that was missed, and what of it is made tonight, in the order of pipeline.json; the newest day first.
  public private(set) var days: [(day: CalendarDate, artefacts: [Artefact])] = []

  public init() {}

  public static func == (a: MissedDays, b: MissedDays) -> Bool {
    a.days.elementsEqual(b.days) { $0.day == $1.day && $0.artefacts == $1.artefacts }
  }
}

extension Configuration {
  /// The configuration as a night takes it: what days without a run should have made since the night before is made in it.
  /// - Parameter lastNight: the as-of date of the newest run before tonight's that stands; nil: there was none, and nothing was missed.
  public func catchingUp(after lastNight: CalendarDate?, asOf: CalendarDate) -> (Configuration, MissedDays) {
    guard let lastNight else { return (self, MissedDays()) }
    var (configuration, missed) = (self, MissedDays())
    for index in stages.indices {
      guard case .emit(let settings) = stages[index],
        let day = settings.missedDay(after: lastNight, before: asOf)
      else { continue }
      configuration.stages[index] = .emit(settings.made(for: day))
      missed.add(settings.artefact, of: day)
    }
    return (configuration, missed)
  }
}

extension MissedDays {
  fileprivate mutating func add(_ artefact: Artefact, of day: CalendarDate) {
    if let at = days.firstIndex(where: { $0.day == day }) {
      if !days[at].artefacts.contains(artefact) { days[at].artefacts.append(artefact) }
    } else {
      days.append((day, [artefact]))
      days.sort { $0.day > $1.day }
    }
  }
}

extension EmitSettings {
  /// The newest day of a month on which it was to be made and no run was. Days of the week come again soon: what is made on some of them only
  /// waits for the next.
  fileprivate func missedDay(after lastNight: CalendarDate, before asOf: CalendarDate) -> CalendarDate? {
    let days = on.filter { if case .weekday = $0 { false } else { true } }
    guard !days.isEmpty, !isDue(on: asOf) else { return nil }
    // Each day of a month comes within two of them.
    let first = max(lastNight.adding(days: 1), asOf.adding(days: -62))
    var day = asOf.adding(days: -1)
    while day >= first {
      if days.contains(where: { $0.includes(day) }) { return day }
      day = day.adding(days: -1)
    }
    return nil
  }

  /// The same artefact as one that is made tonight; statements with the movements of the month up to the day that was missed.
  fileprivate func made(for day: CalendarDate) -> EmitSettings {
    func always<Own: ArtefactSettings>(_ settings: Own) -> Own {
      var settings = settings
      settings.on = []
      return settings
    }
    switch self {
    case .statements(var settings):
      settings.to = settings.to ?? day
      settings.from = settings.from ?? day.firstOfMonth
      return .statements(always(settings))
    case .agingReport(let settings): return .agingReport(always(settings))
    case .changes(let settings): return .changes(always(settings))
    case .scores(let settings): return .scores(always(settings))
    case .reminders(let settings): return .reminders(always(settings))
    case .letters(let settings): return .letters(always(settings))
    case .worklist(let settings): return .worklist(always(settings))
    case .charges(let settings): return .charges(always(settings))
    case .cash(let settings): return .cash(always(settings))
    case .writeback(let settings): return .writeback(always(settings))
    case .measures(let settings): return .measures(always(settings))
    }
  }
}
