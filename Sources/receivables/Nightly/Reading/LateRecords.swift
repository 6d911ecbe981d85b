import Formats
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
  /// Of contacts and decisions, companies of which a newer list was whole: what it does not have counts no more.
  private let listed: Set<String>

  /// Nil: the file gives itself no date, or no file of the feed is newer.
  init?(_ file: PendingFile, _ state: State, _ former: FormerFeeds) throws {
    guard let date = file.date, let feed = file.arrival.feed, !file.isRedrop, !file.arrival.waived else { return nil }
    told = ToldRows(state.database)
    var (dates, listed): ([Int64: CalendarDate], Set<String>) = ([:], [])
    for name in former.allNames(of: feed) {
      dates.merge(try told.dates(feed: name), uniquingKeysWith: max)
      listed.formUnion(try state.lists.days(feed: name).filter { $0.value > date }.keys)
    }
    (self.dates, self.listed) = (dates, listed)
    guard !listed.isEmpty || dates.values.max().map({ $0 > date }) ?? false else { return nil }
    self.date = date
    isSnapshot = file.reading?.feed.isSnapshot == true
  }

  /// Whether a newer file has told what the row is about.
  func isOvertaken(_ record: FeedRecord) throws -> Bool {
    if case .contact(let it) = record, listed.contains(it.company) { return true }
    if case .decision(let it) = record, listed.contains(it.company) { return true }
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

extension NightReading {
  /// A file that comes late brings what no newer one has told of.
  mutating func leaveOvertaken(
    _ records: inout [(record: FeedRecord, position: RecordPosition)], _ index: Int, _ late: LateRecords
  ) throws {
    let count = records.count
    let date = files[index].date ?? asOf
    try records.removeAll { try late.isOvertaken($0.record) || leavesErased($0.record, date) }
    files[index].unchanged = count - records.count
    guard count > 0, records.isEmpty else { return }
    files[index].refuse(
      .superseded, "late-file", "a newer file of the feed has told of all its rows",
      "nothing to do: the newer one counts")
  }

  /// Bytes that were taken before, and of whose rows some were corrected since: an old copy, unless they say no more than is known.
  mutating func compareOlder(_ records: [FeedRecord], _ index: Int, _ newer: String) throws {
    let news = try records.filter { record in
      switch record {
      case .payment(let payment):
        try state.cash.payment(company: payment.company, id: payment.id)?.payment != masked(payment)
      case .application(let one):
        try !state.cash.applications(company: one.company, payment: one.paymentID).contains(one)
      case .rate(let rate): try !state.payments.knows(rate)
      default: true
      }
    }
    guard !news.isEmpty else { return files[index].arrival.state = .duplicate }
    files[index].refuse(
      .held, "older-copy",
      "the same bytes were accepted before, and \(news.count.counted("row")) of them \(news.count == 1 ? "has" : "have") been told otherwise since; \(newer) is newer",
      FileOrder.olderCopyHelp)
  }
}
