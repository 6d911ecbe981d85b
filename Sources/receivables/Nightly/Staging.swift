import Ledger
import Pipeline

/// Writes a run's artefacts into its staging folder: every file synced and hashed as it is closed.
final class StagingSink: ArtefactSink {
  let folder: String
  private(set) var written: [WrittenFile] = []
  private var open: [Int: (file: DurableFile, path: String, hash: SHA256, bytes: Int)] = [:]
  private var next = 0
  private var folders: Set<String> = []

  /// Makes the folder, empty.
  init(folder: String) throws {
    self.folder = folder
    try Durable.removeFolder(folder)
    try Durable.makeFolder(folder)
    folders = [folder]
  }

  /// For a folder that a person names: it has to be new or empty.
  convenience init(newFolder folder: String) throws {
    if try Path.exists(folder), try !Path.isFolder(folder) || !Path.list(folder).isEmpty {
      throw Failure(
        .cannotCreate, "\(folder) is not empty, and nothing is overwritten", help: "name a folder that is not there")
    }
    try self.init(folder: folder)
  }

  func create(_ path: String) throws -> ArtefactFile {
    let full = Path.join(folder, path)
    let parent = Path.parent(full)
    if folders.insert(parent).inserted { try Durable.makeFolder(parent) }
    open[next] = (try DurableFile(creating: full), path, SHA256(), 0)
    next += 1
    return ArtefactFile(number: next - 1)
  }

  func write(_ bytes: UnsafeRawBufferPointer, to file: ArtefactFile) throws {
    open[file.number]!.hash.update(bytes)
    open[file.number]!.bytes += bytes.count
    try open[file.number]!.file.write(bytes)
  }

  func close(_ file: ArtefactFile, rows: Int?) throws {
    guard var entry = open.removeValue(forKey: file.number) else { return }
    try entry.file.close()
    written.append(
      WrittenFile(path: entry.path, bytes: entry.bytes, sha256: SHA256.hex(entry.hash.finish()), rows: rows))
  }

  /// Syncs every folder, innermost first, and the folder they stand in.
  func sync() throws {
    for folder in folders.sorted(by: { $0.utf8.count > $1.utf8.count }) { try Durable.syncFolder(folder) }
    try Durable.syncFolder(Path.parent(folder))
  }
}

/// Takes artefacts and keeps nothing: what `plan` writes into.
final class DiscardingSink: ArtefactSink {
  private var next = 0
  func create(_ path: String) throws -> ArtefactFile {
    next += 1
    return ArtefactFile(number: next)
  }
  func write(_ bytes: UnsafeRawBufferPointer, to file: ArtefactFile) throws {}
  func close(_ file: ArtefactFile, rows: Int?) throws {}
}
