import Ledger
import Pipeline

extension Accounting {
  /// What of interest and charges waits for somebody: rates that nobody has entered, and charges of the ERP that name several claims.
  var chargeItems: [Attention.Item] {
    guard let charging = decided.charging else { return [] }
    let ending = rateEnds.filter { !charging.missing.contains($0.reference) }.map { $0.attention(on: night.asOf) }
    let missing = charging.missing.sorted { $0.rawValue < $1.rawValue }.map { reference in
      let end = rateEnds.first { $0.reference == reference && $0.day < night.asOf }
      return Attention.Item(
        level: .warn, code: "rate-missing",
        what:
          "no interest is claimed for days\(end.map { " after \($0.day)" } ?? ""): the rate table \(reference.rawValue) does not know them",
        since: night.asOf,
        type: end?.advice ?? "add the rate to the file that \"interestRates\" of stage decide names")
    }
    let ambiguous = charging.ambiguous.map { charge in
      Attention.Item(
        level: .warn, code: "charge-ambiguous",
        what:
          "charge \(charge.label) of \(charge.company) names \(charge.reference ?? ""), about which several claims are open",
        since: night.asOf,
        type: "let the ERP's charge name the claim_id of charges/charges.csv, or waive what it covers")
    }
    return missing + ending + ambiguous
  }
}
