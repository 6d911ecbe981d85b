import Ledger

/// What customers with the same `party_id` have in other companies. Of nobody where no party is in two.
struct PartiesElsewhere {
  /// By customer, as a row of the customers table: of each other company and currency, in their order.
  private var positions: [Int: [PartyPosition]] = [:]
  var isEmpty: Bool { positions.isEmpty }

  init(_ book: Book, asOf: CalendarDate) {
    let across = PartiesElsewhere.parties(book)
    guard !across.isEmpty else { return }
    var partyOf: [Int: Int] = [:]
    for (party, members) in across.enumerated() { for member in members { partyOf[member] = party } }
    var sums = [[PartyPosition]](repeating: [], count: across.count)
    for row in book.documents.rows where row.balance != 0 && !row.flags.contains(.void) {
      guard let party = partyOf[Int(row.customer)] else { continue }
      let isOverdue = row.dueDate.orNil.map { $0 < asOf } ?? false
      guard row.balance < 0 || isOverdue else { continue }
      let company = book.companies[Int(row.company)]
      let known = sums[party].firstIndex { $0.company == company && $0.currency == row.currency }
      let place = known ?? sums[party].count
      if known == nil { sums[party].append(PartyPosition(company: company, currency: row.currency)) }
      if row.balance < 0 {
        sums[party][place].credits -= row.balance
      } else {
        sums[party][place].overdue += row.balance
      }
    }
    for (party, members) in across.enumerated() where !sums[party].isEmpty {
      let sorted = sums[party].sorted {
        $0.company == $1.company ? $0.currency < $1.currency : ByteOrder.precedes($0.company, $1.company)
      }
      for member in members {
        let own = book.companies[Int(book.customers.rows[member].company)]
        let others = sorted.filter { $0.company != own }
        if !others.isEmpty { positions[member] = others }
      }
    }
  }

  func of(_ customer: Int) -> [PartyPosition] { positions[customer] ?? [] }

  /// The customers of each party that is in several companies.
  private static func parties(_ book: Book) -> [[Int]] {
    guard book.companies.count > 1 else { return [] }
    var members: [String: [Int]] = [:]
    for (row, customer) in book.customers.rows.enumerated()
    where book.customers.text.mentions(customer.details, "party_id") {
      guard let party = Details(json: book.customers.text.string(customer.details))["party_id"] else { continue }
      members[party, default: []].append(row)
    }
    return members.sorted { $0.key < $1.key }.map(\.value).filter { rows in
      Set(rows.map { book.customers.rows[$0].company }).count > 1
    }
  }
}
