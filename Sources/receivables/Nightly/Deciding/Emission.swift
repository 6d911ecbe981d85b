import Decide
import Documents
import Emit
import Formats
import Ledger
import Pipeline

/// All artefacts that pipeline.json asks for tonight, fed one account at a time.
struct Emission {
  private var artefacts: [any StreamedArtefact] = []
  /// Made before the tables: a message that cannot be written was not sent, and the tables have to say so.
  private var messages: [any MessageArtefact] = []
  /// Whether anything of tonight shows how customers pay, or what waits for people: else neither is worked out.
  private(set) var showsScores = false
  private(set) var showsWorklist = false
  private(set) var proposesWriteOffs = false
  /// Whether `reminders.csv` and its neighbours are written tonight, and for whom.
  private(set) var showsDecisions = false
  private(set) var audience = CSVAudience.machine
  private let sink: any ArtefactSink
  private let night: Night
  private var charges: ChargesSettings?
  /// Nil: the ERP reads nothing back tonight.
  private var creditHolds: WritebackSettings?
  /// Whether the ERP is told levels and dates tonight.
  private var showsMemories = false
  /// Aging is totalled in every run, by its report or, where none is written, here: that it foots is a promise of every night.
  private var footing: AgingTotals?
  private let rule = AgingRule()
  /// What statements show of earlier nights.
  private var moves = AccountChanges()
  /// Whether anything of tonight consists of pieces that can be made before their turn.
  private(set) var isPiecewise = false
  /// For `plan --html`.
  private(set) var preview: PlanPreview?

  init(
    _ sink: any ArtefactSink, night: Night, configuration: Configuration, portfolio: [PortfolioMeasures],
    trends: [MeasureTrend], rates: ExchangeRates, stationery: Emit.Stationery, history: StatementHistory,
    changeDay: @escaping (DocumentChange) -> CalendarDate?,
    copies: any DocumentCopies, cash: CashResult, previews: Bool = false, fallen: Set<Int> = []
  ) throws {
    self.sink = sink
    self.night = night
    // What is written whatever the day of the artefact is read by the same people as on its day.
    audience = configuration.emit.first { $0.artefact == .reminders }?.audience ?? .machine
    for settings in configuration.emit where settings.isDue(on: night.asOf) {
      showsScores = showsScores || settings.showsScores
      switch settings {
      case .agingReport(let settings):
        artefacts.append(
          try AgingReport(sink, night: night, settings: settings, portfolio: portfolio, trends: trends, rates: rates))
      case .measures(let settings):
        artefacts.append(MeasuresReport(sink, night: night, settings: settings, trends: trends))
      case .changes: artefacts.append(try ChangesReport(sink, night: night, audience: settings.audience))
      case .scores: artefacts.append(try ScoresReport(sink, night: night, audience: settings.audience))
      case .worklist:
        showsWorklist = true
        artefacts.append(
          try WorklistReport(sink, loose: cash.worklist, audience: settings.audience))
      case .cash(let settings):
        artefacts.append(try CashReport(sink, cash: cash.outcome, audience: settings.audience))
      case .writeback(let settings):
        artefacts.append(try DocumentLevels(sink, fallen: fallen, audience: settings.audience))
        showsMemories = true
        creditHolds = settings
        artefacts.append(try WriteOffs(sink, audience: settings.audience))
        proposesWriteOffs = true
      case .reminders(let settings):
        showsDecisions = settings.formats.contains(.csv)
        if settings.formats.contains(.csv) || settings.formats.contains(.calls) {
          artefacts.append(try ReminderTables(sink, night: night, audience: settings.audience))
        }
        if settings.formats.contains(.history) {
          artefacts.append(
            try MessageHistory(sink, night: night, audience: settings.audience, past: history.messages))
        }
        if settings.formats.contains(.eml) {
          messages.append(try ReminderMail(sink, night: night, stationery: stationery, audience: settings.audience))
        }
        if settings.formats.contains(.sms) {
          messages.append(
            TextMessages(
              sink, night: night, stationery: stationery, settings: settings.sms, audience: settings.audience))
        }
        if settings.formats.contains(.whatsapp) {
          messages.append(WhatsAppMessages(sink, night: night, templates: settings.whatsapp))
        }
      case .charges(let settings):
        charges = settings
        artefacts.append(try InterestReport(sink, audience: settings.audience))
      case .letters(let settings):
        messages.append(try ReminderLetters(sink, night: night, settings: settings, stationery: stationery))
      case .statements(let settings):
        let moves = try history.of(settings, asOf: night.asOf)
        self.moves = moves
        artefacts.append(
          try Statements(
            sink, night: night, settings: settings, stationery: stationery, history: { moves.of($0) }, day: changeDay))
      }
    }
    try addPostings(cash, configuration)
    if previews { preview = PlanPreview(night: night, stationery: stationery) }
    // What leaves for a lawyer leaves once: its list does not wait for an artefact's day.
    if configuration.decide.policiesInForce.contains(where: { $0.afterLast == .handOver }) {
      artefacts.append(try Handover(sink, night: night, copies: copies, audience: audience))
    }
    if !showsWorklist { try addToldOnce(cash, configuration) }
    if !artefacts.contains(where: { $0 is AgingReport }) { footing = AgingTotals() }
    isPiecewise = messages.contains { $0.isPiecewise } || artefacts.contains { $0.isPiecewise }
  }

  /// Each match is in the file of one run: it waits for no day of the artefact, or no file would ever have it.
  private mutating func addPostings(_ cash: CashResult, _ configuration: Configuration) throws {
    guard let settings = configuration.emit.first(where: { $0.artefact == .writeback }) else { return }
    artefacts.append(try CashPostings(sink, cash: cash.outcome, audience: settings.audience))
  }

  /// What is told on one night only waits for no day of the worklist, and what a lawyer has to hear for no worklist at all.
  private mutating func addToldOnce(_ cash: CashResult, _ configuration: Configuration) throws {
    let settings = configuration.emit.first { $0.artefact == .worklist }
    artefacts.append(
      try WorklistReport(
        sink, loose: settings == nil ? [] : cash.worklist, audience: settings?.audience ?? audience, onceOnly: true))
  }

  /// Writes everything about an account and returns what was really decided about it: a message that could not be written is
  /// suppressed `no-contact`, raises no level, and is on the worklist.
  /// - Parameter made: what `made` gave for the same account and outcome.
  mutating func add(
    _ account: CustomerAccount, _ outcome: AccountOutcome, made: [UInt8]? = nil
  ) throws -> [UnitDecision] {
    var outcome = outcome
    if let rehearsal = night.rehearsal { outcome.redirect(by: rehearsal) }
    var made = made.map { Parcel.Reader($0) }
    for index in messages.indices {
      let before = messages[index].failures.count
      let own = made != nil && messages[index].isPiecewise ? made?.parcel() : nil
      try messages[index].add(account, outcome, made: own)
      for failure in messages[index].failures[before...] { outcome.takeBack(failure) }
      // What follows was made as if every message had been written.
      if messages[index].failures.count > before { made = nil }
    }
    if showsMemories {
      for (row, memory) in outcome.payer.flatMap({ MemoryAfter.items($0, asOf: night.asOf) }) {
        outcome.memories[row] = memory
      }
    }
    for index in artefacts.indices {
      let own = made != nil && artefacts[index].isPiecewise ? made?.parcel() : nil
      try artefacts[index].add(account, outcome, made: own)
    }
    preview?.add(account, outcome)
    footing?.count(rule.age(account.items, asOf: night.asOf), of: account.customer)
    return outcome.invitations.isEmpty ? outcome.decisions : outcome.decisions + outcome.invitations
  }

  /// How many letters and statements an account has that can be made before their turn.
  func pieces(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Int {
    messages.reduce(0) { $0 + $1.pieces(account, outcome) } + artefacts.reduce(0) { $0 + $1.pieces(account, outcome) }
  }

  /// Makes them, and changes nothing: for `add`, as bytes. They are the same in a rehearsal, for it redirects no letters.
  func made(_ account: CustomerAccount, _ outcome: AccountOutcome) -> [UInt8] {
    var all = Parcel()
    for artefact in messages where artefact.isPiecewise { all.put(artefact.made(account, outcome)) }
    for artefact in artefacts where artefact.isPiecewise { all.put(artefact.made(account, outcome)) }
    return all.bytes
  }

  /// What waits for a person and is about no customer that anybody knows: above the others.
  mutating func tell(_ items: [WorklistItem]) throws {
    for index in artefacts.indices {
      guard var worklist = artefacts[index] as? WorklistReport else { continue }
      try worklist.tell(items)
      artefacts[index] = worklist
    }
  }

  /// Writes the claims as they stand after the last account.
  /// - Parameter unsure: finds the ids of messages that may never leave, where claims are shown.
  func addClaims(_ charging: Charging?, unsure: () throws -> Set<String>) throws {
    guard let charges else { return }
    try ChargesReport.write(
      charging?.claims.shown(on: night.asOf) ?? [], unsure: try charging?.unsure(unsure()) ?? [],
      audience: charges.audience, to: sink)
  }

  /// Whether a statement shows what moved of a customer, of whom nothing may be open any more.
  func showsMoves(of customer: Int, in book: Book) -> Bool {
    !moves.isEmpty
      && moves.has(book.companies[Int(book.customers.rows[customer].company)], book.customers.id(customer))
  }

  /// Whether the ERP is told tonight whom to hold.
  var showsCreditHolds: Bool { creditHolds != nil }

  /// Writes whom the ERP is to hold, and whom not any more.
  func addCreditHolds(_ holds: [CreditHold]) throws {
    if let creditHolds { try CreditHolds.write(holds, audience: creditHolds.audience, to: sink) }
  }

  /// Messages and statements that could not be written, and why.
  var failures: [MessageFailure] {
    messages.flatMap(\.failures) + artefacts.flatMap { ($0 as? any MessageArtefact)?.failures ?? [] }
  }

  /// Rows of `worklist.csv`; 0 where none is written.
  var worklistRows: Int { artefacts.lazy.compactMap { ($0 as? WorklistReport)?.rows }.first ?? 0 }

  /// Ends all files. Throws where aging does not tie to the control totals.
  mutating func finish(controls: [RunReport.Control]) throws {
    for index in messages.indices { try messages[index].finish() }
    for index in artefacts.indices { try artefacts[index].finish() }
    let reports = artefacts.lazy.compactMap { ($0 as? AgingReport)?.totals }
    try (footing ?? reports.first ?? AgingTotals()).tie(to: controls)
  }
}

extension AccountOutcome {
  /// Messages of a rehearsal reach the one address and no telephone.
  fileprivate mutating func redirect(by rehearsal: Rehearsal) {
    for index in decisions.indices { decisions[index].message?.redirect(by: rehearsal) }
    for index in invitations.indices { invitations[index].message?.redirect(by: rehearsal) }
  }

  /// Undoes the decision whose message could not be written.
  fileprivate mutating func takeBack(_ failure: MessageFailure) {
    if let id = failure.messageID, let at = invitations.firstIndex(where: { $0.message?.id == id }) {
      invitations[at].suppressed = .noContact
      invitations[at].explanation = "it could not be written: \(failure.reason)"
      invitations[at].message = nil
      worklist += Decider.worklist([invitations[at]])
      return
    }
    guard let id = failure.messageID, let at = decisions.firstIndex(where: { $0.message?.id == id }) else { return }
    var decision = decisions[at]
    decision.suppressed = .noContact
    decision.explanation += "; it could not be written: \(failure.reason)"
    decision.message = nil
    decision.dropNewFees()
    for index in decision.outcomes.indices {
      decision.outcomes[index].levelAfter = decision.outcomes[index].levelBefore
      if decision.outcomes[index].reason == nil { decision.outcomes[index].reason = .noContact }
    }
    decisions[at] = decision
    if let at = payer.firstIndex(where: { $0.message?.id == id }) { payer[at] = decision }
    worklist.append(
      WorklistItem(
        company: failure.company, customerID: failure.customerID, what: .noContact, currency: decision.currency,
        amount: decision.amountDue, next: "correct what keeps the message from being written: \(failure.reason)"))
  }
}

extension ReminderMessage {
  fileprivate mutating func redirect(by rehearsal: Rehearsal) {
    guard let to = rehearsal.redirectTo else { return }
    switch channel {
    case .email:
      (intendedFor, address, cc) = (address, to, [])
    case .sms, .whatsapp: address = nil
    case .letter, .call, .none: break
    }
  }
}
