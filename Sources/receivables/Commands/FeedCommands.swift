import Ledger
import Pipeline
import Store

/// `pause`, `resume`, `connect`, `disconnect`: whether the files of a feed are taken. What is known of it stays.
enum FeedCommands {
  private static let options: [Option] = [.by, .reason, .preview, .now]

  static let pause = Command(
    "pause", operands: "FEED", "Stops taking the files of a feed: they wait in the inbox, and what is known stays.",
    options: options, count: 1...1
  ) { try change($0, pausing) }

  static let resume = Command(
    "resume", operands: "FEED", "Takes the files of a paused feed again, also those that have waited.",
    options: options, count: 1...1
  ) { try change($0, resuming) }

  static let connect = Command(
    "connect", operands: "FEED",
    "Takes the files of a disconnected feed again; its first nights are rehearsals until `liveFrom`.",
    options: options, count: 1...1
  ) { try change($0, connecting) }

  static let disconnect = Command(
    "disconnect", operands: "FEED",
    "Stops a feed for good: its files are refused, and what is known stays; with --erase what it brought is removed.",
    options: options + [.erase, .overrideRetention], count: 1...1
  ) { invocation in
    guard invocation.has(.erase) else { return try change(invocation, disconnecting) }
    return try change(invocation, erasing, removes: true)
  }

  /// What a command makes of a feed: its new standing, and what that means, in a sentence.
  private typealias Step = (_ feed: String, _ now: FeedStanding?, _ day: CalendarDate) throws -> (FeedStanding, String)

  private static func change(_ invocation: Invocation, _ step: Step, removes: Bool = false) throws -> ExitCode {
    let isPreview = invocation.has(.preview)
    let (by, reason) = isPreview ? ("", "") : try invocation.decider()
    let installation = try Installation.load(invocation.configPath)
    let feed = try known(invocation.operands[0], installation)
    let day = try invocation.clock().day(in: installation.configuration.timeZone)
    if isPreview {
      let state = try State.look(installation.database)
      let (_, meaning) = try step(feed, try current(feed, installation, state), day)
      let files = try waiting(feed, installation, state)
      var text = meaning + "\n" + files.map { "  \($0)\n" }.joined()
      if removes {
        let erasure = try erasure(of: feed, waiting: files, installation, state, day, invocation)
        text += try erasure.preview() + "copies of runs that others have taken are theirs to erase; "
      }
      Terminal.say(text + "nothing was changed")
      return .done
    }
    try Durable.makeFolder(installation.stateFolder, mode: 0o700)
    let lock = try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    let state = try State.open(installation.database)
    // A run that was cut off is finished with the feeds as they were when it began.
    try state.refuseCutOffRun()
    if removes { try Erasure.resume(installation, state) }
    var (standing, meaning) = try step(feed, try current(feed, installation, state), day)
    (standing.by, standing.reason) = (by, reason)
    let erasure =
      removes
      ? try erasure(
        of: feed, waiting: try waiting(feed, installation, state), installation, state, day, invocation) : nil
    let records = try state.database.transaction {
      for former in try FormerFeeds(state, installation).formerNames(of: feed) { try state.feeds.forget(former) }
      try state.feeds.store(standing)
      try state.trail.append(
        run: try state.runs.newest()?.run ?? "", event: "feed-\(standing.state.rawValue)", subject: feed,
        detail: Details(["by": by, "reason": reason, "day": "\(day)"]).json)
      return try erasure?.begin(by: by, reason: reason) ?? []
    }
    if let erasure {
      let (changed, removed) = try erasure.finish(records)
      meaning +=
        "\nerased \(records.count.counted("customer")); \(changed.counted("file")) \(changed == 1 ? "was" : "were") rewritten, \(removed) removed"
      if !erasure.staying.isEmpty {
        meaning += "; another feed still exports \(erasure.staying.count), and they stay"
      }
    }
    try Standing(installation: installation, state: state).write()
    Terminal.say(meaning)
    return .done
  }

  /// What would go with the feed, if nothing stands against it.
  private static func erasure(
    of feed: String, waiting: [String], _ installation: Installation, _ state: State, _ day: CalendarDate,
    _ invocation: Invocation
  ) throws -> FeedErasure {
    let erasure = try FeedErasure(installation, state, feed: feed)
    try erasure.refuse(waiting: waiting, overridesRetention: invocation.has(.overrideRetention), day: day)
    return erasure
  }

  /// A feed of pipeline.json, by its name or a former one; or one that was paused or disconnected before it was taken out.
  private static func known(_ feed: String, _ installation: Installation) throws -> String {
    let names = installation.configuration.intake.feeds.map(\.feed)
    if names.contains(feed) { return feed }
    let state = try State.look(installation.database)
    if let now = try FormerFeeds(state, installation).now(feed) { return now }
    if try state.feeds.all().contains(where: { $0.feed == feed && $0.state != .connected }) { return feed }
    throw Failure(
      .usage, "pipeline.json has no feed \(feed)",
      help: nearestName(to: feed, in: names).map { "did you mean \($0)?" } ?? "receivables status lists them")
  }

  private static func current(_ feed: String, _ installation: Installation, _ state: State) throws -> FeedStanding? {
    let standings = try FeedStandings(state, installation)
    return standings.of(feed) ?? standings.gone.first { $0.feed == feed }
  }

  /// Files of the feed that lie in the inbox now.
  private static func waiting(_ feed: String, _ installation: Installation, _ state: State) throws -> [String] {
    let scan = try InboxScan(installation.inbox, quiet: { _ in nil }, waits: false)
    let standings = try FeedStandings(state, installation)
    return try scan.files.filter { try standings.feed(of: $0) == feed }.map(\.path)
  }

  // MARK: Steps

  private static func pausing(_ feed: String, _ now: FeedStanding?, _ day: CalendarDate) throws -> (
    FeedStanding, String
  ) {
    try refuse(now, .paused, .disconnected)
    return (
      next(feed, .paused, day, backSince: now?.backSince),
      "\(feed) is paused: its files wait in the inbox, reminders stop once its data are too old"
    )
  }

  private static func resuming(_ feed: String, _ now: FeedStanding?, _ day: CalendarDate) throws -> (
    FeedStanding, String
  ) {
    guard let now, now.state == .paused else { throw notSo(feed, now, "resume takes a paused feed") }
    let isLong = day.days(since: now.since) > FeedCommands.shortPause
    return (
      next(feed, .connected, day, backSince: isLong ? day : now.backSince),
      "\(feed) is resumed: the next run takes its files"
        + (isLong ? "; it was paused for more than \(shortPause) days, so \(baseline(day))" : "")
    )
  }

  private static func connecting(_ feed: String, _ now: FeedStanding?, _ day: CalendarDate) throws -> (
    FeedStanding, String
  ) {
    guard let now, now.state == .disconnected else { throw notSo(feed, now, "connect takes a disconnected feed") }
    return (
      next(feed, .connected, day, backSince: day),
      "\(feed) is connected: the next run takes its files; \(baseline(day))"
    )
  }

  private static func disconnecting(_ feed: String, _ now: FeedStanding?, _ day: CalendarDate) throws -> (
    FeedStanding, String
  ) {
    try refuse(now, .disconnected)
    return (
      next(feed, .disconnected, day, backSince: now?.backSince),
      "\(feed) is disconnected: its files are refused, what is known of it stays, and nobody is reminded on it once it is old"
    )
  }

  /// A feed that was disconnected before can be erased later, and an erasure that was cut off be begun again.
  private static func erasing(_ feed: String, _ now: FeedStanding?, _ day: CalendarDate) throws -> (
    FeedStanding, String
  ) {
    (
      next(feed, .disconnected, now?.state == .disconnected ? now?.since ?? day : day, backSince: now?.backSince),
      "\(feed) is disconnected: its files are refused, and what it brought is removed"
    )
  }

  /// A feed that was away for so many days comes back as if nothing had happened (SEMANTICS: a resume after more than 7 days is a baseline).
  private static let shortPause = 7

  private static func baseline(_ day: CalendarDate) -> String {
    "messages of its companies are rehearsed until \"liveFrom\" in pipeline.json is \(day) or later"
  }

  private static func next(
    _ feed: String, _ state: FeedStanding.State, _ day: CalendarDate, backSince: CalendarDate?
  ) -> FeedStanding {
    FeedStanding(feed: feed, state: state, since: day, by: "", reason: "", backSince: backSince)
  }

  private static func refuse(_ now: FeedStanding?, _ states: FeedStanding.State...) throws {
    guard let now, states.contains(now.state) else { return }
    throw notSo(now.feed, now, now.state == .paused ? "receivables resume ends that" : "receivables connect ends that")
  }

  private static func notSo(_ feed: String, _ now: FeedStanding?, _ help: String) -> Failure {
    let state = now?.state ?? .connected
    let since = now.map { " since \($0.since)" } ?? ""
    return Failure(.usage, "feed \(feed) is \(state.rawValue)\(since)", help: help)
  }
}
