import Documents
import Ledger
import Pipeline

/// Why an item of a statement is not asked for, in the words a customer may read. Reasons that are only ours (an old item, one that was
/// just learned) leave it due.
enum StatementMark: String {
  case disputed, promised
  case onHold = "on_hold"
  case handedOver = "handed_over"

  init?(_ reason: SuppressionReason?) {
    switch reason {
    case .disputed: self = .disputed
    case .plan, .promise: self = .promised
    // Of one customer whose bills another pays: the payer is written to.
    case .hardStop, .hold, .erpBlock, .directDebit, .adjustmentReview, .paymentSeen: self = .onHold
    // As a hold: with a lawyer or an agency.
    case .topLevel: self = .handedOver
    default: return nil
    }
  }

  init?(_ kind: Decision.Kind) {
    switch kind {
    case .dispute: self = .disputed
    case .plan, .promise: self = .promised
    case .hold: self = .onHold
    default: return nil
    }
  }

  var label: Label {
    switch self {
    case .disputed: .disputed
    case .promised: .promised
    case .onHold: .onHold
    case .handedOver: .handedOver
    }
  }
}

/// What holds items of an account back, by place in `account.billed`. Most accounts have nothing of the kind.
struct StatementClaims {
  struct Claim: Equatable {
    /// Nil: nothing is said about it; a credit of which a part is used up by documents that are held or not due yet.
    var mark: StatementMark?
    /// What of the balance is not asked for and does not count, with the balance's sign.
    var held: Int64
  }

  /// By place; empty where nothing is held back.
  private var claims: [Claim?] = []

  /// Not an initializer: to one of those an account and an outcome are handed as copies.
  static func claims(_ account: CustomerAccount, _ outcome: AccountOutcome, asOf: CalendarDate) -> StatementClaims {
    var claims = StatementClaims()
    for index in outcome.decisions.indices
    where outcome.decisions[index].outcomes.contains(where: StatementClaims.isTold) {
      claims.makeRoom(account.billed.count)
      claims.take(outcome.decisions[index], account.billed)
    }
    for decision in account.decisions where decision.documentID != nil {
      claims.makeRoom(account.billed.count)
      claims.mark(decision, account, outcome, asOf)
    }
    if !outcome.holdsBeforeDue.isEmpty { claims.markStopped(account, outcome) }
    claims.useCredits(account.billed, asOf)
    return claims
  }

  subscript(index: Int) -> Claim? { claims.isEmpty ? nil : claims[index] }

  private mutating func makeRoom(_ count: Int) {
    guard claims.isEmpty else { return }
    claims.reserveCapacity(count)
    for _ in 0..<count { claims.append(nil) }
  }

  private mutating func take(_ decision: UnitDecision, _ billed: [AccountItem]) {
    var next: Int?
    for outcome in decision.outcomes {
      guard StatementClaims.isTold(outcome) else { continue }
      let first = next ?? billed.firstIndex { $0.document.currency == decision.currency } ?? 0
      next = first
      let document = decision.items[outcome.item].document
      guard let index = StatementClaims.place(of: document, in: billed, near: first + outcome.item) else { continue }
      // What was disputed until lately is due.
      claims[index] = Claim(mark: StatementMark(outcome.hold), held: outcome.heldAmount - outcome.silentAmount)
    }
  }

  private static func isTold(_ outcome: ItemOutcome) -> Bool {
    outcome.hold != nil && StatementMark(outcome.hold) != nil
  }

  /// A decision about a document that is not due yet: no reminder speaks of it, the statement does.
  private mutating func mark(
    _ decision: Decision, _ account: CustomerAccount, _ outcome: AccountOutcome, _ asOf: CalendarDate
  ) {
    guard let mark = StatementMark(decision.kind) else { return }
    // What of each item a dispute holds tonight, if anything, was decided before.
    let isDispute = decision.kind == .dispute
    guard
      isDispute
        || ((decision.kind == .plan || decision.until.map { $0 >= asOf } ?? true)
          && !StatementClaims.isReleased(decision, in: account.decisions))
    else { return }
    for index in account.billed.indices where claims[index] == nil {
      let document = account.billed[index].document
      guard document.id == decision.documentID || document.label == decision.documentID, document.balance > 0 else {
        continue
      }
      let row = account.billed[index].row
      guard let own = isDispute ? outcome.disputed[row] : document.balance else { continue }
      claims[index] = Claim(mark: mark, held: outcome.holdsBeforeDue[row]?.amount ?? own)
    }
  }

  /// What is not due yet of a customer whose bills the account pays and who is stopped.
  private mutating func markStopped(_ account: CustomerAccount, _ outcome: AccountOutcome) {
    for index in account.billed.indices
    where outcome.holdsBeforeDue[account.billed[index].row]?.reason == .hardStop {
      makeRoom(account.billed.count)
      guard claims[index] == nil else { continue }
      claims[index] = Claim(mark: StatementMark(.hardStop), held: account.billed[index].document.balance)
    }
  }

  private static func isReleased(_ decision: Decision, in decisions: [Decision]) -> Bool {
    decisions.contains { release in
      guard release.kind == .release, release.documentID == nil || release.documentID == decision.documentID else {
        return false
      }
      return decision.isNamed(by: release)
    }
  }

  /// A credit that names a document is used for that first, as in reminders: what a held or a not yet due document takes of it does not lower
  /// the amount due. Of a document that is held in part the rest is first.
  private mutating func useCredits(_ billed: [AccountItem], _ asOf: CalendarDate) {
    let first = billed.withUnsafeBufferPointer { items in items.firstIndex { $0.document.balance < 0 } }
    guard let first else { return }
    var places: [String: [Int]]?
    var used: [Int: Int64] = [:]
    for credit in first..<billed.count where billed[credit].document.balance < 0 {
      guard let reference = billed[credit].document.reference else { continue }
      let named =
        places
        ?? Document.placesByName(
          billed.indices.lazy.filter { billed[$0].document.balance > 0 }.map { ($0, billed[$0].document) })
      places = named
      makeRoom(billed.count)
      var spent = NamedCredit(balance: billed[credit].document.balance)
      for place in named[reference] ?? []
      where billed[place].document.currency == billed[credit].document.currency {
        let balance = billed[place].document.balance
        let asked = billed[place].daysLate(asOf) > 0 ? balance - (claims[place]?.held ?? 0) : 0
        guard let elsewhere = spent.spend(on: balance, asked: asked, used: &used[place, default: 0]), elsewhere > 0
        else { continue }
        claims[credit] = Claim(mark: nil, held: (claims[credit]?.held ?? 0) - elsewhere)
      }
    }
  }

  /// Items of a unit are those of the account in its currency, in the same order; where that fails the document is searched for.
  private static func place(of document: Document, in billed: [AccountItem], near index: Int) -> Int? {
    if billed.indices.contains(index), billed[index].document.isSame(as: document) { return index }
    return billed.firstIndex { $0.document.isSame(as: document) }
  }
}

extension CustomerAccount {
  /// Insolvency, death or a lawyer of this customer stops every channel; only a release of this customer's that names it lifts it,
  /// from its day on.
  func hasHardStop(asOf: CalendarDate) -> Bool {
    decisions.contains { decision in
      decision.stopsCustomer && decision.customerID == customer.id
        && !decision.isReleased(by: decisions, asOf: asOf)
    }
  }
}
