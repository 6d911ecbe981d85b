import Glibc
import Pipeline

/// A feed whose files are complete once a marker of the same name and an ending lies beside them: `open-items.csv.done`.
struct FileMarker {
  private let folder: String
  private let ending: String
  private let match: [FilePattern]

  /// Nil for a feed without markers.
  init?(_ feed: FeedSettings) {
    guard let marker = feed.marker else { return nil }
    folder = feed.feed
    ending = marker
    match = feed.match + (feed.columns?.match.files ?? [])
  }

  /// Whether a file of this name and place belongs to the feed, as far as folder and name tell.
  private func concerns(_ file: InboxFile) -> Bool {
    file.folder.isEmpty ? match.contains { $0.matches(file.name) } : file.folder == folder
  }

  private func isMarker(_ file: InboxFile) -> Bool {
    guard file.name.hasSuffix(ending), file.name != ending else { return false }
    let name = String(file.name.dropLast(ending.count))
    return concerns(InboxFile(folder: file.folder, name: name, path: ""))
  }

  /// Files that may be looked at: without markers, and without files that lack theirs, whose paths are added to `waiting`.
  static func ready(_ found: [InboxFile], _ markers: [FileMarker], waiting: inout [String]) -> [InboxFile] {
    guard !markers.isEmpty else { return found }
    let paths = Set(found.map(\.path))
    return found.filter { file in
      if markers.contains(where: { $0.isMarker(file) }) { return false }
      guard let own = markers.first(where: { $0.concerns(file) }) else { return true }
      if paths.contains(file.path + own.ending) { return true }
      waiting.append(file.path)
      return false
    }
  }

  /// Removes the marker of a file that was taken, if it has one.
  static func remove(of file: InboxFile, _ markers: [FileMarker]) throws {
    guard let own = markers.first(where: { $0.concerns(file) }) else { return }
    try Durable.remove(file.path + own.ending)
  }
}
