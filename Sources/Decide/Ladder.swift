import Ledger
import Pipeline

/// A policy as the ladder of its levels: what an item's next message is, by its days past due and what it was sent before. A class: all
/// units of a policy share it.
final class Ladder: Sendable {
  let policy: Policy
  /// Level 1 is the first.
  let levels: [ReminderStep]
  /// The same as documents remember them.
  private let steps: [LevelStep]
  /// Pre-due notices; not levels.
  let notices: [ReminderStep]
  /// Days past due from which each level is reached.
  let days: [Int]
  /// What stands behind the days in the story of an item that needs a level, by level: ` past due, level 2 (firm) needs 30`.
  private let needs: [Words]
  /// Why the policy is taken, for `why`; empty where it is for everyone.
  let scope: Words
  /// Whether some steps have a condition.
  private let isConditional: Bool
  /// Levels and notices whose conditions the unit does not fit: they are passed over. Empty where none has a condition.
  private let passedLevels: Set<Int>
  let passedNotices: Set<Int>
  /// The policy has interest or fees.
  let hasCharges: Bool

  /// When its automatic messages may go out.
  let times: SendTimes
  /// Business days without the policy's holidays; nil: it names none, and those of the company count.
  let calendar: BusinessCalendar?

  /// - Parameter horizon: hours until the next scheduled run.
  convenience init(_ policy: Policy, night: Night, horizon: Int) {
    let calendar = HolidaySource.calendar(policy.holidays, years: night.years)
    self.init(
      policy, times: SendTimes(policy, calendar: calendar, night: night, horizon: horizon),
      calendar: policy.holidays.isEmpty ? nil : calendar, passing: { _ in false })
  }

  private init(
    _ policy: Policy, times: SendTimes, calendar: BusinessCalendar?, passing: (ReminderStep) -> Bool
  ) {
    self.policy = policy
    self.times = times
    self.calendar = calendar
    hasCharges = policy.hasCharges
    levels = policy.levels.sorted { $0.days < $1.days }
    days = levels.map(\.days)
    steps = levels.map { LevelStep(days: $0.days, template: $0.template) }
    notices = policy.notices.sorted { $0.days < $1.days }
    needs = levels.enumerated().map {
      " past due, level \($0.offset + 1) (\($0.element.template)) needs \($0.element.days)"
    }
    scope = policy.scope.isOpen ? "" : "policy \(policy.policy) is for \(policy.scope.words)"
    isConditional = policy.steps.contains { !$0.scope.isOpen }
    passedLevels = Set(levels.enumerated().filter { passing($0.element) }.map { $0.offset + 1 })
    passedNotices = Set(notices.enumerated().filter { passing($0.element) }.map(\.offset))
  }

  /// The ladder as it is for a unit: without the steps that are not for it.
  func fitted(to unit: PolicyScope.Unit) -> Ladder {
    isConditional ? Ladder(policy, times: times, calendar: calendar) { !$0.scope.fits(unit) } : self
  }

  /// No step is for the unit.
  var isEmpty: Bool { passedLevels.count == levels.count && passedNotices.count == notices.count }

  /// The first level above one that is for the unit; nil: there is none.
  func level(above level: Int) -> Int? {
    level < days.count ? (level + 1...days.count).first { !passedLevels.contains($0) } : nil
  }

  /// The level of this ladder on which a document stands that reached a level at a step, maybe of another ladder: that of the step where it is still
  /// there, be it on another day; else the last whose days that step had. Above the last level a document keeps its own.
  func standing(_ level: Int, _ step: LevelStep?) -> Int {
    guard let step, level > 0 else { return level }
    if level <= steps.count, steps[level - 1] == step { return level }
    let place = place(of: step, known: level)
    return place == steps.count ? max(place, level) : place
  }

  private func place(of step: LevelStep, known level: Int) -> Int {
    if let place = steps.firstIndex(of: step) { return place + 1 }
    if level <= steps.count, steps[level - 1].hasTemplate(of: step) { return level }
    let same = steps.indices.filter { steps[$0].hasTemplate(of: step) }
    if let place = same.last(where: { days[$0] <= step.days }) ?? same.first { return place + 1 }
    return days.lastIndex { $0 <= step.days }.map { $0 + 1 } ?? 0
  }

  func step(at level: Int) -> LevelStep { steps[level - 1] }

  /// The step at which a document stands once a message has raised or repeated its level.
  /// - Parameter level: where it stands after the message.
  func step(of claim: Claim, at level: Int) -> LevelStep? {
    if claim.move.isRepeat, level == claim.memory.level, let step = claim.memory.levelStep { return step }
    return level > 0 && level <= steps.count ? steps[level - 1] : nil
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

  /// The level whose words an item on this one hears again: its own, or the last below that is for the unit. One that a longer ladder or the ERP
  /// gave is above the last, and hears that one's. Nil: there is none.
  func rung(_ level: Int) -> Int? {
    level > 0 && !days.isEmpty ? (1...min(level, days.count)).last { !passedLevels.contains($0) } : nil
  }

  /// One level a run and none skipped, or by the days past due where the policy catches up that way.
  /// - Parameter isPartNew: the message asks for a part that was disputed until lately.
  func move(_ claim: Claim, asOf: CalendarDate, isPartNew: Bool = false) -> Move {
    let level = claim.level
    if isPartNew || mustRepeat(claim.memory), rung(level) != nil { return .repeats(level) }
    guard let next = self.level(above: level) else { return atTheTop(claim, level, asOf: asOf) }
    guard claim.daysPastDue >= days[next - 1] else { return .stays(.notYet) }
    // Who pays since lately missed no message.
    guard policy.catchUp == .byDays, claim.memory.anewSince == nil else { return .rises(to: next) }
    let reached = (next...days.count).last { claim.daysPastDue >= days[$0 - 1] && !passedLevels.contains($0) }
    return .rises(to: reached ?? next)
  }

  /// After a reopening or the end of a hold the next message repeats the old level.
  func mustRepeat(_ memory: ItemMemory) -> Bool {
    let last = memory.lastRemindedOn ?? .missing
    return memory.reopenedOn.map { $0 >= last } ?? false || memory.heldUntil.map { $0 >= last } ?? false
  }

  /// `level 2 (firm)`, `level 0` for none.
  func name(_ level: Int) -> Words {
    guard level > 0, level <= levels.count else { return "level \(level)" }
    return "level \(level) (\(levels[level - 1].template))"
  }

  private func atTheTop(_ claim: Claim, _ level: Int, asOf: CalendarDate) -> Move {
    guard case .repeatEvery(let days) = policy.afterLast, rung(level) != nil else { return .stays(.topLevel) }
    if let last = claim.memory.lastRemindedOn, asOf.days(since: last) < days { return .stays(.topLevel) }
    return .repeats(level)
  }

  /// The story of an item whose days have not come.
  func notYet(_ claim: Claim) -> Words {
    guard let next = level(above: claim.level) else { return "\(claim.item.document) has no next level" }
    return behind(claim, level: next)
  }

  /// `R-1 is 8 days past due, level 2 (firm) needs 30`.
  func behind(_ claim: Claim, level: Int) -> Words {
    var words = Words(reserving: 80)
    words.append(claim.item.document)
    words.append(" is ")
    words.append(days: claim.daysPastDue)
    words += needs[level - 1]
    return words
  }

  /// The story of an item at the end of the ladder.
  func top(_ claim: Claim, _ unit: UnitCase) -> Words {
    let level = claim.level
    let top: Words =
      level > 0
      ? "\(claim.item.document) has reached \(name(level)), the last"
      : "no level of policy \(policy.policy) is for \(claim.item.document)"
    switch policy.afterLast {
    case .stop: return top
    case .handOver: return top + HandOver.story(claim, unit, policy)
    case .repeatEvery where rung(level) == nil: return top
    case .repeatEvery(let days):
      return top + "; it is repeated" + (claim.memory.lastRemindedOn.map { " on \($0.adding(days: days))" } ?? "")
    }
  }
}
