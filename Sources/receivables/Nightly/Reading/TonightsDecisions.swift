import Ledger
import Store

/// What people have decided, tonight's files read in their order: what stands, and what the state keeps of tonight's.
struct TonightsDecisions {
  /// Those that stand tonight; those about documents under whoever has them.
  private(set) var standing: [Decision] = []
  /// Tonight's rows.
  private(set) var taken: [Decision] = []
  /// Ids of those that whole lists of tonight have no more.
  private(set) var ended: [String] = []
  /// By whose word they stand.
  private(set) var rows: ListedRows

  private let state: State
  private let asOf: CalendarDate
  private var byID: [String: Decision] = [:]
  /// Decisions whose present words come tonight, with what stood before under their ids.
  private var renewed: [(id: String, before: Decision)] = []
  private var gone: [DecisionTables.Gone] = []
  /// Of tonight's, the day of the file that told of each.
  private var days: [String: CalendarDate] = [:]

  /// - Parameter undone: messages that count for nothing from tonight on; a person's reminder that they carried out is asked for again, and so is
  ///   an invitation.
  init(_ reading: NightReading, _ book: Book, _ state: State, undone: UndoneMessages) throws {
    (self.state, asOf) = (state, reading.asOf)
    rows = try ListedRows(.decisions, reading, state)
    let again =
      try state.decisions.sends(by: undone.tonight.map(\.message))
      + state.decisions.invites(by: undone.tonight.map(\.message))
    for decision in try state.decisions.standing() + again { byID[decision.id] = decision }
    var known = try state.decisions.known(reading.decisions.map(\.id))
    for (place, decision) in reading.decisions.enumerated() {
      for id in rows.gone(before: place) { end(id, &known) }
      ended.removeAll { $0 == decision.id }
      taken.append(take(decision, .tonights(place), known[decision.id]))
      known[decision.id] = DecisionTables.Known(
        decision: taken[place], hasActed: known[decision.id]?.hasActed ?? false, hasEnded: false)
      rows.tell(place, decision.id, of: decision.company)
      days[decision.id] = rows.day(place)
    }
    for id in rows.goneAtLast() { end(id, &known) }
    try beginAnew(book)
    standing = try TonightsDecisions.standing(byID, gone: gone, book, state, asOf: asOf)
  }

  /// Those that the state knows, of a day on which no file tells of any.
  /// - Parameter run: as they stood after that one.
  static func standing(_ book: Book, _ state: State, asOf: CalendarDate, knownTo run: Int64) throws -> [Decision] {
    let known = Dictionary(
      try state.decisions.standing(knownTo: run).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    return try standing(known, gone: [], book, state, asOf: asOf)
  }

  /// - Parameters:
  ///   - known: by id.
  ///   - gone: tonight.
  private static func standing(
    _ known: [String: Decision], gone: [DecisionTables.Gone], _ book: Book, _ state: State, asOf: CalendarDate
  ) throws -> [Decision] {
    var known = known
    try takeEnded(gone.map(\.decision).filter { $0.kind == .plan }, &known, state)
    let before = try state.decisions.gone(since: asOf.adding(days: -GoneHolds.days))
    let holds = GoneHolds.holds(before + gone, standing: Array(known.values), book)
    let all = sorted(Array(known.values) + holds)
    return try DecidedOwners(all, book, state).placed(all)
  }

  /// A whole list does not have it any more, and nobody else tells of it.
  private mutating func end(_ id: String, _ known: inout [String: DecisionTables.Known]) {
    ended.append(id)
    if var decision = byID.removeValue(forKey: id) {
      // One that came and went between two nights stood since the day of its file.
      if decision.learnedOn == asOf { decision.learnedOn = days[id] }
      gone.append(DecisionTables.Gone(decision: decision, on: asOf))
    }
    known[id]?.hasEnded = true
  }

  private static func sorted(_ decisions: some Sequence<Decision>) -> [Decision] {
    decisions.sorted { ($0.company, $0.customerID, $0.id) < ($1.company, $1.customerID, $1.id) }
  }

  /// A row of tonight, as it is kept.
  private mutating func take(
    _ decision: Decision, _ word: DecisionWord, _ known: DecisionTables.Known?
  ) -> Decision {
    var decision = decision
    decision.word = word
    if let known {
      let before = known.decision
      if !known.hasEnded, !decision.isRenewed, decision.says(before) {
        (decision.word, decision.isRenewed, decision.grace) = (before.word, before.isRenewed, before.grace)
        decision.learnedOn = before.learnedOn ?? decision.learnedOn
      } else {
        decision.isRenewed = true
        // What was gone is decided tonight, and what a release names now it ends tonight.
        if !known.hasEnded, decision.kind != .release {
          decision.learnedOn = before.learnedOn ?? decision.learnedOn
          renewed.append((decision.id, before))
        }
      }
    }
    if known == nil { decision.isRenewed = false }
    // What acts once has acted, however often its row comes again.
    if known?.hasActed == true, decision.kind != .writeOff { return decision }
    decision.isCarriedOut = known?.hasActed ?? false
    if let before = byID[decision.id] {
      if decision.isSameWriteOff(as: before) {
        decision.shares = before.shares?.map { share in
          var share = share
          share.amount = share.amount ?? before.amount
          return share
        }
      }
      if decision.kind == .plan { decision.owedThen = before.owedThen }
      if decision.value == before.value { decision.waitingInvitees = before.waitingInvitees }
    }
    byID[decision.id] = decision
    return decision
  }

  /// Tells plans which of their instalments stand no more.
  private static func takeEnded(_ tonight: [Decision], _ byID: inout [String: Decision], _ state: State) throws {
    let plans = byID.values.filter { $0.kind == .plan }.map(\.id)
    guard !plans.isEmpty else { return }
    let ended = (try state.decisions.endedInstalments() + tonight).filter { byID[$0.id] == nil }
    for id in plans {
      guard let plan = byID[id] else { continue }
      byID[id]?.endedAmounts = ended.filter {
        $0.planID == plan.planID && $0.company == plan.company && $0.customerID == plan.customerID
      }.map(\.amount)
    }
  }

  /// What comes with other content once a release had ended it is decided tonight; so is what was gone.
  private mutating func beginAnew(_ book: Book) throws {
    guard !renewed.isEmpty else { return }
    let releases = byID.values.filter { $0.kind == .release && $0.from.map { $0 <= asOf } ?? true }
    let all = TonightsDecisions.sorted(renewed.map(\.before) + releases)
    let placed = try DecidedOwners(all, book, state).placed(all)
    let ends = placed.filter { $0.kind == .release }
    for (id, before) in renewed {
      let forms = placed.filter { $0.id == id && $0.kind == before.kind }
      for at in taken.indices where taken[at].id == id && taken[at].isRenewed {
        guard forms.contains(where: { form in ends.contains { form.isMeant(by: $0) && $0.word < taken[at].word } })
        else { continue }
        taken[at].learnedOn = asOf
        byID[id]?.learnedOn = asOf
      }
    }
  }
}
