import Ledger

/// Customers and documents: reading the open position, and writing what a night changed.
public struct BookTables {
  let database: Database
  /// Keys of companies in the state, by index of the book.
  var companyIDs: [Int64] = []

  public init(_ database: Database) { self.database = database }

  /// Everything open, with all customers, and what is remembered of the open documents. `companies` come first and in this order.
  public mutating func load(companies: [String]) throws -> Book { try load(companies: companies, upTo: .max) }

  /// - Parameter newest: documents with a greater key are left out.
  mutating func load(companies: [String], upTo newest: Int64) throws -> Book {
    try database.reading {
      try load(companies: companies, upTo: newest, fromPages: BookPages(database: database).exist(.documents))
    }
  }

  /// - Parameter fromPages: false: from rows, as before the first night that wrote pages, and to compare the two.
  mutating func load(companies: [String], upTo newest: Int64 = .max, fromPages: Bool) throws -> Book {
    let counts = try expectedRows(fromPages)
    var book = Book(companies: companies, expectingCustomers: counts.customers, expectingDocuments: counts.documents)
    // And for those that tonight's files bring: one row too many, and the million before it moves to twice the room.
    let rows = counts.documents + counts.documents / 8 + 1024
    book.documents.reserve(rows: rows, textBytes: rows * BookTables.expectedText)
    let byState = try loadCompanies(&book)
    let customers = try loadCustomers(&book, byState)
    if fromPages {
      let pages = BookPages(database: database)
      try pages.loadDocuments(&book, upTo: newest, companies: byState, customers: customers)
      try pages.loadMemory(&book)
    } else {
      try loadDocuments(&book, byState, customers, where: "d.balance <> 0 AND d.id <= \(newest)")
      try loadMemory(&book)
    }
    return book
  }

  /// The lines of exports that open documents are known by: only reading files asks for them.
  public func loadLines(_ book: inout Book) throws {
    try database.reading { try BookPages(database: database).loadLines(&book) }
  }

  /// Customers, and open documents or a little more.
  private func expectedRows(_ fromPages: Bool) throws -> (customers: Int, documents: Int) {
    let documents =
      fromPages
      ? "SELECT COALESCE(SUM(row_count), 0) FROM book_page WHERE content = 'documents'"
      : "SELECT COUNT(*) FROM document WHERE balance <> 0"
    return try database.rows(
      "SELECT (SELECT COALESCE(MAX(id), 0) FROM customer), (\(documents))", row: { ($0.int(0), $0.int(1)) })[0]
  }

  /// The open position as the runs up to a day knew it: earlier versions of documents where they have changed since.
  public mutating func load(companies: [String], knownOn date: CalendarDate) throws -> Book {
    var book = Book(companies: companies)
    let byState = try loadCompanies(&book)
    let customers = try loadCustomers(&book, byState)
    let run = try database.rows(
      "SELECT COALESCE(MAX(id), 0) FROM run WHERE as_of <= ?", .int(Int(date.days)), row: { $0.int64(0) })[0]
    try loadDocuments(&book, byState, customers, where: "d.balance <> 0 AND d.since_run <= \(run)")
    try load(
      "SELECT \(BookTables.earlierColumns) FROM document_history h JOIN document d ON d.id = h.document "
        + "WHERE h.from_run <= \(run) AND h.until_run > \(run) AND h.balance <> 0 ORDER BY h.document", &book, byState,
      customers)
    return book
  }

  /// Bytes of key and details that a document rarely exceeds.
  private static let expectedText = 320

  mutating func loadCompanies(_ book: inout Book) throws -> [Int64: UInt16] {
    var byState: [Int64: UInt16] = [:]
    companyIDs = [Int64](repeating: 0, count: book.companies.count)
    for (id, company) in try database.rows(
      "SELECT id, company FROM company ORDER BY id", row: { ($0.int64(0), $0.text(1)) })
    {
      let index = book.company(company)
      while companyIDs.count <= Int(index) { companyIDs.append(0) }
      companyIDs[Int(index)] = id
      byState[id] = index
    }
    return byState
  }

  /// Rows of the book by key in the state, -1 for none: keys are counted from 1.
  func loadCustomers(_ book: inout Book, _ companies: [Int64: UInt16]) throws -> [Int32] {
    let last = try database.rows("SELECT COALESCE(MAX(id), 0) FROM customer") { $0.int(0) }[0]
    var rows = [Int32](repeating: -1, count: last + 1)
    let statement = try database.prepare("SELECT id, company, customer_id, name, details FROM customer ORDER BY id")
    defer { statement.reset() }
    while try statement.step() {
      guard let company = companies[statement.int64(1)] else { continue }
      let id = statement.int64(0)
      let row = book.customers.add(
        company: company, id: statement.bytes(2), name: statement.bytes(3), details: statement.bytes(4), stateID: id)
      rows[Int(id)] = Int32(row)
    }
    return rows
  }

  static let columns =
    "d.id, d.company, d.document_id, d.instalment, d.customer, d.kind, d.document_date, d.due_date, d.currency, "
    + "d.amount, d.balance, d.void, d.details, d.first_run"

  private static let earlierColumns =
    "h.document, d.company, d.document_id, d.instalment, h.customer, h.kind, h.document_date, h.due_date, h.currency, "
    + "h.amount, h.balance, h.void, h.details, d.first_run"

  private func loadDocuments(
    _ book: inout Book, _ companies: [Int64: UInt16], _ customers: [Int32], where condition: String
  ) throws {
    try load(
      "SELECT \(BookTables.columns) FROM document d WHERE \(condition) ORDER BY d.id", &book, companies, customers)
  }

  private func load(
    _ sql: String, _ book: inout Book, _ companies: [Int64: UInt16], _ customers: [Int32]
  ) throws {
    let statement = try database.prepare(sql)
    defer { statement.reset() }
    // Neighbours are mostly of one company and of one run.
    var (companyID, company): (Int64, UInt16?) = (-1, nil)
    let days = try runDays()
    while try statement.step() {
      if statement.int64(1) != companyID {
        companyID = statement.int64(1)
        company = companies[companyID]
      }
      let customer = statement.int(4)
      guard let company, customers.indices.contains(customer), customers[customer] >= 0,
        days.indices.contains(statement.int(13))
      else { continue }
      let row = read(statement, company, customers[customer], into: &book)
      book.documents.add(row, stateID: statement.int64(0), learnedOn: days[statement.int(13)])
    }
  }

  /// As-of dates of runs by their keys, which are counted from 1.
  func runDays() throws -> [CalendarDate] {
    var days = [CalendarDate(days: 0)]
    for (id, day) in try database.rows("SELECT id, as_of FROM run ORDER BY id", row: { ($0.int(0), $0.int(1)) }) {
      while days.count < id { days.append(CalendarDate(days: Int32(day))) }
      days.append(CalendarDate(days: Int32(day)))
    }
    return days
  }

  /// The row of a document from these columns.
  func read(_ row: Statement, _ company: UInt16, _ customer: Int32, into book: inout Book) -> DocumentRow {
    let instalment = row.bytes(3)
    let key: TextRange
    if instalment.isEmpty {
      key = book.documents.text.add(row.bytes(2))
    } else {
      key = book.documents.text.add("\(row.text(2))\u{1F}\(row.text(3))")
    }
    return DocumentRow(
      amount: row.int64(9), balance: row.int64(10), key: key, details: book.documents.add(details: row.bytes(12)),
      customer: customer, documentDate: CalendarDate(days: Int32(row.int(6))),
      dueDate: row.isNull(7) ? .missing : CalendarDate(days: Int32(row.int(7))), currency: row.currency(8),
      company: company, kind: DocumentKind(rawValue: UInt8(row.int(5))) ?? .invoice,
      flags: row.int(11) != 0 ? .void : [])
  }

  /// Documents of the book and memories both come in order of the document's key.
  private func loadMemory(_ book: inout Book) throws {
    let ids = book.documents.stateIDs
    var row = 0
    let statement = try database.prepare("SELECT * FROM item_memory ORDER BY document")
    defer { statement.reset() }
    while try statement.step() {
      let id = statement.int64(0)
      while row < ids.count, ids[row] < id { row += 1 }
      if row < ids.count, ids[row] == id { book.documents.memory[row] = BookTables.memory(statement, from: 1) }
    }
  }

  static func memory(_ row: Statement, from first: Int) -> ItemMemory {
    // The notice stands before the date that was added last.
    let step = row.optionalInt(first + 10).map { LevelStep(number: Int32($0)) }
    return ItemMemory(level: row.int(first), step: step, preDueNotice: row.optionalInt(first + 8)) { date in
      row.optionalInt(first + 1 + date + (date < 7 ? 0 : 1)).map { CalendarDate(days: Int32($0)) }
    }
  }

  /// True when the state knows documents that are closed, so that a new key may be one of them.
  public func hasClosedDocuments() throws -> Bool {
    try !database.rows("SELECT 1 FROM document WHERE balance = 0 LIMIT 1", row: { $0.int(0) }).isEmpty
  }

  /// Adds a closed document that tonight's file mentions to the book; nil when the state does not know it.
  /// - Parameter known: the row of one that is in the book already, by its key in the state: no document has two.
  public func addClosed(
    company: UInt16, key: TextRange, to book: inout Book, known: (Int64) -> Int? = { _ in nil }
  ) throws -> Int? {
    guard Int(company) < companyIDs.count, companyIDs[Int(company)] != 0 else { return nil }
    let (id, instalment) = book.documents.key(key)
    let statement = try database.prepare(
      "SELECT \(BookTables.columns), k.customer_id, r.as_of FROM document d JOIN run r ON r.id = d.first_run "
        + "JOIN customer k ON k.id = d.customer WHERE d.balance = 0 AND d.company = ? AND d.document_id = ? AND d.instalment = ?"
    )
    defer { statement.reset() }
    statement.bind(.int(companyIDs[Int(company)]), at: 1)
    statement.bind(.text(id), at: 2)
    statement.bind(.text(instalment), at: 3)
    guard try statement.step(), let customer = book.customers.find(company: company, id: statement.bytes(14)) else {
      return nil
    }
    let stateID = statement.int64(0)
    if let known = known(stateID) { return known }
    let row = read(statement, company, Int32(customer), into: &book)
    let added = book.documents.add(row, stateID: stateID, learnedOn: CalendarDate(days: Int32(statement.int(15))))
    statement.reset()
    if let memory = try database.rows(
      "SELECT * FROM item_memory WHERE document = ?", .int(stateID), row: { BookTables.memory($0, from: 1) }
    ).first {
      book.documents.memory[added] = memory
    }
    return added
  }
}

extension BookTables {
  /// Where the pages of the open position say something else than its rows, in words; empty where they agree.
  public mutating func pageProblems() throws -> [String] {
    guard try BookPages(database: database).exist(.documents) else { return [] }
    let rows = try database.reading { try load(companies: [], fromPages: false) }
    let pages: Book
    do {
      pages = try database.reading { try load(companies: [], fromPages: true) }
    } catch let error as StoreError { return [error.message] }
    let (a, b) = (rows.documents.stateIDs, pages.documents.stateIDs)
    var problems: [String] = []
    var (row, paged) = (0, 0)
    while row < a.count || paged < b.count {
      let id = min(row < a.count ? a[row] : .max, paged < b.count ? b[paged] : .max)
      let hasRow = row < a.count && a[row] == id
      let hasPage = paged < b.count && b[paged] == id
      if !hasRow || !hasPage || !BookTables.same(rows, row, pages, paged) {
        let label = hasRow ? rows.document(row).label : pages.document(paged).label
        problems.append("the page of the open document \(label) (\(id)) does not say what its row says")
      }
      row += hasRow ? 1 : 0
      paged += hasPage ? 1 : 0
    }
    guard problems.count > BookTables.problemsShown else { return problems }
    return problems.prefix(BookTables.problemsShown) + ["and \(problems.count - BookTables.problemsShown) pages more"]
  }

  private static let problemsShown = 20

  private static func same(_ rows: Book, _ row: Int, _ pages: Book, _ paged: Int) -> Bool {
    rows.document(row) == pages.document(paged)
      && rows.documents.rows[row].balance == pages.documents.rows[paged].balance
      // Nothing remembered is a row of nothing, or none.
      && rows.documents.memory.of(row) == pages.documents.memory.of(paged)
      && rows.documents.learnedOn[row] == pages.documents.learnedOn[paged]
  }
}
