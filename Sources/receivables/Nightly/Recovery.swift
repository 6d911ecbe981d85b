import Ledger
import Pipeline
import Store

/// Brings an installation that was cut off back to where an uninterrupted command would have left it.
struct Recovery {
  let installation: Installation
  let state: State
  let log: Log

  /// Finishes the run that was cut off, with the files, date, clock and settings it had pinned. Nil when there is none.
  func finish() throws -> RunRecord? {
    guard let run = try state.runs.unfinished() else { return nil }
    log.event("run", "finishing", ["run": run.run, "state": run.state.rawValue])
    switch run.state {
    case .open:
      let read = try ReadingMark(installation).left()
      if let read { try state.database.transaction { try state.crashes.add(read) } }
      var work = RunWork(installation: try installation.pinned(run, state), state: state, log: log)
      work.isTrapped = try read == nil && TrapMark(installation).isLeft(by: run.run)
      _ = try work.complete(run)
    case .decided, .published:
      try Publication(installation: installation, state: state).publish(run)
    }
    return try state.runs.run(named: run.run)
  }

  /// Removes what a cut left over: staging folders of published runs, held files that were let in or rejected.
  func tidy() throws {
    if let newest = try state.runs.newestPublished() {
      try Publication(installation: installation, state: state).heal(newest)
      try WithdrawnMark(installation: installation, state: state).heal()
    }
    try tidyRejected()
    guard try Path.isFolder(installation.staging) else { return }
    for name in try Path.list(installation.staging) { try Durable.removeFolder(Path.join(installation.staging, name)) }
    for arrival in try state.arrivals.waiting() where arrival.waived {
      try RefusedFile.restore(arrival, installation)
      try RefusedFile.removeHeld(arrival, installation)
    }
  }

  /// Files that a person has rejected, where `reject` was cut off before it took them away from `held/`.
  private func tidyRejected() throws {
    guard try Path.isFolder(installation.held) else { return }
    let suffix = ".reason.json"
    let names = try Set(
      Path.list(installation.held).map { $0.hasSuffix(suffix) ? String($0.dropLast(suffix.count)) : $0 })
    for name in names.sorted() {
      let arrivals = try state.arrivals.arrivals(sha256Prefix: String(name.prefix(12))).filter {
        RefusedFile.name($0) == name
      }
      guard let arrival = arrivals.first, arrivals.allSatisfy({ $0.state == .rejected }) else { continue }
      try RefusedFile.clearArchive(arrival, installation, state)
      try RefusedFile.removeHeld(arrival, installation)
    }
  }
}

extension Installation {
  /// The installation as the run pinned it: configuration, mapping files and templates by their bytes. Fonts must still be what they were.
  func pinned(_ run: RunRecord, _ state: State, checksFonts: Bool = true) throws -> Installation {
    let settings = try state.runs.settings(of: run.id)
    guard let config = settings.first(where: { $0.name == "pipeline.json" })?.bytes else {
      throw Failure(.integrity, "run \(run.run) has no pinned configuration")
    }
    let templates = settings.filter { $0.name.hasPrefix("templates/") }.map {
      TemplateFolder.File(path: String($0.name.dropFirst("templates/".count)), bytes: $0.bytes ?? [])
    }
    let mappings = settings.filter { $0.name.hasPrefix("mapping:") }.map {
      let path = String($0.name.dropFirst("mapping:".count))
      return MappingFile(path: path, file: path, bytes: $0.bytes)
    }
    var installation = try Installation(
      configPath: configPath, bytes: config, templates: TemplateFolder(files: templates),
      mappings: mappings)
    installation.jobs = jobs
    guard checksFonts else { return installation }
    let fonts = try FontFiles(installation.configuration.fonts)
    for font in fonts.files {
      guard settings.first(where: { $0.name == "fonts/\(font.name)" })?.sha256 == font.sha256 else {
        throw Failure(
          .configuration, "\(font.path) has changed since run \(run.run) was started",
          help: "put the font back as it was, then run again; afterwards it may change")
      }
    }
    return installation
  }
}
