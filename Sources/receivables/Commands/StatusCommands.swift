import Emit
import Formats
import Ledger
import Pipeline
import Store

/// `status`: feeds, runs, waiting and held files.
enum StatusCommand {
  static let command = Command(
    "status", "How things stand: the newest run, feeds, files that wait or are held.", options: [.maxAge, .json, .now]
  ) { invocation in
    let installation = try Installation.load(invocation.configPath)
    let state = try State.look(installation.database)
    let clock = try invocation.clock()
    var attention = try Standing(installation: installation, state: state).read()
    let newest = try state.runs.newestPublished()
    if newest != nil {
      let late = try LateFeed.all(installation, state, at: clock.seconds)
      let untold = LateFeed.untold(late, by: attention.items)
      attention.items.removeAll { item in item.code == LateFeed.code && untold.contains { $0.feed == item.feed } }
      attention.items += untold
    }
    let tooOld = try isTooOld(newest, invocation, clock)
    if invocation.has(.json) {
      Terminal.write(try json(installation, state, attention, newest, isTooOld: tooOld))
    } else {
      Terminal.write(String(decoding: AttentionFile.text(attention), as: UTF8.self))
      Terminal.write(try text(installation, state))
      if tooOld { Terminal.say("\nthe newest run is older than \(invocation[.maxAge] ?? "")") }
    }
    if tooOld { return .inputRefused }
    return attention.level == .stop ? .integrity : .done
  }

  private static func isTooOld(_ run: RunRecord?, _ invocation: Invocation, _ clock: Clock) throws -> Bool {
    guard let text = invocation[.maxAge] else { return false }
    guard let unit = text.last, let number = Int(text.dropLast()),
      let seconds = ["h": 3600, "d": 86_400, "m": 60][unit]
    else {
      throw Failure(.usage, "--max-age \(text): not a time", help: "write it as 26h, 2d or 90m")
    }
    guard let run else { return true }
    return clock.seconds - run.clock > Int64(number * seconds)
  }

  private static func text(_ installation: Installation, _ state: State) throws -> String {
    let standings = try FeedStandings(state, installation)
    var rows = [["feed", "state", "newest file", "file date", "rows"]]
    for feed in installation.configuration.intake.feeds {
      let newest = try state.arrivals.newestTaken(feed: feed.feed)
      rows.append([
        feed.feed, standings.of(feed.feed)?.state.rawValue ?? "connected", newest?.name ?? "-",
        try newest.flatMap { try day(of: $0, state) }?.description ?? "-", newest.map { String($0.rows) } ?? "-",
      ])
    }
    for standing in standings.gone where standing.state != .connected {
      rows.append([standing.feed, "\(standing.state.rawValue), not in pipeline.json", "-", "-", "-"])
    }
    var text = "\n" + Terminal.table(rows, trailing: [4])
    let waiting = try state.arrivals.waiting()
    if !waiting.isEmpty {
      text += "\nwaiting for the next run:\n" + waiting.map { "  \($0.sha12) \($0.path)\n" }.joined()
    }
    return text
  }

  /// How old a file is: its own date, or as the run that took it.
  private static func day(of file: Arrival, _ state: State) throws -> CalendarDate? {
    try file.fileDate ?? file.run.flatMap(state.runs.run)?.asOf
  }

  private static func json(
    _ installation: Installation, _ state: State, _ attention: Attention, _ newest: RunRecord?, isTooOld: Bool
  ) throws -> String {
    let held = try state.arrivals.held()
    let waiting = try state.arrivals.waiting()
    let standings = try FeedStandings(state, installation)
    let feeds = try installation.configuration.intake.feeds.map { feed -> JSONValue in
      let file = try state.arrivals.newestTaken(feed: feed.feed)
      return [
        "feed": .text(feed.feed), "state": .text(standings.of(feed.feed)?.state.rawValue ?? "connected"),
        "file": file.map { .text($0.name) } ?? JSONValue(.null),
        "fileDate": file?.fileDate.map { .text($0.description) } ?? JSONValue(.null),
        "date": try file.flatMap { try day(of: $0, state) }.map { .text($0.description) } ?? JSONValue(.null),
        "rows": .number(file?.rows ?? 0),
      ]
    }
    func files(_ arrivals: [Arrival]) -> JSONValue {
      .list(
        arrivals.map {
          [
            "sha12": .text($0.sha12), "file": .text($0.path), "code": .text($0.code ?? ""),
            "message": .text($0.message ?? ""),
          ]
        })
    }
    let value: JSONValue = [
      "level": .text(attention.level.rawValue), "run": newest.map { .text($0.run) } ?? JSONValue(.null),
      "asOf": newest.map { .text($0.asOf.description) } ?? JSONValue(.null), "tooOld": JSONValue(.bool(isTooOld)),
      "feeds": .list(feeds), "held": files(held), "waiting": files(waiting),
    ]
    return value.written(.pretty) + "\n"
  }
}

/// `verify`: proof that outbox, archive and trail are what the runs left.
enum VerifyCommand {
  static let command = Command(
    "verify", "Proves that outbox, archive and trail are unaltered.", options: [.json, .now]
  ) { invocation in
    let installation = try Installation.load(invocation.configPath)
    let state = try State.look(installation.database)
    var tables = BookTables(state.database)
    var problems = try state.trail.problems() + tables.pageProblems()
    problems += try state.closedSales.problems() + state.settlementSums.problems() + state.settlementDays.problems()
    problems += try state.messages.problems() + state.cash.problems()
    var files = 0
    let erased = try ErasedFiles(installation, state)
    let removed = try state.retention.removedRuns()
    for run in try state.runs.all() where run.state == .published && !removed.contains(run.id) {
      try verify(run, installation, state, erased, &files, &problems)
    }
    for arrival in try state.arrivals.arrivals(inState: .accepted) {
      files += 1
      erased.check(Path.join(installation.archive, arrival.archived), arrival.sha256, &problems)
    }
    if let newest = try state.runs.newestPublished() {
      if try !Path.exists(Path.join(installation.runs, newest.run)) {
        problems.append("the newest run, \(newest.run), is not in the outbox")
      }
      let current = Path.join(installation.outbox, "current")
      if (try? ReadableFile(current).all()) != Array("\(newest.run)\n".utf8) {
        problems.append("\(current) does not name the newest run, \(newest.run)")
      }
    }
    let strangers = UnknownRuns(installation: installation, state: state)
    let unknown = try strangers.names()
    problems += unknown.map {
      "\(Path.join(installation.runs, $0)) is of no run that the state knows: was a backup of an earlier day put back?"
    }
    for problem in problems { Terminal.complain("verify: \(problem)") }
    if !unknown.isEmpty { Terminal.complain("help: \(strangers.remedy(unknown))") }
    let rows = try state.trail.last().seq
    if invocation.has(.json) {
      let value: JSONValue = [
        "verified": JSONValue(.bool(problems.isEmpty)), "files": .number(files), "trailRows": .number(Int(rows)),
        "problems": .list(problems.map { .text($0) }),
      ]
      Terminal.write(value.written(.pretty) + "\n")
    } else if problems.isEmpty {
      Terminal.say("verified \(files.counted("file")) and \(rows) trail rows: nothing was altered")
    }
    guard problems.isEmpty else {
      tell(problems, installation, state)
      return .integrity
    }
    return .done
  }

  /// Into the page that people look at, where nobody else is at work and it can be written: `verify` may be somebody's who may only read.
  private static func tell(_ problems: [String], _ installation: Installation, _ state: State) {
    guard let lock = try? Lock(Path.join(installation.stateFolder, "lock")) else { return }
    defer { withExtendedLifetime(lock) {} }
    let others = problems.count == 1 ? "" : ", and \((problems.count - 1).counted("other thing"))"
    try? Standing(installation: installation, state: state).write([
      Attention.Item(
        level: .stop, code: "altered", what: "verify found what no run has left: \(problems[0])\(others)",
        type: "receivables verify, which names everything; docs/operations.md tells what to do")
    ])
  }

  private static func verify(
    _ run: RunRecord, _ installation: Installation, _ state: State, _ erased: ErasedFiles, _ files: inout Int,
    _ problems: inout [String]
  ) throws {
    let folder = Path.join(installation.runs, run.run)
    let done = Path.join(installation.runs, "\(run.run).done")
    if try !Path.exists(folder), try !Path.exists(done) {
      problems.append("run \(run.run) is no longer in the outbox, and retention has not removed it")
      return
    }
    problems += try Releases(installation: installation, state: state).markProblems(run)
    let manifestPath = Path.join(folder, "manifest.json")
    erased.check(manifestPath, run.manifestSha256 ?? "", &problems)
    if (try? ReadableFile(done).all()) != Array("\(run.manifestSha256 ?? "")\n".utf8) {
      problems.append("\(done) does not hold the sha256 of the manifest")
    }
    guard let bytes = try? ReadableFile(manifestPath).all(), let json = try? JSONReader.read(bytes, file: manifestPath)
    else {
      return
    }
    var listed: Set<String> = ["manifest.json"]
    for file in json["files"]?.elements ?? [] {
      guard let path = file["path"]?.string, let sha256 = file["sha256"]?.string else { continue }
      files += 1
      listed.insert(path)
      erased.check(Path.join(folder, path), sha256, &problems)
    }
    for path in try allFiles(folder, "") where !listed.contains(path) {
      problems.append("\(Path.join(folder, path)) is not in the manifest")
    }
    if let head = json["auditHead"]?.string, try !state.trail.rows().contains(where: { $0.hash == head }) {
      problems.append("the trail no longer holds the row that run \(run.run) ended with")
    }
  }

  private static func allFiles(_ folder: String, _ prefix: String) throws -> [String] {
    guard try Path.isFolder(folder) else { return [] }
    return try Path.list(folder).flatMap { name -> [String] in
      let path = Path.join(folder, name)
      let relative = prefix.isEmpty ? name : "\(prefix)/\(name)"
      return try Path.isFolder(path) ? try allFiles(path, relative) : [relative]
    }
  }
}
