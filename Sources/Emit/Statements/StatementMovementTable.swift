import Documents
import Formats
import Ledger
import Pipeline

/// `statements/movements.csv`: opening balance, movements and closing balance of each statement that lists movements.
struct StatementMovementTable {
  private static let columns = [
    "company", "customer_id", "currency", "date", "document_id", "instalment", "what", "amount", "balance",
    "known_from",
  ]

  private var table: CSVTable

  init(_ sink: any ArtefactSink, audience: CSVAudience) throws {
    table = try CSVTable(
      sink, path: "statements/movements.csv", columns: StatementMovementTable.columns, audience: audience)
  }

  mutating func add(_ customer: Customer, _ position: StatementPosition) throws {
    guard let forward = position.forward else { return }
    if let day = forward.lastStated {
      var balance = forward.stated
      try row(customer, position.currency, day, nil, "stated", nil, balance)
      for movement in forward.late {
        balance += movement.amount
        try row(
          customer, position.currency, movement.date, movement.document,
          "late_" + StatementMovementTable.word(movement), movement.amount, balance)
      }
    }
    var balance = forward.opening
    try row(customer, position.currency, forward.from, nil, "opening", nil, balance, forward.knownFrom)
    for movement in forward.movements {
      balance += movement.amount
      try row(
        customer, position.currency, movement.date, movement.document, StatementMovementTable.word(movement),
        movement.amount, balance)
    }
    try row(customer, position.currency, forward.to, nil, "closing", nil, balance)
  }

  private mutating func row(
    _ customer: Customer, _ currency: Currency, _ date: CalendarDate, _ document: Document?, _ what: String,
    _ amount: Int64?, _ balance: Int64, _ knownFrom: CalendarDate? = nil
  ) throws {
    table.text(customer.company)
    table.text(customer.id)
    table.text(currency.code)
    table.date(date)
    if let document {
      table.key(document)
    } else {
      table.empty()
      table.empty()
    }
    table.text(what)
    if let amount { table.money(amount, currency) } else { table.empty() }
    table.money(balance, currency)
    table.date(knownFrom)
    try table.endRow()
  }

  private static func word(_ movement: StatementMovement) -> String {
    switch movement.label {
    case .payment: "payment"
    case .creditNote: "credit_note"
    case .paymentsAndCredits: "payment_or_credit"
    case .adjustment: "adjustment"
    default: movement.document.kind.name
    }
  }

  mutating func finish() throws { try table.finish() }
}
