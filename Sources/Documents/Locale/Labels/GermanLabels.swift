extension Language {
  static let germanLabels: [Label: String] = [
    .document: "Beleg", .documentDate: "Datum", .dueDate: "Fällig am", .daysOverdue: "Tage überfällig",
    .amount: "Betrag", .balance: "Offen", .level: "Mahnstufe", .reference: "Referenz",
    .purchaseOrder: "Ihre Bestellung",
    .kind: "Art", .date: "Datum", .debit: "Soll", .credit: "Haben", .runningBalance: "Saldo",
    .description: "Beschreibung", .currency: "Währung", .total: "Summe", .subtotal: "Zwischensumme",
    .openBalance: "Offener Saldo", .overdue: "Überfällig", .notDue: "Noch nicht fällig",
    .unapplied: "Noch nicht verrechnete Gutschriften",
    .from: "Von", .through: "Bis", .days: "Tage", .principal: "Aus Betrag", .rate: "Satz", .interest: "Zinsen",
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
    .paymentsAndCredits: "Zahlungen und Gutschriften", .adjustment: "Korrektur",
    .noOpenItems: "Es sind keine Posten offen.",
  ]
}
