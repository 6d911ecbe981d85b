import Ledger
import Pipeline

/// A reason that stops a whole unit whatever its items are.
struct UnitRule: Sendable {
  let reason: SuppressionReason
  /// The story where the rule stops the unit, else nil.
  let stops: @Sendable (UnitCase) -> Words?
}

extension UnitRule {
  /// In order of precedence. A new rule is a function and a line here.
  static let all: [UnitRule] = [
    UnitRule(reason: .hardStop, stops: hardStop),
    UnitRule(reason: .excluded, stops: excluded),
    UnitRule(reason: .intercompany, stops: intercompany),
    UnitRule(reason: .staleData, stops: staleData),
    UnitRule(reason: .rejectedInput, stops: rejectedInput),
    UnitRule(reason: .notLive, stops: notLive),
    UnitRule(reason: .pilot, stops: pilot),
  ]

  /// The findings of all rules that stop the unit, in order of precedence.
  static func findings(_ unit: UnitCase) -> [Finding] {
    var findings: [Finding] = []
    for index in all.indices {
      if let story = all[index].stops(unit) { findings.append(Finding(all[index].reason, story)) }
    }
    return findings
  }

  @Sendable private static func hardStop(_ unit: UnitCase) -> Words? {
    guard !unit.decisions.isEmpty else { return nil }
    return unit.decisions.onPayer(.insolvency, .deceased, .legal).map { decision in
      "\(decision.kind.rawValue)\(of: decision) was recorded\(by: decision) (decision \(decision.id)); it never lapses"
    }
  }

  @Sendable private static func excluded(_ unit: UnitCase) -> Words? {
    if !unit.decisions.isEmpty, let decision = unit.decisions.onPayer(.exclude) {
      let whom: Words = decision.recordedOf == nil ? "the customer is excluded" : "exclude\(of: decision) counts"
      return "\(whom)\(until: decision.until)\(by: decision) (decision \(decision.id))"
    }
    guard let ladder = unit.ladder else { return "no policy is for this customer in \(unit.currency)" }
    if ladder.policy.steps.isEmpty { return "policy \(ladder.policy.policy) has no steps" }
    return ladder.isEmpty ? "no step of policy \(ladder.policy.policy) is for this customer" : nil
  }

  @Sendable private static func intercompany(_ unit: UnitCase) -> Words? {
    unit.customer.isIntercompany ? "the customer is a company of our own group" : nil
  }

  @Sendable private static func staleData(_ unit: UnitCase) -> Words? { unit.company?.stale.map { "\($0)" } }

  @Sendable private static func rejectedInput(_ unit: UnitCase) -> Words? {
    guard let company = unit.company, !company.rejectedCustomers.isEmpty else { return nil }
    let rejected = company.rejectedCustomers
    if company.hasUnreadCustomer {
      return "a row or a file was rejected, and nobody can tell whom it concerns, so nobody of the company is reminded"
    }
    let id = unit.customer.id
    let found = ([id] + unit.paidFor).first(where: rejected.contains)
    return found.map {
      "a row that concerns customer \($0) was rejected and has not come right since: its balance is not certain"
    }
  }

  @Sendable private static func notLive(_ unit: UnitCase) -> Words? {
    unit.company?.isLive == true
      ? nil : "reminders of \(unit.customer.company) do not count yet (liveFrom); this is a rehearsal"
  }

  @Sendable private static func pilot(_ unit: UnitCase) -> Words? {
    guard let pilot = unit.ladder?.policy.pilot, !pilot.includes(unit.customer) else { return nil }
    return "the pilot reminds \(pilot.words), and this one is not among them"
  }
}
