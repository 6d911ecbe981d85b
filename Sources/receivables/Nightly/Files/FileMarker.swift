import Glibc
import Pipeline

/// A feed whose files are complete once a marker of the same name and an ending lies beside them: `open-items.csv.done`.
struct FileMarker {
  private let feed: FeedSettings
  private let ending: String

  /// Nil for a feed without markers.
  init?(_ feed: FeedSettings) {
    guard let marker = feed.marker else { return nil }
    self.feed = feed
    ending = marker
  }

  private func isMarker(_ file: InboxFile) -> Bool {
    guard file.name.hasSuffix(ending), file.name != ending else { return false }
    let name = String(file.name.dropLast(ending.count))
    return feed.concerns(InboxFile(folder: file.folder, name: name, path: ""))
  }

  /// Files that may be looked at: without markers, and without files that lack theirs, whose paths are added to `waiting`.
  static func ready(_ found: [InboxFile], _ markers: [FileMarker], waiting: inout [String]) -> [InboxFile] {
    guard !markers.isEmpty else { return found }
    let paths = Set(found.map(\.path))
    return found.filter { file in
      if markers.contains(where: { $0.isMarker(file) }) { return false }
      guard let own = markers.first(where: { $0.feed.concerns(file) }) else { return true }
      if paths.contains(file.path + own.ending) { return true }
      waiting.append(file.path)
      return false
    }
  }

  /// Removes the marker of a file that was taken, if it has one.
  static func remove(of file: InboxFile, _ markers: [FileMarker]) throws {
    guard let own = markers.first(where: { $0.feed.concerns(file) }) else { return }
    try Durable.remove(file.path + own.ending)
  }
}

extension FeedSettings {
  /// Whether a file of this name and place belongs to the feed, as far as folder and name tell.
  func concerns(_ file: InboxFile) -> Bool {
    guard file.folder.isEmpty else { return file.folder == feed }
    return match.contains { $0.matches(file.name) } || columns?.match.files.contains { $0.matches(file.name) } == true
  }
}

extension IntakeSettings {
  /// Seconds a file must stand still before it is taken, as its feed says; the most patient where its name fits several. Nil where none says.
  func quiet(_ file: InboxFile) -> Int? { feeds.filter { $0.concerns(file) }.compactMap(\.quiet).max() }
}
