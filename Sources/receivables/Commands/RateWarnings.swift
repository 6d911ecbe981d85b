import Ledger
import Pipeline

/// Reference rates that a policy needs and whose table ends soon: nobody should learn of it from a night that claims nothing.
enum RateWarnings {
  /// Days ahead of the end of a table at which `check` warns.
  private static let notice = 60

  static func of(_ configuration: Configuration, today: CalendarDate) -> [String] {
    let regimes = configuration.decide.policiesInForce.compactMap { policy in
      policy.interest?.contractPercent == nil ? policy.interest?.regime.flatMap(Regime.named) : nil
    }
    let tables = configuration.decide.rateTables
    return ReferenceRate.allCases.filter { reference in regimes.contains { $0.reference == reference } }.compactMap {
      reference in
      guard let end = tables.lastDay(of: reference), end.days(since: today) < notice else { return nil }
      return
        "the rate table \(reference.rawValue) ends on \(end): days after it bear no interest; add the next rate to the file that "
        + "\"interestRates\" of stage decide names [rate-missing]"
    }
  }
}
