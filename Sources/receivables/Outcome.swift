import Ledger
import Pipeline
import Store

/// What an error means for the person in front of the terminal and for the exit code.
struct Outcome {
  let exit: ExitCode
  let code: String
  let message: String
  let help: String

  init(_ error: any Error) {
    switch error {
    case let failure as Failure:
      let (message, code) = Outcome.split(failure.message)
      self.init(failure.exit, code ?? "failed", message, failure.help)
    case let failure as ConfigurationFailure: self.init(.configuration, "configuration", failure.description, "")
    case let failure as IOFailure: self.init(failure.exit, "input-output", failure.description, Outcome.advice(failure))
    case let failure as FootingError:
      self.init(
        .integrity, "does-not-foot", failure.description,
        "\(Outcome.correctIt); receivables reject SHA12 takes a waiting file out")
    case let failure as StoreError:
      self.init(Outcome.exit(failure), "state", failure.description, Outcome.advice(failure))
    case let diagnostic as Diagnostic:
      self.init(.inputRefused, diagnostic.code, diagnostic.description, diagnostic.help)
    default: self.init(.integrity, "internal", "\(error)", "this is a defect of receivables: please report it")
    }
  }

  /// Totals that have to be equal are not.
  var isAboutTotals: Bool { code == "does-not-foot" }
  private static let correctIt = "correct the export or the control row and drop it again"

  /// What to do about totals, by the files of that night, which wait.
  static func adviceOnTotals(_ waiting: [Arrival]) -> String {
    correctIt + "; or take a file of that night out: "
      + waiting.map { "receivables reject \($0.sha12) --by NAME --reason TEXT (\($0.path))" }.joined(separator: ", ")
  }

  private init(_ exit: ExitCode, _ code: String, _ message: String, _ help: String) {
    self.exit = exit
    self.code = code
    self.message = message
    self.help = help
  }

  /// A message that ends with its code in brackets.
  private static func split(_ message: String) -> (String, String?) {
    guard message.hasSuffix("]"), let open = message.lastIndex(of: "[") else { return (message, nil) }
    return (String(message[..<open]).trimmingBlank, String(message[message.index(after: open)...].dropLast()))
  }

  private static func exit(_ error: StoreError) -> ExitCode {
    switch error.cause {
    case .busy: .locked
    case .full, .input: .inputOutput
    case .permission: .permission
    case .cannotOpen: .cannotCreate
    case .corrupt, .other: .integrity
    }
  }

  private static func advice(_ error: StoreError) -> String {
    switch error.cause {
    case .full: "make room on the disk, then run again: nothing was published"
    case .busy: "a run is storing; ask again in a minute"
    case .corrupt: "restore the state from a backup"
    default: ""
    }
  }
  private static func advice(_ failure: IOFailure) -> String {
    switch failure.exit {
    case .inputOutput: "make room on the disk or mend it, then run again: nothing was published"
    case .permission: "give the user of receivables the right to read and write there, then run again"
    default: ""
    }
  }

  var attention: Attention.Item {
    Attention.Item(level: .stop, code: code, what: message, type: help.isEmpty ? nil : help)
  }
}

extension String {
  /// Without blanks at its end.
  fileprivate var trimmingBlank: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
