import Ledger
import Testing

@testable import Store

/// The open position as pages: whatever happened, they say what the rows say.
@Suite struct BookPageTests {
  /// A night on which documents change: the new balance by label; documents that are not open are looked up among the closed ones.
  static func night(
    _ id: Int64, _ database: Database, new: [Invoice] = [], balances: KeyValuePairs<String, Int64> = [:],
    levels: KeyValuePairs<String, Int> = [:]
  ) throws {
    let asOf = try run(id, in: database).asOf
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    var changed: [Int] = []
    for (label, balance) in balances {
      let row = try book.row(label) ?? tables.addClosed(company: 0, key: book.documents.text.add(label), to: &book)
      book.documents.rows[try #require(row)].balance = balance
      changed.append(try #require(row))
    }
    let added = new.map { book.add($0, learnedOn: "\(asOf)") }
    var remembered: [Int] = []
    for (label, level) in levels {
      let row = try #require(book.row(label))
      book.documents.memory[row] = book.documents.memory[row] ?? ItemMemory()
      book.documents.memory[row]?.level = level
      remembered.append(row)
    }
    try tables.write(
      &book, run: id, changed: changed.map { .init(row: $0, file: nil, line: nil, cause: nil) }, newDocuments: added
    ) { _ in nil }
    try tables.writeMemory(remembered, of: book, run: id)
  }

  static let invoices = (1...9).map { Invoice(id: "I\($0)", balance: Int64($0) * 100) }

  static func open(_ database: Database, fromPages: Bool = true) throws -> [String] {
    var tables = BookTables(database)
    let book = try tables.load(companies: ["ACME"], fromPages: fromPages)
    return book.documents.rows.indices.map {
      "\(book.document($0).label) \(book.documents.rows[$0].balance / 100) \(book.documents.memory[$0]?.level ?? 0)"
    }
  }

  /// Pays, reopens, reminds and adds over some nights.
  static func scene() throws -> Database {
    let database = try emptyState()
    try night(1, database, new: invoices, levels: ["I2": 1, "I7": 1])
    try night(2, database, balances: ["I1": 0, "I5": 0, "I9": 0], levels: ["I2": 2])
    try night(
      3, database, new: [Invoice(id: "I10", balance: 1000)], balances: ["I5": 250, "I2": 150],
      levels: ["I10": 1, "I7": 2])
    return database
  }

  @Test func pagesSayWhatRowsSay() throws {
    let database = try BookPageTests.scene()
    let open = ["I2 1 2", "I3 3 0", "I4 4 0", "I5 2 0", "I6 6 0", "I7 7 2", "I8 8 0", "I10 10 1"]
    #expect(try BookPageTests.open(database) == open)
    #expect(try BookPageTests.open(database, fromPages: false) == open)
    var tables = BookTables(database)
    #expect(try tables.pageProblems() == [])
  }

  @Test(arguments: [
    "UPDATE document SET balance = 1 WHERE document_id = 'I3'",
    "UPDATE document SET balance = 0 WHERE document_id = 'I3'",
    "UPDATE document SET details = '{}' WHERE document_id = 'I3'",
    "INSERT OR REPLACE INTO item_memory(document, level) VALUES(3, 1)",
  ])
  func aRowThatSaysOtherwiseIsFound(_ statement: String) throws {
    let database = try BookPageTests.scene()
    try database.execute(statement)
    var tables = BookTables(database)
    #expect(try tables.pageProblems() == ["the page of the open document I3 (3) does not say what its row says"])
  }

  @Test func aPageThatIsCutOffIsRefused() throws {
    let database = try BookPageTests.scene()
    try database.execute("UPDATE book_page SET bytes = substr(bytes, 1, length(bytes) - 1) WHERE content = 'documents'")
    var tables = BookTables(database)
    #expect(throws: StoreError.self) { try tables.load(companies: ["ACME"]) }
    #expect(try tables.pageProblems().count == 1)
  }

  /// As in a state of an older program, or after somebody deleted them.
  @Test func pagesThatAreMissingAreMadeFromRows() throws {
    let database = try BookPageTests.scene()
    try database.execute("DELETE FROM book_page")
    try BookPageTests.night(4, database, balances: ["I3": 0])
    #expect(
      try BookPageTests.open(database) == ["I2 1 2", "I4 4 0", "I5 2 0", "I6 6 0", "I7 7 2", "I8 8 0", "I10 10 1"])
    var tables = BookTables(database)
    #expect(try tables.pageProblems() == [])
  }

  /// Details of all kinds, from rows and from pages: what the rows say, byte for byte.
  @Test func detailsComeBackFromPages() throws {
    let details =
      [
        "{}", #"{"note":"say \"yes\""}"#, #"{"terms":"NET30","note":"\#(String(repeating: "x", count: 400))"}"#,
        #"{"odd": 1}"#,
      ]
      + (0..<9000).map { #"{"purchase_order":"PO-\#($0)","column \#($0 % 5000)":"\#($0)"}"# }
    let database = try emptyState()
    try BookPageTests.night(
      1, database, new: details.enumerated().map { Invoice(id: "I\($0)", balance: 100, details: $1) })
    try BookPageTests.night(2, database, balances: ["I3": 0, "I9": 50])
    try BookPageTests.night(3, database, balances: ["I3": 70])
    #expect(try database.shell("SELECT details FROM document ORDER BY id", columns: 1) == details)
    for fromPages in [true, false] {
      var tables = BookTables(database)
      let book = try tables.load(companies: ["ACME"], fromPages: fromPages)
      #expect(book.documents.rows.indices.map { book.document($0).details.json } == details)
    }
    var tables = BookTables(database)
    #expect(try tables.pageProblems() == [])
  }

  /// Details that a night has packed are those that the next one reads, from pages as from rows.
  @Test(arguments: [true, false])
  func detailsOfOneTableAreEqual(fromPages: Bool) throws {
    let database = try emptyState()
    try BookPageTests.night(
      1, database,
      new: (1...50).map { Invoice(id: "I\($0)", balance: 100, details: #"{"column \#($0 % 7)":"\#($0)"}"#) })
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"], fromPages: fromPages)
    for (at, row) in book.documents.rows.enumerated() {
      let again = Array(#"{"column \#((at + 1) % 7)":"\#(at + 1)"}"#.utf8).withUnsafeBytes {
        book.documents.add(details: $0)
      }
      #expect(book.documents.equal(row.details, again, of: book.documents.text))
    }
  }

  /// Pages as layouts before shapes had them: JSON behind the keys.
  @Test func pagesOfAnOlderLayoutAreMadeAnew() throws {
    let database = try BookPageTests.scene()
    let before = try BookPageTests.open(database)
    try database.execute("UPDATE book_page SET bytes = zeroblob(length(bytes))")
    #expect(Migrations.steps.contains(Migrations.detailShapes))
    try database.execute(Migrations.detailShapes)
    #expect(try database.rows("SELECT COUNT(*) FROM book_page", row: { $0.int(0) }) == [0])
    try BookPageTests.night(4, database)
    #expect(try BookPageTests.open(database) == before)
    var tables = BookTables(database)
    #expect(try tables.pageProblems() == [])
  }

  /// By the index over the keys, and what came after it was made.
  @Test func everyDocumentOfThePagesIsFoundByItsKey() throws {
    let database = try emptyState()
    try BookPageTests.night(1, database, new: (1...20_000).map { Invoice(id: "I\($0)", balance: 100) })
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    book.documents.indexRows()
    func find(_ id: String) -> Int? {
      Array(id.utf8).withUnsafeBytes { book.documents.find(company: 0, key: $0) }
    }
    #expect((1...20_000).allSatisfy { find("I\($0)") == $0 - 1 })
    #expect(find("I20001") == nil && find("I") == nil)
    book.add(Invoice(id: "I20001", balance: 1))
    #expect(find("I20001") == 20_000)
  }

  /// Many small nights do not leave a page each for ever.
  @Test func theBaseIsWrittenAnewInTheEnd() throws {
    let database = try emptyState()
    try BookPageTests.night(1, database, new: BookPageTests.invoices)
    for id: Int64 in 2...120 {
      try BookPageTests.night(id, database, balances: ["I3": id * 100], levels: ["I3": Int(id)])
    }
    let pages = try database.rows("SELECT COUNT(*) FROM book_page") { $0.int(0) }[0]
    #expect(pages < 60)
    #expect(try BookPageTests.open(database)[2] == "I3 120 120")
    var tables = BookTables(database)
    #expect(try tables.pageProblems() == [])
  }

  /// Marks of lines are kept by document, also of those that come later, and go with the pages.
  @Test func linesAreKeptByDocument() throws {
    let database = try emptyState()
    func night(_ id: Int64, _ ids: [String], marks: KeyValuePairs<String, UInt64>) throws {
      _ = try StoreTests.run(id, in: database)
      var tables = BookTables(database)
      var book = try tables.load(companies: ["ACME"])
      try tables.loadLines(&book)
      let added = ids.map { book.add(Invoice(id: $0, balance: 100), learnedOn: "2026-11-20") }
      for (label, mark) in marks { book.documents.lines.learn(mark, of: try #require(book.row(label))) }
      try tables.write(&book, run: id, changed: [], newDocuments: added) { _ in nil }
    }
    func kept() throws -> [String] {
      var tables = BookTables(database)
      var book = try tables.load(companies: ["ACME"])
      try tables.loadLines(&book)
      return book.documents.rows.indices.map { "\(book.document($0).label) \(book.documents.lines[$0])" }
    }
    try night(1, ["A", "B", "C"], marks: ["A": 11, "C": 33])
    #expect(try kept() == ["A 11", "B 0", "C 33"])
    try night(2, ["D"], marks: ["D": 44, "A": 12, "B": 22, "C": 0])
    #expect(try kept() == ["A 12", "B 22", "C 0", "D 44"])
    try database.execute("DELETE FROM book_page")
    #expect(try kept() == ["A 0", "B 0", "C 0", "D 0"])
  }
}
