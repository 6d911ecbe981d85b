import Ledger
import Pipeline

/// The end of a table of reference rates that a policy needs: days after it bear no interest.
struct RateEnd: Equatable {
  /// Days ahead of the end at which somebody is told; nobody should learn of it from a night that claims nothing.
  private static let notice = 60
  /// Days ahead of the end at which it is a warning: the central bank has announced the next rate, or is about to.
  private static let urgent = 31

  let reference: ReferenceRate
  /// The last day that the table knows without a gap.
  let day: CalendarDate

  /// Tables that end within two months of a day, or have ended.
  static func near(_ settings: DecideSettings, on today: CalendarDate) -> [RateEnd] {
    let regimes = settings.policiesInForce.compactMap { policy in
      policy.interest?.contractPercent == nil ? policy.interest?.regime.flatMap(Regime.named) : nil
    }
    let tables = settings.rateTables
    return ReferenceRate.allCases.filter { reference in regimes.contains { $0.reference == reference } }.compactMap {
      let end = tables.lastDay(of: $0, from: today)
      return end.days(since: today) < notice ? RateEnd(reference: $0, day: end) : nil
    }
  }

  var what: String { "the rate table \(reference.rawValue) ends on \(day): days after it bear no interest" }

  /// What somebody adds, ready to be copied but for the rate itself.
  var advice: String {
    "add { \"reference\": \"\(reference.rawValue)\", \"from\": \"\(day.adding(days: 1))\", \"percent\": \"...\", "
      + "\"source\": \"...\" } to the file that \"interestRates\" of stage decide names"
  }

  /// As long as nothing is missing yet.
  func attention(on today: CalendarDate) -> Attention.Item {
    Attention.Item(
      level: day.days(since: today) < RateEnd.urgent ? .warn : .ok, code: "rate-ends", what: what, type: advice)
  }
}
