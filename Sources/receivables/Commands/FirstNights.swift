import Ledger
import Pipeline

/// Companies whose messages count from another day on than `liveFrom` of stage decide says.
enum FirstNights {
  static func told(_ installation: Installation, today: CalendarDate) -> [String] {
    let configuration = installation.configuration
    // Settings are checked as well beside a state that cannot be read.
    let state = try? State.look(installation.database)
    let liveness = state.flatMap { try? Liveness($0, configuration, asOf: today) }
    return configuration.companies.compactMap { company in
      if let own = company.liveFrom { return "messages of \(company.id) are real from \(own) on" }
      guard let liveFrom = configuration.decide.liveFrom, let added = liveness?.addedOn(company), added > liveFrom
      else { return nil }
      return "messages of \(company.id) are rehearsed only: it is new here; set \"liveFrom\" of the company when the "
        + "rehearsals are right [not-live]"
    }
  }
}
