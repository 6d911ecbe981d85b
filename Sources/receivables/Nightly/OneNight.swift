import Glibc
import Ledger
import Pipeline
import Store

/// One night from lock to attention: finishes a run that was cut off, takes what may be taken, publishes one run where something was
/// learned. `run` does one, `watch` one after the other.
struct OneNight {
  let installation: Installation
  let clock: Clock
  let log: Log
  /// The day to work for; nil: the clock's day in the configured time zone.
  var wanted: CalendarDate?
  /// The process ends after it.
  var isOnly = false
  /// Which settled files are taken.
  var choice = FileChoice.all

  enum FileChoice {
    case all
    /// Only these paths: what `watch` has seen settle, of the feeds that are due.
    case only(Set<String>)

    func takes(_ path: String) -> Bool {
      switch self {
      case .all: true
      case .only(let paths): paths.contains(path)
      }
    }
  }

  func run() throws -> ExitCode {
    let result = Result { try locked() }
    let exit: ExitCode =
      switch result {
      case .success(let exit): exit
      case .failure(let error): Outcome(error).exit
      }
    Afterwards(installation: installation, log: log).tell(exit)
    return try result.get()
  }

  private func locked() throws -> ExitCode {
    try prepareFolders()
    let lock = try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    var state: State?
    var asOf = wanted
    do {
      let opened = try State.open(installation.database)
      state = opened
      let day = try wanted ?? clock.day(in: installation.configuration.timeZone)
      asOf = day
      let exit = try night(opened, day)
      try Retention(installation: installation, state: opened).apply(log)
      Metrics.note(installation, opened, log, exit, clock)
      return exit
    } catch {
      let outcome = Outcome(error)
      noteFailure(outcome, state, asOf)
      Metrics.note(
        installation, state, log, outcome.exit, clock, failed: state == nil ? [outcome.attention] : [])
      throw error
    }
  }

  /// What went wrong stands in attention until a run succeeds. A slip on the command line does not: it says nothing about the night.
  private func noteFailure(_ failure: Outcome, _ state: State?, _ asOf: CalendarDate?) {
    guard failure.exit != .usage, failure.exit != .locked else { return }
    var item = failure.attention
    item.since = asOf
    if failure.isAboutTotals, let waiting = try? state?.arrivals.waiting(), !waiting.isEmpty {
      item.type = Outcome.adviceOnTotals(waiting)
    }
    // The failure itself is told by the exit code, whatever becomes of this note.
    try? state?.database.transaction {
      try state?.runs.clearNotes(run: 0)
      try state?.runs.note([Standing.row(item)], run: 0)
    }
    try? Standing(installation: installation, state: state).write(state == nil ? [item] : [])
  }

  private func prepareFolders() throws {
    try Durable.makeFolder(installation.stateFolder, mode: 0o700)
    try LocalDisk.require(installation.stateFolder)
    for folder in [installation.inbox, installation.outbox, installation.staging, installation.runs] {
      try Durable.makeFolder(folder)
    }
    try Durable.makeFolder(installation.archive, mode: 0o700)
  }

  private func night(_ state: State, _ asOf: CalendarDate) throws -> ExitCode {
    try Owner(installation: installation, state: state).claim()
    try Erasure.resume(installation, state)
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
        help: newest.asOf.days(since: asOf) > 31
          ? "runs go forward only. If \(newest.asOf) was mistyped: docs/operations.md, A run for a wrong date, says how to go back"
          : "runs go forward only; receivables plan --as-of and receivables aging --as-of take any date")
    }
    let scan = try Acceptance(
      installation: installation, state: state, asOf: asOf, clock: clock, log: log, choice: choice
    ).takeAll()
    tell(scan)
    try HeldParts(installation: installation, state: state, asOf: asOf).release()
    var exit: ExitCode
    var late: [Attention.Item] = []
    switch try Pinning(installation: installation, state: state).pin(asOf: asOf, clock: clock) {
    case .nothingNew(let newest):
      // That an export has not come is learned where nothing else is.
      let missing = try LateFeed.all(installation, state, at: clock.seconds)
      for feed in missing { log.problem("\(feed.message) [\(LateFeed.code)]") }
      let told = try state.runs.attention(of: newest.id).map(Standing.item)
      late = LateFeed.untold(missing, by: told)
      let lacksRows = told.contains { $0.code == RejectedBefore.code }
      exit = try state.arrivals.held().isEmpty && missing.isEmpty && !lacksRows ? .done : .inputRefused
      Terminal.say("nothing new: \(newest.run) stands")
    case .run(let run):
      log.run = run.run
      exit = try RunWork(installation: installation, state: state, log: log, isLast: isOnly).complete(run)
      // Customers whom a late file had once more.
      try Erasure.resume(installation, state)
      Terminal.say("published \(Path.join(installation.runs, run.run))")
    }
    if !scan.unreadable.isEmpty { exit = max(exit, .unreadableInput) }
    try state.database.transaction {
      try state.runs.clearNotes(run: 0)
      try state.runs.note((troubles(scan, state) + late).map(Standing.row), run: 0)
    }
    try Standing(installation: installation, state: state).write()
    log.end()
    return exit
  }

  private static let unreadable = "make it readable for the user of receivables, or remove it"

  private func tell(_ scan: InboxScan) {
    for failure in scan.unreadable {
      log.problem(
        Diagnostic(file: failure.path, message: failure.reason, code: "unreadable", help: OneNight.unreadable)
          .description)
    }
    for path in scan.unfinished {
      log.problem("\(path) is still being written: it waits for the next run [still-written]")
    }
    for file in scan.waiting { log.problem("\(file.message) [\(file.code)]") }
  }

  /// What of the inbox needs somebody, or only time.
  private func troubles(_ scan: InboxScan, _ state: State) throws -> [Attention.Item] {
    scan.unreadable.map { failure in
      Attention.Item(
        level: .warn, code: "unreadable", what: "\(failure.path) could not be read: \(failure.reason)",
        type: OneNight.unreadable)
    }
      + scan.unfinished.map {
        Attention.Item(
          level: .ok, code: "still-written", what: "\($0) is still being written and waits for the next run")
      }
      + (try FeedStandings(state, installation).gone.filter { $0.state == .paused }.map {
        Attention.Item(
          level: .warn, code: "feed-paused",
          what: "feed \($0.feed) is paused, and pipeline.json has no feed of that name", since: $0.since, feed: $0.feed,
          type: "receivables pause FEED --by NAME --reason TEXT where it goes by another name now, then "
            + "receivables disconnect \($0.feed) --by NAME --reason TEXT")
      })
      + scan.waiting.map {
        Attention.Item(level: .ok, code: $0.code, what: $0.message, feed: $0.feed, type: $0.help)
      }
  }
}
