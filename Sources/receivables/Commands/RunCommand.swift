import Emit
import Glibc
import Ledger
import Pipeline
import Store

/// `run`: one night. Finishes a run that was cut off, takes what is in the inbox, publishes one run, exits.
enum RunCommand {
  static let command = Command(
    "run", "One night: takes what is in the inbox, publishes one run in the outbox, exits.",
    options: [.asOf, .now, .jobs, .log, .progress]
  ) { try run($0) }

  private static func run(_ invocation: Invocation) throws -> ExitCode {
    let log = try invocation.makeLog()
    let clock = try invocation.clock()
    let wanted = try invocation.date(.asOf)
    let installation: Installation
    do { installation = try Installation.load(invocation.configPath) } catch let failure as ConfigurationFailure {
      try? Standing.stop(configPath: invocation.configPath, failure)
      throw failure
    }
    for warning in installation.warnings { log.problem(warning.description) }
    try prepareFolders(installation)
    let lock = try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    var state: State?
    do {
      let opened = try State.open(installation.database)
      state = opened
      return try night(installation, opened, wanted ?? clock.day(in: installation.configuration.timeZone), clock, log)
    } catch {
      noteFailure(Outcome(error), installation, state)
      throw error
    }
  }

  /// What went wrong stands in attention until a run succeeds. A slip on the command line does not: it says nothing about the night.
  private static func noteFailure(_ failure: Outcome, _ installation: Installation, _ state: State?) {
    guard failure.exit != .usage, failure.exit != .locked else { return }
    // The failure itself is told by the exit code, whatever becomes of this note.
    try? state?.database.transaction {
      try state?.runs.clearNotes(run: 0)
      try state?.runs.note([Standing.row(failure.attention)], run: 0)
    }
    try? Standing(installation: installation, state: state).write(state == nil ? [failure.attention] : [])
  }

  private static func prepareFolders(_ installation: Installation) throws {
    try Durable.makeFolder(installation.stateFolder, mode: 0o700)
    for folder in [installation.inbox, installation.outbox, installation.staging, installation.runs] {
      try Durable.makeFolder(folder)
    }
    try Durable.makeFolder(installation.archive, mode: 0o700)
  }

  private static func night(
    _ installation: Installation, _ state: State, _ asOf: CalendarDate, _ clock: Clock, _ log: Log
  ) throws -> ExitCode {
    try Owner(installation: installation, state: state).claim()
    let recovery = Recovery(installation: installation, state: state, log: log)
    if let finished = try recovery.finish(), finished.asOf == asOf {
      try recovery.tidy()
      try state.database.transaction { try state.runs.clearNotes(run: 0) }
      try Standing(installation: installation, state: state).write()
      Terminal.say("finished \(Path.join(installation.runs, finished.run)), which had been cut off")
      return ExitCode(rawValue: Int32(finished.exitCode ?? 0)) ?? .integrity
    }
    try recovery.tidy()
    if let newest = try state.runs.newest(), asOf < newest.asOf {
      throw Failure(
        .usage, "as-of date \(asOf) is before \(newest.asOf), the date of run \(newest.run)",
        help: "runs go forward only; receivables plan --as-of and receivables aging --as-of take any date")
    }
    let scan = try Acceptance(installation: installation, state: state, asOf: asOf, log: log).takeAll()
    for failure in scan.unreadable { log.problem("\(failure) [unreadable]") }
    for path in scan.unfinished {
      log.problem("\(path) is still being written: it waits for the next run [still-written]")
    }
    var troubles = scan.unreadable.map { failure in
      Attention.Item(
        level: .warn, code: "unreadable", what: "\(failure.path) could not be read: \(failure.reason)",
        type: "make it readable for the user of receivables, or remove it")
    }
    troubles += scan.unfinished.map {
      Attention.Item(level: .ok, code: "still-written", what: "\($0) is still being written and waits for the next run")
    }
    var exit: ExitCode
    switch try Pinning(installation: installation, state: state).pin(asOf: asOf, clock: clock) {
    case .nothingNew(let newest):
      exit = try state.arrivals.held().isEmpty ? .done : .inputRefused
      Terminal.say("nothing new: \(newest.run) stands")
    case .run(let run):
      log.run = run.run
      exit = try RunWork(installation: installation, state: state, log: log).complete(run)
      Terminal.say("published \(Path.join(installation.runs, run.run))")
    }
    if !scan.unreadable.isEmpty { exit = max(exit, .unreadableInput) }
    try state.database.transaction {
      try state.runs.clearNotes(run: 0)
      try state.runs.note(troubles.map(Standing.row), run: 0)
    }
    try Standing(installation: installation, state: state).write()
    log.end()
    return exit
  }
}
