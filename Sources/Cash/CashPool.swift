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

  /// In place: a copy would count seven texts.
  subscript(item: Int) -> CashItem { _read { yield items[item] } }

  /// Items of the payment's company that have a key.
  func found(_ key: UInt64, for payment: Payment) -> [(item: Int, likeness: Likeness)] {
    index.byKey[key].filter { items[$0.item].company == payment.company }
  }

  func withReference(_ reference: String, for payment: Payment) -> [Int] {
    index.byReference[IDKeys.whole(reference)].filter { items[$0].company == payment.company }
  }

  /// The instalments of a document, earliest first.
  func document(_ id: String, for payment: Payment) -> [Int] { index.byID[CashIndex.Name(payment.company, id)] }
  func document(of item: Int) -> [Int] {
    index.byID[CashIndex.Name(items[item].company, items[item].id)]
  }

  /// Items that this customer may pay and that have something left, in the currency of the payment, earliest first.
  func items(of customer: String, for payment: Payment) -> [Int] {
    index.byPayer[CashIndex.Name(payment.company, customer)].filter {
      items[$0].room != 0 && items[$0].currency == payment.money.currency
    }
  }

  /// Items of the company of which exactly this amount is left, whoever owes it: hints for a person.
  func items(amount: Int64, for payment: Payment) -> [Int] {
    index.byAmount[amount].filter {
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

  private(set) lazy var byKey: Lists<UInt64, (item: Int, likeness: Likeness)> = {
    var byKey = Lists<UInt64, (item: Int, likeness: Likeness)>()
    for (place, item) in items.enumerated() { IDKeys.each(item.id) { byKey.append((place, $1), to: $0) } }
    return byKey
  }()
  private(set) lazy var byReference: Lists<UInt64, Int> = {
    var byReference = Lists<UInt64, Int>()
    for (place, item) in items.enumerated() {
      if let reference = item.reference { byReference.append(place, to: IDKeys.whole(reference)) }
    }
    return byReference
  }()
  private(set) lazy var byID: Lists<Name, Int> = {
    var byID = Lists<Name, Int>(expecting: items.count)
    for (place, item) in items.enumerated() { byID.append(place, to: Name(item.company, item.id)) }
    return byID
  }()
  private(set) lazy var byPayer: Lists<Name, Int> = {
    var byPayer = Lists<Name, Int>()
    for (place, item) in items.enumerated() {
      byPayer.append(place, to: Name(item.company, item.customerID))
      if item.payerID != item.customerID { byPayer.append(place, to: Name(item.company, item.payerID)) }
    }
    return byPayer
  }()
  private(set) lazy var byAmount: Lists<Int64, Int> = {
    var byAmount = Lists<Int64, Int>()
    for (place, item) in items.enumerated() where item.room > 0 { byAmount.append(place, to: item.room) }
    return byAmount
  }()
}

/// Lists by key, one behind the other in one array: most hold one value, and an array for each would be most of the work.
private struct Lists<Key: Hashable, Value> {
  /// By key, where its list begins and ends.
  private var ends: [Key: (first: Int, last: Int)]
  /// Each with the place of the next one of its list, -1 behind the last.
  private var links: [(value: Value, next: Int)] = []

  init(expecting count: Int = 0) {
    ends = Dictionary(minimumCapacity: count)
    links.reserveCapacity(count)
  }

  mutating func append(_ value: Value, to key: Key) {
    let new = links.count
    var last = new
    swap(&last, &ends[key, default: (new, new)].last)
    if last != new { links[last].next = new }
    links.append((value, -1))
  }

  /// Empty where there is none.
  subscript(key: Key) -> [Value] {
    guard let ends = ends[key] else { return [] }
    var list: [Value] = []
    var at = ends.first
    while at >= 0 {
      list.append(links[at].value)
      at = links[at].next
    }
    return list
  }
}
