import Ledger
import Store

/// The people of customers tonight: those that stand in the state, changed by tonight's files.
struct ContactList {
  private var byCustomer: [String: [Contact]] = [:]
  /// Tonight's rows of those that stand.
  private(set) var tonight: [Contact] = []
  /// Contacts that tonight's whole lists no longer have.
  private(set) var ended: [Contact] = []
  /// By whose word they stand.
  private(set) var rows: ListedRows

  init(_ reading: NightReading, _ state: State) throws {
    rows = try ListedRows(.contacts, reading, state)
    let standing = try state.contacts.standing()
    var news: [String: Contact] = [:]
    var gone: Set<String> = []
    for (place, contact) in reading.contacts.enumerated() {
      let key = ListTables.key(contact)
      for left in rows.gone(before: place) {
        news[left] = nil
        gone.insert(left)
      }
      gone.remove(key)
      news[key] = contact
      rows.tell(place, key, of: contact.company)
    }
    for left in rows.goneAtLast() {
      news[left] = nil
      gone.insert(left)
    }
    guard !standing.isEmpty || !news.isEmpty else { return }
    tonight = reading.contacts.filter { news[ListTables.key($0)] != nil }
    for contact in standing {
      if let changed = news.removeValue(forKey: ListTables.key(contact)) {
        add(changed)
      } else if gone.contains(ListTables.key(contact)) {
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

  /// In order of their ids.
  func of(_ company: String, _ customer: String) -> [Contact] {
    byCustomer.isEmpty ? [] : byCustomer["\(company)\u{1F}\(customer)"] ?? []
  }
}
