import Ledger
import Store

extension CashResult {
  /// Stores what was decided. Payments and documents are in the state already, so that all have their keys.
  func store(in state: State, documents stateIDs: [Int64], asOf: CalendarDate, run: Int64) throws {
    for post in posts { try state.cash.post(post.posted, payment: post.payment, document: post.document) }
    var matches: [CashTables.Match] = []
    matches.reserveCapacity(decided.count)
    for decided in decided {
      let isNew = decided.stateID == 0
      guard
        let id = isNew
          ? try state.cash.paymentKey(company: decided.company, id: decided.paymentID) : decided.stateID
      else { continue }
      if decided.isAnew, !isNew { try state.cash.removeMatches(payment: id) }
      for match in decided.matches {
        let found = match.found
        matches.append(
          CashTables.Match(
            payment: id, document: match.row >= 0 ? stateIDs[match.row] : match.stateID, amount: found.amount,
            deducted: found.deducted, posted: match.posted, rule: found.rule.rawValue, confidence: found.confidence,
            difference: found.difference?.rawValue, matchedOn: asOf))
      }
      if decided.open != nil || !isNew { try state.cash.setOpen(payment: id, decided.open) }
    }
    try state.cash.insert(matches, run: run)
    for alias in aliases {
      try state.cash.learn(company: alias.company, alias.kind, alias.payer, customer: alias.customer, run: run)
    }
  }
}
