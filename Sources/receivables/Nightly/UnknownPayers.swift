import Ledger
import Pipeline

extension NightReading {
  /// Customers whose `bill_to` leads nowhere: to nobody whom a file has named, or back to themselves. Told every night, for they are written
  /// to instead of who pays.
  mutating func remarkPayers() {
    guard book.customers.text.holds("\"bill_to\"") else { return }
    for at in book.customers.rows.indices {
      let row = book.customers.rows[at]
      guard book.customers.text.mentions(row.details, "\"bill_to\""),
        let payer = Details(json: book.customers.text.string(row.details))["bill_to"], !payer.isEmpty
      else { continue }
      let customer = book.customer(at)
      guard let other = book.customers.find(company: row.company, id: payer) else {
        warn(
          code: "payer-unknown",
          "customer \(customer.id) of \(customer.company) is billed to \(payer), whom no file has named: \(customer.id) itself is written to"
        )
        continue
      }
      if other != at, Accounts.payer(of: other, in: book) == at {
        warn(
          code: "payer-circle",
          "customer \(customer.id) of \(customer.company) is billed to \(payer), and \(payer) to \(customer.id): each is asked for what the other owes"
        )
      }
    }
  }
}
