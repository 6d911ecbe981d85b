import Ledger
import Pipeline

/// Files that belong to later nights, where nights of the past are made up for one after the other: each waits in the inbox for its own. Taken at
/// once they would all be of the night's day, rivals of each other, and the position of a month's end would be that of the days after it.
///
/// Only the name's date tells before a file is taken, so only feeds with `fileDate` from it have such files; and only a night of a day that is over
/// has any: an export dated ahead of the clock is tonight's.
struct LaterFiles {
  let state: State
  let installation: Installation
  /// The day of the night, and of the clock.
  let asOf: CalendarDate
  let today: CalendarDate

  init(_ state: State, _ installation: Installation, asOf: CalendarDate, clock: Clock) throws {
    (self.state, self.installation, self.asOf) = (state, installation, asOf)
    today = try clock.day(in: installation.configuration.timeZone)
  }

  /// Takes out of `scan.files` what waits, also of feeds that are paused. Where the night has no file of its own day or before, the earliest
  /// counts as its own: an export may always have the date of the day after.
  func leave(in scan: inout InboxScan) throws {
    let standings = try FeedStandings(state, installation)
    try standings.leavePaused(in: &scan)
    let feeds = installation.configuration.intake.feeds.filter { $0.fileDate?.from == .name }
    guard asOf < today, !feeds.isEmpty else { return }
    var dated: [String: [(path: String, day: CalendarDate)]] = [:]
    for file in scan.files {
      guard let name = try standings.feed(of: file), let feed = feeds.first(where: { $0.feed == name }),
        let setting = feed.fileDate, let day = FileOrder.date(in: file.name, setting), day <= today
      else { continue }
      dated[name, default: []].append((file.path, day))
    }
    var left: Set<String> = []
    for (feed, files) in dated.sorted(by: { $0.key < $1.key }) {
      let last = try lastOfTonight(feed, files.map(\.day))
      for file in files where file.day > last {
        left.insert(file.path)
        scan.waiting.append(WaitingFile(path: file.path, feed: feed, cause: .ofLaterNight(file.day)))
      }
    }
    scan.files.removeAll { left.contains($0.path) }
  }

  private func lastOfTonight(_ feed: String, _ days: [CalendarDate]) throws -> CalendarDate {
    if days.contains(where: { $0 <= asOf }) { return asOf }
    if let taken = try state.arrivals.newest(feed: feed), taken >= asOf { return asOf }
    return days.min() ?? asOf
  }
}

/// A file that waits in the inbox though it has settled.
struct WaitingFile: Equatable {
  enum Cause: Equatable {
    /// Its feed is paused.
    case paused
    /// It is of a day after tonight's, which is over: see `LaterFiles`.
    case ofLaterNight(CalendarDate)
  }

  var path: String
  var feed: String
  var cause: Cause

  var code: String {
    switch cause {
    case .paused: "feed-paused"
    case .ofLaterNight: "later-night"
    }
  }

  /// Why, in words.
  var message: String {
    switch cause {
    case .paused: "\(path) waits: feed \(feed) is paused"
    case .ofLaterNight(let day): "\(path) waits: it is of \(day), for the night of that day"
    }
  }

  /// What to type.
  var help: String {
    switch cause {
    case .paused: "receivables resume \(feed) --by NAME --reason TEXT"
    case .ofLaterNight(let day): "receivables run --as-of \(day), once the nights before it are made up for"
    }
  }
}
