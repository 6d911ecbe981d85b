import Formats
import Ledger

/// The answers of `ledger`, for people and for programs.
struct LedgerPages {
  private let account: LedgerAccount
  private var day: CalendarDate { account.past.day }

  init(_ account: LedgerAccount) { self.account = account }

  private static let sums = ["opening", "invoices", "payments", "credits", "settled", "adjustments", "closing"]

  private func amounts(_ line: RollForward) -> [String] {
    [
      line.opening, line.invoices, line.payments, line.credits, line.settled, line.adjustments, line.closing,
    ].map { Money(minorUnits: $0, currency: line.currency).decimal }
  }

  private static let movementColumns = [
    "date", "company", "customer_id", "document_id", "currency", "movement", "amount", "dated_by", "payment_id",
    "known_since",
  ]

  private func cells(_ movement: LedgerAccount.Movement) -> [String] {
    [
      "\(movement.date)", movement.company, movement.customer, movement.document, movement.currency.code,
      movement.kind.rawValue, Money(minorUnits: movement.amount, currency: movement.currency).decimal,
      movement.basis.rawValue, movement.clearing, movement.run,
    ]
  }

  private static let afterCloseColumns = [
    "period", "company", "customer_id", "document_id", "currency", "at_close", "now", "change",
  ]

  private func cells(_ movement: AfterClose.Movement) -> [String] {
    [movement.period, movement.company, movement.customer, movement.document, movement.currency.code]
      + [movement.atClose, movement.now, movement.change].map {
        Money(minorUnits: $0, currency: movement.currency).decimal
      }
  }

  private static let itemColumns = [
    "company", "customer_id", "document_id", "kind", "document_date", "due_date", "currency", "amount", "balance",
    "days_past_due",
  ]

  private func cells(_ customer: Customer, _ item: AccountItem) -> [String] {
    let document = item.document
    return [
      customer.company, customer.id, document.label, document.kind.name, "\(document.documentDate)",
      document.dueDate.map { "\($0)" } ?? "", document.currency.code,
      Money(minorUnits: document.amount, currency: document.currency).decimal,
      Money(minorUnits: document.balance, currency: document.currency).decimal,
      "\(max(item.daysLate(day), 0))",
    ]
  }

  var text: String {
    var text = "ledger from \(account.from), \(account.past.title)\n\nroll-forward\n"
    let head = ["company", "currency"] + LedgerPages.sums
    let sums = account.rollForward.map { [$0.company, $0.currency.code] + amounts($0) }
    text += Terminal.table([head] + sums, trailing: Set(2..<head.count))
    text += "\nmovements\n"
    text += Terminal.table([LedgerPages.movementColumns] + account.movements.map(cells), trailing: [6])
    if !account.afterClose.isEmpty {
      text += "\nafter close\n"
      text += Terminal.table([LedgerPages.afterCloseColumns] + account.afterClose.map(cells), trailing: [5, 6, 7])
    }
    text += "\nopen items\n"
    text += Terminal.table([LedgerPages.itemColumns] + account.items.map(cells), trailing: [7, 8, 9])
    return text + account.notes.map { "note: \($0)\n" }.joined()
  }

  var json: String {
    var writer = JSONWriter(.pretty)
    writer.object { writer in
      writer.key("from")
      writer.string("\(account.from)")
      writer.key("asOf")
      writer.string("\(day)")
      writer.key("asKnownOn")
      if let known = account.past.knownOn { writer.string("\(known)") } else { writer.null() }
      list("rollForward", ["company", "currency"] + LedgerPages.sums, &writer) {
        account.rollForward.map { [$0.company, $0.currency.code] + amounts($0) }
      }
      list("movements", LedgerPages.movementColumns, &writer) { account.movements.map(cells) }
      list("afterClose", LedgerPages.afterCloseColumns, &writer) { account.afterClose.map(cells) }
      list("openItems", LedgerPages.itemColumns, &writer) { account.items.map(cells) }
      writer.key("notes")
      writer.value(.texts(account.notes))
    }
    return String(decoding: writer.drain(), as: UTF8.self)
  }

  private func list(_ key: String, _ columns: [String], _ writer: inout JSONWriter, _ rows: () -> [[String]]) {
    writer.key(key)
    writer.array { writer in
      for row in rows() {
        writer.object { writer in
          for (column, value) in zip(columns, row) {
            writer.key(column)
            writer.string(value)
          }
        }
      }
    }
  }
}
