import Diff
import Emit
import Intake
import Ledger
import Pipeline

/// Sums of open balances by company and currency.
enum Movements {
  struct Key: Hashable, Comparable {
    var company: UInt16
    var currency: Currency
    static func < (a: Key, b: Key) -> Bool { (a.company, a.currency) < (b.company, b.currency) }
  }

  static func positions(_ book: Book) -> [Key: Int64] {
    // Rows come by the million and keys by the dozen: a list is faster than a dictionary.
    var keys: [Key] = []
    var sums: [Int64] = []
    for row in book.documents.rows where row.balance != 0 && !row.flags.contains(.void) {
      let at = keys.firstIndex { $0.company == row.company && $0.currency == row.currency } ?? keys.count
      if at == keys.count {
        keys.append(Key(company: row.company, currency: row.currency))
        sums.append(0)
      }
      sums[at] += row.balance
    }
    return Dictionary(uniqueKeysWithValues: zip(keys, sums))
  }

  /// Opening plus what changed is closing, per company and currency.
  static func rollForward(_ opening: [Key: Int64], _ changes: [RowChange], _ book: Book) -> [RunReport.Movement] {
    // Few companies and currencies, and a million changes on a first night: a list is quicker than hashing.
    var keys: [Key] = []
    var movements: [RunReport.Movement] = []
    func place(_ key: Key) -> Int {
      if let place = keys.firstIndex(of: key) { return place }
      keys.append(key)
      movements.append(empty(key, book))
      return keys.count - 1
    }
    func add(_ key: Key, _ amount: Int64, _ kind: ChangeKind) {
      guard amount != 0 else { return }
      movements[place(key)].add(amount, kind)
    }
    for (key, balance) in opening { movements[place(key)].opening = balance }
    for change in changes {
      let row = book.documents.rows[change.row]
      let now = row.flags.contains(.void) ? 0 : row.balance
      let key = Key(company: row.company, currency: row.currency)
      guard let before = change.before else {
        add(key, now, .new)
        continue
      }
      let was = before.flags.contains(.void) ? 0 : before.balance
      if before.currency == row.currency {
        add(key, now - was, change.kind)
      } else {
        add(Key(company: before.company, currency: before.currency), -was, .changed)
        add(key, now, .changed)
      }
    }
    for (key, balance) in positions(book) { movements[place(key)].closing = balance }
    return keys.indices.sorted { name(keys[$0], book) < name(keys[$1], book) }.map { movements[$0] }
  }

  private static func name(_ key: Key, _ book: Book) -> String {
    "\(book.companies[Int(key.company)])\u{1F}\(key.currency)"
  }

  private static func empty(_ key: Key, _ book: Book) -> RunReport.Movement {
    RunReport.Movement(company: book.companies[Int(key.company)], currency: key.currency)
  }
}

extension RunReport.Movement {
  fileprivate mutating func add(_ amount: Int64, _ kind: ChangeKind) {
    switch kind {
    case .new: new += amount
    case .reopened: reopened += amount
    case .changed: changed += amount
    case .partPaid: partPaid += amount
    case .paid: paid += amount
    case .voided: voided += amount
    }
  }
}

/// The run's account of itself: report, attention and exit code.
struct Accounting {
  let night: Night
  let book: Book
  let changes: [RowChange]
  let reading: NightReading
  let decided: Deciding.Result
  let liveFrom: CalendarDate?
  /// Files that stay held after tonight.
  let stillHeld: Int
  /// Exports that were expected and have not come.
  let late: [LateFeed]
  /// Rows that were rejected and are missing: tonight's, and before them those of earlier nights, in attention's words.
  var rejectedRows: [Attention.Item] = []
  /// What is made tonight for days without a run.
  var missed = MissedDays()
  /// Rate tables that end soon.
  var rateEnds: [RateEnd] = []

  /// The run report. Throws where the movements do not explain the closing position.
  func report(
    opening: [Movements.Key: Int64], controls: [RunReport.Control], records: [RunReport.Control],
    cash: [RunReport.CashProof], measures: [PortfolioMeasures]
  ) throws -> RunReport {
    var report = RunReport()
    report.files = reading.files.map(file)
    report.movements = Movements.rollForward(opening, changes, book)
    report.controls = controls
    report.records = records
    report.cash = cash
    report.messages = decided.counts.map { company, kind, number in
      let count = RunReport.MessageCount(
        company: company, channel: kind.channel?.rawValue ?? "", level: kind.level,
        outcome: kind.suppressed?.rawValue ?? "sent", isInvitation: kind.isInvitation)
      return (count: count, number: number)
    }
    report.changes = countedChanges()
    report.portfolio = measures
    report.warnings = reading.warnings + lifeWarnings()
    try RunReportFiles.tie(report)
    for proof in report.rowProofs where !proof.ties {
      let sum = proof.changed + proof.unchanged + proof.repeated + proof.rejected
      throw Failure(
        .integrity, "feed \(proof.feed) has \(proof.rows) rows, and \(sum) of them are accounted for",
        help: "this is a defect: keep the file and report it")
    }
    return report
  }

  private func file(_ file: PendingFile) -> RunReport.File {
    let arrival = file.arrival
    return RunReport.File(
      feed: arrival.feed ?? "", name: arrival.path, sha256: arrival.sha256, bytes: arrival.bytes,
      status: RunReport.File.Status(rawValue: arrival.state.rawValue) ?? .rejected, rows: arrival.rows,
      changed: file.taken, unchanged: file.unchanged, repeated: file.repeated, rejectedRows: arrival.rejectedRows,
      skipped: file.skipped, leftOut: file.leftOut, code: arrival.code,
      message: arrival.message,
      help: arrival.help)
  }

  private func countedChanges() -> [(company: String, kind: ChangeKind, number: Int)] {
    var counts: [String: [ChangeKind: Int]] = [:]
    // Changes of one kind lie together: a first night has a million new documents.
    var (company, kind, number): (UInt16, ChangeKind, Int) = (0, .new, 0)
    func note() {
      if number > 0 { counts[book.companies[Int(company)], default: [:]][kind, default: 0] += number }
    }
    for change in changes {
      let own = book.documents.rows[change.row].company
      if own != company || change.kind != kind {
        note()
        (company, kind, number) = (own, change.kind, 0)
      }
      number += 1
    }
    note()
    return counts.keys.sorted().flatMap { company in
      ChangeKind.allCases.compactMap { kind in counts[company]![kind].map { (company, kind, $0) } }
    }
  }

  private func lifeWarnings() -> [RunReport.Warning] {
    night.companies.contains { !$0.isLive } && decided.rehearsed > 0
      ? [
        RunReport.Warning(
          code: "not-live", message: "messages are rehearsed only: liveFrom is not on or before \(night.asOf)",
          count: decided.rehearsed)
      ] : []
  }

  // MARK: How it stands

  /// What a person should know or do after this run; held files are told apart, as long as they are held.
  func attention(_ report: RunReport) -> [Attention.Item] {
    var items: [Attention.Item] = []
    for file in reading.files where file.arrival.state == .rejected {
      items.append(
        Attention.Item(
          level: .warn, code: file.arrival.code ?? "rejected",
          what: "\(file.arrival.path) was rejected: \(file.arrival.message ?? "")",
          since: night.asOf, feed: file.arrival.feed, type: file.arrival.help))
    }
    items += rejectedRows
    items += [
      first(
        "column-unknown", of: "columns",
        "write the column's new name into the mapping, or take the field out of it"),
      first("column-gone", of: "files", GoneColumns.help),
      reading.installation.configuration.emit.contains { $0.artefact == .reminders }
        ? nil
        : first(
          "channel-not-emitted", of: "channels",
          "add { \"stage\": \"emit\", \"artifact\": \"reminders\" }, or take the channel out of the steps: what it would carry goes as letters"
        ),
      first(
        "payer-unknown", of: "customers",
        "correct `bill_to` in the customers export, or export who pays too: ids are compared with their zeros"),
      first(StrangersByZeros.code, of: "customers", StrangersByZeros.help),
      first(TwoSnapshots.code, of: "feeds", TwoSnapshots.help),
      first("payer-circle", of: "customers", "leave `bill_to` out for the one who pays"),
      first(
        "control-unproved", of: "totals",
        "look whether the rejected rows are the difference; the total is compared when they are corrected and a complete export comes"
      ),
      first(
        "control-not-compared", of: "rows",
        "drop the export of that day with the day in its name or content, or compare with receivables aging --as-of that day"
      ),
      first(OtherDocuments.code, of: "documents", OtherDocuments.help),
      first(CompaniesBeside.code, of: "exports", CompaniesBeside.help),
      first(
        "company-unlisted", of: "companies",
        "put it back into pipeline.json and let its last export settle what is open; then take it out"),
      first(
        "decision-customer-differs", of: "decisions",
        "correct the customer of the decision under its id, or release it if it is about another document"),
      first(
        "list-empty", of: "lists",
        "if they stand in truth, drop the whole list; nobody is reminded of what was held before a week has passed"),
      first(
        "list-unsaid", of: "lists",
        "where the files of the feed are to speak for it all the same, write it into \"companies\" of the feed; `release` ends a decision"
      ),
      first(
        "encoding-assumed", of: "files",
        "if the word looks right, write this \"encoding\" into \"read\" of the feed's mapping, else the right one"),
    ].compactMap(\.self)
    items += missed.days.map { day, artefacts in
      Attention.Item(level: .ok, code: MissedDays.code, what: MissedDays.words(day, artefacts))
    }
    items += FailureAttention.items(decided.failures, asOf: night.asOf)
    if decided.worklistRows > 0 {
      items.append(
        Attention.Item(
          level: .ok, code: "worklist",
          what:
            "\(decided.worklistRows.counted("row")) of worklist.csv for whoever looks after the customers"
        ))
    }
    items +=
      late.map(\.attention) + chargeItems + decided.unwatchedLimits.items(asOf: night.asOf)
      + FileDates.attention(reading.files, night.asOf)
    for company in night.companies {
      if let stale = company.stale {
        items.append(
          Attention.Item(
            level: .warn, code: "stale-data", what: "nobody of \(company.company.id) is reminded: \(stale)",
            since: company.staleSince,
            type: company.staleHelp ?? "drop a complete export of \(company.company.id)"))
      } else if !company.isLive {
        items.append(
          Attention.Item(
            level: .ok, code: "not-live",
            what: "messages of \(company.company.id) are rehearsed into reminders/rehearsal, none is sent"
              + sentFrom(company),
            type: nextToDo(company)))
      }
    }
    return items
  }

  /// The first warning of a code, and how many more of it there are.
  private func first(_ code: String, of things: String, _ type: String) -> Attention.Item? {
    let all = reading.warnings.filter { $0.code == code }
    let count = all.reduce(0) { $0 + $1.count }
    return all.first.map { warning in
      Attention.Item(
        level: .warn, code: code,
        what: warning.message + (count > 1 ? "; and \(count - 1) more such \(things)" : ""),
        since: night.asOf, type: type)
    }
  }

  private func nextToDo(_ company: CompanyNight) -> String? {
    if let liveFrom = company.company.liveFrom ?? liveFrom, liveFrom >= night.asOf { return nil }
    return company.addedOn == nil
      ? "set \"liveFrom\" in pipeline.json when the rehearsals are right"
      : "set \"liveFrom\" of the company in pipeline.json when the rehearsals are right"
  }

  /// Until when messages are rehearsed, as far as that is known.
  private func sentFrom(_ company: CompanyNight) -> String {
    guard let liveFrom = company.company.liveFrom ?? liveFrom else { return "" }
    if let added = company.addedOn, added > liveFrom {
      return
        " until \"liveFrom\" is \(added) or later, or the company has one of its own: it is new here since that day"
    }
    if let back = company.backSince, back > liveFrom {
      return " until \"liveFrom\" is \(back) or later: its feed came back that day"
    }
    return " before \(liveFrom)"
  }

  /// 65 where some input was refused or data are stale; a run that cannot tell the truth has thrown before.
  var exit: ExitCode {
    let refused = reading.files.contains {
      $0.arrival.state == .rejected || $0.arrival.state == .held || $0.arrival.rejectedRows > 0
    }
    return refused || stillHeld > 0 || !rejectedRows.isEmpty || !late.isEmpty
      || decided.failures.contains { !$0.isShortened }
      || decided.charging?.missing.isEmpty == false
      || night.companies.contains { $0.stale != nil }
      ? .inputRefused : .done
  }
}
