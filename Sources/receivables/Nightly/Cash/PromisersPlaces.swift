import Ledger
import Store

/// Money that cash application placed on documents of customers who have promised, where the payment does not name them: bank payments without a
/// customer, and the money of who pays for another. It keeps the promises of whose documents it paid, and of nobody else.
struct PromisersPlaces {
  /// A match of tonight on a document of one of these customers.
  struct Tonights {
    var payment: Payment
    var customer: CustomerKey
    var amount: Int64
  }

  private var byCustomer: [CustomerKey: [Payment]] = [:]
  /// What of a payment counts for others than its own customer, by company and payment id.
  private var elsewhere: [CompanyKey: Int64] = [:]

  /// - Parameters:
  ///   - owners: whose promises are judged.
  ///   - known: what the state knows, each match once.
  ///   - counts: whether money of a day is for a promise of a customer, and so no longer for whoever paid it.
  ///   - replaced: whether tonight's matches take the place of one.
  init(
    _ owners: Set<CustomerKey>, known: [PromisersPayments.Placed], tonight: [Tonights],
    counts: (CustomerKey, CalendarDate) -> Bool,
    replaced: (_ payment: CompanyKey, _ document: Int64) -> Bool
  ) {
    var sums: [CustomerKey: [String: Int64]] = [:]
    var payments: [CompanyKey: Payment] = [:]
    func add(_ payment: Payment, _ customer: CustomerKey, _ amount: Int64) {
      guard owners.contains(customer), customer.customer != payment.customerID else { return }
      sums[customer, default: [:]][payment.id, default: 0] += amount
      payments[CompanyKey(payment.company, payment.id)] = payment
      if counts(customer, payment.date) { elsewhere[CompanyKey(payment.company, payment.id), default: 0] += amount }
    }
    for one in known where !replaced(CompanyKey(one.payment.company, one.payment.id), one.document) {
      add(one.payment, CustomerKey(company: one.payment.company, customer: one.customerID), one.amount)
    }
    // Tonight's files may tell a payment anew: theirs is the day that counts.
    for one in tonight { add(one.payment, one.customer, one.amount) }
    for (customer, own) in sums {
      byCustomer[customer] = own.keys.sorted().compactMap { id in
        guard var payment = payments[CompanyKey(customer.company, id)], let sum = own[id], sum != 0 else { return nil }
        payment.money.minorUnits = sum
        return payment
      }
    }
  }

  /// Those of some payments that are wanted; of one that is told twice the last counts.
  static func of(_ payments: [Payment], _ wanted: Set<CompanyKey>) -> [CompanyKey: Payment] {
    var found: [CompanyKey: Payment] = [:]
    for payment in payments {
      let key = CompanyKey(payment.company, payment.id)
      if wanted.contains(key) { found[key] = payment }
    }
    return found
  }

  /// Money of others on the documents of a customer, each payment once.
  func on(_ customer: CustomerKey) -> [Payment] { byCustomer[customer] ?? [] }

  /// What of a customer's own payment counts for itself.
  func own(_ payment: Payment) -> Payment {
    guard !elsewhere.isEmpty, let other = elsewhere[CompanyKey(payment.company, payment.id)] else { return payment }
    var payment = payment
    payment.money.minorUnits -= other
    return payment
  }
}

extension CashResult {
  /// Tonight's matches on documents of these customers, of payments that do not name them.
  /// - Parameter tonight: tonight's payments.
  func placed(
    on owners: Set<CustomerKey>, _ tonight: [Payment], _ book: Book, _ state: State
  ) throws -> [PromisersPlaces.Tonights] {
    guard !owners.isEmpty, !matches.isEmpty else { return [] }
    var keys: [Int32: CustomerKey] = [:]
    for key in owners {
      guard let row = book.customerRow(key.company, key.customer) else { continue }
      keys[Int32(row)] = key
    }
    var found: [(decided: Int, customer: CustomerKey, amount: Int64)] = []
    for (at, one) in decided.enumerated() {
      for match in matches[one.matches] {
        if match.row >= 0 {
          guard let key = keys[book.documents.rows[match.row].customer] else { continue }
          found.append((at, key, match.amount))
        } else if let id = try state.charges.customerID(ofDocument: match.stateID) {
          let key = CustomerKey(company: one.company, customer: id)
          if owners.contains(key) { found.append((at, key, match.amount)) }
        }
      }
    }
    guard !found.isEmpty else { return [] }
    let payments = PromisersPlaces.of(
      tonight, Set(found.map { CompanyKey(decided[$0.decided].company, decided[$0.decided].paymentID) }))
    return try found.compactMap { one in
      let (company, id) = (decided[one.decided].company, decided[one.decided].paymentID)
      guard
        let payment = try payments[CompanyKey(company, id)] ?? state.cash.payment(company: company, id: id)?.payment,
        payment.customerID != one.customer.customer
      else { return nil }
      return PromisersPlaces.Tonights(payment: payment, customer: one.customer, amount: one.amount)
    }
  }

  /// Which matches of the state tonight's take the place of.
  func replacedMatches() -> (_ payment: CompanyKey, _ document: Int64) -> Bool {
    var replaced: [CompanyKey: Set<Int64>] = [:]
    for one in decided where !one.replaced.isEmpty {
      replaced[CompanyKey(one.company, one.paymentID)] = Set(one.replaced)
    }
    return { payment, document in replaced[payment]?.contains(document) == true }
  }
}
