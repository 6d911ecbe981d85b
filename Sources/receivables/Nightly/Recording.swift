import Diff
import Emit
import Ledger
import Pipeline
import Store

/// Stores what a night came to, in one transaction whose commit is the point of no return.
struct Recording {
  let state: State
  let run: RunRecord
  let configSha256: String
  /// What artefacts of any night ask for is kept.
  let configuration: Configuration
  /// Of bank accounts, see `AccountSalt`.
  let accountSalt: String

  /// - Parameter seal: writes the manifest around the trail's head and the inputs, makes all files durable, and returns the
  ///   manifest's sha256. Called last inside the transaction.
  func store(
    _ result: inout NightResult,
    seal: (_ result: NightResult, _ auditHead: String, _ inputs: [Manifest.Input]) throws -> String
  ) throws {
    var night = result
    try state.database.transaction {
      try state.undo.begin(run: run.id)
      let past = LatePast(state: state, run: run.id)
      var late = night.late.map { (export: $0, unknownRows: [Int]()) }
      let taught = LatePast.addUnknown(&late, to: &night.book)
      try AccountSalt.keep(accountSalt, in: state)
      try storeBook(&night, settled: taught)
      try storeArrivals(night)
      try storeFacts(night)
      try night.told.store(night.book, run: run.id, in: state)
      try past.store(late, night.book)
      try state.settlementSums.keep(latest: configuration.asksForScores)
      try state.settlementDays.keep(
        asked: configuration.asksForMeasures, without: IntercompanyCustomers(night.book).keys(night.book))
      try storeMessages(night)
      for batch in night.batches {
        try state.releases.insert(
          run: run.id, batch: batch.batch, messages: batch.messages, people: batch.people, why: batch.why)
      }
      for (message, cause) in night.undone { try state.undone.undo([message], cause, in: run.id) }
      try state.undone.stand(night.revived)
      try state.undone.tookBack(in: run.id)
      try state.undone.undo(night.unsent, .unsent)
      for run in try state.messages.runs(ofInvitations: night.unsent) { try state.releases.forgetActs(of: run) }
      try storeCharges(night)
      for hold in night.creditHolds { try state.credit.tell(hold, run: run.id) }
      for position in night.positions { try state.positions.insert(position, run: run.id) }
      try state.undo.end()
      try state.crashes.clear()
      try state.runs.note(night.attention.map(Standing.row), run: run.id)
      let head = try trail(night)
      let manifest = try seal(night, head, Recording.inputs(night))
      try state.runs.decide(run.id, manifestSha256: manifest, auditHead: head, exitCode: Int(night.exit.rawValue))
    }
    result = night
  }

  static func inputs(_ result: NightResult) -> [Manifest.Input] {
    result.arrivals.filter { $0.state == .accepted || $0.state == .duplicate }.map {
      Manifest.Input(feed: $0.feed ?? "", name: $0.path, sha256: $0.sha256, bytes: $0.bytes, rows: $0.rows)
    }
  }

  /// - Parameter settled: rows of documents that are new and settled already, with the file and line that taught them.
  private func storeBook(_ result: inout NightResult, settled: [Int: (file: Int, line: Int)]) throws {
    var tables = BookTables(state.database)
    try tables.open(companies: result.book.companies)
    let log = result.log
    func version(_ change: RowChange) -> BookTables.DocumentVersion {
      let source = log.sources[change.row]
      return BookTables.DocumentVersion(
        row: change.row, file: source?.file, line: source?.line, cause: change.cause?.rawValue)
    }
    let changed = result.changes.filter { $0.kind != .new }.map(version)
    let new = result.book.documents.keyOrder(
      result.changes.compactMap { $0.kind == .new ? $0.row : nil } + settled.keys)
    let causes = Dictionary(
      uniqueKeysWithValues: result.changes.compactMap { change in
        change.kind == .new ? change.cause.map { (change.row, $0.rawValue) } : nil
      })
    let sales = try ClosedSalesRecording(result.book, state)
    try tables.write(
      &result.book, run: run.id, changed: changed, newDocuments: new, causes: causes
    ) { settled[$0] ?? log.sources[$0] }
    try sales.store(result.changes, settled: Array(settled.keys), result.book, state)
    try tables.writeMemory(Array(result.remembered), of: result.book, run: run.id)
    let ids = result.book.documents.stateIDs
    for change in result.changes where change.kind == .reopened || change.isPaidAgain {
      try state.payments.unsettle(document: ids[change.row])
    }
    for settlement in result.settlements {
      let row = result.book.documents.rows[settlement.row]
      try state.payments.settle(
        document: ids[settlement.row], label: result.book.documents.key(row.key).id,
        customer: result.book.customers.rows[Int(row.customer)].stateID,
        currency: row.currency,
        amount: settlement.amount, due: settlement.due, on: settlement.on, run: run.id)
    }
  }

  private func storeArrivals(_ result: NightResult) throws {
    for arrival in result.arrivals { try state.arrivals.settle(arrival) }
    for row in result.missing { try state.missingRows.insert(row) }
    for row in result.arrived { try state.missingRows.end(row, run: run.id) }
    for arrival in result.overtaken {
      try state.arrivals.settle(arrival)
      try state.arrivals.pin([arrival], to: run.id)
    }
    let tables = try BookTables.companyIDs(state.database)
    for snapshot in result.snapshots {
      let company = result.book.companies[Int(snapshot.totals.company)]
      guard let id = tables[company] else { continue }
      try state.arrivals.insertSnapshot(
        arrival: snapshot.arrival, company: id, currency: snapshot.totals.currency, documents: snapshot.totals.open,
        balance: snapshot.totals.balance, tail: snapshot.totals.tail.map { result.book.documents.text.string($0) })
    }
    for (id, customer) in result.erasedAgain.sorted(by: { $0.key < $1.key }) {
      try state.erasures.beginAgain(id, customer: customer)
    }
    for header in result.headers { try state.headers.insert(header, run: run.id) }
    for (company, date) in result.refreshed.sorted(by: { $0.key < $1.key }) {
      try state.arrivals.setDataAsOf(company, date)
    }
  }

  private func storeFacts(_ result: NightResult) throws {
    for contact in result.contacts { try state.contacts.write(contact, run: run.id) }
    for contact in result.endedContacts { try state.contacts.end(contact, run: run.id) }
    for report in result.deliveries { try state.deliveries.insert(report, asOf: run.asOf, run: run.id) }
    let newest = try state.cash.newestPayment()
    let fresh = try NewPromises(state, result.decisions, asOf: run.asOf)
    let promisers = try state.promisersPayments.promisers().union(fresh.customers)
    try state.promisersPayments.mark(fresh.customers, since: fresh.since)
    try state.payments.insert(result.payments, run: run.id, promisers: promisers)
    try noteLate(result)
    for application in result.applications { try state.payments.insert(application, run: run.id) }
    try StoredSums(state: state).prove(result, newestPayment: newest)
    try result.cash.store(in: state, result.book, newestPayment: newest, asOf: run.asOf, run: run.id)
    try markPlaced(result, promisers, fresh)
    try tellSettled(result)
    for control in result.controls { try state.payments.insert(control, asOf: run.asOf, run: run.id) }
    for rate in result.rates { try state.payments.insert(rate, run: run.id) }
    let grace = configuration.decide.promiseGrace
    for decision in result.decisions { try state.decisions.insert(decision, asOf: run.asOf, run: run.id, grace: grace) }
    for id in result.endedDecisions { try state.decisions.end(id, asOf: run.asOf, run: run.id) }
    try storeLists(result)
    for request in result.accessRequests { try state.access.insert(request, asOf: run.asOf, run: run.id) }
    try state.decisions.forgetSends(by: result.undone.map(\.message))
    let cameBack = result.undone.filter(\.cause.hasLeft).map(\.message)
    for invite in try state.decisions.invites(by: cameBack) { try state.decisions.standAgain(invite) }
    try state.access.forgetAnswers(by: cameBack)
    for id in result.acted {
      if id.hasPrefix(AccessRequest.mark) {
        try state.access.answer(id, run: run.id)
      } else if let left = result.uninvited[id] {
        try state.decisions.leave(left.sorted(), of: id)
      } else {
        try state.decisions.act(id, run: run.id)
      }
    }
    for (id, shares) in result.writeOffShares { try state.decisions.share(id, shares) }
    for (id, owed) in result.planStarts { try state.decisions.note(owed: owed, of: id) }
  }

  /// Whose contacts and decisions are, and of which days lists were whole.
  private func storeLists(_ result: NightResult) throws {
    for key in result.contactFeeds.changed.sorted() {
      if let feeds = result.contactFeeds.feeds(of: key) { try state.lists.setFeeds(feeds, ofContact: key) }
    }
    for id in result.decisionFeeds.changed.sorted() {
      if let feeds = result.decisionFeeds.feeds(of: id) { try state.lists.setFeeds(feeds, ofDecision: id) }
    }
    for list in result.contactFeeds.whole + result.decisionFeeds.whole {
      try state.lists.note(feed: list.feed, company: list.company, day: list.day, run: run.id)
    }
    for list in result.renewedLists { try state.lists.renew(feed: list.feed, list.before, list.day, run: run.id) }
  }

  /// Marks payments whose money was placed on documents of others who have promised.
  private func markPlaced(
    _ result: NightResult, _ promisers: Set<PromisersPayments.Customer>, _ fresh: NewPromises
  ) throws {
    guard !promisers.isEmpty else { return }
    let owners = Set(promisers.map { CustomerKey(company: $0.company, customer: $0.id) })
    let tonight = try result.cash.placed(on: owners, result.payments, result.book, state).map(\.payment)
    let earlier = try state.promisersPayments.placed(on: fresh.customers, since: fresh.since).map(\.payment)
    try state.promisersPayments.mark(placed: (tonight + earlier).map { ($0.company, $0.id) })
  }

  /// What settled documents changed by is told once, when all that the night knows of money is stored.
  private func tellSettled(_ result: NightResult) throws {
    let changed = result.changes.lazy.filter { $0.kind != .new }.map(\.row)
    try SettledDates.tell(Array(changed), of: result.book, run: run.id, in: state.database)
  }

  /// Payments for documents that were open before tonight are those of every night.
  private func noteLate(_ result: NightResult) throws {
    try state.payments.noteLate(result.cash.loose.lazy.map { result.payments[$0] }, run: run.id)
  }

  private func storeMessages(_ result: NightResult) throws {
    let sent = result.sent
    // Half a million keys from all over the book, in a loop of their own: its waits for memory overlap.
    let ids = result.book.documents.stateIDs
    var documents: [Int64] = []
    var invitations: [Int] = []
    for at in sent.indices {
      for line in sent[at].lines { documents.append(ids[line.row]) }
      if sent[at].decision.invitee != nil { invitations.append(at) }
    }
    var next = 0
    let first = try state.messages.insert(
      sent.count, asOf: run.asOf, run: run.id, decision: { sent[$0].decision }, items: { sent[$0].lines.count },
      item: { message, place in
        let line = sent[message].lines[place]
        next += 1
        return MessageTables.Item(
          document: documents[next - 1], includedAs: line.includedAs, balance: line.balance,
          levelBefore: line.levelBefore, levelAfter: line.levelAfter)
      })
    for at in invitations {
      guard let invitee = sent[at].decision.invitee else { continue }
      try state.invitations.insert(first + Int64(at), to: invitee, by: sent[at].decision.actedOn)
    }
    try state.messages.keepMemories(asOf: run.asOf)
  }

  private func storeCharges(_ result: NightResult) throws {
    let ids = result.book.documents.stateIDs
    for var claim in result.claims {
      if claim.documentKeys.isEmpty { claim.documentKeys = claim.documentRows.map { ids[$0] } }
      try state.charges.store(claim, run: run.id)
    }
    for (row, spans) in result.held { try state.charges.setHeld(spans, document: ids[row]) }
  }

  /// Appends what happened to the trail and returns its head.
  private func trail(_ result: NightResult) throws -> String {
    try state.trail.append(
      run: run.run, event: "run-started", subject: run.run,
      detail: Details(["asOf": "\(run.asOf)", "config": configSha256, "program": run.program]).json)
    for arrival in result.arrivals + result.overtaken {
      try state.trail.append(
        run: run.run, event: "file-\(arrival.state.rawValue)", subject: arrival.sha256,
        detail: Details([
          "feed": arrival.feed ?? "", "rows": "\(arrival.rows)", "rejected": "\(arrival.rejectedRows)",
          "code": arrival.code ?? "",
        ]).json)
    }
    for claim in result.claims {
      try state.trail.append(
        run: run.run, event: "claim-\(claim.state.rawValue)", subject: claim.id,
        detail: Details([
          "kind": claim.kind.rawValue, "amount": Money(minorUnits: claim.amount, currency: claim.currency).description,
          "message": claim.messageID, "by": claim.closedBy ?? "",
        ]).json)
    }
    return try state.trail.append(run: run.run, result.sent.count) { at in
      let decision = result.sent[at].decision
      return TrailTable.Event(
        event: "message", subject: decision.message?.id ?? "",
        detail: Details(["channel": decision.message?.channel.rawValue ?? "", "level": "\(decision.level)"]).json)
    }
  }
}
