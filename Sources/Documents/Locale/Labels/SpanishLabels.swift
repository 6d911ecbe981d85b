extension Language {
  static let spanishLabels: [Label: String] = [
    .document: "Documento", .documentDate: "Fecha", .dueDate: "Vencimiento", .daysOverdue: "Días de retraso",
    .amount: "Importe", .balance: "Pendiente", .level: "Aviso", .reference: "Referencia", .purchaseOrder: "Su pedido",
    .kind: "Tipo", .date: "Fecha", .debit: "Debe", .credit: "Haber", .runningBalance: "Saldo",
    .description: "Concepto", .currency: "Moneda", .total: "Total", .subtotal: "Subtotal",
    .openBalance: "Saldo pendiente", .overdue: "Vencido", .notDue: "No vencido",
    .unapplied: "Abonos y pagos a cuenta sin aplicar", .from: "Desde", .through: "Hasta", .days: "Días",
    .principal: "Sobre", .rate: "Tipo", .interest: "Intereses",
    .invoice: "Factura", .creditNote: "Abono",
    .debitNote: "Nota de cargo", .charge: "Gastos", .onAccount: "Pago a cuenta", .payment: "Pago",
    .carriedForward: "Suma y sigue", .broughtForward: "Suma anterior", .customerNumber: "N.º de cliente",
    .contactPerson: "Persona de contacto", .telephone: "Teléfono", .email: "Correo electrónico",
    .ourReference: "Nuestra referencia", .enclosures: "Anexos", .bankDetails: "Datos bancarios",
    .accountHolder: "Titular de la cuenta", .iban: "IBAN", .bic: "BIC", .bank: "Banco",
    .paymentReference: "Concepto del pago", .payBy: "A pagar a más tardar el", .copy: "Copia", .rehearsal: "TEST",
    .returnAddress: "Remitente", .statement: "Extracto de cuenta", .asOf: "A fecha de", .dataAsOf: "Datos a",
    .openingBalance: "Saldo inicial", .closingBalance: "Saldo final", .amountDue: "Importe a pagar",
    .aging: "Antigüedad de saldos", .disputed: "En disputa", .promised: "Pago prometido", .onHold: "En espera",
    .openItems: "Partidas pendientes", .movements: "Movimientos", .paymentsAndCredits: "Pagos y abonos",
    .adjustment: "Ajuste",
    .noOpenItems: "No hay partidas pendientes.",
  ]
}
