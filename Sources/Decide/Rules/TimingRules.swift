import Ledger
import Pipeline

/// How often a customer hears from us; when, say the windows (`SendTimes`). A person's `send` ignores both.
enum TimingRules {
  /// - Parameter isNotice: pre-due notices are no reminders: the interval is not theirs.
  static func findings(_ unit: UnitCase, isNotice: Bool) -> [Finding] {
    var findings: [Finding] = []
    if !isNotice, let interval = minInterval(unit) { findings.append(interval) }
    if let week = maxPerWeek(unit, isNotice: isNotice) { findings.append(week) }
    return findings
  }

  /// Inclusive: with 7 days a message of the 1st is followed on the 8th.
  private static func minInterval(_ unit: UnitCase) -> Finding? {
    guard let last = unit.lastReminded, let interval = unit.ladder?.policy.minInterval,
      let counted = unit.counted(from: last), !unit.keeps(interval: interval)
    else { return nil }
    let next = counted.adding(days: interval)
    let arrival: Words = counted == last ? "" : ", expected by \(counted)"
    return Finding(
      .minInterval,
      "the last reminder was on \(last)\(arrival); with an interval of \(days: interval) the next is on \(next)")
  }

  /// A notice waits for whatever the customer got. A reminder waits for reminders alone: notices never stand in its way.
  private static func maxPerWeek(_ unit: UnitCase, isNotice: Bool) -> Finding? {
    let count = unit.thisWeek.reminders + (isNotice ? unit.thisWeek.notices : 0)
    guard let limit = unit.ladder?.policy.maxPerWeek, count >= limit else { return nil }
    let messages: Words = "\(count, counted: "message")"
    return Finding(.maxPerWeek, "the customer got \(messages) in the last seven days; the limit is \(limit)")
  }
}

/// How many messages somebody got.
struct MessageCount: Equatable, Sendable {
  var reminders = 0
  var notices = 0

  mutating func count(_ decision: UnitDecision) {
    guard decision.isSent else { return }
    if decision.level > 0 { reminders += 1 } else { notices += 1 }
  }
}
