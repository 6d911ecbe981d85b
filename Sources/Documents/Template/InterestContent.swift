import Ledger

extension ReminderContent {
  /// How the interest of the message comes about: law and rate, then the days and the base of each document. Whoever is asked for interest
  /// can count it again.
  func fillInterest(_ fields: inout Fields) {
    fields[.hasInterestItems] = .bool(false)
    fields[.hasInterestEarlier] = .bool(false)
    fields[.hasInterestPaid] = .bool(false)
    guard decision.interest != 0, let charges = decision.charges else { return }
    let items = charges.items.filter { $0.interest.amount > 0 }
    let paid = charges.paidInterest
    let earlier = decision.interest + paid - items.reduce(0) { $0 + $1.interest.amount }
    fields[.interestEarlier] = interestMoney(earlier)
    fields[.hasInterestEarlier] = .bool(earlier != 0)
    fields[.interestPaid] = interestMoney(-paid)
    fields[.hasInterestPaid] = .bool(paid != 0)
    // One policy claims of a unit, so one set of terms is behind all of it.
    guard let claim = charges.claims.first(where: { $0.kind == .interest }), let terms = claim.terms, !items.isEmpty
    else { return }
    fields[.interestBasis] = .basis(InterestBasis(regime: claim.regime, terms: terms))
    fields[.interestItems] = .list(items.flatMap(rows))
    fields[.hasInterestItems] = .bool(true)
  }

  private func rows(of item: UnitCharges.Item) -> [Fields] {
    let document = decision.items[item.item].document
    let pieces = item.interest.pieces
    return pieces.indices.map { place in
      let piece = pieces[place]
      var fields = Fields()
      fields.set(.documentID, document.label)
      fields[.from] = .date(piece.from)
      fields[.through] = .date(piece.through)
      fields[.days] = .int(piece.days)
      fields[.principal] = interestMoney(piece.principal)
      fields[.rate] = .rate(piece.rate)
      fields[.interest] = place == pieces.count - 1 ? interestMoney(item.interest.amount) : nil
      return fields
    }
  }

  private func interestMoney(_ minorUnits: Int64) -> FieldValue {
    .money(Money(minorUnits: minorUnits, currency: decision.currency))
  }
}
