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

  private static func payment(_ row: Statement) -> Payment {
    Payment(
      company: row.text(0), id: row.text(1), customerID: row.text(2), date: CalendarDate(days: Int32(row.int(3))),
      money: Money(minorUnits: row.int64(5), currency: Currency(row.text(4)) ?? Currency(trusted: 0)),
      details: Details(json: row.text(6)))
  }
}
