import Intake
import Ledger
import Pipeline
import Store

/// Files of single records (customers, payments, decisions and the like) that are held. What they say counts for nothing yet, and may be why
/// somebody is not to be written to.
struct HeldRecords {
  private struct Held {
    /// Nil: pipeline.json has the feed no more, and nobody can tell what it has become.
    var feed: FeedSettings?
    var arrival: Arrival
    var since: CalendarDate
    /// Of a feed that nobody knows, the companies that the file tells of; empty: nobody can tell.
    var companies: [String] = []

    func concerns(_ company: String, _ owned: FeedCompanies) -> Bool {
      feed.map { owned.of($0).contains(company) } ?? (companies.isEmpty || companies.contains(company))
    }
  }
  private var held: [Held] = []

  /// - Parameter tonight: tonight's files in the order in which they were read.
  init(
    _ tonight: [PendingFile], _ state: State, _ configuration: Configuration, _ former: FormerFeeds, asOf: CalendarDate
  ) throws {
    let feeds = configuration.intake.feeds
    for arrival in try state.arrivals.held() {
      let since = try arrival.run.flatMap(state.runs.run)?.asOf ?? asOf
      guard let feed = try former.feed(of: arrival).flatMap({ name in feeds.first { $0.feed == name } }) else {
        // What people have not decided upon counts, whatever became of its feed.
        let companies = try state.arrivals.companies(ofArrival: arrival.id)
        held.append(Held(feed: nil, arrival: arrival, since: since, companies: companies))
        continue
      }
      guard try HeldRecords.counts(arrival, feed, former, tonight[...], state) else { continue }
      held.append(Held(feed: feed, arrival: arrival, since: since))
    }
    for (place, file) in tonight.enumerated() where file.arrival.state == .held {
      guard let feed = feeds.first(where: { $0.feed == file.arrival.feed }),
        try HeldRecords.counts(file.arrival, feed, former, tonight[(place + 1)...], nil)
      else { continue }
      held.append(Held(feed: feed, arrival: file.arrival, since: asOf))
    }
  }

  /// Why nobody of a company is to be reminded; nil: nothing of it is held.
  func staleness(of company: String, _ owned: FeedCompanies) -> Freshness.Staleness? {
    held.first { $0.concerns(company, owned) }.map { one in
      Freshness.Staleness(
        why: "the file \(one.arrival.name) of feed \(one.arrival.feed ?? "") is held [\(one.arrival.code ?? "")]",
        since: one.since, help: one.arrival.acceptOrReject)
    }
  }

  /// Whether a held file may say who is not to be reminded, and nothing newer says it. What is held of documents is `UntakenDocuments`'s.
  private static func counts(
    _ held: Arrival, _ feed: FeedSettings, _ former: FormerFeeds, _ tonight: ArraySlice<PendingFile>, _ state: State?
  ) throws -> Bool {
    try feed.mayStopReminders && feed.columns?.feed != .documents
      && !isReplaced(held, feed, former, tonight, state)
  }

  /// Whether a newer whole list of the feed has taken the place of a held file. Files that bring only what is new say nothing of what it says.
  /// - Parameter state: nil: it is one of tonight's.
  private static func isReplaced(
    _ held: Arrival, _ feed: FeedSettings, _ former: FormerFeeds, _ tonight: ArraySlice<PendingFile>, _ state: State?
  ) throws -> Bool {
    guard FeedDeclaration(feed)?.isSnapshot == true else { return false }
    func replaces(_ other: Arrival) -> Bool {
      guard other.feed.flatMap(former.now) == feed.feed, other.sha256 != held.sha256 else { return false }
      guard let date = other.fileDate, let before = held.fileDate else { return true }
      return date >= before
    }
    let isTonight = tonight.contains { file in
      (file.arrival.state == .accepted || file.arrival.state == .duplicate) && !file.isRedrop && replaces(file.arrival)
    }
    if isTonight { return true }
    guard let state else { return false }
    // The same bytes as the newest accepted ones say that those stand.
    return try [.accepted, .duplicate].contains { taken in
      try state.arrivals.arrivals(inState: taken).contains { $0.id > held.id && replaces($0) }
    }
  }
}

extension Arrival {
  /// What to type about a held file.
  var acceptOrReject: String {
    if code == TwoSnapshots.code {
      return "\(TwoSnapshots.help); then receivables reject \(sha12) --by NAME --reason TEXT and drop both again"
    }
    return "receivables accept \(sha12) --by NAME --reason TEXT, or receivables reject \(sha12) --by NAME --reason TEXT"
  }
}

extension FeedSettings {
  /// Whether its files may say that somebody is not to be reminded: those of rates, control totals and requests for access do not.
  var mayStopReminders: Bool {
    switch columns?.feed {
    case .documents, .customers, .contacts, .payments, .applications, .decisions, .deliveryEvents: true
    case .controls, .rates, .accessRequests, nil: false
    }
  }
}
