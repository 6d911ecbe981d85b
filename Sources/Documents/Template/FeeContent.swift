import Ledger

extension ReminderContent {
  /// What the fees of the message are: fees for reminders, and lump sums with their law and the invoices that they are about.
  func fillFees(_ fields: inout Fields) {
    let claims = ((decision.charges?.claims ?? []) + (decision.charges?.told ?? []))
      .filter { $0.kind != .interest && $0.isOpen }.sorted(by: ChargeClaim.precedes)
    // A sum that its rows do not make would be worse than none.
    let addsUp = !claims.isEmpty && claims.reduce(0) { $0 + $1.amount } == decision.fees
    let lumpSum = addsUp ? claims.first { $0.kind == .compensation } : nil
    fields[.hasFeeItems] = .bool(addsUp)
    fields[.hasLumpSums] = .bool(lumpSum != nil)
    fields[.lumpSumBasis] = lumpSum.map { .lumpSum(regime: $0.regime) }
    guard addsUp else { return }
    fields[.feeItems] = .list(claims.map(row))
  }

  private func row(of claim: ChargeClaim) -> Fields {
    var fields = Fields()
    let names = claim.documents
    fields.set(.documentID, names.count > 3 ? "\(names[0]), \(names[1]), ..." : names.joined(separator: ", "))
    fields[.kind] = .label(claim.kind == .fee ? .reminderFee : .lumpSum)
    fields[.amount] = .money(Money(minorUnits: claim.amount, currency: decision.currency))
    return fields
  }
}
