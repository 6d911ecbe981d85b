import Ledger

/// The file that is being read just now, written down beside the state: if the program ends over it, the next one knows which it was. It is
/// not synced, for after a power cut no file is to blame.
struct ReadingMark {
  /// Nil: nothing is written, as for `plan`.
  let path: String?

  init(_ installation: Installation?) { path = installation.map { Path.join($0.stateFolder, "reading") } }

  func begin(_ sha256: String) throws {
    if let path { try Durable.note("\(sha256)\n", at: path) }
  }

  /// All files were read, or the night is over.
  func end() throws {
    if let path, try Path.exists(path) { try Durable.remove(path) }
  }

  /// The file that was being read when the program ended; nil where none was.
  func left() throws -> String? {
    guard let path, try Path.exists(path) else { return nil }
    let sha256 = String(decoding: try ReadableFile(path).head(64), as: UTF8.self)
    return sha256.utf8.count == 64 ? sha256 : nil
  }
}
