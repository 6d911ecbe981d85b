import Ledger

/// A customer as files name it. Of a rejected row an empty customer stands for the whole company, an empty company for all of them.
struct CustomerKey: Hashable, Comparable {
  var company: String
  var customer: String

  static func < (a: CustomerKey, b: CustomerKey) -> Bool { (a.company, a.customer) < (b.company, b.customer) }
}

extension CustomerAccount {
  /// Whose money pays what the account owes: the customer's, and that of those whose bills it pays.
  var keysOfMoney: [CustomerKey] {
    ([customer] + paidFor).map { CustomerKey(company: $0.company, customer: $0.id) }
  }
}
