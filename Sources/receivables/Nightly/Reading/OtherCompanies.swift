import Ledger

/// Rows of companies that pipeline.json does not list: rejected and told, and nobody of the companies that it does list is silent for them.
extension NightReading {
  /// Such a row whose document the book knows as its customer's is a slip: it may concern that customer.
  mutating func claimOwn(_ index: Int) {
    guard files[index].othersRejected > 0 else { return }
    var claimed: Set<Int> = []
    for at in files[index].rejected.indices where files[index].rejected[at].isOfOtherCompany {
      let row = files[index].rejected[at]
      guard let key = row.documentKey, let customer = row.customerID else { continue }
      let isOwn = companyIDs.contains { company in
        book.documentRow(company, key).map { book.customers.id(Int(book.documents.rows[$0].customer)) == customer }
          ?? false
      }
      guard isOwn else { continue }
      files[index].rejected[at].isOfOtherCompany = false
      claimed.insert(row.position.record)
    }
    files[index].othersRejected -= claimed.count
  }
}
