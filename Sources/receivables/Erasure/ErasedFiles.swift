import Ledger
import Store

/// What `verify` expects of a file: what was published or accepted, or what an erasure has made of it.
struct ErasedFiles {
  private let installation: Installation
  private let files: [String: ErasedFile]

  init(_ installation: Installation, _ state: State) throws {
    self.installation = installation
    files = Dictionary(uniqueKeysWithValues: try state.erasures.files().map { ($0.path, $0) })
  }

  /// Adds a problem where the file is not as it has to be.
  func check(_ path: String, _ published: String, _ problems: inout [String]) {
    do {
      let erased = files[installation.relative(path)]
      if let erased, erased.after == nil, try !Path.exists(path) { return }
      var hash = SHA256()
      try ReadableFile(path).forEachChunk { hash.update($0) }
      if SHA256.hex(hash.finish()) != (erased?.after ?? published) { problems.append("\(path) was altered") }
    } catch { problems.append("\(error)") }
  }
}
