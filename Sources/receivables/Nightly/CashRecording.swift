import Ledger
import Store

extension CashResult {
  /// Stores what was decided. Payments and documents are in the state already, so that all have their keys.
  /// - Parameter newestPayment: the newest key before tonight's payments were stored.
  func store(in state: State, _ book: Book, newestPayment: Int64, asOf: CalendarDate, run: Int64) throws {
    let stateIDs = book.documents.stateIDs
    var late: [Int64] = []
    for post in posts { try state.cash.post(post.posted, payment: post.payment, document: post.document) }
    var matches: [CashTables.Match] = []
    matches.reserveCapacity(decided.count)
    // New payments are decided in the order in which they were stored: their keys follow each other.
    var next = newestPayment
    let areCounted = try state.cash.newestPayment() - next == Int64(decided.count(where: { $0.stateID == 0 }))
    for decided in decided {
      let isNew = decided.stateID == 0
      if isNew { next += 1 }
      guard
        let id = !isNew
          ? decided.stateID
          : areCounted ? next : try state.cash.paymentKey(company: decided.company, id: decided.paymentID)
      else { continue }
      if decided.isAnew, !isNew { try state.cash.removeMatches(payment: id, run: run) }
      for match in decided.matches {
        let found = match.found
        let document = match.row >= 0 ? stateIDs[match.row] : match.stateID
        if match.row < 0 || book.documents.rows[match.row].balance == 0 { late.append(document) }
        matches.append(
          CashTables.Match(
            payment: id, document: document, amount: found.amount,
            deducted: found.deducted, posted: match.posted, rule: found.rule.rawValue, confidence: found.confidence,
            difference: found.difference?.rawValue, matchedOn: asOf, reverses: decided.reverses))
      }
      if decided.open != nil || !isNew { try state.cash.setOpen(payment: id, decided.open) }
    }
    try state.cash.insert(matches, run: run)
    try state.payments.noteLate(matched: late, run: run)
    for alias in aliases {
      try state.cash.learn(company: alias.company, alias.kind, alias.payer, customer: alias.customer, run: run)
    }
  }
}
