/// The fixed words of letters, statements and tables: what our own layouts print around a customer's figures. Words of
/// templates are the templates' own.
public enum Label: String, CaseIterable, Sendable {
  // Columns and totals
  case document, documentDate, dueDate, daysOverdue, amount, balance, level, reference, purchaseOrder, kind, date
  case debit, credit, runningBalance, description, currency, total, subtotal, openBalance, overdue, notDue, unapplied
  // Kinds of documents
  case invoice, creditNote, debitNote, charge, onAccount, payment
  // Letters
  case carriedForward, broughtForward, customerNumber, contactPerson, telephone, email, ourReference, enclosures
  case bankDetails, accountHolder, iban, bic, bank, paymentReference, payBy, copy, rehearsal, returnAddress
  // Statements
  case statement, asOf, dataAsOf, openingBalance, closingBalance, amountDue, aging, disputed, promised, onHold
  case openItems, movements, paymentsAndCredits, noOpenItems
}

extension Language {
  /// Languages (without region) in which labels and built-in templates are written.
  public static let written: Set<String> = ["de", "en"]

  /// The word in this language; English where there is none.
  public func label(_ label: Label) -> String {
    (base == "de" ? Language.germanLabels : Language.englishLabels)[label] ?? Language.englishLabels[label]
      ?? label.rawValue
  }

  /// "Page 2 of 3".
  public func page(_ number: Int, of count: Int) -> String {
    base == "de" ? "Seite \(number) von \(count)" : "Page \(number) of \(count)"
  }

  /// A bucket of the aging strip: "1–30 days", "over 120 days" where there is no upper bound. Both days are inclusive.
  public func agingBucket(from first: Int, to last: Int?) -> String {
    let unit = base == "de" ? "Tage" : "days"
    guard let last else { return base == "de" ? "über \(first - 1) Tage" : "over \(first - 1) days" }
    return "\(first)–\(last)\u{A0}\(unit)"
  }

  private static let englishLabels: [Label: String] = [
    .document: "Document", .documentDate: "Date", .dueDate: "Due", .daysOverdue: "Days overdue", .amount: "Amount",
    .balance: "Open", .level: "Reminder", .reference: "Reference", .purchaseOrder: "Your order", .kind: "Type",
    .date: "Date", .debit: "Debit", .credit: "Credit", .runningBalance: "Balance", .description: "Description",
    .currency: "Currency", .total: "Total", .subtotal: "Subtotal", .openBalance: "Open balance", .overdue: "Overdue",
    .notDue: "Not yet due", .unapplied: "Credits not yet applied",
    .invoice: "Invoice", .creditNote: "Credit note", .debitNote: "Debit note", .charge: "Charge",
    .onAccount: "Payment on account", .payment: "Payment",
    .carriedForward: "Carried forward", .broughtForward: "Brought forward", .customerNumber: "Customer number",
    .contactPerson: "Contact", .telephone: "Telephone", .email: "E-mail", .ourReference: "Our reference",
    .enclosures: "Enclosures", .bankDetails: "Bank details", .accountHolder: "Account holder", .iban: "IBAN",
    .bic: "BIC", .bank: "Bank", .paymentReference: "Payment reference", .payBy: "Please pay by", .copy: "Copy",
    .rehearsal: "TEST", .returnAddress: "Return address",
    .statement: "Statement of account", .asOf: "As of", .dataAsOf: "Data as of", .openingBalance: "Opening balance",
    .closingBalance: "Closing balance", .amountDue: "Amount due", .aging: "Aging", .disputed: "In dispute",
    .promised: "Payment promised", .onHold: "On hold", .openItems: "Open items", .movements: "Movements",
    .paymentsAndCredits: "Payments and credits", .noOpenItems: "There are no open items.",
  ]

  private static let germanLabels: [Label: String] = [
    .document: "Beleg", .documentDate: "Datum", .dueDate: "Fällig am", .daysOverdue: "Tage überfällig",
    .amount: "Betrag", .balance: "Offen", .level: "Mahnstufe", .reference: "Referenz",
    .purchaseOrder: "Ihre Bestellung",
    .kind: "Art", .date: "Datum", .debit: "Soll", .credit: "Haben", .runningBalance: "Saldo",
    .description: "Beschreibung", .currency: "Währung", .total: "Summe", .subtotal: "Zwischensumme",
    .openBalance: "Offener Saldo", .overdue: "Überfällig", .notDue: "Noch nicht fällig",
    .unapplied: "Noch nicht verrechnete Gutschriften",
    .invoice: "Rechnung", .creditNote: "Gutschrift", .debitNote: "Belastungsanzeige", .charge: "Gebühr",
    .onAccount: "Akontozahlung", .payment: "Zahlung",
    .carriedForward: "Übertrag", .broughtForward: "Übertrag", .customerNumber: "Kundennummer",
    .contactPerson: "Ansprechpartner", .telephone: "Telefon", .email: "E-Mail", .ourReference: "Unser Zeichen",
    .enclosures: "Anlagen", .bankDetails: "Bankverbindung", .accountHolder: "Kontoinhaber", .iban: "IBAN", .bic: "BIC",
    .bank: "Bank", .paymentReference: "Verwendungszweck", .payBy: "Zahlbar bis", .copy: "Kopie", .rehearsal: "TEST",
    .returnAddress: "Absender",
    .statement: "Kontoauszug", .asOf: "Stand", .dataAsOf: "Datenstand", .openingBalance: "Anfangssaldo",
    .closingBalance: "Endsaldo", .amountDue: "Fälliger Betrag", .aging: "Altersstruktur", .disputed: "In Klärung",
    .promised: "Zahlung zugesagt", .onHold: "Zurückgestellt", .openItems: "Offene Posten", .movements: "Bewegungen",
    .paymentsAndCredits: "Zahlungen und Gutschriften", .noOpenItems: "Es sind keine Posten offen.",
  ]
}
