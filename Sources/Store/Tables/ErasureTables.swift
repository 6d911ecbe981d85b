import Ledger

/// A customer whose personal data are being removed, or were.
public struct ErasureRecord: Sendable, Equatable {
  public var id: Int64
  public var company: String
  /// The customer's id until the erasure is done, then the pseudonym.
  public var customerID: String
  public var pseudonym: String
  public var isDone: Bool

  public init(id: Int64, company: String, customerID: String, pseudonym: String, isDone: Bool) {
    self.id = id
    self.company = company
    self.customerID = customerID
    self.pseudonym = pseudonym
    self.isDone = isDone
  }
}

/// A file that an erasure changed or removed, or that retention removed.
public struct ErasedFile: Sendable, Equatable {
  /// Relative to the installation: `outbox/runs/<run>/...`, `archive/<year>/<sha256>`.
  public var path: String
  public var before: String
  /// Nil: it was removed.
  public var after: String?

  public init(path: String, before: String, after: String?) {
    self.path = path
    self.before = before
    self.after = after
  }
}

/// Erasures, and what they changed outside the state.
public struct ErasureTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The layout's step that made the tables.
  static let layout = """
    -- Customers whose personal data were removed; the id stands here only until that is done.
    CREATE TABLE erasure(
      id INTEGER PRIMARY KEY, company TEXT NOT NULL, customer_id TEXT NOT NULL, pseudonym TEXT NOT NULL,
      is_done INTEGER NOT NULL) STRICT;
    -- Files of outbox and archive that erasures changed: what `verify` expects instead of what was published.
    CREATE TABLE erased_file(path TEXT PRIMARY KEY, before TEXT NOT NULL, after TEXT) STRICT, WITHOUT ROWID;
    """

  /// By what the number of an erased customer is known again, see `ErasedCustomers`; and the day of the newest run by then. NULL: erased by a
  /// program that kept neither.
  static let knownAgain = """
    ALTER TABLE erasure ADD COLUMN known_by TEXT;
    ALTER TABLE erasure ADD COLUMN known_on INTEGER;
    """

  public func all() throws -> [ErasureRecord] {
    try database.rows("SELECT id, company, customer_id, pseudonym, is_done FROM erasure ORDER BY id") { row in
      ErasureRecord(
        id: row.int64(0), company: row.text(1), customerID: row.text(2), pseudonym: row.text(3),
        isDone: row.int(4) != 0)
    }
  }

  public func begin(company: String, customer: String) throws -> ErasureRecord {
    let id = try database.rows("SELECT COALESCE(MAX(id), 0) + 1 FROM erasure", row: { $0.int64(0) })[0]
    let record = ErasureRecord(
      id: id, company: company, customerID: customer, pseudonym: "erased-\(id)", isDone: false)
    try database.run(
      "INSERT INTO erasure VALUES(?, ?, ?, ?, 0, ?, (SELECT MAX(as_of) FROM run))", .int(id), .text(company),
      .text(customer), .text(record.pseudonym), .text(try customersErased().hash(company, customer)))
    return record
  }

  /// A file that came after the erasure had the customer: what the file left outside the state is erased, too, by `Erasure.resume`.
  public func beginAgain(_ id: Int64, customer: String) throws {
    try database.run("UPDATE erasure SET customer_id = ?, is_done = 0 WHERE id = ?", .text(customer), .int(id))
  }

  /// Who was erased, as far as that may be known.
  public func customersErased() throws -> ErasedCustomers {
    try ErasedCustomers(
      salt: RunTables(database).meta("installation") ?? "",
      database.rows(
        "SELECT id, known_by, known_on FROM erasure WHERE known_by IS NOT NULL AND known_on IS NOT NULL ORDER BY id"
      ) { (id: $0.int64(0), hash: $0.text(1), day: CalendarDate(days: Int32($0.int(2)))) })
  }

  /// Keys of the documents of customers who were erased on a day or after it: a file of the day or before says nothing of them any more.
  public func documents(erasedSince day: CalendarDate) throws -> [Int64] {
    try database.rows(
      "SELECT d.id FROM erasure e CROSS JOIN company c ON c.company = e.company "
        + "CROSS JOIN customer k ON k.company = c.id AND k.customer_id = e.pseudonym "
        + "CROSS JOIN document d ON d.customer = k.id WHERE e.known_on >= ?", .int(Int(day.days)),
      row: { $0.int64(0) })
  }

  /// Every customer that is not erased, as company and id, in byte order.
  public func customers() throws -> [(company: String, customerID: String)] {
    try database.rows(
      "SELECT c.company, k.customer_id FROM customer k JOIN company c ON c.id = k.company WHERE NOT EXISTS "
        + "(SELECT 1 FROM erasure e WHERE e.company = c.company AND e.customer_id = k.customer_id) ORDER BY 1, 2"
    ) { ($0.text(0), $0.text(1)) }
  }

  /// Customers one of whose documents a feed has told of, now or before.
  public func customers(withDocumentsOf feed: String) throws -> [(company: String, customerID: String)] {
    try database.rows(
      "SELECT c.company, k.customer_id FROM customer k JOIN company c ON c.id = k.company WHERE k.id IN ("
        + "SELECT customer FROM document WHERE file IN (SELECT file FROM arrival WHERE feed = ?1) UNION "
        + "SELECT customer FROM document_history WHERE file IN (SELECT file FROM arrival WHERE feed = ?1)) ORDER BY 1, 2",
      .text(feed)
    ) { ($0.text(0), $0.text(1)) }
  }

  public func finish(_ record: ErasureRecord) throws {
    try database.run("UPDATE erasure SET customer_id = pseudonym, is_done = 1 WHERE id = ?", .int(record.id))
  }

  /// Notes what becomes of a file, before it does. What an earlier erasure made of it is what was before for neither: the published bytes
  /// stay the first.
  public func note(_ file: ErasedFile) throws {
    try database.run(
      "INSERT INTO erased_file VALUES(?, ?, ?) ON CONFLICT(path) DO UPDATE SET after = excluded.after",
      .text(file.path), .text(file.before), .optional(file.after))
  }

  /// A file that was removed has come again: from now on it must be there.
  public func isBack(_ path: String) throws {
    try database.run("DELETE FROM erased_file WHERE path = ? AND after IS NULL", .text(path))
  }

  public func files() throws -> [ErasedFile] {
    try database.rows("SELECT path, before, after FROM erased_file ORDER BY path") {
      ErasedFile(path: $0.text(0), before: $0.text(1), after: $0.optionalText(2))
    }
  }
}

extension ErasureTables {
  // MARK: Removing

  struct Table {
    var name: String
    var columns: [(name: String, type: String, isRequired: Bool)]
    func has(_ column: String, _ type: String) -> Bool { columns.contains { $0.name == column && $0.type == type } }
  }

  func tables() throws -> [Table] {
    let names = try database.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      row: { $0.text(0) })
    return try names.map { name in
      Table(
        name: name,
        columns: try database.rows("SELECT name, type, \"notnull\" OR pk > 0 FROM pragma_table_info(?)", .text(name)) {
          ($0.text(0), $0.text(1), $0.int(2) != 0)
        })
    }
  }

  /// Tables whose rows are of one customer: whatever is added to the layout, it is found by these two columns.
  func ownTables() throws -> [Table] {
    try tables().filter { $0.has("company", "TEXT") && $0.has("customer_id", "TEXT") && $0.name != "erasure" }
  }

  /// Columns of such tables that say nothing personal; every other text is emptied.
  private static let kept: Set<String> = [
    "company", "customer_id", "currency", "kind", "channel", "template", "state", "event", "decision_id", "document_id",
    "payment_id", "message_id", "plan_id", "contact_id", "claim_id", "charge_id", "rule", "policy", "amount",
    "instalment", "regime",
    "included_as", "record_id", "what", "level", "language", "role", "status", "reason", "origin", "at", "method",
    "confidence", "fee",
    "interest", "documents", "terms", "rates",
  ]

  /// Puts the pseudonym in the customer's place and empties what is personal, in one transaction of the caller.
  public func pseudonymize(_ record: ErasureRecord, _ traces: CustomerTraces) throws {
    let closed = try closedAddresses(record, traces)
    try emptyNotes(record, traces)
    for table in try ownTables() {
      let changes = table.columns.filter { $0.type == "TEXT" && !ErasureTables.kept.contains($0.name) }.map {
        "\($0.name) = " + ($0.name == "details" ? "'{}'" : $0.isRequired ? "''" : "NULL")
      }
      try database.run(
        "UPDATE \(table.name) SET \((["customer_id = ?"] + changes).joined(separator: ", ")) WHERE company = ? AND customer_id = ?",
        .text(record.pseudonym), .text(record.company), .text(record.customerID))
    }
    try database.run(
      "UPDATE customer SET customer_id = ?, name = 'erased', details = '{}' WHERE id = ?", .text(record.pseudonym),
      .int(traces.row))
    try database.run("UPDATE customer_history SET name = 'erased', details = '{}' WHERE customer = ?", .int(traces.row))
    try renameInOthers(record)
    try database.run("UPDATE document SET details = '{}' WHERE customer = ?", .int(traces.row))
    for (row, address) in closed {
      try database.run("UPDATE delivery_event SET address = ? WHERE id = ?", .text(address), .int(row))
    }
    // What was told of his settled documents may rest on references of payments, which are gone.
    try database.run(
      "INSERT OR IGNORE INTO document_paid_late SELECT id, (SELECT MAX(id) FROM run) FROM document "
        + "WHERE customer = ? AND balance = 0", .int(traces.row))
    try database.run("UPDATE document_history SET details = '{}' WHERE customer = ?", .int(traces.row))
    // Money that a bank told without a customer, and that paid his documents.
    try database.run(
      "UPDATE payment SET details = '{}', reference = NULL WHERE customer_id = '' AND id IN "
        + "(SELECT m.payment FROM cash_match m JOIN document d ON d.id = m.document WHERE d.customer = ?)",
      .int(traces.row))
    // The pages hold what the rows held; the next night makes them anew. What was before is not brought back.
    try database.run("DELETE FROM book_page")
    try SettlementSums(database).forget()
    try UndoTables(database).forget()
    // Whoever asked for access in the customer's name: the address goes with all its texts.
    for address in traces.texts where address.contains("@") {
      try database.run("UPDATE access_request SET name = NULL WHERE lower(email) = lower(?)", .text(address))
    }
    try replaceTexts(record, traces)
  }

  /// Records of others, as they are and as they were, that name the customer as payer, parent or party: past days find it under the pseudonym.
  private func renameInOthers(_ record: ErasureRecord) throws {
    try database.define("renamed") { text in
      var details = Details(json: String(decoding: text, as: UTF8.self))
      let fields = Customer.fieldsOfOthers.filter { details[$0] == record.customerID }
      for field in fields { details = details.setting(field, to: record.pseudonym) }
      return fields.isEmpty ? nil : Array(details.json.utf8)
    }
    for (table, key) in [("customer", "id"), ("customer_history", "customer")] {
      try database.run(
        "UPDATE \(table) SET details = renamed(details) WHERE renamed(details) IS NOT NULL AND \(key) IN "
          + "(SELECT id FROM customer WHERE company = (SELECT id FROM company WHERE company = ?))",
        .text(record.company))
    }
  }

  /// What was noted of decisions about the customer's documents whose rows name somebody else.
  private func emptyNotes(_ record: ErasureRecord, _ traces: CustomerTraces) throws {
    let noted = try database.rows(
      "SELECT id, document_id FROM decision WHERE company = ? AND customer_id <> ? AND document_id IS NOT NULL "
        + "AND note IS NOT NULL", .text(record.company), .text(record.customerID), row: { ($0.int64(0), $0.text(1)) })
    for (row, document) in noted where traces.hasDocument(named: document) {
      try database.run("UPDATE decision SET note = NULL WHERE id = ?", .int(row))
    }
  }

  /// Addresses that nothing is sent to any more, and that others have too: who wants no more mail there goes on to get none.
  private func closedAddresses(_ record: ErasureRecord, _ traces: CustomerTraces) throws -> [(Int64, String)] {
    guard !traces.shared.isEmpty else { return [] }
    return try database.rows(
      "SELECT id, address FROM delivery_event WHERE company = ? AND customer_id = ? AND address IS NOT NULL "
        + "AND channel IN ('email', 'sms', 'whatsapp')", .text(record.company), .text(record.customerID),
      row: { ($0.int64(0), $0.text(1)) }
    ).compactMap { row, address in
      let shared = address.split { $0 == ";" || $0 == "," }.filter {
        traces.shared.contains(SharedTexts.words(String($0)))
      }
      return shared.isEmpty ? nil : (row, shared.joined(separator: ";"))
    }
  }

  /// What other rows quote of the customer, such as what a run asked people to look at. The trail quotes nobody.
  private func replaceTexts(_ record: ErasureRecord, _ traces: CustomerTraces) throws {
    let search = WordSearch(words: traces.texts.map { Array($0.utf8) }, numbers: traces.accounts.map { Array($0.utf8) })
    if !search.isEmpty {
      let pseudonym = Array(record.pseudonym.utf8)
      try database.define("without_customer") { search.replacing(in: $0, by: pseudonym) }
      for table in try tables() where table.name != "trail" && table.name != "run_setting" && table.name != "erasure" {
        for column in table.columns where column.type == "TEXT" {
          try database.run(
            "UPDATE \(table.name) SET \(column.name) = without_customer(\(column.name)) "
              + "WHERE without_customer(\(column.name)) IS NOT NULL")
        }
      }
    }
    try database.run(
      "UPDATE attention SET what = replace(what, ?, ?) WHERE instr(what, ?) > 0",
      .text("\(record.company) \(record.customerID)"), .text("\(record.company) \(record.pseudonym)"),
      .text("\(record.company) \(record.customerID)"))
  }

  /// Writes the whole database anew, so that nothing of what was removed is left in free pages.
  public func vacuum() throws { try database.execute("VACUUM") }
}
