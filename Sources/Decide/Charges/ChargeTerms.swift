import Ledger
import Pipeline

/// What a policy may claim of a customer beside its invoices. Statutory interest between businesses, lump sums and fees are never claimed
/// of consumers, nor of parties of whom nobody has said what they are.
struct ChargeTerms: Equatable, Sendable {
  /// Nil: no interest.
  var interest: InterestTerms?
  /// `eu-2011-7`, or `contract`.
  var regime = ""
  /// Interest starts the day after the first reminder, not the due date: how consumers come into default.
  var startsWithReminder = false
  /// Nil: no lump sums.
  var compensation: Regime.Compensation?
  var hasFees = false
  /// Messages below this level claim no interest and no lump sum.
  var fromLevel = 1

  var isEmpty: Bool { interest == nil && compensation == nil && !hasFees }

  init() {}

  init(_ policy: Policy, for customer: Customer, _ currency: Currency) {
    let isBusiness = customer.partyType == .business || customer.partyType == .public
    hasFees = isBusiness && policy.hasFees
    guard let settings = policy.interest else { return }
    fromLevel = settings.fromLevel
    let statute = settings.regime.flatMap(Regime.named)
    if let percent = settings.contractPercent {
      // A contract rate is no statute: it is claimed of whom the policy names.
      guard isBusiness || policy.names(customer.partyType) else { return }
      regime = "contract"
      interest = InterestTerms(
        rate: .contract(YearlyRate(tenThousandths: percent.tenThousandths)), dayCount: settings.dayCount,
        rounding: settings.rounding)
    } else if let statute, let points = ChargeTerms.points(statute, customer.partyType) {
      regime = statute.id
      startsWithReminder = customer.partyType == .consumer
      interest = InterestTerms(
        rate: .over(statute.reference, points: points, statute.rule), dayCount: settings.dayCount,
        rounding: settings.rounding)
    }
    if isBusiness, settings.compensation, let sum = statute?.compensation, sum.currency == currency {
      compensation = sum
    }
  }

  private static func points(_ regime: Regime, _ party: PartyType?) -> YearlyRate? {
    switch party {
    case .business, .public: regime.points
    case .consumer: regime.consumerPoints
    case nil: nil
    }
  }
}

extension Policy {
  /// It claims interest of this customer.
  public func claimsInterest(of customer: Customer, _ currency: Currency) -> Bool {
    interest != nil && ChargeTerms(self, for: customer, currency).interest != nil
  }

  /// It claims anything of this customer beside the invoices.
  public func claimsAnything(of customer: Customer, _ currency: Currency) -> Bool {
    hasCharges && !ChargeTerms(self, for: customer, currency).isEmpty
  }

  /// Some step has a fee.
  public var hasFees: Bool { steps.contains { !$0.fee.isEmpty } }

  /// It may claim something beside the invoices.
  public var hasCharges: Bool { interest != nil || hasFees }

  /// Its scope says in so many words that it is for this type of party.
  fileprivate func names(_ party: PartyType?) -> Bool {
    scope.partyType.contains(party.flatMap { PolicyScope.Party(rawValue: $0.rawValue) } ?? .unknown)
  }
}
