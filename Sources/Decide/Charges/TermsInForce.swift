import Ledger
import Pipeline

/// What policies may claim of a customer tonight, for claims that stand: by it they go on, be their invoice open or settled. Of policies that ask
/// for a grade or an amount nobody knows here whether they fit: each may be the one.
public struct TermsInForce {
  private let settings: DecideSettings
  private let customer: Customer
  private let currency: Currency

  public init(_ settings: DecideSettings, _ customer: Customer, _ currency: Currency) {
    (self.settings, self.customer, self.currency) = (settings, customer, currency)
  }

  /// Policies that may be the customer's tonight.
  private var policies: [Policy] {
    let unit = PolicyScope.Unit(customer: customer, currency: currency)
    var policies: [Policy] = []
    for policy in settings.policiesInForce {
      var scope = policy.scope
      (scope.grade, scope.amount) = ([], AmountRange())
      guard scope.fits(unit) else { continue }
      policies.append(policy)
      if policy.scope.grade.isEmpty, policy.scope.amount.isEmpty { break }
    }
    return policies
  }

  private func terms(_ policies: [Policy]) -> [ChargeTerms] {
    policies.map { ChargeTerms($0, for: customer, currency) }
  }

  /// By what interest of a claim is counted from tonight on; nil: no policy claims any, and what was claimed stands.
  func terms(of claim: ChargeClaim) -> ChargeTerms? {
    let candidates = terms(policies)
    return candidates.first { $0.interest == claim.terms && $0.regime == claim.regime }
      ?? candidates.first { $0.interest != nil }
  }

  /// False where the customer turned out to be none of whom such a claim may be asked: see `ChargeTerms`.
  public func allows(_ claim: ChargeClaim) -> Bool {
    let party = customer.partyType
    if party == .business || party == .public { return true }
    guard claim.kind == .interest, let terms = claim.terms else { return false }
    guard case .over(_, let points, _) = terms.rate else {
      // Of policies that claim interest of somebody one claims it of this customer.
      let policies = policies.filter { $0.interest != nil }
      return policies.isEmpty || self.terms(policies).contains { $0.interest != nil }
    }
    return party == .consumer && Regime.named(claim.regime)?.consumerPoints == points
  }

  /// What it turned out to be.
  public var partyWords: String { customer.partyType.map { "party type \($0.rawValue)" } ?? "party type unknown" }
}
