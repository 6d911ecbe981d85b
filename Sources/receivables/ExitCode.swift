/// How a command ended, by sysexits.h. The worst wins.
enum ExitCode: Int32, Comparable {
  case done = 0
  case usage = 64
  /// Finished, but some input was rejected or held, or data is stale.
  case inputRefused = 65
  case unreadableInput = 66
  case integrity = 70
  case cannotCreate = 73
  case inputOutput = 74
  case locked = 75
  case permission = 77
  case configuration = 78

  private var weight: Int {
    switch self {
    case .done: 0
    case .inputRefused: 1
    case .unreadableInput: 2
    case .cannotCreate: 3
    case .inputOutput: 4
    case .integrity: 5
    case .usage, .locked, .permission, .configuration: 6
    }
  }
  static func < (a: ExitCode, b: ExitCode) -> Bool { a.weight < b.weight }
}

/// A command that cannot go on: its exit code, what to tell, and what to do about it.
struct Failure: Error, CustomStringConvertible {
  let exit: ExitCode
  let message: String
  let help: String
  init(_ exit: ExitCode, _ message: String, help: String = "") {
    self.exit = exit
    self.message = message
    self.help = help
  }
  var description: String { help.isEmpty ? message : "\(message)\nhelp: \(help)" }
}
