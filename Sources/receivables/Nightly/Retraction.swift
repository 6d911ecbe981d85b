import Decide
import Ledger
import Pipeline
import Store

/// Takes a file out, and with it everything that runs have learned since they read it. What they sent is not taken back: that is for
/// `withdraw`; messages that stand keep their levels, and what left for a lawyer is there.
struct Retraction {
  let state: State
  let arrival: Arrival
  /// From the one that read the file to the newest.
  let runs: [RunRecord]
  /// Files that are read again.
  let others: [Arrival]
  private let copies: [Arrival]
  private let feed: Feed?

  /// - Parameter feed: what the file holds; nil: pipeline.json does not have its feed any more.
  init(state: State, arrival: Arrival, runs: [RunRecord], feed: Feed?) throws {
    (self.state, self.arrival, self.runs, self.feed) = (state, arrival, runs, feed)
    let taken = try state.arrivals.taken(from: runs[0].id)
    others = taken.filter { $0.sha256 != arrival.sha256 }
    copies = taken.filter { $0.sha256 == arrival.sha256 }
  }

  /// In one transaction of the caller.
  func carryOut(by: String, reason: String) throws {
    let (first, newest) = (runs[0], runs[runs.count - 1])
    let standing = try standingLines()
    let handOvers = try self.handOvers()
    let toldWriteOffs = ToldWriteOffs(state.database)
    let writeOffs = try toldWriteOffs.told(from: first.id)
    try state.undo.rewind(to: first.id, newest: newest.id)
    for copy in copies { try state.arrivals.retract(copy.id, by: by, reason: reason) }
    for other in others { try state.arrivals.waitAgain(other.id) }
    try remember(standing)
    try remember(handOvers)
    try toldWriteOffs.keep(writeOffs, endedIn: feed == .decisions ? newest.id : nil)
    for batch in try state.releases.open() where batch.run >= first.id && batch.state == .waiting {
      try state.releases.say("withhold", run: batch.run, batch: batch.batch, by: by, reason: reason)
    }
    try state.undo.insert(
      UndoTables.Retraction(arrival: arrival.id, first: first.id, newest: newest.id, by: by, reason: reason))
    try state.trail.append(
      run: newest.run, event: "file-retracted", subject: arrival.sha256,
      detail: Details(["name": arrival.path, "by": by, "reason": reason, "from": first.run]).json)
    try state.runs.clearNotes(run: 0)
    let note = Attention.Item(
      level: .warn, code: "retracted",
      what:
        "\(arrival.path) was retracted: everything is as it was before \(first.run), and nothing has been decided since",
      since: newest.asOf, feed: arrival.feed, type: "drop the right export, then: receivables run")
    try state.runs.note(([note] + self.standing() + self.handedOver()).map(Standing.row), run: 0)
  }

  /// Messages that were decided with the file and still count, run by run.
  func standing() throws -> [Attention.Item] {
    let undone = try state.undone.all()
    return try runs.compactMap { run in
      let count = try state.releases.messages(run: run.id, channel: nil).filter { undone[$0] == nil }.count
      guard count > 0 else { return nil }
      return Attention.Item(
        level: .warn, code: "retracted-messages",
        what: count == 1
          ? "1 message of \(run.run), decided with \(arrival.path), counts as sent"
          : "\(count) messages of \(run.run), decided with \(arrival.path), count as sent", since: run.asOf,
        type: "receivables withdraw \(run.run) --by NAME --reason TEXT, unless they have gone")
    }
  }

  // MARK: Hand-overs

  private typealias HandOver = (document: Int64, label: String, day: CalendarDate)

  /// What the runs have handed over.
  private func handOvers() throws -> [HandOver] {
    let days = Set(runs.map(\.asOf))
    return try state.undo.handOvers(since: runs[0].asOf).filter { days.contains($0.day) }
  }

  /// Somebody may have given it to the lawyer that morning: it is handed over, and whoever has it hears what becomes of it.
  private func remember(_ handOvers: [HandOver]) throws {
    for one in handOvers where try state.undo.hasDocument(one.document) {
      var memory = try state.undo.memory(ofDocument: one.document) ?? ItemMemory()
      guard memory.handedOverOn == nil else { continue }
      memory.handedOverOn = one.day
      try state.undo.setMemory(memory, ofDocument: one.document)
    }
  }

  /// Documents that the runs have handed over, run by run: they are so still.
  func handedOver() throws -> [Attention.Item] {
    runs.reversed().reduce(into: (items: [Attention.Item](), left: try handOvers())) { told, run in
      let own = told.left.filter { $0.day == run.asOf }
      guard !own.isEmpty else { return }
      told.left.removeAll { $0.day == run.asOf }
      let names = own.prefix(3).map(\.label).joined(separator: ", ") + (own.count > 3 ? ", ..." : "")
      told.items.append(
        Attention.Item(
          level: .warn, code: "retracted-hand-overs",
          what:
            "\(own.count.counted("document")) that \(run.run) handed over (\(names)), decided with \(arrival.path), "
            + (own.count == 1 ? "counts as handed over" : "count as handed over"), since: run.asOf,
          type: "receivables withdraw \(run.run) --by NAME --reason TEXT, unless somebody has given them away"))
    }.items
  }

  // MARK: Levels of messages that stand

  private struct StandingLines {
    var document: Int64
    var lines: [UndoneTables.Line]
    var notice: Int?
  }

  /// What documents were told by messages that stand, with the notices that they remember of.
  private func standingLines() throws -> [StandingLines] {
    let undone = try state.undone.all()
    let messages = try runs.flatMap { try state.releases.messages(run: $0.id, channel: nil) }
    let standing = Set(messages.filter { undone[$0] == nil })
    var all: [StandingLines] = []
    for line in try state.undone.lines(ofDocumentsIn: standing.sorted()) where standing.contains(line.message) {
      if all.last?.document == line.document {
        all[all.count - 1].lines.append(line)
      } else {
        let notice = try state.undo.memory(ofDocument: line.document)?.preDueNotice
        all.append(StandingLines(document: line.document, lines: [line], notice: notice))
      }
    }
    return all
  }

  private func remember(_ standing: [StandingLines]) throws {
    var payers = StoredPayers(state)
    for told in standing where try state.undo.hasDocument(told.document) {
      let before = try state.undo.memory(ofDocument: told.document) ?? ItemMemory()
      // What was told to whom only the wrong file had as the payer is no level of who pays.
      let own = try told.lines.filter { try payers.pays($0.customerID, for: told.document) }
      guard !own.isEmpty else { continue }
      let lines = own.map { TakingBack.Line($0, isUndone: false) }
      try state.undo.setMemory(
        TakingBack.again(before, lines: lines, notice: told.notice), ofDocument: told.document)
    }
  }
}
