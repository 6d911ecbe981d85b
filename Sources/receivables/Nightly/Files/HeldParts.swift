import Formats
import Intake
import Ledger
import Pipeline
import Store

/// Parts of an export that wait, held, for the others: with each new file of their feed they are looked at again. Those that are dated by
/// themselves join the others on whatever night these come; those that are not, within their day.
struct HeldParts {
  let installation: Installation
  let state: State
  let asOf: CalendarDate

  static let code = "parts-missing"
  /// Of what a newer export has replaced.
  static let overtaken = "a newer complete export of the same companies has been accepted"
  static let overtakenHelp = "nothing to do; drop it again only if it is right and the newer one is not"

  /// Whether a newer export of a feed has come whole: it speaks for whom parts of a day would have spoken.
  static func areOvertaken(of feed: String?, _ day: CalendarDate, by files: [PendingFile], _ asOf: CalendarDate) -> Bool
  {
    files.contains {
      $0.arrival.state == .accepted && $0.arrival.feed == feed && !$0.isRedrop && $0.date ?? asOf > day
    }
  }

  /// Held parts of the feeds of which these files are.
  func joining(_ files: [PendingFile]) throws -> [Arrival] {
    let feeds = installation.configuration.intake.feeds
    guard feeds.contains(where: { $0.parts > 1 }) else { return [] }
    let held = try state.arrivals.held().filter { $0.code == HeldParts.code }
    guard !held.isEmpty, !files.isEmpty else { return [] }
    let declared = feeds.compactMap(FeedDeclaration.init)
    let coming = try Set(files.compactMap { try feed(of: $0, declared) })
    return try held.filter { part in
      guard let feed = part.feed, coming.contains(feed), try RefusedFile.isThere(part, installation) else {
        return false
      }
      return try part.fileDate != nil || part.run.flatMap(state.runs.run)?.asOf == asOf
    }
  }

  /// Lets them wait for the next run, with what has come of their feeds. A cut between two steps leaves the file in both places.
  func release() throws {
    let waiting = try state.arrivals.waiting().map {
      PendingFile(arrival: $0, path: Path.join(installation.archive, $0.archived))
    }
    for part in try joining(waiting) {
      do { try RefusedFile.restore(part, installation) } catch is Failure { continue }
      try state.database.transaction {
        try state.arrivals.join(part.id)
        try state.trail.append(
          run: try state.runs.newest()?.run ?? "", event: "part-waits-again", subject: part.sha256, detail: part.path)
      }
      try RefusedFile.removeHeld(part, installation)
    }
  }

  /// The same for a night that is not recorded: read from where they lie.
  func pending(_ files: [PendingFile]) throws -> [PendingFile] {
    try joining(files).map { part in
      var waiting = part
      (waiting.state, waiting.code, waiting.message, waiting.help) = (.waiting, nil, nil, nil)
      let archived = Path.join(installation.archive, part.archived)
      return PendingFile(
        arrival: waiting,
        path: try Path.exists(archived) ? archived : Path.join(installation.held, RefusedFile.name(part)))
    }
  }

  private func feed(of file: PendingFile, _ declared: [FeedDeclaration]) throws -> String? {
    let head = try FileHead(ReadableFile(file.path), name: file.arrival.name, folder: file.arrival.folder)
    do throws(FileRefusal) { return try FeedResolution.resolve(head, feeds: declared).feed.name } catch { return nil }
  }
}
