import Ledger
import Pipeline
import Store

/// Decides whether there is anything to run for, and writes down what a run works with, before anything is computed.
struct Pinning {
  let installation: Installation
  let state: State
  /// Whether a file was read as it would be today.
  let rules: ReadingRules

  init(installation: Installation, state: State) {
    (self.installation, self.state) = (installation, state)
    rules = ReadingRules(installation: installation, state: state)
  }

  enum Outcome {
    case run(RunRecord)
    /// Nothing was learned since this run.
    case nothingNew(RunRecord)
  }

  /// Pins the waiting files, the as-of date, the clock and the settings to a new run; or finds that nothing was learned.
  func pin(asOf: CalendarDate, clock: Clock) throws -> Outcome {
    let waiting = try state.arrivals.waiting()
    let newest = try state.runs.newest()
    let fonts = try FontFiles(installation.configuration.fonts)
    let settings = settingsSha256(fonts)
    // What was withdrawn is decided again, and what was retracted is read again.
    let isToTakeBack =
      try !state.undone.withdrawnDays().isEmpty || newest.map { try state.undo.isRetracted($0.id) } ?? false
    if let newest, !isToTakeBack, newest.asOf == asOf, newest.settingsSha256 == settings,
      try !state.trail.hasWord(), try waiting.allSatisfy({ try isRedrop($0, asOf) })
    {
      try recordRedrops(waiting, newest)
      return .nothingNew(newest)
    }
    let seq = try UnknownRuns(installation: installation, state: state).nextSequence(on: asOf)
    let run = RunRecord(
      id: (newest?.id ?? 0) + 1, run: RunRecord.name(of: asOf, seq), asOf: asOf, seq: seq, state: .open,
      clock: clock.seconds,
      utcOffset: try clock.offset(in: installation.configuration.timeZone), program: Program.nameAndVersion,
      configSha256: installation.configSha256, settingsSha256: settings)
    try state.database.transaction {
      try Releases(installation: installation, state: state).lapse(into: run)
      try state.runs.insert(run)
      try state.runs.pin(
        run.id, name: "pipeline.json", sha256: SHA256.hex(SHA256.digest(installation.configBytes)),
        bytes: installation.configBytes)
      for file in installation.mappings {
        guard let bytes = file.bytes else { continue }
        try state.runs.pin(
          run.id, name: "mapping:\(file.path)", sha256: SHA256.hex(SHA256.digest(bytes)), bytes: bytes)
      }
      for file in installation.templates.files {
        try state.runs.pin(
          run.id, name: "templates/\(file.path)", sha256: SHA256.hex(SHA256.digest(file.bytes)), bytes: file.bytes)
      }
      for font in fonts.files {
        try state.runs.pin(run.id, name: "fonts/\(font.name)", sha256: font.sha256, bytes: nil)
      }
      try state.arrivals.pin(waiting, to: run.id)
    }
    return .run(run)
  }

  /// What decides a run's bytes beside its files.
  private func settingsSha256(_ fonts: FontFiles) -> String {
    var text = "\(Program.nameAndVersion)\n\(installation.configSha256)\n"
    for file in installation.templates.files { text += "\(file.path) \(SHA256.hex(SHA256.digest(file.bytes)))\n" }
    for font in fonts.files { text += "\(font.name) \(font.sha256)\n" }
    return SHA256.hex(of: text)
  }

  /// True for bytes that are accepted already, were read as they would be today, and that nothing newer of their feed has overtaken: they
  /// say nothing new today.
  private func isRedrop(_ arrival: Arrival, _ asOf: CalendarDate) throws -> Bool {
    guard !arrival.waived else { return false }
    let known = try state.arrivals.arrivals(sha256Prefix: arrival.sha256)
    if known.contains(where: { $0.state == .held }) { return true }
    guard let accepted = known.first(where: { $0.state == .accepted || $0.state == .superseded }) else { return false }
    if let isNewer = try isNewer(arrival, than: known.filter(\.state.isTaken), asOf) {
      return try !isNewer && rules.isReadAlike(accepted)
    }
    return try isNewest(accepted) && !makesFresh(accepted, known, asOf)
      && !(isUndated(accepted) && overtaking(accepted, known) != nil)
      && rules.isReadAlike(accepted)
  }

  /// Whether documents of an earlier day have come once more today, with nothing to date them: nothing has changed, and the data are as fresh as
  /// the file. The night that has run without them has reminded nobody on old data.
  private func makesFresh(_ accepted: Arrival, _ known: [Arrival], _ asOf: CalendarDate) throws -> Bool {
    let feed = installation.configuration.intake.feeds.first { $0.feed == accepted.feed }
    guard isUndated(accepted), feed?.columns?.feed == .documents else { return false }
    let last = known.filter { $0.state == .accepted || $0.state == .duplicate }.compactMap(\.run).max()
    return try last.flatMap(state.runs.run).map { $0.asOf < asOf } ?? false
  }

  private func isUndated(_ accepted: Arrival) -> Bool {
    installation.configuration.intake.feeds.first { $0.feed == accepted.feed }?.fileDate == nil
  }

  /// The newest file of another documents feed that has told of the same companies since these bytes were last taken: they may be older than
  /// what is known, though they are the newest of their own feed.
  /// - Parameter known: all arrivals of the bytes.
  func overtaking(_ accepted: Arrival, _ known: [Arrival]) throws -> Arrival? {
    let feeds = installation.configuration.intake.feeds.filter { $0.columns?.feed == .documents }
    guard feeds.count > 1, feeds.contains(where: { $0.feed == accepted.feed }) else { return nil }
    let taken = Pinning.lastTaken(known.filter { $0.state == .accepted || $0.state == .duplicate })
    let companies = Set(try state.arrivals.companies(ofArrival: accepted.id))
    let later = try feeds.filter { $0.feed != accepted.feed }.flatMap { try state.arrivals.accepted(feed: $0.feed) }
      .filter { try ($0.run ?? 0) > taken && !companies.isDisjoint(with: state.arrivals.companies(ofArrival: $0.id)) }
    return later.max { ($0.run ?? 0, $0.id) < ($1.run ?? 0, $1.id) }
  }

  /// Whether the same bytes come under a newer date than they had: their data are fresher than was known, and what came late under a
  /// mistyped date is tonight's; or under an older one of which something else is known. Nil: nothing outside the file dates it.
  private func isNewer(_ arrival: Arrival, than known: [Arrival], _ asOf: CalendarDate) throws -> Bool? {
    let feed = installation.configuration.intake.feeds.first { $0.feed == known.first?.feed }
    guard let setting = feed?.fileDate, let before = known.compactMap(\.fileDate).max(),
      let date = try FileOrder.outerDate(of: arrival, setting, installation.configuration.timeZone)
    else { return nil }
    let day = min(date, asOf)
    if day > before { return true }
    let kind = feed?.columns?.feed
    guard kind == .documents, known.first?.rows ?? 0 > 0 else { return false }
    return try TakenDays(state).isNews(arrival, feed?.feed ?? "", on: day)
  }

  /// Feeds whose rows have keys of their own, and say nothing of others.
  static func hasKeysOfItsOwn(_ file: PendingFile) -> Bool {
    file.kind == .payments || file.kind == .applications || file.kind == .rates
  }

  /// True when no newer file of the feed, that speaks for any of the same companies, was accepted; of payments and applications where none of
  /// them was corrected since. Controls are asked on their own day only.
  func isNewest(_ accepted: Arrival) throws -> Bool {
    guard let feed = accepted.feed else { return false }
    let kind = installation.configuration.intake.feeds.first { $0.feed == feed }?.columns?.feed
    if kind == .controls { return true }
    if let kind, let isCorrected = try state.cash.isCorrected(kind, since: accepted.run ?? 0) { return !isCorrected }
    let companies = Set(try state.arrivals.companies(ofArrival: accepted.id))
    let later = try state.arrivals.accepted(feed: feed).filter { other in
      guard other.sha256 != accepted.sha256 else { return false }
      if other.run != accepted.run { return other.run ?? 0 > accepted.run ?? 0 }
      // Exports of several nights may have been read by one run.
      return other.fileDate.flatMap { day in accepted.fileDate.map { day > $0 } } ?? false
    }
    guard !companies.isEmpty else { return later.isEmpty }
    return try later.allSatisfy { try companies.isDisjoint(with: state.arrivals.companies(ofArrival: $0.id)) }
  }

  /// The run in which bytes were last news: again under an old date they are none.
  private static func lastTaken(_ known: [Arrival]) -> Int64 {
    guard let date = known.compactMap(\.fileDate).max() else { return known.compactMap(\.run).max() ?? 0 }
    return known.filter { $0.fileDate == date }.compactMap(\.run).min() ?? 0
  }

  private func recordRedrops(_ waiting: [Arrival], _ newest: RunRecord) throws {
    guard !waiting.isEmpty else { return }
    try state.database.transaction {
      try state.arrivals.pin(waiting, to: newest.id)
      for var arrival in waiting {
        let known = try state.arrivals.arrivals(sha256Prefix: arrival.sha256).first { $0.id != arrival.id }
        arrival.state = .duplicate
        arrival.feed = known?.feed
        arrival.fileDate = known?.fileDate
        arrival.rows = known?.rows ?? 0
        try state.arrivals.settle(arrival)
        try state.trail.append(run: newest.run, event: "file-redropped", subject: arrival.sha256, detail: arrival.path)
      }
    }
  }
}
