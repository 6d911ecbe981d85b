import Ledger

extension BookTables {
  /// Gives customers the names and details that they had when a run was the newest: groups and salespersons among them.
  func takeCustomers(asKnownTo run: Int64, _ book: inout Book, _ customers: CustomerRows) throws {
    let earlier = try database.rows(
      "SELECT customer, name, details FROM customer_history WHERE from_run <= ?1 AND until_run > ?1 ORDER BY customer",
      .int(run), row: { (customer: $0.int64(0), name: $0.text(1), details: $0.text(2)) })
    for one in earlier {
      guard let row = customers.row(one.customer) else { continue }
      _ = book.customers.update(Int(row), name: one.name, details: Details(json: one.details))
    }
  }
}
