import Ledger
import Pipeline

/// Counts what a unit owes beside its invoices tonight: interest of what its message asks for, the fee of its level, lump sums, and the claims
/// that stand from before.
struct UnitChargeCount {
  private let unit: UnitCase
  private let assessment: Assessment
  private let known: AccountCharges
  private let terms: ChargeTerms
  /// Nil: no message goes out, not even as a rehearsal.
  private let message: ReminderMessage?
  private let level: Int
  /// Claims of this payer in this currency.
  private let claims: [ChargeClaim]
  private let waivers: [Decision]

  private var items: [UnitCharges.Item] = []
  private var renewed: [ChargeClaim] = []
  private var told: [ChargeClaim] = []
  private var waived: [ChargeClaim] = []
  private var acted: Set<String> = []
  /// `waive` decisions that act only where the message goes out: on a fee or a lump sum of tonight.
  private(set) var actedWithMessage: Set<String> = []
  private var held: [(row: Int, spans: [DocumentPast.HeldSpan])] = []
  private var missing: Set<ReferenceRate> = []
  private var fee: Int64 = 0
  private var lumpSums: Int64 = 0
  private(set) var interest: Int64 = 0
  /// What of the interest of items that are asked for has been paid with money that waits: it is not in `interest`.
  private var paidInterest: Int64 = 0
  private var standingFees: Int64 = 0

  /// New and standing fees and lump sums.
  var fees: Int64 { standingFees + fee + lumpSums }

  /// Nil: nothing is claimed of the account, and nothing can be.
  init?(_ verdict: UnitVerdict) {
    guard let known = verdict.unit.charges else { return nil }
    unit = verdict.unit
    assessment = verdict.assessment
    self.known = known
    message = verdict.message
    level = verdict.level
    let currency = verdict.unit.currency
    terms =
      verdict.unit.ladder.map { ChargeTerms($0.policy, for: verdict.unit.customer, currency) } ?? ChargeTerms()
    claims = known.claims.filter { $0.currency == currency && $0.state != .withdrawn }
    waivers = verdict.unit.decisions.all(.waive).filter {
      !Waivers.isReleased($0, by: verdict.unit.decisions.releases, asOf: verdict.unit.asOf)
    }
    guard !terms.isEmpty || !claims.isEmpty else { return nil }
    if terms.interest != nil { rememberHolds() }
    // A notice before the due date asks for what will be due and claims nothing.
    guard assessment.kind != .notice else { return }
    countItems()
    countFee()
    addStanding()
  }

  var currency: Currency { unit.currency }
  var regime: String { terms.regime.isEmpty ? "claims of earlier messages" : terms.regime }
  func document(_ item: Int) -> Document { unit.items[item].document }

  var charges: UnitCharges {
    UnitCharges(
      items: items, paidInterest: paidInterest, fee: fee, newFees: fee + lumpSums, claims: renewed, told: told,
      waived: waived,
      waivers: acted.sorted(), held: held, missing: ReferenceRate.allCases.filter(missing.contains))
  }
}

// MARK: - Interest and lump sums

extension UnitChargeCount {
  /// True where tonight's message may claim: one of a level that claims, or none, whose amounts are shown as they stand.
  private var mayClaim: Bool { message == nil || level >= terms.fromLevel }

  private mutating func rememberHolds() {
    for claim in assessment.claims where claim.isOverdue && InterestBearing.is(claim.item.document) {
      let before = known.pasts[claim.item.row]?.held ?? []
      let after = spans(of: claim)
      if after != before { held.append((claim.item.row, after)) }
    }
  }

  private func spans(of claim: Claim) -> [DocumentPast.HeldSpan] {
    let past = known.pasts[claim.item.row]
    var before = past?.held ?? []
    // By a due date that was moved since it may have been overdue on that night, and held.
    if let hold = past?.heldBeforeDue, let night = known.lastNight, !before.contains(where: { $0.has(night) }),
      HeldDays.stood(hold, on: night, claim, unit)
    {
      before.append(DocumentPast.HeldSpan(first: night, last: night))
    }
    let spans = HeldDays.spans(
      before, HeldDays.tonight(claim, unit), asOf: unit.asOf,
      lastNight: known.lastNight)
    guard !unit.decisions.endedHolds.isEmpty else { return spans }
    func unseen(disputes: Bool) -> [DocumentPast.HeldSpan] {
      unit.decisions.heldBefore(claim.item, among: unit.items, disputes: disputes)
    }
    return HeldDays.adding(
      unseen(disputes: false), areWhole: true,
      to: HeldDays.adding(unseen(disputes: true), areWhole: false, to: spans))
  }

  private mutating func countItems() {
    let base = InterestBase(assessment)
    for (place, claim) in assessment.claims.enumerated()
    where claim.isAsked && claim.isOverdue && mayClaim && InterestBearing.is(claim.item.document) {
      let past = known.pasts[claim.item.row]
      let principal = base.principal(of: claim, at: place, past, held: spans(of: claim))
      let (interest, isWaived) = interest(of: claim, on: principal, past)
      let lumpSum = lumpSum(of: claim, interest, isWaived: isWaived, base)
      guard !isWaived, interest.amount > 0 || lumpSum > 0 || interest.missingFrom != nil else { continue }
      if interest.missingFrom != nil, case .over(let reference, _, _) = terms.interest?.rate {
        missing.insert(reference)
      }
      items.append(UnitCharges.Item(item: claim.index, interest: interest, compensation: lumpSum))
    }
  }

  /// The first day of interest on an item; nil: it bears none.
  private func start(of claim: Claim, _ past: DocumentPast?) -> CalendarDate? {
    let day = terms.startsWithReminder ? past?.firstReminded : claim.item.dueDate
    return day.map { max($0, claim.item.dueDate ?? $0).adding(days: 1) }
  }

  private mutating func interest(
    of claim: Claim, on principal: Principal, _ past: DocumentPast?
  ) -> (Interest, isWaived: Bool) {
    guard let interestTerms = terms.interest, let start = start(of: claim, past) else { return (Interest(), false) }
    let own = claims.filter { $0.kind == .interest && $0.documents == [claim.label] }
    let settled = own.filter { !$0.isOpen }.compactMap(\.through).max()
    let from = settled.map { max($0.adding(days: 1), start) } ?? start
    let interest = Interest(
      on: principal, start: start, from: from, through: unit.asOf, interestTerms, known.rates)
    guard interest.amount > 0 else {
      if interest.missingFrom == nil { takeBack(own) }
      return (interest, false)
    }
    var claimed =
      own.first { $0.isOpen }
      ?? ChargeClaim(
        id: ChargeClaim.id(.interest, unit.customer.company, claim.label, from.description), kind: .interest,
        company: unit.customer.company, customerID: unit.customer.id, currency: unit.currency,
        documents: [claim.label], documentIDs: [claim.item.document.id], regime: terms.regime, terms: interestTerms,
        start: start, from: from, amount: 0,
        isFinal: false, claimedOn: unit.asOf, messageID: "")
    // The due date may have moved since it was claimed first, and what is in force may be another.
    (claimed.start, claimed.from) = (start, from)
    (claimed.regime, claimed.terms) = (terms.regime, interestTerms)
    claimed.take(interest, through: unit.asOf)
    let givenUp = waivers(of: claimed)
    if let waiver = givenUp.first {
      claimed.close(.waived, on: unit.asOf, by: waiver.id)
      waived.append(claimed)
      acted.formUnion(givenUp.map(\.id))
      return (interest, true)
    }
    self.interest += interest.amount
    claimed.messageID = message?.id ?? ""
    renewed.append(claimed)
    return (interest, false)
  }

  /// Interest that was claimed and, as tonight counts, never came about: a payment was told late, or a credit covers the item since before it was due.
  private mutating func takeBack(_ own: [ChargeClaim]) {
    for var claim in own where claim.isOpen {
      claim.close(.withdrawn, on: unit.asOf, by: ChargeClaim.nothingOwed)
      waived.append(claim)
    }
  }

  /// The lump sum that tonight's message claims for an item's invoice; once per invoice, whatever its instalments.
  /// - Parameter isWaived: the interest is: a lump sum is claimed by the next message that claims any, but where it is waived as well.
  private mutating func lumpSum(
    of claim: Claim, _ interest: Interest, isWaived: Bool, _ base: InterestBase
  ) -> Int64 {
    guard let compensation = terms.compensation, let message, !interest.pieces.isEmpty else { return 0 }
    let invoice = claim.item.document.id
    let id = ChargeClaim.id(.compensation, unit.customer.company, invoice)
    guard !claims.contains(where: { $0.id == id }), !renewed.contains(where: { $0.id == id }) else { return 0 }
    let size = size(of: claim.item.document, base) ?? interest.pieces[0].principal
    var claimed = ChargeClaim(
      id: id, kind: .compensation, company: unit.customer.company, customerID: unit.customer.id,
      currency: unit.currency, documents: [claim.label], documentIDs: [invoice],
      regime: terms.regime.isEmpty ? "" : statute,
      principal: size, amount: compensation.amount(for: size), isFinal: true, claimedOn: unit.asOf,
      messageID: message.id)
    if isWaived, waivers(of: claimed).isEmpty { return 0 }
    if close(&claimed) { return 0 }
    lumpSums += claimed.amount
    return claimed.amount
  }

  /// What an invoice owed on its first day of interest: all instalments that are open, less credits, whatever of it was held; nil: nothing.
  private func size(of invoice: Document, _ base: InterestBase) -> Int64? {
    let parts = unit.items.indices.filter { place in
      let document = unit.items[place].document
      return document.id == invoice.id && InterestBearing.is(document)
    }
    guard let first = parts.compactMap({ unit.items[$0].dueDate }).min()?.adding(days: 1) else { return nil }
    let size = parts.reduce(Int64(0)) { sum, part in
      guard let place = assessment.claims.firstIndex(where: { $0.index == part }) else {
        return sum + unit.items[part].document.balance
      }
      let claim = assessment.claims[place]
      return sum + base.principal(of: claim, at: place, known.pasts[claim.item.row], held: []).amount(on: first)
    }
    return size > 0 ? size : nil
  }

  /// The regime whose lump sum it is, also where the rate is the contract's.
  private var statute: String { unit.ladder?.policy.interest?.regime ?? terms.regime }

  /// The decisions that give it up; all of them act.
  private func waivers(of claim: ChargeClaim) -> [Decision] {
    guard !waivers.isEmpty else { return [] }
    let owners = Set(unit.items.lazy.filter { claim.documents.contains($0.document.label) }.map(\.document.customerID))
    return waivers.filter { Waivers.covers($0, claim, owner: owners.count == 1 ? owners.first : nil) }
  }

  /// Adds a fee or lump sum of tonight's message to the claims, waived where a decision says so. True: it was waived.
  private mutating func close(_ claimed: inout ChargeClaim) -> Bool {
    let own = waivers(of: claimed)
    guard let waiver = own.first else {
      renewed.append(claimed)
      return false
    }
    claimed.close(.waived, on: unit.asOf, by: waiver.id)
    renewed.append(claimed)
    actedWithMessage.formUnion(own.map(\.id))
    return true
  }
}

// MARK: - Fees, and what stands from before

extension UnitChargeCount {
  /// Once per unit and level, as long as an item that called for it is open.
  private mutating func countFee() {
    guard terms.hasFees, let message, let ladder = unit.ladder, let rung = ladder.rung(level),
      let fee = ladder.levels[rung - 1].fee[unit.currency], fee.minorUnits > 0
    else { return }
    let open = Set(assessment.claims.map(\.label))
    let isCharged = claims.contains { claim in
      claim.kind == .fee && ladder.standing(claim.level, claim.step) == level
        && claim.documents.contains(where: open.contains)
    }
    guard !isCharged else { return }
    let reached = assessment.triggers.filter { assessment.level(of: $0) == level }
    let callers = reached.isEmpty ? assessment.triggers : reached
    var claimed = ChargeClaim(
      id: ChargeClaim.id(.fee, message.id), kind: .fee, company: unit.customer.company, customerID: unit.customer.id,
      currency: unit.currency, documents: callers.map(\.label).sorted(),
      documentIDs: Set(callers.map(\.item.document.id)),
      level: level, step: ladder.step(at: rung), regime: ladder.policy.policy, amount: fee.minorUnits, isFinal: true,
      claimedOn: unit.asOf,
      messageID: message.id)
    if !close(&claimed) { self.fee = fee.minorUnits }
  }

  /// Open claims of earlier messages, less what money that waits has paid of them. What is about a document that is held, or not asked for tonight, is not asked for either; interest of an
  /// item that is asked for is counted anew, less what is paid of it.
  private mutating func addStanding() {
    var asked: Set<String> = []
    var others: Set<String> = []
    for claim in assessment.claims {
      if claim.isAsked && claim.isOverdue { asked.insert(claim.label) } else { others.insert(claim.label) }
    }
    let paid = known.paid.isEmpty ? [:] : PaidCharges.parts(of: claims, known.paid)
    if !paid.isEmpty {
      paidInterest = renewed.reduce(0) { sum, claim in
        claim.kind == .interest && claim.isOpen ? sum + min(paid[claim.id] ?? 0, claim.amount) : sum
      }
      interest -= paidInterest
    }
    for claim in claims where claim.isOpen {
      let due = claim.amount - (paid[claim.id] ?? 0)
      guard due > 0 else { continue }
      let document = claim.documents.first ?? ""
      switch claim.kind {
      case .fee where !claim.documents.allSatisfy(others.contains): standingFees += due
      case .compensation where !others.contains(document): standingFees += due
      case .interest where !others.contains(document) && (!asked.contains(document) || isLeftOut(claim)):
        interest += due
      default: continue
      }
      tellAgain(claim)
    }
  }

  /// A claim that tonight's message asks for stands by that message too, should the first come back.
  private mutating func tellAgain(_ claim: ChargeClaim) {
    guard let message else { return }
    var claim = claim
    claim.messageID = message.id
    told.append(claim)
  }

  /// A claim about an item that tonight's count did not renew: by another policy, or below the level that claims.
  private func isLeftOut(_ claim: ChargeClaim) -> Bool {
    !renewed.contains { $0.id == claim.id } && !waived.contains { $0.id == claim.id }
  }
}

/// Which documents bear interest.
enum InterestBearing {
  /// Invoices and debit notes that are due on a day. Charges bear none: there is no interest on interest.
  static func `is`(_ document: Document) -> Bool {
    (document.kind == .invoice || document.kind == .debitNote) && document.balance > 0 && document.dueDate != nil
  }
}
