import Emit
import Ledger
import Pipeline
import Store

/// Takes a pinned run to its end: computes it, stores it in one transaction, publishes it.
struct RunWork {
  let installation: Installation
  let state: State
  let log: Log
  /// The process ends after it, and its memory with it: nothing is taken apart value by value.
  var isLast = false
  /// A trap has ended the program behind the reading of this run's files: without them it can go on.
  var isTrapped = false

  func complete(_ run: RunRecord) throws -> ExitCode {
    let publication = Publication(installation: installation, state: state)
    let trap = TrapMark(installation)
    trap.watch(run.run)
    do {
      try Durable.removeFolder(publication.refusedFolder(run))
      let sink = try StagingSink(folder: publication.staging(run))
      let files = try state.arrivals.arrivals(ofRun: run.id).map {
        PendingFile(arrival: $0, path: Path.join(installation.archive, $0.archived))
      }
      // Reads the state thousands of times and writes nothing to it: one transaction.
      var result = try state.database.reading {
        try NightWork(
          installation: installation, state: state, run: run, sink: sink, log: log, mark: ReadingMark(installation),
          isTrapped: isTrapped
        )
        .compute(files)
      }
      defer { if isLast { _ = Unmanaged.passRetained(Kept(result)) } }
      tell(result)
      try log.stage("store") {
        let recording = Recording(
          state: state, run: run, configSha256: installation.configSha256,
          configuration: installation.configuration, accountSalt: try AccountSalt.of(installation, state))
        try recording.store(&result) { night, auditHead, inputs in
          try finish(sink, publication.refusedFolder(run), night, auditHead, inputs)
        }
      }
      guard let decided = try state.runs.run(named: run.run) else {
        throw Failure(.integrity, "run \(run.run) was decided and is gone")
      }
      try trap.end()
      try log.stage("publish") { try publication.publish(decided) }
      return result.exit
    } catch let error as FootingError {
      // What does not tie is not published, and must not stand in the way of the corrected file. Nothing was decided yet.
      try Durable.removeFolder(publication.staging(run))
      try state.database.transaction { try state.runs.abandon(run.id) }
      throw error
    }
  }

  /// Tells on the log what was refused and why, in the form of every message: file, place, what, code, help.
  private func tell(_ result: NightResult) {
    for (arrival, rows) in zip(result.arrivals, result.rejectedRows) {
      let name = Path.join(installation.configuration.inbox, arrival.path)
      if arrival.state == .rejected || arrival.state == .held {
        log.problem(
          Diagnostic(
            file: name, message: "\(arrival.state.rawValue): \(arrival.message ?? "")", code: arrival.code ?? "",
            help: arrival.help ?? ""
          ).description)
      }
      for row in rows.prefix(RunWork.toldRows) {
        let what = row.column.isEmpty ? row.message : "\(row.column): \(row.message)"
        log.problem(
          Diagnostic(
            file: name, line: row.position.lineFrom, column: row.place, message: what, code: row.code, help: row.hint
          ).description)
      }
      if rows.count > RunWork.toldRows {
        log.problem(
          "\(name): \(rows.count - RunWork.toldRows) more problems; all are in the run's rejects folder or the reason file"
        )
      }
    }
  }

  private static let toldRows = 20

  /// Holds what a night came to until the process ends.
  private final class Kept {
    let result: NightResult
    init(_ result: consuming NightResult) { self.result = result }
  }

  /// Writes manifest and reason files and syncs everything; gives the manifest's sha256.
  private func finish(
    _ sink: StagingSink, _ refused: String, _ result: NightResult, _ auditHead: String, _ inputs: [Manifest.Input]
  ) throws -> String {
    let manifest = Manifest(
      night: result.night, configSha256: installation.configSha256, auditHead: auditHead, inputs: inputs,
      files: sink.written, controls: result.report.controls
    ).bytes
    try sink.put(manifest, at: "manifest.json")
    try sink.sync()
    if !result.refusals.isEmpty {
      for (path, bytes) in result.refusals {
        let full = Path.join(refused, path)
        try Durable.makeFolder(Path.parent(full))
        try Durable.put(bytes, at: full)
      }
    }
    return SHA256.hex(SHA256.digest(manifest))
  }
}
