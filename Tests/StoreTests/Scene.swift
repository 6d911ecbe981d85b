import Ledger

@testable import Store

/// An empty state in memory, at the newest layout.
func emptyState() throws -> Database {
  let database = try Database.inMemory()
  try Migrations.migrate(database)
  return database
}

func day(_ text: String) -> CalendarDate { CalendarDate(text)! }
let eur = Currency("EUR")!

/// Run number `id` of an installation; the first is as of 2026-11-19, each later one a day later.
@discardableResult
func run(_ id: Int64, in database: Database, state: RunRecord.State = .published) throws -> RunRecord {
  let asOf = CalendarDate(days: day("2026-11-18").days + Int32(id))
  let run = RunRecord(
    id: id, run: "\(asOf)-0001", asOf: asOf, seq: 1, state: state, clock: 0, utcOffset: 0, program: "receivables test",
    configSha256: "c", settingsSha256: "s")
  try RunTables(database).insert(run)
  return run
}

/// An invoice of customer C1 of company ACME in a few words, put into a book.
struct Invoice {
  var id: String
  var balance: Int64
  var instalment = ""
  var customer = "C1"
  var currency = "EUR"
  var due: String? = "2026-10-31"
  var details = #"{"purchase_order":"PO-1"}"#
}

extension Book {
  /// The row of a document that is new tonight.
  @discardableResult
  mutating func add(_ invoice: Invoice, company: String = "ACME", learnedOn: String = "2026-11-19") -> Int {
    let company = self.company(company)
    let key = invoice.instalment.isEmpty ? invoice.id : "\(invoice.id)\u{1F}\(invoice.instalment)"
    let row = DocumentRow(
      amount: 100_00, balance: invoice.balance, key: documents.text.add(key),
      details: Array(invoice.details.utf8).withUnsafeBytes { documents.add(details: $0) },
      customer: Int32(customer(invoice.customer, company)), documentDate: day("2026-10-01"),
      dueDate: invoice.due.map(day) ?? .missing, currency: Currency(invoice.currency)!, company: company,
      kind: invoice.balance < 0 ? .creditNote : .invoice)
    return documents.add(row, stateID: 0, learnedOn: day(learnedOn))
  }

  private mutating func customer(_ id: String, _ company: UInt16) -> Int {
    if let known = customers.find(company: company, id: id) { return known }
    let (id, name, details) = (Array(id.utf8), Array("Müller & Söhne".utf8), Array(#"{"country":"DE"}"#.utf8))
    return id.withUnsafeBytes { id in
      name.withUnsafeBytes { name in
        details.withUnsafeBytes { customers.add(company: company, id: id, name: name, details: $0, stateID: 0) }
      }
    }
  }

  /// The row of a document, by the label people read.
  func row(_ label: String) -> Int? { documents.rows.indices.first { document($0).label == label } }
}

extension Database {
  /// All cells of a query, as the `sqlite3` shell prints them.
  func shell(_ sql: String, columns: Int) throws -> [String] {
    try rows(sql) { row in (0..<columns).map { row.text($0) }.joined(separator: "|") }
  }
}

/// A night that learns new documents only.
func store(_ invoices: [Invoice], run id: Int64, in database: Database) throws {
  try run(id, in: database)
  var tables = BookTables(database)
  var book = try tables.load(companies: ["ACME"])
  let rows = invoices.map { book.add($0) }
  try tables.write(&book, run: id, changed: [], newDocuments: rows) { (1, $0 - rows[0] + 2) }
}
