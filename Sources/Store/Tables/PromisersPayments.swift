import Ledger

/// Payments of customers who have promised to pay. Payments have no index by customer: every night would pay for it at each of them. Those of
/// customers with a promise are marked, and only they are in one.
public struct PromisersPayments {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// Marks what is not marked yet of all who have ever promised: looks at every payment.
  static let markAll = """
    UPDATE payment SET promised = 1 WHERE promised IS NULL
      AND (company, customer_id) IN (SELECT company, customer_id FROM decision WHERE kind = 'promise');
    """

  static let layout = """
    -- 1: the customer had promised to pay when the payment was stored, or promised later what it may count for.
    ALTER TABLE payment ADD COLUMN promised INTEGER;
    \(markAll)
    CREATE INDEX payment_promised ON payment(company, customer_id, payment_date) WHERE promised IS NOT NULL;
    """

  /// Marks payments of which money was placed on documents of others who have promised: of bank payments that name no customer, and of who pays
  /// for another.
  static let placed = """
    UPDATE payment SET promised = 2 WHERE id IN (
      SELECT m.payment FROM decision x JOIN company c ON c.company = x.company
        JOIN customer k ON k.company = c.id AND k.customer_id = x.customer_id JOIN document d ON d.customer = k.id
        JOIN cash_match m ON m.document = d.id JOIN payment p ON p.id = m.payment
      WHERE x.kind = 'promise' AND p.customer_id <> x.customer_id);
    CREATE INDEX payment_placed ON payment(payment_date) WHERE promised = 2;
    """

  /// A customer by its company and id.
  public struct Customer: Hashable, Sendable {
    public var company: String
    public var id: String
    public init(company: String, id: String) {
      self.company = company
      self.id = id
    }
  }

  /// All who have ever promised.
  public func promisers() throws -> Set<Customer> {
    Set(
      try database.rows("SELECT DISTINCT company, customer_id FROM decision WHERE kind = 'promise'") {
        Customer(company: $0.text(0), id: $0.text(1))
      })
  }

  /// Marked payments of a customer from a day on.
  public func paid(by customer: Customer, since date: CalendarDate) throws -> [Payment] {
    try database.rows(
      "SELECT company, payment_id, customer_id, payment_date, currency, amount, details FROM payment INDEXED BY payment_promised "
        + "WHERE promised IS NOT NULL AND company = ? AND customer_id = ? AND payment_date >= ? ORDER BY id",
      .text(customer.company), .text(customer.id), .int(Int(date.days)), row: PromisersPayments.payment)
  }

  /// Payments of these customers from a day on, marked or not: of those whose first promise has just come.
  /// - Complexity: linear in all payments since.
  public func paid(by customers: Set<Customer>, since date: CalendarDate) throws -> [Payment] {
    guard !customers.isEmpty else { return [] }
    return try database.rows(
      "SELECT company, payment_id, customer_id, payment_date, currency, amount, details FROM payment WHERE payment_date >= ?",
      .int(Int(date.days))
    ) { row in
      customers.contains(Customer(company: row.text(0), id: row.text(2))) ? PromisersPayments.payment(row) : nil
    }.compactMap(\.self).sorted { ($0.date, $0.id) < ($1.date, $1.id) }
  }

  /// Marks payments of these customers from a day on.
  public func mark(_ customers: Set<Customer>, since date: CalendarDate) throws {
    for payment in try paid(by: customers, since: date) {
      try database.run(
        "UPDATE payment SET promised = 1 WHERE company = ? AND payment_id = ? AND promised IS NULL",
        .text(payment.company), .text(payment.id))
    }
  }

  /// Money of a payment on a document of a customer whom it does not name.
  public struct Placed: Sendable {
    public var payment: Payment
    /// Keys of the payment and of the document.
    public var paymentKey: Int64
    public var document: Int64
    public var customerID: String
    /// Minor units.
    public var amount: Int64
  }

  /// What of marked payments was placed on documents of others, from a day on.
  public func placed(since date: CalendarDate) throws -> [Placed] {
    try placed("INDEXED BY payment_placed", "p.promised = 2", since: date, on: nil)
  }

  /// What of payments, marked or not, was placed on documents of these customers: their first promise has just come.
  public func placed(on customers: Set<Customer>, since date: CalendarDate) throws -> [Placed] {
    customers.isEmpty ? [] : try placed("INDEXED BY payment_day", "true", since: date, on: customers)
  }

  private func placed(
    _ index: String, _ condition: String, since date: CalendarDate, on customers: Set<Customer>?
  ) throws -> [Placed] {
    try database.rows(
      "SELECT p.company, p.payment_id, p.customer_id, p.payment_date, p.currency, p.amount, p.details, p.id, m.document, "
        + "k.customer_id, m.amount FROM payment p \(index) CROSS JOIN cash_match m ON m.payment = p.id "
        + "CROSS JOIN document d ON d.id = m.document CROSS JOIN customer k ON k.id = d.customer "
        + "WHERE \(condition) AND p.payment_date >= ? AND k.customer_id <> p.customer_id ORDER BY p.id, m.document",
      .int(Int(date.days))
    ) { row -> Placed? in
      let customer = row.text(9)
      if let customers, !customers.contains(Customer(company: row.text(0), id: customer)) { return nil }
      return Placed(
        payment: PromisersPayments.payment(row), paymentKey: row.int64(7), document: row.int64(8),
        customerID: customer, amount: row.int64(10))
    }.compactMap(\.self)
  }

  /// Marks payments of which money was placed on documents of others who have promised.
  public func mark(placed payments: [(company: String, id: String)]) throws {
    for payment in payments {
      try database.run(
        "UPDATE payment SET promised = 2 WHERE company = ? AND payment_id = ? AND promised IS NOT 2",
        .text(payment.company), .text(payment.id))
    }
  }

  private static func payment(_ row: Statement) -> Payment {
    Payment(
      company: row.text(0), id: row.text(1), customerID: row.text(2), date: CalendarDate(days: Int32(row.int(3))),
      money: Money(minorUnits: row.int64(5), currency: Currency(row.text(4)) ?? Currency(trusted: 0)),
      details: Details(json: row.text(6)))
  }
}
