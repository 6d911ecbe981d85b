internal import CIntrinsics
import Decide
import Diff
import Emit
import Ledger
import Pipeline
import Score
import Store

/// Scores, decides and emits, one account after the other.
struct Deciding {
  let installation: Installation
  let state: State
  let night: Night
  let portfolio: [PortfolioMeasures]
  /// The months before, where an artefact shows them.
  let trends: [MeasureTrend]
  let rates: ExchangeRates
  let sink: any ArtefactSink
  let log: Log
  /// What the cash stage found.
  var cash = CashResult()
  var told = TonightsFiles()
  /// What explains part payments that tonight's export shows, by row of the document.
  var partPaid: [Int: ChangeCause] = [:]
  /// Keeps every decision, also of those who hear nothing: for `plan`.
  var keepsAll = false
  /// Renders messages for a page to look at.
  var previews = false
  /// What deciding and writing each take.
  let turns: StageTurns
  /// Rows of documents whose levels fell tonight: nobody was reminded of them after all, or another pays for them now.
  var fallen: Set<Int> = []
  /// What a lawyer or an agency has to hear.
  var lawyers = LawyersToTell()
  /// What has come for promises.
  var promises: PromisesToPay
  /// A person has let a file in, so that messages wait for people.
  var isLetIn = false
  /// What waits in the files, not with a customer.
  var files: [WorklistItem] = []

  /// What the accounts came to.
  struct Result {
    var sent: [SentMessage] = []
    var silent: [UnitDecision] = []
    /// What is remembered from tonight on of documents, by row of the book.
    var memories: [(row: Int, memory: ItemMemory)] = []
    /// Messages by company, channel, level and outcome: few, whatever the number of customers.
    private(set) var counts: [(company: String, kind: MessageKind, number: Int)] = []
    var rehearsed = 0
    var acted: [String] = []
    var uninvited: [String: [String]] = [:]
    /// By decision, where tonight has changed them.
    var writeOffShares: [(id: String, shares: [WriteOffShare])] = []
    var planStarts: [(id: String, owed: [Currency: Int64])] = []
    var failures: [MessageFailure] = []
    /// Rows of `worklist.csv`.
    var worklistRows = 0
    var preview: PlanPreview?
    /// What the ERP is told about the credit of customers.
    var creditHolds: [CreditHold] = []
    /// Messages that were recalled before their window opened, by their keys in the log: they count for nothing from the next run on.
    var unsent: [Int64] = []
    var unwatchedLimits = UnwatchedLimits()
    /// Interest, fees and claims; nil: there is nothing of them.
    var charging: Charging?

    struct MessageKind: Equatable {
      var channel: Channel?
      var level: Int
      var suppressed: SuppressionReason?
      var isInvitation = false
    }

    mutating func count(_ decision: UnitDecision) {
      let kind = MessageKind(
        channel: decision.message?.channel, level: decision.level, suppressed: decision.suppressed,
        isInvitation: decision.invitee != nil)
      // The newest company's are at the end.
      for index in counts.indices.reversed()
      where counts[index].kind == kind && counts[index].company == decision.company {
        counts[index].number += 1
        return
      }
      counts.append((decision.company, kind, 1))
    }

    /// Takes what was really decided about an account.
    /// - Parameter keepsSilent: also of those who hear nothing the decision is kept.
    mutating func note(_ decided: [UnitDecision], asOf: CalendarDate, keepsSilent: Bool) {
      decided.withUnsafeBufferPointer { decided in
        for at in decided.indices { note(decided[at], asOf: asOf, keepsSilent: keepsSilent) }
      }
    }

    private mutating func note(_ decision: UnitDecision, asOf: CalendarDate, keepsSilent: Bool) {
      count(decision)
      if decision.isRehearsal { rehearsed += 1 }
      memories += MemoryAfter.items(decision, asOf: asOf)
      if decision.charges != nil { charging?.take(decision) }
      guard decision.isSent else {
        if let key = decision.invitee { for id in decision.actedOn { uninvited[id, default: []].append(key) } }
        if keepsSilent { silent.append(decision) }
        return
      }
      sent.append(SentMessage(decision))
      acted += decision.actedOn
    }
  }

  /// The same of earlier runs of this day.
  private func partPaidBefore(_ book: Book) throws -> [Int: ChangeCause] {
    let fallen = try state.payments.fallen(asOf: night.asOf)
    guard !fallen.isEmpty else { return [:] }
    var causes: [Int: ChangeCause] = [:]
    for (row, one) in zip(book.documents.rows(of: fallen.map(\.document)).map(Int.init), fallen)
    where row >= 0 && book.documents.memory.of(row).partPaidOn != nil {
      causes[row] = one.cause
    }
    return causes
  }

  func run(
    _ book: Book, _ changes: [RowChange], decisions: [Decision], contacts: ContactList, access: AccessRequests,
    deliveries: Deliveries, undone: UndoneMessages, settlements: TonightsSettlements,
    controls: [RunReport.Control],
    stationery: Emit.Stationery, charging: Charging? = nil
  ) throws -> Result {
    let accounts = Accounts(book)
    let changesOf = ByCustomer(changes, book)
    let known = Grouped(decisions)
    let facts = CashFactList(cash.facts, customers: book.customers.rows.count)
    let units = try memories(book, undone.causes)
    var parties = PartyMessages(installation.configuration.decide, book) { units[$0] }
    let elsewhere = PartiesElsewhere(book, asOf: night.asOf)
    var history = StatementHistory(state: state, installation: installation, tonight: deliveries.reports)
    try history.note(changes, in: book, cash, told, night)
    var line = EmissionLine(
      try Emission(
        sink, night: night, configuration: installation.configuration, portfolio: portfolio, trends: trends,
        rates: rates, stationery: stationery, history: history,
        changeDay: history.days(night, installation.configuration),
        copies: InboxCopies(inbox: installation.inbox), cash: cash, previews: previews, fallen: fallen),
      jobs: installation.jobs, turns: turns)
    try line.emission.tell(files + access.worklist)
    let needsScores = line.emission.showsScores || installation.configuration.decide.asksForGrade
    let behaviours = try Behaviours(state, book, tonight: settlements, latest: needsScores)
    let scorer = Scorer(settings: installation.configuration.score, portfolio: behaviours.all)
    let decider = Decider(
      settings: installation.configuration.decide, night: night,
      channels: OutgoingChannels(installation.configuration, stationery.templates, asOf: night.asOf),
      adjustmentReviewDays: installation.configuration.diff.adjustmentReviewDays,
      cash: installation.configuration.cash, partPaid: try partPaidBefore(book).merging(partPaid) { $1 },
      lawyerNews: lawyers.open)
    var credit = try CreditTelling(
      installation.configuration.decide, state, cash.outcome, night: night, rates: rates, emission: line.emission)
    var waiting = try WaitingRecalls(undone, state, night)
    var result = Result()
    result.charging = charging
    // As many as there may be: room that nobody writes to costs nothing, but a list that grows is copied into new pages of memory.
    result.sent.reserveCapacity(accounts.order.count)
    result.memories.reserveCapacity(book.documents.rows.count / 4)
    // By themselves: a closure that names a property holds a copy of everything here, for each account.
    let (asOf, keepsAll, lawyers) = (night.asOf, keepsAll, lawyers)
    let (fulfilledPromises, partPromises, returned) = (promises.fulfilled, promises.parts, cash.returned)
    var early: [Int: [UnitDecision]] = [:]
    var holdsBeforeDue: [Int: [Int: ItemHold]] = [:]

    func complete(_ customer: Int, _ account: inout CustomerAccount) throws {
      account.decisions = known.of(account.customer.company, account.customer.id)
      for child in accounts.billedCustomers(customer) {
        account.decisions += known.of(account.customer.company, book.customers.id(child))
      }
      if !account.decisions.isEmpty {
        account.fulfilledPromises = fulfilledPromises
        account.partPromises = partPromises
      }
      if account.decisions.contains(where: { $0.shares != nil }) {
        for one in [customer] + accounts.billedCustomers(customer) {
          for place in changesOf.of(one) { account.note(changes[Int(place)], in: book) }
        }
      }
      account.contacts = contacts.of(account.customer.company, account.customer.id)
      account.blocks = deliveries.blocks(account.customer.company, account.customer.id)
      if !deliveries.closed.isEmpty { account.closedAddresses = deliveries.closed }
      account.customer.take(account.decisions, asOf: night.asOf)
      account.reminders = units[customer]
      (account.messagesToParty, account.noticesToParty) = parties.toOthers(account)
      if !elsewhere.isEmpty { account.partyElsewhere = elsewhere.of(customer) }
      if needsScores {
        account.score = scorer.score(
          account.customer, behaviours: behaviours.of(customer), decisions: account.decisions, asOf: night.asOf)
      }
      account.charges = try charging?.facts(of: account, in: book)
      if !facts.isEmpty {
        account.cash = facts.of(customer)
        for child in accounts.billedCustomers(customer) { account.cash += facts.of(child) }
      }
      if !returned.isEmpty { account.cameBack = returned }
    }

    // Payers first: what is decided about a customer billed to another shows in its own lines. So are customers who share their messages of a
    // week with others.
    let sharing = parties.turns(accounts.order.lazy.filter { accounts.payerOf($0) == nil }) { units[$0] }
    let shares = Set(sharing)
    for customer in sharing + accounts.payersForOthers.filter({ !shares.contains($0) }) {
      guard var account = accounts.account(customer) else { continue }
      try complete(customer, &account)
      let decided = decider.decide(account)
      parties.note(decided)
      early[customer] = decided
      holdsBeforeDue[customer] = decider.holdsBeforeDue(account)
    }
    for (place, customer) in accounts.order.enumerated() {
      accounts.lookAhead(from: place)
      if place + 4 < accounts.order.count { changesOf.ask(accounts.order[place + 4], changes) }
      if place & 4095 == 0 { log.progress("decide", place, of: accounts.order.count) }
      turns.begin(place, of: accounts.order.count)
      let changed = changesOf.of(customer)
      let isKnown =
        !changed.isEmpty || behaviours.has(customer) || credit?.concerns(customer, in: book) == true
        || waiting.hasInvitations && waiting.invites(book, customer) || !lawyers.of(customer).isEmpty
        || known.has(book, customer)
      guard
        var account = accounts.account(
          customer, evenIfEmpty: isKnown || line.emission.showsMoves(of: customer, in: book))
      else { continue }
      try complete(customer, &account)
      // Looked at for the statement alone.
      if !isKnown, account.items.isEmpty, account.paidFor.isEmpty { account.score = nil }
      turns.secondEnds()
      var decided = early[customer] ?? decider.decide(account)
      // A call list is in the order of what each call may bring.
      if account.score == nil, decided.contains(where: { $0.message?.channel == .call }) {
        account.score = scorer.score(
          account.customer, behaviours: behaviours.of(customer), decisions: account.decisions, asOf: night.asOf)
      }
      if early[customer] == nil { parties.note(decided) }
      // What only a message claimed that is recalled tonight stands no more, and is not told as owed.
      let unsent = try waiting.unsent(of: waiting.look(account, decided, by: decider)).map(\.key)
      if let lost = try charging?.lost(unsent: unsent, decided), !lost.isEmpty {
        account.charges = account.charges?.without(lost)
        decided = decider.decide(account)
        if early[customer] != nil { early[customer] = decided }
      }
      let creditHold = credit?.judge(account, decided, by: decider)
      let payer = accounts.payerOf(customer)
      let invitations = account.decisions.isEmpty ? [] : decider.invitations(account)
      var outcome = AccountOutcome(
        decisions: decided, payer: payer.flatMap { early[$0] },
        changes: Deciding.values(changed, changes, book, accounts.texts),
        invitations: invitations,
        worklist: line.emission.showsWorklist
          ? decider.worklist(account, decided, closed: lawyers.of(customer)) + Decider.worklist(invitations)
          : decider.handOvers(account, decided, closed: lawyers.of(customer)),
        writeOffs: line.emission.proposesWriteOffs && !account.decisions.isEmpty ? decider.writeOffs(account) : [])
      if let creditHold, line.emission.showsWorklist { outcome.worklist.append(creditHold) }
      outcome.holdsBeforeDue = holdsBeforeDue[payer ?? customer] ?? decider.holdsBeforeDue(account)
      if !account.decisions.isEmpty {
        outcome.disputed = decider.disputed(account)
        result.writeOffShares += decider.writeOffShares(account, areTold: line.emission.proposesWriteOffs)
        if payer == nil { result.planStarts += decider.planStarts(account) }
      }
      let billed = accounts.billedCustomers(customer)
      if !billed.isEmpty {
        let others = billed.flatMap { changesOf.of($0) }
        outcome.billedChanges =
          (payer == nil ? outcome.changes : []) + Deciding.values(others[...], changes, book, accounts.texts)
      }
      result.acted += outcome.writeOffs.map(\.decision.id)
      turns.firstEnds()
      try line.add(account, outcome) { result.note($0, asOf: asOf, keepsSilent: keepsAll) }
      turns.secondEnds()
    }
    try line.finish { result.note($0, asOf: asOf, keepsSilent: keepsAll) }
    let recalls = waiting.recalls
    result.unsent = try waiting.unsent(of: recalls).map(\.key)
    if !result.unsent.isEmpty {
      let sent = Set(result.sent.compactMap(\.decision.message?.id))
      try result.charging?.withdraw(unsent: result.unsent, sent: sent)
    }
    // Who sends must know of them, whatever day the artefact is made on.
    if line.emission.showsDecisions || !recalls.isEmpty {
      try RecallList.write(recalls, to: sink, audience: line.emission.audience)
    }
    let mayWait = isLetIn || installation.configuration.decide.mayWaitForPeople
    try line.emission.addClaims(result.charging) { try waiting.unsure(result.sent, mayWait: mayWait) }
    result.creditHolds = credit?.finish() ?? []
    if let credit { result.unwatchedLimits = credit.unwatched }
    try line.emission.addCreditHolds(result.creditHolds)
    try line.emission.finish(controls: controls)
    // Of a company that pipeline.json does not list nothing can be written: that is told once (`remarkUnlistedCompanies`).
    result.failures = line.emission.failures.filter { $0.code != "company-unknown" }
    result.worklistRows = line.emission.worklistRows
    result.preview = line.emission.preview
    return result
  }

  /// Changes as artefacts show them. By itself: see above.
  private static func values(
    _ places: ArraySlice<Int32>, _ changes: [RowChange], _ book: Book, _ texts: DocumentTexts
  ) -> [DocumentChange] {
    var values: [DocumentChange] = []
    values.reserveCapacity(places.count)
    for place in places { values.append(ChangeLog.value(changes[Int(place)], in: book, texts)) }
    return values
  }

  /// What was sent to each customer, by row of the book.
  private func memories(_ book: Book, _ undone: [Int64: UndoneCause]) throws -> [[UnitMemory]] {
    let keys = book.customers.rows.map(\.stateID)
    // Keys are numbers of rows, none far above the others.
    var rows = [Int32](repeating: -1, count: Int(keys.max() ?? 0) + 1)
    for (row, key) in keys.enumerated() where key > 0 { rows[Int(key)] = Int32(row) }
    return try state.messages.memories(asOf: night.asOf, customers: keys.count, undone: undone) { key in
      guard key < rows.count, rows[Int(key)] >= 0 else { return nil }
      return Int(rows[Int(key)])
    }
  }
}

/// A message that went out, and its lines as the message log keeps them. The account behind it is let go: a first night sends a hundred
/// thousand.
struct SentMessage {
  struct Line {
    /// Row of the book.
    var row: Int
    var balance: Int64
    var includedAs: ItemOutcome.Inclusion
    var levelBefore: Int
    var levelAfter: Int
  }

  /// Without items and outcomes.
  let decision: UnitDecision
  let lines: [Line]

  init(_ decision: UnitDecision) {
    lines = decision.outcomes.map { outcome in
      let item = decision.items[outcome.item]
      return Line(
        row: item.row, balance: item.document.balance, includedAs: outcome.includedAs, levelBefore: outcome.levelBefore,
        levelAfter: outcome.levelAfter)
    }
    self.decision = decision.withoutItems
  }
}

/// Decisions by company and customer.
struct Grouped {
  private var byKey: [String: [Decision]] = [:]
  init(_ decisions: [Decision]) {
    for decision in decisions { byKey["\(decision.company)\u{1F}\(decision.customerID)", default: []].append(decision) }
  }
  func of(_ company: String, _ customer: String) -> [Decision] {
    byKey.isEmpty ? [] : byKey["\(company)\u{1F}\(customer)"] ?? []
  }
  func has(_ book: Book, _ customer: Int) -> Bool {
    !byKey.isEmpty
      && !of(book.companies[Int(book.customers.rows[customer].company)], book.customers.id(customer)).isEmpty
  }
}

extension CustomerAccount {
  /// Notes a balance that fell and that no payment explains: what was to be written off has been, as a credit or under its own name. And one that rose: what
  /// was written off too much may have been taken back.
  fileprivate mutating func note(_ change: RowChange, in book: Book) {
    guard let before = change.before, change.cause != .payment else { return }
    let fall = before.balance - book.documents.rows[change.row].balance
    if fall != 0 { fallen[change.row] = fall }
  }
}

extension Customer {
  /// Takes contact fields that people have decided, `email=ap@new.example`, in the place of the ERP's while the decision stands.
  mutating func take(_ decisions: [Decision], asOf: CalendarDate) {
    let own = decisions.filter { $0.kind == .contact && $0.customerID == id }
    // Of two about one field the newer one holds.
    for decision in own.sorted(by: { $0.isOlder(than: $1) }) {
      guard decision.from.map({ $0 <= asOf }) ?? true, decision.until.map({ $0 >= asOf }) ?? true,
        !decision.isReleased(by: decisions, asOf: asOf),
        let parts = decision.value?.split(separator: "=", maxSplits: 1), parts.count == 2
      else { continue }
      details = details.setting(String(parts[0]), to: String(parts[1]))
    }
  }
}
