import Ledger

/// `run`: one night. Finishes a run that was cut off, takes what is in the inbox, publishes one run, exits.
enum RunCommand {
  static let command = Command(
    "run", "One night: takes what is in the inbox, publishes one run in the outbox, exits.",
    options: [.asOf, .now, .rehearse, .redirectTo, .jobs, .log, .progress]
  ) { invocation in
    let log = try invocation.makeLog()
    if invocation.has(.rehearse) { return try RehearsalRun.run(invocation, log: log) }
    if invocation.has(.redirectTo) {
      throw Failure(
        .usage, "--redirect-to goes with --rehearse: messages of a night that counts reach the customers",
        help: "add --rehearse")
    }
    let clock = try invocation.clock()
    let wanted = try invocation.date(.asOf)
    let jobs = try invocation.jobs()
    let installation = try UnusableConfiguration.telling(log, clock, invocation.configPath, jobs)
    for warning in installation.warnings { log.problem(warning.description) }
    if let wanted, !invocation.has(.now) {
      try lookAhead(to: wanted, from: clock.day(in: installation.configuration.timeZone), installation, log)
    }
    return try OneNight(installation: installation, clock: clock, log: log, wanted: wanted, isOnly: true).run()
  }

  /// A mistyped year cannot be taken back: no earlier day can be run after it. What is years ahead of the clock is refused, and what is more
  /// than a month ahead of it and of the newest run; on a first night it is told. Who sets the clock with `--now` means it.
  private static func lookAhead(
    to wanted: CalendarDate, from today: CalendarDate, _ installation: Installation, _ log: Log
  ) throws {
    let days = wanted.days(since: today)
    guard days > 31 else { return }
    // A state that cannot be looked at now will tell why when the night opens it.
    let newest = (try? State.look(installation.database).runs.newest())?.asOf
    if days > 5 * 366 || newest.map({ wanted.days(since: $0) > 31 }) ?? false {
      throw Failure(
        .usage, "--as-of \(wanted) is \(days) days ahead of today, \(today)",
        help: "after it no earlier day can be run. If that is meant: --now \(wanted)T22:00:00Z")
    }
    log.problem("--as-of \(wanted) is \(days) days ahead of today: no earlier day can be run after it [as-of-ahead]")
  }
}
