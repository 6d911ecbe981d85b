import Ledger
import Pipeline
import Store

/// Whether a company's data may be trusted for reminders tonight.
struct Freshness {
  let installation: Installation
  let state: State
  let asOf: CalendarDate
  let standings: FeedStandings
  let late: [LateFeed]
  let owned: FeedCompanies
  let taken: [TakenDocuments]
  let untaken: UntakenDocuments
  let heldRecords: HeldRecords
  let former: FormerFeeds

  /// Why data must not be trusted, from which night on, and what helps; nil: a complete export of the company.
  struct Staleness {
    var why: String
    var since: CalendarDate
    var help: String?
  }

  /// Nil where they may.
  func staleness(of company: String, dataAsOf: CalendarDate?) throws -> Staleness? {
    if let untaken = untaken.staleness(of: company) { return untaken }
    if let held = heldRecords.staleness(of: company, owned) { return held }
    if let paused = try pausedFeed(of: company) { return paused }
    // A company of which nothing has come yet has nobody to remind: that is no old data.
    guard let dataAsOf else { return nil }
    let allowed = installation.configuration.decide.maxDataAge
    let calendar = calendar(of: company)
    if calendar.adding(allowed, to: dataAsOf) < calendar.last(upTo: asOf) {
      return Staleness(
        why: "documents of \(dataAsOf) are older than \(allowed.counted("business day"))",
        since: calendar.adding(allowed + 1, to: dataAsOf))
    }
    return lateFeed(of: company)
  }

  /// Business days of the company's country.
  private func calendar(of company: String) -> BusinessCalendar {
    guard let country = installation.configuration.company(company)?.country else { return .weekdays }
    let year = asOf.civil.year
    return BusinessCalendar(regions: [country], years: (year - 1)...(year + 1))
  }

  /// A feed that is paused, and whose data are too old by now: another feed keeps only its own fresh.
  private func pausedFeed(of company: String) throws -> Staleness? {
    let feeds = installation.configuration.intake.feeds
    for feed in feeds where feed.mayStopReminders && owned.of(feed).contains(company) {
      guard let standing = standings.of(feed.feed), standing.state == .paused else { continue }
      let isDocuments = feed.columns?.feed == .documents
      guard let day = isDocuments ? try newest(of: feed.feed, company) : standing.since else { continue }
      let data = isDocuments ? "its documents of \(day) are" : "what it told by \(day) is"
      if let stale = staleness(of: company, paused: feed.feed, data, day) { return stale }
    }
    for standing in standings.gone where standing.state == .paused {
      let told = try state.arrivals.companies(ofFeed: standing.feed)
      guard told.isEmpty || told.contains(company) else { continue }
      let name = "\(standing.feed), which pipeline.json has no more,"
      if let stale = staleness(
        of: company, paused: standing.feed, as: name, "what it told by \(standing.since) is", standing.since)
      {
        return stale
      }
    }
    return nil
  }

  private func staleness(
    of company: String, paused feed: String, as name: String? = nil, _ data: String, _ day: CalendarDate
  ) -> Staleness? {
    let allowed = installation.configuration.decide.maxDataAge
    let calendar = calendar(of: company)
    guard calendar.adding(allowed, to: day) < calendar.last(upTo: asOf) else { return nil }
    return Staleness(
      why: "feed \(name ?? feed) is paused, and \(data) older than \(allowed.counted("business day"))",
      since: calendar.adding(allowed + 1, to: day),
      help: "receivables resume \(feed) --by NAME --reason TEXT, or, where nothing comes of it any more, "
        + "receivables disconnect \(feed) --by NAME --reason TEXT")
  }

  /// The day of the newest file of a feed, or of a whole export that has told of the company since; nil where the feed has told nothing.
  private func newest(of feed: String, _ company: String) throws -> CalendarDate? {
    guard let own = try former.allNames(of: feed).compactMap(state.arrivals.newest).max() else { return nil }
    return ([own] + taken.filter { $0.company == company && $0.isWhole }.map(\.day)).max()
  }

  /// The newest day on which a feed of the company came back after being away for long; nil where none was.
  func backSince(_ company: String) -> CalendarDate? {
    installation.configuration.intake.feeds.filter { owned.of($0).contains(company) }.compactMap {
      standings.of($0.feed)?.backSince
    }.max()
  }

  private func lateFeed(of company: String) -> Staleness? {
    let feeds = installation.configuration.intake.feeds
    return late.first { late in feeds.first { $0.feed == late.feed }.map { owned.of($0).contains(company) } ?? false }
      .map { Staleness(why: $0.message, since: $0.day) }
  }
}
