import Ledger
import Pipeline

/// Customers whom documents name with other leading zeros than the customers files.
enum StrangersByZeros {
  static let code = "customer-zeros"
  static let help =
    "export both alike, or bring the ids of one feed to the form of the other in its mapping: `pad` puts zeros in front, `dropPrefix` takes them off"
}

extension NightReading {
  /// Customers of open documents whom no customers file names, while one that differs by leading zeros alone is named: the customers come
  /// from another place than the documents. They have no address, and in the ERP there is nothing to correct.
  mutating func remarkStrangersByZeros() {
    let customers = book.customers
    var strangers = customers.rows.indices.filter(customers.isOnlyNamed)
    // Most installations have none, and then nobody looks through the documents.
    guard !strangers.isEmpty else { return }
    var open = [Bool](repeating: false, count: customers.rows.count)
    for row in book.documents.rows where row.balance != 0 && row.customer >= 0 { open[Int(row.customer)] = true }
    strangers.removeAll { !open[$0] }
    func key(_ row: Int) -> BareNumber { BareNumber(customers.rows[row].company, customers.id(row)) }
    let wanted = Set(strangers.map(key))
    var known: [BareNumber: Int] = [:]
    for row in customers.rows.indices where !customers.isOnlyNamed(row) {
      let key = key(row)
      if wanted.contains(key), known[key] == nil { known[key] = row }
    }
    let found = strangers.compactMap { row in known[key(row)].map { (customers.id(row), customers.id($0), row) } }
    guard let first = found.min(by: { $0.0 < $1.0 }) else { return }
    warnings.append(
      RunReport.Warning(
        code: StrangersByZeros.code,
        message:
          "customer \(first.0) of \(book.customer(first.2).company) is on documents, and the customers files call him \(first.1): no address is known of him",
        count: found.count))
  }
}
