extension Language {
  static let italianLabels: [Label: String] = [
    .document: "Documento", .documentDate: "Data", .dueDate: "Scadenza", .daysOverdue: "Giorni di ritardo",
    .amount: "Importo", .balance: "Residuo", .level: "Sollecito", .reference: "Riferimento",
    .purchaseOrder: "Vostro ordine", .kind: "Tipo", .date: "Data", .debit: "Dare", .credit: "Avere",
    .runningBalance: "Saldo", .description: "Descrizione", .currency: "Valuta", .total: "Totale",
    .subtotal: "Subtotale", .openBalance: "Saldo aperto", .overdue: "Scaduto", .notDue: "A scadere",
    .unapplied: "Note di credito e acconti da abbinare", .from: "Dal", .through: "Al", .days: "Giorni",
    .principal: "Su", .rate: "Tasso", .interest: "Interessi",
    .reminderFee: "Spese di sollecito", .lumpSum: "Importo forfettario",
    .invoice: "Fattura", .creditNote: "Nota di credito",
    .debitNote: "Nota di debito", .charge: "Spese", .onAccount: "Acconto", .payment: "Pagamento",
    .carriedForward: "A riportare", .broughtForward: "Riporto", .customerNumber: "Codice cliente",
    .contactPerson: "Referente", .telephone: "Telefono", .email: "E-mail", .ourReference: "Nostro riferimento",
    .enclosures: "Allegati", .bankDetails: "Coordinate bancarie", .accountHolder: "Intestatario del conto",
    .iban: "IBAN", .bic: "BIC", .bank: "Banca", .paymentReference: "Causale", .payBy: "Da pagare entro il",
    .copy: "Copia", .rehearsal: "TEST", .returnAddress: "Mittente", .statement: "Estratto conto", .asOf: "Al",
    .dataAsOf: "Dati al", .openingBalance: "Saldo iniziale", .closingBalance: "Saldo finale",
    .amountDue: "Importo dovuto", .aging: "Anzianità delle partite", .disputed: "In contestazione",
    .promised: "Pagamento promesso", .onHold: "In sospeso", .openItems: "Partite aperte", .movements: "Movimenti",
    .paymentsAndCredits: "Pagamenti e note di credito", .adjustment: "Rettifica",
    .noOpenItems: "Non ci sono partite aperte.",
  ]
}
