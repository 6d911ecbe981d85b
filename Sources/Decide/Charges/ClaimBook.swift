import Ledger

/// Every claim that is open or may bear on what is claimed tonight, and what becomes of them: waived, posted by the ERP, counted to the end.
/// Pure: the shell loads and stores.
public struct ClaimBook: Sendable {
  public private(set) var claims: [ChargeClaim]
  /// Ids of claims that are new or other than they were.
  public private(set) var changed: Set<String> = []
  /// Rates that claims lack which would be counted to the end.
  public private(set) var missing: Set<ReferenceRate> = []
  private var places: [String: Int] = [:]
  private var byPayer: [String: [Int]] = [:]

  public init(_ claims: [ChargeClaim]) {
    self.claims = []
    for claim in claims { put(claim) }
  }

  public var isEmpty: Bool { claims.isEmpty }

  /// New and changed claims, in the order of `charges.csv`.
  public var news: [ChargeClaim] {
    claims.filter { changed.contains($0.id) }.sorted(by: ChargeClaim.precedes)
  }

  /// What `charges.csv` shows of a night: every open claim, and those that it closed; sorted.
  public func shown(on asOf: CalendarDate) -> [ChargeClaim] {
    claims.filter { $0.isOpen || changed.contains($0.id) || $0.closedOn == asOf }.sorted(by: ChargeClaim.precedes)
  }

  public func of(company: String, customer: String) -> [ChargeClaim] {
    byPayer.isEmpty ? [] : (byPayer["\(company)\u{1F}\(customer)"] ?? []).map { claims[$0] }
  }

  /// Takes claims of a message that went out, or closed ones.
  public mutating func take(_ news: [ChargeClaim]) {
    for claim in news {
      changed.insert(claim.id)
      put(claim)
    }
  }

  private mutating func put(_ claim: ChargeClaim) {
    if let place = places[claim.id] {
      claims[place] = claim
      return
    }
    places[claim.id] = claims.count
    byPayer[ClaimBook.key(claim.company, claim.customerID), default: []].append(claims.count)
    claims.append(claim)
  }

  private static func key(_ company: String, _ payer: String) -> String { "\(company)\u{1F}\(payer)" }

  private mutating func change(_ place: Int, _ body: (inout ChargeClaim) -> Void) {
    body(&claims[place])
    changed.insert(claims[place].id)
  }

  // MARK: What happens to claims

  /// Gives up what `waive` decisions name. Interest is given up to tonight. Returns the ids of the decisions that acted.
  /// - Parameter owners: by id of a claim, the customer whose documents alone it is about, where another pays for it.
  public mutating func waive(_ decisions: [Decision], asOf: CalendarDate, owners: [String: String] = [:]) -> Set<String>
  {
    var acted: Set<String> = []
    let waivers = decisions.filter { decision in
      decision.kind == .waive && decision.from.map { $0 <= asOf } ?? true && decision.until.map { $0 >= asOf } ?? true
        && !Waivers.isReleased(decision, by: decisions, asOf: asOf)
    }
    guard !waivers.isEmpty else { return acted }
    for place in claims.indices where claims[place].isOpen {
      let own = waivers.filter { Waivers.covers($0, claims[place], owner: owners[claims[place].id]) }
      guard let waiver = own.first else { continue }
      // Of two that say the same neither waits for what comes later.
      acted.formUnion(own.map(\.id))
      change(place) { claim in
        if !claim.isFinal { claim.through = asOf }
        claim.close(.waived, on: asOf, by: waiver.id)
      }
    }
    return acted
  }

  /// A charge that the ERP exports for the first time: the claims that it posts, by id of a claim, else by document. Of several claims about
  /// one document the one with its amount, else all where they add up to it, else the only one. False: it names claims, and which of them
  /// a person has to say.
  public mutating func post(_ charge: Document, asOf: CalendarDate) -> Bool {
    guard let reference = charge.reference, !reference.isEmpty else { return true }
    let company = charge.company
    let open = claims.indices.filter {
      claims[$0].isOpen && claims[$0].company == company && claims[$0].currency == charge.currency
    }
    var found = open.filter { claims[$0].id == reference }
    if found.isEmpty { found = takenBack(reference, charge).map { [$0] } ?? [] }
    if found.isEmpty {
      found = open.filter { claims[$0].isAbout(reference) }
      guard !found.isEmpty else { return true }
      let same = found.filter { claims[$0].amount == charge.amount }
      if let first = same.first {
        found = [first]
      } else if found.count > 1, found.reduce(0, { $0 + claims[$1].amount }) != charge.amount {
        return false
      }
    }
    let label = charge.label
    for place in found { change(place) { $0.close(.posted, on: asOf, by: label) } }
    return true
  }

  /// A claim that was taken back, and that the ERP has posted all the same: it is not to be claimed again. Where it has been already, under another id,
  /// as a fee is by the next message, the claim that was: what it asked for is in the books.
  private func takenBack(_ id: String, _ charge: Document) -> Int? {
    guard let place = places[id] else { return nil }
    let old = claims[place]
    guard old.state == .withdrawn, old.company == charge.company, old.currency == charge.currency else { return nil }
    let anew = claims.indices.first {
      let claim = claims[$0]
      return claim.isOpen && claim.kind == old.kind && claim.company == old.company && claim.currency == old.currency
        && claim.level == old.level && claim.step == old.step && !Set(claim.documents).isDisjoint(with: old.documents)
    }
    return anew ?? place
  }

  /// Takes back open claims whose messages all reached nobody, by id.
  public mutating func withdraw(_ ids: Set<String>, asOf: CalendarDate) {
    for place in claims.indices where claims[place].isOpen && ids.contains(claims[place].id) {
      let message = claims[place].messageID
      change(place) { $0.close(.withdrawn, on: asOf, by: "message \(message) reached nobody") }
    }
  }

  /// The document of a claim has another payer: an open claim is owed by that one, and a closed one is not claimed of it again.
  public mutating func follow(_ id: String, to payer: String) {
    guard let place = places[id] else { return }
    let (company, old) = (claims[place].company, claims[place].customerID)
    if claims[place].isOpen {
      change(place) { $0.customerID = payer }
      byPayer[ClaimBook.key(company, old)]?.removeAll { $0 == place }
    }
    byPayer[ClaimBook.key(company, payer), default: []].append(place)
  }

  /// An interest claim runs again: its invoice is open again, or the day of its payment was corrected.
  public mutating func reopen(_ id: String) {
    guard let place = places[id] else { return }
    change(place) { $0.reopen() }
  }

  /// The first messages that claimed an open claim count for nothing: it was claimed on the day of the first that does.
  public mutating func claim(_ id: String, firstOn day: CalendarDate) {
    guard let place = places[id], claims[place].isOpen, claims[place].claimedOn != day else { return }
    change(place) { $0.claimedOn = day }
  }

  /// Closes an open claim because of what became of its documents: given up, or taken back, so that it may be claimed again.
  public mutating func close(_ id: String, _ state: ChargeClaim.State, by what: String, asOf: CalendarDate) {
    guard let place = places[id] else { return }
    change(place) { $0.close(state, on: asOf, by: what) }
  }

  /// Interest of an invoice whose due date was moved: what has been claimed so far is counted from the new first day, and is no more than it was: the
  /// message that claimed it may have set credits off that are open still.
  public mutating func restart(
    _ id: String, on day: CalendarDate, _ past: DocumentPast, rates: RateTables, asOf: CalendarDate
  ) {
    guard let place = places[id], let terms = claims[place].terms else { return }
    let from = max(claims[place].from ?? day, day)
    let through = claims[place].through ?? asOf
    let interest = Interest(on: owed(past), start: day, from: from, through: through, terms, rates)
    change(place) { claim in
      claim.start = day
      claim.from = from
      let claimed = claim.amount
      claim.take(interest, through: through)
      claim.amount = min(claim.amount, claimed)
      if interest.amount == 0 { claim.close(.withdrawn, on: asOf, by: "due date moved") }
    }
  }

  /// What bears interest: what was owed, less what was held.
  private func owed(_ past: DocumentPast) -> Principal {
    var principal = past.principal
    for span in past.held { principal = principal.less(span.amount, from: span.first, through: span.last) }
    return principal
  }

  /// Interest claims that still run, by place: those whose documents are to be looked at.
  public var running: [ChargeClaim] { claims.filter { $0.isOpen && $0.kind == .interest && !$0.isFinal } }

  /// The invoice of an interest claim is settled: its interest is counted up to the day of payment, by what is in force tonight; where no policy
  /// claims interest any more, no further than it was claimed. A cancelled invoice owed none. Where a rate is not known the claim runs on until it is.
  public mutating func settle(
    _ id: String, _ past: DocumentPast, isCancelled: Bool, by force: TermsInForce, rates: RateTables,
    asOf: CalendarDate
  ) {
    guard let place = places[id] else { return }
    let terms = force.terms(of: claims[place])
    let paid = min(past.lastPaidOn ?? asOf, asOf)
    let last = terms == nil ? min(paid, claims[place].through ?? paid) : paid
    guard !isCancelled else { return change(place) { $0.close(.waived, on: asOf, by: "cancelled") } }
    let interest = count(place, past, by: terms, through: last, rates)
    if interest?.missingFrom != nil, case .over(let reference, _, _) = claims[place].terms?.rate {
      missing.insert(reference)
      return
    }
    change(place) {
      if interest?.amount != 0 {
        $0.isFinal = true
      } else {
        $0.close(.withdrawn, on: asOf, by: ChargeClaim.nothingOwed)
      }
    }
  }

  /// An open claim of which the customer turned out not to be one of whom it may be asked: interest is counted by what may, as far as it was claimed; what
  /// may not at all is taken back.
  /// - Parameter past: of its document; nothing asks for that of a fee or lump sum.
  public mutating func conform(
    _ id: String, to force: TermsInForce, rates: RateTables, asOf: CalendarDate, _ past: DocumentPast
  ) {
    guard let place = places[id] else { return }
    if claims[place].kind == .interest, let terms = force.terms(of: claims[place]),
      count(place, past, by: terms, through: claims[place].through ?? asOf, rates)?.amount != 0
    {
      return
    }
    change(place) { $0.close(.withdrawn, on: asOf, by: force.partyWords) }
  }

  /// Counts an interest claim up to a day. Where it comes to nothing the claim stays as it was. Nil: it has nothing to be counted by.
  /// - Parameter force: nil: by the claim's own terms.
  private mutating func count(
    _ place: Int, _ past: DocumentPast, by force: ChargeTerms?, through last: CalendarDate, _ rates: RateTables
  ) -> Interest? {
    var interest: Interest?
    let owed = owed(past)
    change(place) { claim in
      if let force, let terms = force.interest, claim.terms != terms || claim.regime != force.regime {
        (claim.terms, claim.regime) = (terms, force.regime)
        if force.startsWithReminder, let start = claim.start, let reminded = past.firstReminded {
          claim.start = max(start, reminded.adding(days: 1))
          claim.from = claim.start.map { max(claim.from ?? $0, $0) }
        }
      }
      guard let terms = claim.terms, let start = claim.start else { return }
      let counted = Interest(on: owed, start: start, from: claim.from, through: last, terms, rates)
      interest = counted
      if counted.amount > 0 { claim.take(counted, through: last) }
    }
    return interest
  }
}
