import Formats
import Ledger
import Store

/// What `verify` expects of a file: what was published or accepted, or what an erasure has made of it; or nothing, where retention has let it
/// go.
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
      if try ReadableFile(path).sha256() != (erased?.after ?? published) { problems.append("\(path) was altered") }
    } catch { problems.append("\(error)") }
  }

  /// Hash over all that was changed or removed so far, for the trail.
  static func digest(_ state: State) throws -> String {
    SHA256.hex(of: try state.erasures.files().map { "\($0.path) \($0.before) \($0.after ?? "removed")\n" }.joined())
  }

  /// Writes `<run>.erased` beside `.done` of every run that is still there: which files of the run are no longer what its manifest says.
  static func mark(_ installation: Installation, _ state: State) throws {
    let files = try state.erasures.files()
    for run in try state.runs.all() {
      let folder = installation.relative(Path.join(installation.runs, run.run)) + "/"
      let own = files.filter { $0.path.hasPrefix(folder) }
      guard !own.isEmpty, try Path.isFolder(Path.join(installation.runs, run.run)) else { continue }
      var json = JSONWriter()
      json.object { json in
        json.member("run", run.run)
        json.member(
          "files",
          array: { json in
            for file in own {
              json.object { json in
                json.member("path", String(file.path.dropFirst(folder.count)))
                json.member("published", file.before)
                json.member("sha256", file.after.map { .text($0) } ?? JSONValue(.null))
              }
            }
          })
      }
      try Durable.put(json.bytes, at: Path.join(installation.runs, "\(run.run).erased"))
    }
  }
}
