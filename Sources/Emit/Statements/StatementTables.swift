import Formats
import Ledger
import Pipeline

/// `statements/statements.csv`: a row per open item of every statement, in the order of company, customer, currency and document. There
/// are no rows of totals: `index.csv` has them. `mark` is why an item is not asked for (`disputed`, `promised`, `on_hold`), `held` how
/// much of it; `billed_for` the customer whose document it is, where another one pays.
struct StatementItemTable {
  private static let columns = [
    "company", "customer_id", "currency", "document_id", "instalment", "kind", "document_date", "due_date", "reference",
    "amount", "balance", "days_past_due", "mark", "held", "billed_for",
  ]

  private var table: CSVTable
  /// Cells that are the same in every row of a currency.
  private var head: EncodedCells
  private let asOf: CalendarDate

  init(_ sink: any ArtefactSink, asOf: CalendarDate, audience: CSVAudience) throws {
    table = try CSVTable(
      sink, path: "statements/statements.csv", columns: StatementItemTable.columns, audience: audience)
    head = table.encoded()
    self.asOf = asOf
  }

  mutating func add(_ account: CustomerAccount, _ positions: [StatementPosition], _ claims: StatementClaims) throws {
    for position in positions where !position.items.isEmpty {
      head.encode([account.customer.company, account.customer.id, position.currency.code])
      for index in DocumentOrder.places(of: account.billed, in: position.items)
      where account.billed[index].document.balance != 0 {
        table.copy(head)
        write(account, index, claims[index])
        try table.endRow()
      }
    }
  }

  private mutating func write(_ account: CustomerAccount, _ index: Int, _ claim: StatementClaims.Claim?) {
    let item = account.billed[index]
    let document = item.document
    let currency = document.currency
    table.key(document)
    table.text(document.kind.name)
    table.date(document.documentDate)
    table.date(item.dueDate)
    table.detail("reference", of: document)
    table.money(document.amount, currency)
    table.money(document.balance, currency)
    table.int(document.balance < 0 ? nil : item.daysLate(asOf))
    table.text(claim?.mark?.rawValue)
    table.money(claim?.held ?? 0, currency)
    if document.isOf(customer: account.customer.id) { table.empty() } else { table.text(document.customerID) }
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
