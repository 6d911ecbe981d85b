import Ledger

/// The people of customers tonight: those that stand in the state, changed by tonight's files.
struct ContactList {
  private var byCustomer: [String: [Contact]] = [:]
  /// Contacts that tonight's full lists no longer have.
  private(set) var ended: [Contact] = []

  init() {}

  /// - Parameters:
  ///   - standing: as the state has them.
  ///   - tonight: rows of tonight's files, a later one before an earlier one of the same key.
  ///   - full: companies of which a full list came: whoever is not in it has left.
  init(standing: [Contact], tonight: [Contact], full: Set<String>) {
    guard !standing.isEmpty || !tonight.isEmpty else { return }
    var news: [String: Contact] = [:]
    for contact in tonight { news[ContactList.key(contact)] = contact }
    for contact in standing {
      if let changed = news.removeValue(forKey: ContactList.key(contact)) {
        add(changed)
      } else if full.contains(contact.company) {
        ended.append(contact)
      } else {
        add(contact)
      }
    }
    for contact in news.values { add(contact) }
    for customer in byCustomer.keys {
      byCustomer[customer]?.sort { ByteOrder.precedes($0.id, $1.id) }
    }
  }

  /// All of them, in order of company, customer and contact.
  var all: [Contact] {
    byCustomer.keys.sorted { ByteOrder.precedes($0, $1) }.flatMap { byCustomer[$0] ?? [] }
  }

  private mutating func add(_ contact: Contact) {
    byCustomer["\(contact.company)\u{1F}\(contact.customerID)", default: []].append(contact)
  }

  private static func key(_ contact: Contact) -> String {
    "\(contact.company)\u{1F}\(contact.customerID)\u{1F}\(contact.id)"
  }

  /// In order of their ids.
  func of(_ company: String, _ customer: String) -> [Contact] {
    byCustomer.isEmpty ? [] : byCustomer["\(company)\u{1F}\(customer)"] ?? []
  }
}
