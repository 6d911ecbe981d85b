import Ledger
import Normalize
import Store

/// What the files of one `snapshot` feed and day list: of the companies it speaks for everything that stands by the feed.
struct FeedList {
  let feed: String
  let date: CalendarDate
  /// Of its newest file, for people.
  var name: String
  /// Of the rows that could be read: ids of decisions, keys of contacts, see `ListTables.key`.
  var keys: Set<String> = []
  /// Companies of these rows.
  var occurring: Set<String> = []
  /// Companies that it speaks for: those that the feed names, else those that occur.
  var companies: Set<String> = []
  /// Rows, or a whole file of the feed and day, could not be read: what is missing may stand there.
  var isUnsure = false

  /// The newest list of a feed, of one day, came again with the same bytes: it is of the later day, too.
  struct Renewal {
    var feed: String
    var before: CalendarDate
    var day: CalendarDate
  }
}

extension NightReading {
  /// Notes that rows of contacts or decisions were read, and as part of which list.
  /// - Parameter isLate: a list of an older day says nothing of who has left since.
  mutating func noteListed(
    _ records: [(record: FeedRecord, position: RecordPosition)], _ index: Int, isLate: Bool
  ) {
    guard let kind = files[index].kind, kind == .contacts || kind == .decisions else { return }
    let file = files[index]
    let (feed, date) = (file.arrival.feed ?? "", file.date ?? asOf)
    listed[kind, default: []] += repeatElement((feed: feed, date: date), count: records.count)
    guard file.reading?.feed.isSnapshot == true, !file.isRedrop, !isLate else { return }
    var list = FeedList(feed: feed, date: date, name: file.arrival.name)
    let at = lists[kind, default: []].firstIndex { $0.feed == feed && $0.date == date }
    if let at { list = lists[kind, default: []][at] }
    for (record, _) in records {
      guard let (key, company) = record.listed else { continue }
      list.keys.insert(key)
      list.occurring.insert(company)
    }
    let named = file.feed?.namedCompanies ?? []
    list.companies = named.isEmpty ? list.occurring : Set(named)
    list.isUnsure = list.isUnsure || !file.doubtful.isEmpty
    list.name = file.arrival.name
    if let at { lists[kind]?[at] = list } else { lists[kind, default: []].append(list) }
  }

  /// What a file said that was not taken, nobody knows: others of its feed and day are not all of it.
  mutating func noteUnreadLists() {
    for file in files where file.arrival.state == .rejected || file.arrival.state == .held {
      guard let kind = file.kind, let feed = file.arrival.feed, let all = lists[kind] else { continue }
      let date = file.date ?? asOf
      for at in all.indices where all[at].feed == feed && all[at].date == date { lists[kind]?[at].isUnsure = true }
    }
  }
}

extension NightReading {
  /// Lists that came once more, under a later date, and change nothing.
  func renewedLists() throws -> [FeedList.Renewal] {
    var found: [FeedList.Renewal] = []
    for file in files where file.arrival.state == .duplicate && !file.isRedrop {
      guard let kind = file.kind, kind == .contacts || kind == .decisions, file.reading?.feed.isSnapshot == true,
        let feed = file.arrival.feed, let day = file.date
      else { continue }
      let twins = files.filter { $0.arrival.sha256 == file.arrival.sha256 }.map(\.arrival)
      let known = try twins + state.arrivals.arrivals(sha256Prefix: file.arrival.sha256)
      let before = known.filter { $0.state.isTaken && $0.feed == feed }.compactMap(\.fileDate).filter { $0 < day }.max()
      if let before { found.append(FeedList.Renewal(feed: feed, before: before, day: day)) }
    }
    return found
  }
}

extension FeedRecord {
  /// The key and the company of a contact or decision.
  fileprivate var listed: (key: String, company: String)? {
    switch self {
    case .contact(let contact): (ListTables.key(contact), contact.company)
    case .decision(let decision): (decision.id, decision.company)
    default: nil
    }
  }
}
