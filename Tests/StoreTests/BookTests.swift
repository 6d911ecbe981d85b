import Ledger
import Testing

@testable import Store

@Suite struct BookTests {
  static let invoices = [
    Invoice(id: "0001", balance: 100_00), Invoice(id: "0002", balance: 50_00, instalment: "1"),
    Invoice(id: "0002", balance: 25_00, instalment: "2", due: nil),
    Invoice(id: "G1", balance: -10_00, customer: "C2", currency: "USD", details: "{}"),
  ]

  @Test func whatWasWrittenIsRead() throws {
    let database = try emptyState()
    try store(BookTests.invoices, run: 1, in: database)
    var tables = BookTables(database)
    let book = try tables.load(companies: ["ACME"])
    #expect(book.documents.rows.indices.map { book.document($0).label } == ["0001", "0002/1", "0002/2", "G1"])
    #expect(
      book.document(0)
        == Document(
          company: "ACME", customerID: "C1", id: "0001", documentDate: day("2026-10-01"), dueDate: day("2026-10-31"),
          currency: eur, amount: 100_00, balance: 100_00, details: Details(json: #"{"purchase_order":"PO-1"}"#)))
    #expect(book.document(2).dueDate == nil)
    #expect(book.document(3).kind == .creditNote && book.document(3).currency.code == "USD")
    #expect(book.customer(0).name == "Müller & Söhne" && book.customer(0).country == "DE")
    #expect(book.documents.learnedOn.allSatisfy { $0 == day("2026-11-19") })
  }

  @Test func companiesOfTheConfigurationComeFirstAndOthersStay() throws {
    let database = try emptyState()
    try store([Invoice(id: "1", balance: 1)], run: 1, in: database)
    var tables = BookTables(database)
    let book = try tables.load(companies: ["NORD"])
    #expect(book.companies == ["NORD", "ACME"])
    #expect(book.document(0).company == "ACME")
  }

  /// Pays 0001 on night 2, and says why.
  static func paid() throws -> Database {
    let database = try emptyState()
    try store(invoices, run: 1, in: database)
    try run(2, in: database)
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    let row = try #require(book.row("0001"))
    book.documents.rows[row].balance = 0
    book.documents.memory[row] = ItemMemory()
    book.documents.memory[row]?.level = 2
    try tables.write(&book, run: 2, changed: [.init(row: row, file: 3, line: 9, cause: "payment")], newDocuments: []) {
      _ in nil
    }
    try tables.writeMemory([row], of: book, run: 2)
    return database
  }

  @Test func aClosedDocumentIsNotLoadedAndIsFoundWhenAFileNamesIt() throws {
    let database = try BookTests.paid()
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    #expect(book.row("0001") == nil)
    #expect(try tables.hasClosedDocuments())
    let key = book.documents.text.add("0001")
    let row = try #require(try tables.addClosed(company: 0, key: key, to: &book))
    #expect(book.document(row).balance == 0 && book.document(row).amount == 100_00)
    #expect(book.documents.memory[row]?.level == 2)
    let unknown = book.documents.text.add("0002\u{1F}9")
    #expect(try tables.addClosed(company: 0, key: unknown, to: &book) == nil)
  }

  @Test func earlierVersionsStay() throws {
    let database = try BookTests.paid()
    let versions = try database.shell(
      "SELECT document_id, from_run, until_run, balance_minor, cause FROM document_versions WHERE document_id = '0001' ORDER BY from_run",
      columns: 5)
    #expect(versions == ["0001|1|2|10000|", "0001|2||0|payment"])
    let found = try #require(try DocumentLookup(database).find(id: "0001", company: nil).first)
    #expect(found.line == 9 && found.cause == "payment" && found.run == "2026-11-20-0001")
  }

  @Test func anEarlierDayShowsWhatWasKnownThen() throws {
    let database = try BookTests.paid()
    var tables = BookTables(database)
    let then = try tables.load(companies: ["ACME"], knownOn: day("2026-11-19"))
    #expect(try #require(then.row("0001").map(then.document)).balance == 100_00)
    let now = try tables.load(companies: ["ACME"], knownOn: day("2026-11-20"))
    #expect(now.row("0001") == nil)
    #expect(try tables.load(companies: ["ACME"], knownOn: day("2026-11-18")).documents.rows.isEmpty)
  }

  @Test func thePersonWithTheShellReadsDatesAndNames() throws {
    let database = try BookTests.paid()
    let lines = try database.shell(
      "SELECT company, customer_id, document_id, instalment, kind, due_date, currency, balance_minor FROM open_items ORDER BY 3, 4",
      columns: 8)
    #expect(
      lines == [
        "ACME|C1|0002|1|invoice|2026-10-31|EUR|5000", "ACME|C1|0002|2|invoice||EUR|2500",
        "ACME|C2|G1||credit_note|2026-10-31|USD|-1000",
      ])
  }

  @Test func everyMemoryComesBack() throws {
    let database = try emptyState()
    try store([Invoice(id: "1", balance: 1)], run: 1, in: database)
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    var memory = ItemMemory()
    memory.level = 3
    memory.levelReachedOn = day("2026-11-01")
    memory.lastRemindedOn = day("2026-11-02")
    memory.payBy = day("2026-11-12")
    memory.reopenedOn = day("2026-11-03")
    memory.partPaidOn = day("2026-11-04")
    memory.dueEarlierOn = day("2026-11-05")
    memory.heldUntil = day("2026-11-06")
    memory.preDueNotice = -3
    book.documents.memory[0] = memory
    try tables.writeMemory([0], of: book, run: 1)
    #expect(try tables.load(companies: ["ACME"]).documents.memory[0] == memory)
  }

  @Test func aChangedCustomerKeepsItsHistory() throws {
    let database = try emptyState()
    try store([Invoice(id: "1", balance: 1)], run: 1, in: database)
    try run(2, in: database)
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    let isNews = book.customers.update(0, name: "Müller AG", details: Details(["country": "AT"]))
    #expect(isNews)
    try tables.write(&book, run: 2, changed: [], newDocuments: []) { _ in nil }
    #expect(try database.shell("SELECT name, since_run FROM customers", columns: 2) == ["Müller AG|2026-11-20-0001"])
    #expect(
      try database.shell("SELECT name, from_run, until_run FROM customer_history", columns: 3) == ["Müller & Söhne|1|2"]
    )
  }
}

@Suite struct KeyOrderOfRowsTests {
  /// Keys that lie close together, far apart, and none.
  @Test(arguments: [[5, 3, 4, 9, 1], [1, 1_000_000, 7], [], [42], [2, 1]] as [[Int64]])
  func rowsComeInTheOrderOfTheirKeys(_ ids: [Int64]) {
    let rows = Array(ids.indices)
    let expected = rows.sorted { ids[$0] < ids[$1] }
    #expect(BookTables.inKeyOrder(rows, ids) == expected)
    #expect(BookTables.inKeyOrder(rows.reversed(), ids) == expected)
    #expect(BookTables.inKeyOrder(Array(rows.dropFirst()), ids) == expected.filter { $0 > 0 })
  }
}
