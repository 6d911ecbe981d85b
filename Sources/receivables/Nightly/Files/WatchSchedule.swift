import Ledger
import Pipeline
import Store

/// What `watch` has to do at a moment: which nights are due, and the files of which feeds may be taken.
struct WatchSchedule {
  let configuration: Configuration
  private var local: LocalTime { LocalTime(zone: configuration.timeZone) }
  private var feeds: [FeedSettings] { configuration.intake.feeds }

  /// Fixed times of all feeds.
  private var times: [TimeOfDay] { feeds.flatMap(\.at).sorted() }

  /// A night is run at least so often, also where nothing has come, so that aging and reminders follow the calendar.
  private var longest: Int { feeds.compactMap(\.every?.seconds).min() ?? TimeSpan(hours: 12).seconds }

  /// As-of dates of the nights that are due and have not run, oldest first. With fixed times every missed one of the last month is
  /// caught up in order; otherwise only today's is run.
  /// - Parameter last: when a night last ran, or was found to have nothing new.
  func nights(due now: Int64, last: Int64?) throws -> [CalendarDate] {
    // Before the first files there is nothing to run a night for.
    guard let last else { return [] }
    let today = try local.day(at: now)
    guard !times.isEmpty else { return now - last >= Int64(longest) ? [today] : [] }
    var days: [CalendarDate] = []
    for moment in try local.newest(WatchSchedule.mostMissed, of: times, until: now) where moment > last {
      days.append(try local.day(at: moment))
    }
    return Set(days).sorted()
  }

  private static let mostMissed = 31

  /// Whether files of a feed may be taken now. A feed with fixed times is served once after each of them: with the first file that
  /// has settled by then or comes later.
  /// - Parameter last: clock of the newest run that was given a file of the feed.
  func isDue(_ feed: FeedSettings, now: Int64, last: Int64?) throws -> Bool {
    if let every = feed.every { return last.map { now - $0 >= Int64(every.seconds) } ?? true }
    guard let moment = try local.newest(1, of: feed.at, until: now).first else { return feed.at.isEmpty }
    return last.map { $0 < moment } ?? true
  }

  /// Seconds until something falls due by the clock alone, at most `limit`.
  func wait(from now: Int64, last: Int64?, limit: Int64) throws -> Int64 {
    var next = now + limit
    if let moment = try local.next(of: times, after: now) { next = min(next, moment) }
    if times.isEmpty, let last { next = min(next, max(now, last + Int64(longest))) }
    return max(1, next - now)
  }
}
