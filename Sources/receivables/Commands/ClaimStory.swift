import Ledger

/// What `why` tells of claims beside the invoices.
extension Story {
  static func claim(_ claim: ChargeClaim) -> Line {
    func money(_ amount: Int64) -> String { Money(minorUnits: amount, currency: claim.currency).description }
    let line: Line = [
      ("what", "claim"), ("claim_id", claim.id), ("kind", claim.kind.rawValue), ("state", claim.state.rawValue),
      ("company", claim.company), ("customer_id", claim.customerID),
      ("documents", claim.documents.joined(separator: ", ")),
      ("regime", claim.regime), ("level", claim.level > 0 ? String(claim.level) : ""),
      ("from", claim.from?.description ?? ""), ("through", claim.through?.description ?? ""),
      ("days", claim.kind == .interest ? String(claim.days) : ""), ("rate", claim.rates),
      ("principal", claim.kind == .fee ? "" : money(claim.principal)), ("amount", money(claim.amount)),
      ("claimed_on", claim.claimedOn.description), ("message_id", claim.messageID),
      ("closed_on", claim.closedOn?.description ?? ""), ("closed_by", claim.closedBy ?? ""),
    ]
    return line.filter { !$0.value.isEmpty }
  }

  /// One claim in a line of its customer.
  static func words(_ claim: ChargeClaim) -> String {
    let amount = Money(minorUnits: claim.amount, currency: claim.currency)
    let about = claim.documents.joined(separator: ", ")
    let time = claim.from.flatMap { from in claim.through.map { ", \(from) to \($0)" } } ?? ""
    let end = claim.closedBy.map { " by \($0)" } ?? ""
    return "\(claim.kind.rawValue) \(amount) on \(about)\(time), \(claim.state.rawValue)\(end) [\(claim.id)]"
  }
}
