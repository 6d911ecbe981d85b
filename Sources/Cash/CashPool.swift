import Ledger

/// What may be settled tonight, and how much of it is left: rules look here, and what they place is taken away.
struct CashPool {
  /// Earliest first: by company, due date (missing last), id and instalment.
  private(set) var items: [CashItem]
  private let index: CashIndex

  init(_ items: [CashItem]) {
    self.items = items
    index = CashIndex(items)
  }

  subscript(item: Int) -> CashItem { items[item] }

  /// Items of the payment's company that have a key.
  func found(_ key: UInt64, for payment: Payment) -> [(item: Int, likeness: Likeness)] {
    (index.byKey[key] ?? []).filter { items[$0.item].company == payment.company }
  }

  func withReference(_ reference: String, for payment: Payment) -> [Int] {
    (index.byReference[IDKeys.whole(reference)] ?? []).filter { items[$0].company == payment.company }
  }

  /// The instalments of a document, earliest first.
  func document(_ id: String, for payment: Payment) -> [Int] { index.byID[CashIndex.Name(payment.company, id)] ?? [] }
  func document(of item: Int) -> [Int] {
    index.byID[CashIndex.Name(items[item].company, items[item].id)] ?? [item]
  }

  /// Items that this customer may pay and that have something left, in the currency of the payment, earliest first.
  func items(of customer: String, for payment: Payment) -> [Int] {
    (index.byPayer[CashIndex.Name(payment.company, customer)] ?? []).filter {
      items[$0].room != 0 && items[$0].currency == payment.money.currency
    }
  }

  /// Items of the company of which exactly this amount is left, whoever owes it: hints for a person.
  func items(amount: Int64, for payment: Payment) -> [Int] {
    (index.byAmount[amount] ?? []).filter {
      items[$0].company == payment.company && items[$0].currency == payment.money.currency && items[$0].room == amount
    }
  }

  /// See `CashItem.take`.
  mutating func take(_ line: Proposal.Line) -> Int64 {
    items[line.item].take(line.amount, and: line.deducted, ofTheRest: line.isOfTheRest)
  }
}

/// Where items are found. Each way is made when a rule first asks for it: most payments of a night name a document's id, and ask for no other.
private final class CashIndex {
  /// A company and an id in it.
  struct Name: Hashable {
    let company: String
    let id: String
    init(_ company: String, _ id: String) {
      self.company = company
      self.id = id
    }
  }

  /// As they were before anything was taken.
  private let items: [CashItem]
  init(_ items: [CashItem]) { self.items = items }

  private(set) lazy var byKey: [UInt64: [(item: Int, likeness: Likeness)]] = {
    var byKey: [UInt64: [(item: Int, likeness: Likeness)]] = [:]
    for (place, item) in items.enumerated() { IDKeys.each(item.id) { byKey[$0, default: []].append((place, $1)) } }
    return byKey
  }()
  private(set) lazy var byReference: [UInt64: [Int]] = {
    var byReference: [UInt64: [Int]] = [:]
    for (place, item) in items.enumerated() {
      if let reference = item.reference { byReference[IDKeys.whole(reference), default: []].append(place) }
    }
    return byReference
  }()
  private(set) lazy var byID: [Name: [Int]] = {
    var byID: [Name: [Int]] = [:]
    byID.reserveCapacity(items.count)
    for (place, item) in items.enumerated() { byID[Name(item.company, item.id), default: []].append(place) }
    return byID
  }()
  private(set) lazy var byPayer: [Name: [Int]] = {
    var byPayer: [Name: [Int]] = [:]
    for (place, item) in items.enumerated() {
      byPayer[Name(item.company, item.customerID), default: []].append(place)
      if item.payerID != item.customerID { byPayer[Name(item.company, item.payerID), default: []].append(place) }
    }
    return byPayer
  }()
  private(set) lazy var byAmount: [Int64: [Int]] = {
    var byAmount: [Int64: [Int]] = [:]
    for (place, item) in items.enumerated() where item.room > 0 { byAmount[item.room, default: []].append(place) }
    return byAmount
  }()
}
