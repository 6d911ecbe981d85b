import Ledger

/// Which days a document was held, night after night: held days bear no interest.
enum HeldDays {
  /// Reasons that stop interest. Silence after a release, too old or no due date do not: nothing is in question then.
  static let reasons: Set<SuppressionReason> = [
    .hardStop, .disputed, .plan, .promise, .hold, .erpBlock, .directDebit, .adjustmentReview,
  ]

  /// What is held tonight: nil: nothing; `amount` nil: the whole document. `since` is the day from which the hold stands.
  struct Tonight {
    var amount: Int64?
    var since: CalendarDate
  }

  /// The spans with tonight's. A span that the night before saw goes on: days without a run between two nights are held where the first
  /// of them was.
  static func spans(
    _ before: [DocumentPast.HeldSpan], _ tonight: Tonight?, asOf: CalendarDate, lastNight: CalendarDate?
  ) -> [DocumentPast.HeldSpan] {
    var spans = before
    if let last = spans.last, let lastNight, last.last == lastNight, lastNight < asOf {
      spans[spans.count - 1].last = asOf.adding(days: -1)
    }
    guard let tonight else { return spans }
    if let last = spans.last, last.amount == tonight.amount, last.last.adding(days: 1) >= asOf {
      spans[spans.count - 1].last = max(asOf, last.last)
      return spans
    }
    var first = min(tonight.since, asOf)
    if let last = spans.last?.last { first = max(first, last.adding(days: 1)) }
    if first <= asOf { spans.append(DocumentPast.HeldSpan(first: first, last: asOf, amount: tonight.amount)) }
    return spans
  }

  /// The spans with those of holds that no night has seen, on days that none of them covers.
  /// - Parameter areWhole: they held all of it for sure, and go before what held a part. Of a share in dispute nobody knows what it was of then.
  static func adding(
    _ others: [DocumentPast.HeldSpan], areWhole: Bool, to spans: [DocumentPast.HeldSpan]
  ) -> [DocumentPast.HeldSpan] {
    var all = spans
    for other in others {
      var first = other.first
      if areWhole { all = all.flatMap { $0.amount == nil ? [$0] : $0.without(other) } }
      for span in all.sorted(by: { $0.first < $1.first }) where span.last >= first && span.first <= other.last {
        if first < span.first {
          all.append(DocumentPast.HeldSpan(first: first, last: span.first.adding(days: -1), amount: other.amount))
        }
        first = span.last.adding(days: 1)
      }
      if first <= other.last {
        all.append(DocumentPast.HeldSpan(first: first, last: other.last, amount: other.amount))
      }
    }
    return all == spans ? spans : all.sorted { $0.first < $1.first }
  }

  /// Whether a hold of the ERP stood on a night on which the item was not due yet.
  static func stood(_ hold: ERPHold, on night: CalendarDate, _ claim: Claim, _ unit: UnitCase) -> Bool {
    switch hold {
    case .block: true
    case .directDebit:
      claim.memory.reopenedOn == nil && unit.cameBack[claim.item.row].map { night < $0 } ?? true
        && !unit.decisions.isReleased(
          ["direct-debit", "direct_debit"], since: .missing, until: night, on: claim.item)
    }
  }

  static func tonight(_ claim: Claim, _ unit: UnitCase) -> Tonight? {
    if let hold = claim.hold, reasons.contains(hold) { return Tonight(amount: nil, since: since(claim, hold, unit)) }
    // A dispute stands also while something else silences the document: the week after a release, or a receipt.
    guard let share = unit.disputed[claim.index], share.amount > 0 else { return nil }
    return Tonight(
      amount: share.amount < claim.balance ? share.amount : nil, since: since(claim, .disputed, unit))
  }

  private static func since(_ claim: Claim, _ reason: SuppressionReason, _ unit: UnitCase) -> CalendarDate {
    let decision: Decision? =
      switch reason {
      case .hardStop: unit.decisions.on(claim.item, .insolvency, .deceased, .legal)
      case .disputed: unit.disputed[claim.index]?.dispute
      case .plan: unit.decisions.on(claim.item, .plan)
      case .promise: unit.decisions.on(claim.item, .promise)
      case .hold: unit.decisions.on(claim.item, .hold)
      default: nil
      }
    if reason == .adjustmentReview, let reopened = claim.memory.reopenedOn { return reopened }
    return decision.flatMap { $0.from ?? $0.learnedOn } ?? unit.asOf
  }
}

extension DocumentPast.HeldSpan {
  /// What is left of it before and behind another span.
  fileprivate func without(_ other: DocumentPast.HeldSpan) -> [DocumentPast.HeldSpan] {
    guard first <= other.last, other.first <= last else { return [self] }
    var (before, behind) = (self, self)
    before.last = other.first.adding(days: -1)
    behind.first = other.last.adding(days: 1)
    return [before, behind].filter { $0.first <= $0.last }
  }
}
