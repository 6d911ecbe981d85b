import Ledger
import Pipeline
import Store

extension CashResult {
  /// Stores what was decided. Payments and documents are in the state already, so that all have their keys.
  /// - Parameter newestPayment: the newest key before tonight's payments were stored.
  func store(in state: State, _ book: Book, newestPayment: Int64, asOf: CalendarDate, run: Int64) throws {
    try state.cash.store(
      told.map { one in
        var one = one
        // It was new tonight.
        if one.document < 0 { one.document = book.documents.stateIDs[Int(-one.document - 1)] }
        return one
      })
    if isTold { try state.cash.noteTold(outcome.toldRows, run: run) }
    for payment in untoldPayments { try state.cash.tellMatches(payment: payment) }
    for key in toldFirst { try state.cash.tellMatch(payment: key.payment, document: key.document, on: asOf) }
    for post in posts { try state.cash.post(post.posted, payment: post.payment, document: post.document) }
    // Keys of the payments, with the places of match and payment.
    var stored: [(payment: Int64, match: Int, decided: Int)] = []
    stored.reserveCapacity(matches.count)
    // New payments are decided in the order in which they were stored: their keys follow each other.
    var next = newestPayment
    var before: [Int: CashTables.Match] = [:]
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
      for document in decided.replaced {
        try state.cash.removeMatch(payment: id, document: document, run: run)
      }
      let kept = isNew || decided.matches.isEmpty ? [] : try state.cash.matches(payment: id)
      for match in decided.matches {
        stored.append((id, match, at))
        let document = kept.isEmpty ? 0 : matches[match].document(in: book)
        guard let other = kept.first(where: { $0.document == document }) else { continue }
        // More money on a document that the payment has settled in part.
        try state.cash.removeMatch(payment: id, document: document, run: run)
        before[match] = other
      }
      if decided.open != nil || !isNew {
        try state.cash.setOpen(payment: id, decided.open.map { ($0.left, $0.since, $0.reason.rawValue) })
      }
    }
    let documents = stored.map { matches[$0.match].document(in: book) }
    try state.cash.insert(stored.count, run: run) { at in
      let (payment, place, decided) = stored[at]
      let match = matches[place]
      let other = before.isEmpty ? nil : before[place]
      return CashTables.Match(
        payment: payment, document: documents[at], amount: match.amount + (other?.amount ?? 0),
        deducted: match.deducted + (other?.deducted ?? 0), posted: match.posted + (other?.posted ?? 0),
        rule: match.rule.rawValue, confidence: match.confidence,
        difference: match.difference?.rawValue, matchedOn: asOf,
        reverses: reverses[decided].flatMap { $0.key(tonights: keys) }, isUntold: match.isUntold)
    }
    try store(untold, in: state, run: run, stored.map(\.match), stored.map(\.payment), documents)
    let late = stored.indices.filter { at in
      let row = matches[stored[at].match].row
      return row < 0 || book.documents.rows[row].balance == 0
    }.map { documents[$0] }
    try state.payments.noteLate(matched: late, run: run)
    try prove(in: state)
    for alias in aliases {
      try state.cash.learn(company: alias.company, alias.kind, alias.payer, customer: alias.customer, run: run)
    }
  }
}

extension CashResult {
  /// Keeps what no file has told for the next one.
  /// - Parameters:
  ///   - matches: places of tonight's, with the keys of their payments and documents.
  private func store(
    _ untold: [UntoldPostings.Row], in state: State, run: Int64, _ matches: [Int], _ payments: [Int64],
    _ documents: [Int64]
  ) throws {
    var rows: [CashTables.Untold] = []
    rows.reserveCapacity(untold.count)
    var places: [Int: Int] = [:]
    if !untold.isEmpty { for (place, match) in matches.enumerated() { places[match] = place } }
    for var row in untold {
      if let match = row.match {
        guard let place = places[match] else { continue }
        (row.untold.key.payment, row.untold.key.document) = (payments[place], documents[place])
      }
      rows.append(row.untold)
    }
    try state.cash.setUntold(rows, before: untoldBefore, run: run)
  }

  /// Holds payments of earlier nights that tonight decided about against all that is stored of them: whatever night placed it, their money is what
  /// is matched and what waits.
  private func prove(in state: State) throws {
    for decided in decided where decided.stateID != 0 && !(decided.matches.isEmpty && decided.replaced.isEmpty) {
      guard let one = try state.cash.unaccounted(payment: decided.stateID) else { continue }
      throw FootingError(
        company: one.company, currency: one.money.currency, what: "what is matched and what waits of \(one.paymentID)",
        sum: one.placed, against: "the payment", expected: one.money.minorUnits)
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
