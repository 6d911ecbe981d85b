import Ledger

extension BookTables {
  /// Stores the companies, customers and documents that are new or changed tonight, in key order, and gives new ones their keys.
  /// - Parameters:
  ///   - changed: rows of documents that changed, with what a person wants to know about the version.
  ///   - newDocuments: rows of new documents in key order.
  ///   - causes: why those of them that fell before they were first seen fell; by row.
  ///   - source: file and line that taught us a new document.
  public mutating func write(
    _ book: inout Book, run: Int64, changed: [DocumentVersion], newDocuments: [Int], causes: [Int: String] = [:],
    source: (_ row: Int) -> (file: Int, line: Int)?
  ) throws {
    try writeCompanies(book, run: run)
    try writeCustomers(&book, run: run)
    try writeChanged(book, run, changed)
    try writeNew(&book, run, newDocuments, causes, source)
    if !newDocuments.isEmpty { try beginCompanies(run) }
    let rows = book.documents.rows
    try BookPages(database: database).write(
      .documents, changed.map(\.row) + newDocuments, inUse: rows.count, run: run, of: book, companies: companyIDs
    ) { rows.indices.filter { rows[$0].balance != 0 } }
    try writeLines(book, run: run)
  }

  private func writeLines(_ book: Book, run: Int64) throws {
    let (rows, lines) = (book.documents.rows, book.documents.lines)
    guard !lines.isEmpty else { return }
    try BookPages(database: database).write(
      .lines, Set(lines.learned).map { Int($0) }.sorted(), inUse: lines.marks.count, run: run, of: book,
      companies: companyIDs
    ) { lines.marks.indices.filter { lines.marks[$0] != 0 && rows[$0].balance != 0 } }
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
      try database.run(
        "INSERT INTO company(company, first_run, is_added) "
          + "VALUES(?1, ?2, EXISTS(SELECT 1 FROM company WHERE first_run < ?2))", .text(company), .int(run))
      companyIDs[index] = try database.rows("SELECT last_insert_rowid()") { $0.int64(0) }[0]
    }
  }

  /// A company begins with its first documents: before them nothing was known of what is open.
  private func beginCompanies(_ run: Int64) throws {
    try database.run(
      "UPDATE company SET first_run = ?1 WHERE first_run < ?1 "
        + "AND NOT EXISTS(SELECT 1 FROM document d WHERE d.company = company.id AND d.first_run < ?1) "
        + "AND EXISTS(SELECT 1 FROM document d WHERE d.company = company.id)", .int(run))
  }

  /// Stores what is new of customers, and gives new ones their keys, in the order of their ids.
  private func writeCustomers(_ book: inout Book, run: Int64) throws {
    let customers = book.customers
    var new: [Int] = []
    for row in customers.keyOrder(customers.rows.indices.filter { customers.rows[$0].isChanged }) {
      if customers.rows[row].stateID == 0 {
        new.append(row)
      } else {
        try update(customers.rows[row], in: book, run: run)
      }
    }
    let first = try database.lastKey(of: "customer") + 1
    try customers.text.bytes.withUnsafeBytes { text in
      let target = "customer(id, company, customer_id, name, details, since_run)"
      try database.insert(new.count, into: target, columns: 6) { at, cells in
        let row = customers.rows[new[at]]
        cells.set(0, int: first + Int64(at))
        cells.set(1, int: companyIDs[Int(row.company)])
        cells.set(2, text: text[row.id])
        cells.set(3, text: text[row.name])
        cells.set(4, text: text[row.details])
        cells.set(5, int: run)
      }
    }
    for (at, row) in new.enumerated() { book.customers.setStateID(first + Int64(at), of: row) }
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

  private func writeChanged(_ book: Book, _ run: Int64, _ changed: [DocumentVersion]) throws {
    let keep = try database.prepare(
      "INSERT INTO document_history SELECT id, since_run, ?, customer, kind, document_date, due_date, currency, amount, "
        + "balance, void, details, file, line, cause FROM document WHERE id = ?")
    let update = try database.prepare(
      "UPDATE document SET customer = ?, kind = ?, document_date = ?, due_date = ?, currency = ?, amount = ?, "
        + "balance = ?, void = ?, details = ?, since_run = ?, file = ?, line = ?, cause = ? WHERE id = ?"
    )
    for version in changed.sorted(by: { book.documents.stateIDs[$0.row] < book.documents.stateIDs[$1.row] }) {
      let id = book.documents.stateIDs[version.row]
      keep.bind(int: run, at: 1)
      keep.bind(int: id, at: 2)
      try keep.runOnce()
      let row = book.documents.rows[version.row]
      update.bind(int: book.customers.rows[Int(row.customer)].stateID, at: 1)
      update.bind(int: Int(row.kind.rawValue), at: 2)
      update.bind(int: Int(row.documentDate.days), at: 3)
      update.bind(.optional(row.dueDate.orNil.map { Int($0.days) }), at: 4)
      update.bind(.text(row.currency.code), at: 5)
      update.bind(int: row.amount, at: 6)
      update.bind(int: row.balance, at: 7)
      update.bind(int: row.flags.contains(.void) ? 1 : 0, at: 8)
      book.documents.shapes.withJSON(row.details, in: book.documents.text) { update.bind(text: $0, at: 9) }
      update.bind(int: run, at: 10)
      update.bind(.optional(version.file), at: 11)
      update.bind(.optional(version.line), at: 12)
      update.bind(.optional(version.cause), at: 13)
      update.bind(int: id, at: 14)
      try update.runOnce()
    }
  }

  private static let newDocument =
    "document(id, company, document_id, instalment, customer, kind, document_date, due_date, currency, amount, balance, void, "
    + "details, first_run, since_run, file, line, cause)"

  private func writeNew(
    _ book: inout Book, _ run: Int64, _ new: [Int], _ causes: [Int: String],
    _ source: (_ row: Int) -> (file: Int, line: Int)?
  ) throws {
    let first = try database.lastKey(of: "document") + 1
    let documents = book.documents
    // By row of the book and nothing else beside: they are asked for in any order, and so many lie close together.
    let customers = book.customers.rows.map(\.stateID)
    try withUnsafeTemporaryAllocation(byteCount: 3, alignment: 1) { currency in
      try documents.text.bytes.withUnsafeBytes { text in
        try database.insert(new.count, into: BookTables.newDocument, columns: 18) { at, cells in
          let row = documents.rows[new[at]]
          let key = text[row.key]
          let end = key.lastIndex(of: DocumentRow.instalmentSeparator) ?? key.endIndex
          row.currency.write(to: currency)
          cells.set(0, int: first + Int64(at))
          cells.set(1, int: companyIDs[Int(row.company)])
          cells.set(2, text: UnsafeRawBufferPointer(rebasing: key[..<end]))
          cells.set(3, text: UnsafeRawBufferPointer(rebasing: key[min(end + 1, key.endIndex)...]))
          cells.set(4, int: customers[Int(row.customer)])
          cells.set(5, int: Int(row.kind.rawValue))
          cells.set(6, int: row.documentDate.days)
          cells.set(7, date: row.dueDate.orNil)
          cells.set(8, text: UnsafeRawBufferPointer(currency))
          cells.set(9, int: row.amount)
          cells.set(10, int: row.balance)
          cells.set(11, int: row.flags.contains(.void) ? 1 : 0)
          cells.set(12, upTo: documents.shapes.mostBytes(row.details)) {
            documents.shapes.write(row.details.shape, text[row.details.values], to: $0)
          }
          cells.set(13, int: run)
          cells.set(14, int: run)
          let taught = source(new[at])
          cells.set(15, int: taught?.file)
          cells.set(16, int: taught?.line)
          cells.set(17, text: causes.isEmpty ? nil : causes[new[at]])
        }
      }
    }
    for (at, row) in new.enumerated() { book.documents.stateIDs[row] = first + Int64(at) }
    try noteBackdated(new, from: first, documents, run)
  }

  /// Marks new documents that the run before would have learned by their own dates: a question about the past looks at each of them.
  /// - Parameter first: key of the first of them.
  private func noteBackdated(_ new: [Int], from first: Int64, _ documents: DocumentTable, _ run: Int64) throws {
    let before = try database.rows("SELECT MAX(as_of) FROM run WHERE id < ?", .int(run), row: { $0.optionalInt(0) })
    guard let day = before.first.flatMap(\.self) else { return }
    let late = new.indices.filter { Int(documents.rows[new[$0]].documentDate.days) < day }
    try database.insert(late.count, into: "document_backdated", columns: 1) { at, cells in
      cells.set(0, int: first + Int64(late[at]))
    }
  }

  /// Stores what is remembered of documents; `rows` are rows of the book.
  public func writeMemory(_ rows: [Int], of book: Book, run: Int64) throws {
    let ids = book.documents.stateIDs
    let rows = BookTables.inKeyOrder(rows, ids)
    // They lie in the order in which they were learned: fetched in a loop of their own, the waits for memory overlap.
    let memories = rows.map { book.documents.memory.of($0) }
    try UndoTables(database).noteMemory(rows.count, run: run) { ids[rows[$0]] }
    try database.insert(rows.count, into: "item_memory", columns: 12, verb: "INSERT OR REPLACE") { at, cells in
      let memory = memories[at]
      cells.set(0, int: ids[rows[at]])
      cells.set(1, int: memory.level)
      cells.set(2, date: memory.levelReachedOn)
      cells.set(3, date: memory.lastRemindedOn)
      cells.set(4, date: memory.payBy)
      cells.set(5, date: memory.reopenedOn)
      cells.set(6, date: memory.partPaidOn)
      cells.set(7, date: memory.dueEarlierOn)
      cells.set(8, date: memory.heldUntil)
      cells.set(9, int: memory.preDueNotice)
      cells.set(10, date: memory.handedOverOn)
      cells.set(11, int: memory.levelStep.map { Int($0.number) })
    }
    let documents = book.documents
    try BookPages(database: database).write(
      .memory, rows, inUse: documents.memory.count, run: run, of: book, companies: companyIDs
    ) { documents.rows.indices.filter { documents.rows[$0].balance != 0 && documents.memory[$0] != nil } }
  }

  /// Different rows in the order of their keys in the state. Where the keys lie close together, as those of a first load do, each is
  /// put at its place instead of being compared with others.
  static func inKeyOrder(_ rows: [Int], _ ids: [Int64]) -> [Int] {
    let lowest = rows.reduce(Int64.max) { min($0, ids[$1]) }
    let highest = rows.reduce(Int64.min) { max($0, ids[$1]) }
    guard !rows.isEmpty, highest - lowest < Int64(rows.count) * 4 else { return rows.sorted { ids[$0] < ids[$1] } }
    var places = [Int32](repeating: -1, count: Int(highest - lowest) + 1)
    for row in rows { places[Int(ids[row] - lowest)] = Int32(row) }
    return places.compactMap { $0 < 0 ? nil : Int($0) }
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
