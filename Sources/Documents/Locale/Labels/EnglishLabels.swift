extension Language {
  static let englishLabels: [Label: String] = [
    .document: "Document", .documentDate: "Date", .dueDate: "Due", .daysOverdue: "Days overdue", .amount: "Amount",
    .balance: "Open", .level: "Reminder", .reference: "Reference", .purchaseOrder: "Your order", .kind: "Type",
    .date: "Date", .debit: "Debit", .credit: "Credit", .runningBalance: "Balance", .description: "Description",
    .currency: "Currency", .total: "Total", .subtotal: "Subtotal", .openBalance: "Open balance", .overdue: "Overdue",
    .notDue: "Not yet due", .unapplied: "Credits not yet applied",
    .from: "From", .through: "To", .days: "Days", .principal: "On", .rate: "Rate", .interest: "Interest",
    .reminderFee: "Reminder fee", .lumpSum: "Lump sum",
    .invoice: "Invoice", .creditNote: "Credit note", .debitNote: "Debit note", .charge: "Charge",
    .onAccount: "Payment on account", .payment: "Payment",
    .carriedForward: "Carried forward", .broughtForward: "Brought forward", .customerNumber: "Customer number",
    .contactPerson: "Contact", .telephone: "Telephone", .email: "E-mail", .ourReference: "Our reference",
    .enclosures: "Enclosures", .bankDetails: "Bank details", .accountHolder: "Account holder", .iban: "IBAN",
    .bic: "BIC", .bank: "Bank", .paymentReference: "Payment reference", .payBy: "Please pay by",
    .scanToPay: "Scan to pay", .copy: "Copy",
    .rehearsal: "TEST", .returnAddress: "Return address",
    .statement: "Statement of account", .asOf: "As of", .dataAsOf: "Data as of", .openingBalance: "Opening balance",
    .closingBalance: "Closing balance", .amountDue: "Amount due", .aging: "Aging", .disputed: "In dispute",
    .promised: "Payment promised", .onHold: "On hold", .openItems: "Open items", .movements: "Movements",
    .paymentsAndCredits: "Payments and credits", .adjustment: "Adjustment",
    .noOpenItems: "There are no open items.",
  ]
}
