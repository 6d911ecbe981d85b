import Ledger

/// `waive` decisions: what was claimed, or has come about by tonight, is given up. They act once.
enum Waivers {
  /// Whether a decision is about a claim: the customer's or the document's, and where `value` says so only interest, fees, lump sums, or the
  /// claim with that id.
  /// - Parameter owner: the customer whose documents alone the claim is about, where another pays for it.
  static func covers(_ decision: Decision, _ claim: ChargeClaim, owner: String? = nil) -> Bool {
    guard decision.kind == .waive, decision.company == claim.company else { return false }
    let value = (decision.value ?? "").lowercased()
    guard value.isEmpty || value == claim.id || names(of: claim.kind).contains(value) else { return false }
    guard let document = decision.documentID else {
      return decision.customerID == claim.customerID || decision.customerID == owner
    }
    return claim.isAbout(document)
  }

  /// Whether a release ended a waiver before it acted: by its id, or as one of the same customer or document.
  static func isReleased(_ waiver: Decision, by releases: [Decision], asOf: CalendarDate) -> Bool {
    releases.contains { release in
      guard release.kind == .release, release.company == waiver.company, release.from.map({ $0 <= asOf }) ?? true else {
        return false
      }
      return waiver.isMeant(by: release) || (release.value == waiver.id && waiver.isNamed(by: release))
    }
  }

  private static func names(of kind: ChargeClaim.Kind) -> [String] {
    switch kind {
    case .interest: ["interest"]
    case .fee: ["fee", "fees"]
    case .compensation: ["compensation", "lump-sum"]
    }
  }
}
