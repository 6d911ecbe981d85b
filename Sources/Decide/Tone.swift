import Ledger
import Pipeline

/// Which words a unit reads: the first tone of its policy that fits.
struct Tone {
  let rule: ToneRule?

  init(_ unit: UnitCase) {
    let rules = unit.ladder?.policy.tone ?? []
    rule = rules.isEmpty ? nil : rules.first { $0.fits(unit.scope, months: Tone.months(unit)) }
  }

  /// The template of a step in this tone.
  func template(_ step: ReminderStep) -> String {
    rule?.templates.first { $0.template == step.template }?.instead ?? step.template
  }

  /// `tone friendly for customers from 24 months, grade A or B`, or nothing.
  var story: Words {
    guard let rule else { return "" }
    let words = rule.words
    return words.isEmpty ? "tone \(rule.tone)" : "tone \(rule.tone) for \(words)"
  }

  /// Whole months since the customer became one; nil: the record does not say, or names a day to come.
  private static func months(_ unit: UnitCase) -> Int? {
    guard let since = unit.customer["customer_since"].flatMap({ CalendarDate($0) }), since <= unit.asOf else {
      return nil
    }
    let (from, to) = (since.civil, unit.asOf.civil)
    return (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0)
  }
}
