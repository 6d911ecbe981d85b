import Ledger

/// One option of the command line: declared once, read, completed and explained from here.
struct Option: Sendable {
  let name: String
  /// What its value is called in help; nil for a switch.
  let value: String?
  /// The value may be left out; where it is given it follows an equals sign: `--write`, `--write=PATH`.
  var isValueOptional = false
  let help: String

  static let config = Option(name: "config", value: "FILE", help: "the configuration (default: pipeline.json)")
  static let asOf = Option(
    name: "as-of", value: "YYYY-MM-DD", help: "the day to work for (default: today in the configured time zone)")
  static let now = Option(
    name: "now", value: "TIME", help: "set the clock, e.g. 2026-11-21T02:00:00Z; every byte is then reproducible")
  static let rehearse = Option(
    name: "rehearse", value: nil,
    help: "a night to look at, in outbox/rehearsals, with TEST on everything; nothing of it counts")
  static let redirectTo = Option(
    name: "redirect-to", value: "ADDRESS", help: "with --rehearse: all e-mails are addressed here")
  static let jobs = Option(
    name: "jobs", value: "N",
    help:
      "processes that make letters and statements (default: one for each processor, at most 4, where there are many)")
  static let log = Option(
    name: "log", value: "text|json", help: "how to tell what happens, on standard error (default: text)")
  static let progress = Option(
    name: "progress", value: "auto|always|never", help: "a bar, on a terminal only by default")
  static let json = Option(name: "json", value: nil, help: "answer in JSON")
  static let maxAge = Option(name: "max-age", value: "26h", help: "exit 65 when the newest run is older")
  static let by = Option(name: "by", value: "NAME", help: "who decides; it stands in the trail")
  static let reason = Option(name: "reason", value: "TEXT", help: "why; it stands in the trail")
  static let html = Option(
    name: "html", value: "FILE", help: "write a page with every message as the customer reads it, and who hears nothing"
  )
  static let policy = Option(
    name: "policy", value: "FILE", help: "with --backtest: a pipeline.json whose policies are tried")
  static let backtest = Option(
    name: "backtest", value: "FROM TO", help: "with --policy: the recorded nights of these days once more, side by side"
  )
  static let batch = Option(
    name: "batch", value: "CHANNEL", help: "only these messages: email, letter, sms, whatsapp, call")
  static let knownOn = Option(
    name: "as-known-on", value: "YYYY-MM-DD", help: "use only what had been learned by that day")
  static let poll = Option(
    name: "poll", value: "SECONDS", help: "how often to look where the kernel tells of no change (default: 30)")
  static let customer = Option(name: "customer", value: "ID", help: "this customer")
  static let overrideRetention = Option(
    name: "override-retention", value: nil, help: "erase although the books still have to be kept")
  static let erase = Option(
    name: "erase", value: nil, help: "remove what the feed has brought, and the customers that only it knows")
  static let preview = Option(name: "preview", value: nil, help: "say what it would mean, and change nothing")
  static let from = Option(
    name: "from", value: "YYYY-MM-DD", help: "first day of the movements (default: first of the month)")
  static let to = Option(name: "to", value: "YYYY-MM-DD", help: "last day of the movements, the same as --as-of")
  static let out = Option(
    name: "out", value: "FOLDER", help: "write the files that a night would have written into a new folder")
  static let company = Option(name: "company", value: "ID", help: "only this company")
  static let everywhere: [Option] = [config, help]
  static let help = Option(name: "help", value: nil, help: "explain this command")
}

/// A command: its words, options and code together.
struct Command: Sendable {
  let name: String
  /// What stands behind the name: `SHA12`, `[FILE...]`.
  let operands: String
  let summary: String
  let options: [Option]
  let minOperands: Int
  let maxOperands: Int
  let run: @Sendable (Invocation) throws -> ExitCode

  init(
    _ name: String, operands: String = "", _ summary: String, options: [Option] = [], count: ClosedRange<Int> = 0...0,
    run: @escaping @Sendable (Invocation) throws -> ExitCode
  ) {
    self.name = name
    self.operands = operands
    self.summary = summary
    self.options = options + Option.everywhere
    minOperands = count.lowerBound
    maxOperands = count.upperBound
    self.run = run
  }

  var usage: String {
    var text =
      "usage: receivables \(name)\(operands.isEmpty ? "" : " " + operands) [options]\n\n\(summary)\n\nOptions:\n"
    for option in options {
      let value = option.value.map { option.isValueOptional ? "[=\($0)]" : " " + $0 } ?? ""
      let left = "  --\(option.name)\(value)"
      text += left + String(repeating: " ", count: max(2, 32 - left.count)) + option.help + "\n"
    }
    return text
  }
}

/// A command line that was understood.
struct Invocation {
  let command: Command
  let operands: [String]
  let values: [String: String]

  subscript(option: Option) -> String? { values[option.name] }
  func has(_ option: Option) -> Bool { values[option.name] != nil }

  var configPath: String { self[.config] ?? "pipeline.json" }

  func date(_ option: Option) throws -> CalendarDate? {
    guard let text = self[option] else { return nil }
    guard let date = CalendarDate(text) else {
      throw Failure(.usage, "--\(option.name) \(text): not a day", help: "write it as YYYY-MM-DD")
    }
    return date
  }

  func clock() throws -> Clock {
    guard let text = self[.now] else { return Clock.now() }
    guard let clock = Clock(text) else {
      throw Failure(.usage, "--now \(text): not a moment", help: "write it as 2026-11-21T02:00:00Z")
    }
    return clock
  }

  func makeLog() throws -> Log {
    let style = try choice(.log, Log.Style.self) ?? .text
    let progress = try choice(.progress, Log.Progress.self) ?? .auto
    return Log(style: style, progress: progress)
  }

  private func choice<T: RawRepresentable & CaseIterable>(_ option: Option, _: T.Type) throws -> T?
  where T.RawValue == String {
    guard let text = self[option] else { return nil }
    guard let value = T(rawValue: text) else {
      let words = T.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(.usage, "--\(option.name) \(text): not one of \(words)")
    }
    return value
  }

  /// The name that `--by` gives, as it stands in the trail; nil: none.
  var person: String? {
    let name = SamePerson.plain(self[.by] ?? "")
    return name.isEmpty ? nil : name
  }

  /// The name that `--by` must give, and the reason.
  func decider() throws -> (by: String, reason: String) {
    guard let by = person, let reason = self[.reason], !reason.isEmpty else {
      throw Failure(.usage, "\(command.name) needs --by NAME and --reason TEXT: both stand in the trail")
    }
    return (by, reason)
  }
}

extension Invocation {
  /// Reads a command line, without the program's name.
  init(_ arguments: [String], commands: [Command]) throws {
    guard let word = arguments.first else { throw Failure(.usage, "no command", help: "receivables --help lists them") }
    guard let command = commands.first(where: { $0.name == word }) else {
      let near = nearestName(to: word, in: commands.map(\.name))
      throw Failure(
        .usage, "unknown command: \(word)", help: near.map { "did you mean \($0)?" } ?? "receivables --help lists them")
    }
    var operands: [String] = []
    var values: [String: String] = [:]
    var index = 1
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      let parts = argument.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      guard let option = command.options.first(where: { $0.name == name || (name == "h" && $0.name == "help") }) else {
        let near = nearestName(to: name, in: command.options.map(\.name))
        throw Failure(
          .usage, "\(word): unknown option \(argument)",
          help: near.map { "did you mean --\($0)?" } ?? "receivables \(word) --help lists them")
      }
      if option.value == nil {
        guard parts.count == 1 else { throw Failure(.usage, "--\(name) takes no value") }
        values[option.name] = "yes"
      } else if parts.count == 2 {
        values[option.name] = String(parts[1])
      } else if option.isValueOptional {
        values[option.name] = ""
      } else {
        guard index < arguments.count else { throw Failure(.usage, "--\(name) needs a value: \(option.value!)") }
        values[option.name] = arguments[index]
        index += 1
      }
    }
    if values["help"] == nil, !(command.minOperands...command.maxOperands).contains(operands.count) {
      throw Failure(
        .usage,
        "usage: receivables \(command.name)\(command.operands.isEmpty ? " takes no operands" : " " + command.operands)",
        help: "receivables \(word) --help")
    }
    self.command = command
    self.operands = operands
    self.values = values
  }
}
