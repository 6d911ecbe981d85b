import Decide
import Diff
import Ledger
import Pipeline
import Store

/// Interest, fees and claims of a night: gathers what they are counted by for the accounts that they concern, and carries the claims through the
/// night. Nothing of it is made where no policy charges anything and nothing was ever claimed.
struct Charging {
  let state: State
  private let settings: DecideSettings
  let asOf: CalendarDate
  let changes: [RowChange]
  /// Places in `changes` by row of the book.
  let changeOf: [Int: Int]
  let rates: RateTables
  private let lastNight: CalendarDate?
  private let firstReminders: [Int64: CalendarDate]
  private let charges: Bool
  /// Ids of messages that count for nothing.
  private let undone: Set<String>
  /// Why each message counts for nothing, by key.
  private let causes: [Int64: UndoneCause]
  /// Those that count for nothing from tonight on.
  private let undoneTonight: [Int64]
  private let heldBefore: [Int64: [DocumentPast.HeldSpan]]
  /// Nil: no day has passed without a run.
  private let gap: HoldsBeforeGap?
  private let payments: TonightsPayments
  /// Tonight's matches by row of the book, and payments that came back tonight.
  private let matched: [Int: [PaymentTables.Evidence]]
  private let cameBack: [CompanyKey: CalendarDate]
  private let correctedDates: CorrectedDates
  /// Keys in the state of closed documents whose payments were corrected.
  let corrected: Set<Int64>
  private let credits: CustomerCredits
  /// What of credits was used tonight, in minor units, by key in the state.
  private let used: [Int64: Int64]
  /// What customers have paid of claims, and waits for the ERP; the oldest first.
  private let paid: [CustomerKey: [PaidCharges]]
  var claims: ClaimBook
  /// Held days as they are to be stored, by row of the book.
  private(set) var held: [(row: Int, spans: [DocumentPast.HeldSpan])]
  private(set) var missing: Set<ReferenceRate> = []
  /// Ids of `waive` decisions that acted.
  private(set) var acted: Set<String> = []
  /// Charges of the ERP whose claims a person has to name.
  private(set) var ambiguous: [Document] = []

  /// Nil: there is nothing to count.
  init?(
    _ installation: Installation, _ state: State, asOf: CalendarDate, changes: [RowChange], reading: NightReading,
    cash: CashResult, corrected: Set<Int64>, undone: UndoneMessages, book: Book
  ) throws {
    settings = installation.configuration.decide
    let known = try state.charges.claims(asOf: asOf)
    let policies = settings.policiesInForce
    charges = policies.contains(where: \.hasCharges)
    guard charges || !known.isEmpty else { return nil }
    self.state = state
    self.asOf = asOf
    self.changes = changes
    rates = settings.rateTables
    claims = ClaimBook(known)
    self.undone = try undone.ids()
    causes = undone.causes
    undoneTonight = undone.tonight.map(\.message)
    var places: [Int: Int] = [:]
    for (place, change) in changes.enumerated() { places[change.row] = place }
    changeOf = places
    lastNight = try state.runs.lastNight()
    let needsReminders = policies.contains { policy in
      policy.interest?.regime.flatMap(Regime.named)?.consumerPoints != nil
    }
    (heldBefore, held) = try Charging.held(state, changes, book, lastNight: lastNight, asOf: asOf)
    firstReminders = needsReminders ? try state.charges.firstReminders(except: undone.causes) : [:]
    gap = HoldsBeforeGap(state, book, lastNight: lastNight, asOf: asOf)
    payments = TonightsPayments(reading.payments, reading.applications)
    matched = cash.evidence
    cameBack = cash.cameBack
    correctedDates = cash.corrected
    self.corrected = corrected
    used = Charging.used(changes, book)
    credits = CustomerCredits(state.charges)
    paid = Dictionary(
      grouping: cash.outcome.unapplied.filter { $0.reason == .charges }.sorted { $0.since < $1.since },
      by: { CustomerKey(company: $0.company, customer: $0.customerID) }
    ).mapValues { $0.map { PaidCharges($0.money, since: $0.since) } }
  }

  /// Held days by document. One that was held on the night before and is settled tonight was held until now: nothing has ended its hold since.
  private static func held(
    _ state: State, _ changes: [RowChange], _ book: Book, lastNight: CalendarDate?, asOf: CalendarDate
  ) throws -> (all: [Int64: [DocumentPast.HeldSpan]], longer: [(row: Int, spans: [DocumentPast.HeldSpan])]) {
    var all = try state.charges.held()
    var longer: [(row: Int, spans: [DocumentPast.HeldSpan])] = []
    guard let lastNight, lastNight < asOf, !all.isEmpty else { return (all, []) }
    for change in changes where book.documents.rows[change.row].balance == 0 {
      let key = book.documents.stateIDs[change.row]
      guard var spans = all[key], let last = spans.indices.last, spans[last].last == lastNight else { continue }
      spans[last].last = asOf
      all[key] = spans
      longer.append((change.row, spans))
    }
    return (all, longer)
  }

  private static func used(_ changes: [RowChange], _ book: Book) -> [Int64: Int64] {
    var used: [Int64: Int64] = [:]
    for change in changes {
      guard let before = change.before, before.balance < 0, !before.flags.contains(.void) else { continue }
      let now = book.documents.rows[change.row]
      guard now.currency == before.currency, now.balance > before.balance, !now.flags.contains(.void) else { continue }
      used[book.documents.stateIDs[change.row]] = min(now.balance, 0) - before.balance
    }
    return used
  }

  // MARK: Before the accounts

  /// What tonight's files and people mean for claims that stand: the ERP posts some, people waive some, some invoices are settled.
  mutating func begin(_ book: Book, decisions: [Decision]) throws {
    guard !claims.isEmpty else { return }
    try withdraw()
    let rows = claimedRows(book)
    followPayers(rows, book)
    followReopened(rows, book)
    followCorrected()
    try giveUpCancelled(rows, book)
    try followDueDates(rows, book)
    try followParties(rows, book)
    try followPaidInTime(rows, book)
    try settle(rows, book)
    missing.formUnion(claims.missing)
    for change in changes where change.kind == .new && book.documents.rows[change.row].kind == .charge {
      let charge = book.document(change.row)
      if charge.amount > 0, !claims.post(charge, asOf: asOf) { ambiguous.append(charge) }
    }
    acted = claims.waive(decisions, asOf: asOf, owners: try owners(rows, book, decisions))
  }

  /// As policies look at it: before credits and holds.
  private func overdue(_ account: CustomerAccount, _ currency: Currency) -> Int64 {
    account.billed.reduce(0) { sum, item in
      let isOverdue = item.document.currency == currency && (item.daysPastDue(asOf) ?? 0) > 0
      return isOverdue && item.document.balance > 0 ? sum + item.document.balance : sum
    }
  }

  /// What only messages claimed that reached nobody, were withdrawn or never released is not claimed.
  private mutating func withdraw() throws {
    try withdraw(undone)
    guard !undoneTonight.isEmpty else { return }
    for (id, messages) in try state.charges.claimers(of: undoneTonight).sorted(by: { $0.key < $1.key }) {
      if let first = messages.first(where: { causes[$0.message] == nil }) { claims.claim(id, firstOn: first.asOf) }
    }
  }

  /// The same once the night knows which messages are recalled before they left, by their keys.
  /// - Parameter sent: ids of tonight's messages: under one of an earlier message it claims what that one did.
  mutating func withdraw(unsent: [Int64], sent: Set<String>) throws {
    guard !unsent.isEmpty, !claims.isEmpty else { return }
    try withdraw(ids(with: unsent).subtracting(sent))
  }

  /// Ids of claims of an account that `withdraw(unsent:sent:)` will take back, for the same messages.
  /// - Parameter decided: what is decided about the account; a message that goes out tonight claims again what stands.
  func lost(unsent: [Int64], _ decided: [UnitDecision]) throws -> Set<String> {
    guard !unsent.isEmpty, !claims.isEmpty else { return [] }
    let lost = try claimed(onlyBy: ids(with: unsent))
    return Set(lost.filter { claim in !decided.contains { $0.isSent && $0.currency == claim.currency } }.map(\.id))
  }

  /// Ids of messages that count for nothing once these do not.
  private func ids(with unsent: [Int64]) throws -> Set<String> {
    try state.undone.ids(onlyOf: causes.merging(unsent.map { ($0, .unsent) }) { known, _ in known })
  }

  /// Ids of final claims that only messages claim which may never leave.
  /// - Parameter messages: ids of such messages.
  func unsure(_ messages: Set<String>) throws -> Set<String> {
    let doubtful = claims.claims.filter { $0.isOpen && $0.isFinal && messages.contains($0.messageID) }
    return Set(
      try doubtful.filter { claim in
        try claim.claimedOn == asOf
          || state.charges.messages(claim: claim.id).subtracting(messages).isSubset(of: undone)
      }.map(\.id))
  }

  private mutating func withdraw(_ undone: Set<String>) throws {
    claims.withdraw(Set(try claimed(onlyBy: undone).map(\.id)), asOf: asOf)
  }

  /// Open claims that no other message claims than these, by their ids.
  private func claimed(onlyBy undone: Set<String>) throws -> [ChargeClaim] {
    let doubtful = claims.claims.filter { $0.isOpen && undone.contains($0.messageID) }
    return try doubtful.filter { try state.charges.messages(claim: $0.id).isSubset(of: undone) }
  }

  private mutating func settle(_ rows: [Int64: Int], _ book: Book) throws {
    for claim in claims.running {
      guard let key = claim.documentKeys.first else { continue }
      let row = rows[key]
      if let row, book.documents.rows[row].balance != 0, !book.documents.rows[row].flags.contains(.void) { continue }
      claims.settle(
        claim.id, try past(of: claim, key, row, book),
        isCancelled: try row.map { try isCancelledInFull(key, $0, book) } ?? false,
        by: try force(for: claim, book), rates: rates, asOf: asOf)
    }
  }

  /// What interest of the document of a claim is counted by.
  func past(of claim: ChargeClaim, _ key: Int64, _ row: Int?, _ book: Book) throws -> DocumentPast {
    let id = try row.map { book.documents.key(book.documents.rows[$0].key).id } ?? state.charges.documentID(key) ?? ""
    return try past(key, row: row, company: claim.company, document: id, claim.currency, book)
  }

  /// What may be claimed tonight of who owes a claim.
  func force(for claim: ChargeClaim, _ book: Book) throws -> TermsInForce {
    let customer =
      try book.customerRow(claim.company, claim.customerID).map(book.customer)
      ?? Customer(
        company: claim.company, id: claim.customerID, name: "",
        details: try state.charges.customerDetails(company: claim.company, id: claim.customerID) ?? Details())
    return TermsInForce(settings, customer, claim.currency)
  }

  // MARK: Account by account

  /// What interest and fees of an account are counted by; nil: neither concerns it.
  func facts(of account: CustomerAccount, in book: Book) throws -> AccountCharges? {
    let own = claims.of(company: account.customer.company, customer: account.customer.id)
    guard charges || !own.isEmpty else { return nil }
    var pasts: [Int: DocumentPast] = [:]
    var concerned = !own.isEmpty
    var terms: (currency: Currency, interest: Bool)?
    for item in account.billed {
      let currency = item.document.currency
      if terms?.currency != currency {
        let policy = settings.policy(
          for: PolicyScope.Unit(
            customer: account.customer, currency: currency, grade: account.score?.grade,
            overdue: settings.asksForAmount ? overdue(account, currency) : 0))
        concerned = concerned || policy?.claimsAnything(of: account.customer, currency) == true
        terms = (currency, policy?.claimsInterest(of: account.customer, currency) == true)
      }
      guard terms?.interest == true, item.document.balance > 0, item.row >= 0, (item.daysPastDue(asOf) ?? 0) > 0 else {
        continue
      }
      pasts[item.row] = try past(
        book.documents.stateIDs[item.row], row: item.row, company: account.customer.company,
        document: item.document.id, currency, book)
      if let gap {
        let before = changeOf[item.row].flatMap { changes[$0].before } ?? book.documents.rows[item.row]
        pasts[item.row]?.heldBeforeDue = try gap.hold(of: item, before, in: account, book)
      }
    }
    guard concerned else { return nil }
    return AccountCharges(claims: own, pasts: pasts, lastNight: lastNight, rates: rates, paid: paid(by: account))
  }

  /// Of the payer's own money, and that of those whose bills it pays.
  private func paid(by account: CustomerAccount) -> [PaidCharges] {
    guard !paid.isEmpty else { return [] }
    return account.keysOfMoney.flatMap { paid[$0] ?? [] }
  }

  /// - Parameters:
  ///   - key: of the document in the state; 0: new tonight.
  ///   - row: of the book; nil: the book does not hold it, so it is closed and nothing of it changed tonight.
  func past(
    _ key: Int64, row: Int?, company: String, document: String, _ currency: Currency, _ book: Book
  ) throws -> DocumentPast {
    var past = DocumentPast(versions: key == 0 ? [] : try state.charges.versions(document: key))
    if let row, key == 0 || changeOf[row] != nil {
      let now = book.documents.rows[row]
      past.versions.append(
        DocumentPast.Version(learnedOn: asOf, balance: now.flags.contains(.void) ? 0 : now.balance, amount: now.amount))
    }
    if past.versions.count > 1 {
      past.payments = try payments(key, row, company, document, currency)
      if !correctedDates.isEmpty {
        for index in past.payments.indices {
          if let day = correctedDates.day(company, past.payments[index].id) { past.payments[index].date = day }
        }
      }
      if !cameBack.isEmpty {
        for index in past.payments.indices {
          if let day = cameBack[CompanyKey(company, past.payments[index].id)] { past.payments[index].cameBackOn = day }
        }
      }
      try addCredits(key, row, document, currency, book, to: &past)
    }
    past.held = heldBefore[key] ?? []
    past.firstReminded = firstReminders[key]
    return past
  }

  /// Credits that name the document lowered what bears interest since their own day while they were open; set off, they go on to.
  private func addCredits(
    _ key: Int64, _ row: Int?, _ document: String, _ currency: Currency, _ book: Book, to past: inout DocumentPast
  ) throws {
    // As the state has it: a document may move to another customer tonight, and its credits with it.
    let known = row.flatMap {
      changeOf[$0] == nil ? book.customers.rows[Int(book.documents.rows[$0].customer)].stateID : nil
    }
    guard key != 0, let customer = try known ?? state.charges.customer(ofDocument: key) else { return }
    var names: Set<String> = [document]
    if let row { names.insert(book.document(row).label) }
    for credit in try credits.naming(names, of: customer, currency)
    where !past.payments.contains(where: { $0.id == credit.label }) {
      for use in credit.uses + (used[credit.key].map { [(asOf, $0)] } ?? []) {
        past.payments.append(
          DocumentPast.Payment(id: credit.label, date: credit.date, amount: use.amount, usedOn: use.learnedOn))
      }
    }
  }

  /// The payments that explain falls of a balance: what the ERP applied; of payments of which it says nothing what names the document, or was matched
  /// with it.
  private func payments(
    _ key: Int64, _ row: Int?, _ company: String, _ document: String, _ currency: Currency
  ) throws -> [DocumentPast.Payment] {
    let applied = try payments.applied(
      company, document, currency, known: try state.charges.applied(company: company, document: document, currency)
    ) {
      try state.cash.payment(company: company, id: $0)?.payment.date
        ?? state.charges.creditDate(company: company, id: $0)
    }
    var found = applied
    let referring = payments.referring(
      company, document, currency,
      known: try state.charges.referring(company: company, document: document, currency))
    found += applied.isEmpty ? referring : try referring.filter { try !isApplied(company, $0.id) }
    let others =
      try state.charges.matched(document: key, currency)
      + (row.flatMap { matched[$0] } ?? []).compactMap { one in
        one.amount.map { DocumentPast.Payment(id: one.paymentID, date: one.date, amount: $0) }
      }
    for other in others where !found.contains(where: { $0.id == other.id }) { found.append(other) }
    return found
  }

  /// Whether the ERP has told what it did with a payment.
  private func isApplied(_ company: String, _ payment: String) throws -> Bool {
    if payments.isApplied(company, payment) { return true }
    return try state.charges.isApplied(company: company, payment: payment)
  }

  /// Takes what was decided: claims of messages that went out, what was waived, and held days.
  mutating func take(_ decision: UnitDecision) {
    guard let charges = decision.charges else { return }
    held += charges.held
    missing.formUnion(charges.missing)
    claims.take(charges.waived.map { withKeys($0, decision) })
    acted.formUnion(charges.waivers)
    if decision.isSent { claims.take(charges.claims.map { withKeys($0, decision) } + charges.told) }
  }

  /// Rows of the book stand for the keys of documents until the book is stored.
  private func withKeys(_ claim: ChargeClaim, _ decision: UnitDecision) -> ChargeClaim {
    guard claim.documentKeys.isEmpty else { return claim }
    var claim = claim
    claim.documentRows = decision.items.filter { claim.documents.contains($0.document.label) }.map(\.row)
    return claim
  }
}
