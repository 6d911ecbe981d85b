import Ledger
import Pipeline

/// `prune`: removes what has been kept as long as `retention` says; every night does it too.
enum PruneCommand {
  static let command = Command(
    "prune", "Removes originals, runs and texts of messages that are older than `retention`; every night does it too.",
    options: [.preview, .now]
  ) { invocation in
    let installation = try Installation.load(invocation.configPath)
    guard installation.configuration.retention != RetentionSettings() else {
      Terminal.say("pipeline.json says no \"retention\": everything is kept")
      return .done
    }
    if invocation.has(.preview) {
      return try preview(Retention(installation: installation, state: try State.look(installation.database)))
    }
    guard try Path.exists(installation.database) else {
      Terminal.say("nothing to remove: there was no run yet")
      return .done
    }
    let lock = try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    let state = try State.open(installation.database)
    try state.refuseCutOffRun()
    try Erasure.resume(installation, state)
    let counts = try Retention(installation: installation, state: state).apply()
    Terminal.say(
      "removed \(counts[.runs, default: 0]) runs, \(counts[.messages, default: 0]) files of messages and "
        + "\(counts[.inputs, default: 0]) files of inputs")
    return .done
  }

  private static func preview(_ retention: Retention) throws -> ExitCode {
    for kind in Retention.Kind.allCases {
      guard let limit = try retention.limit(kind) else { continue }
      let due = try retention.removals(kind, before: limit)
      Terminal.say("\(kind.rawValue) before \(limit): \(due.isEmpty ? "none" : "\(due.count)")")
      for removal in due { Terminal.say("  \(removal.path)") }
    }
    Terminal.say("nothing was removed; copies that others have taken are theirs to remove")
    return .done
  }
}
