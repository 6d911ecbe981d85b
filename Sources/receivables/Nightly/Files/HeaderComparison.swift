import Intake
import Ledger
import Store

/// Compares the columns of tonight's tables with those that their feeds had before. A column that was there every night and is gone empties
/// a field, and no row of the file is wrong: it is told on the night on which it goes, and the file is taken.
struct HeaderComparison {
  private let state: State
  private let asOf: CalendarDate
  /// What files of one kind of name had tonight, all of them.
  private var tonight: [String: FeedHeaders.Header] = [:]
  private var before: [String: FeedHeaders.Header?] = [:]

  init(_ state: State, asOf: CalendarDate) { (self.state, self.asOf) = (state, asOf) }

  /// Columns that are others than before.
  var news: [FeedHeaders.Header] {
    tonight.sorted { $0.key < $1.key }.compactMap { key, header in
      if let known = before[key]?.flatMap(\.self), known.columns == header.columns { nil } else { header }
    }
  }

  /// Takes a look at a file that counts, and says which columns of it are gone.
  mutating func look(at file: PendingFile) throws -> Diagnostic? {
    guard let resolved = file.reading?.resolved, resolved.isTable, !file.isRedrop, file.arrival.state == .accepted
    else { return nil }
    let series = FeedHeaders.series(of: file.arrival.name)
    let key = "\(resolved.feed.name)\u{1F}\(series)"
    let day = file.date ?? asOf
    let known = try before[key] ?? state.headers.newest(feed: resolved.feed.name, series: series)
    before[key] = .some(known)
    // A file of an older day may be without what was added since.
    if let known, day < known.day { return nil }
    var header =
      tonight[key]
      ?? FeedHeaders.Header(feed: resolved.feed.name, series: series, day: day, columns: resolved.columns)
    let names = Set(resolved.columns)
    header.columns.removeAll { !names.contains($0) }
    header.day = max(header.day, day)
    tonight[key] = header
    return known.flatMap {
      GoneColumns(resolved, before: $0.columns).warning(file.arrival.name, feed: resolved.feed.name)
    }
  }
}
