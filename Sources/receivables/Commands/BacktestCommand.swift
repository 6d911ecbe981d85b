import Emit
import Formats
import Ledger
import Store

/// What `plan --backtest` prints: recorded and replayed messages side by side, by kind and night by night.
struct BacktestReport {
  let result: Backtest.Result
  let from: CalendarDate
  let to: CalendarDate
  /// The file with the policies that were tried.
  let file: String

  /// Reads the command line and the nights, and prints.
  static func run(_ invocation: Invocation) throws -> ExitCode {
    guard let file = invocation[.policy], let first = invocation[.backtest], let last = invocation.operands.first,
      let from = CalendarDate(first), let to = CalendarDate(last), from <= to
    else {
      throw Failure(
        .usage, "--policy FILE and --backtest FROM TO go together",
        help: "such as: receivables plan --policy other.json --backtest 2026-10-01 2026-11-30")
    }
    let installation = try Installation.load(invocation.configPath, jobs: try invocation.jobs())
    let other = try Installation.load(file)
    let state = try State.look(installation.database)
    let log = Log(style: .text, progress: .never, isSilent: !invocation.has(.log))
    let result = try state.database.reading {
      try Backtest(
        installation: installation, state: state, policies: other.configuration.decide.policiesInForce, from: from,
        to: to, log: log
      ).run()
    }
    let report = BacktestReport(result: result, from: from, to: to, file: file)
    Terminal.write(invocation.has(.json) ? report.json : report.text)
    return .done
  }

  private struct Kind {
    var channel: String
    var level: Int
    var currency: Currency
    var recorded = (messages: 0, amount: Int64(0))
    var replayed = (messages: 0, amount: Int64(0))
  }

  /// All nights together, by channel, level and currency.
  private var kinds: [Kind] {
    var kinds: [Kind] = []
    func add(_ total: MessageTables.Total, _ side: WritableKeyPath<Kind, (messages: Int, amount: Int64)>) {
      let at =
        kinds.firstIndex { $0.channel == total.channel && $0.level == total.level && $0.currency == total.currency }
        ?? kinds.count
      if at == kinds.count {
        kinds.append(Kind(channel: total.channel, level: total.level, currency: total.currency))
      }
      kinds[at][keyPath: side].messages += total.messages
      let (sum, overflow) = kinds[at][keyPath: side].amount.addingReportingOverflow(total.amount)
      kinds[at][keyPath: side].amount = overflow ? .max : sum
    }
    for night in result.nights {
      for total in night.recorded { add(total, \.recorded) }
      for total in night.replayed { add(total, \.replayed) }
    }
    return kinds.sorted { ($0.channel, $0.level, $0.currency.code) < ($1.channel, $1.level, $1.currency.code) }
  }

  /// Units of all nights whose reports are there, by outcome: `sent` first, then reasons in their order. A unit counts once a night.
  private var reasons: [(reason: String, recorded: Int, replayed: Int)] {
    var recorded: [String: Int] = [:]
    var replayed: [String: Int] = [:]
    for night in result.nights {
      guard let before = night.recordedReasons else { continue }
      recorded.merge(before, uniquingKeysWith: +)
      replayed.merge(night.replayedReasons, uniquingKeysWith: +)
    }
    return (["sent"] + SuppressionReason.allCases.map(\.rawValue)).compactMap { reason in
      let sides = (reason: reason, recorded: recorded[reason] ?? 0, replayed: replayed[reason] ?? 0)
      return sides.recorded + sides.replayed > 0 ? sides : nil
    }
  }

  /// What became of the reminder units, reason by reason.
  private var reasonText: String {
    let unknown = result.nights.count { $0.recordedReasons == nil }
    let table = Terminal.table(
      [["reason", "recorded", "replayed", "units"]]
        + reasons.map {
          [$0.reason, "\($0.recorded)", "\($0.replayed)", BacktestReport.signed($0.replayed - $0.recorded)]
        }, trailing: [1, 2, 3])
    return "\nwho heard something and who did not, each customer and currency once a night\n" + table
      + (unknown > 0 ? "without \(unknown) nights whose reports are not in the outbox any more\n" : "")
  }

  private static func count(_ totals: [MessageTables.Total]) -> Int { totals.reduce(0) { $0 + $1.messages } }

  private func decimal(_ amount: Int64, _ currency: Currency) -> String {
    Money(minorUnits: amount, currency: currency).decimal
  }

  var text: String {
    var text =
      "\(from) to \(to), \(result.nights.count.counted("night")): as recorded, and with the policies of \(file)\n"
    text += "nothing was written; payments, decisions and deliveries are as they were\n\n"
    let rows = kinds.map { kind in
      [
        kind.channel, "\(kind.level)", kind.currency.code, "\(kind.recorded.messages)",
        decimal(kind.recorded.amount, kind.currency), "\(kind.replayed.messages)",
        decimal(kind.replayed.amount, kind.currency),
        BacktestReport.signed(kind.replayed.messages - kind.recorded.messages),
      ]
    }
    text += Terminal.table(
      [["channel", "level", "currency", "recorded", "asked for", "replayed", "asked for", "messages"]] + rows,
      trailing: [1, 3, 4, 5, 6, 7])
    text += "\n"
    text += Terminal.table(
      [["night", "recorded", "replayed"]]
        + result.nights.filter { !$0.recorded.isEmpty || !$0.replayed.isEmpty }.map {
          [$0.run, "\(BacktestReport.count($0.recorded))", "\(BacktestReport.count($0.replayed))"]
        }, trailing: [1, 2])
    text += reasonText
    if result.before > 0 {
      text +=
        "\nbefore \(from), with the policies of then: \(result.reproduced) of \(result.before) nights as recorded\n"
    }
    return text
  }

  private static func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : "\(number)" }

  var json: String {
    func totals(_ totals: [MessageTables.Total]) -> JSONValue {
      .list(
        totals.map {
          [
            "channel": .text($0.channel), "level": .number($0.level), "currency": .text($0.currency.code),
            "messages": .number($0.messages), "amountDue": .text(decimal($0.amount, $0.currency)),
          ]
        })
    }
    func counts(_ reasons: [String: Int]?) -> JSONValue {
      guard let reasons else { return JSONValue(.null) }
      return .object(reasons.keys.sorted().map { JSONMember($0, .number(reasons[$0] ?? 0)) })
    }
    let value: JSONValue = [
      "from": .text(from.description), "to": .text(to.description), "policy": .text(file),
      "nights": .list(
        result.nights.map {
          [
            "run": .text($0.run), "asOf": .text($0.asOf.description), "recorded": totals($0.recorded),
            "replayed": totals($0.replayed), "recordedReasons": counts($0.recordedReasons),
            "replayedReasons": counts($0.replayedReasons),
          ]
        }),
      "reasons": .list(
        reasons.map {
          ["reason": .text($0.reason), "recorded": .number($0.recorded), "replayed": .number($0.replayed)]
        }), "nightsBefore": .number(result.before), "reproduced": .number(result.reproduced),
    ]
    return value.written(.pretty) + "\n"
  }
}
