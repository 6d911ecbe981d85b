import Ledger

/// `waive` decisions: what was claimed, or has come about by tonight, is given up. They act once.
enum Waivers {
  /// Whether a decision is about a claim: the customer's or the document's, and where `value` says so only interest, fees, lump sums, or the
  /// claim with that id.
  static func covers(_ decision: Decision, _ claim: ChargeClaim) -> Bool {
    guard decision.kind == .waive, decision.company == claim.company else { return false }
    let value = (decision.value ?? "").lowercased()
    guard value.isEmpty || value == claim.id || names(of: claim.kind).contains(value) else { return false }
    guard let document = decision.documentID else { return decision.customerID == claim.customerID }
    return claim.documents.contains { $0 == document || $0.hasPrefix(document + "/") }
  }

  private static func names(of kind: ChargeClaim.Kind) -> [String] {
    switch kind {
    case .interest: ["interest"]
    case .fee: ["fee", "fees"]
    case .compensation: ["compensation", "lump-sum"]
    }
  }
}
