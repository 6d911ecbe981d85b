import Ledger
import Pipeline
import Store

/// Removes what has been kept as long as pipeline.json's `retention` says. What goes is noted first, in one transaction with a row of the trail,
/// and then removed: a cut in between is finished by the next command that writes, and `verify` accepts exactly what was noted.
struct Retention {
  let installation: Installation
  let state: State

  enum Kind: String, CaseIterable { case runs, messages, inputs }

  /// What has to go: files, or for `.runs` whole folders. `isNew` is false for those that a cut has left over.
  struct Removal {
    var path: String
    var isNew: Bool
    /// For `.runs`.
    var run: RunRecord?
  }

  private var settings: RetentionSettings { installation.configuration.retention }

  /// The day before which things of a kind go; nil: they are kept. Counted from the newest run's day, never from the clock.
  func limit(_ kind: Kind) throws -> CalendarDate? {
    let days: Int? =
      switch kind {
      case .runs: settings.runs
      case .messages: settings.messages
      case .inputs: settings.inputs
      }
    guard let days, let newest = try state.runs.newestPublished() else { return nil }
    return newest.asOf.adding(days: -days)
  }

  /// Removes everything that is due. Gives how many things went, by kind.
  @discardableResult
  func apply(_ log: Log? = nil) throws -> [Kind: Int] {
    guard settings != RetentionSettings() else { return [:] }
    var counts: [Kind: Int] = [:]
    for kind in Kind.allCases {
      guard let limit = try limit(kind) else { continue }
      let due = try removals(kind, before: limit)
      try note(kind, due.filter(\.isNew), limit)
      // Before they go: who is cut off here finds them due again, and marks again.
      if kind == .messages, !due.isEmpty { try ErasedFiles.mark(installation, state) }
      for removal in due { try remove(removal) }
      if kind == .runs { try removeMarks() }
      counts[kind] = due.count
      if !due.isEmpty { log?.event("retention", "removed", ["kind": kind.rawValue, "count": "\(due.count)"]) }
    }
    return counts
  }

  /// What lies there and is older than the day.
  func removals(_ kind: Kind, before day: CalendarDate) throws -> [Removal] {
    switch kind {
    case .runs: try oldRuns(before: day)
    case .messages: try oldMessages(before: day)
    case .inputs: try oldInputs(before: day)
    }
  }

  // MARK: What is due

  private func published(before day: CalendarDate) throws -> [RunRecord] {
    let newest = try state.runs.newest()?.id
    return try state.runs.all().filter { $0.state == .published && $0.asOf < day && $0.id != newest }
  }

  private func oldRuns(before day: CalendarDate) throws -> [Removal] {
    let removed = try state.retention.removedRuns()
    return try published(before: day).compactMap { run in
      let path = Path.join(installation.runs, run.run)
      guard try Path.exists(path) else { return nil }
      return Removal(path: path, isNew: !removed.contains(run.id), run: run)
    }
  }

  /// Folders and files of a run that hold what was written to customers; tables of ids and amounts stay.
  private static let messageFolders = ["reminders/email/", "reminders/rehearsal/", "letters/", "statements/"]
  private static let messageFiles: Set<String> = [
    "reminders/sms.csv", "reminders/whatsapp.jsonl", "reminders/calls.csv", "reminders/recall.csv",
  ]

  private func oldMessages(before day: CalendarDate) throws -> [Removal] {
    let noted = try notedAsRemoved()
    return try published(before: day).flatMap { run -> [Removal] in
      let folder = Path.join(installation.runs, run.run)
      guard try Path.isFolder(folder) else { return [] }
      return try Erasure.files(folder).compactMap { path in
        let name = path.dropFirst(folder.utf8.count + 1)
        guard Retention.messageFiles.contains(String(name)) || Retention.messageFolders.contains(where: name.hasPrefix)
        else { return nil }
        return Removal(path: path, isNew: !noted.contains(installation.relative(path)))
      }
    }
  }

  private func oldInputs(before day: CalendarDate) throws -> [Removal] {
    let noted = try notedAsRemoved()
    var paths: [String] = []
    for arrival in try state.arrivals.settled(before: day) {
      paths.append(Path.join(installation.archive, arrival.archived))
      guard arrival.state == .rejected else { continue }
      let refused = Path.join(installation.rejected, RefusedFile.name(arrival))
      paths += [refused, refused + ".reason.json"]
    }
    return try Set(paths).sorted().compactMap { path in
      guard try Path.exists(path) else { return nil }
      return Removal(path: path, isNew: !noted.contains(installation.relative(path)))
    }
  }

  private func notedAsRemoved() throws -> Set<String> {
    Set(try state.erasures.files().filter { $0.after == nil }.map(\.path))
  }

  // MARK: Removing

  private func note(_ kind: Kind, _ removals: [Removal], _ limit: CalendarDate) throws {
    guard !removals.isEmpty else { return }
    let lines = try removals.map { removal in
      let path = installation.relative(removal.path)
      return try (path: path, sha256: removal.run?.manifestSha256 ?? ReadableFile(removal.path).sha256())
    }
    try state.database.transaction {
      for (removal, line) in zip(removals, lines) {
        if let run = removal.run {
          try state.retention.noteRemoved(run.id)
        } else {
          try state.erasures.note(ErasedFile(path: line.path, before: line.sha256, after: nil))
        }
      }
      if kind == .messages { try state.retention.forgetAddresses(before: limit) }
      let list = lines.map { "\($0.path) \($0.sha256)\n" }.joined()
      try state.trail.append(
        run: try state.runs.newest()?.run ?? "", event: "retention", subject: kind.rawValue,
        detail: Details(["before": "\(limit)", "count": "\(removals.count)", "list": SHA256.hex(of: list)]).json)
    }
  }

  private func remove(_ removal: Removal) throws {
    guard let run = removal.run else { return try Durable.remove(removal.path) }
    // Whoever picks up runs waits for the mark: it goes first, and the folder by one rename.
    try Durable.remove(removal.path + ".done")
    let aside = Path.join(installation.staging, "\(run.run).removed")
    try Durable.move(removal.path, to: aside)
    try Durable.removeFolder(aside)
  }

  /// What stands beside runs that were removed, also a mark whose writing was cut off (`.RUN.erased.tmp`).
  private func removeMarks() throws {
    let removed = try state.retention.removedRuns()
    let names = Set(try state.runs.all().filter { removed.contains($0.id) }.map(\.run))
    for name in try Path.list(installation.runs) {
      let run = name.drop { $0 == "." }.prefix { $0 != "." }
      guard name.contains("."), names.contains(String(run)) else { continue }
      try Durable.remove(Path.join(installation.runs, name))
    }
  }
}
