import Intake
import Ledger
import Pipeline
import Store

/// Files of single records (customers, payments, decisions and the like) that are held. What they say counts for nothing yet, and may be why
/// somebody is not to be written to.
struct HeldRecords {
  private struct Held {
    var feed: FeedSettings
    var arrival: Arrival
    var since: CalendarDate
  }
  private var held: [Held] = []

  /// - Parameter tonight: tonight's files in the order in which they were read.
  init(_ tonight: [PendingFile], _ state: State, _ configuration: Configuration, asOf: CalendarDate) throws {
    let feeds = configuration.intake.feeds
    for arrival in try state.arrivals.held() {
      guard let feed = HeldRecords.feed(of: arrival, feeds),
        try !HeldRecords.isReplaced(arrival, feed, tonight[...], state)
      else { continue }
      held.append(Held(feed: feed, arrival: arrival, since: try arrival.run.flatMap(state.runs.run)?.asOf ?? asOf))
    }
    for (place, file) in tonight.enumerated() where file.arrival.state == .held {
      guard let feed = HeldRecords.feed(of: file.arrival, feeds),
        try !HeldRecords.isReplaced(file.arrival, feed, tonight[(place + 1)...], nil)
      else { continue }
      held.append(Held(feed: feed, arrival: file.arrival, since: asOf))
    }
  }

  /// Why nobody of a company is to be reminded; nil: nothing of it is held.
  func staleness(where concerns: (FeedSettings) -> Bool) -> Freshness.Staleness? {
    held.first { concerns($0.feed) }.map { one in
      Freshness.Staleness(
        why: "the file \(one.arrival.name) of feed \(one.feed.feed) is held [\(one.arrival.code ?? "")]",
        since: one.since, help: one.arrival.acceptOrReject)
    }
  }

  /// The feed of a file that may say who is not to be reminded; nil: it is one of documents, rates, control totals or requests for access.
  private static func feed(of arrival: Arrival, _ feeds: [FeedSettings]) -> FeedSettings? {
    guard let feed = feeds.first(where: { $0.feed == arrival.feed }) else { return nil }
    return switch feed.columns?.feed {
    case .customers, .contacts, .payments, .applications, .decisions, .deliveryEvents: feed
    case .documents, .controls, .rates, .accessRequests, nil: nil
    }
  }

  /// Whether a newer whole list of the feed has taken the place of a held file. Files that bring only what is new say nothing of what it says.
  /// - Parameter state: nil: it is one of tonight's.
  private static func isReplaced(
    _ held: Arrival, _ feed: FeedSettings, _ tonight: ArraySlice<PendingFile>, _ state: State?
  ) throws -> Bool {
    guard FeedDeclaration(feed)?.isSnapshot == true else { return false }
    func replaces(_ other: Arrival) -> Bool {
      guard other.feed == held.feed, other.sha256 != held.sha256 else { return false }
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
    "receivables accept \(sha12) --by NAME --reason TEXT, or receivables reject \(sha12) --by NAME --reason TEXT"
  }
}
