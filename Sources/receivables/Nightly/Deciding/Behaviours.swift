import Ledger
import Store

/// Payment evidence by customer of the book: every settlement that the state knows and that stands, and tonight's.
struct Behaviours {
  /// By row of the book.
  private var byCustomer: [[PaymentBehaviour]]
  /// Of all customers, by currency.
  private(set) var all: [PaymentBehaviour] = []

  /// - Parameters:
  ///   - tonight: what payments settled tonight, and what is open again.
  ///   - latest: with the latest documents of each customer, which stand in the reasons of scores.
  init(_ state: State, _ book: Book, tonight: TonightsSettlements, latest: Bool) throws {
    var byCustomer = [[PaymentBehaviour]](repeating: [], count: book.customers.rows.count)
    var portfolio: [PaymentBehaviour] = []
    var rows: [Int64: Int] = [:]
    for (row, customer) in book.customers.rows.enumerated() where customer.stateID != 0 { rows[customer.stateID] = row }
    try state.settlementSums.forEach(latest: latest, without: tonight.reopened.map(\.settled)) { customer, sum in
      guard let row = rows[customer] else { return }
      byCustomer[row].append(sum)
      let at = Behaviours.place(sum.currency, &portfolio)
      portfolio[at].documents += sum.documents
      portfolio[at].amount = Int64(clamping: Int128(portfolio[at].amount) + Int128(sum.amount))
      portfolio[at].amountDays = Int64(clamping: Int128(portfolio[at].amountDays) + Int128(sum.amountDays))
    }
    for settlement in tonight.settled {
      let row = book.documents.rows[settlement.row]
      let (customer, days) = (Int(row.customer), settlement.on.days(since: settlement.due))
      let at = Behaviours.place(row.currency, &byCustomer[customer])
      let whole = Behaviours.place(row.currency, &portfolio)
      let noted = PaymentBehaviour.Settlement(
        document: book.documents.key(row.key).id, daysBeyondTerms: days, amount: settlement.amount)
      if let before = settlement.before?.days(since: settlement.due) {
        byCustomer[customer][at].add(amount: settlement.amount, days: before, sign: -1)
        portfolio[whole].add(amount: settlement.amount, days: before, sign: -1)
        byCustomer[customer][at].correct(noted, daysBefore: before)
      } else {
        byCustomer[customer][at].note(noted)
      }
      byCustomer[customer][at].add(amount: settlement.amount, days: days)
      portfolio[whole].add(amount: settlement.amount, days: days)
    }
    self.byCustomer = byCustomer
    all = portfolio
  }

  /// Where the evidence in a currency stands in a list.
  private static func place(_ currency: Currency, _ list: inout [PaymentBehaviour]) -> Int {
    if let found = list.firstIndex(where: { $0.currency == currency }) { return found }
    list.append(PaymentBehaviour(currency: currency))
    return list.count - 1
  }

  func of(_ customer: Int) -> [PaymentBehaviour] { byCustomer[customer] }
  func has(_ customer: Int) -> Bool { !byCustomer[customer].isEmpty }
}
