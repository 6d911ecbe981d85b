import Intake
import Ledger
import Pipeline
import Store

/// Documents files that came and were not taken: held or rejected, tonight or before. What they would have said of their companies is not
/// known, so nobody of these is reminded until a good export says it, or a person decides that nothing is waited for.
struct UntakenDocuments {
  private struct File {
    var arrival: Arrival
    var feed: FeedSettings
    /// The run that refused it, and its as-of date.
    var run: Int64
    var since: CalendarDate
    /// The day it would have spoken of; nil: only its content could have told.
    var day: CalendarDate?
    var companies: Set<String>

    var isRejected: Bool { arrival.state == .rejected }
    var isSnapshot: Bool { FeedDeclaration(feed)?.isSnapshot == true }
  }
  private var files: [File] = []
  private let taken: [TakenDocuments]
  private let tonight: Int64

  init(
    _ reading: NightReading, _ taken: [TakenDocuments], _ owned: FeedCompanies, _ run: RunRecord
  ) throws {
    (self.taken, tonight) = (taken, run.id)
    let (state, configuration) = (reading.state, reading.installation.configuration)
    let declared = configuration.intake.feeds.compactMap(FeedDeclaration.init)
    let (standings, former) = (reading.standings, reading.former)
    func add(_ arrival: Arrival, _ run: RunRecord, _ told: () throws -> [String]) throws {
      guard UntakenDocuments.isDoubt(arrival) else { return }
      for feed in try UntakenDocuments.feeds(of: arrival, configuration, declared, former)
      where arrival.state == .held || !standings.isDisconnected(feed.feed) {
        let rows = Set(try told())
        var file = File(
          arrival: arrival, feed: feed, run: run.id, since: run.asOf,
          day: try UntakenDocuments.day(of: arrival, feed, run, configuration), companies: rows)
        // A delta that was read says of whom it is; of a whole export nobody knows whom else it should have named.
        if rows.isEmpty || file.isRejected || file.isSnapshot { file.companies.formUnion(owned.of(feed)) }
        if try UntakenDocuments.hasCome(file, reading) { continue }
        files.append(file)
      }
    }
    for file in reading.files { try add(file.arrival, run) { reading.spokenFor[file.arrival.sha256] ?? [] } }
    let looked = Set(reading.files.map(\.arrival.id))
    for arrival in try state.arrivals.held() + state.arrivals.arrivals(inState: .rejected)
    where !looked.contains(arrival.id) {
      guard let then = try arrival.run.flatMap(state.runs.run) else { continue }
      try add(arrival, then) { try state.arrivals.companies(ofArrival: arrival.id) }
    }
  }

  /// Why nobody of a company is to be reminded; nil: every file has been replaced, or there is none.
  func staleness(of company: String) -> Freshness.Staleness? {
    files.first { $0.companies.contains(company) && !isReplaced($0, of: company) }.map { file in
      Freshness.Staleness(
        why: UntakenDocuments.words(file.arrival),
        since: file.since, help: UntakenDocuments.help(file))
    }
  }

  /// As attention tells of a file for which nobody of its companies is reminded.
  static func words(_ arrival: Arrival) -> String { words(arrival, isRejected: arrival.state == .rejected) }

  static func words(_ arrival: Arrival, isRejected: Bool) -> String {
    "the documents file \(arrival.name) \(isRejected ? "was rejected" : "is held") [\(arrival.code ?? "")]"
  }

  /// Held files wait for a person, and rejected ones for the right export; what a person has rejected or taken out is decided, and rows
  /// that were missing before are missing still.
  private static func isDoubt(_ arrival: Arrival) -> Bool {
    if arrival.state == .held { return true }
    guard arrival.state == .rejected, arrival.decidedBy == nil || arrival.waived else { return false }
    return !["overtaken", "retracted", "feed-disconnected"].contains(arrival.code)
  }

  /// The documents feeds that a file may be of.
  private static func feeds(
    of arrival: Arrival, _ configuration: Configuration, _ declared: [FeedDeclaration], _ former: FormerFeeds
  ) throws -> [FeedSettings] {
    let own = arrival.state == .held ? try former.feed(of: arrival) : arrival.feed.flatMap(former.now)
    let names =
      arrival.feed.map { [own ?? $0] }
      ?? FeedResolution.named(arrival.name, folder: arrival.folder, declared).map(\.name)
    return configuration.intake.feeds.filter { feed in
      names.contains(feed.feed) && feed.columns?.feed == .documents
        && !(arrival.state == .rejected && declared.contains { $0.name == feed.feed && $0.isRedrop(arrival.name) })
    }
  }

  private static func day(
    of arrival: Arrival, _ feed: FeedSettings, _ run: RunRecord, _ configuration: Configuration
  ) throws -> CalendarDate? {
    if let stated = arrival.fileDate { return stated }
    guard let setting = feed.fileDate else { return run.asOf }
    return try FileOrder.outerDate(of: arrival, setting, configuration.timeZone).map { min($0, run.asOf) }
  }

  /// Whether a rejected delta was taken after all: its bytes, under a mapping that was mended, or those of its name and own date.
  private static func hasCome(_ file: File, _ reading: NightReading) throws -> Bool {
    guard file.isRejected, !file.isSnapshot else { return false }
    let name = file.feed.feed
    let all = try reading.files.map(\.arrival).filter { $0.feed == name } + reading.state.arrivals.all(feed: name)
    return all.contains { other in
      guard other.id > file.arrival.id, other.feed == name, other.rejectedRows == 0,
        other.state == .accepted || other.state == .superseded && other.code == "late-export"
      else { return false }
      return other.sha256 == file.arrival.sha256
        || file.feed.fileDate != nil && other.name == file.arrival.name && other.fileDate == file.day
    }
  }

  /// Whether a whole export has told of the company since: of a newer day, or of the same by a later run. Which of two of one night is
  /// right a person says of a held one; a rejected one nobody can take. Of what a delta said no other delta tells, unless the feed tells of
  /// invoices only.
  private func isReplaced(_ file: File, of company: String) -> Bool {
    taken.contains { other in
      let isOwn = file.isRejected && !file.feed.showsPayments && other.feed == file.feed.feed
      guard other.company == company, other.isWhole || isOwn else { return false }
      if other.isCopy { return other.day > file.day ?? file.since }
      if let day = file.day, day != other.day { return other.day > day }
      let run = other.run ?? tonight
      return run > file.run || run == file.run && file.isRejected && other.isWhole
    }
  }

  private static func help(_ file: File) -> String? {
    if file.arrival.code == TwoSnapshots.code { return file.arrival.acceptOrReject }
    if file.isSnapshot { return nil }
    guard file.isRejected else { return file.arrival.acceptOrReject }
    return "receivables reject \(file.arrival.sha12) --by NAME --reason TEXT, then drop it again, corrected"
  }
}
