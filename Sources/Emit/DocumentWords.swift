import Documents
import Ledger

/// Words that letters and statements need beside the labels every document shares, in the languages templates are written in.
struct DocumentWords {
  let language: Language

  private var isGerman: Bool { language.base == "de" }

  /// "Page {page} of {pages}".
  var pageLabel: PageLabel { PageLabel(isGerman ? "Seite {page} von {pages}" : "Page {page} of {pages}") }

  /// "Open items in EUR".
  func inCurrency(_ label: Label, _ currency: Currency) -> String { "\(language.label(label)) in \(currency.code)" }

  /// A bucket of the aging strip, in days or in calendar months.
  func bucket(_ index: Int, of rule: AgingRule) -> String {
    let from = index == 0 ? 1 : rule.bounds[index - 1] + 1
    let to = index < rule.bounds.count ? rule.bounds[index] : nil
    guard rule.mode == .months else { return language.agingBucket(from: from, to: to) }
    switch (to, isGerman) {
    case (nil, true): return "ab Monat \(from)"
    case (nil, false): return "month \(from) and older"
    case (let to?, _):
      let month = isGerman ? "Monat" : "month"
      return from == to ? "\(month) \(from)" : "\(month) \(from)–\(to)"
    }
  }

  /// Title of the aging strip; says so where items do not age from their due date.
  func aging(_ basis: AgingRule.Basis) -> String {
    switch basis {
    case .due: language.label(.aging)
    case .document: language.label(.aging) + (isGerman ? " nach Belegdatum" : " by document date")
    case .posting: language.label(.aging) + (isGerman ? " nach Buchungsdatum" : " by posting date")
    }
  }

  var credits: String { isGerman ? "Gutschriften" : "Credits" }

  /// Why the amount due is less than what is overdue.
  func leftOut(_ amount: String) -> String {
    isGerman
      ? "Im fälligen Betrag nicht enthalten: \(amount), die in Klärung, zugesagt oder zurückgestellt sind."
      : "Not part of the amount due: \(amount) in dispute, promised or on hold."
  }

  /// What a mark says where only a part of an item is disputed.
  func part(_ mark: Label, _ amount: String) -> String { "\(language.label(mark)): \(amount)" }

  /// Why a customer's credits are more than what is due.
  func inCredit(_ amount: String) -> String {
    isGerman ? "Es besteht ein Guthaben von \(amount)." : "There is a credit balance of \(amount)."
  }
}
