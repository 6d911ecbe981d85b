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
    switch self {
    case .statements(var settings):
      settings.on = []
      settings.to = settings.to ?? day
      settings.from = settings.from ?? day.firstOfMonth
      return .statements(settings)
    case .agingReport(var settings):
      settings.on = []
      return .agingReport(settings)
    case .changes(var settings):
      settings.on = []
      return .changes(settings)
    case .scores(var settings):
      settings.on = []
      return .scores(settings)
    case .reminders(var settings):
      settings.on = []
      return .reminders(settings)
    case .letters(var settings):
      settings.on = []
      return .letters(settings)
    case .worklist(var settings):
      settings.on = []
      return .worklist(settings)
    case .charges(var settings):
      settings.on = []
      return .charges(settings)
    case .cash(var settings):
      settings.on = []
      return .cash(settings)
    case .writeback(var settings):
      settings.on = []
      return .writeback(settings)
    case .measures(var settings):
      settings.on = []
      return .measures(settings)
    }
  }
}
