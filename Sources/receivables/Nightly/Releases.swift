import Decide
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
  func decide(_ sent: [SentMessage]) throws -> [Decided] {
    let settings = installation.configuration.decide
    var batches: [ReleaseRules.Batch] = []
    for message in sent {
      guard let channel = message.decision.message?.channel else { continue }
      let at = batches.firstIndex { $0.channel == channel } ?? batches.count
      if at == batches.count { batches.append(ReleaseRules.Batch(channel: channel)) }
      batches[at].add(message.decision)
    }
    let rules = ReleaseRules(settings)
    let past = settings.approval == nil || batches.isEmpty ? ReleaseRules.Past() : try self.past()
    return batches.sorted { $0.channel.rawValue < $1.channel.rawValue }.map { batch in
      let (people, why) = rules.people(for: batch, all: batches, past: past)
      return Decided(batch: batch.channel.rawValue, messages: batch.messages, people: people, why: why)
    }
  }

  private func past() throws -> ReleaseRules.Past {
    var past = ReleaseRules.Past()
    past.messages = try state.releases.messageCounts(nights: 10)
    (past.templates, past.levels) = try state.releases.used()
    past.changes = try changes()
    return past
  }

  /// What differs from what the last run had pinned: bank data, senders, templates.
  private func changes() throws -> [String] {
    guard let last = try state.runs.newestPublished() else { return [] }
    let pinned = try state.runs.settings(of: last.id)
    var changes: [String] = []
    if let bytes = pinned.first(where: { $0.name == "pipeline.json" })?.bytes,
      let before = try? JSONReader.read(bytes, file: ""),
      let now = try? JSONReader.read(installation.configBytes, file: "")
    {
      changes += Releases.changes(from: before["companies"], to: now["companies"])
    }
    let templates = installation.templates.files.map { "templates/\($0.path) \(SHA256.hex(SHA256.digest($0.bytes)))" }
    let pinnedTemplates = pinned.filter { $0.name.hasPrefix("templates/") }.map { "\($0.name) \($0.sha256)" }
    if templates.sorted() != pinnedTemplates.sorted() { changes.append("the templates") }
    return changes
  }

  private static func changes(from before: JSONValue?, to now: JSONValue?) -> [String] {
    let old = before?.elements ?? []
    return (now?.elements ?? []).flatMap { company -> [String] in
      let id = company["id"]?.string ?? ""
      // A company that is new has nothing that was changed.
      guard let known = old.first(where: { $0["id"]?.string == id }) else { return [] }
      return [("bank", "the bank data"), ("email", "sender or reply address")].compactMap { key, words in
        known[key]?.written() == company[key]?.written() ? nil : "\(words) of \(id)"
      }
    }
  }

  // MARK: The next run

  /// Messages that count for nothing: withdrawn or not released; for `plan` also those that the next run would make lapse.
  func undone() throws -> Set<Int64> {
    var undone = try state.releases.undone()
    for batch in try state.releases.open() {
      undone.formUnion(try state.releases.messages(run: batch.run, channel: batch.batch))
    }
    return undone
  }

  /// Those of them whose levels are taken back tonight.
  func toTakeBack() throws -> [(message: Int64, reason: String)] {
    var list = try state.releases.notYetTakenBack()
    for batch in try state.releases.open() {
      list += try state.releases.messages(run: batch.run, channel: batch.batch).map { ($0, "not-released") }
    }
    return list
  }

  /// What was not released before this run is never sent: it is decided again. Part of the transaction that pins the run.
  func lapse(into run: RunRecord) throws {
    for batch in try state.releases.open() {
      let name = try state.runs.all().first { $0.id == batch.run }?.run ?? ""
      try state.releases.say(
        "lapse", run: batch.run, batch: batch.batch, by: run.run, reason: "the next run came first")
      try state.releases.undo(state.releases.messages(run: batch.run, channel: batch.batch), reason: "not-released")
      try state.releases.forgetActs(of: batch.run)
      try state.trail.append(
        run: run.run, event: "batch-lapsed", subject: "\(name).\(batch.batch)",
        detail: Details(["messages": "\(batch.messages)"]).json)
    }
  }

  /// Gives documents back what they remembered before messages that count for nothing. Returns the rows that changed.
  func takeBack(_ book: inout Book) throws -> Set<Int> {
    var changed = try takeBackHandOvers(&book)
    let messages = try toTakeBack()
    guard !messages.isEmpty else { return changed }
    let undone = try undone()
    var byDocument: [Int64: [ReleaseTables.Line]] = [:]
    for line in try state.releases.lines(ofDocumentsIn: messages.map(\.message)) {
      byDocument[line.document, default: []].append(line)
    }
    for (row, id) in book.documents.stateIDs.enumerated() {
      guard let lines = byDocument[id], let memory = book.documents.memory[row] else { continue }
      let fields = Details(json: lines[0].firstDetails)
      let before = TakingBack.memory(
        memory,
        lines: lines.map { line in
          TakingBack.Line(
            asOf: line.asOf, messageLevel: line.messageLevel, payBy: line.payBy, isTrigger: line.isTrigger,
            levelBefore: line.levelBefore, levelAfter: line.levelAfter, isUndone: undone.contains(line.message))
        },
        first: (
          level: fields["reminder_level"].flatMap { Int($0) } ?? 0,
          remindedOn: fields["last_reminded_on"].flatMap { CalendarDate($0) }
        ))
      guard before != memory else { continue }
      book.documents.memory[row] = before
      changed.insert(row)
    }
    return changed
  }

  /// What a withdrawn run handed over is ours again.
  private func takeBackHandOvers(_ book: inout Book) throws -> Set<Int> {
    guard let last = try state.runs.newestPublished(), try state.releases.isWithdrawn(last.id) else { return [] }
    var changed: Set<Int> = []
    for row in book.documents.rows.indices {
      guard var memory = book.documents.memory[row], memory.handedOverOn == last.asOf else { continue }
      memory.handedOverOn = nil
      book.documents.memory[row] = memory
      changed.insert(row)
    }
    return changed
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
        what: "\(batch.messages) messages by \(batch.batch) of \(run.run) wait for \(who): \(batch.why)",
        since: run.asOf, type: "receivables approve \(run.run) --batch \(batch.batch) --by NAME")
    }
  }
}
