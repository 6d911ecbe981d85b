import Ledger

/// What may be settled tonight, and how much of it is left: rules look here, and what they place is taken away.
struct CashPool {
  /// Earliest first: by company, due date (missing last), id and instalment.
  private(set) var items: [CashItem]
  private var byKey: [UInt64: [(item: Int, likeness: Likeness)]] = [:]
  private var byReference: [UInt64: [Int]] = [:]
  private var byID: [String: [Int]] = [:]
  private var byPayer: [String: [Int]] = [:]
  private var byAmount: [Int64: [Int]] = [:]

  init(_ items: [CashItem]) {
    self.items = items
    for (place, item) in items.enumerated() {
      IDKeys.each(item.id) { byKey[$0, default: []].append((place, $1)) }
      byID["\(item.company)\u{1F}\(item.id)", default: []].append(place)
      if let reference = item.reference { byReference[IDKeys.whole(reference), default: []].append(place) }
      byPayer["\(item.company)\u{1F}\(item.customerID)", default: []].append(place)
      if item.payerID != item.customerID { byPayer["\(item.company)\u{1F}\(item.payerID)", default: []].append(place) }
      if item.room > 0 { byAmount[item.room, default: []].append(place) }
    }
  }

  subscript(item: Int) -> CashItem { items[item] }

  /// Items of the payment's company that have a key.
  func found(_ key: UInt64, for payment: Payment) -> [(item: Int, likeness: Likeness)] {
    (byKey[key] ?? []).filter { items[$0.item].company == payment.company }
  }

  func withReference(_ reference: String, for payment: Payment) -> [Int] {
    (byReference[IDKeys.whole(reference)] ?? []).filter { items[$0].company == payment.company }
  }

  /// The instalments of a document, earliest first.
  func document(_ id: String, for payment: Payment) -> [Int] { byID["\(payment.company)\u{1F}\(id)"] ?? [] }
  func document(of item: Int) -> [Int] { byID["\(items[item].company)\u{1F}\(items[item].id)"] ?? [item] }

  /// Items that this customer may pay and that have something left, in the currency of the payment, earliest first.
  func items(of customer: String, for payment: Payment) -> [Int] {
    (byPayer["\(payment.company)\u{1F}\(customer)"] ?? []).filter {
      items[$0].room != 0 && items[$0].currency == payment.money.currency
    }
  }

  /// Items of the company of which exactly this amount is left, whoever owes it: hints for a person.
  func items(amount: Int64, for payment: Payment) -> [Int] {
    (byAmount[amount] ?? []).filter {
      items[$0].company == payment.company && items[$0].currency == payment.money.currency && items[$0].room == amount
    }
  }

  /// See `CashItem.take`.
  mutating func take(_ line: Proposal.Line) -> Int64 {
    items[line.item].take(line.amount, and: line.deducted, ofTheRest: line.isOfTheRest)
  }
}
