import Ledger
import Normalize
import Store

/// Rows of a file that is older than another of its feed that was taken before: of what the newer one has told they say nothing that counts today.
struct LateRecords {
  private let told: ToldRows
  private let date: CalendarDate
  /// The newer file was a whole: it has told of everything that is known.
  private let isSnapshot: Bool
  /// Dates of the feed's files by run.
  private let dates: [Int64: CalendarDate]

  /// Nil: the file gives itself no date, or no file of the feed is newer.
  init?(_ file: PendingFile, _ state: State) throws {
    guard let date = file.date, let feed = file.arrival.feed, !file.isRedrop, !file.arrival.waived else { return nil }
    told = ToldRows(state.database)
    dates = try told.dates(feed: feed)
    guard let newest = dates.values.max(), newest > date else { return nil }
    self.date = date
    isSnapshot = file.reading?.feed.isSnapshot == true
  }

  /// Whether a newer file has told what the row is about.
  func isOvertaken(_ record: FeedRecord) throws -> Bool {
    let run: Int64? =
      switch record {
      case .customer(let it): try told.run(it)
      case .contact(let it): try told.run(it)
      case .payment(let it): try told.run(it)
      case .application(let it): try told.run(it)
      case .rate(let it): try told.run(it)
      case .decision(let it): try told.run(it)
      case .control, .deliveryEvent, .accessRequest: nil
      }
    guard let run else { return false }
    return isSnapshot || dates[run].map { $0 > date } ?? false
  }
}
