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
    let installation: Installation
    do { installation = try Installation.load(invocation.configPath) } catch let failure as ConfigurationFailure {
      try? Standing.stop(configPath: invocation.configPath, failure)
      throw failure
    }
    for warning in installation.warnings { log.problem(warning.description) }
    return try OneNight(installation: installation, clock: clock, log: log, wanted: wanted).run()
  }
}
