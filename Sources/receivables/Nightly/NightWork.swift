import Diff
import Emit
import Intake
import Ledger
import Pipeline
import Store

/// One night from files to artefacts. Reads the state and changes nothing in it: `run` stores the result, `plan` only tells it.
struct NightWork {
  var installation: Installation
  let state: State
  let run: RunRecord
  let sink: any ArtefactSink
  let log: Log
  var keepsAll = false
  var mark = ReadingMark(nil)
  /// What tonight's files brought has ended the program before.
  var isTrapped = false
  var previews = false
  /// Nil: the night counts.
  var rehearsal: Rehearsal?

  func compute(_ files: [PendingFile]) throws -> NightResult {
    let lastNight = try state.runs.lastNight(before: run.asOf)
    let (configuration, missed) = installation.configuration.catchingUp(after: lastNight, asOf: run.asOf)
    var work = self
    work.installation.configuration = configuration
    return try work.compute(files, missed, lastNight: lastNight)
  }

  private func compute(
    _ files: [PendingFile], _ missed: MissedDays, lastNight: CalendarDate?
  ) throws -> NightResult {
    var reading = try log.stage("load") {
      try NightReading(installation: installation, state: state, asOf: run.asOf, files: files, log: log, mark: mark)
    }
    let opening = Movements.positions(reading.book)
    reading.isTrapped = isTrapped
    try log.stage("read") { try reading.read() }
    try mark.end()
    var book = reading.book
    reading.book = Book(companies: [])
    book.documents.forgetIndex()
    let contacts = try ContactList(reading, state)
    var deliveries = try Deliveries(state, tonight: reading.deliveryEvents, book: book, contacts: contacts)
    let undone = try UndoneMessages(state, deliveries)
    var lawyerNews: [Int: LawyerNews] = [:]
    var changes = reading.changes.changes(in: book)
    let takenBack = try undone.takeBack(&book, changes, news: &lawyerNews)
    let cash = try log.stage("cash") {
      try CashWork(
        state: state, settings: installation.configuration.cash, asOf: run.asOf,
        isShown: installation.configuration.showsCash(on: run.asOf), isTold: installation.configuration.tellsCash,
        exported: Set(reading.refreshed.keys),
        invoiced: InvoicedFeeds(installation.configuration, state, reading.changes, book)
      ).apply(payments: reading.payments, applications: reading.applications, book, changes)
    }
    if !cash.moves.isEmpty {
      try reading.takePaid(cash.moves, &book)
      changes = reading.changes.changes(in: book)
    }
    reading.remarkOtherDocuments(changes, book)
    // What was remembered of a document may come to nothing tonight: that is to be stored too.
    var remembered: Set<Int> = []
    for change in changes where change.before != nil && book.documents.memory[change.row] != nil {
      remembered.insert(change.row)
    }
    let told = try TonightsDecisions(reading, book, state, undone: undone)
    let standing = told.standing
    for remark in told.rows.remarks + contacts.rows.remarks { reading.warn(code: remark.code, remark.message) }
    deliveries.takeCorrections(book, contacts, standing, asOf: run.asOf)
    let (settledOnTime, partPaid) = try log.stage("diff") {
      try explain(&changes, &book, reading, cash, standing)
    }
    remembered.formUnion(try GonePartPayments(state: state, cash: cash).takeBack(&book))
    let late = LateEvidence(state: state, changes: changes, loose: cash.loose)
    let corrected = try cash.corrected.documents(state)
    let settlements = try TonightsSettlements(
      settledOnTime + late.settlements(&book, reading) + late.corrections(corrected, cash.corrected, &book, reading),
      changes, book, state)
    for change in changes where book.documents.memory[change.row] != nil { remembered.insert(change.row) }
    var lawyers = try LawyersToTell(lawyerNews, changes, book, state, asOf: run.asOf)
    var moves = PayerMoves(state, undone: undone.causes, asOf: run.asOf)
    try moves.take(changes, &book)
    lawyers.takeMoved(moves.handedOver)
    let fallen = takenBack.union(moves.rows)
    remembered.formUnion(fallen)
    let levels = ERPLevels(asOf: run.asOf, liveFrom: installation.configuration.decide.liveFrom)
    remembered.formUnion(levels.takeNew(changes, &book))
    remembered.formUnion(try undone.takeTold(changes, &book))
    remembered.formUnion(
      HoldsBeforeGap.remember(changes, in: &book, lastNight: try state.runs.lastNight(), asOf: run.asOf))
    try AfterCloseNotice(state: state).remark(changes, book, &reading)
    let standings = reading.standings
    let lateFeeds = try LateFeed.all(
      installation.configuration, state, standings, clock: run.clock,
      arrived: Set(reading.files.filter { $0.arrival.state != .rejected }.compactMap(\.arrival.feed)))
    reading.remark(deliveries)
    reading.remark(missed)
    let firstExports = try PastLedger(state.database, knownOn: nil).firstExports
    let night = try night(reading, standings, lateFeeds, firstExports)
    remembered.formUnion(levels.takeNewer(changes, &book, night, lastNight: try state.runs.lastNight()))
    reading.remarkContradictions(standing)
    let decisions = try MergedCustomers(state, changes, book).spread(PartyStops.spread(standing, book), book)
    let (promises, portfolio, trends) = try log.stage("score") {
      let promises = try PromisesToPay(
        state, installation.configuration, asOf: run.asOf, standing: standing, payments: reading.payments, book: book,
        cash: cash)
      let (portfolio, trends) = try measure(
        book, changes, settlements, promises, decisions, night, firstExports)
      return (promises, portfolio, trends)
    }
    let measures = portfolio.measures
    let access = try AccessRequests(
      state, tonight: reading.accessRequests, undone: undone.tonight.map(\.message), contacts: contacts, asOf: run.asOf)
    let controls = try controls(&reading, book)
    try tieEarlier(&reading, book, opening: opening, lastNight: lastNight)
    let tying = toTie(controls, reading, book)
    var charging = try Charging(
      installation, state, asOf: run.asOf, changes: changes, reading: reading, cash: cash,
      corrected: Set(corrected.map(\.document.key)), undone: undone, book: book)
    try charging?.begin(book, decisions: decisions)
    let rejectedRows =
      try RejectedBefore(state, reading.missing, files: reading.files, asOf: run.asOf).items
      + reading.rejectedRows(of: run.run)
    let turns = StageTurns("decide", "emit")
    let decided = try log.stages(turns) {
      try Deciding(
        installation: installation, state: state, night: night, portfolio: measures, trends: trends,
        rates: try state.payments.rates(onOrBefore: run.asOf, and: reading.rates), sink: sink, log: log,
        cash: cash, told: TonightsFiles(reading), partPaid: partPaid,
        keepsAll: keepsAll, previews: previews, turns: turns,
        fallen: fallen, lawyers: lawyers, promises: promises,
        isLetIn: reading.files.contains { $0.arrival.waived && $0.arrival.state.isTaken },
        files: RejectedBefore.worklist(rejectedRows + reading.rejectedFiles())
      ).run(
        book, changes, decisions: decisions + access.decisions, contacts: contacts, access: access,
        deliveries: deliveries, undone: undone, settlements: settlements, controls: tying,
        stationery: try installation.stationery(), charging: charging)
    }
    for (row, memory) in decided.memories { book.documents.memory[row] = memory }
    remembered.formUnion(decided.memories.lazy.map(\.row))
    let overtaken = try overtaken(reading)
    let looked = Set(reading.files.map(\.arrival.id))
    let stillHeld = try state.arrivals.held().count { !looked.contains($0.id) } - overtaken.count
    let accounting = Accounting(
      night: night, book: book, changes: changes, reading: reading, decided: decided,
      liveFrom: installation.configuration.decide.liveFrom, stillHeld: stillHeld, late: lateFeeds,
      rejectedRows: rejectedRows, missed: missed,
      rateEnds: RateEnd.near(installation.configuration.decide, on: run.asOf))
    var report = try accounting.report(
      opening: opening, controls: controls, records: try reading.recordSums.controls(reading), cash: cash.proofs,
      measures: measures)
    report.warnings.sort { ($0.code, $0.message) < ($1.code, $1.message) }
    try writeRejects(reading.files)
    try RunReportFiles.write(report, of: night, to: sink)
    return NightResult(
      night: night, book: book, log: reading.changes, changes: changes, arrivals: reading.files.map(\.arrival),
      rejectedRows: reading.files.map(\.rejected), overtaken: overtaken, snapshots: reading.snapshots,
      late: reading.late, told: reading.told, recordSums: reading.recordSums,
      headers: reading.headers,
      refusals: RefusalReason.files(reading.files, run: run.run) + RefusalReason.overtaken(overtaken, run: run.run),
      contacts: contacts.tonight, endedContacts: contacts.ended, contactFeeds: contacts.rows,
      payments: reading.payments,
      applications: reading.applications, controls: reading.controls, rates: reading.rates,
      decisions: told.taken, endedDecisions: told.ended, decisionFeeds: told.rows,
      renewedLists: try reading.renewedLists(),
      accessRequests: access.fresh, deliveries: deliveries.reports,
      cash: cash, settlements: settlements.settled, sent: decided.sent,
      silent: decided.silent,
      batches: try Releases(installation: installation, state: state).decide(
        decided.sent, reading.files.map(\.arrival)), preview: decided.preview,
      remembered: remembered, undone: undone.tonight, unsent: decided.unsent, revived: undone.revived,
      positions: portfolio.positions, report: report, attention: accounting.attention(report), exit: accounting.exit,
      acted: decided.acted + (decided.charging?.acted.sorted() ?? []), uninvited: decided.uninvited,
      writeOffShares: decided.writeOffShares,
      planStarts: decided.planStarts,
      claims: decided.charging?.claims.news ?? [],
      held: decided.charging?.held ?? [], creditHolds: decided.creditHolds, refreshed: reading.refreshed,
      missing: reading.missing.tonight, arrived: reading.missing.ended,
      erasedAgain: reading.erasedAgain.filter { book.customerRow($0.value.company, $0.value.customer) == nil }
        .mapValues(\.customer))
  }

  /// Gives changes their causes, brings the memory of documents up to date, and finds out what was settled by payments, and when.
  private func explain(
    _ changes: inout [RowChange], _ book: inout Book, _ reading: NightReading, _ cash: CashResult,
    _ standing: [Decision]
  ) throws -> (settlements: [NightResult.Settlement], partPaid: [Int: ChangeCause]) {
    let evidence = try Evidence(
      state, payments: reading.payments, applications: reading.applications, matched: cash.evidence,
      corrected: cash.corrected, of: changes, in: book)
    var found: [Int: DocumentEvidence] = [:]
    // Holds no copy of the book: what is remembered next would copy all its memory.
    func look(_ change: RowChange, _ book: Book) throws -> DocumentEvidence? {
      let document = book.documents.rows[change.row]
      let company = book.companies[Int(document.company)]
      let key = book.documents.key(document.key)
      // Money of a document of instalments is shared among them; of any other the balance tells whether some was shown.
      let isInstalment = !key.instalment.isEmpty
      let spent = change.before.flatMap {
        $0.amount > 0 && ($0.balance != $0.amount || isInstalment) ? ($0.currency, isInstalment) : nil
      }
      let known = try evidence.find(
        company: company, document: key.id, row: change.row, stateID: book.documents.stateIDs[change.row], spent: spent)
      if let known { found[change.row] = known }
      return known
    }
    let givenUp = GivenUp(standing, asOf: run.asOf)
    try Causes.assign(to: &changes, in: book) { [book] in
      try look($0, book)
    } isGivenUp: { [book] in
      givenUp.explains($0, in: book)
    }
    let partPaid = Causes.remember(changes, in: &book, asOf: run.asOf) { found[$0.row] }
    var settlements: [NightResult.Settlement] = []
    for change in changes {
      let row = book.documents.rows[change.row]
      guard row.balance == 0, row.amount > 0, !row.flags.contains(.void) else { continue }
      if change.kind == .new { _ = try look(change, book) }
      guard change.kind == .paid || change.kind == .new, let settledOn = found[change.row]?.settledOn,
        let due = row.dueDate.orNil
      else { continue }
      var amount = row.amount
      if let before = change.before, before.balance < amount {
        // What was written off of it before is no money of the customer.
        amount -= try state.payments.writtenOff(document: book.documents.stateIDs[change.row])
      }
      guard amount > 0 else { continue }
      let known =
        change.isPaidAgain ? try state.payments.settledOn(document: book.documents.stateIDs[change.row]) : nil
      settlements.append(
        NightResult.Settlement(row: change.row, amount: amount, due: due, on: settledOn, before: known))
    }
    return (settlements, partPaid)
  }

  /// The portfolio of tonight, and where an artefact of tonight shows them, its months.
  private func measure(
    _ book: Book, _ changes: [RowChange], _ settlements: TonightsSettlements, _ promises: PromisesToPay,
    _ decisions: [Decision], _ night: Night, _ firstExports: [String: CalendarDate]
  ) throws -> (Portfolio.Result, [MeasureTrend]) {
    let salesDays = installation.configuration.score.salesDays
    let showsTrend = installation.configuration.emit.contains { $0.artefact == .measures && $0.isDue(on: run.asOf) }
    var portfolio = try Portfolio(
      book: book, changes: changes, state: state, asOf: run.asOf, salesDays: salesDays,
      keepsAges: installation.configuration.asksForMeasures, showsTrend: showsTrend
    ).measure()
    // Sales that an export tells of which comes late tonight count from tomorrow on.
    func firstExport(_ company: String) -> CalendarDate? { firstExports[company] ?? night.company(company)?.dataAsOf }
    for at in portfolio.measures.indices {
      portfolio.measures[at].note(firstExport: firstExport(portfolio.measures[at].company), at: run.asOf)
    }
    guard showsTrend else { return (portfolio, []) }
    let trend = PortfolioTrend(book: book, state: state, asOf: run.asOf, salesDays: salesDays)
    var trends = try trend.months(portfolio, settlements, promises: promises, decisions: decisions)
    for at in trends.indices { trends[at].note(firstExport: firstExport(trends[at].company)) }
    return (portfolio, trends)
  }

  /// Freshness and liveness of each company.
  /// - Parameter firstExports: by company, those that the state knows.
  private func night(
    _ reading: NightReading, _ standings: FeedStandings, _ late: [LateFeed], _ firstExports: [String: CalendarDate]
  ) throws -> Night {
    let known = reading.dataAsOf
    let missing = reading.missing.customers
    let liveness = try Liveness(state, installation.configuration, asOf: run.asOf)
    let taken = try TakenDocuments.earlier(state, installation.configuration) + reading.taken
    let owned = FeedCompanies(installation.configuration, taken)
    let freshness = try Freshness(
      installation: installation, state: state, asOf: run.asOf, standings: standings, late: late, owned: owned,
      taken: taken, untaken: UntakenDocuments(reading, taken, owned, run),
      heldRecords: HeldRecords(
        reading.files, state, installation.configuration, reading.former, asOf: run.asOf), former: reading.former)
    let companies = try installation.configuration.companies.map { company in
      let dataAsOf = [known[company.id], reading.refreshed[company.id]].compactMap(\.self).max()
      let rejected = missing.filter { $0.company.isEmpty || $0.company == company.id }
      let backSince = freshness.backSince(company.id)
      let stale = try freshness.staleness(of: company.id, dataAsOf: dataAsOf)
      var night = CompanyNight(
        company: company, dataAsOf: dataAsOf, stale: stale?.why,
        rejectedCustomers: Set(rejected.map(\.customer)),
        // A rehearsal shows what would go out if everything counted.
        isLive: rehearsal != nil || liveness.isLive(company, backSince: backSince),
        firstNight: liveness.firstNight(company), backSince: backSince)
      night.addedOn = liveness.addedOn(company)
      let late = reading.late.filter { $0.companies.contains(company.id) }.map(\.day)
      night.firstExport = (late + [firstExports[company.id] ?? dataAsOf].compactMap(\.self)).min()
      night.staleSince = stale?.since
      night.staleHelp = stale?.help
      return night
    }
    var night = Night(
      run: run.run, asOf: run.asOf, clock: run.clock, utcOffset: run.utcOffset, program: run.program,
      companies: companies)
    night.rehearsal = rehearsal
    night.zones = try Clock(seconds: run.clock).zones(of: installation.configuration)
    return night
  }

  /// Held documents files whose companies a newer snapshot speaks for: letting one in now would undo what the newer one said.
  private func overtaken(_ reading: NightReading) throws -> [Arrival] {
    try state.arrivals.held().compactMap { held in
      var companies = try state.arrivals.companies(ofArrival: held.id)
      if companies.isEmpty { companies = try self.companies(ofUnread: held, reading) }
      let day = try held.fileDate ?? held.run.flatMap(state.runs.run)?.asOf ?? run.asOf
      let isOvertaken =
        companies.isEmpty
        ? try isOvertaken(part: held, reading)
        : companies.allSatisfy { company in reading.replaced[company].map { $0 >= day } ?? false }
      guard isOvertaken else { return nil }
      var held = held
      held.state = .rejected
      held.code = "overtaken"
      held.message = HeldParts.overtaken
      held.help = HeldParts.overtakenHelp
      return held
    }
  }

  /// What was held before a row of it was read, or has none, is a whole export of those whom its feed concerns. Of parts, of deltas and of other feeds
  /// nobody can tell: none.
  private func companies(ofUnread held: Arrival, _ reading: NightReading) throws -> [String] {
    let configuration = installation.configuration
    let name = try reading.former.feed(of: held) ?? held.feed
    guard held.code != HeldParts.code, let feed = configuration.intake.feeds.first(where: { $0.feed == name }),
      let declared = FeedDeclaration(feed), declared.feed == .documents, declared.isSnapshot
    else { return [] }
    return try FeedCompanies(configuration, TakenDocuments.earlier(state, configuration) + reading.taken).of(feed)
      .sorted()
  }

  /// Nobody has read a part without the others.
  private func isOvertaken(part held: Arrival, _ reading: NightReading) throws -> Bool {
    guard held.code == HeldParts.code, !reading.files.contains(where: { $0.arrival.id == held.id }) else {
      return false
    }
    let day = try held.fileDate ?? held.run.flatMap(state.runs.run)?.asOf ?? run.asOf
    return HeldParts.areOvertaken(of: held.feed, day, by: reading.files, run.asOf)
  }

  private func writeRejects(_ files: [PendingFile]) throws {
    let feeds = Set(files.filter { !$0.rejected.isEmpty && $0.lacksRows }.map { $0.arrival.feed ?? "" })
    for feed in feeds.sorted() {
      let own = files.filter { $0.arrival.feed == feed && !$0.rejected.isEmpty && $0.lacksRows }
      for form in [RejectFiles.Form.csv, .xml] {
        let group = own.filter { $0.isXML == (form == .xml) }
        try RejectFiles.write(
          feed: feed,
          group.map { file in
            RejectedFile(
              name: file.arrival.name, header: file.header, footer: file.footer, rows: file.rejected,
              // Corrected rows are added to the newest export: those of an older one come with the whole of it.
              canBeRedropped: !file.isLateExport && file.reading?.resolved.canBeRedropped ?? true)
          },
          form: form, to: sink)
      }
    }
  }
}
