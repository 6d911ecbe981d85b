import Emit
import Formats
import Ledger
import Pipeline
import Store

/// `plan`: what `run` would do now, and nothing is written anywhere.
enum PlanCommand {
  static let command = Command(
    "plan", "What the next run would do: files, changes, messages, and for whom none and why. Writes nothing anywhere.",
    options: [.asOf, .now, .json, .html, .policy, .backtest, .log, .progress, .jobs], count: 0...1
  ) { invocation in
    if invocation.has(.policy) || invocation.has(.backtest) { return try BacktestReport.run(invocation) }
    guard invocation.operands.isEmpty else { throw Failure(.usage, "usage: receivables plan takes no operands") }
    let log = Log(style: .text, progress: .never, isSilent: !invocation.has(.log))
    let night = try UnrecordedNight(invocation) { "\($1)-plan" }
    let (scan, asOf) = (night.scan, night.run.asOf)
    let result = try night.compute(into: DiscardingSink(), log: log, keepsAll: true, previews: invocation.has(.html))
    let plan = Plan(result: result, asOf: asOf, unfinished: scan.unfinished, waiting: scan.waiting)
    Terminal.write(invocation.has(.json) ? plan.json : plan.text)
    if let path = invocation[.html], let preview = result.preview {
      try Durable.put(PlanPage(preview, result.report).bytes(), at: path)
      if !invocation.has(.json) { Terminal.say("\nthe messages to read: \(path)") }
    }
    return scan.unreadable.isEmpty ? result.exit : max(result.exit, .unreadableInput)
  }
}

/// The outcome of a planned night, for people and for programs.
private struct Plan {
  let result: NightResult
  let asOf: CalendarDate
  let unfinished: [String]
  let waiting: [WaitingFile]

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
    for path in unfinished { text += "\(path) is still being written and waits\n" }
    for file in waiting { text += "\(file.message)\n" }
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
