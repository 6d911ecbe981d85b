import Ledger

/// Claims beside the invoices, and what interest is counted by: how balances and holds of documents were.
public struct ChargeTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  // MARK: Claims

  private static let columns =
    "id, claim_id, kind, state, company, customer_id, currency, documents, level, regime, terms, start_date, from_date, "
    + "through_date, days, rates, principal, amount, is_final, claimed_on, message_id, closed_on, closed_by, level_step"

  /// Claims that are open, that were closed in the last 400 days, or that are about a document that is open.
  public func claims(asOf: CalendarDate) throws -> [ChargeClaim] {
    guard try !database.rows("SELECT 1 FROM claim LIMIT 1", row: { $0.int(0) }).isEmpty else { return [] }
    return try read(
      "WHERE state = 'open' OR closed_on > ? OR EXISTS(SELECT 1 FROM claim_document l JOIN document d ON d.id = l.document "
        + "WHERE l.claim = claim.id AND d.balance <> 0)", .int(Int(asOf.days) - 400))
  }

  /// All claims on a customer, oldest first.
  public func claims(company: String, customer: String) throws -> [ChargeClaim] {
    try read("WHERE company = ? AND customer_id = ?", .text(company), .text(customer))
  }

  /// All claims about a document, oldest first.
  public func claims(document: Int64) throws -> [ChargeClaim] {
    try read("WHERE id IN (SELECT claim FROM claim_document WHERE document = ?)", .int(document))
  }

  /// The claim with this id, as the ERP may name it.
  public func claims(id: String) throws -> [ChargeClaim] { try read("WHERE claim_id = ?", .text(id)) }

  /// Ids of all messages that ever claimed it.
  public func messages(claim id: String) throws -> Set<String> {
    Set(
      try database.rows(
        "SELECT h.message_id FROM claim_history h JOIN claim c ON c.id = h.claim WHERE c.claim_id = ?", .text(id),
        row: { $0.text(0) }))
  }

  /// Messages that claimed it, by key in the log with their as-of dates, oldest first; of open claims that these claimed.
  public func claimers(of messages: [Int64]) throws -> [String: [(message: Int64, asOf: CalendarDate)]] {
    let rows = try database.rows(
      """
      SELECT c.claim_id, m.id, m.as_of FROM claim c JOIN claim_history h ON h.claim = c.id
      JOIN message m ON m.run = h.run AND m.message_id = h.message_id
      WHERE c.state = 'open' AND EXISTS(SELECT 1 FROM claim_history o WHERE o.claim = c.id AND o.message_id IN (
        SELECT message_id FROM message WHERE id IN (SELECT value FROM json_each(?))))
      ORDER BY c.id, m.id
      """, .text(messages.jsonList), row: { ($0.text(0), $0.int64(1), CalendarDate(days: Int32($0.int(2)))) })
    return Dictionary(grouping: rows, by: \.0).mapValues { $0.map { ($0.1, $0.2) } }
  }

  private func read(_ condition: String, _ values: Value...) throws -> [ChargeClaim] {
    let found = try database.rows(
      "SELECT \(ChargeTables.columns) FROM claim \(condition) ORDER BY id", values: values
    ) { ($0.int64(0), ChargeTables.claim($0)) }
    return try found.map { id, claim in
      var claim = claim
      let documents = try database.rows(
        "SELECT l.document, d.document_id FROM claim_document l LEFT JOIN document d ON d.id = l.document "
          + "WHERE l.claim = ? ORDER BY l.document", .int(id), row: { ($0.int64(0), $0.optionalText(1)) })
      claim.documentKeys = documents.map(\.0)
      claim.documentIDs = Set(documents.compactMap(\.1))
      return claim
    }
  }

  private static func claim(_ row: Statement) -> ChargeClaim {
    func date(_ column: Int) -> CalendarDate? { row.optionalInt(column).map { CalendarDate(days: Int32($0)) } }
    return ChargeClaim(
      id: row.text(1), kind: ChargeClaim.Kind(rawValue: row.text(2)) ?? .fee,
      state: ChargeClaim.State(rawValue: row.text(3)) ?? .open, company: row.text(4), customerID: row.text(5),
      currency: Currency(row.text(6)) ?? Currency(trusted: 0),
      documents: row.text(7).split(separator: "\n").map(String.init), level: row.int(8),
      step: row.optionalInt(23).map { LevelStep(number: Int32($0)) }, regime: row.text(9),
      terms: row.optionalText(10).flatMap { InterestTerms(text: $0) }, start: date(11), from: date(12),
      through: date(13), days: row.int(14), rates: row.text(15), principal: row.int64(16), amount: row.int64(17),
      isFinal: row.int(18) != 0, claimedOn: date(19) ?? .missing, messageID: row.text(20), closedOn: date(21),
      closedBy: row.optionalText(22))
  }

  /// Stores a new claim or what became of a known one.
  public func store(_ claim: ChargeClaim, run: Int64) throws {
    try database.run(
      "INSERT INTO claim(claim_id, kind, state, company, customer_id, currency, documents, level, regime, terms, "
        + "start_date, from_date, through_date, days, rates, principal, amount, is_final, claimed_on, message_id, "
        + "closed_on, closed_by, run, level_step) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT(claim_id) DO UPDATE SET "
        + "claimed_on = excluded.claimed_on, regime = excluded.regime, terms = excluded.terms, state = excluded.state, customer_id = excluded.customer_id, "
        + "start_date = excluded.start_date, from_date = excluded.from_date, through_date = excluded.through_date, "
        + "days = excluded.days, rates = excluded.rates, principal = excluded.principal, amount = excluded.amount, "
        + "is_final = excluded.is_final, message_id = excluded.message_id, closed_on = excluded.closed_on, "
        + "closed_by = excluded.closed_by, run = excluded.run", .text(claim.id), .text(claim.kind.rawValue),
      .text(claim.state.rawValue), .text(claim.company), .text(claim.customerID), .text(claim.currency.code),
      .text(claim.documents.joined(separator: "\n")), .int(claim.level), .text(claim.regime),
      .optional(claim.terms?.text), .optional(claim.start.map { Int($0.days) }),
      .optional(claim.from.map { Int($0.days) }), .optional(claim.through.map { Int($0.days) }), .int(claim.days),
      .text(claim.rates), .int(claim.principal), .int(claim.amount), .int(claim.isFinal ? 1 : 0),
      .int(Int(claim.claimedOn.days)), .text(claim.messageID), .optional(claim.closedOn.map { Int($0.days) }),
      .optional(claim.closedBy), .int(run), .optional(claim.step.map { Int($0.number) }))
    let id = try database.rows("SELECT id FROM claim WHERE claim_id = ?", .text(claim.id)) { $0.int64(0) }[0]
    for document in claim.documentKeys {
      try database.run("INSERT OR IGNORE INTO claim_document VALUES(?, ?)", .int(id), .int(document))
    }
    try database.run(
      "INSERT OR REPLACE INTO claim_history VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", .int(id), .int(run),
      .text(claim.state.rawValue), .optional(claim.through.map { Int($0.days) }), .int(claim.days), .text(claim.rates),
      .int(claim.principal), .int(claim.amount), .text(claim.messageID), .optional(claim.closedBy))
  }

  // MARK: What interest is counted by

  /// The id of a document by its key.
  public func documentID(_ key: Int64) throws -> String? {
    try database.rows("SELECT document_id FROM document WHERE id = ?", .int(key)) { $0.text(0) }.first
  }

  /// What is known of a customer; nil: it is not.
  public func customerDetails(company: String, id: String) throws -> Details? {
    try database.rows(
      "SELECT k.details FROM customer k JOIN company c ON c.id = k.company WHERE c.company = ? AND k.customer_id = ?",
      .text(company), .text(id), row: { Details(json: $0.text(0)) }
    ).first
  }

  /// Whose a document is, by its key.
  public func customerID(ofDocument key: Int64) throws -> String? {
    try database.rows(
      "SELECT k.customer_id FROM document d JOIN customer k ON k.id = d.customer WHERE d.id = ?", .int(key)
    ) { $0.text(0) }.first
  }

  /// The same with its company.
  public func owner(ofDocument key: Int64) throws -> (company: String, customerID: String)? {
    try database.rows(
      "SELECT c.company, k.customer_id FROM document d JOIN customer k ON k.id = d.customer "
        + "JOIN company c ON c.id = d.company WHERE d.id = ?", .int(key)
    ) { ($0.text(0), $0.text(1)) }.first
  }

  /// Whether some of a document was ever paid or written off, as runs learned it.
  public func wasPaid(_ key: Int64) throws -> Bool {
    try !database.rows(
      "SELECT 1 FROM (SELECT cause FROM document_history WHERE document = ?1 UNION ALL SELECT cause FROM document "
        + "WHERE id = ?1) WHERE cause IN ('payment', 'write_off') LIMIT 1", .int(key), row: { $0.int(0) }
    ).isEmpty
  }

  /// Whether a document was due before a day, as earlier runs knew it.
  public func wasDue(_ key: Int64, before day: CalendarDate) throws -> Bool {
    try !database.rows(
      "SELECT 1 FROM (SELECT due_date FROM document_history WHERE document = ?1 UNION ALL SELECT due_date FROM document "
        + "WHERE id = ?1) WHERE due_date < ?2 LIMIT 1", .int(key), .int(Int(day.days)), row: { $0.int(0) }
    ).isEmpty
  }

  /// Whether a document is closed because it was voided or credited in full.
  public func wasCancelled(_ key: Int64) throws -> Bool {
    let how = try database.rows(
      "SELECT void, balance = 0 AND cause = 'credit' FROM document WHERE id = ?", .int(key),
      row: { ($0.int(0) != 0, $0.int(1) != 0) }
    ).first
    guard let how else { return false }
    return try how.0 || (how.1 && !wasPaid(key))
  }

  /// Balances of a document as runs learned them, oldest first, without tonight's.
  public func versions(document: Int64) throws -> [DocumentPast.Version] {
    try database.rows(
      "SELECT r.as_of, CASE WHEN h.void THEN 0 ELSE h.balance END, r.id, h.amount FROM document_history h "
        + "JOIN run r ON r.id = h.from_run WHERE h.document = ? "
        + "UNION ALL SELECT r.as_of, CASE WHEN d.void THEN 0 ELSE d.balance END, r.id, d.amount FROM document d "
        + "JOIN run r ON r.id = d.since_run WHERE d.id = ? ORDER BY 3", .int(document), .int(document)
    ) {
      DocumentPast.Version(
        learnedOn: CalendarDate(days: Int32($0.int(0))), balance: $0.int64(1), amount: $0.int64(3))
    }
  }

  /// Payments and credits that the ERP applied to a document, each on its own day; on that of the application where neither is known.
  public func applied(company: String, document: String, _ currency: Currency) throws -> [DocumentPast.Payment] {
    try database.rows(
      "SELECT COALESCE(p.payment_date, \(ChargeTables.creditDate(of: "a.company", "a.payment_id")), a.applied_on), a.amount, "
        + "a.payment_id, \(ChargeTables.cameBack) FROM application a LEFT JOIN payment p "
        + "ON p.company = a.company AND p.payment_id = a.payment_id WHERE a.company = ? AND a.document_id = ?",
      .text(company), .text(document)
    ) { row -> DocumentPast.Payment? in
      guard !row.isNull(0), let amount = try? Money(row.text(1), currency).minorUnits else { return nil }
      return DocumentPast.Payment(
        id: row.text(2), date: CalendarDate(days: Int32(row.int(0))), amount: amount,
        cameBackOn: row.optionalInt(3).map { CalendarDate(days: Int32($0)) })
    }.compactMap(\.self)
  }

  /// Whether the ERP has told what it did with a payment.
  public func isApplied(company: String, payment: String) throws -> Bool {
    try !database.rows(
      "SELECT 1 FROM application WHERE company = ? AND payment_id = ? LIMIT 1", .text(company), .text(payment),
      row: { $0.int(0) }
    ).isEmpty
  }

  /// Payments that name a document as their reference.
  public func referring(company: String, document: String, _ currency: Currency) throws -> [DocumentPast.Payment] {
    try database.rows(
      "SELECT p.payment_date, p.amount, p.payment_id, \(ChargeTables.cameBack) FROM payment p "
        + "WHERE p.company = ? AND p.reference = ? AND p.currency = ? AND p.amount > 0",
      .text(company), .text(document), .text(currency.code), row: ChargeTables.payment)
  }

  /// Payments that cash application matched with a document, whatever they name; with what was taken off beside the money.
  public func matched(document: Int64, _ currency: Currency) throws -> [DocumentPast.Payment] {
    try database.rows(
      "SELECT p.payment_date, m.amount + m.deducted, p.payment_id, \(ChargeTables.cameBack) FROM cash_match m "
        + "JOIN payment p ON p.id = m.payment WHERE m.document = ? AND m.amount > 0 AND p.currency = ?",
      .int(document), .text(currency.code), row: ChargeTables.payment)
  }

  /// The day on which payment `p` came back.
  private static let cameBack =
    "(SELECT MIN(b.payment_date) FROM cash_match r JOIN payment b ON b.id = r.payment WHERE r.reverses = p.id)"

  private static func payment(_ row: Statement) -> DocumentPast.Payment {
    DocumentPast.Payment(
      id: row.text(2), date: CalendarDate(days: Int32(row.int(0))), amount: row.int64(1),
      cameBackOn: row.optionalInt(3).map { CalendarDate(days: Int32($0)) })
  }

  /// Held days of all documents, by key; each oldest first. Few documents ever have any.
  public func held() throws -> [Int64: [DocumentPast.HeldSpan]] {
    var all: [Int64: [DocumentPast.HeldSpan]] = [:]
    let statement = try database.prepare(
      "SELECT document, first_day, last_day, amount FROM held_span ORDER BY document, first_day")
    defer { statement.reset() }
    while try statement.step() {
      all[statement.int64(0), default: []].append(
        DocumentPast.HeldSpan(
          first: CalendarDate(days: Int32(statement.int(1))), last: CalendarDate(days: Int32(statement.int(2))),
          amount: statement.isNull(3) ? nil : statement.int64(3)))
    }
    return all
  }

  public func setHeld(_ spans: [DocumentPast.HeldSpan], document: Int64) throws {
    try database.run("DELETE FROM held_span WHERE document = ?", .int(document))
    for span in spans {
      try database.run(
        "INSERT INTO held_span VALUES(?, ?, ?, ?)", .int(document), .int(Int(span.first.days)),
        .int(Int(span.last.days)), .optional(span.amount))
    }
  }

  /// The day on which the first reminder of each document that ever had one reached its reader, by its key: the last day on which a letter is
  /// expected, the day on which what waits for a window goes out, else the as-of date. Those of messages in `undone`, by key, do not count.
  public func firstReminders(except undone: [Int64: UndoneCause]) throws -> [Int64: CalendarDate] {
    var all: [Int64: CalendarDate] = [:]
    let statement = try database.prepare(
      "SELECT i.document, COALESCE(m.arrives_by, MAX(m.as_of, COALESCE((m.not_before + r.utc_offset) / 86400, 0))), m.id "
        + "FROM message m JOIN run r ON r.id = m.run JOIN message_item i ON i.message = m.id "
        + "WHERE m.level > 0 AND i.included_as IN ('trigger', 'content') ORDER BY m.id")
    defer { statement.reset() }
    while try statement.step() {
      let (document, date) = (statement.int64(0), CalendarDate(days: Int32(statement.int(1))))
      if !undone.isEmpty, undone[statement.int64(2)] != nil { continue }
      all[document] = min(all[document] ?? date, date)
    }
    return all
  }
}
