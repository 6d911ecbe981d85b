import Ledger
import Store

/// The contacts or decisions that stand, by the feeds that tell of them, while tonight's rows are taken in their order. A list ends what it has no more
/// and no other feed tells of; each is compared with what files of the days before it have told.
struct ListedRows {
  private struct Standing {
    var company: String
    var feeds: FeedNames
  }

  private let told: [(feed: String, date: CalendarDate)]
  private let lists: [FeedList]
  /// Feeds of the kind in pipeline.json.
  private let feeds: Set<String>
  private let kind: Ledger.Feed
  private var rows: [String: Standing] = [:]
  private var next = 0
  /// Days of the newest whole lists, by feed and company.
  private var days: [String: [String: CalendarDate]] = [:]

  /// Keys of which the feeds changed; those that still stand are in `feeds(of:)`.
  private(set) var changed: Set<String> = []
  /// Whole lists that were taken: the newest of each feed and company.
  private(set) var whole: [(feed: String, company: String, day: CalendarDate)] = []
  private(set) var remarks: [Remark] = []

  /// What people are told of a list.
  struct Remark {
    var code: String
    var message: String
  }

  init(_ kind: Ledger.Feed, _ reading: NightReading, _ state: State) throws {
    self.kind = kind
    told = reading.listed[kind] ?? []
    lists = (reading.lists[kind] ?? []).enumerated().sorted {
      ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
    }.map(\.element)
    feeds = Set(
      reading.installation.configuration.intake.feeds.filter { $0.columns?.feed == kind }.map(\.feed))
    guard !told.isEmpty || !lists.isEmpty else { return }
    for list in lists where days[list.feed] == nil { days[list.feed] = try state.lists.days(feed: list.feed) }
    var ofRun: [Int64: FeedNames] = [:]
    for row in kind == .contacts ? try state.lists.contacts() : try state.lists.decisions() {
      var names = row.feeds ?? ofRun[row.run]
      if names == nil {
        // Who told of it was not kept: one of those of its run, and where that says nothing, any.
        let taken = try state.lists.feeds(ofRun: row.run).intersection(feeds)
        names = FeedNames(taken.isEmpty ? feeds : taken)
        ofRun[row.run] = names
      }
      rows[row.key] = Standing(company: row.company, feeds: names ?? FeedNames(""))
    }
  }

  /// Takes the lists of days before that of a row of tonight.
  /// - Returns: the keys that no feed tells of any more, in byte order.
  mutating func gone(before place: Int) -> [String] {
    let date = told[place].date
    return take { $0.date < date }
  }

  /// The day of the file of a row of tonight.
  func day(_ place: Int) -> CalendarDate { told[place].date }

  mutating func goneAtLast() -> [String] { take { _ in true } }

  /// A row of tonight, by its place among them.
  mutating func tell(_ place: Int, _ key: String, of company: String) {
    var names = rows[key]?.feeds ?? FeedNames("")
    names.insert(told[place].feed)
    if names != rows[key]?.feeds || rows[key] == nil { changed.insert(key) }
    rows[key] = Standing(company: company, feeds: names)
  }

  /// Nil: it stands no more.
  func feeds(of key: String) -> FeedNames? { rows[key]?.feeds }

  private mutating func take(_ isDue: (FeedList) -> Bool) -> [String] {
    var gone: [String] = []
    while next < lists.count, isDue(lists[next]) {
      gone += take(lists[next], isNewest: !lists[(next + 1)...].contains { $0.feed == lists[next].feed })
      next += 1
    }
    return gone
  }

  private mutating func take(_ list: FeedList, isNewest: Bool) -> [String] {
    // A held list that was let in may be older than one that was taken meanwhile.
    let whole = list.isUnsure ? [] : list.companies.filter { days[list.feed]?[$0].map { $0 <= list.date } ?? true }
    var gone: [String] = []
    var standing: [String: Int] = [:]
    for (key, row) in rows where !list.keys.contains(key) && row.feeds.contains(list.feed) {
      guard whole.contains(row.company) else {
        if list.isUnsure || !list.companies.contains(row.company) { standing[row.company, default: 0] += 1 }
        continue
      }
      var names = row.feeds
      names.remove(list.feed)
      changed.insert(key)
      if feeds.isDisjoint(with: names.names) { gone.append(key) } else { rows[key]?.feeds = names }
    }
    for company in whole.sorted() {
      days[list.feed, default: [:]][company] = list.date
      self.whole.append((list.feed, company, list.date))
    }
    if isNewest { remark(list, gone: gone, standing) }
    for key in gone { rows[key] = nil }
    return gone.sorted { ByteOrder.precedes($0, $1) }
  }

  private mutating func remark(_ list: FeedList, gone: [String], _ standing: [String: Int]) {
    func counted(_ number: Int) -> String { number.counted(kind == .contacts ? "contact" : "decision") }
    let ended = Dictionary(grouping: gone) { rows[$0]?.company ?? "" }.mapValues(\.count)
    for (company, number) in ended.sorted(by: { $0.key < $1.key }) where !list.occurring.contains(company) {
      remarks.append(
        Remark(
          code: "list-empty",
          message:
            "\(list.name) of feed \(list.feed) has no row of \(company): \(counted(number)) that it had before \(number == 1 ? "has" : "have") ended"
        ))
    }
    for (company, number) in standing.sorted(by: { $0.key < $1.key }) {
      let what =
        "\(list.name) of feed \(list.feed) does not have \(counted(number)) of \(company) any more; \(number == 1 ? "it stands" : "they stand") all the same: "
      remarks.append(
        list.isUnsure
          ? Remark(code: "list-unsure", message: what + "the list is not whole, for rows were rejected")
          : Remark(
            code: "list-unsaid", message: what + "it has no row of \(company), and the feed names no company"))
    }
  }
}
