import Documents
import Ledger

/// Words that letters and statements need beside the labels every document shares, in the languages templates are written in.
struct DocumentWords {
  let language: Language
  private let phrases: Phrases

  init(language: Language) {
    self.language = language
    phrases = Phrases.byLanguage[language.base] ?? .english
  }

  /// "Page {page} of {pages}".
  var pageLabel: PageLabel { PageLabel(language.pagePattern) }

  /// "Open items in EUR".
  func inCurrency(_ label: Label, _ currency: Currency) -> String {
    "\(language.label(label)) \(phrases.currency) \(currency.code)"
  }

  /// A bucket of the aging strip, in days or in calendar months.
  func bucket(_ index: Int, of rule: AgingRule) -> String {
    let from = index == 0 ? 1 : rule.bounds[index - 1] + 1
    let to = index < rule.bounds.count ? rule.bounds[index] : nil
    guard rule.mode == .months else { return language.agingBucket(from: from, to: to) }
    guard let to else { return phrases.monthsFrom.replacing("{}", with: "\(from)") }
    return from == to ? "\(phrases.month) \(from)" : "\(phrases.month) \(from)–\(to)"
  }

  /// Title of the aging strip; says so where items do not age from their due date.
  func aging(_ basis: AgingRule.Basis) -> String {
    switch basis {
    case .due: language.label(.aging)
    case .document: "\(language.label(.aging)) \(phrases.byDocumentDate)"
    case .posting: "\(language.label(.aging)) \(phrases.byPostingDate)"
    }
  }

  /// What is in no bucket: not due, or dated on the day itself.
  func unaged(_ basis: AgingRule.Basis) -> String { basis == .due ? language.label(.notDue) : phrases.underOneDay }

  var credits: String { phrases.credits }

  /// Why the amount due is less than what is overdue.
  func leftOut(_ amount: String) -> String { phrases.leftOut.replacing("{}", with: amount) }

  /// Why opening balance and movements may lack something, with the day on which what is known begins.
  func knownFrom(_ day: String) -> String { phrases.knownFrom.replacing("{}", with: day) }

  /// What a mark says where only a part of an item is disputed.
  func part(_ mark: Label, _ amount: String) -> String { "\(language.label(mark)): \(amount)" }

  /// Why a customer's credits are more than what is due.
  func inCredit(_ amount: String) -> String { phrases.inCredit.replacing("{}", with: amount) }
}

/// The same in each language; `{}` is where the amount or number goes.
private struct Phrases: Sendable {
  /// Between "Open items" and "EUR".
  var currency = "in"
  var month: String
  var monthsFrom: String
  var byDocumentDate: String
  var byPostingDate: String
  var underOneDay: String
  var credits: String
  var leftOut: String
  var inCredit: String
  var knownFrom: String

  static let english = Phrases(
    month: "month", monthsFrom: "month {} and older", byDocumentDate: "by document date",
    byPostingDate: "by posting date", underOneDay: "Less than a day", credits: "Credits",
    leftOut: "Not part of the amount due: {} in dispute, promised or on hold.",
    inCredit: "There is a credit balance of {}.",
    knownFrom:
      "Our records for this statement begin on {}: what was settled before that day is neither in the opening balance nor in the movements."
  )

  static let byLanguage: [String: Phrases] = [
    "en": english,
    "de": Phrases(
      month: "Monat", monthsFrom: "ab Monat {}", byDocumentDate: "nach Belegdatum", byPostingDate: "nach Buchungsdatum",
      underOneDay: "unter einem Tag", credits: "Gutschriften",
      leftOut: "Im fälligen Betrag nicht enthalten: {}, die in Klärung, zugesagt oder zurückgestellt sind.",
      inCredit: "Es besteht ein Guthaben von {}.",
      knownFrom:
        "Unsere Aufzeichnungen für diesen Auszug beginnen am {}: Was vorher ausgeglichen wurde, steht weder im Anfangssaldo noch in den Bewegungen."
    ),
    "fr": Phrases(
      currency: "en", month: "mois", monthsFrom: "à partir du mois {}", byDocumentDate: "selon la date de pièce",
      byPostingDate: "selon la date de comptabilisation", underOneDay: "moins d’un jour", credits: "Avoirs",
      leftOut: "Non compris dans le montant dû\u{A0}: {} en litige, promis ou en attente.",
      inCredit: "Votre compte présente un solde créditeur de {}.",
      knownFrom:
        "Nos données pour ce relevé commencent le {}\u{A0}: ce qui a été soldé avant cette date ne figure ni dans le solde initial ni dans les mouvements."
    ),
    "es": Phrases(
      currency: "en", month: "mes", monthsFrom: "a partir del mes {}", byDocumentDate: "por fecha de documento",
      byPostingDate: "por fecha de contabilización", underOneDay: "menos de un día", credits: "Abonos",
      leftOut: "No incluido en el importe a pagar: {} en disputa, prometidos o en espera.",
      inCredit: "Hay un saldo a su favor de {}.",
      knownFrom:
        "Nuestros datos para este extracto comienzan el {}: lo que se liquidó antes de ese día no figura ni en el saldo inicial ni en los movimientos."
    ),
    "it": Phrases(
      month: "mese", monthsFrom: "dal mese {}", byDocumentDate: "per data documento",
      byPostingDate: "per data di registrazione", underOneDay: "meno di un giorno", credits: "Crediti",
      leftOut: "Non compresi nell’importo dovuto: {} in contestazione, promessi o in sospeso.",
      inCredit: "Risulta un saldo a Vostro credito di {}.",
      knownFrom:
        "I nostri dati per questo estratto conto iniziano il {}: quanto è stato saldato prima di tale data non figura né nel saldo iniziale né nei movimenti."
    ),
    "nl": Phrases(
      month: "maand", monthsFrom: "maand {} en ouder", byDocumentDate: "naar documentdatum",
      byPostingDate: "naar boekingsdatum", underOneDay: "minder dan een dag", credits: "Tegoeden",
      leftOut: "Niet begrepen in het te betalen bedrag: {} in onderzoek, toegezegd of aangehouden.",
      inCredit: "U hebt een tegoed van {}.",
      knownFrom:
        "Onze gegevens voor dit overzicht beginnen op {}: wat vóór die dag is voldaan, staat niet in het beginsaldo en niet in de mutaties."
    ),
  ]
}
