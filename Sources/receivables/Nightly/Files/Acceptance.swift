import Glibc
import Intake
import Ledger
import Pipeline

/// Moves files from the inbox into the archive: a private, synced copy under the content's sha256; then a row in the state; only then
/// is the inbox's name removed. A cut at any point leaves the file in one of both places, and taking it twice changes nothing.
struct Acceptance {
  let installation: Installation
  let state: State
  let asOf: CalendarDate
  let clock: Clock
  let log: Log
  var choice = OneNight.FileChoice.all

  /// Takes every settled file. Returns what waits or could not be read.
  func takeAll() throws -> InboxScan {
    try clearTemporary()
    let intake = installation.configuration.intake
    let markers = intake.feeds.compactMap(FileMarker.init)
    var scan = try InboxScan(installation.inbox, quiet: intake.quiet, markers: markers)
    scan.files.removeAll { !choice.takes($0.path) }
    try LaterFiles(state, installation, asOf: asOf, clock: clock).leave(in: &scan)
    var copies: [(file: InboxFile, sha256: String, bytes: Int, archived: String, modified: Int64)] = []
    for file in scan.files {
      do {
        let (sha256, bytes, archived, modified) = try archive(file)
        copies.append((file, sha256, bytes, archived, modified))
      } catch let failure as IOFailure where failure.purpose == .read && failure.isAboutTheFile {
        scan.unreadable.append(failure)
      } catch is ChangedWhileRead {
        scan.unfinished.append(file.path)
      }
    }
    // In the order of contents, not of names or arrival, so that the same files give the same run.
    for copy in copies.sorted(by: {
      ($0.sha256, $0.file.folder, $0.file.name) < ($1.sha256, $1.file.folder, $1.file.name)
    }) {
      try state.database.transaction {
        try state.arrivals.record(
          sha256: copy.sha256, bytes: copy.bytes, archived: copy.archived, folder: copy.file.folder,
          name: copy.file.name,
          modified: copy.modified)
        try state.erasures.isBack(installation.relative(Path.join(installation.archive, copy.archived)))
      }
    }
    // The marker first: were it left behind by a cut, it would let the next file of this name in too early.
    for copy in copies { try FileMarker.remove(of: copy.file, markers) }
    for copy in copies {
      guard unlink(copy.file.path) == 0 || errno == ENOENT else { throw IOFailure("unlink", copy.file.path, .write) }
    }
    for folder in Set(copies.map { Path.parent($0.file.path) }).sorted() { try Durable.syncFolder(folder) }
    try copyWhatIsReadAfterAll()
    if !copies.isEmpty { log.event("intake", "taken", ["files": "\(copies.count)"]) }
    return scan
  }

  private struct ChangedWhileRead: Error {}

  private var temporary: String { Path.join(installation.archive, ".tmp") }

  private func clearTemporary() throws {
    guard try Path.isFolder(temporary) else { return }
    for name in try Path.list(temporary) { try Durable.remove(Path.join(temporary, name)) }
  }

  /// Copies one file into the archive unless its content is there already.
  private func archive(_ file: InboxFile) throws -> (String, Int, String, Int64) {
    let source = try ReadableFile(file.path)
    if let known = try archived(source) { return known }
    if let linked = try linked(source, file) { return linked }
    try Durable.makeFolder(temporary, mode: 0o700)
    let copy = Path.join(temporary, "copy")
    try Durable.remove(copy)
    let (bytes, sha256) = try Durable.copy(source, to: copy, mode: 0o400)
    guard try source.isUnchanged() else {
      try Durable.remove(copy)
      throw ChangedWhileRead()
    }
    let archived = try place(sha256)
    let target = Path.join(installation.archive, archived)
    if try Path.exists(target) {
      try Durable.remove(copy)
    } else {
      try Durable.makeFolder(Path.parent(target), mode: 0o700)
      try Durable.move(copy, to: target)
    }
    return (sha256, bytes, archived, source.modified)
  }

  /// A file that lies in the archive already, nil for any other. One of a size that no known file has is not read for this. What is dropped
  /// again is read once and not copied: half of what a copy costs.
  private func archived(_ source: borrowing ReadableFile) throws -> (String, Int, String, Int64)? {
    guard try state.arrivals.knows(bytes: source.size) else { return nil }
    var hash = SHA256()
    var bytes = 0
    try source.forEachChunk {
      hash.update($0)
      bytes += $0.count
    }
    let sha256 = SHA256.hex(hash.finish())
    guard try source.isUnchanged() else { throw ChangedWhileRead() }
    guard let known = try state.arrivals.archived(sha256: sha256),
      try Path.exists(Path.join(installation.archive, known))
    else { return nil }
    return (sha256, bytes, known, source.modified)
  }
}

// MARK: Large files that are refused

/// What is refused by its first bytes (a picture of 3 GB, a backup, a file of no feed) is not copied to be thrown out: it gets a second name
/// in the archive, at which the night finds it, and leaves it for `inbox/rejected` by another. Smaller files are not worth the difference.
extension Acceptance {
  private static let large = 16 << 20

  private func place(_ sha256: String) throws -> String {
    try state.arrivals.archived(sha256: sha256) ?? "\(asOf.description.prefix(4))/\(sha256)"
  }

  /// Nil for a file that is to be copied.
  private func linked(_ source: borrowing ReadableFile, _ file: InboxFile) throws -> (String, Int, String, Int64)? {
    guard source.size >= Acceptance.large, try isRefused(source, folder: file.folder, name: file.name) else {
      return nil
    }
    let sha256 = try source.sha256()
    guard try source.isUnchanged() else { throw ChangedWhileRead() }
    // Whoever has it open for writing would write into the archive.
    guard source.writers() == .none else { return nil }
    let archived = try place(sha256)
    let target = Path.join(installation.archive, archived)
    if try !Path.exists(target) {
      try Durable.makeFolder(Path.parent(target), mode: 0o700)
      guard try Durable.link(source, to: target) else { return nil }
    }
    return (sha256, source.size, archived, source.modified)
  }

  /// Whether the first bytes say that no night would read the file.
  private func isRefused(_ source: borrowing ReadableFile, folder: String, name: String) throws -> Bool {
    let head = try FileHead(source, name: name, folder: folder)
    do throws(FileRefusal) {
      _ = try FeedResolution.resolve(
        head, feeds: installation.configuration.intake.feeds.compactMap(FeedDeclaration.init))
      return false
    } catch { return true }
  }

  /// Where a run was cut off before it refused such a file, pipeline.json may know it by now. What is read has to be a copy of ours.
  private func copyWhatIsReadAfterAll() throws {
    for arrival in try state.arrivals.waiting() where arrival.bytes >= Acceptance.large {
      let path = Path.join(installation.archive, arrival.archived)
      guard try Path.exists(path) else { continue }
      let source = try ReadableFile(path)
      guard !source.isOurs, try !isRefused(source, folder: arrival.folder, name: arrival.name) else { continue }
      let copy = Path.join(temporary, "copy")
      try Durable.makeFolder(temporary, mode: 0o700)
      try Durable.remove(copy)
      let (_, sha256) = try Durable.copy(source, to: copy, mode: 0o400)
      guard sha256 == arrival.sha256 else {
        throw Failure(
          .integrity, "\(path) is not the file that was dropped: its content changed", help: "drop it again")
      }
      try Durable.move(copy, to: path)
    }
  }
}
