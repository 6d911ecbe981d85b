extension Language {
  static let dutchLabels: [Label: String] = [
    .document: "Document", .documentDate: "Datum", .dueDate: "Vervaldatum", .daysOverdue: "Dagen te laat",
    .amount: "Bedrag", .balance: "Openstaand", .level: "Herinnering", .reference: "Referentie",
    .purchaseOrder: "Uw order", .kind: "Soort", .date: "Datum", .debit: "Debet", .credit: "Credit",
    .runningBalance: "Saldo", .description: "Omschrijving", .currency: "Valuta", .total: "Totaal",
    .subtotal: "Subtotaal", .openBalance: "Openstaand saldo", .overdue: "Vervallen", .notDue: "Nog niet vervallen",
    .unapplied: "Nog te verrekenen tegoeden", .from: "Van", .through: "T/m", .days: "Dagen", .principal: "Over",
    .rate: "Rentevoet", .interest: "Rente",
    .reminderFee: "Aanmaningskosten", .lumpSum: "Forfaitair bedrag",
    .invoice: "Factuur", .creditNote: "Creditnota", .debitNote: "Debetnota",
    .charge: "Kosten", .onAccount: "Betaling op rekening", .payment: "Betaling", .carriedForward: "Transporteren",
    .broughtForward: "Transport", .customerNumber: "Klantnummer", .contactPerson: "Contactpersoon",
    .telephone: "Telefoon", .email: "E-mail", .ourReference: "Ons kenmerk", .enclosures: "Bijlagen",
    .bankDetails: "Bankgegevens", .accountHolder: "Ten name van", .iban: "IBAN", .bic: "BIC", .bank: "Bank",
    .paymentReference: "Betalingskenmerk", .payBy: "Uiterlijk te betalen op", .copy: "Kopie", .rehearsal: "TEST",
    .returnAddress: "Afzender", .statement: "Rekeningoverzicht", .asOf: "Per", .dataAsOf: "Gegevens per",
    .openingBalance: "Beginsaldo", .closingBalance: "Eindsaldo", .amountDue: "Te betalen",
    .aging: "Ouderdom van de posten", .disputed: "In onderzoek", .promised: "Betaling toegezegd",
    .onHold: "Aangehouden", .openItems: "Openstaande posten", .movements: "Mutaties",
    .paymentsAndCredits: "Betalingen en creditnota’s", .adjustment: "Correctie",
    .noOpenItems: "Er staan geen posten open.",
  ]
}
