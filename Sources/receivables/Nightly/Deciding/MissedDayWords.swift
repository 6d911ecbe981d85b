import Ledger
import Pipeline

extension MissedDays {
  static let code = "made-later"

  /// What is made tonight for a day, and what of it is of tonight.
  static func words(_ day: CalendarDate, _ artefacts: [Artefact]) -> String {
    let names = artefacts.map(\.rawValue).joined(separator: ", ")
    let period = artefacts.contains(.statements) ? "; statements have the movements up to that day" : ""
    return "no run was of \(day): what was to be made on it is made tonight (\(names))\(period); "
      + "what is open is tonight's, receivables aging --as-of \(day) shows that day's"
  }
}

extension NightReading {
  mutating func remark(_ missed: MissedDays) {
    for (day, artefacts) in missed.days { warn(code: MissedDays.code, MissedDays.words(day, artefacts)) }
  }
}
