import Formats
import Ledger
import Pipeline
import Store

/// pipeline.json or a template cannot be used, so there is no night: what can be told of it all the same, and whom. The few settings that
/// this takes are read from the file one by one; what it does not give is as in the configuration that the newest run kept.
struct UnusableConfiguration {
  private let installation: Installation
  private let state: State?
  private let items: [Attention.Item]

  init(_ configPath: String, _ failure: any Error) {
    items = UnusableConfiguration.items(failure)
    let json = (try? ReadableFile(configPath).all()).flatMap { try? JSONReader.read($0, file: configPath) }
    var found = Installation(partly: Configuration(), configPath: configPath)
    if let folder = json?["state"]?.string { found.configuration.state = folder }
    // What another command is storing is not waited for.
    state = (try? Path.exists(found.database)) == true ? try? State.look(found.database) : nil
    if let state, let newest = try? state.runs.newest(),
      let kept = try? found.pinned(newest, state, checksFonts: false)
    {
      let folder = found.configuration.state
      found = kept
      found.configuration.state = folder
    }
    if let folder = json?["outbox"]?.string { found.configuration.outbox = folder }
    if let path = json?["metrics"]?.string { found.configuration.metrics = path }
    if let command = UnusableConfiguration.command(json?["onFailure"]) { found.configuration.onFailure = command }
    installation = found
  }

  /// The installation, where its configuration can be used; else the failure, once it is told.
  static func telling(_ log: Log, _ clock: Clock, _ configPath: String, _ jobs: Jobs) throws -> Installation {
    do { return try Installation.load(configPath, jobs: jobs) } catch {
      tell(configPath, error, log: log, clock: clock)
      throw error
    }
  }

  /// Attention, metrics and `onFailure`, as after a night that failed. The failure itself is told by the exit code, whatever becomes of these.
  private static func tell(_ configPath: String, _ failure: any Error, log: Log, clock: Clock) {
    let exit = Outcome(failure).exit
    guard exit != .usage else { return }
    let told = UnusableConfiguration(configPath, failure)
    if (try? Path.isFolder(told.installation.outbox)) == true {
      try? Standing(installation: told.installation, state: told.state).write(told.items)
    }
    Metrics.note(told.installation, told.state, log, exit, clock, failed: told.items)
    Afterwards(installation: told.installation, log: log).tell(exit)
  }

  /// A command is taken whole or not at all.
  private static func command(_ json: JSONValue?) -> [String]? {
    guard let words = json?.elements else { return nil }
    let texts = words.compactMap(\.string)
    return texts.count == words.count ? texts : nil
  }

  private static func items(_ failure: any Error) -> [Attention.Item] {
    guard let failure = failure as? ConfigurationFailure else { return [Outcome(failure).attention] }
    return failure.diagnostics.filter(\.isError).map {
      Attention.Item(
        level: .stop, code: $0.code, what: "\($0.file):\($0.line):\($0.column): \($0.message)",
        type: $0.help.isEmpty ? "correct it, then run again: receivables check tells everything that is wrong" : $0.help
      )
    }
  }
}
