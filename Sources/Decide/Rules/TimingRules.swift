import Ledger
import Pipeline

/// How often a customer hears from us; when, say the windows (`SendTimes`). A person's `send` ignores both.
enum TimingRules {
  /// - Parameter isNotice: pre-due notices are no reminders: the interval is not theirs.
  static func findings(_ unit: UnitCase, isNotice: Bool) -> [Finding] {
    var findings: [Finding] = []
    if !isNotice, let interval = minInterval(unit) { findings.append(interval) }
    if let week = maxPerWeek(unit) { findings.append(week) }
    return findings
  }

  /// Inclusive: with 7 days a message of the 1st is followed on the 8th.
  private static func minInterval(_ unit: UnitCase) -> Finding? {
    guard let last = unit.lastReminded, let interval = unit.ladder?.policy.minInterval,
      let counted = unit.counted(from: last), unit.asOf.days(since: counted) < interval
    else { return nil }
    let next = counted.adding(days: interval)
    let arrival: Words = counted == last ? "" : ", a letter expected by \(counted)"
    return Finding(
      .minInterval,
      "the last reminder was on \(last)\(arrival); with an interval of \(interval) days the next is on \(next)")
  }

  private static func maxPerWeek(_ unit: UnitCase) -> Finding? {
    guard let limit = unit.ladder?.policy.maxPerWeek, unit.messagesThisWeek >= limit else { return nil }
    return Finding(
      .maxPerWeek, "the customer got \(unit.messagesThisWeek) messages in the last seven days; the limit is \(limit)")
  }
}
