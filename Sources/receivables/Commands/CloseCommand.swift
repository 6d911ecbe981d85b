import Ledger
import Pipeline
import Store

/// `close PERIOD`: freezes the position of the last day of a month as it is known now. What is learned about it later is an after-close
/// movement.
enum CloseCommand {
  static let command = Command(
    "close", operands: "PERIOD",
    "Closes a month (2026-10): its last day is frozen as known now; what is learned later shows as after-close movements.",
    options: [.by, .now], count: 1...1
  ) { invocation in
    let period = invocation.operands[0]
    guard let first = CalendarDate(period + "-01"), period.utf8.count == 7 else {
      throw Failure(.usage, "\(period): not a month", help: "write it as YYYY-MM")
    }
    guard let by = invocation.person else {
      throw Failure(.usage, "close needs --by NAME: it stands in the trail")
    }
    let installation = try Installation.load(invocation.configPath)
    guard try Path.exists(installation.database) else { throw Failure(.usage, "there was no run yet") }
    let lock = try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    let state = try State.open(installation.database)
    guard let newest = try state.runs.newestPublished() else { throw Failure(.usage, "there was no run yet") }
    guard newest.asOf >= first.lastOfMonth else {
      throw Failure(
        .usage, "\(period) is not over: the newest run is as of \(newest.asOf)",
        help: "close it after a run as of \(first.lastOfMonth) or later")
    }
    if let known = try state.closings.all().first(where: { $0.period == period }) {
      throw Failure(
        .usage, "\(period) was closed by \(known.by) already", help: "receivables ledger --to \(known.lastDay)")
    }
    try close(period, first.lastOfMonth, by, newest, installation, state)
    return .done
  }

  private static func close(
    _ period: String, _ lastDay: CalendarDate, _ by: String, _ newest: RunRecord, _ installation: Installation,
    _ state: State
  ) throws {
    var ledger = try PastLedger(state.database, knownOn: nil)
    let book = try ledger.position(companies: installation.configuration.companies.map(\.id), asOf: lastDay).book
    let closing = ClosingTables.Closing(period: period, lastDay: lastDay, run: ledger.knownRun, by: by)
    let balances = ClosingTables.balances(book)
    try state.database.transaction {
      try state.closings.insert(closing, balances: balances)
      let sums = balances.map { "\($0.company) \(Money(minorUnits: $0.balance, currency: $0.currency))" }
      try state.trail.append(
        run: newest.run, event: "period-closed", subject: period,
        detail: Details(["by": by, "balances": sums.joined(separator: "; ")]).json)
    }
    Terminal.say("closed \(period) as of \(lastDay), as known by run \(newest.run)")
    for balance in balances {
      let amount = Money(minorUnits: balance.balance, currency: balance.currency)
      Terminal.say("\(balance.company) \(amount), \(balance.items) open items")
    }
  }
}

extension ClosingTables {
  /// Sums of a position by company and currency, in their order.
  static func balances(_ book: Book) -> [Balance] {
    var items: [Movements.Key: Int] = [:]
    for row in book.documents.rows where row.balance != 0 && !row.flags.contains(.void) {
      items[Movements.Key(company: row.company, currency: row.currency), default: 0] += 1
    }
    return Movements.positions(book).map { key, balance in
      Balance(
        company: book.companies[Int(key.company)], currency: key.currency, balance: balance, items: items[key] ?? 0)
    }.sorted { ($0.company, $0.currency) < ($1.company, $1.currency) }
  }
}
