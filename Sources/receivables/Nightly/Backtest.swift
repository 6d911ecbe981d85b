import Emit
import Formats
import Ledger
import Pipeline
import Store

/// `plan --policy FILE --backtest FROM TO`: what other policies would have sent on nights that were. Every recorded night from the first on is
/// computed again from its archived files and pinned settings, in a state that lives in memory only; from FROM on with the policies to try.
/// Nothing is opened for writing.
///
/// What depends on people's answers to messages is as it was: payments, decisions, events of delivery. Releases are taken as given.
struct Backtest {
  let installation: Installation
  /// The recorded state, open for reading.
  let state: State
  let policies: [Policy]
  let from: CalendarDate
  let to: CalendarDate
  let log: Log

  /// Messages of a night by kind.
  struct Night {
    var run: String
    var asOf: CalendarDate
    var recorded: [MessageTables.Total]
    var replayed: [MessageTables.Total]
    /// How many reminder units heard something (`sent`) or did not, by reason. Nil: the run's report is not in the outbox any more.
    var recordedReasons: [String: Int]?
    var replayedReasons: [String: Int]
  }

  struct Result {
    var nights: [Night] = []
    /// Nights before FROM, which were replayed as they were; and how many of them gave the messages that are recorded.
    var before = 0
    var reproduced = 0
  }

  func run() throws -> Result {
    let memory = State(try Database.inMemory())
    try Migrations.migrate(memory.database)
    var result = Result()
    for run in try state.runs.all() where run.asOf <= to && run.state == .published {
      let isWithdrawn = try state.releases.isWithdrawn(run.id)
      let report = try replay(run, in: memory)
      if isWithdrawn {
        try memory.database.transaction {
          try memory.releases.withdraw(run: run.id, by: "", reason: "")
          try memory.undone.undo(try memory.releases.messages(run: run.id, channel: nil), .withdrawn)
        }
        continue
      }
      let night = Night(
        run: run.run, asOf: run.asOf, recorded: try state.messages.totals(ofRun: run.id),
        replayed: try memory.messages.totals(ofRun: run.id), recordedReasons: try recordedReasons(of: run),
        replayedReasons: report.messages.reduce(into: [:]) { $0[$1.count.outcome, default: 0] += $1.number })
      if run.asOf >= from {
        result.nights.append(night)
      } else {
        result.before += 1
        result.reproduced += night.recorded == night.replayed ? 1 : 0
      }
    }
    return result
  }

  /// Units by outcome, as the published report has them; nil where it is not there.
  private func recordedReasons(of run: RunRecord) throws -> [String: Int]? {
    let path = Path.join(Path.join(installation.runs, run.run), "run.json")
    guard run.asOf >= from, try Path.exists(path) else { return nil }
    let messages = try JSONReader.read(try ReadableFile(path).all(), file: path)["messages"]?.elements ?? []
    return messages.reduce(into: [:]) { $0[$1["outcome"]?.string ?? "", default: 0] += $1["number"]?.int ?? 0 }
  }

  private func replay(_ recorded: RunRecord, in memory: State) throws -> RunReport {
    var run = recorded
    (run.state, run.exitCode, run.manifestSha256) = (.open, nil, nil)
    var pinned = try installation.pinned(recorded, state, checksFonts: false)
    pinned.configuration.change { settings in
      if recorded.asOf >= from { settings.policies = policies }
      (settings.release, settings.approval) = (.auto, nil)
    }
    let files = try files(of: recorded, in: memory)
    try memory.database.transaction { try memory.runs.insert(run) }
    var result = try NightWork(
      installation: pinned, state: memory, run: run, sink: DiscardingSink(), log: log
    ).compute(files)
    try Recording(
      state: memory, run: run, configSha256: pinned.configSha256, configuration: pinned.configuration,
      accountSalt: try AccountSalt.of(pinned, memory)
    ).store(&result) { _, _, _ in "" }
    try memory.database.transaction { try memory.runs.publish(run.id) }
    return result.report
  }

  /// The files that the run took, as if they had arrived in memory.
  private func files(of run: RunRecord, in memory: State) throws -> [PendingFile] {
    for arrival in try state.arrivals.arrivals(ofRun: run.id) where arrival.state.isTaken {
      let path = Path.join(installation.archive, arrival.archived)
      guard try Path.exists(path) else {
        throw Failure(
          .integrity, "\(path) of run \(run.run) is not in the archive any more, so the nights cannot be replayed",
          help: "receivables verify says what is missing; what was erased stays erased")
      }
      try memory.database.transaction {
        try memory.arrivals.record(
          sha256: arrival.sha256, bytes: arrival.bytes, archived: arrival.archived, folder: arrival.folder,
          name: arrival.name, modified: arrival.modified)
        guard arrival.waived, let waiting = try memory.arrivals.waiting().last else { return }
        try memory.arrivals.decide(waiting.id, state: .waiting, waived: true, by: "", reason: "", day: arrival.fileDate)
      }
    }
    let waiting = try memory.arrivals.waiting()
    try memory.database.transaction { try memory.arrivals.pin(waiting, to: run.id) }
    return waiting.map { PendingFile(arrival: $0, path: Path.join(installation.archive, $0.archived)) }
  }
}

extension Configuration {
  /// Changes what stage `decide` is told.
  fileprivate mutating func change(_ body: (inout DecideSettings) -> Void) {
    for index in stages.indices {
      guard case .decide(var settings) = stages[index] else { continue }
      body(&settings)
      stages[index] = .decide(settings)
    }
  }
}
