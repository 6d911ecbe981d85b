import Cash
import Ledger
import Pipeline
import Store

/// What the ERP, or a person, says tonight of money that waited, where exports of earlier nights show it already: the ERP had booked it before
/// anybody told.
struct LateAnswers {
  private let state: State
  private let entries: CashEntries
  private let ground: CashGround
  private let invoiced: InvoicedFeeds?

  init(_ state: State, _ entries: CashEntries, _ ground: CashGround, invoiced: InvoicedFeeds?) {
    (self.state, self.entries, self.ground, self.invoiced) = (state, entries, ground, invoiced)
  }

  /// Says of such matches that their documents show them: what earlier exports took off since the day of payment and nothing else explains. It has to
  /// be the very amount, or more than what is open can take; else the answer may be about what is open.
  /// - Parameter late: other payments that explain some of it.
  func tellShown(_ findings: inout CashApplication.Findings, _ items: [CashItem], late: PlacedCash) throws {
    let places = try findings.matches.indices.filter { at in
      let match = findings.matches[at]
      let key = items[match.item].stateID
      guard match.rule == .erpApplication, match.posted != match.amount, key != 0 else { return false }
      return try entries.origins[match.entry].wasWaiting && invoiced?.holds(key) != true
    }
    guard !places.isEmpty else { return }
    let payments = places.map { entries.entries[findings.matches[$0].entry].receipt.payment }
    let documents = Set(places.map { items[findings.matches[$0].item].stateID }).sorted()
    let moved = ground.withTonightsRises(
      try PastLedger(state.database, knownOn: nil).unexplained(
        since: payments.map(\.date).min()!, documents: documents, asking: Set(payments.map(\.id))))
    let moves = Dictionary(uniqueKeysWithValues: moved.map { ($0.document.id, $0) })
    var used: [Int64: Int64] = [:]
    for match in late.matches { used[late.items[match.item].stateID, default: 0] += match.amount + match.deducted }
    for (at, payment) in zip(places, payments) {
      let match = findings.matches[at]
      let key = items[match.item].stateID
      let left = match.amount - match.posted
      let room = (moves[key]?.fallen(since: payment.date) ?? 0) - used[key, default: 0]
      guard room == left || abs(left) > abs(ground.balance(items[match.item].row)) else { continue }
      let shown = CashCorrections.takenBack(of: left, room)
      findings.matches[at].posted += shown
      used[key, default: 0] += shown
    }
  }
}
