import Formats
import Ledger
import Pipeline

/// `statements/statements.csv`: a row per open item of every statement, in the order of company, customer, currency and document. There
/// are no rows of totals: `index.csv` has them. `mark` is why an item is not asked for (`disputed`, `promised`, `on_hold`,
/// `handed_over`), `held` how much of it; `billed_for` the customer whose document it is, where another one pays.
struct StatementItemTable {
  private static let columns = [
    "company", "customer_id", "currency", "document_id", "instalment", "kind", "document_date", "due_date", "reference",
    "amount", "balance", "days_past_due", "mark", "held", "billed_for",
  ]

  private var table: CSVTable
  /// Cells that are the same in every row of a currency.
  private var head: EncodedCells
  /// Mark and held amount of an item that nothing holds.
  private var unheld: EncodedCells
  private var order = DocumentOrder()
  private let words = WordCells()
  private let days = DayCells()
  private let dates: DateCells
  private let asOf: CalendarDate

  init(_ sink: any ArtefactSink, asOf: CalendarDate, audience: CSVAudience) throws {
    table = try CSVTable(
      sink, path: "statements/statements.csv", columns: StatementItemTable.columns, audience: audience)
    (head, unheld) = (table.encoded(), table.encoded())
    dates = DateCells(around: asOf)
    self.asOf = asOf
  }

  mutating func add(_ account: CustomerAccount, _ positions: [StatementPosition], _ claims: StatementClaims) throws {
    for position in positions where !position.items.isEmpty {
      head.encode(account.customer, position.currency)
      let exponent = position.currency.exponent
      unheld.encode(2) { csv in
        csv.empty()
        csv.money(0, exponent: exponent)
      }
      order.sort(account.billed, in: position.items)
      try account.billed.withUnsafeBufferPointer { items in
        // Mostly all documents are the customer's own: then one look at the first of them is enough.
        var own = -1
        for at in 0..<order.count where items[order[at]].document.balance != 0 {
          let index = order[at]
          let isOwn =
            own >= 0 && items[index].document.isSurelyOfCustomer(of: items[own].document)
            || items[index].document.isOf(customer: account.customer.id)
          if isOwn { own = index }
          write(items[index], claims[index], isOwn: isOwn, exponent: exponent)
          try table.endRow()
        }
      }
    }
  }

  /// Not inlined: who is handed an item counts its reference once, where each look at its texts in the list would count it again.
  @inline(never)
  private mutating func write(_ item: AccountItem, _ claim: StatementClaims.Claim?, isOwn: Bool, exponent: Int) {
    table.copy(head)
    table.key(item.document)
    table.word(words.kind(item.document.kind))
    table.date(item.document.documentDate, dates)
    table.date(item.dueDate, dates)
    table.detail("reference", of: item.document)
    table.money(item.document.amount, exponent: exponent)
    table.money(item.document.balance, exponent: exponent)
    table.days(item.document.balance < 0 ? nil : item.daysLate(asOf), days)
    if let claim {
      table.text(claim.mark?.rawValue)
      table.money(claim.held, exponent: exponent)
    } else {
      table.copy(unheld)
    }
    if isOwn { table.empty() } else { table.text(item.document.customerID) }
  }

  mutating func finish() throws { try table.finish() }
}

/// `statements/index.csv`: a row per statement and currency, with its figures and where it stands. `opening` is empty where open items are
/// listed; page numbers are empty where no PDF is made or where the statement could not be laid out.
struct StatementIndex {
  private static let columns = [
    "company", "customer_id", "currency", "first_page", "pages", "opening", "closing", "due", "file",
  ]

  private var table: CSVTable

  init(_ sink: any ArtefactSink, audience: CSVAudience) throws {
    table = try CSVTable(sink, path: "statements/index.csv", columns: StatementIndex.columns, audience: audience)
  }

  mutating func add(_ customer: Customer, _ position: StatementPosition, _ printed: PrintedStatement) throws {
    table.text(customer.company)
    table.text(customer.id)
    table.text(position.currency.code)
    table.int(printed.firstPage)
    table.int(printed.pages)
    if let opening = position.forward?.opening {
      table.money(opening, position.currency)
    } else {
      table.text(nil)
    }
    table.money(position.closing, position.currency)
    table.money(position.due, position.currency)
    table.text(printed.file)
    try table.endRow()
  }

  mutating func finish() throws { try table.finish() }
}

/// Where a statement stands; nil: nowhere.
struct PrintedStatement: Equatable {
  var file: String?
  var firstPage: Int?
  var pages: Int?
}
