import Glibc
import Ledger

/// Which installation an inbox belongs to: two of them on one inbox would each take half of the files.
struct Owner {
  let installation: Installation
  let state: State

  /// Marks the inbox as ours, or refuses one that another installation has marked (78).
  func claim() throws {
    let ours = try identity()
    let path = Path.join(installation.inbox, ".owner")
    guard try Path.exists(path) else { return try Durable.put("\(ours)\n", at: path) }
    let found = String(decoding: try ReadableFile(path).head(100), as: UTF8.self).filter { !$0.isWhitespace }
    guard found == ours else {
      throw Failure(
        .configuration, "\(installation.inbox) belongs to another installation of receivables [inbox-owned]",
        help: "give each installation an inbox of its own; if the other one is gone for good, remove \(path)")
    }
  }

  /// Made once and kept in the state, so that a restored or moved installation is still the same.
  private func identity() throws -> String {
    if let known = try state.runs.meta("installation") { return known }
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = host.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    let path = Path.resolved(installation.stateFolder) ?? installation.stateFolder
    let made = SHA256.hex(of: "\(name)\n\(path)")
    try state.database.transaction { try state.runs.setMeta("installation", made) }
    return made
  }
}
