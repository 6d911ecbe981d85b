import Formats
import Ledger
import Pipeline

/// `aging/aging.csv`: a row per customer and currency. Not due, the buckets and unapplied add up to the total in every row.
struct AgingSummaryTable {
  private var table: CSVTable
  /// Nil where amounts are shown in their own currency only.
  private let rates: ExchangeRates?

  /// - Parameter rates: for the same amounts in the company's base currency, in columns of their own.
  init(_ sink: any ArtefactSink, rule: AgingRule, audience: CSVAudience, rates: ExchangeRates? = nil) throws {
    self.rates = rates
    var columns =
      ["company", "customer_id", "currency", "not_due"] + rule.bucketNames + [
        "unapplied", "total", "customer_name", "as_of", "data_as_of",
      ]
    if rates != nil {
      columns += ["base_currency", "rate", "rate_date"]
      columns += (["not_due"] + rule.bucketNames + ["unapplied", "total"]).map { "base_" + $0 }
    }
    table = try CSVTable(sink, path: "aging/aging.csv", columns: columns, audience: audience)
  }

  mutating func add(
    _ line: AgingLine, of customer: Customer, asOf: CalendarDate, dataAsOf: CalendarDate?, base: Currency? = nil
  ) throws {
    table.text(customer.company)
    table.text(customer.id)
    table.text(line.currency.code)
    let exponent = line.currency.exponent
    table.money(line.notDue, exponent: exponent)
    for index in line.buckets.indices { table.money(line.buckets[index], exponent: exponent) }
    table.money(line.unapplied, exponent: exponent)
    table.money(line.total, exponent: exponent)
    table.text(customer.name)
    table.date(asOf)
    table.date(dataAsOf)
    if let rates { addBase(line, rates, base) }
    try table.endRow()
  }

  /// Each amount by the newest rate, and their sum, so that the row foots in the base currency too. Empty where there is no rate.
  private mutating func addBase(_ line: AgingLine, _ rates: ExchangeRates, _ base: Currency?) {
    table.text(base?.code)
    guard let base, let rate = rates.rate(from: line.currency, to: base) else {
      for _ in 0..<(line.buckets.count + 5) { table.empty() }
      return
    }
    table.text(rate.text)
    table.date(rate.date.orNil)
    let amounts = ([line.notDue] + line.buckets + [line.unapplied]).map(rate.convert)
    for amount in amounts { table.money(amount, base) }
    table.money(amounts.reduce(0, +), base)
  }

  mutating func finish() throws { try table.finish() }
}

/// `aging/aging-detail.csv`: a row per open item, in the order of company, customer, document and instalment.
///
/// `bucket` is where the item stands by itself: a credit is `unapplied`, whatever it is later set against, and days past due count
/// from the due date, or from the document date where there is none.
struct AgingDetailTable {
  private static let columns = [
    "company", "customer_id", "document_id", "instalment", "kind", "document_date", "due_date", "currency", "amount",
    "balance", "days_past_due", "bucket", "customer_name", "group", "salesperson", "level", "hold",
  ]

  private var table: CSVTable
  private let rule: AgingRule
  private let bucketNames: [String]
  private let asOf: CalendarDate
  /// Cells that are the same in every row of a customer are encoded once and copied from then on.
  private var head: EncodedCells
  private var tail: EncodedCells
  private var salesperson: EncodedCells

  init(_ sink: any ArtefactSink, rule: AgingRule, asOf: CalendarDate, audience: CSVAudience) throws {
    table = try CSVTable(
      sink, path: "aging/aging-detail.csv", columns: AgingDetailTable.columns, audience: audience)
    self.rule = rule
    self.asOf = asOf
    bucketNames = rule.bucketNames
    (head, tail, salesperson) = (table.encoded(), table.encoded(), table.encoded())
  }

  mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    let customer = account.customer
    head.encode([customer.company, customer.id])
    tail.encode([customer.name, customer.group])
    salesperson.encode([customer.salesperson])
    let standings = outcome.standings(of: account)
    for index in DocumentOrder.places(of: account.items, in: account.items.indices) {
      let item = account.items[index]
      guard item.document.balance != 0 else { continue }
      table.copy(head)
      write(item, item.document)
      table.copy(tail)
      if !item.document.withDetail("salesperson", { table.text($0) }) { table.copy(salesperson) }
      let standing = standings[index]
      table.int(standing.level)
      table.text(standing.hold?.rawValue)
      try table.endRow()
    }
  }

  private mutating func write(_ item: AccountItem, _ document: Document) {
    let currency = document.currency
    table.key(document)
    table.text(document.kind.name)
    table.date(document.documentDate)
    table.date(item.dueDate)
    table.text(currency.code)
    table.money(document.amount, currency)
    table.money(document.balance, currency)
    table.int(item.daysLate(asOf))
    table.text(bucket(of: item))
  }

  private func bucket(of item: AccountItem) -> String {
    if item.document.balance < 0, rule.credits != .ownDate { return "unapplied" }
    let age = rule.age(of: rule.date(of: item), asOf: asOf)
    return rule.bucket(ofAge: age).map { bucketNames[$0] } ?? "not_due"
  }

  mutating func finish() throws { try table.finish() }
}
