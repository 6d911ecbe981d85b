import Ledger
import Pipeline
import Store

/// `approve`, `withhold` and `withdraw`: a person's word on the messages of a published run. Nothing is erased; every word stands in the trail.
enum ReleaseCommands {
  static let approve = Command(
    "approve", operands: "RUN", "Releases the messages of a run that wait for people; --batch for one channel only.",
    options: [.batch, .by, .reason, .now], count: 1...1
  ) { try say("approve", $0) }

  static let withhold = Command(
    "withhold", operands: "RUN", "Stops messages of a run that wait for people; the next run decides again.",
    options: [.batch, .by, .reason, .now], count: 1...1
  ) { try say("withhold", $0) }

  static let withdraw = Command(
    "withdraw", operands: "RUN",
    "Takes the messages of a run back that are not known as delivered: their levels and fees count for nothing; of the newest run the as-of date may run again.",
    options: [.by, .reason, .now], count: 1...1
  ) { try withdraw($0) }

  private static func say(_ word: String, _ invocation: Invocation) throws -> ExitCode {
    guard let by = invocation.person else {
      throw Failure(.usage, "\(word) needs --by NAME: it stands in the trail")
    }
    let reason = invocation[.reason] ?? ""
    let clock = try invocation.clock()
    return try withRun(invocation, isNewest: true) { installation, state, run in
      let waiting = try state.releases.batches(of: run.id).filter { batch in
        invocation[.batch].map { $0 == batch.batch } ?? (batch.state == .waiting)
      }
      guard !waiting.isEmpty else {
        throw Failure(
          .usage, "no batch of \(run.run) waits for release", help: "receivables status and attention.txt tell")
      }
      for batch in waiting where batch.state != .waiting {
        throw Failure(.usage, "batch \(batch.batch) of \(run.run) is \(batch.state.rawValue) already")
      }
      if word == "approve" { try checkIsAnother(by, run, waiting, state) }
      try state.database.transaction {
        for batch in waiting {
          try state.releases.say(word, run: run.id, batch: batch.batch, by: by, reason: reason)
          try state.trail.append(
            run: run.run, event: word == "approve" ? "batch-approved" : "batch-withheld",
            subject: "\(run.run).\(batch.batch)", detail: Details(["by": by, "reason": reason]).json)
        }
      }
      try Releases(installation: installation, state: state).mark(run)
      for batch in try state.releases.batches(of: run.id) where waiting.contains(where: { $0.batch == batch.batch }) {
        let missing = batch.people - batch.approvedBy.count
        Terminal.say(
          "\(run.run) \(batch.batch): "
            + (batch.state == .waiting
              ? "waits for \(missing) more" : "\(batch.state.rawValue), \(batch.messages.counted("message"))"))
        if word == "approve" {
          try tellExpired(batch, run, Releases(installation: installation, state: state), at: clock)
        }
      }
    }
  }

  /// Who sends leaves out what has expired, and its levels count as reached: a person is told what to do about it.
  private static func tellExpired(
    _ batch: ReleaseTables.Batch, _ run: RunRecord, _ releases: Releases, at clock: Clock
  ) throws {
    let late = try releases.expired(batch, of: run, at: clock).count
    guard late > 0 else { return }
    Terminal.say(
      "warning: \(late.counted("message")) by \(batch.batch) must not be sent any more: \(late == 1 ? "it has" : "they have") expired"
    )
    Terminal.say(
      "help: receivables withdraw \(run.run) --by NAME --reason TEXT takes them back; the next run decides anew")
  }

  /// Two people are two people, and who let a held file in does not approve what came of it.
  private static func checkIsAnother(
    _ by: String, _ run: RunRecord, _ batches: [ReleaseTables.Batch], _ state: State
  ) throws {
    for batch in batches where batch.approvedBy.contains(where: { SamePerson.are($0, by) }) {
      throw Failure(.usage, "\(by) has approved batch \(batch.batch) already: it takes another person")
    }
    for arrival in try state.arrivals.arrivals(ofRun: run.id) where arrival.waived {
      guard let accepted = arrival.decidedBy, SamePerson.are(accepted, by) else { continue }
      throw Failure(
        .usage, "\(by) let \(arrival.path) in: what came of it is for another person to approve",
        help: "receivables approve \(run.run) --by SOMEBODY-ELSE")
    }
  }

  private static func withdraw(_ invocation: Invocation) throws -> ExitCode {
    let (by, reason) = try invocation.decider()
    return try withRun(invocation, isNewest: false) { installation, state, run in
      let delivered = try state.undone.delivered(ofRun: run.id)
      let undone = Set(try state.undone.all().keys)
      // What came back before counts for nothing already; what is known as delivered cannot be taken back as unsent.
      let all = try state.releases.messages(run: run.id, channel: nil).filter { !undone.contains($0) }
      let messages = all.filter { !delivered.contains($0) }
      let kept = all.count - messages.count
      try state.database.transaction {
        try state.releases.withdraw(run: run.id, by: by, reason: reason)
        try state.undone.undo(messages, .withdrawn)
        try state.releases.forgetActs(of: run.id)
        try state.trail.append(
          run: run.run, event: "run-withdrawn", subject: run.run,
          detail: Details([
            "by": by, "reason": reason, "messages": "\(messages.count)", "delivered": "\(kept)",
          ]).json)
      }
      try WithdrawnMark(installation: installation, state: state).write(run)
      if kept > 0 {
        Terminal.say(
          kept == 1
            ? "1 message is known as delivered: it keeps its level and its fee"
            : "\(kept) messages are known as delivered: they keep their level and their fees")
      }
      Terminal.say(
        "withdrew \(run.run): \(messages.count.counted("message")) must not be sent; the next run decides again")
    }
  }

  /// A published run, under the lock.
  private static func withRun(
    _ invocation: Invocation, isNewest: Bool, _ body: (Installation, State, RunRecord) throws -> Void
  ) throws -> ExitCode {
    let installation = try Installation.load(invocation.configPath)
    guard try Path.exists(installation.database) else { throw Failure(.usage, "there was no run yet") }
    let lock = try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    let state = try State.open(installation.database)
    let name = invocation.operands[0]
    guard let run = try state.runs.run(named: name) else {
      throw Failure(.usage, "there is no run \(name)", help: "receivables status names the newest")
    }
    try state.refuseCutOffRun()
    guard try !isNewest || state.runs.newest()?.id == run.id else {
      throw Failure(
        .usage, "\(name) is not the newest run: what came after it has been decided on top of it",
        help: "receivables status names the newest")
    }
    guard try !state.releases.isWithdrawn(run.id) else {
      throw Failure(.usage, "\(name) is withdrawn already", help: "receivables run decides its day again")
    }
    try body(installation, state, run)
    try Standing(installation: installation, state: state).write()
    return .done
  }
}
