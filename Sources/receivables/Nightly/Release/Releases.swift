import Decide
import Emit
import Formats
import Ledger
import Pipeline
import Store

/// Batches of messages: which wait for people, which were released, and which lapse when the next run comes.
struct Releases {
  let installation: Installation
  let state: State

  // MARK: A night's batches

  /// A batch as the night decided about it.
  struct Decided {
    var batch: String
    var messages: Int
    var people: Int
    var why: String
  }

  /// The batches of tonight's messages, by channel.
  /// - Parameter arrivals: tonight's files.
  func decide(_ sent: [SentMessage], _ arrivals: [Arrival]) throws -> [Decided] {
    let settings = installation.configuration.decide
    var batches: [ReleaseRules.Batch] = []
    for message in sent {
      guard let channel = message.decision.message?.channel else { continue }
      let at = batches.firstIndex { $0.channel == channel } ?? batches.count
      if at == batches.count { batches.append(ReleaseRules.Batch(channel: channel)) }
      batches[at].add(message.decision)
    }
    let rules = ReleaseRules(settings)
    let letIn = arrivals.filter { $0.waived && $0.state.isTaken }.map { file in
      "\(file.path) was let in by \(file.decidedBy ?? "somebody")"
    }.sorted()
    let hasCaps = settings.approval != nil || !letIn.isEmpty
    var past = hasCaps && !batches.isEmpty ? try self.past() : ReleaseRules.Past()
    past.letIn = letIn.isEmpty ? nil : letIn.joined(separator: ", ")
    return batches.sorted { $0.channel.rawValue < $1.channel.rawValue }.map { batch in
      let (people, why) = rules.people(for: batch, all: batches, past: past)
      return Decided(batch: batch.channel.rawValue, messages: batch.messages, people: people, why: why)
    }
  }

  private func past() throws -> ReleaseRules.Past {
    var past = ReleaseRules.Past()
    past.messages = try state.releases.messageCounts(nights: 10)
    past.amounts = try state.releases.messageAmounts(nights: 10)
    (past.templates, past.levels) = try state.releases.used()
    if installation.configuration.decide.approval?.changes == true {
      past.changes = try SettingsLastReleased(installation: installation, state: state).changes()
    }
    return past
  }

  // MARK: The next run

  /// What was not released before this run is never sent: it is decided again. Part of the transaction that pins the run.
  func lapse(into run: RunRecord) throws {
    for batch in try state.releases.open() {
      let name = try state.runs.run(batch.run)?.run ?? ""
      try state.releases.say(
        "lapse", run: batch.run, batch: batch.batch, by: run.run, reason: "the next run came first")
      try state.undone.undo(state.releases.messages(run: batch.run, channel: batch.batch), .notReleased)
      try state.releases.forgetActs(of: batch.run)
      try state.trail.append(
        run: run.run, event: "batch-lapsed", subject: "\(name).\(batch.batch)",
        detail: Details(["messages": "\(batch.messages)"]).json)
    }
  }

  // MARK: Too late

  /// Messages of a batch that must not be sent any more, because their day has passed while they waited for people. Letters and calls have none.
  func expired(_ batch: ReleaseTables.Batch, of run: RunRecord, at now: Clock) throws -> [Int64] {
    guard let channel = Channel(rawValue: batch.batch), [.email, .sms, .whatsapp].contains(channel) else { return [] }
    let zone = installation.configuration.timeZone
    let today = try now.day(in: zone)
    return try state.releases.windows(run: run.id, channel: batch.batch).filter { one in
      let opens = try Clock(seconds: one.opens ?? run.clock).day(in: zone)
      return MessageExpiry.day(asOf: run.asOf, opensOn: opens, hasWindow: one.opens != nil) <= today
    }.map(\.message)
  }

  // MARK: Marks in the outbox

  static func mark(_ run: String, _ batch: String, in installation: Installation) -> String {
    Path.join(installation.runs, "\(run).\(batch).released")
  }

  /// Writes the marks of batches that are released, where they are missing.
  func mark(_ run: RunRecord) throws {
    for (path, text) in try marks(run).sorted(by: { $0.key < $1.key }) where try !Path.exists(path) {
      try Durable.put(text, at: path)
    }
  }

  /// The marks that have to lie beside a run, by path, with what stands in them: who released the batch.
  private func marks(_ run: RunRecord) throws -> [String: String] {
    guard try !state.releases.isWithdrawn(run.id) else { return [:] }
    let released = try state.releases.batches(of: run.id).filter { $0.state == .released }
    return Dictionary(
      uniqueKeysWithValues: released.map { batch in
        let who = batch.people == 0 ? "auto" : batch.approvedBy.joined(separator: ", ")
        return (Releases.mark(run.run, batch.batch, in: installation), "\(who)\n")
      })
  }

  /// Marks beside a run that say something else than the state: a forged one would send what nobody has released.
  func markProblems(_ run: RunRecord) throws -> [String] {
    let wanted = try marks(run)
    let found = try Path.list(installation.runs).filter { $0.hasPrefix("\(run.run).") && $0.hasSuffix(".released") }
      .map { Path.join(installation.runs, $0) }
    return Set(wanted.keys).union(found).sorted().compactMap { path in
      guard let text = wanted[path] else { return "\(path): nobody has released this batch" }
      let isRight = (try? ReadableFile(path).all()) == Array(text.utf8)
      return isRight ? nil : "\(path) does not say who released the batch, or is gone"
    }
  }

  /// What waits for people, for attention.
  func attention(_ run: RunRecord) throws -> [Attention.Item] {
    guard try !state.releases.isWithdrawn(run.id) else { return [] }
    return try state.releases.batches(of: run.id).filter { $0.state == .waiting }.map { batch in
      let more = batch.people - batch.approvedBy.count
      let who = more == 1 ? "one person" : "\(more) people"
      return Attention.Item(
        level: .warn, code: "not-released",
        what:
          "\(batch.messages.counted("message")) by \(batch.batch) of \(run.run) \(batch.messages == 1 ? "waits" : "wait") for \(who): \(batch.why)",
        since: run.asOf, type: "receivables approve \(run.run) --batch \(batch.batch) --by NAME")
    }
  }
}
