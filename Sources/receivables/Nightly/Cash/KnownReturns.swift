import Cash
import Ledger
import Store

extension CashResult {
  /// Money of a document came back on a day. What a credit note gave is no money.
  /// - Parameter row: -1: it is not in the book.
  mutating func addReturn(of row: Int, on day: CalendarDate, _ book: Book) {
    guard row >= 0, book.documents.rows[row].amount > 0 else { return }
    returned[row] = min(returned[row] ?? day, day)
  }

  /// The same of earlier nights, by keys of the state.
  mutating func addReturns(of earlier: [(document: Int64, on: CalendarDate)], _ book: Book) {
    for (back, row) in zip(earlier, book.documents.rows(of: earlier.map(\.document))) {
      addReturn(of: Int(row), on: back.on, book)
    }
  }
}

extension Payment {
  /// Whether the bank says that a collection of ours did not succeed, or was given back.
  var isReturnedCollection: Bool {
    guard money.minorUnits < 0 else { return false }
    switch movement {
    case .returned: return way != .transfer && way != .check && way != .cash
    // Whoever does not tell returns apart tells what is collected.
    case .untold: return way == .collection || details["return_reason"] != nil
    case .sent, .fee, .sentBack: return false
    }
  }
}

extension CashStory {
  /// Tells once why the bank gave money of a document back: somebody has to ask how the customer pays now.
  mutating func tellReturn(of item: CashItem, _ match: CashApplication.Match, _ payment: Payment) {
    guard match.amount < 0, payment.money.minorUnits < 0, let reason = payment.details["return_reason"] else { return }
    addWork(
      .paymentReturned, payment.company, item.customerID, item.label ?? item.id,
      Money(minorUnits: -match.amount, currency: item.currency), since: payment.date,
      "its payment came back, the bank says \(ReturnReason.told(reason)); look how the customer pays now (payment \(payment.id))"
    )
  }

  /// Items of which a refused or returned collection tells that waits: of those that it names the one with its amount, the earliest of several, else
  /// all together, else the only one, with what the bank took on top. A sum that is none of these says nothing about any of them.
  func returned(by open: CashApplication.Open, _ payment: Payment) -> [Int] {
    let named = open.candidates.map(\.item).filter {
      items[$0].currency == payment.money.currency && items[$0].room > 0
    }
    let charges = payment.details["charges"].flatMap { try? Money($0, payment.money.currency).minorUnits } ?? 0
    let amounts = [-open.left, -open.left - abs(charges)]
    if let one = named.first(where: { amounts.contains(items[$0].room) }) { return [one] }
    if amounts.contains(named.reduce(0) { $0 + items[$1].room }) { return named }
    return named.count == 1 && items[named[0]].room <= -open.left ? named : []
  }
}
