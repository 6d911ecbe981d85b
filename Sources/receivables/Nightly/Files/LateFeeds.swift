import Ledger
import Pipeline
import Store

/// An export that was expected and has not come.
struct LateFeed: Equatable {
  static let code = "feed-late"

  var feed: String
  /// The day on which it had to be there, and the time.
  var day: CalendarDate
  var by: TimeOfDay
  var owner: String?

  var message: String { "feed \(feed) is late: a file was expected by \(by.text) on \(day)" }

  var attention: Attention.Item {
    Attention.Item(
      level: .warn, code: LateFeed.code, what: message, since: day, feed: feed, owner: owner,
      type: "drop the export into the inbox, or receivables pause \(feed) --by NAME --reason TEXT")
  }
}

extension LateFeed {
  /// Feeds of which nothing has come since the expected time before the newest one.
  /// - Parameter arrived: feeds of tonight's files.
  static func all(
    _ configuration: Configuration, _ state: State, _ standings: FeedStandings, clock: Int64, arrived: Set<String>
  ) throws -> [LateFeed] {
    let local = LocalTime(zone: configuration.timeZone)
    var late: [LateFeed] = []
    for feed in configuration.intake.feeds {
      guard let expected = feed.expected, !arrived.contains(feed.feed), !standings.isDisconnected(feed.feed),
        !standings.isPaused(feed.feed)
      else { continue }
      let moments = try local.newest(2, of: [expected.by], until: clock, on: expected.isExpected)
      guard let newest = moments.first else { continue }
      let last = try state.arrivals.lastCame(feed: feed.feed)
      if let last, last > (moments.count > 1 ? moments[1] : newest - 7 * 86_400) { continue }
      late.append(
        LateFeed(feed: feed.feed, day: try local.day(at: newest), by: expected.by, owner: expected.owner))
    }
    return late
  }

  /// The same at a time of day, with nothing come meanwhile.
  static func all(_ installation: Installation, _ state: State, at clock: Int64) throws -> [LateFeed] {
    try all(
      installation.configuration, state, FeedStandings(state, installation), clock: clock, arrived: [])
  }

  /// What was noted, as it stands now: of a feed that has come since, or that was paused or disconnected, it is not told any more that it is
  /// late, and of one that is late again only the newer day.
  /// - Parameters:
  ///   - run: the newest run, which noted `noted`.
  ///   - later: what was noted after it, where there was nothing new to publish.
  static func standing(
    _ noted: [Attention.Item], of run: RunRecord, later: [Attention.Item], _ installation: Installation,
    _ state: State
  ) throws -> [Attention.Item] {
    guard (noted + later).contains(where: { $0.code == code }) else { return noted + later }
    let standings = try FeedStandings(state, installation)
    let still = Set(
      try all(installation.configuration, state, standings, clock: run.clock, arrived: []).map(\.feed))
    let again = Set(later.filter { $0.code == code }.compactMap(\.feed))
    func isTaken(_ feed: String) -> Bool { !standings.isPaused(feed) && !standings.isDisconnected(feed) }
    // That nobody is reminded because of a feed that people took out is decided anew by the next night.
    let ended = (noted + later).filter { $0.code == code && $0.feed.map { !isTaken($0) } ?? false }.map(\.what)
    let isOver = { (item: Attention.Item) in ended.contains { item.what.hasSuffix($0) } }
    return noted.filter { item in
      guard item.code == code, let feed = item.feed else { return !isOver(item) }
      return isTaken(feed) && still.contains(feed) && !again.contains(feed)
    } + later.filter { $0.code != code || !isOver($0) }
  }

  /// Those that these do not tell already.
  static func untold(_ late: [LateFeed], by items: [Attention.Item]) -> [Attention.Item] {
    late.map(\.attention).filter { late in
      !items.contains { $0.code == code && $0.feed == late.feed && $0.since == late.since }
    }
  }
}
