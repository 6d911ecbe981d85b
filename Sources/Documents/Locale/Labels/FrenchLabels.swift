extension Language {
  static let frenchLabels: [Label: String] = [
    .document: "Document", .documentDate: "Date", .dueDate: "Échéance", .daysOverdue: "Jours de retard",
    .amount: "Montant", .balance: "Restant dû", .level: "Relance", .reference: "Référence",
    .purchaseOrder: "Votre commande", .kind: "Type", .date: "Date", .debit: "Débit", .credit: "Crédit",
    .runningBalance: "Solde", .description: "Libellé", .currency: "Devise", .total: "Total", .subtotal: "Sous-total",
    .openBalance: "Solde dû", .overdue: "Échu", .notDue: "Non échu", .unapplied: "Avoirs et acomptes non imputés",
    .from: "Du", .through: "Au", .days: "Jours", .principal: "Sur", .rate: "Taux", .interest: "Intérêts",
    .reminderFee: "Frais de relance", .lumpSum: "Indemnité forfaitaire",
    .invoice: "Facture", .creditNote: "Avoir", .debitNote: "Note de débit", .charge: "Frais", .onAccount: "Acompte",
    .payment: "Règlement", .carriedForward: "À reporter", .broughtForward: "Report", .customerNumber: "N° client",
    .contactPerson: "Votre contact", .telephone: "Téléphone", .email: "E-mail", .ourReference: "Notre référence",
    .enclosures: "Pièces jointes", .bankDetails: "Coordonnées bancaires", .accountHolder: "Titulaire du compte",
    .iban: "IBAN", .bic: "BIC", .bank: "Banque", .paymentReference: "Référence à rappeler",
    .payBy: "À régler au plus tard le", .scanToPay: "Scanner pour payer", .copy: "Copie",
    .rehearsal: "TEST", .returnAddress: "Expéditeur",
    .statement: "Relevé de compte", .asOf: "Arrêté au", .dataAsOf: "Données au", .openingBalance: "Solde initial",
    .closingBalance: "Solde final", .amountDue: "Montant dû", .aging: "Balance âgée", .disputed: "En litige",
    .promised: "Règlement annoncé", .onHold: "En attente", .handedOver: "Transmis pour recouvrement",
    .openItems: "Pièces non soldées", .movements: "Mouvements",
    .paymentsAndCredits: "Règlements et avoirs", .adjustment: "Régularisation",
    .noOpenItems: "Aucune pièce n’est en attente de règlement.", .alternative: "ou",
  ]
}
