import Emit
import Formats
import Ledger
import Pipeline
import Store

/// How things stand: `outbox/attention.txt` and `.json`, from what the newest run noted, what is held, and what just went wrong.
struct Standing {
  let installation: Installation
  let state: State?

  /// Writes both files. `extra` are troubles of this invocation only.
  func write(_ extra: [Attention.Item] = []) throws {
    let attention = try read(extra)
    try Durable.makeFolder(installation.outbox)
    try Durable.put(AttentionFile.text(attention), at: Path.join(installation.outbox, "attention.txt"))
    try Durable.put(AttentionFile.json(attention), at: Path.join(installation.outbox, "attention.json"))
  }

  func read(_ extra: [Attention.Item] = []) throws -> Attention {
    var attention = Attention(items: extra + [installation.refusedReload].compactMap(\.self))
    guard let state else {
      if let current = current() { (attention.run, attention.asOf) = current }
      return attention
    }
    if let run = try state.runs.newestPublished() {
      attention.run = run.run
      attention.asOf = run.asOf
      attention.items += try LateFeed.standing(
        try state.runs.attention(of: run.id).map(Standing.item), of: run,
        later: try state.runs.attention(of: 0).map(Standing.item), installation, state)
      attention.items += try Releases(installation: installation, state: state).attention(run)
    } else {
      attention.items += try state.runs.attention(of: 0).map(Standing.item)
    }
    try removeDismissed(&attention, state)
    try tellDone(&attention, state)
    try tellTakenOut(&attention, state)
    try tellDecided(&attention, state)
    attention.items += try held(state)
    attention.items += [try UnknownRuns(installation: installation, state: state).attention()].compactMap(\.self)
    return attention
  }

  /// Rejected rows and files of which a person has said since that they are not to come.
  private func removeDismissed(_ attention: inout Attention, _ state: State) throws {
    for file in try state.missingRows.dismissed().map({ $0.prefix(12) }) {
      attention.items.removeAll { item in
        ["accept", "reject"].contains { item.type?.contains("receivables \($0) \(file) --by") == true }
      }
    }
  }

  /// What the newest run, or a retraction, asked for and somebody has done since: feeds that are paused or disconnected no more, runs that are withdrawn.
  private func tellDone(_ attention: inout Attention, _ state: State) throws {
    let asked = attention.items.indices.filter { Standing.asked(attention.items[$0]) != nil }
    guard !asked.isEmpty else { return }
    let standings = try FeedStandings(state, installation)
    let withdrawn = Set(try state.releases.withdrawn().map(\.run))
    for index in asked.reversed() {
      guard let (command, name) = Standing.asked(attention.items[index]) else { continue }
      switch command {
      case "withdraw":
        if withdrawn.contains(name) { attention.items.remove(at: index) }
      case "resume" where !standings.isPaused(name), "connect" where !standings.isDisconnected(name):
        let item = attention.items[index]
        attention.items[index].what +=
          "; since then feed \(name) was \(standings.isDisconnected(name) ? "dis" : "")connected"
        attention.items[index].type =
          item.code == "feed-disconnected"
          ? "drop the file again, then: receivables run" : "receivables run, which looks anew"
      default: break
      }
    }
  }

  /// Totals did not tie, and a person has taken a file of that night out since.
  private func tellTakenOut(_ attention: inout Attention, _ state: State) throws {
    for index in attention.items.indices where attention.items[index].code == "does-not-foot" {
      let named = (attention.items[index].type ?? "").matches(of: /receivables reject ([0-9a-f]{12})/).map(\.1)
      let waiting = Set(try state.arrivals.waiting().map { Substring($0.sha12) })
      if !named.allSatisfy(waiting.contains) { attention.items[index].type = "receivables run, which adds up anew" }
    }
  }

  /// The command that an item says to type first, and what it is about.
  private static func asked(_ item: Attention.Item) -> (command: Substring, name: String)? {
    let words = (item.type ?? "").split(separator: " ", maxSplits: 3)
    guard words.count > 2, words[0] == "receivables", ["withdraw", "resume", "connect"].contains(words[1]) else {
      return nil
    }
    return (words[1], String(words[2]))
  }

  /// Companies that the newest run left out for a file, of which a person has said since what it is.
  private func tellDecided(_ attention: inout Attention, _ state: State) throws {
    guard attention.items.contains(where: { $0.code == "stale-data" }) else { return }
    let refused = try state.arrivals.arrivals(inState: .rejected)
    let rejected = refused.filter { $0.decidedBy != nil }
    let open = Set(
      try (state.arrivals.held() + refused.filter { $0.decidedBy == nil }).map { UntakenDocuments.words($0) })
    let decided =
      try (state.arrivals.arrivals(inState: .waiting).filter(\.waived) + rejected).flatMap {
        [UntakenDocuments.words($0), UntakenDocuments.words($0, isRejected: false)]
      }
    for index in attention.items.indices where attention.items[index].code == "stale-data" {
      let item = attention.items[index]
      guard let words = decided.first(where: { item.what.hasSuffix($0) }), !open.contains(words) else { continue }
      attention.items[index].what =
        item.what.replacing("is reminded:", with: "was reminded:").replacing(" is held ", with: " was held ")
        + ", and a person has decided"
      attention.items[index].type = "receivables run, which looks anew"
    }
  }

  private func held(_ state: State) throws -> [Attention.Item] {
    try state.arrivals.held().map { arrival in
      let run = try arrival.run.flatMap(state.runs.run)
      return Attention.Item(
        level: .warn, code: arrival.code ?? "held", what: "\(arrival.path) is held: \(arrival.message ?? "")",
        since: run?.asOf, feed: arrival.feed,
        type: (arrival.code == HeldParts.code ? arrival.help : nil)
          ?? arrival.acceptOrReject
      )
    }
  }

  /// The newest run, as the outbox names it: what is known of it where the state cannot be looked at.
  private func current() -> (run: String, asOf: CalendarDate)? {
    guard let bytes = try? ReadableFile(Path.join(installation.outbox, "current")).all() else { return nil }
    let run = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    return CalendarDate(run.prefix(10)).map { (run, $0) }
  }

  static func item(_ row: AttentionRow) -> Attention.Item {
    Attention.Item(
      level: Attention.Level(rawValue: row.level) ?? .warn, code: row.code, what: row.what, since: row.since,
      feed: row.feed,
      owner: row.owner, type: row.type)
  }

  static func row(_ item: Attention.Item) -> AttentionRow {
    AttentionRow(
      level: item.level.rawValue, code: item.code, what: item.what, since: item.since, feed: item.feed,
      owner: item.owner,
      type: item.type)
  }
}
