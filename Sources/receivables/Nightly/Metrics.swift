import Ledger
import Pipeline
import Store

/// The figures of the newest run in the text format of Prometheus, for node_exporter's textfile collector. No names of customers, and
/// nothing that grows with their number.
struct Metrics {
  let installation: Installation
  let state: State?
  let log: Log
  /// How this invocation ended, and when it began.
  let exit: ExitCode
  let clock: Clock
  /// What went wrong where the state has no note of it.
  let failed: [Attention.Item]

  private var lines: [String] = []

  private init(
    installation: Installation, state: State?, log: Log, exit: ExitCode, clock: Clock, failed: [Attention.Item]
  ) {
    (self.installation, self.state, self.log, self.exit, self.clock) = (installation, state, log, exit, clock)
    self.failed = failed
  }

  /// Leaves the figures of an invocation in the file that pipeline.json names, if it names one; that it cannot be written is told and changes
  /// nothing.
  static func note(
    _ installation: Installation, _ state: State?, _ log: Log, _ exit: ExitCode, _ clock: Clock,
    failed: [Attention.Item] = []
  ) {
    guard let path = installation.configuration.metrics else { return }
    do {
      var metrics = Metrics(
        installation: installation, state: state, log: log, exit: exit, clock: clock, failed: failed)
      try metrics.write(path)
    } catch {
      log.problem("the metrics could not be written: \(error) [metrics-failed]")
    }
  }

  private mutating func write(_ path: String) throws {
    let bytes = Array(try text().utf8)
    // node_exporter runs as another user.
    try Durable.put(bytes, at: Path.join(installation.root, path), forOthers: 0o644)
  }

  private mutating func text() throws -> String {
    lines = []
    family("last_attempt_timestamp_seconds", "When the newest invocation began.")
    sample("last_attempt_timestamp_seconds", [:], "\(clock.seconds)")
    family("last_exit_code", "Exit code of the newest invocation, 0 for success.")
    sample("last_exit_code", [:], "\(exit.rawValue)")
    let attention = try Standing(installation: installation, state: state).read(failed)
    family("attention", "How things stand: 0 OK, 1 WARN, 2 STOP.")
    sample("attention", [:], "\(Attention.Level.allCases.firstIndex(of: attention.level) ?? 0)")
    if let state { try tell(state) }
    let stages = log.stages
    if !stages.isEmpty {
      family("stage_cpu_seconds", "CPU time of each stage of the newest run.")
      for stage in stages { sample("stage_cpu_seconds", ["stage": stage.name], Metrics.seconds(stage.milliseconds)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func tell(_ state: State) throws {
    family("files", "Files that wait for the next run or for a person.")
    sample("files", ["state": "waiting"], "\(try state.arrivals.waiting().count)")
    sample("files", ["state": "held"], "\(try state.arrivals.held().count)")
    family("feed_newest_timestamp_seconds", "Clock of the newest run that was given a file of the feed.")
    for feed in installation.configuration.intake.feeds {
      guard let clock = try state.arrivals.lastCame(feed: feed.feed) else { continue }
      sample("feed_newest_timestamp_seconds", ["feed": feed.feed], "\(clock)")
    }
    guard let run = try state.runs.newestPublished() else { return }
    family("last_run_timestamp_seconds", "Clock of the newest published run.")
    sample("last_run_timestamp_seconds", [:], "\(run.clock)")
    family("last_run_as_of_timestamp_seconds", "As-of date of the newest published run.")
    sample("last_run_as_of_timestamp_seconds", [:], "\(Int(run.asOf.days) * 86_400)")
    family("open_amount", "Receivables after the newest run, in units of the currency.")
    let positions = try state.positions.positions(onOrBefore: run.asOf)
    for position in positions {
      sample(
        "open_amount", ["company": position.company, "currency": position.currency.code],
        Money(minorUnits: position.receivables, currency: position.currency).decimal)
    }
    family("messages", "Messages of the newest run by company and channel.")
    for count in try state.messages.counts(ofRun: run.id) {
      sample("messages", ["company": count.company, "channel": count.channel], "\(count.number)")
    }
  }

  private mutating func family(_ name: String, _ help: String) {
    lines.append("# HELP receivables_\(name) \(help)")
    lines.append("# TYPE receivables_\(name) gauge")
  }

  private mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String>, _ value: String) {
    let words = labels.map { "\($0.key)=\"\(Metrics.escaped($0.value))\"" }.joined(separator: ",")
    lines.append("receivables_\(name)\(words.isEmpty ? "" : "{\(words)}") \(value)")
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { out, character in
      switch character {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      default: out.append(character)
      }
    }
  }

  /// Milliseconds as seconds with three decimals.
  private static func seconds(_ milliseconds: Int) -> String {
    let rest = milliseconds % 1000
    return "\(milliseconds / 1000).\(rest < 10 ? "00" : rest < 100 ? "0" : "")\(rest)"
  }
}
