import Intake
import Ledger
import Pipeline
import Store

/// Which feeds are paused or disconnected, and which files that concerns.
struct FeedStandings {
  private var standings: [String: FeedStanding] = [:]
  /// Of feeds that pipeline.json has no more, and of which nobody can tell what they have become.
  private(set) var gone: [FeedStanding] = []
  private let feeds: [FeedDeclaration]

  /// - Parameter former: names that feeds had, where somebody has looked them up already.
  init(_ state: State, _ installation: Installation, _ former: FormerFeeds? = nil) throws {
    feeds = installation.configuration.intake.feeds.compactMap(FeedDeclaration.init)
    let known = try state.feeds.all()
    guard !known.isEmpty else { return }
    let former = try former ?? FormerFeeds(state, installation)
    for standing in known {
      guard let feed = former.now(standing.feed) else {
        gone.append(standing)
        continue
      }
      standings[feed] = FeedStandings.newer(standing, standings[feed], feed)
    }
  }

  /// Of what was decided under several names of one feed, the newest counts; of one day, what stops it.
  private static func newer(_ one: FeedStanding, _ other: FeedStanding?, _ feed: String) -> FeedStanding {
    var newest = one
    newest.feed = feed
    guard let other else { return newest }
    if (other.since, other.state == .connected ? 0 : 1) > (one.since, one.state == .connected ? 0 : 1) {
      newest = other
    }
    newest.backSince = [one.backSince, other.backSince].compactMap(\.self).max()
    return newest
  }

  func of(_ feed: String) -> FeedStanding? { standings[feed] }

  func isPaused(_ feed: String) -> Bool { standings[feed]?.state == .paused }
  func isDisconnected(_ feed: String) -> Bool { standings[feed]?.state == .disconnected }

  private var hasPaused: Bool { standings.values.contains { $0.state == .paused } }

  /// Takes out of what lies in the inbox what waits because its feed is paused. Files of folders are told by their folder, others are looked
  /// at, as a run would look at them; what cannot be told is taken, to be refused with a reason.
  func leavePaused(in scan: inout InboxScan) throws {
    guard hasPaused else { return }
    var taken: [InboxFile] = []
    for file in scan.files {
      if let feed = try feed(of: file), isPaused(feed) {
        scan.waiting.append(WaitingFile(path: file.path, feed: feed, cause: .paused))
      } else {
        taken.append(file)
      }
    }
    scan.files = taken
  }

  /// The feed a file of the inbox belongs to; nil where that cannot be told.
  func feed(of file: InboxFile) throws -> String? {
    if !file.folder.isEmpty { return file.folder }
    do {
      let source = try ReadableFile(file.path)
      return try FeedResolution.resolve(FileHead(source, name: file.name), feeds: feeds).feed.name
    } catch is FileRefusal {
      return nil
    } catch let failure as IOFailure where failure.isAboutTheFile || failure.purpose == .read {
      return nil
    }
  }
}
