import Intake
import Ledger
import Pipeline
import Store

/// Feeds that go by another name in pipeline.json than they did. The state knows them by their names; what people decided about one, what is held of
/// it and the days of its files hold on under its new name.
///
/// A feed that pipeline.json has no more has become the one that would take its newest file today, unless that one had files of its own at the
/// same time: then it is another one.
struct FormerFeeds {
  private let installation: Installation
  private let feeds: [FeedDeclaration]
  private let names: Set<String>
  /// By former name the present one.
  private var heirs: [String: String] = [:]

  init(_ state: State, _ installation: Installation) throws {
    self.installation = installation
    let settings = installation.configuration.intake.feeds
    feeds = settings.compactMap(FeedDeclaration.init)
    names = Set(settings.map(\.feed))
    for (gone, runs) in try state.arrivals.takenFeeds() where !names.contains(gone) {
      guard let newest = try state.arrivals.newestTaken(feed: gone), let heir = try feed(byContentOf: newest),
        try !state.arrivals.hasTaken(feed: heir, in: runs)
      else { continue }
      heirs[gone] = heir
    }
  }

  /// What a feed is called now; nil: pipeline.json has it no more, and nobody can tell what it has become.
  func now(_ name: String) -> String? { names.contains(name) ? name : heirs[name] }

  /// Former names of a feed, in byte order.
  func formerNames(of feed: String) -> [String] { heirs.filter { $0.value == feed }.keys.sorted() }

  /// A feed's name and its former ones.
  func allNames(of feed: String) -> [String] { [feed] + formerNames(of: feed) }

  /// The feed that a file would be of today; nil: nobody can tell.
  func feed(of arrival: Arrival) throws -> String? {
    guard let name = arrival.feed else { return nil }
    return try now(name) ?? feed(byContentOf: arrival)
  }

  private func feed(byContentOf arrival: Arrival) throws -> String? {
    do {
      let source = try ReadableFile(Path.join(installation.archive, arrival.archived))
      let folder = names.contains(arrival.folder) ? arrival.folder : ""
      return try FeedResolution.resolve(FileHead(source, name: arrival.name, folder: folder), feeds: feeds).feed.name
    } catch is FileRefusal {
      return nil
    } catch let failure as IOFailure where failure.isAboutTheFile || failure.purpose == .read {
      return nil
    }
  }
}
