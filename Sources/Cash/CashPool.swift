import Ledger

/// What may be settled tonight, and how much of it is left: rules look here, and what they place is taken away.
struct CashPool {
  /// Earliest first: by company, due date (missing last), id and instalment.
  private(set) var items: [CashItem]
  /// Nil: nobody looks for anything.
  private let index: CashIndex?

  init(_ items: [CashItem], for cases: [CashCase]) {
    self.items = items
    index = CashIndex(items, cases)
  }

  /// Of one document that is known to be meant.
  init(only item: CashItem) {
    items = [item]
    index = nil
  }

  /// Another document instead; the one before in its place. Neither is copied.
  mutating func exchange(_ item: inout CashItem) { swap(&items[0], &item) }

  /// In place: a copy would count seven texts.
  subscript(item: Int) -> CashItem { _read { yield items[item] } }

  /// Items of the payment's company that have a key.
  func found(_ key: UInt64, for payment: Payment) -> [(item: Int, likeness: Likeness)] {
    index?.byKey(items)[key].filter { items[$0.item].company == payment.company } ?? []
  }

  func withReference(_ reference: String, for payment: Payment) -> [Int] {
    index?.byReference(items)[IDKeys.whole(reference)].filter { items[$0].company == payment.company } ?? []
  }

  /// The instalments of a document, earliest first.
  func document(_ id: String, for payment: Payment) -> [Int] {
    index?.byID(items)[CashIndex.Name(payment.company, id)] ?? []
  }
  func document(of item: Int) -> [Int] {
    index?.byID(items)[CashIndex.Name(items[item].company, items[item].id)] ?? []
  }

  /// Items that this customer may pay and that have something left, in the currency of the payment, earliest first.
  func items(of customer: String, for payment: Payment) -> [Int] {
    index?.byPayer(items)[CashIndex.Name(payment.company, customer)].filter {
      items[$0].room != 0 && items[$0].currency == payment.money.currency
    } ?? []
  }

  /// Items of the company of which exactly this amount is left, whoever owes it, or whose credit it is: hints for a person.
  func items(amount: Int64, for payment: Payment) -> [Int] {
    index?.byAmount(items)[amount].filter {
      items[$0].company == payment.company && items[$0].currency == payment.money.currency && items[$0].room == amount
    } ?? []
  }

  /// What the export took off the item is explained.
  mutating func explainFallen(_ item: Int) { items[item].fallen = 0 }

  /// See `CashItem.take`.
  mutating func take(_ line: Proposal.Line) -> Int64 {
    items[line.item].take(line.amount, and: line.deducted, ofTheRest: line.isOfTheRest)
  }
}

/// Where items are found. Each way is made when a rule first asks for it, and holds only what payments ask for: a payer of whom one payment
/// is may have thousands of items, and of most neither the id nor the amount is meant.
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

  private let cases: [CashCase]
  /// What was left of each before anything was taken.
  private let rooms: [Int64]
  private lazy var wishes = CashWishes(cases)
  private var named: [Int]?
  private var keys: Lists<UInt64, (item: Int, likeness: Likeness)>?
  private var references: Lists<UInt64, Int>?
  private var ids: Lists<Name, Int>?
  private var payers: Lists<Name, Int>?
  private var amounts: Lists<Int64, Int>?

  init(_ items: [CashItem], _ cases: [CashCase]) {
    self.cases = cases
    rooms = items.map(\.room)
  }

  /// Items that a payment may name: by keys of their ids, by the very id, or by the reference that they, or another instalment, carry.
  private func named(_ items: [CashItem]) -> [Int] {
    made(&named) {
      var others = Set(items.lazy.filter { $0.reference != nil }.map { Name($0.company, $0.id) })
      for (company, ids) in wishes.ids {
        for id in ids where !wishes.wants(id: id) { others.insert(Name(company, id)) }
      }
      return items.indices.filter { place in
        let (company, id) = (items[place].company, items[place].id)
        return wishes.wants(id: id) || (!others.isEmpty && others.contains(Name(company, id)))
      }
    }
  }

  func byKey(_ items: [CashItem]) -> Lists<UInt64, (item: Int, likeness: Likeness)> {
    made(&keys) {
      var keys = Lists<UInt64, (item: Int, likeness: Likeness)>()
      for place in named(items) { IDKeys.each(items[place].id) { keys.append((place, $1), to: $0) } }
      for (reference, place) in carried(items) {
        // Nearly as sure as an id, and only whole: the number may be another document's id.
        IDKeys.each(reference) { if $1 >= .folded { keys.append((place, .folded), to: $0) } }
      }
      return keys
    }
  }

  /// References that one document alone carries, with its items: the number by which its customer knows it. What several carry is a
  /// contract's or the customer's own; on a credit it is the number of another document.
  private func carried(_ items: [CashItem]) -> [(reference: String, place: Int)] {
    var carried: [(reference: String, place: Int)] = []
    var owners: [Name: String?] = [:]
    for place in named(items) where rooms[place] >= 0 {
      guard let reference = items[place].reference else { continue }
      carried.append((reference, place))
      let name = Name(items[place].company, reference)
      if let owner = owners[name] {
        if owner != items[place].id { owners[name] = .some(nil) }
      } else {
        owners[name] = items[place].id
      }
    }
    return carried.filter { owners[Name(items[$0.place].company, $0.reference)] != .some(nil) }
  }

  func byReference(_ items: [CashItem]) -> Lists<UInt64, Int> {
    made(&references) {
      var references = Lists<UInt64, Int>()
      for place in named(items) {
        if let reference = items[place].reference { references.append(place, to: IDKeys.whole(reference)) }
      }
      return references
    }
  }

  func byID(_ items: [CashItem]) -> Lists<Name, Int> {
    made(&ids) {
      var ids = Lists<Name, Int>()
      for place in named(items) { ids.append(place, to: Name(items[place].company, items[place].id)) }
      return ids
    }
  }

  func byPayer(_ items: [CashItem]) -> Lists<Name, Int> {
    made(&payers) {
      var payers = Lists<Name, Int>(expecting: items.count)
      for place in items.indices {
        let (company, customer, payer) = (items[place].company, items[place].customerID, items[place].payerID)
        payers.append(place, to: Name(company, customer))
        if payer != customer { payers.append(place, to: Name(company, payer)) }
      }
      return payers
    }
  }

  func byAmount(_ items: [CashItem]) -> Lists<Int64, Int> {
    made(&amounts) {
      var amounts = Lists<Int64, Int>()
      for place in rooms.indices where rooms[place] != 0 && wishes.wants(amount: rooms[place]) {
        amounts.append(place, to: rooms[place])
      }
      return amounts
    }
  }

  /// What is there already, or what `make` makes.
  private func made<T>(_ kept: inout T?, _ make: () -> T) -> T {
    if let kept { return kept }
    let new = make()
    kept = new
    return new
  }
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
