import Ledger
import Pipeline

/// What policies may claim of a customer tonight, for claims that stand: by it they go on, be their invoice open or settled. Of policies that ask
/// for a grade or an amount nobody knows here whether they fit: each may be the one.
public struct TermsInForce {
  private let party: PartyType?
  private let candidates: [ChargeTerms]
  /// A policy that may be the customer's claims interest of somebody.
  private let hasInterest: Bool

  public init(_ settings: DecideSettings, _ customer: Customer, _ currency: Currency) {
    party = customer.partyType
    let unit = PolicyScope.Unit(customer: customer, currency: currency)
    var policies: [Policy] = []
    for policy in settings.policiesInForce {
      var scope = policy.scope
      (scope.grade, scope.amount) = ([], AmountRange())
      guard scope.fits(unit) else { continue }
      policies.append(policy)
      if policy.scope.grade.isEmpty, policy.scope.amount.isEmpty { break }
    }
    candidates = policies.map { ChargeTerms($0, for: customer, currency) }
    hasInterest = policies.contains { $0.interest != nil }
  }

  /// By what interest of a claim is counted from tonight on; nil: no policy claims any, and what was claimed stands.
  func terms(of claim: ChargeClaim) -> ChargeTerms? {
    candidates.first { $0.interest == claim.terms && $0.regime == claim.regime }
      ?? candidates.first { $0.interest != nil }
  }

  /// False where the customer turned out to be none of whom such a claim may be asked: see `ChargeTerms`.
  public func allows(_ claim: ChargeClaim) -> Bool {
    if party == .business || party == .public { return true }
    guard claim.kind == .interest, let terms = claim.terms else { return false }
    guard case .over(_, let points, _) = terms.rate else {
      return !hasInterest || candidates.contains { $0.interest != nil }
    }
    return party == .consumer && Regime.named(claim.regime)?.consumerPoints == points
  }

  /// What it turned out to be.
  public var partyWords: String { party.map { "party type \($0.rawValue)" } ?? "party type unknown" }
}
