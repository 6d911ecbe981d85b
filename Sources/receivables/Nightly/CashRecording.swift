import Ledger
import Store

extension CashResult {
  /// Stores what was decided. Payments and documents are in the state already, so that all have their keys.
  /// - Parameter newestPayment: the newest key before tonight's payments were stored.
  func store(in state: State, _ book: Book, newestPayment: Int64, asOf: CalendarDate, run: Int64) throws {
    for post in posts { try state.cash.post(post.posted, payment: post.payment, document: post.document) }
    // Keys of the payments, with the places of match and payment.
    var stored: [(payment: Int64, match: Int, decided: Int)] = []
    stored.reserveCapacity(matches.count)
    // New payments are decided in the order in which they were stored: their keys follow each other.
    var next = newestPayment
    let areCounted = try state.cash.newestPayment() - next == Int64(decided.count(where: { $0.stateID == 0 }))
    var keys = [Int64?](repeating: nil, count: reverses.isEmpty ? 0 : decided.count)
    for (at, decided) in decided.enumerated() {
      let isNew = decided.stateID == 0
      if isNew { next += 1 }
      guard
        let id = !isNew
          ? decided.stateID
          : areCounted ? next : try state.cash.paymentKey(company: decided.company, id: decided.paymentID)
      else { continue }
      if !reverses.isEmpty { keys[at] = id }
      if decided.isAnew, !isNew { try state.cash.removeMatches(payment: id, run: run) }
      for match in decided.matches { stored.append((id, match, at)) }
      if decided.open != nil || !isNew {
        try state.cash.setOpen(payment: id, decided.open.map { ($0.left, $0.since, $0.reason.rawValue) })
      }
    }
    let documents = stored.map { matches[$0.match].document(in: book) }
    try state.cash.insert(stored.count, run: run) { at in
      let (payment, place, decided) = stored[at]
      let match = matches[place]
      return CashTables.Match(
        payment: payment, document: documents[at], amount: match.amount, deducted: match.deducted,
        posted: match.posted, rule: match.rule.rawValue, confidence: match.confidence,
        difference: match.difference?.rawValue, matchedOn: asOf,
        reverses: reverses[decided].flatMap { $0.key(tonights: keys) })
    }
    let late = stored.indices.filter { at in
      let row = matches[stored[at].match].row
      return row < 0 || book.documents.rows[row].balance == 0
    }.map { documents[$0] }
    try state.payments.noteLate(matched: late, run: run)
    for alias in aliases {
      try state.cash.learn(company: alias.company, alias.kind, alias.payer, customer: alias.customer, run: run)
    }
  }
}

extension PlacedCash.Reversed {
  /// - Parameter keys: those of tonight's payments.
  fileprivate func key(tonights keys: [Int64?]) -> Int64? {
    switch self {
    case .earlier(let key): key
    case .tonight(let place): keys[place]
    }
  }
}
