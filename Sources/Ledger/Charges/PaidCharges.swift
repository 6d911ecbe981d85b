/// Money beside the documents of a message: it pays what that message claimed, and waits until the ERP has posted that, with whose charges it is matched.
public struct PaidCharges: Equatable, Sendable {
  public var money: Money
  /// Since which night we know of it: what was claimed later, it does not pay.
  public var since: CalendarDate

  public init(_ money: Money, since: CalendarDate) {
    self.money = money
    self.since = since
  }

  /// What of each open claim is paid, in minor units, by id. Whole fees and lump sums first, then interest; the oldest claims first.
  public static func parts(of claims: [ChargeClaim], _ paid: [PaidCharges]) -> [String: Int64] {
    var parts: [String: Int64] = [:]
    for one in paid {
      var left = one.money.minorUnits
      let meant = claims.filter { claim in
        claim.isOpen && claim.currency == one.money.currency && claim.claimedOn <= one.since
      }
      let fixed = meant.filter { $0.kind != .interest }
      for claim in fixed + meant.filter({ $0.kind == .interest }) where left > 0 {
        let part = min(left, claim.amount - (parts[claim.id] ?? 0))
        guard part > 0 else { continue }
        parts[claim.id, default: 0] += part
        left -= part
      }
    }
    return parts
  }
}
