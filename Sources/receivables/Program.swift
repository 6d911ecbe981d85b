import Store

/// Name, version and commands of the program. Name and version stand in every manifest and are part of what decides whether a
/// night must be run again.
enum Program {
  static let name = "receivables"
  static let version = "0.1.0"
  static var nameAndVersion: String { "\(name) \(version)" }

  /// Every command: the table of contents of the program.
  static let commands: [Command] = [
    RunCommand.command,
    PlanCommand.command,
    CheckCommand.command,
    WhyCommand.command,
    HistoryCommand.command,
    AgingCommand.command,
    LedgerCommand.command,
    CloseCommand.command,
    StatusCommand.command,
    VerifyCommand.command,
    FileDecisionCommands.accept,
    FileDecisionCommands.reject,
    ReleaseCommands.approve,
    ReleaseCommands.withhold,
    ReleaseCommands.withdraw,
    RetractCommand.command,
    FeedCommands.pause,
    FeedCommands.resume,
    FeedCommands.connect,
    FeedCommands.disconnect,
    WatchCommand.command,
    EraseCommand.command,
    ExportCommand.command,
    PruneCommand.command,
    PresetCommands.list,
    PresetCommands.show,
  ]

  /// Runs a command line and gives the exit code. Every error ends here, told once on standard error.
  static func main(_ arguments: [String]) -> ExitCode {
    switch arguments.first {
    case "--version", "-V":
      Terminal.say(nameAndVersion)
      return .done
    case "--help", "-h", "help", nil:
      Terminal.write(help, to: arguments.isEmpty ? 2 : 1)
      return arguments.isEmpty ? .usage : .done
    default: break
    }
    Database.expectOneThread()
    do {
      let invocation = try Invocation(arguments, commands: commands)
      if invocation.has(.help) {
        Terminal.write(invocation.command.usage)
        return .done
      }
      // Also where the command asks for no clock: what cannot be read is told.
      if invocation.has(.now) { _ = try invocation.clock() }
      return try invocation.command.run(invocation)
    } catch {
      let outcome = Outcome(error)
      let code = outcome.code == "failed" ? "" : " [\(outcome.code)]"
      let word = outcome.code == "configuration" ? outcome.message : "receivables: \(outcome.message)\(code)"
      Terminal.complain(outcome.help.isEmpty ? word : "\(word)\nhelp: \(outcome.help)")
      return outcome.exit
    }
  }

  static var help: String {
    let width = commands.map { "\($0.name) \($0.operands)".count }.max() ?? 0
    let lines = commands.map { command in
      let left = "\(command.name) \(command.operands)"
      return "  \(left)\(String(repeating: " ", count: width + 2 - left.count))\(command.summary)"
    }
    return """
      receivables \(version): accounts receivable automation without a server

      usage: receivables <command> [--config pipeline.json] [options]

      \(lines.joined(separator: "\n"))

      receivables <command> --help explains a command; docs/ is the handbook.

      """
  }
}
