import Ledger

/// What payments were matched with, what is left of them, and who is known by which name or account.
public struct CashTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// A payment as the state has it.
  public struct Known: Sendable {
    public var stateID: Int64
    public var payment: Payment
    /// Not applied: how much, since which night, and why. Nil: wholly applied, or never looked at.
    public var open: (left: Int64, since: CalendarDate, reason: String)?
    public var hasMatches: Bool
  }

  /// Money of a payment on a document; amounts in minor units.
  public struct Match: Sendable {
    public var payment: Int64
    public var document: Int64
    public var amount: Int64
    public var deducted: Int64
    public var posted: Int64
    public var rule: String
    public var confidence: Int
    public var difference: String?
    public var matchedOn: CalendarDate
    /// Key of the payment that this one takes back.
    public var reverses: Int64?
    /// See `untoldMatches`. What is read says nothing of it.
    public var isUntold: Bool

    public init(
      payment: Int64, document: Int64, amount: Int64, deducted: Int64, posted: Int64, rule: String, confidence: Int,
      difference: String?, matchedOn: CalendarDate, reverses: Int64? = nil, isUntold: Bool = false
    ) {
      self.reverses = reverses
      self.isUntold = isUntold
      self.payment = payment
      self.document = document
      self.amount = amount
      self.deducted = deducted
      self.posted = posted
      self.rule = rule
      self.confidence = confidence
      self.difference = difference
      self.matchedOn = matchedOn
    }
  }

  public enum AliasKind: String, Sendable { case account, name }

  // MARK: Reading

  static let known =
    "SELECT p.id, p.company, p.payment_id, p.customer_id, p.payment_date, p.currency, p.amount, p.details, o.left_over, "
    + "o.since, o.reason, EXISTS(SELECT 1 FROM cash_match m WHERE m.payment = p.id) FROM payment p "

  private static let knownByKey = known + "LEFT JOIN cash_open o ON o.payment = p.id WHERE p.id = ?"

  static func known(_ row: Statement) -> Known {
    let payment = Payment(
      company: row.text(1), id: row.text(2), customerID: row.text(3), date: CalendarDate(days: Int32(row.int(4))),
      money: Money(minorUnits: row.int64(6), currency: Currency(row.text(5)) ?? Currency(trusted: 0)),
      details: Details(json: row.text(7)))
    let open = row.isNull(8) ? nil : (row.int64(8), CalendarDate(days: Int32(row.int(9))), row.text(10))
    return Known(stateID: row.int64(0), payment: payment, open: open, hasMatches: row.int(11) != 0)
  }

  /// A payment that the state knows. Most of a night's are new, which its key alone tells.
  public func payment(company: String, id: String) throws -> Known? {
    try paymentKey(company: company, id: id).flatMap { try payment(key: $0) }
  }

  /// The same by its key.
  public func payment(key: Int64) throws -> Known? {
    try database.rows(CashTables.knownByKey, .int(key), row: CashTables.known).first
  }

  /// Whether money of which this is said waits for nobody, see `CashReason.isDone`.
  public static func isDone(_ reason: String) -> Bool { done.contains(reason) }

  private static let done = ["refunded", "not-receivable"]

  /// Every payment of which something waits.
  public func open() throws -> [Known] {
    try database.rows(
      CashTables.known
        + "JOIN cash_open o ON o.payment = p.id WHERE o.reason NOT IN ('\(CashTables.done.joined(separator: "', '"))') ORDER BY p.company, p.payment_id",
      row: CashTables.known)
  }

  private static let match =
    "SELECT payment, document, amount, deducted, posted, rule, confidence, difference, matched_on FROM cash_match "

  private static func match(_ row: Statement) -> Match {
    Match(
      payment: row.int64(0), document: row.int64(1), amount: row.int64(2), deducted: row.int64(3), posted: row.int64(4),
      rule: row.text(5), confidence: row.int(6), difference: row.optionalText(7),
      matchedOn: CalendarDate(days: Int32(row.int(8))))
  }

  /// A match that the ERP's balance does not show yet. Its document is most often in the book: who asks finds its names there.
  public struct Waiting: Sendable {
    public var payment: Int64
    public var document: Int64
    public var amount: Int64
    public var deducted: Int64
    public var posted: Int64
    public var confidence: Int
    public var matchedOn: CalendarDate
    public var rule: String
    public var paymentID: String
    /// Nobody has paid it.
    public var isWriteOff: Bool
    /// See `untoldMatches`.
    public var isUntold: Bool
  }

  /// Whether a value in the JSON of a payment ends as the names of methods that pay nothing do: `write_off`, `bad_debt`.
  private static func mayBeWriteOff(_ json: UnsafeRawBufferPointer) -> Bool {
    var at = 3
    while at < json.count {
      if json[at] == UInt8(ascii: "\"") {
        let end = (json[at &- 3] | 0x20, json[at &- 2] | 0x20, json[at &- 1] | 0x20)
        if end == (0x6F, 0x66, 0x66) || end == (0x65, 0x62, 0x74) { return true }
      }
      at &+= 1
    }
    return false
  }

  /// Matches that the ERP's balances do not show yet: those of a document together, oldest first.
  public func waiting() throws -> [Waiting] {
    var rule = ""
    let found = try database.rows(
      "SELECT m.payment, m.document, m.amount, m.deducted, m.posted, m.confidence, m.matched_on, m.rule, p.payment_id, "
        + "p.details, m.untold FROM cash_match m JOIN payment p ON p.id = m.payment WHERE m.posted <> m.amount "
        + "ORDER BY m.payment"
    ) { row in
      rule = row.text(7, orAgain: rule)
      return Waiting(
        payment: row.int64(0), document: row.int64(1), amount: row.int64(2), deducted: row.int64(3),
        posted: row.int64(4), confidence: row.int(5), matchedOn: CalendarDate(days: Int32(row.int(6))), rule: rule,
        paymentID: row.text(8),
        isWriteOff: CashTables.mayBeWriteOff(row.bytes(9))
          && ChangeCause(method: Details(json: row.text(9))["method"]) == .writeOff,
        isUntold: !row.isNull(10))
    }
    // In the order of payments they lie one behind the other in both tables; in the order of documents each would be looked for. Mostly
    // both orders are one, and nothing is moved.
    let order = found.indices.sorted { a, b in
      (found[a].document, found[a].matchedOn, found[a].payment)
        < (found[b].document, found[b].matchedOn, found[b].payment)
    }
    return order.elementsEqual(found.indices) ? found : order.map { found[$0] }
  }

  public func matches(payment: Int64) throws -> [Match] {
    try database.rows(CashTables.match + "WHERE payment = ? ORDER BY document", .int(payment), row: CashTables.match)
  }

  /// What the ERP, or a person, ever said about a payment.
  public func applications(company: String, payment: String) throws -> [Application] {
    try database.rows(
      "SELECT document_id, amount, applied_on FROM application WHERE company = ? AND payment_id = ? ORDER BY document_id",
      .text(company), .text(payment)
    ) { row in
      Application(
        company: company, paymentID: payment, documentID: row.text(0), amount: row.text(1),
        appliedOn: row.optionalInt(2).map { CalendarDate(days: Int32($0)) })
    }
  }

  /// What a row that was told said before, the oldest first.
  public func versions(of application: Application) throws -> [String] {
    try database.rows(
      "SELECT amount FROM application_history WHERE company = ? AND document_id = ? AND payment_id = ? ORDER BY run",
      .text(application.company), .text(application.documentID), .text(application.paymentID), row: { $0.text(0) })
  }

  /// Whether a payment, or an application, was told otherwise since a run; nil: it is no feed of these.
  public func isCorrected(_ kind: Feed, since run: Int64) throws -> Bool? {
    guard kind == .payments || kind == .applications else { return nil }
    let table = kind == .payments ? "payment_history" : "application_history"
    let found = try database.rows("SELECT 1 FROM \(table) WHERE until_run > ? LIMIT 1", .int(run), row: { $0.int(0) })
    return !found.isEmpty
  }

  /// Customers whose money came under this name or account, in order.
  public func customers(company: String, _ kind: AliasKind, _ payer: String) throws -> [String] {
    try database.rows(
      "SELECT customer_id FROM payer_alias WHERE company = ? AND kind = ? AND payer = ? ORDER BY customer_id",
      .text(company), .text(kind.rawValue), .text(payer), row: { $0.text(0) })
  }

  /// Payments that were matched with a document, as evidence of why its balance fell.
  public func evidence(document: Int64) throws -> [PaymentTables.Evidence] {
    try database.rows(
      "SELECT p.payment_id, p.details, p.payment_date FROM cash_match m JOIN payment p ON p.id = m.payment "
        + "WHERE m.document = ? AND m.amount > 0 AND \(CashTables.stands) ORDER BY p.payment_date, p.payment_id",
      .int(document)
    ) { row in
      PaymentTables.Evidence(
        paymentID: row.text(0), method: Details(json: row.text(1))["method"],
        date: CalendarDate(days: Int32(row.int(2))))
    }
  }

  /// What of a document's balance matched payments explain, in minor units.
  public func shown(document: Int64) throws -> Int64 {
    try database.rows(
      "SELECT COALESCE(SUM(posted + CASE WHEN posted = amount THEN deducted ELSE 0 END), 0) FROM cash_match WHERE document = ?",
      .int(document), row: { $0.int64(0) }
    ).first ?? 0
  }

  /// What of a document's balance the money of matched payments explains, without what went with it.
  public func posted(document: Int64) throws -> Int64 {
    try database.rows(
      "SELECT COALESCE(SUM(posted), 0) FROM cash_match WHERE document = ?", .int(document), row: { $0.int64(0) }
    ).first ?? 0
  }

  /// What all that is matched with a document comes to, with what went with it; nil: some of it is of one of these payments.
  public func matched(document: Int64, without payments: Set<Int64>) throws -> Int64? {
    let rows = try database.rows(
      "SELECT payment, amount + deducted FROM cash_match WHERE document = ?", .int(document),
      row: { ($0.int64(0), $0.int64(1)) })
    return rows.contains { payments.contains($0.0) } ? nil : rows.reduce(0) { $0 + $1.1 }
  }

  /// Documents whose money came back, each with the first day.
  public func returned() throws -> [(document: Int64, on: CalendarDate)] {
    try database.rows(
      "SELECT m.document, MIN(p.payment_date) FROM cash_match m INDEXED BY cash_match_back CROSS JOIN payment p ON p.id = m.payment "
        + "WHERE m.amount < 0 AND p.amount < 0 GROUP BY m.document ORDER BY m.document"
    ) { ($0.int64(0), CalendarDate(days: Int32($0.int(1)))) }
  }

  /// Negative matches alone: money that came back, and credit notes that a payment netted.
  static let returns = "CREATE INDEX cash_match_back ON cash_match(document, payment) WHERE amount < 0;"

  /// A payment `p` that no other has taken back.
  static let stands = "NOT EXISTS(SELECT 1 FROM cash_match r WHERE r.reverses = p.id)"

  /// True where money ever came back.
  public func hasReturns() throws -> Bool {
    try database.rows("SELECT 1 FROM cash_match WHERE reverses IS NOT NULL LIMIT 1", row: { _ in true }).first ?? false
  }

  /// Whether a payment of an earlier night came back.
  public func isTakenBack(company: String, id: String) throws -> Bool {
    try database.rows(
      "SELECT \(CashTables.stands) FROM payment p WHERE company = ? AND payment_id = ?", .text(company), .text(id),
      row: { $0.int(0) == 0 }
    ).first ?? false
  }

  /// True where anything was ever matched: else there is no evidence to look for.
  public func hasMatches() throws -> Bool {
    try database.rows("SELECT 1 FROM cash_match LIMIT 1", row: { _ in true }).first ?? false
  }

  /// True where the ERP, or a person, ever said what a payment settles.
  public func hasApplications() throws -> Bool {
    try database.rows("SELECT 1 FROM application LIMIT 1", row: { _ in true }).first ?? false
  }

  public func paymentKey(company: String, id: String) throws -> Int64? {
    let statement = try database.prepare("SELECT id FROM payment WHERE company = ? AND payment_id = ?")
    var (company, id) = (company, id)
    return try company.withUTF8 { company in
      try id.withUTF8 { id in
        statement.bind(borrowed: UnsafeRawBufferPointer(company), at: 1)
        statement.bind(borrowed: UnsafeRawBufferPointer(id), at: 2)
        defer { statement.reset() }
        return try statement.step() ? statement.int64(0) : nil
      }
    }
  }

  /// The last of a company's payment ids in byte order: one behind it is new. Nil: the company has none.
  public func lastPaymentID(company: String) throws -> String? {
    try database.rows(
      "SELECT payment_id FROM payment WHERE company = ? ORDER BY payment_id DESC LIMIT 1", .text(company),
      row: { $0.text(0) }
    ).first
  }

  /// The newest payment's key; 0: there is none.
  public func newestPayment() throws -> Int64 {
    try database.lastKey(of: "payment")
  }

  // MARK: Writing

  public func insert(_ count: Int, run: Int64, match: (_ at: Int) -> Match) throws {
    try database.insert(count, into: "cash_match", columns: 12, verb: "INSERT OR REPLACE") { at, cells in
      let match = match(at)
      cells.set(0, int: match.payment)
      cells.set(1, int: match.document)
      cells.set(2, int: match.amount)
      cells.set(3, int: match.deducted)
      cells.set(4, int: match.posted)
      cells.set(5, text: match.rule)
      cells.set(6, int: Int64(match.confidence))
      cells.set(7, text: match.difference)
      cells.set(8, int: run)
      cells.set(9, date: match.matchedOn)
      cells.set(10, int: match.reverses.map(Int.init))
      cells.set(11, int: match.isUntold ? 1 : nil)
    }
  }

  /// Says how much of a match balances show. Of what they show whole no file need tell.
  public func post(_ amount: Int64, payment: Int64, document: Int64) throws {
    try database.run(
      "UPDATE cash_match SET posted = ?1, untold = CASE WHEN amount <> ?1 THEN untold END "
        + "WHERE payment = ?2 AND document = ?3", .int(amount), .int(payment), .int(document))
  }

  /// Takes a match back: others come in its place. The past remembers it.
  public func removeMatch(payment: Int64, document: Int64, run: Int64) throws {
    try database.run(
      "INSERT OR IGNORE INTO cash_match_history SELECT payment, document, amount, deducted, posted, rule, confidence, run, ?3 "
        + "FROM cash_match WHERE payment = ?1 AND document = ?2 AND run <> ?3", .int(payment), .int(document), .int(run)
    )
    try database.run("DELETE FROM cash_match WHERE payment = ? AND document = ?", .int(payment), .int(document))
  }

  /// Says what of a payment is not applied; nil: nothing. What is known just so is left alone: money may wait for many nights, and each row that
  /// is written is noted for `retract`, too.
  public func setOpen(payment: Int64, _ open: (left: Int64, since: CalendarDate, reason: String)?) throws {
    guard let open else {
      try database.run("DELETE FROM cash_open WHERE payment = ?", .int(payment))
      return
    }
    try database.run(
      "INSERT INTO cash_open VALUES(?, ?, ?, ?) ON CONFLICT(payment) DO UPDATE SET left_over = excluded.left_over, "
        + "since = excluded.since, reason = excluded.reason "
        + "WHERE (left_over, since, reason) IS NOT (excluded.left_over, excluded.since, excluded.reason)",
      .int(payment), .int(open.left), .int(Int(open.since.days)),
      .text(open.reason))
  }

  public func learn(company: String, _ kind: AliasKind, _ payer: String, customer: String, run: Int64) throws {
    try database.run(
      "INSERT INTO payer_alias(company, kind, payer, customer_id, run) SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS("
        + "SELECT 1 FROM payer_alias WHERE company = ?1 AND kind = ?2 AND payer = ?3 AND customer_id = ?4)",
      .text(company), .text(kind.rawValue), .text(payer), .text(customer), .int(run))
  }
}
