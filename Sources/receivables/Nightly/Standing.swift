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
    guard let state else { return attention }
    if let run = try state.runs.newestPublished() {
      attention.run = run.run
      attention.asOf = run.asOf
      attention.items += try state.runs.attention(of: run.id).map(Standing.item)
      attention.items += try Releases(installation: installation, state: state).attention(run)
    }
    attention.items += try state.runs.attention(of: 0).map(Standing.item)
    attention.items += try held(state)
    attention.items += [try UnknownRuns(installation: installation, state: state).attention()].compactMap(\.self)
    return attention
  }

  private func held(_ state: State) throws -> [Attention.Item] {
    try state.arrivals.held().map { arrival in
      let run = try arrival.run.flatMap(state.runs.run)
      return Attention.Item(
        level: .warn, code: arrival.code ?? "held", what: "\(arrival.path) is held: \(arrival.message ?? "")",
        since: run?.asOf, feed: arrival.feed,
        type:
          "receivables accept \(arrival.sha12) --by NAME --reason TEXT, or receivables reject \(arrival.sha12) --by NAME --reason TEXT"
      )
    }
  }

  /// A configuration that cannot be read still leaves a word where people look, if the outbox can be found.
  static func stop(configPath: String, _ failure: ConfigurationFailure) throws {
    let bytes = try ReadableFile(configPath).all()
    let named = (try? JSONReader.read(bytes, file: configPath))?["outbox"]?.string
    let outbox = Path.join(Path.parent(configPath), named ?? "outbox")
    guard try Path.isFolder(outbox) else { return }
    let items = failure.diagnostics.filter(\.isError).map {
      Attention.Item(
        level: .stop, code: $0.code, what: "\($0.file):\($0.line):\($0.column): \($0.message)", type: $0.help)
    }
    let attention = Attention(items: items)
    try Durable.put(AttentionFile.text(attention), at: Path.join(outbox, "attention.txt"))
    try Durable.put(AttentionFile.json(attention), at: Path.join(outbox, "attention.json"))
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
