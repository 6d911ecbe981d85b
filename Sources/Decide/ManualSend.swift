import Ledger

/// `send` decisions: a person wants a message out tonight. They ignore intervals, never holds or hard stops, and act once: the shell
/// drops those that acted, and one that the last reminder has done needs no other.
struct ManualSend: Sendable {
  private let unit: UnitCase
  private var decisions: StandingDecisions { unit.decisions }
  private let wholeUnit: [Decision]
  /// About a customer whose bills the unit's pays: all of its documents, and no others.
  private let billed: [Decision]
  private let documents: [Decision]

  init(_ unit: UnitCase) {
    self.unit = unit
    let sends = unit.decisions.isEmpty ? [] : unit.decisions.all(.send)
    wholeUnit = sends.filter { send in
      send.documentID == nil && send.customerID == unit.customer.id
        && !send.isDone(byReminderOf: unit.lastReminded) && !unit.decisions.isReleased(send, on: nil)
    }
    billed = sends.filter { $0.documentID == nil && $0.customerID != unit.customer.id }
    documents = sends.filter { $0.documentID != nil }
  }

  var isEmpty: Bool { wholeUnit.isEmpty && billed.isEmpty && documents.isEmpty }
  var isForWholeUnit: Bool { !wholeUnit.isEmpty }

  /// True where a person asked for a message on this document.
  func isFor(_ claim: Claim) -> Bool { documents.contains { isOpen($0, for: claim) } }

  /// True where a person asked for a message on this document, on all of its customer, or on everything.
  func concerns(_ claim: Claim) -> Bool {
    !isEmpty && (isForWholeUnit || (billed + documents).contains { isOpen($0, for: claim) })
  }

  /// Where nothing of what a `send` for a whole customer is about is due for a level yet: everything overdue starts at the first.
  func startAtFirstLevel(_ claims: inout [Claim]) {
    guard let first = unit.ladder?.level(above: 0) else { return }
    func start(where isMeant: (Claim) -> Bool) {
      guard !claims.contains(where: { $0.isTrigger && isMeant($0) }) else { return }
      for index in claims.indices where claims[index].isDemanded && isMeant(claims[index]) {
        claims[index].move = .rises(to: first)
      }
    }
    if isForWholeUnit { start { _ in true } }
    for send in billed { start { isOpen(send, for: $0) } }
  }

  /// Ids of the decisions that a message of these claims carries out.
  func carriedOut(by triggers: [Claim]) -> [String] {
    guard !isEmpty else { return [] }
    let named = (billed + documents).filter { send in triggers.contains { isOpen(send, for: $0) } }
    return (wholeUnit + named).map(\.id).sorted()
  }

  /// A document that was named gets a message whatever its days: its next level where that is due, else its level again, else
  /// the first.
  func move(_ claim: Claim, by ladder: Ladder, standing: Ladder.Move) -> Ladder.Move {
    guard standing.level == nil, let first = ladder.level(above: 0) else { return standing }
    let level = claim.level
    if level > 0 { return ladder.rung(level) == nil ? standing : .repeats(level) }
    return isFor(claim) ? .rises(to: first) : standing
  }

  private func isOpen(_ send: Decision, for claim: Claim) -> Bool {
    decisions.covers(send, claim.item) && !send.isDone(byReminderOf: claim.memory.lastRemindedOn)
      && !decisions.isReleased(send, on: claim.item)
  }
}
