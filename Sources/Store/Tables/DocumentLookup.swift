import Ledger

/// Finds documents and customers by the ids that people know, in whatever company.
public struct DocumentLookup {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// A document with what a person asks about it.
  public struct Found {
    public var stateID: Int64
    public var document: Document
    public var memory: ItemMemory
    /// Run that learned the present version; the file and line that taught it, and why the balance fell.
    public var run: String
    public var file: Int64?
    public var line: Int?
    public var cause: String?
  }

  public struct FoundCustomer {
    public var company: String
    public var id: String
    public var name: String
    public var openItems: Int
    /// See `Customer.unusableEmail`.
    public var unusableEmail: String?
  }

  /// Documents of this id in every company, or in one.
  public func find(id: String, company: String?) throws -> [Found] {
    try find(id: id, instalment: nil, company: company)
  }

  /// Documents that a person calls so, in every company, or in one: by their id, or an instalment as `ID/INSTALMENT`, as messages and lists have it.
  public func find(named text: String, company: String?) throws -> [Found] {
    try DocumentLookup.names(text).flatMap { try find(id: $0.id, instalment: $0.instalment, company: company) }
  }

  private func find(id: String, instalment: String?, company: String?) throws -> [Found] {
    try remembered(
      database.rows(
        DocumentLookup.select
          + "WHERE d.document_id = ?1 AND (?2 IS NULL OR c.company = ?2) AND (?3 IS NULL OR d.instalment = ?3) "
          + "ORDER BY c.company, d.instalment",
        .text(id), .optional(company), .optional(instalment), row: DocumentLookup.found))
  }

  /// The document with this key of the state.
  public func document(key: Int64) throws -> Document? {
    try database.rows(DocumentLookup.select + "WHERE d.id = ?", .int(key), row: DocumentLookup.found).first?.document
  }

  /// Whether a run learned a version of the document with this key of the state.
  public func isChanged(_ key: Int64, by run: Int64) throws -> Bool {
    try database.rows(
      "SELECT EXISTS(SELECT 1 FROM document WHERE id = ?1 AND since_run = ?2) "
        + "OR EXISTS(SELECT 1 FROM document_history WHERE document = ?1 AND from_run = ?2)", .int(key), .int(run),
      row: { $0.int(0) != 0 })[0]
  }

  /// Documents that a person calls so and that are settled.
  public func closed(named text: String, company: String) throws -> [Found] {
    try find(named: text, company: company).filter { $0.document.balance == 0 }
  }

  /// Documents of this id that are settled, by instalment.
  public func closed(id: String, company: String) throws -> [Found] {
    try database.rows(
      DocumentLookup.select + "WHERE d.balance = 0 AND d.company = (SELECT id FROM company WHERE company = ?) "
        + "AND d.document_id = ? ORDER BY d.instalment", .text(company), .text(id), row: DocumentLookup.found)
  }

  /// Open documents of a customer, by due date.
  public func open(ofCustomer id: String, company: String) throws -> [Found] {
    try remembered(
      database.rows(
        DocumentLookup.select + "WHERE k.customer_id = ? AND c.company = ? AND d.balance <> 0 AND d.void = 0 "
          + "ORDER BY d.due_date, d.document_id, d.instalment", .text(id), .text(company), row: DocumentLookup.found))
  }

  /// Documents that were handed over, and settled or cancelled by a run of this day: none but where a day is run again.
  public func closedWithLawyer(asOf: CalendarDate) throws -> [Found] {
    try remembered(
      database.rows(
        DocumentLookup.select
          + "WHERE d.id IN (SELECT h.document FROM run o JOIN document_history h ON h.until_run = o.id "
          + "WHERE o.as_of = ? AND h.balance <> 0 AND h.void = 0) AND (d.balance = 0 OR d.void = 1) "
          + "AND EXISTS(SELECT 1 FROM item_memory m WHERE m.document = d.id AND m.handed_over_on IS NOT NULL) ORDER BY d.id",
        .int(Int(asOf.days)), row: DocumentLookup.found))
  }

  /// Which of a customer's documents were handed over to a lawyer or an agency, and when.
  public func handOvers(customer: String, company: String) throws -> [(label: String, day: CalendarDate)] {
    try database.rows(
      "SELECT d.document_id, d.instalment, m.handed_over_on FROM customer k JOIN company c ON c.id = k.company "
        + "JOIN document d ON d.customer = k.id JOIN item_memory m ON m.document = d.id "
        + "WHERE k.customer_id = ? AND c.company = ? AND m.handed_over_on IS NOT NULL "
        + "ORDER BY m.handed_over_on, d.document_id, d.instalment", .text(customer), .text(company)
    ) { row in
      let instalment = row.text(1)
      return (instalment.isEmpty ? row.text(0) : row.text(0) + "/" + instalment, CalendarDate(days: Int32(row.int(2))))
    }
  }

  private static let select =
    "SELECT d.id, c.company, k.customer_id, d.document_id, d.instalment, d.kind, d.document_date, d.due_date, d.currency, "
    + "d.amount, d.balance, d.void, d.details, r.run, d.file, d.line, d.cause FROM document d "
    + "JOIN company c ON c.id = d.company JOIN customer k ON k.id = d.customer JOIN run r ON r.id = d.since_run "

  private func remembered(_ found: [Found]) throws -> [Found] {
    try found.map { found in
      var found = found
      let memories = try database.rows(
        "SELECT * FROM item_memory WHERE document = ?", .int(found.stateID), row: { BookTables.memory($0, from: 1) })
      found.memory = memories.first ?? ItemMemory()
      return found
    }
  }

  private static func found(_ row: Statement) -> Found {
    let isVoid = row.int(11) != 0
    let document = Document(
      company: row.text(1), customerID: row.text(2), id: row.text(3), instalment: row.text(4),
      kind: DocumentKind(rawValue: UInt8(row.int(5))) ?? .invoice, documentDate: CalendarDate(days: Int32(row.int(6))),
      dueDate: row.optionalInt(7).map { CalendarDate(days: Int32($0)) },
      currency: Currency(row.text(8)) ?? Currency(trusted: 0), amount: row.int64(9),
      balance: isVoid ? 0 : row.int64(10),
      isVoid: isVoid, details: Details(json: row.text(12)))
    return Found(
      stateID: row.int64(0), document: document, memory: ItemMemory(), run: row.text(13),
      file: row.isNull(14) ? nil : row.int64(14), line: row.optionalInt(15), cause: row.optionalText(16))
  }

  public func customers(id: String, company: String?) throws -> [FoundCustomer] {
    try database.rows(
      "SELECT c.company, k.customer_id, k.name, k.details, "
        + "(SELECT COUNT(*) FROM document d WHERE d.customer = k.id AND d.balance <> 0 AND d.void = 0) "
        + "FROM customer k JOIN company c ON c.id = k.company WHERE k.customer_id = ? AND (?2 IS NULL OR c.company = ?2) "
        + "ORDER BY c.company", .text(id), .optional(company)
    ) { row in
      FoundCustomer(
        company: row.text(0), id: row.text(1), name: row.text(2), openItems: row.int(4),
        unusableEmail: Details(json: row.text(3))[Details.unusableEmail])
    }
  }

  /// Keys of all documents of a customer.
  public func documents(ofCustomer id: String, company: String) throws -> [Int64] {
    try database.rows(
      "SELECT d.id FROM document d JOIN customer k ON k.id = d.customer JOIN company c ON c.id = k.company "
        + "WHERE k.customer_id = ? AND c.company = ? ORDER BY d.id", .text(id), .text(company)
    ) { $0.int64(0) }
  }

  /// - Parameter run: as that one knew them.
  public func payments(ofCustomer id: String, company: String, knownTo run: Int64) throws -> [(
    run: String, paymentID: String, date: CalendarDate, money: Money
  )] {
    func payments(_ table: String) -> String {
      "SELECT r.run, p.payment_id, p.payment_date, p.currency, p.amount FROM \(table) p JOIN run r ON r.id = p.run "
        + "WHERE p.customer_id = ?1 AND p.company = ?2 AND p.run <= ?3"
    }
    return try database.rows(
      payments("payment") + " UNION ALL " + payments("payment_history") + " AND p.until_run > ?3 ORDER BY 3, 2",
      .text(id), .text(company), .int(run)
    ) {
      (
        $0.text(0), $0.text(1), CalendarDate(days: Int32($0.int(2))),
        Money(minorUnits: $0.int64(4), currency: Currency($0.text(3)) ?? Currency(trusted: 0))
      )
    }
  }
}
