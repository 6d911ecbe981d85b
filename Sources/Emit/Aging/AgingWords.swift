import Ledger
import Pipeline

/// What people call the two sides of an aging. Only by due dates, and with credits apart, is what is old what is past due: measures and reminders go by
/// that, whatever a report ages by.
struct AgingWords {
  let rule: AgingRule

  /// The date from which items age.
  var date: String {
    switch rule.basis {
    case .due: "due date"
    case .document: "document date"
    case .posting: "posting date"
    }
  }

  /// What is in the buckets.
  var old: String { (rule.basis == .due ? "Past due" : "Past the \(date)") + (isNet ? ", less credits" : "") }
  /// What is in none.
  var new: String { rule.basis == .due ? "Not due" : "Not past it" }
  /// Where nothing is in the buckets.
  var nothing: String { rule.basis == .due ? "nothing is late" : "nothing is past it" }
  /// What shares are of.
  var whole: String { isNet ? "of what is owed less credits" : "of what is owed before credits" }

  private var isNet: Bool { rule.credits != .separate }
}
