import Ledger

/// Hard stops hold for a whole party: insolvency, death and lawyers are about whoever stands behind the numbers, in every company.
enum PartyStops {
  /// The decisions, and the hard stops of each customer with a `party_id` once more for the other customers of its party, with the releases
  /// that end them.
  static func spread(_ decisions: [Decision], _ book: Book) -> [Decision] {
    let byParty = byParty(decisions, book)
    guard !byParty.isEmpty else { return decisions }
    var all = decisions
    for (row, customer) in book.customers.rows.enumerated() {
      guard let stops = party(of: row, book).flatMap({ byParty[$0] }) else { continue }
      let (company, id) = (book.companies[Int(customer.company)], book.customers.id(row))
      for var decision in stops where decision.company != company || decision.customerID != id {
        let isOfCompany = decision.company == company
        decision.recordedOf = decision.customerID + (isOfCompany ? "" : " of \(decision.company)")
        (decision.company, decision.customerID, decision.documentID) = (company, id, nil)
        all.append(decision)
      }
    }
    return all.sorted { ($0.company, $0.customerID, $0.id) < ($1.company, $1.customerID, $1.id) }
  }

  /// Hard stops by party, and what releases them.
  private static func byParty(_ decisions: [Decision], _ book: Book) -> [String: [Decision]] {
    var found: [String: [Decision]] = [:]
    for stop in decisions where stop.stopsCustomer {
      guard let party = party(of: stop, book) else { continue }
      found[party, default: []].append(stop)
    }
    guard !found.isEmpty else { return found }
    for release in decisions where release.kind == .release && release.documentID == nil {
      guard let party = party(of: release, book), let stops = found[party] else { continue }
      let named = release.value?.lowercased()
      guard stops.contains(where: { $0.id == release.value || $0.kind.rawValue == named }) else { continue }
      found[party]?.append(release)
    }
    return found
  }

  private static func party(of decision: Decision, _ book: Book) -> String? {
    book.customerRow(decision.company, decision.customerID).flatMap { party(of: $0, book) }
  }

  /// The `party_id` of a customer, by its row; nil: it has none.
  static func party(of row: Int, _ book: Book) -> String? {
    let details = book.customers.rows[row].details
    guard book.customers.text.mentions(details, "party_id") else { return nil }
    return Details(json: book.customers.text.string(details))["party_id"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
