import Intake
import Pipeline

extension NightReading {
  /// The feed of a file that was refused before anybody read its rows: by folder, name or content the only one, or the only one of documents.
  mutating func noteFeed(ofRefused index: Int, _ names: [String], _ feeds: [FeedDeclaration]) {
    let arrival = files[index].arrival
    let byName = FeedResolution.named(arrival.name, folder: arrival.folder, feeds)
    let all = names.isEmpty ? byName : feeds.filter { names.contains($0.name) }
    let documents = all.filter { $0.feed == .documents }
    guard let feed = documents.count == 1 ? documents[0] : all.count == 1 ? all[0] : nil else { return }
    files[index].arrival.feed = feed.name
    files[index].feed = installation.configuration.intake.feeds.first { $0.feed == feed.name }
  }
}
