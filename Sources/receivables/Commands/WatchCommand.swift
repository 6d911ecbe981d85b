import Ledger
import Pipeline
import Store

/// `watch`: stays up and runs a night whenever files have settled or one is due.
enum WatchCommand {
  static let command = Command(
    "watch",
    "Stays up: runs when files have settled or a night is due. SIGTERM ends it after the run in hand, SIGHUP reads the configuration again.",
    options: [.poll, .jobs, .log]
  ) { invocation in
    let log = try invocation.makeLog()
    let poll = try seconds(invocation)
    let installation = try UnusableConfiguration.telling(log, Clock.now(), invocation.configPath, invocation.jobs())
    for warning in installation.warnings { log.problem(warning.description) }
    var watch = Watch(installation: installation, log: log, poll: poll, signals: try Signals())
    try watch.run()
    return .done
  }

  private static func seconds(_ invocation: Invocation) throws -> Int64 {
    guard let text = invocation[.poll] else { return 30 }
    guard let seconds = Int64(text), (1...3600).contains(seconds) else {
      throw Failure(.usage, "--poll \(text): not a number of seconds from 1 to 3600")
    }
    return seconds
  }
}

/// The loop of `watch`. The lock is held during runs only; what it knows besides the state is which files it has seen stand still.
struct Watch {
  var installation: Installation
  let log: Log
  /// Seconds between two looks at the inbox where the kernel tells of no change.
  let poll: Int64
  let signals: Signals

  private var settled = SettledFiles()
  /// When a night last ran or was found to have nothing new; nil: the state says.
  private var served: Int64?
  /// Since when, of a clock that never jumps, a due night has waited for files that lie in the inbox and have still to stand still.
  private var waitingSince: UInt64?
  /// Keys of the files that a person has let in and that a night was tried for.
  private var letIn: Set<Int64> = []
  /// When the same files and the same clock have just failed, nothing is tried before the next look.
  private var isTroubled = false

  init(installation: Installation, log: Log, poll: Int64, signals: Signals) {
    self.installation = installation
    self.log = log
    self.poll = poll
    self.signals = signals
  }

  mutating func run() throws {
    log.event("watch", "begins", ["inbox": installation.configuration.inbox])
    while true {
      let pause = try step()
      switch try signals.next(within: pause) {
      case .stop:
        log.event("watch", "ends")
        return
      case .reload: reload()
      case .change, .time: break
      }
    }
  }

  /// Looks, runs what is due, and says after how many seconds to look again at the latest.
  private mutating func step() throws -> Int64 {
    let now = Clock.now()
    let schedule = WatchSchedule(configuration: installation.configuration)
    do {
      signals.watch(try folders())
      let state = try looked()
      let files = try ready(schedule, state, now)
      let nights = settledNights(try due(schedule, state, now))
      isTroubled = false
      for day in nights { attempt(day, files, now) }
      if nights.isEmpty, try noteLetIn(state) || !files.isEmpty { attempt(nil, files, now) }
      let last = [served, try state.runs.newest()?.clock].compactMap(\.self).max()
      // A file that has just come is looked at again soon, until it has settled.
      let limit = settled.hasUnsettled && !isTroubled ? 1 : poll
      return try schedule.wait(from: now.seconds, last: isTroubled ? nil : last, limit: limit)
    } catch {
      // A share that is away, a state that another command is writing: the next look may find it well.
      log.problem("\(Outcome(error).message) [watch-trouble]")
      return poll
    }
  }

  /// Whether files wait in the state that no night was tried for: somebody has let them in.
  private mutating func noteLetIn(_ state: State) throws -> Bool {
    let waiting = Set(try state.arrivals.waiting().map(\.id))
    defer { letIn = waiting }
    return !waiting.isSubset(of: letIn)
  }

  /// The state to look at. One that a run has left half stored, or that is of an older layout, is put right first, as that night would do it:
  /// nothing else would be due for it to be run. While another command works the lock is taken, and the next look tries again.
  private func looked() throws -> State {
    do { return try State.look(installation.database) } catch is Failure {
      let lock = try Lock(Path.join(installation.stateFolder, "lock"))
      defer { withExtendedLifetime(lock) {} }
      _ = try State.open(installation.database)
    }
    return try State.look(installation.database)
  }

  private mutating func attempt(_ day: CalendarDate?, _ files: Set<String>, _ now: Clock) {
    do {
      let night = OneNight(installation: installation, clock: now, log: log, wanted: day, choice: .only(files))
      _ = try night.run()
      served = now.seconds
    } catch {
      let outcome = Outcome(error)
      log.problem("\(outcome.message)\(outcome.help.isEmpty ? "" : "\nhelp: \(outcome.help)")")
      // Another command at work is over soon; whatever else went wrong is in attention, and tried again when something is due.
      if outcome.exit == .locked { letIn = [] } else { served = now.seconds }
      isTroubled = true
    }
  }

  /// Who is started late, or again, finds files that have lain there for hours, and has seen none of them stand still: a night that is due waits for
  /// them, or it would remind of what they show as paid. Not longer than `patience`, as where a file never ends.
  private mutating func settledNights(_ nights: [CalendarDate]) -> [CalendarDate] {
    guard !nights.isEmpty, settled.hasUnsettled else {
      waitingSince = nil
      return nights
    }
    let now = Clock.monotonic() / 1_000_000_000
    let since = waitingSince ?? now
    waitingSince = since
    return now - since < UInt64(max(Watch.patience, settled.longestQuiet * 2)) ? [] : nights
  }

  /// Nights that are due by the clock, but never one before the newest run: a clock that was put back waits until it has caught up.
  private func due(_ schedule: WatchSchedule, _ state: State, _ now: Clock) throws -> [CalendarDate] {
    let newest = try state.runs.newest()
    let last = [served, newest?.clock].compactMap(\.self).max()
    var days = try schedule.nights(due: now.seconds, last: last)
    if days.isEmpty, let last, newest != nil, try isLate(state, now, since: last) {
      days = [try now.day(in: installation.configuration.timeZone)]
    }
    guard let newest else { return days.suffix(1) }
    return days.filter { $0 >= newest.asOf }
  }

  /// Whether a feed has become late since a night last ran: an hour that passed and nothing came is what a night has to tell.
  private func isLate(_ state: State, _ now: Clock, since last: Int64) throws -> Bool {
    let local = LocalTime(zone: installation.configuration.timeZone)
    return try LateFeed.all(installation, state, at: now.seconds).contains {
      try local.moment($0.by, on: $0.day) > last
    }
  }

  /// Paths of files that have settled, of feeds that are due and not paused.
  private mutating func ready(_ schedule: WatchSchedule, _ state: State, _ now: Clock) throws -> Set<String> {
    // A clock that was put back waits until it has caught up: runs go forward only.
    if let newest = try state.runs.newest(), try now.day(in: installation.configuration.timeZone) < newest.asOf {
      return []
    }
    let feeds = installation.configuration.intake.feeds
    let scan = try InboxScan(
      installation.inbox, quiet: { _ in nil }, waits: false, markers: feeds.compactMap(FileMarker.init))
    let intake = installation.configuration.intake
    let still = try settled.look(scan.files, at: Clock.monotonic() / 1_000_000_000) { intake.quiet($0) ?? Watch.quiet }
    guard !still.isEmpty else { return [] }
    let standings = try FeedStandings(state, installation)
    return Set(
      try still.filter { file in
        guard let name = try standings.feed(of: file), let feed = feeds.first(where: { $0.feed == name }) else {
          return true
        }
        guard !standings.isPaused(name) else { return false }
        return try schedule.isDue(feed, now: now.seconds, last: try state.arrivals.lastCame(feed: name))
      }.map(\.path))
  }

  /// Seconds a file has to stand still where its feed says nothing.
  private static let quiet = 5
  /// Seconds that a due night waits for files at most.
  private static let patience = 300

  private func folders() throws -> [String] {
    guard try Path.leadsToFolder(installation.inbox) else { return [] }
    return [installation.inbox]
      + (try Path.list(installation.inbox).filter { !InboxNames.isIgnored($0) && !InboxNames.reserved.contains($0) }
        .map { Path.join(installation.inbox, $0) }.filter { try Path.isFolder($0) })
  }

  /// Takes a configuration that is right; one that is not is told, and the old one stays.
  private mutating func reload() {
    let wasRefused = installation.refusedReload != nil
    do {
      installation = try Installation.load(installation.configPath, jobs: installation.jobs)
      log.event("watch", "configuration read again")
      if wasRefused { tellStanding() }
    } catch {
      log.problem("\(Outcome(error).message)\nhelp: the configuration as it was stays in force [watch-reload]")
      installation.refusedReload = Watch.refusal(error, installation.configPath)
      tellStanding()
    }
  }

  /// The first fault of a configuration that cannot be taken, and how many there are.
  private static func refusal(_ error: any Error, _ path: String) -> Attention.Item {
    let faults = (error as? ConfigurationFailure)?.diagnostics.filter(\.isError) ?? []
    let first =
      faults.first.map { "\($0.file):\($0.line):\($0.column): \($0.message) [\($0.code)]" } ?? Outcome(error).message
    let more = faults.count > 1 ? ", and \((faults.count - 1).counted("problem")) more" : ""
    return Attention.Item(
      level: .warn, code: "watch-reload",
      what:
        "\(path) is wrong, so watch goes on with the configuration as it was, and would not start again: \(first)\(more)",
      type: "receivables check, correct it, then let watch read it again: SIGHUP, or systemctl reload receivables-watch"
    )
  }

  /// At once, not with the next night. Where another command is at work, that night tells it.
  private func tellStanding() {
    do {
      guard try Path.isFolder(installation.stateFolder), try Path.isFolder(installation.outbox) else { return }
      let lock = try Lock(Path.join(installation.stateFolder, "lock"))
      defer { withExtendedLifetime(lock) {} }
      try Standing(installation: installation, state: try? State.look(installation.database)).write()
    } catch {
      log.problem("\(Outcome(error).message) [watch-trouble]")
    }
  }
}
