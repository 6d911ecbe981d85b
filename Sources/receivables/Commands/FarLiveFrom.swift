import Ledger

/// A first night for messages so far away that the year is probably a slip.
enum FarLiveFrom {
  /// Days after which nobody plans.
  private static let far = 400

  static func all(_ installation: Installation, today: CalendarDate) -> [Diagnostic] {
    let configuration = installation.configuration
    let days = configuration.companies.map { ($0.id as String?, $0.liveFrom) } + [(nil, configuration.decide.liveFrom)]
    return days.compactMap { company, day in
      guard let day, day.days(since: today) > far else { return nil }
      let whose = company.map { " of company `\($0)`" } ?? ""
      return Diagnostic(
        file: installation.configPath, severity: .warning,
        message: "`liveFrom`\(whose) is \(day): until then every message is rehearsed only", code: "live-far",
        help: "is the year right?")
    }
  }
}
