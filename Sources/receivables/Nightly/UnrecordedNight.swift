import Ledger
import Pipeline
import Store

/// A night that is computed and not recorded: what `plan` tells and `run --rehearse` writes. Reads the inbox and the state, and changes neither.
struct UnrecordedNight {
  let installation: Installation
  let state: State
  let scan: InboxScan
  let run: RunRecord
  private let files: [PendingFile]

  /// - Parameter name: what the run is called, by its as-of date.
  init(_ invocation: Invocation, name: (Installation, CalendarDate) throws -> String) throws {
    let installation = try Installation.load(invocation.configPath, jobs: try invocation.jobs())
    let state = try State.look(installation.database)
    try state.refuseCutOffRun()
    let clock = try invocation.clock()
    let asOf = try invocation.date(.asOf) ?? clock.day(in: installation.configuration.timeZone)
    var scan = try InboxScan(
      installation.inbox, quiet: { _ in nil }, waits: false,
      markers: installation.configuration.intake.feeds.compactMap(FileMarker.init))
    try LaterFiles(state, installation, asOf: asOf, clock: clock).leave(in: &scan)
    let pending = try UnrecordedNight.pending(scan, installation, state)
    files = pending + (try HeldParts(installation: installation, state: state, asOf: asOf).pending(pending))
    run = RunRecord(
      id: (try state.runs.newest()?.id ?? 0) + 1, run: try name(installation, asOf), asOf: asOf, seq: 0, state: .open,
      clock: clock.seconds, utcOffset: try clock.offset(in: installation.configuration.timeZone),
      program: Program.nameAndVersion, configSha256: installation.configSha256, settingsSha256: "")
    (self.installation, self.state, self.scan) = (installation, state, scan)
  }

  func compute(
    into sink: any ArtefactSink, log: Log, keepsAll: Bool = false, previews: Bool = false, rehearsal: Rehearsal? = nil
  ) throws -> NightResult {
    try state.database.reading {
      try NightWork(
        installation: installation, state: state, run: run, sink: sink, log: log, keepsAll: keepsAll,
        previews: previews,
        rehearsal: rehearsal
      ).compute(files)
    }
  }

  /// What lies in the inbox, as if it had arrived; and what waits from before.
  private static func pending(
    _ scan: InboxScan, _ installation: Installation, _ state: State
  ) throws -> [PendingFile] {
    var files = try state.arrivals.waiting().map {
      PendingFile(arrival: $0, path: Path.join(installation.archive, $0.archived))
    }
    var found: [(file: InboxFile, sha256: String, size: Int, modified: Int64)] = []
    for file in scan.files {
      let source = try ReadableFile(file.path)
      found.append((file, try source.sha256(), source.size, source.modified))
    }
    let next = (files.map(\.arrival.id).max() ?? 0) + 1_000_000_000
    found.sort { ($0.sha256, $0.file.folder, $0.file.name) < ($1.sha256, $1.file.folder, $1.file.name) }
    for (place, item) in found.enumerated() {
      let arrival = Arrival(
        id: next + Int64(place), file: 0, sha256: item.sha256, bytes: item.size, archived: "", folder: item.file.folder,
        name: item.file.name, modified: item.modified)
      files.append(PendingFile(arrival: arrival, path: item.file.path))
    }
    return files
  }
}
