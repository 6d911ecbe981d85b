import Ledger

/// Payments, their applications, control totals and settlements.
public struct PaymentTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// Stores payments; the same key again replaces one where anything of it differs.
  /// - Parameter promisers: customers who have promised to pay; see `PromisersPayments`.
  public func insert(
    _ payments: [Payment], run: Int64, promisers: Set<PromisersPayments.Customer> = []
  ) throws {
    let target =
      "payment(company, payment_id, customer_id, payment_date, currency, amount, reference, details, run, promised)"
    let replace =
      "WHERE true ON CONFLICT(company, payment_id) DO UPDATE SET "
      + "customer_id = excluded.customer_id, payment_date = excluded.payment_date, currency = excluded.currency, "
      + "amount = excluded.amount, reference = excluded.reference, details = excluded.details, run = excluded.run, "
      + "promised = CASE WHEN promised = 2 THEN 2 ELSE excluded.promised END "
      + "WHERE (customer_id, payment_date, currency, amount, details) IS NOT "
      + "(excluded.customer_id, excluded.payment_date, excluded.currency, excluded.amount, excluded.details)"
    try database.insert(payments.count, into: target, columns: 10, onConflict: replace) { at, cells in
      let payment = payments[at]
      cells.set(0, text: payment.company)
      cells.set(1, text: payment.id)
      cells.set(2, text: payment.customerID)
      cells.set(3, date: payment.date)
      cells.set(4, text: payment.money.currency.code)
      cells.set(5, int: payment.money.minorUnits)
      cells.set(6, text: payment.details["reference"])
      cells.set(7, text: payment.details.json)
      cells.set(8, int: run)
      let isMarked =
        !promisers.isEmpty
        && promisers.contains(PromisersPayments.Customer(company: payment.company, id: payment.customerID))
      cells.set(9, int: isMarked ? 1 : nil)
    }
  }

  /// Notes documents that were settled on earlier nights and that payments of the run name: a question about a day long past looks at each.
  public func noteLate(_ payments: some Sequence<Payment>, run: Int64) throws {
    for payment in payments {
      try database.run(
        "INSERT OR IGNORE INTO document_paid_late SELECT d.id, ?3 FROM payment p JOIN company c ON c.company = p.company "
          + "JOIN document d ON d.company = c.id WHERE p.company = ?1 AND p.payment_id = ?2 AND p.run = ?3 "
          + "AND d.balance = 0 AND d.document_id = p.reference AND d.since_run < ?3", .text(payment.company),
        .text(payment.id), .int(run))
    }
  }

  /// The same for documents that payments of the run were matched with.
  public func noteLate(matched documents: some Sequence<Int64>, run: Int64) throws {
    for document in documents {
      try database.run(
        "INSERT OR IGNORE INTO document_paid_late SELECT id, ?2 FROM document WHERE id = ?1 AND balance = 0 AND since_run < ?2",
        .int(document), .int(run))
    }
  }

  /// Whether a payment is stored already, just so.
  public func has(_ payment: Payment) throws -> Bool {
    try !database.rows(
      "SELECT 1 FROM payment WHERE company = ? AND payment_id = ? AND payment_date = ? AND currency = ? AND amount = ? "
        + "AND customer_id = ? AND details = ?", .text(payment.company), .text(payment.id),
      .int(Int(payment.date.days)),
      .text(payment.money.currency.code), .int(payment.money.minorUnits), .text(payment.customerID),
      .text(payment.details.json), row: { $0.int(0) }
    ).isEmpty
  }

  /// Stores an application; the same key again replaces one where anything of it differs.
  public func insert(_ application: Application, run: Int64) throws {
    try database.run(
      "INSERT INTO application VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(company, document_id, payment_id) DO UPDATE SET "
        + "amount = excluded.amount, applied_on = excluded.applied_on, run = excluded.run "
        + "WHERE (amount, applied_on) IS NOT (excluded.amount, excluded.applied_on)", .text(application.company),
      .text(application.documentID), .text(application.paymentID), .text(application.amount),
      .optional(application.appliedOn.map { Int($0.days) }), .int(run))
  }

  public func insert(_ control: ControlTotal, asOf: CalendarDate, run: Int64) throws {
    try database.run(
      "INSERT OR REPLACE INTO control_total VALUES(?, ?, ?, ?, ?, ?, ?)", .text(control.company),
      .text(control.currency.code), .int(Int((control.asOf ?? asOf).days)), .optional(control.rows),
      .optional(control.total), .optional(control.ledgerBalance), .int(run))
  }

  public func insert(_ rate: ExchangeRate, run: Int64) throws {
    try database.run(
      "INSERT INTO rate VALUES(?, ?, ?, ?, ?) ON CONFLICT(from_currency, to_currency, day) DO UPDATE SET "
        + "rate = excluded.rate, run = excluded.run WHERE rate <> excluded.rate", .text(rate.from.code),
      .text(rate.to.code), .int(Int(rate.date.days)), .text(rate.text), .int(run))
  }

  /// Whether the rate of the day is known, and is this one.
  public func knows(_ rate: ExchangeRate) throws -> Bool {
    let known = try database.rows(
      "SELECT rate FROM rate WHERE from_currency = ? AND to_currency = ? AND day = ?", .text(rate.from.code),
      .text(rate.to.code), .int(Int(rate.date.days)), row: { $0.text(0) })
    return known.first == rate.text
  }

  /// The newest rates up to a day, with tonight's in front.
  /// - Parameter run: only what runs up to this one had learned; nil: everything.
  public func rates(
    onOrBefore date: CalendarDate, and tonight: [ExchangeRate], asKnownTo run: Int64? = nil
  ) throws -> ExchangeRates {
    let then =
      "(SELECT from_currency, to_currency, day, rate FROM rate WHERE run <= ?2 UNION ALL "
      + "SELECT from_currency, to_currency, day, rate FROM rate_history WHERE run <= ?2 AND until_run > ?2)"
    let known = try database.rows(
      "SELECT from_currency, to_currency, MAX(day), rate FROM \(run == nil ? "rate" : then) WHERE day <= ?1 "
        + "GROUP BY 1, 2 ORDER BY 1, 2", values: [.int(Int(date.days))] + (run.map { [.int($0)] } ?? [])
    ) { row -> ExchangeRate? in
      guard let from = Currency(row.text(0)), let to = Currency(row.text(1)) else { return nil }
      return ExchangeRate(date: CalendarDate(days: Int32(row.int(2))), from: from, to: to, row.text(3))
    }
    return ExchangeRates(tonight + known.compactMap(\.self), on: date)
  }

  /// Control rows for a day.
  public func controls(asOf: CalendarDate) throws -> [ControlTotal] {
    try database.rows(
      "SELECT company, currency, row_count, total, gl_balance FROM control_total WHERE as_of = ? ORDER BY 1, 2",
      .int(Int(asOf.days))
    ) { row in
      ControlTotal(
        company: row.text(0), currency: Currency(row.text(1)) ?? Currency(trusted: 0), asOf: asOf,
        rows: row.optionalInt(2), total: row.isNull(3) ? nil : row.int64(3),
        ledgerBalance: row.isNull(4) ? nil : row.int64(4))
    }
  }

  /// A payment that bears on a document.
  public struct Evidence: Sendable {
    /// The method of a credit that the ERP applied as if it were a payment.
    public static let creditMethod = "credit"
    public var paymentID: String
    public var method: String?
    public var date: CalendarDate
    /// What of the document it settles, in minor units, where that is known.
    public var amount: Int64?
    public init(paymentID: String, method: String?, date: CalendarDate, amount: Int64? = nil) {
      self.paymentID = paymentID
      self.method = method
      self.date = date
      self.amount = amount
    }
  }

  /// Payments that settle a document: applied to it by the ERP, or naming it as their reference; oldest first. What was applied counts on
  /// the day of the payment or the credit; on that of the application where neither is known. Money that came back settles nothing.
  public func evidence(company: String, document: String) throws -> [Evidence] {
    func read(_ row: Statement) -> Evidence? {
      row.isNull(2)
        ? nil
        : Evidence(
          paymentID: row.text(0),
          method: row.int(3) != 0 ? Evidence.creditMethod : row.optionalText(1).flatMap { Details(json: $0)["method"] },
          date: CalendarDate(days: Int32(row.int(2))))
    }
    let applied = try database.rows(
      "SELECT payment_id, details, COALESCE(payment_date, credit_date, applied_on), payment_date IS NULL AND credit_date IS NOT NULL "
        + "FROM (SELECT a.payment_id, p.details, p.payment_date, a.applied_on, CASE WHEN p.id IS NULL THEN "
        + "\(ChargeTables.creditDate(of: "a.company", "a.payment_id")) END AS credit_date FROM application a "
        + "LEFT JOIN payment p ON p.company = a.company AND p.payment_id = a.payment_id "
        + "WHERE a.company = ? AND a.document_id = ? AND \(CashTables.stands))", .text(company), .text(document),
      row: read)
    let referring = try database.rows(
      "SELECT payment_id, details, payment_date, 0 FROM payment p WHERE company = ? AND reference = ? AND amount > 0 "
        + "AND \(CashTables.stands)", .text(company), .text(document), row: read)
    return (applied + referring).compactMap(\.self).sorted { ($0.date, $0.paymentID) < ($1.date, $1.paymentID) }
  }

  /// Whether money that is known names a document.
  public func isNamed(_ document: String, company: String) throws -> Bool {
    try database.rows(
      "SELECT EXISTS(SELECT 1 FROM payment WHERE company = ?1 AND reference = ?2) "
        + "OR EXISTS(SELECT 1 FROM application WHERE company = ?1 AND document_id = ?2)", .text(company),
      .text(document), row: { $0.int(0) != 0 })[0]
  }

  /// Open documents, by ascending key, whose balances fell in a run of this day, and why they are what they are: none but where a day is run again.
  public func fallen(asOf: CalendarDate) throws -> [(document: Int64, cause: ChangeCause)] {
    try database.rows(
      "SELECT DISTINCT h.document, d.cause FROM run r JOIN document_history h ON h.until_run = r.id "
        + "JOIN document d ON d.id = h.document WHERE r.as_of = ? AND d.balance > 0 AND d.balance < h.balance "
        + "ORDER BY h.document", .int(Int(asOf.days)),
      row: { ($0.int64(0), $0.optionalText(1).flatMap(ChangeCause.init(rawValue:)) ?? .unknown) })
  }

  /// What earlier nights know to be written off of a document, in minor units.
  public func writtenOff(document: Int64) throws -> Int64 {
    try database.falls(ofDocument: document).reduce(0) { $1.cause == "write_off" ? $0 + max(0, $1.fall) : $0 }
  }

  /// Notes that payments have settled a document, and adds it to what its customer has paid so far.
  /// - Parameter label: its id.
  public func settle(
    document: Int64, label: String, customer: Int64, currency: Currency, amount: Int64, due: CalendarDate,
    on: CalendarDate, run: Int64
  ) throws {
    try unsettle(document: document)
    try database.run(
      "INSERT INTO settlement VALUES(?, ?, ?, ?, ?, ?, ?)", .int(document), .int(customer), .text(currency.code),
      .int(amount), .int(Int(due.days)), .int(Int(on.days)), .int(run))
    try SettlementSums(database).add(
      LatestSettlements.Entry(
        settledOn: on, document: document,
        settlement: PaymentBehaviour.Settlement(document: label, daysBeyondTerms: on.days(since: due), amount: amount)),
      of: SettlementSums.Key(customer: customer, currency: currency))
    try SettlementDays(database).add(document, sign: 1)
  }
  /// The last day on which payments settled a closed document or its instalments; nil: it is not known that payments did.
  /// - Parameter corrected: keys of documents of which tonight tells another day.
  public func settledOn(_ id: String, company: String, except corrected: [Int64] = []) throws -> CalendarDate? {
    try database.rows(
      "SELECT MAX(s.settled_on) FROM document d JOIN settlement s ON s.document = d.id WHERE d.balance = 0 "
        + "AND d.company = (SELECT id FROM company WHERE company = ?) AND d.document_id = ? "
        + "AND d.id NOT IN (SELECT value FROM json_each(?))", .text(company), .text(id), .text(corrected.jsonList)
    ) { $0.optionalInt(0).map { CalendarDate(days: Int32($0)) } }.first ?? nil
  }

  /// What is known of documents that payments settled, of those with these keys.
  public func settled(_ documents: [Int64]) throws -> [SettledDocument] {
    func day(_ row: Statement, _ column: Int) -> CalendarDate { CalendarDate(days: Int32(row.int(column))) }
    return try database.rows(
      "SELECT s.document, s.customer, s.currency, s.amount, s.due_date, s.settled_on, d.document_date FROM settlement s "
        + "JOIN document d ON d.id = s.document WHERE s.document IN (SELECT value FROM json_each(?)) ORDER BY s.document",
      .text(documents.jsonList)
    ) {
      SettledDocument(
        document: $0.int64(0), customer: $0.int64(1), currency: $0.currency(2), amount: $0.int64(3), due: day($0, 4),
        on: day($0, 5), documentDate: day($0, 6))
    }
  }

  public func isSettled(document: Int64) throws -> Bool { try settledOn(document: document) != nil }

  /// The last day on which payments settled a closed document or instalment, by its key; nil: it is not known that payments did.
  public func settledOn(document: Int64) throws -> CalendarDate? {
    try database.rows("SELECT settled_on FROM settlement WHERE document = ?", .int(document)) {
      CalendarDate(days: Int32($0.int(0)))
    }.first
  }

  /// A reopened document is no evidence any more.
  public func unsettle(document: Int64) throws {
    let known = try database.rows(
      "SELECT customer, currency, amount, settled_on - due_date FROM settlement WHERE document = ?", .int(document)
    ) {
      (key: SettlementSums.Key(customer: $0.int64(0), currency: $0.currency(1)), amount: $0.int64(2), days: $0.int(3))
    }
    for one in known {
      try SettlementDays(database).add(document, sign: -1)
      try database.run("DELETE FROM settlement WHERE document = ?", .int(document))
      try SettlementSums(database).remove(document, amount: one.amount, days: one.days, of: one.key)
    }
  }
}
