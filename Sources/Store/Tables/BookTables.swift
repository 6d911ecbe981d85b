import Ledger

/// Customers and documents: reading the open position, and writing what a night changed.
public struct BookTables {
  private let database: Database
  /// Keys of companies in the state, by index of the book.
  private var companyIDs: [Int64] = []

  public init(_ database: Database) { self.database = database }

  /// Everything open, with all customers, and what is remembered of the open documents. `companies` come first and in this order.
  public mutating func load(companies: [String]) throws -> Book {
    let counts =
      try database.rows(
        "SELECT (SELECT COUNT(*) FROM customer), (SELECT COUNT(*) FROM document WHERE balance <> 0)"
      ) { ($0.int(0), $0.int(1)) }.first ?? (0, 0)
    var book = Book(companies: companies, expectingCustomers: counts.0, expectingDocuments: counts.1)
    book.documents.reserve(rows: counts.1, textBytes: counts.1 * BookTables.expectedText)
    let byState = try loadCompanies(&book)
    let customers = try loadCustomers(&book, byState)
    try loadDocuments(&book, byState, customers, where: "d.balance <> 0")
    try loadMemory(&book)
    return book
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

  private mutating func loadCompanies(_ book: inout Book) throws -> [Int64: UInt16] {
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
  private func loadCustomers(_ book: inout Book, _ companies: [Int64: UInt16]) throws -> [Int32] {
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

  private static let columns =
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
  private func runDays() throws -> [CalendarDate] {
    var days = [CalendarDate(days: 0)]
    for (id, day) in try database.rows("SELECT id, as_of FROM run ORDER BY id", row: { ($0.int(0), $0.int(1)) }) {
      while days.count < id { days.append(CalendarDate(days: Int32(day))) }
      days.append(CalendarDate(days: Int32(day)))
    }
    return days
  }

  private func read(_ row: Statement, _ company: UInt16, _ customer: Int32, into book: inout Book) -> DocumentRow {
    let instalment = row.bytes(3)
    let key: TextRange
    if instalment.isEmpty {
      key = book.documents.text.add(row.bytes(2))
    } else {
      key = book.documents.text.add("\(row.text(2))\u{1F}\(row.text(3))")
    }
    var packed: UInt32 = 0
    for byte in row.bytes(8) { packed = packed << 8 | UInt32(byte) }
    return DocumentRow(
      amount: row.int64(9), balance: row.int64(10), key: key, details: book.documents.text.add(row.bytes(12)),
      customer: customer, documentDate: CalendarDate(days: Int32(row.int(6))),
      dueDate: row.isNull(7) ? .missing : CalendarDate(days: Int32(row.int(7))), currency: Currency(trusted: packed),
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
    func date(_ column: Int) -> CalendarDate? {
      row.optionalInt(first + column).map { CalendarDate(days: Int32($0)) }
    }
    var memory = ItemMemory()
    memory.level = row.int(first)
    memory.levelReachedOn = date(1)
    memory.lastRemindedOn = date(2)
    memory.payBy = date(3)
    memory.reopenedOn = date(4)
    memory.partPaidOn = date(5)
    memory.dueEarlierOn = date(6)
    memory.heldUntil = date(7)
    memory.preDueNotice = row.optionalInt(first + 8)
    return memory
  }

  /// True when the state knows documents that are closed, so that a new key may be one of them.
  public func hasClosedDocuments() throws -> Bool {
    try !database.rows("SELECT 1 FROM document WHERE balance = 0 LIMIT 1", row: { $0.int(0) }).isEmpty
  }

  /// Adds a closed document that tonight's file mentions to the book; nil when the state does not know it.
  public func addClosed(company: UInt16, key: TextRange, to book: inout Book) throws -> Int? {
    guard Int(company) < companyIDs.count, companyIDs[Int(company)] != 0 else { return nil }
    let (id, instalment) = book.documents.key(key)
    let statement = try database.prepare(
      "SELECT \(BookTables.columns), k.customer_id, r.as_of FROM document d JOIN run r ON r.id = d.first_run "
        + "JOIN customer k ON k.id = d.customer WHERE d.company = ? AND d.document_id = ? AND d.instalment = ?")
    defer { statement.reset() }
    statement.bind(.int(companyIDs[Int(company)]), at: 1)
    statement.bind(.text(id), at: 2)
    statement.bind(.text(instalment), at: 3)
    guard try statement.step(), let customer = book.customers.find(company: company, id: statement.bytes(14)) else {
      return nil
    }
    let row = read(statement, company, Int32(customer), into: &book)
    let stateID = statement.int64(0)
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
  /// Stores the companies, customers and documents that are new or changed tonight, in key order, and gives new ones their keys.
  /// - Parameters:
  ///   - changed: rows of documents that changed, with what a person wants to know about the version.
  ///   - newDocuments: rows of new documents in key order.
  public mutating func write(
    _ book: inout Book, run: Int64, changed: [DocumentVersion], newDocuments: [DocumentVersion]
  ) throws {
    try writeCompanies(book, run: run)
    let customerIDs = try writeCustomers(book, run: run)
    try writeChanged(book, run, changed, customerIDs)
    try writeNew(&book, run, newDocuments, customerIDs)
  }

  /// A version of a document to be stored: its row of the book, the file and line that taught it, and why it changed.
  public struct DocumentVersion {
    public var row: Int
    public var file: Int?
    public var line: Int?
    public var cause: String?
    public init(row: Int, file: Int?, line: Int?, cause: String?) {
      self.row = row
      self.file = file
      self.line = line
      self.cause = cause
    }
  }

  private mutating func writeCompanies(_ book: Book, run: Int64) throws {
    while companyIDs.count < book.companies.count { companyIDs.append(0) }
    for (index, company) in book.companies.enumerated() where companyIDs[index] == 0 {
      try database.run("INSERT INTO company(company, first_run) VALUES(?, ?)", .text(company), .int(run))
      companyIDs[index] = try database.rows("SELECT last_insert_rowid()") { $0.int64(0) }[0]
    }
  }

  /// Keys of all customers by row of the book.
  private func writeCustomers(_ book: Book, run: Int64) throws -> [Int64] {
    var ids = book.customers.rows.map(\.stateID)
    let changed = book.customers.rows.indices.filter { book.customers.rows[$0].isChanged }.sorted { a, b in
      let (x, y) = (book.customers.rows[a], book.customers.rows[b])
      if x.company != y.company { return x.company < y.company }
      return book.customers.text.with(x.id) { first in book.customers.text.with(y.id) { first.precedes($0) } }
    }
    var next = (try database.rows("SELECT COALESCE(MAX(id), 0) FROM customer") { $0.int64(0) }[0]) + 1
    let insert = try database.prepare(
      "INSERT INTO customer(id, company, customer_id, name, details, since_run) VALUES(?, ?, ?, ?, ?, ?)")
    for index in changed {
      let row = book.customers.rows[index]
      if row.stateID != 0 {
        try update(row, in: book, run: run)
        continue
      }
      insert.bind(int: next, at: 1)
      insert.bind(int: companyIDs[Int(row.company)], at: 2)
      book.customers.text.with(row.id) { insert.bind(text: $0, at: 3) }
      book.customers.text.with(row.name) { insert.bind(text: $0, at: 4) }
      book.customers.text.with(row.details) { insert.bind(text: $0, at: 5) }
      insert.bind(int: run, at: 6)
      try insert.runOnce()
      ids[index] = next
      next += 1
    }
    return ids
  }

  private func update(_ row: CustomerTable.Row, in book: Book, run: Int64) throws {
    try database.run(
      "INSERT OR IGNORE INTO customer_history SELECT id, since_run, ?, name, details FROM customer WHERE id = ?",
      .int(run),
      .int(row.stateID))
    try database.run(
      "UPDATE customer SET name = ?, details = ?, since_run = ? WHERE id = ?",
      .text(book.customers.text.string(row.name)),
      .text(book.customers.text.string(row.details)), .int(run), .int(row.stateID))
  }

  private func writeChanged(
    _ book: Book, _ run: Int64, _ changed: [DocumentVersion], _ customers: [Int64]
  ) throws {
    let keep = try database.prepare(
      "INSERT INTO document_history SELECT id, since_run, ?, customer, kind, document_date, due_date, currency, amount, "
        + "balance, void, details, file, line, cause FROM document WHERE id = ?")
    let update = try database.prepare(
      "UPDATE document SET customer = ?, kind = ?, document_date = ?, due_date = ?, currency = ?, amount = ?, "
        + "balance = ?, void = ?, details = ?, since_run = ?, file = ?, line = ?, cause = ? WHERE id = ?")
    for version in changed.sorted(by: { book.documents.stateIDs[$0.row] < book.documents.stateIDs[$1.row] }) {
      let id = book.documents.stateIDs[version.row]
      keep.bind(int: run, at: 1)
      keep.bind(int: id, at: 2)
      try keep.runOnce()
      bind(version, book, customers, to: update, from: 1)
      update.bind(int: run, at: 10)
      update.bind(version.file.map { .int($0) } ?? .null, at: 11)
      update.bind(version.line.map { .int($0) } ?? .null, at: 12)
      update.bind(.optional(version.cause), at: 13)
      update.bind(int: id, at: 14)
      try update.runOnce()
    }
  }

  /// Binds customer, kind, document date, due date, currency, amount, balance, void and details.
  private func bind(_ version: DocumentVersion, _ book: Book, _ customers: [Int64], to s: Statement, from first: Int) {
    let row = book.documents.rows[version.row]
    s.bind(int: customers[Int(row.customer)], at: first)
    s.bind(int: Int(row.kind.rawValue), at: first + 1)
    s.bind(int: Int(row.documentDate.days), at: first + 2)
    if let due = row.dueDate.orNil { s.bind(int: Int(due.days), at: first + 3) } else { s.bindNull(at: first + 3) }
    withUnsafeBytes(of: row.currency.packed.bigEndian) {
      s.bind(text: UnsafeRawBufferPointer(rebasing: $0[1...]), at: first + 4)
    }
    s.bind(int: row.amount, at: first + 5)
    s.bind(int: row.balance, at: first + 6)
    s.bind(int: row.flags.contains(.void) ? 1 : 0, at: first + 7)
    book.documents.text.with(row.details) { s.bind(text: $0, at: first + 8) }
  }

  private func writeNew(
    _ book: inout Book, _ run: Int64, _ new: [DocumentVersion], _ customers: [Int64]
  ) throws {
    var next = (try database.rows("SELECT COALESCE(MAX(id), 0) FROM document") { $0.int64(0) }[0]) + 1
    let insert = try database.prepare(
      "INSERT INTO document(customer, kind, document_date, due_date, currency, amount, balance, void, details, id, company, "
        + "document_id, instalment, first_run, since_run, file, line) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    for version in new {
      let row = book.documents.rows[version.row]
      bind(version, book, customers, to: insert, from: 1)
      insert.bind(int: next, at: 10)
      insert.bind(int: companyIDs[Int(row.company)], at: 11)
      book.documents.text.with(row.key) { key in
        let end = key.lastIndex(of: DocumentRow.instalmentSeparator) ?? key.endIndex
        insert.bind(text: UnsafeRawBufferPointer(rebasing: key[..<end]), at: 12)
        insert.bind(text: UnsafeRawBufferPointer(rebasing: key[min(end + 1, key.endIndex)...]), at: 13)
      }
      insert.bind(int: run, at: 14)
      insert.bind(int: run, at: 15)
      insert.bind(version.file.map { .int($0) } ?? .null, at: 16)
      insert.bind(version.line.map { .int($0) } ?? .null, at: 17)
      try insert.runOnce()
      book.documents.stateIDs[version.row] = next
      next += 1
    }
  }

  /// Stores what is remembered of documents; `rows` are rows of the book.
  public func writeMemory(_ rows: [Int], of book: Book) throws {
    let statement = try database.prepare(
      "INSERT OR REPLACE INTO item_memory VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for row in rows.sorted(by: { book.documents.stateIDs[$0] < book.documents.stateIDs[$1] }) {
      let memory = book.documents.memory[row] ?? ItemMemory()
      statement.bind(int: book.documents.stateIDs[row], at: 1)
      statement.bind(int: memory.level, at: 2)
      let dates = [
        memory.levelReachedOn, memory.lastRemindedOn, memory.payBy, memory.reopenedOn, memory.partPaidOn,
        memory.dueEarlierOn, memory.heldUntil,
      ]
      for (index, date) in dates.enumerated() { statement.bind(.optional(date.map { Int($0.days) }), at: 3 + index) }
      statement.bind(.optional(memory.preDueNotice), at: 10)
      try statement.runOnce()
    }
  }

  /// Keys of customers by row of the book, after `write` has given new ones theirs.
  public func customerIDs(_ book: Book) throws -> [Int64] {
    try book.customers.rows.map { row in
      if row.stateID != 0 { return row.stateID }
      return try database.rows(
        "SELECT id FROM customer WHERE company = ? AND customer_id = ?", .int(companyIDs[Int(row.company)]),
        .text(book.customers.text.string(row.id)), row: { $0.int64(0) })[0]
    }
  }

  /// Keys of companies by their ids.
  public static func companyIDs(_ database: Database) throws -> [String: Int64] {
    Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT company, id FROM company", row: { ($0.text(0), $0.int64(1)) }))
  }

  /// Gets ready to write a book that another value has loaded.
  public mutating func open(companies: [String]) throws {
    let known = try BookTables.companyIDs(database)
    companyIDs = companies.map { known[$0] ?? 0 }
  }
}
