import Ledger

/// A document as it was known, with all that exports showed of it before.
public struct PastDocument {
  /// Keys in the state.
  public var id: Int64
  public var company: Int64
  public var customer: Int64
  public var documentID: String
  public var instalment: String
  public var kind: DocumentKind
  public var currency: Currency
  public var dueDate: CalendarDate?
  public var amount: Int64
  public var isVoid: Bool
  public var firstRun: Int64
  /// The other columns as JSON.
  public var details: [UInt8]
  public var past: SightedDocument

  /// How people read it: the id, and the instalment behind a slash where there is one.
  public var label: String { instalment.isEmpty ? documentID : "\(documentID)/\(instalment)" }

  /// The document as a value, with a balance of its past.
  public func document(company: String, customer: String, balance: Int64) -> Document {
    Document(
      company: company, customerID: customer, id: documentID, instalment: instalment, kind: kind,
      documentDate: past.documentDate, dueDate: dueDate, currency: currency, amount: amount, balance: balance,
      details: Details(json: String(decoding: details, as: UTF8.self)))
  }

  /// Its row in the book, with the balance of the day that is asked for.
  func row(balance: Int64, in book: inout Book, _ customers: CustomerRows) -> DocumentRow {
    let key = instalment.isEmpty ? documentID : "\(documentID)\u{1F}\(instalment)"
    let details = self.details.withUnsafeBytes { book.documents.add(details: $0) }
    return DocumentRow(
      amount: amount, balance: customers.row(customer) == nil ? 0 : balance, key: book.documents.text.add(key),
      details: details, customer: customers.row(customer) ?? 0, documentDate: past.documentDate,
      dueDate: dueDate ?? .missing, currency: currency, company: customers.company(company), kind: kind)
  }
}

/// Rows of a book by keys in the state.
struct CustomerRows {
  /// -1 for none: keys are counted from 1.
  fileprivate var rows: [Int32] = []
  fileprivate var companies: [Int64: UInt16] = [:]
  func row(_ customer: Int64) -> Int32? {
    customer >= 0 && customer < rows.count && rows[Int(customer)] >= 0 ? rows[Int(customer)] : nil
  }
  func company(_ company: Int64) -> UInt16 { companies[company] ?? 0 }
}

extension BookTables {
  func customerRows(of book: Book) throws -> CustomerRows {
    var rows = CustomerRows()
    let last = book.customers.rows.reduce(Int64(0)) { max($0, $1.stateID) }
    rows.rows = [Int32](repeating: -1, count: Int(last) + 1)
    for (row, customer) in book.customers.rows.enumerated() { rows.rows[Int(customer.stateID)] = Int32(row) }
    for (company, id) in try BookTables.companyIDs(database) {
      if let index = book.companies.firstIndex(of: company) { rows.companies[id] = UInt16(index) }
    }
    return rows
  }
}

/// Reads the versions of documents up to a run.
struct DocumentVersions {
  let database: Database
  let knownRun: Int64
  let exports: ExportDays
  var news: NightsNews?
  var companies: [Int64: String] = [:]

  private static let columns =
    "id, company, document_id, instalment, first_run, since_run, customer, kind, document_date, due_date, currency, "
    + "amount, balance, void, cause, details"
  private static let earlier =
    "SELECT from_run, customer, kind, document_date, due_date, currency, amount, balance, void, cause, details "
    + "FROM document_history WHERE document = ? ORDER BY from_run"

  /// Nil where no run up to the known one had seen it.
  func document(_ id: Int64) throws -> PastDocument? {
    if id < 0 {
      guard var document = news?.newcomer(id, company: key(ofCompany:), run: knownRun + 1) else { return nil }
      addLate(news?.late(of: id, run: knownRun + 1) ?? [], to: &document)
      return document
    }
    let statement = try database.prepare("SELECT \(DocumentVersions.columns) FROM document WHERE id = ?")
    defer { statement.reset() }
    statement.bind(int: id, at: 1)
    return try statement.step() ? try read(statement) : nil
  }

  private func key(ofCompany name: String) -> Int64? { companies.first { $0.value == name }?.key }

  /// All instalments of the same document, in the order in which payments go to them: by due date, then by their own ids.
  func instalments(of document: PastDocument) throws -> [PastDocument] {
    var ids = try database.rows(
      "SELECT id FROM document WHERE instalment <> '' AND company = ? AND document_id = ?", .int(document.company),
      .text(document.documentID), row: { $0.int64(0) })
    if let news, let company = companies[document.company] { ids += news.instalments(company, document.documentID) }
    return try ids.compactMap { try self.document($0) }.sorted { a, b in
      let (x, y) = (a.dueDate?.days ?? .max, b.dueDate?.days ?? .max)
      return x != y ? x < y : (a.instalment, a.id) < (b.instalment, b.id)
    }
  }

  private func read(_ row: Statement) throws -> PastDocument? {
    let firstRun = row.int64(4)
    guard firstRun <= knownRun else { return nil }
    var document = PastDocument(
      id: row.int64(0), company: row.int64(1), customer: 0, documentID: row.text(2), instalment: row.text(3),
      kind: .invoice, currency: Currency(trusted: 0), amount: 0, isVoid: false, firstRun: firstRun, details: [],
      past: SightedDocument(documentDate: .missing, amount: 0, sightings: []))
    if row.int64(5) != firstRun {
      let earlier = try database.prepare(DocumentVersions.earlier)
      defer { earlier.reset() }
      earlier.bind(int: document.id, at: 1)
      while try earlier.step(), earlier.int64(0) <= knownRun {
        take(earlier, run: earlier.int64(0), from: 1, &document)
      }
    }
    if row.int64(5) <= knownRun { take(row, run: row.int64(5), from: 6, &document) }
    if exports.hasOwnDays { try setOwnDays(of: &document) }
    news?.add(to: &document, run: knownRun + 1)
    let late = try exports.hasLate ? late(of: document) : []
    addLate(late + (news?.late(of: document.id, run: knownRun + 1) ?? []), to: &document)
    return document
  }

  /// Where an export told of it that was not the newest of its run, that one's day counts.
  private func setOwnDays(of document: inout PastDocument) throws {
    for (run, day) in try database.rows(
      "SELECT run, day FROM document_told WHERE document = ? AND again = 0", .int(document.id),
      row: { ($0.int64(0), CalendarDate(days: Int32($0.int(1)))) })
    {
      for at in document.past.sightings.indices where document.past.sightings[at].run == run {
        document.past.sightings[at].on = day
      }
    }
  }

  /// What exports that came late showed.
  private func late(of document: PastDocument) throws -> [Sighting] {
    try database.rows(
      "SELECT day, run, balance, void, amount FROM late_sighting WHERE document = ? AND run <= ? ORDER BY day, run",
      .int(document.id), .int(knownRun)
    ) {
      Sighting(
        on: CalendarDate(days: Int32($0.int(0))), run: $0.int64(1), balance: $0.int64(2),
        amount: $0.isNull(4) ? nil : $0.int64(4), cause: .absence, isVoid: $0.int(3) != 0)
    }
  }

  /// Each at its own day: after what was known of that day before.
  private func addLate(_ late: [Sighting], to document: inout PastDocument) {
    guard !late.isEmpty else { return }
    let all = document.past.sightings + late
    document.past.sightings = all.enumerated().sorted { a, b in
      (a.element.on, a.element.run, a.offset) < (b.element.on, b.element.run, b.offset)
    }.map(\.element)
    var before = document.past.amount
    for at in document.past.sightings.indices {
      // Why a balance fell was found against what was known that night: beside what came late it may have risen.
      let balance = document.past.sightings[at].balance
      if abs(balance) >= abs(before) { document.past.sightings[at].cause = nil }
      before = balance
    }
  }

  /// The next version; columns from `at` on are those of a version.
  private func take(_ row: Statement, run: Int64, from at: Int, _ document: inout PastDocument) {
    let currency = row.currency(at + 4)
    if document.currency != currency {
      // In another currency it is another claim: what was owed in the old one is no part of its past.
      document.past.sightings = []
      document.past.amount = row.int64(at + 5)
    }
    document.currency = currency
    document.customer = row.int64(at)
    document.kind = DocumentKind(rawValue: UInt8(row.int(at + 1))) ?? .invoice
    document.past.documentDate = CalendarDate(days: Int32(row.int(at + 2)))
    document.dueDate = row.isNull(at + 3) ? nil : CalendarDate(days: Int32(row.int(at + 3)))
    document.amount = row.int64(at + 5)
    document.isVoid = row.int(at + 7) != 0
    document.details = Array(row.bytes(at + 9))
    document.past.sightings.append(
      Sighting(
        on: exports.of(document.company, run: run), run: run, balance: row.int64(at + 6), amount: row.int64(at + 5),
        cause: row.optionalText(at + 8).flatMap(ChangeCause.init(rawValue:)), isVoid: document.isVoid))
  }
}

extension Database {
  /// By how much each version of a document, as runs learned them, lowered its balance, in minor units, and why; the first from its amount. What was
  /// invoiced more meanwhile was lowered, too.
  func falls(ofDocument key: Int64) throws -> [(fall: Int64, cause: String?)] {
    let versions = try rows(
      "SELECT from_run, amount, balance, cause FROM document_history WHERE document = ?1 UNION ALL "
        + "SELECT since_run, amount, balance, cause FROM document WHERE id = ?1 ORDER BY 1", .int(key)
    ) { row in (amount: row.int64(1), balance: row.int64(2), cause: row.optionalText(3)) }
    var before = versions.first.map { (amount: $0.amount, balance: $0.amount) } ?? (0, 0)
    return versions.map { version in
      defer { before = (version.amount, version.balance) }
      let raised =
        before.balance == version.balance
        ? 0
        : RaisedAmount.part(amount: (before.amount, version.amount), balance: (before.balance, version.balance))
      return (before.balance + raised - version.balance, version.cause)
    }
  }
}
