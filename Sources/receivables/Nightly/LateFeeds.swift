import Ledger
import Pipeline
import Store

/// An export that was expected and has not come.
struct LateFeed: Equatable {
  var feed: String
  /// The day on which it had to be there, and the time.
  var day: CalendarDate
  var by: TimeOfDay
  var owner: String?

  var message: String { "feed \(feed) is late: a file was expected by \(by.text) on \(day)" }

  var attention: Attention.Item {
    Attention.Item(
      level: .warn, code: "feed-late", what: message, since: day, feed: feed, owner: owner,
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
}
