import Diff
import Ledger
import Store

/// Customers of whom the ERP has made another: nothing of theirs is open any more, and documents that were theirs are now another's of the same party and
/// company. Holds, exclusions and channels that people decided of the whole customer go along, as levels and dates do.
struct MergedCustomers {
  static let kinds: Set<Decision.Kind> = [.exclude, .hold, .channel]
  private let state: State
  /// Of documents that tonight's files have moved, the customers before, by row.
  private let moved: [Int: [Int]]

  init(_ state: State, _ changes: [RowChange], _ book: Book) {
    self.state = state
    var moved: [Int: [Int]] = [:]
    for change in changes {
      guard let before = change.before, before.customer != book.documents.rows[change.row].customer else { continue }
      moved[Int(before.customer), default: []].append(change.row)
    }
    self.moved = moved
  }

  /// The decisions, and what goes along once more for each customer who has the documents now, with the releases that end it.
  func spread(_ decisions: [Decision], _ book: Book) throws -> [Decision] {
    let own = Dictionary(grouping: decisions.filter { $0.documentID == nil && $0.recordedOf == nil }) {
      CustomerKey(company: $0.company, customer: $0.customerID)
    }.filter { $0.value.contains { MergedCustomers.kinds.contains($0.kind) } }
    guard !own.isEmpty else { return decisions }
    var all = decisions
    for (key, decisions) in own {
      guard let old = book.customerRow(key.company, key.customer) else { continue }
      for heir in try heirs(of: old, key, book) {
        for var decision in decisions where MergedCustomers.kinds.contains(decision.kind) || decision.kind == .release {
          decision.recordedOf = decision.customerID
          decision.customerID = book.customers.id(heir)
          all.append(decision)
        }
      }
    }
    guard all.count > decisions.count else { return decisions }
    return all.sorted { ($0.company, $0.customerID, $0.id) < ($1.company, $1.customerID, $1.id) }
  }

  /// Who has the open documents that were a customer's.
  private func heirs(of old: Int, _ key: CustomerKey, _ book: Book) throws -> Set<Int> {
    guard let party = PartyStops.party(of: old, book) else { return [] }
    let known = try DocumentLookup(state.database).formerDocuments(ofCustomer: key.customer, company: key.company)
    let rows = (moved[old] ?? []) + book.documents.rows(of: known).map(Int.init)
    var heirs: Set<Int> = []
    for row in rows where row >= 0 && MergedCustomers.isOpen(book.documents.rows[row]) {
      let owner = Int(book.documents.rows[row].customer)
      if owner != old, PartyStops.party(of: owner, book) == party { heirs.insert(owner) }
    }
    guard !heirs.isEmpty else { return [] }
    let company = book.customers.rows[old].company
    let hasOwn = book.documents.rows.contains { row in
      row.company == company && Int(row.customer) == old && MergedCustomers.isOpen(row)
    }
    return hasOwn ? [] : heirs
  }

  private static func isOpen(_ row: DocumentRow) -> Bool { row.balance != 0 && !row.flags.contains(.void) }
}

// MARK: After the night

extension MergedCustomers {
  /// Customers of whom the ERP has made this one, as the state knows it.
  static func predecessors(of customer: String, _ company: String, _ state: State) throws -> [String] {
    let lookup = DocumentLookup(state.database)
    let former = try lookup.formerOwners(ofDocumentsOf: customer, company: company)
    guard !former.isEmpty else { return [] }
    var payers = StoredPayers(state)
    guard let party = try payers.party(of: customer, company) else { return [] }
    return try former.filter { old in
      try payers.party(of: old, company) == party && lookup.open(ofCustomer: old, company: company).isEmpty
    }
  }
}
