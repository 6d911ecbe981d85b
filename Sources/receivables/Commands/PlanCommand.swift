import Emit
import Formats
import Ledger
import Pipeline
import Store

/// `plan`: what `run` would do now, and nothing is written anywhere.
enum PlanCommand {
  static let command = Command(
    "plan", "What the next run would do: files, changes, messages, and for whom none and why. Writes nothing anywhere.",
    options: [.asOf, .now, .json, .html, .log, .progress, .jobs]
  ) { invocation in
    let installation = try Installation.load(invocation.configPath)
    let state = try State.look(installation.database)
    if let cut = try state.runs.unfinished() {
      throw Failure(.integrity, "run \(cut.run) was cut off and has not been finished", help: "type: receivables run")
    }
    let clock = try invocation.clock()
    let asOf = try invocation.date(.asOf) ?? clock.day(in: installation.configuration.timeZone)
    let log = Log(style: .text, progress: .never, isSilent: !invocation.has(.log))
    var scan = try InboxScan(
      installation.inbox, quiet: { _ in nil }, waits: false,
      markers: installation.configuration.intake.feeds.compactMap(FileMarker.init))
    (scan.files, scan.paused) = try FeedStandings(state, installation.configuration).split(scan.files)
    let files = try pending(scan, installation, state)
    let run = RunRecord(
      id: (try state.runs.newest()?.id ?? 0) + 1, run: "\(asOf)-plan", asOf: asOf, seq: 0, state: .open,
      clock: clock.seconds, utcOffset: try clock.offset(in: installation.configuration.timeZone),
      program: Program.nameAndVersion, configSha256: installation.configSha256, settingsSha256: "")
    let result = try NightWork(
      installation: installation, state: state, run: run, sink: DiscardingSink(), log: log, keepsAll: true,
      previews: invocation.has(.html)
    ).compute(files)
    let plan = Plan(result: result, asOf: asOf, waiting: scan.unfinished, paused: scan.paused)
    Terminal.write(invocation.has(.json) ? plan.json : plan.text)
    if let path = invocation[.html], let preview = result.preview {
      try Durable.put(PlanPage(preview, result.report).bytes(), at: path)
      if !invocation.has(.json) { Terminal.say("\nthe messages to read: \(path)") }
    }
    return scan.unreadable.isEmpty ? result.exit : max(result.exit, .unreadableInput)
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
      var hash = SHA256()
      try source.forEachChunk { hash.update($0) }
      found.append((file, SHA256.hex(hash.finish()), source.size, source.modified))
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

/// The outcome of a planned night, for people and for programs.
private struct Plan {
  let result: NightResult
  let asOf: CalendarDate
  let waiting: [String]
  let paused: [PausedFile]

  private func row(_ decision: UnitDecision) -> [String] {
    [
      decision.company, decision.customer.id, decision.currency.code, decision.message?.channel.rawValue ?? "",
      "\(decision.level)", Money(minorUnits: decision.amountDue, currency: decision.currency).decimal,
    ]
  }

  var text: String {
    var text = "plan for \(asOf); nothing was written\n\n"
    if result.arrivals.isEmpty {
      text += "no files in the inbox\n"
    } else {
      let rows = result.arrivals.map {
        [$0.path, $0.feed ?? "-", $0.state.rawValue, "\($0.rows)", "\($0.rejectedRows)", $0.message ?? ""]
      }
      text += Terminal.table([["file", "feed", "would be", "rows", "rejected", "why"]] + rows, trailing: [3, 4])
    }
    for path in waiting { text += "\(path) is still being written and waits\n" }
    for file in paused { text += "\(file.path) waits: feed \(file.feed) is paused\n" }
    text +=
      "\nchanges\n"
      + Terminal.table(
        [["company", "change", "documents"]]
          + result.report.changes.map { [$0.company, $0.kind.rawValue, "\($0.number)"] }, trailing: [2])
    text += "\nmessages (\(result.sent.count))\n"
    text += Terminal.table(
      [["company", "customer", "currency", "channel", "level", "amount due", "message_id"]]
        + result.sent.map { row($0.decision) + [$0.decision.message?.id ?? ""] }, trailing: [4, 5])
    text += "\nnobody hears (\(result.silent.count))\n"
    text += Terminal.table(
      [["company", "customer", "currency", "channel", "level", "amount due", "reason", "explanation"]]
        + result.silent.map { row($0) + [$0.suppressed?.rawValue ?? "", $0.explanation] }, trailing: [4, 5])
    for item in Attention(items: result.attention).ordered {
      text += "\n\(item.level.rawValue) \(item.what) [\(item.code)]\n"
    }
    return text
  }

  var json: String {
    func units(_ decisions: [UnitDecision]) -> JSONValue {
      .list(
        decisions.map { decision in
          [
            "company": .text(decision.company), "customerId": .text(decision.customer.id),
            "currency": .text(decision.currency.code), "action": .text(decision.isSent ? "send" : "suppress"),
            "reason": .text(decision.suppressed?.rawValue ?? ""),
            "channel": .text(decision.message?.channel.rawValue ?? ""), "level": .number(decision.level),
            "amountDue": .text(Money(minorUnits: decision.amountDue, currency: decision.currency).decimal),
            "messageId": .text(decision.message?.id ?? ""), "explanation": .text(decision.explanation),
          ]
        })
    }
    let files: JSONValue = .list(
      result.arrivals.map {
        [
          "file": .text($0.path), "sha256": .text($0.sha256), "feed": .text($0.feed ?? ""),
          "state": .text($0.state.rawValue),
          "rows": .number($0.rows), "rejectedRows": .number($0.rejectedRows), "code": .text($0.code ?? ""),
          "message": .text($0.message ?? ""),
        ]
      })
    let changes: JSONValue = .list(
      result.report.changes.map {
        ["company": .text($0.company), "change": .text($0.kind.rawValue), "documents": .number($0.number)]
      })
    let value: JSONValue = [
      "asOf": .text(asOf.description), "files": files, "changes": changes,
      "messages": units(result.sent.map(\.decision)),
      "suppressed": units(result.silent),
    ]
    return value.written(.pretty) + "\n"
  }
}
