/// The fixed words of letters, statements and tables: what our own layouts print around a customer's figures. Words of
/// templates are the templates' own.
public enum Label: String, CaseIterable, Sendable {
  // Columns and totals
  case document, documentDate, dueDate, daysOverdue, amount, balance, level, reference, purchaseOrder, kind, date
  case debit, credit, runningBalance, description, currency, total, subtotal, openBalance, overdue, notDue, unapplied
  // How interest is counted
  case from, through, days, principal, rate, interest
  // What is claimed beside the documents
  case reminderFee, lumpSum
  // Kinds of documents
  case invoice, creditNote, debitNote, charge, onAccount, payment
  // Letters
  case carriedForward, broughtForward, customerNumber, contactPerson, telephone, email, ourReference, enclosures
  case bankDetails, accountHolder, iban, bic, bank, paymentReference, payBy, scanToPay, copy, rehearsal, returnAddress
  // Statements
  case statement, asOf, dataAsOf, openingBalance, closingBalance, amountDue, aging, disputed, promised, onHold
  case statedBalance, enteredLater
  case handedOver
  case openItems, movements, paymentsAndCredits, adjustment, noOpenItems
  // Between the last two of several
  case alternative
}

/// The words of our own layouts in one language.
struct LabelTable: Sendable {
  var labels: [Label: String]
  /// "Page {page} of {pages}".
  var page: String
  /// "{first}–{last} days", and "over {last} days" for what has no upper bound.
  var days: String
  var overDays: String
}

extension Language {
  /// Languages (without region) in which labels and built-in templates are written.
  public static let written: Set<String> = Set(labelTables.keys)

  private static let labelTables: [String: LabelTable] = [
    "de": LabelTable(
      labels: germanLabels, page: "Seite {page} von {pages}", days: "{first}–{last}\u{A0}Tage",
      overDays: "über {last} Tage"),
    "en": inEnglish,
    "es": LabelTable(
      labels: spanishLabels, page: "Página {page} de {pages}", days: "{first}–{last}\u{A0}días",
      overDays: "más de {last} días"),
    "fr": LabelTable(
      labels: frenchLabels, page: "Page {page} sur {pages}", days: "{first}–{last}\u{A0}jours",
      overDays: "plus de {last} jours"),
    "it": LabelTable(
      labels: italianLabels, page: "Pagina {page} di {pages}", days: "{first}–{last}\u{A0}giorni",
      overDays: "oltre {last} giorni"),
    "nl": LabelTable(
      labels: dutchLabels, page: "Pagina {page} van {pages}", days: "{first}–{last}\u{A0}dagen",
      overDays: "meer dan {last} dagen"),
  ]

  private static let inEnglish = LabelTable(
    labels: englishLabels, page: "Page {page} of {pages}", days: "{first}–{last}\u{A0}days",
    overDays: "over {last} days")

  private var table: LabelTable { Language.labelTables[base] ?? Language.inEnglish }

  /// The word in this language; English where there is none.
  public func label(_ label: Label) -> String { table.labels[label] ?? Language.englishLabels[label] ?? label.rawValue }

  /// "a, b or c".
  func oneOf(_ texts: [String]) -> String {
    guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
    return "\(texts.dropLast().joined(separator: ", ")) \(label(.alternative)) \(last)"
  }

  /// "Page {page} of {pages}", to be filled in.
  public var pagePattern: String { table.page }

  /// "Page 2 of 3".
  public func page(_ number: Int, of count: Int) -> String {
    table.page.replacing("{pages}", with: "\(count)").replacing("{page}", with: "\(number)")
  }

  /// A bucket of the aging strip: "1–30 days", "over 120 days" where there is no upper bound. Both days are inclusive.
  public func agingBucket(from first: Int, to last: Int?) -> String {
    guard let last else { return table.overDays.replacing("{last}", with: "\(first - 1)") }
    return table.days.replacing("{first}", with: "\(first)").replacing("{last}", with: "\(last)")
  }
}
