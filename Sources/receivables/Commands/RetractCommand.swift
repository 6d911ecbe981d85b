import Ledger
import Pipeline
import Store

/// `retract`: takes a wrong export that was accepted out again. The state becomes what it was before the run that read it, the other
/// files of that run and of later ones are read again by the next, and published runs and the trail stay as they are.
enum RetractCommand {
  static let command = Command(
    "retract", operands: "SHA12",
    "Takes an accepted file out again, as if no run had read it; the next run reads the other files since then anew.",
    options: [.preview, .by, .reason, .now], count: 1...1
  ) { try retract($0) }

  private static func retract(_ invocation: Invocation) throws -> ExitCode {
    let isPreview = invocation.has(.preview)
    let (by, reason) = isPreview ? ("", "") : try invocation.decider()
    let prefix = try FileDecisionCommands.prefix(invocation.operands[0])
    let installation = try Installation.load(invocation.configPath)
    guard try Path.exists(installation.database) else { throw Failure(.usage, "there was no run yet") }
    let lock = isPreview ? nil : try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    let state = isPreview ? try State.look(installation.database) : try State.open(installation.database)
    try state.refuseCutOffRun()
    let arrival = try find(prefix, state)
    let runs = try state.runs.all().filter { $0.id >= arrival.run ?? .max }
    guard let first = runs.first, let newest = runs.last else {
      throw Failure(.integrity, "the run that read \(arrival.path) is not in the state")
    }
    try check(first, arrival, state)
    let feed = installation.configuration.intake.feeds.first { $0.feed == arrival.feed }?.columns?.feed
    let work = try Retraction(state: state, arrival: arrival, runs: runs, feed: feed)
    let gone = try work.others.first { try !Path.exists(Path.join(installation.archive, $0.archived)) }
    if let gone {
      throw Failure(
        .usage,
        "\(gone.sha12) \(gone.path) would have to be read again, and is not in the archive any more [retract-too-late]",
        help: "correct it in the ERP and export again")
    }
    guard !isPreview else {
      try preview(arrival, first, newest, work)
      return .done
    }
    try state.database.transaction { try work.carryOut(by: by, reason: reason) }
    try Standing(installation: installation, state: state).write()
    Terminal.say(
      "retracted \(arrival.sha12) \(arrival.path): everything is as it was before \(first.run); the next run reads \(work.others.count) other files again"
    )
    for remark in try work.standing() + work.handedOver() { Terminal.say("\(remark.what); \(remark.type ?? "")") }
    return .done
  }

  /// The newest file of this name that a run has accepted.
  private static func find(_ prefix: String, _ state: State) throws -> Arrival {
    let all = try state.arrivals.arrivals(sha256Prefix: prefix)
    guard Set(all.map(\.sha256)).count < 2 else {
      throw Failure(.usage, "\(prefix) begins more than one file", help: "give more digits")
    }
    if let accepted = all.first(where: { $0.state == .accepted }) { return accepted }
    guard let other = all.first else {
      throw Failure(.usage, "no accepted file begins with \(prefix)", help: "manifest.json of a run lists its files")
    }
    if other.code == "retracted" { throw Failure(.usage, "\(other.sha12) \(other.path) is retracted already") }
    let help =
      other.state == .held || other.state == .waiting
      ? "receivables reject \(other.sha12) --by NAME --reason TEXT keeps it out" : "there is nothing to take out"
    throw Failure(.usage, "\(other.sha12) \(other.path) is \(other.state.rawValue), not accepted", help: help)
  }

  private static func check(_ first: RunRecord, _ arrival: Arrival, _ state: State) throws {
    if let closing = try state.closings.all().last(where: { $0.run >= first.id }) {
      throw Failure(
        .usage, "\(closing.period) was closed with \(arrival.path) in it [retract-closed]",
        help: "correct it in the ERP: what comes after a close is told as movements after it")
    }
    guard try state.undo.reaches(first.id) else {
      throw Failure(
        .usage, "what was before \(first.run) is not known any more [retract-too-late]",
        help:
          "the last \(UndoTables.keptRuns) runs can be taken back, and none from before an erasure or a new version of the state; correct it in the ERP and export again"
      )
    }
  }

  private static func preview(_ arrival: Arrival, _ first: RunRecord, _ newest: RunRecord, _ work: Retraction) throws {
    let documents = try work.state.undo.documents(from: first.id)
    let runs = work.runs.count == 1 ? first.run : "\(first.run) to \(newest.run)"
    Terminal.say(
      "\(arrival.sha12) \(arrival.path) was read by \(first.run); everything would be as it was before \(runs):")
    Terminal.say("  \(documents.new) documents would be unknown again, \(documents.changed) as they were")
    for other in work.others { Terminal.say("  \(other.sha12) \(other.path) would be read again") }
    for remark in try work.standing() + work.handedOver() { Terminal.say("  \(remark.what)") }
    Terminal.say("nothing was changed")
  }
}
