import Ledger

/// Which run was told last of what has a key: what a file that comes late says of it may be older than what is known.
public struct ToldRows {
  private let database: Database
  public init(_ database: Database) { self.database = database }

  /// The newest date of a feed's accepted files, by run.
  public func dates(feed: String) throws -> [Int64: CalendarDate] {
    Dictionary(
      uniqueKeysWithValues: try database.rows(
        "SELECT run, MAX(file_date) FROM arrival WHERE feed = ? AND state = 'accepted' AND file_date IS NOT NULL "
          + "AND run IS NOT NULL GROUP BY run", .text(feed)
      ) { ($0.int64(0), CalendarDate(days: Int32($0.int(1)))) })
  }

  public func run(_ customer: Customer) throws -> Int64? {
    try first(
      "SELECT c.since_run FROM customer c JOIN company o ON o.id = c.company WHERE o.company = ? AND c.customer_id = ?",
      .text(customer.company), .text(customer.id))
  }

  public func run(_ contact: Contact) throws -> Int64? {
    try first(
      "SELECT since_run FROM contact WHERE company = ? AND customer_id = ? AND contact_id = ?", .text(contact.company),
      .text(contact.customerID), .text(contact.id))
  }

  public func run(_ payment: Payment) throws -> Int64? {
    try first(
      "SELECT run FROM payment WHERE company = ? AND payment_id = ?", .text(payment.company), .text(payment.id))
  }

  public func run(_ application: Application) throws -> Int64? {
    try first(
      "SELECT run FROM application WHERE company = ? AND document_id = ? AND payment_id = ?",
      .text(application.company), .text(application.documentID), .text(application.paymentID))
  }

  public func run(_ rate: ExchangeRate) throws -> Int64? {
    try first(
      "SELECT run FROM rate WHERE from_currency = ? AND to_currency = ? AND day = ?", .text(rate.from.code),
      .text(rate.to.code), .int(Int(rate.date.days)))
  }

  public func run(_ decision: Decision) throws -> Int64? {
    try first("SELECT run FROM decision WHERE decision_id = ?", .text(decision.id))
  }

  private func first(_ sql: String, _ values: Value...) throws -> Int64? {
    try database.rows(sql, values: values, row: { $0.int64(0) }).first
  }
}
