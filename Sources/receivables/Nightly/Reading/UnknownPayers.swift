import Ledger
import Pipeline

extension NightReading {
  /// Customers whose `bill_to` leads nowhere: to nobody whom a file has named, or back to themselves. Told every night, for they are written
  /// to instead of who pays.
  mutating func remarkPayers() {
    guard book.customers.text.holds("\"bill_to\"") else { return }
    for at in book.customers.rows.indices {
      guard let payer = Accounts.billTo(of: at, in: book), !payer.isEmpty else { continue }
      let company = book.customers.rows[at].company
      let id = book.customers.id(at)
      guard let other = book.customers.find(company: company, id: payer) else {
        warn(
          code: "payer-unknown",
          "customer \(id) of \(book.companies[Int(company)]) is billed to \(payer), whom no file has named: \(id) itself is written to"
        )
        continue
      }
      if other != at, Accounts.payer(of: other, in: book) == at {
        warn(
          code: "payer-circle",
          "customer \(id) of \(book.companies[Int(company)]) is billed to \(payer), and \(payer) to \(id): each is asked for what the other owes"
        )
      }
    }
  }
}
