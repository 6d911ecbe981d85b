import Cash
import Ledger
import Store

extension CashItems {
  /// Closed instalments of documents to which the ERP applies a payment: its word may come after the export that shows it.
  func addClosedInstalments(_ entries: [CashApplication.Entry], to items: inout [CashItem]) throws {
    var named: [CompanyKey: CalendarDate] = [:]
    for entry in entries {
      let payment = entry.receipt.payment
      for application in entry.explicit {
        let key = CompanyKey(payment.company, application.documentID)
        named[key] = min(named[key] ?? payment.date, payment.date)
      }
    }
    guard !named.isEmpty else { return }
    var places: [CompanyKey: [Int64: Int]] = [:]
    for at in items.indices where !items[at].instalment.isEmpty {
      let key = CompanyKey(items[at].company, items[at].id)
      if named[key] != nil { places[key, default: [:]][items[at].stateID] = at }
    }
    let lookup = DocumentLookup(state.database)
    for key in places.keys.sorted() {
      for closed in try lookup.closedInstalments(id: key.id, company: key.company) {
        let left = closed.closedOn >= named[key]! ? closed.unexplained : 0
        if let at = places[key]?[closed.found.stateID] {
          if items[at].row < 0 { items[at].closed = left }
        } else if left > 0 || released[closed.found.stateID] != nil {
          let document = closed.found.document
          let again = released[closed.found.stateID] ?? 0
          items.append(
            CashItem(
              stateID: closed.found.stateID, company: key.company, customerID: document.customerID, id: key.id,
              instalment: document.instalment, currency: document.currency, dueDate: document.dueDate, room: again,
              fallen: again, closed: left, reference: document.reference))
        }
      }
    }
  }

  /// Closed instalments beside open ones that earlier matches had paid which tonight's replace: they are paid before those that are due later.
  func addReleasedInstalments(to items: inout [CashItem]) throws {
    guard !released.isEmpty else { return }
    let known = Set(items.lazy.map(\.stateID))
    let missing = released.documents.filter { !known.contains($0) }
    guard !missing.isEmpty else { return }
    let named = Set(items.lazy.filter { !$0.instalment.isEmpty }.map { CompanyKey($0.company, $0.id) })
    let lookup = DocumentLookup(state.database)
    for key in missing {
      guard let document = try lookup.document(key: key), named.contains(CompanyKey(document.company, document.id)),
        let room = released[key]
      else { continue }
      items.append(
        CashItem(
          stateID: key, company: document.company, customerID: document.customerID, id: document.id,
          instalment: document.instalment, currency: document.currency, dueDate: document.dueDate, room: room,
          fallen: released.shown(key), reference: document.reference))
    }
  }
}
