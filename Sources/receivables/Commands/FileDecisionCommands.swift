import Ledger
import Pipeline
import Store

/// `accept` and `reject`: a person's word on a file that is held, or on one that waits because a run failed over it.
enum FileDecisionCommands {
  static let accept = Command(
    "accept", operands: "SHA12",
    "Lets a held file in; the next run takes it. The first 12 digits of its sha256 name it.",
    options: [.by, .reason, .now], count: 1...1
  ) { try decide($0, lettingIn: true) }

  static let reject = Command(
    "reject", operands: "SHA12",
    "Puts a held or waiting file with the rejected ones; of one that a run has rejected nothing is waited for.",
    options: [.by, .reason, .now], count: 1...1
  ) { try decide($0, lettingIn: false) }

  private static func decide(_ invocation: Invocation, lettingIn: Bool) throws -> ExitCode {
    let (by, reason) = try invocation.decider()
    let prefix = try prefix(invocation.operands[0])
    let installation = try Installation.load(invocation.configPath)
    guard try Path.exists(installation.database) else { throw Failure(.usage, "nothing is held: there was no run yet") }
    let lock = try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    let state = try State.open(installation.database)
    let standing: Set<Arrival.State> = lettingIn ? [.held] : [.held, .waiting]
    let known = try state.arrivals.arrivals(sha256Prefix: prefix)
    let found = known.filter { standing.contains($0.state) }
    guard let arrival = found.first else {
      let isDismissed = try dismiss(known, lettingIn: lettingIn, by, reason, state)
      if try isDismissed || !lettingIn && giveUp(known, by, reason, installation, state) {
        try Standing(installation: installation, state: state).write()
        return .done
      }
      throw Failure(
        .usage, "no \(lettingIn ? "held" : "held, waiting or rejected") file begins with \(prefix)",
        help: "receivables status lists them")
    }
    guard Set(found.map(\.sha256)).count == 1 else {
      throw Failure(.usage, "\(prefix) begins more than one file", help: "give more digits")
    }
    if lettingIn {
      try letIn(arrival, by, reason, installation, state)
    } else {
      try refuse(arrival, by, reason, installation, state)
    }
    try Standing(installation: installation, state: state).write()
    return .done
  }

  /// Of an accepted file whose rejected rows are missing, or of a rejected one that is missing as a whole: nothing of them is waited for any more.
  private static func dismiss(
    _ known: [Arrival], lettingIn: Bool, _ by: String, _ reason: String, _ state: State
  ) throws -> Bool {
    let missing = Set(try state.missingRows.open().map(\.arrival))
    let found = known.filter { missing.contains($0.id) && $0.state == (lettingIn ? .accepted : .rejected) }
    return try endWait(
      found, "rows-dismissed", by, reason, state, "what was rejected of it is not waited for any more"
    ) { try state.missingRows.dismiss(arrival: $0.id) }
  }

  /// - Returns: false where there is no such file, or several begin so.
  private static func endWait(
    _ found: [Arrival], _ action: String, _ by: String, _ reason: String, _ state: State, _ told: String,
    _ end: (Arrival) throws -> Void
  ) throws -> Bool {
    guard let arrival = found.first, Set(found.map(\.sha256)).count == 1 else { return false }
    try state.database.transaction {
      for one in found { try end(one) }
      try trail(action, arrival, by, reason, state)
    }
    Terminal.say("\(arrival.sha12) \(arrival.path): \(told)")
    return true
  }

  /// The beginning of a file's sha256, as people give it.
  static func prefix(_ text: String) throws -> String {
    let prefix = text.lowercased()
    guard prefix.utf8.count >= 6, prefix.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
      throw Failure(
        .usage, "\(prefix): not the beginning of a sha256",
        help: "give the 12 digits in front of the file's name in inbox/held, or of its sha256 in manifest.json")
    }
    return prefix
  }

  private static func letIn(
    _ arrival: Arrival, _ by: String, _ reason: String, _ installation: Installation, _ state: State
  ) throws {
    try RefusedFile.restore(arrival, installation)
    let day = try day(of: arrival, installation, state)
    try state.database.transaction {
      try state.arrivals.decide(arrival.id, state: .waiting, waived: true, by: by, reason: reason, day: day)
      try trail("file-accepted", arrival, by, reason, state)
    }
    try RefusedFile.removeHeld(arrival, installation)
    Terminal.say("accepted \(arrival.sha12) \(arrival.path); the next run takes it")
  }

  /// An export is of the night that held it, not of the one that takes it; nil: it is as today's, or waits for its other parts.
  private static func day(
    of arrival: Arrival, _ installation: Installation, _ state: State
  ) throws -> CalendarDate? {
    let feed = installation.configuration.intake.feeds.first { $0.feed == arrival.feed }
    guard feed?.columns?.feed == .documents, feed?.parts == 1, arrival.code != "older-copy" else { return nil }
    return try arrival.run.flatMap(state.runs.run)?.asOf
  }

  /// Of a documents file that a night has rejected: it lies where it lies, and nothing of it is waited for any more.
  private static func giveUp(
    _ known: [Arrival], _ by: String, _ reason: String, _ installation: Installation, _ state: State
  ) throws -> Bool {
    let feeds = installation.configuration.intake.feeds
    let found = known.filter { one in
      let feed = feeds.first { $0.feed == one.feed }
      return one.state == .rejected && (one.decidedBy == nil || one.waived)
        && (one.feed == nil || feed?.columns?.feed == .documents)
    }
    return try endWait(
      found, "file-rejected", by, reason, state, "it is not waited for any more, from the next run on"
    ) { try state.arrivals.decide($0.id, state: .rejected, waived: false, by: by, reason: reason) }
  }

  private static func refuse(
    _ arrival: Arrival, _ by: String, _ reason: String, _ installation: Installation, _ state: State
  ) throws {
    let isThere = try RefusedFile.isThere(arrival, installation)
    if isThere { try RefusedFile.restore(arrival, installation) }
    try Durable.makeFolder(installation.rejected)
    let text = RefusalReason.rejected(arrival, by: by, reason: reason)
    try Durable.put(text, at: Path.join(installation.rejected, "\(RefusedFile.name(arrival)).reason.json"))
    if isThere { try RefusedFile.place(arrival, in: installation.rejected, installation) }
    try state.database.transaction {
      try state.arrivals.decide(arrival.id, state: .rejected, waived: false, by: by, reason: reason)
      try trail("file-rejected", arrival, by, reason, state)
    }
    try RefusedFile.clearArchive(arrival, installation, state)
    try RefusedFile.removeHeld(arrival, installation)
    Terminal.say("rejected \(arrival.sha12) \(arrival.path); it lies in \(installation.rejected)")
  }

  private static func trail(
    _ event: String, _ arrival: Arrival, _ by: String, _ reason: String, _ state: State
  ) throws {
    let run = try state.runs.newest()?.run ?? ""
    let detail = Details(["name": arrival.path, "by": by, "reason": reason])
    try state.trail.append(run: run, event: event, subject: arrival.sha256, detail: detail.json)
  }
}
