import Ledger
import Pipeline

/// A promise that was not kept, or an instalment that has not come in full: the first message after it speaks of that, not of the step. The level it
/// repeats was told before.
struct BrokenWord {
  /// Its template, by the policy.
  let template: String
  let story: Words

  /// Nil where no document that calls for the message was promised, or one rises to a level above the first, whose words nobody has heard yet: they
  /// have to be said. Documents that are listed at the level they have were told its words.
  init?(_ assessment: Assessment, channel: Channel) {
    let unit = assessment.unit
    guard let policy = unit.ladder?.policy, channel == .email || channel == .letter || channel == .sms,
      !unit.decisions.brokenPromises.isEmpty || unit.plans.contains(where: { !$0.isMet })
    else { return nil }
    let triggers = assessment.triggers
    guard triggers.allSatisfy({ $0.move.isRepeat || assessment.level(of: $0) <= 1 }) else { return nil }
    let items = triggers.map(\.item)
    // Who pays only since lately has not broken what was promised before.
    func isOwn(_ said: CalendarDate?, _ item: AccountItem) -> Bool {
      item.memory.anewSince.map { since in said.map { $0 >= since } ?? false } ?? true
    }
    if let plan = unit.plans.first(where: { plan in
      items.contains { isOwn(plan.agreedOn, $0) && plan.isMissed(on: $0, unit.decisions) }
    }) {
      template = policy.planMissed
      story = "an instalment of plan \(plan.id) \(plan.coming): \(template)"
      return
    }
    guard
      let promise = unit.decisions.brokenPromises.first(where: { promise in
        items.contains { isOwn(promise.day, $0) && unit.decisions.isBroken(promise, on: $0) }
      })
    else { return nil }
    template = policy.promiseBroken
    let coming = unit.decisions.coming(of: promise, on: unit.items)
    story = "what was promised\(promise.until.map { " for \($0)" } ?? "")\(by: promise) \(coming): \(template)"
  }
}
