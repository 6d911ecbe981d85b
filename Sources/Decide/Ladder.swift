import Ledger
import Pipeline

/// A policy as the ladder of its levels: what an item's next message is, by its days past due and what it was sent before. A class: all
/// units of a policy share it.
final class Ladder: Sendable {
  let policy: Policy
  /// Level 1 is the first.
  let levels: [ReminderStep]
  /// Pre-due notices; not levels.
  let notices: [ReminderStep]
  /// Days past due from which each level is reached.
  let days: [Int]
  /// The policy has interest or fees.
  let hasCharges: Bool

  init(_ policy: Policy) {
    self.policy = policy
    hasCharges = policy.hasCharges
    levels = policy.levels.sorted { $0.days < $1.days }
    days = levels.map(\.days)
    notices = policy.notices.sorted { $0.days < $1.days }
  }

  /// What the next message does to an item.
  enum Move: Equatable, Sendable {
    case rises(to: Int)
    /// The same level again: after a hold or a review, by the policy's `repeatEvery`, or because a person said `send`.
    case repeats(Int)
    /// Nothing tonight, for this reason; `TriggerRule.story` tells it.
    case stays(SuppressionReason)

    /// The level of the item's line on the message; nil where the item asks for none.
    var level: Int? {
      switch self {
      case .rises(let level), .repeats(let level): level
      case .stays: nil
      }
    }
    var isRepeat: Bool { if case .repeats = self { true } else { false } }
    var reason: SuppressionReason? { if case .stays(let reason) = self { reason } else { nil } }
  }

  /// The level an item stands on; one that a longer ladder or the ERP gave counts as the top.
  func level(of item: AccountItem) -> Int { min(item.memory.level, days.count) }

  /// One level a run and none skipped, or by the days past due where the policy catches up that way.
  func move(_ claim: Claim, asOf: CalendarDate) -> Move {
    let level = level(of: claim.item)
    if level > 0, mustRepeat(claim.item) { return .repeats(level) }
    guard level < days.count else { return atTheTop(claim, asOf: asOf) }
    guard claim.daysPastDue >= days[level] else { return .stays(.notYet) }
    guard policy.catchUp == .byDays else { return .rises(to: level + 1) }
    return .rises(to: (days.lastIndex { claim.daysPastDue >= $0 } ?? level) + 1)
  }

  /// After a reopening or the end of a hold the next message repeats the old level.
  func mustRepeat(_ item: AccountItem) -> Bool {
    let last = item.memory.lastRemindedOn ?? .missing
    return item.memory.reopenedOn.map { $0 >= last } ?? false || item.memory.heldUntil.map { $0 >= last } ?? false
  }

  /// `level 2 (firm)`, `level 0` for none.
  func name(_ level: Int) -> Words {
    (1...max(levels.count, 1)).contains(level) && !levels.isEmpty
      ? "level \(level) (\(levels[level - 1].template))" : "level \(level)"
  }

  private func atTheTop(_ claim: Claim, asOf: CalendarDate) -> Move {
    guard case .repeatEvery(let days) = policy.afterLast else { return .stays(.topLevel) }
    if let last = claim.item.memory.lastRemindedOn, asOf.days(since: last) < days { return .stays(.topLevel) }
    return .repeats(levels.count)
  }

  /// The story of an item whose days have not come.
  func notYet(_ claim: Claim) -> Words {
    let next = level(of: claim.item) + 1
    guard next <= levels.count else { return "\(claim.item.document) has no next level" }
    return "\(claim.item.document) is \(days: claim.daysPastDue) past due, \(name(next)) needs \(days[next - 1])"
  }

  /// The story of an item at the end of the ladder.
  func top(_ claim: Claim) -> Words {
    let top: Words = "\(claim.item.document) has reached \(name(levels.count)), the last"
    switch policy.afterLast {
    case .stop: return top
    case .handOver where claim.item.memory.reopenedOn != nil:
      return top + "; it was reopened, so it is not handed over by itself"
    case .handOver: return top + "; it is on the worklist to be handed over"
    case .repeatEvery(let days):
      return top + "; it is repeated" + (claim.item.memory.lastRemindedOn.map { " on \($0.adding(days: days))" } ?? "")
    }
  }
}
