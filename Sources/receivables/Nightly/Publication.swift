import Glibc
import Ledger
import Store

/// Makes a decided run visible. Every step can be done again: a run that was cut off here is finished by the next command.
struct Publication {
  let installation: Installation
  let state: State

  func publish(_ run: RunRecord) throws {
    guard let manifest = run.manifestSha256 else {
      throw Failure(.integrity, "run \(run.run) is decided but has no manifest")
    }
    try moveStaging(run, manifest)
    try moveRefused(run)
    try Durable.put("\(manifest)\n", at: Path.join(installation.runs, "\(run.run).done"))
    try Durable.put("\(run.run)\n", at: Path.join(installation.outbox, "current"))
    try Releases(installation: installation, state: state).mark(run)
    try state.database.transaction { try state.runs.publish(run.id) }
    try Durable.removeFolder(staging(run))
    try Durable.removeFolder(refusedFolder(run))
  }

  /// Writes again what others may have removed beside the newest run: its mark, and the name of the newest run.
  func heal(_ run: RunRecord) throws {
    guard let manifest = run.manifestSha256, try Path.exists(Path.join(installation.runs, run.run)) else { return }
    let done = Path.join(installation.runs, "\(run.run).done")
    if try !Path.exists(done) { try Durable.put("\(manifest)\n", at: done) }
    let current = Path.join(installation.outbox, "current")
    if try !Path.exists(current) { try Durable.put("\(run.run)\n", at: current) }
    try Releases(installation: installation, state: state).mark(run)
  }

  func staging(_ run: RunRecord) -> String { Path.join(installation.staging, run.run) }
  /// Reason files of refused files, until they reach the inbox: `rejected/` and `held/` inside.
  func refusedFolder(_ run: RunRecord) -> String { Path.join(installation.staging, "\(run.run).refused") }

  private func moveStaging(_ run: RunRecord, _ manifest: String) throws {
    let target = Path.join(installation.runs, run.run)
    if try !Path.exists(target) {
      try checkManifest(staging(run), manifest, run)
      try Durable.makeFolder(installation.runs)
      try Durable.move(staging(run), to: target)
    } else {
      try checkManifest(target, manifest, run)
    }
  }

  private func checkManifest(_ folder: String, _ expected: String, _ run: RunRecord) throws {
    let path = Path.join(folder, "manifest.json")
    let found: String
    do {
      found = SHA256.hex(SHA256.digest(try ReadableFile(path).all()))
    } catch let failure as IOFailure where failure.code == ENOENT {
      throw Failure(
        .integrity, "run \(run.run) is decided, but \(failure)",
        help: "restore \(installation.staging) from a backup, or restore state and archive of the day before")
    }
    guard found == expected else {
      // What lies there went out; what the state has decided waits in the staging folder.
      throw Failure(
        .integrity,
        "\(path) is not the manifest that run \(run.run) decided on: it was altered, or is of a state that is gone [unknown-run]",
        help: "\(UnknownRuns.move([run.run], installation)), then run again")
    }
  }

  /// Puts refused files with their reasons beside the inbox, reason first, and takes them out of the archive.
  private func moveRefused(_ run: RunRecord) throws {
    let arrivals = try state.arrivals.arrivals(ofRun: run.id)
    for arrival in arrivals where arrival.state == .rejected || arrival.state == .held {
      let kind = arrival.state == .held ? "held" : "rejected"
      let name = RefusedFile.name(arrival)
      let folder = Path.join(installation.inbox, kind)
      try Durable.makeFolder(folder)
      let reason = Path.join(refusedFolder(run), "\(kind)/\(name).reason.json")
      if try Path.exists(reason) { try Durable.bring(reason, to: Path.join(folder, "\(name).reason.json")) }
      let isOnce = arrivals.count { $0.sha256 == arrival.sha256 } == 1
      let leaves = try isOnce && RefusedFile.leavesArchive(arrival, state)
      try RefusedFile.place(arrival, in: folder, installation, leavesArchive: leaves)
      if arrival.state == .rejected { try RefusedFile.removeHeld(arrival, installation) }
    }
    for arrival in try state.arrivals.arrivals(ofRun: run.id) where arrival.state == .rejected || arrival.state == .held
    {
      try RefusedFile.clearArchive(arrival, installation, state)
    }
  }
}

/// Files that were not taken: where they wait, and under which name.
enum RefusedFile {
  /// `<sha12>-<name>`. Of a name so long that there would be no room for what stands around it (`.<name>.reason.json.tmp`), the middle is left
  /// out.
  static func name(_ arrival: Arrival) -> String {
    let room = 255 - ".\(arrival.sha12)-.reason.json.tmp".utf8.count
    let name = arrival.name
    guard name.utf8.count > room else { return "\(arrival.sha12)-\(name)" }
    let end = part(Array(name.unicodeScalars.reversed()), of: 40).reversed()
    let start = part(Array(name.unicodeScalars), of: room - 40 - 3)
    var short = String.UnicodeScalarView(start)
    short.append(contentsOf: "...".unicodeScalars)
    short.append(contentsOf: end)
    return "\(arrival.sha12)-\(String(short))"
  }

  /// As many of these, from the first on, as have so many bytes.
  private static func part(_ scalars: [Unicode.Scalar], of bytes: Int) -> [Unicode.Scalar] {
    var left = bytes
    return Array(
      scalars.prefix { scalar in
        left -= UTF8.width(scalar)
        return left >= 0
      })
  }

  /// Puts the original from the archive into the folder, unless it is there.
  /// - Parameter leavesArchive: the archive will not keep it, and nobody else waits for it: where both are on one file system it is moved
  ///   and not copied, however large it is.
  static func place(
    _ arrival: Arrival, in folder: String, _ installation: Installation, leavesArchive: Bool = false
  ) throws {
    let target = Path.join(folder, name(arrival))
    guard try !Path.exists(target) else { return }
    let temporary = Path.join(folder, ".\(name(arrival)).tmp")
    try Durable.remove(temporary)
    let archived = Path.join(installation.archive, arrival.archived)
    let isArchived = try Path.exists(archived)
    if leavesArchive, isArchived, try Durable.hand(archived, to: target) { return }
    let source = try ReadableFile(isArchived ? archived : Path.join(installation.held, name(arrival)))
    _ = try Durable.copy(source, to: temporary)
    try Durable.move(temporary, to: target)
  }

  static func leavesArchive(_ arrival: Arrival, _ state: State) throws -> Bool {
    try state.arrivals.arrivals(sha256Prefix: arrival.sha256).allSatisfy { $0.state == .rejected || $0.state == .held }
  }

  /// The archive keeps accepted originals only: a file that no arrival of ours accepted leaves it.
  static func clearArchive(_ arrival: Arrival, _ installation: Installation, _ state: State) throws {
    guard try leavesArchive(arrival, state) else { return }
    try Durable.remove(Path.join(installation.archive, arrival.archived))
  }

  /// False where somebody has deleted a held file.
  static func isThere(_ arrival: Arrival, _ installation: Installation) throws -> Bool {
    if try Path.exists(Path.join(installation.archive, arrival.archived)) { return true }
    return try Path.exists(Path.join(installation.held, name(arrival)))
  }

  /// Brings a refused file's bytes back into the archive: before it is tried again.
  static func restore(_ arrival: Arrival, _ installation: Installation) throws {
    let target = Path.join(installation.archive, arrival.archived)
    guard try !Path.exists(target) else { return }
    for kind in ["held", "rejected"] {
      let path = Path.join(installation.inbox, "\(kind)/\(name(arrival))")
      guard try Path.exists(path) else { continue }
      let temporary = Path.join(installation.archive, ".tmp/copy")
      try Durable.makeFolder(Path.parent(temporary), mode: 0o700)
      try Durable.remove(temporary)
      let (_, sha256) = try Durable.copy(try ReadableFile(path), to: temporary, mode: 0o400)
      guard sha256 == arrival.sha256 else {
        try Durable.remove(temporary)
        throw Failure(.integrity, "\(path) is not the file that was held: its content changed")
      }
      try Durable.makeFolder(Path.parent(target), mode: 0o700)
      try Durable.move(temporary, to: target)
      return
    }
    throw Failure(.integrity, "\(arrival.archived) is neither in the archive nor beside the inbox")
  }

  /// Takes a file that was let in, or decided on, away from `held/`.
  static func removeHeld(_ arrival: Arrival, _ installation: Installation) throws {
    let path = Path.join(installation.held, name(arrival))
    try Durable.remove(path)
    try Durable.remove("\(path).reason.json")
  }
}
