import Ledger
import Pipeline
import Store

/// Whether a company's data may be trusted for reminders tonight.
struct Freshness {
  let installation: Installation
  let state: State
  let asOf: CalendarDate
  /// Companies of which a whole snapshot was accepted tonight: a file of theirs that is still held has been overtaken.
  let replaced: Set<String>
  let standings: FeedStandings
  let late: [LateFeed]
  let heldRecords: HeldRecords

  /// Why data must not be trusted, from which night on, and what helps; nil: a complete export of the company.
  struct Staleness {
    var why: String
    var since: CalendarDate
    var help: String?
  }

  /// Nil where they may.
  func staleness(of company: String, dataAsOf: CalendarDate?, unrefreshed: String?) throws -> Staleness? {
    if let unrefreshed { return Staleness(why: unrefreshed, since: asOf) }
    if let held = try heldFile(of: company) { return held }
    if let held = heldRecords.staleness(where: { concerns($0, company) }) { return held }
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

  private func heldFile(of company: String) throws -> Staleness? {
    guard !replaced.contains(company) else { return nil }
    for arrival in try state.arrivals.held() {
      guard let feed = installation.configuration.intake.feeds.first(where: { $0.feed == arrival.feed }),
        feed.columns?.feed == .documents
      else { continue }
      let companies = try state.arrivals.companies(ofArrival: arrival.id)
      let concerns = companies.contains(company) || (companies.isEmpty && concerns(feed, company))
      // A newer file that was accepted since has taken its place.
      guard concerns, try !isReplaced(arrival, company) else { continue }
      let run = try arrival.run.flatMap(state.runs.run)
      return Staleness(
        why: "the documents file \(arrival.name) is held [\(arrival.code ?? "")]", since: run?.asOf ?? asOf)
    }
    return nil
  }

  /// The newest day on which a documents feed of the company came back after being away for long; nil where none was.
  func backSince(_ company: String) -> CalendarDate? {
    installation.configuration.intake.feeds.filter { feed in
      concerns(feed, company) && feed.columns?.feed == .documents
    }.compactMap { standings.of($0.feed)?.backSince }.max()
  }

  private func concerns(_ feed: FeedSettings?, _ company: String) -> Bool {
    guard let feed else { return false }
    if let only = feed.company { return only == company }
    return feed.companies.isEmpty || feed.companies.contains(company)
  }

  private func isReplaced(_ held: Arrival, _ company: String) throws -> Bool {
    guard let feed = held.feed else { return false }
    return try state.arrivals.accepted(feed: feed).contains { accepted in
      try accepted.id > held.id && state.arrivals.companies(ofArrival: accepted.id).contains(company)
    }
  }

  private func lateFeed(of company: String) -> Staleness? {
    let feeds = installation.configuration.intake.feeds
    return late.first { late in concerns(feeds.first { $0.feed == late.feed }, company) }
      .map { Staleness(why: $0.message, since: $0.day) }
  }
}
