import Ledger
import Store

/// The days of which documents files of a feed were taken: the same bytes of another day may say of it something else than is known.
struct TakenDays {
  private let arrivals: ArrivalTables

  init(_ state: State) { arrivals = state.arrivals }

  /// Whether a file whose bytes were taken before tells something of its day: none of that day had these bytes, and the newest up to it has
  /// others, or there is none.
  func isNews(_ file: Arrival, _ feed: String, on day: CalendarDate) throws -> Bool {
    let known = try arrivals.arrivals(sha256Prefix: file.sha256)
    guard !known.contains(where: { $0.state.isTaken && $0.fileDate == day }) else { return false }
    return try arrivals.lastTaken(feed: feed, upTo: day, like: file.file)?.sha256 != file.sha256
  }

  /// Whether one with other bytes was taken of a day between, or of the later one.
  func cameBetween(
    _ file: Arrival, _ feed: String, after day: CalendarDate, upTo later: CalendarDate
  ) throws -> Bool {
    guard let last = try arrivals.lastTaken(feed: feed, upTo: later, like: file.file), last.sha256 != file.sha256
    else { return false }
    return last.fileDate.map { $0 > day } ?? false
  }
}
