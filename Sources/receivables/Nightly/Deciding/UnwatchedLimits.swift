import Ledger
import Pipeline

/// Credit limits of customers who owe in a currency without a rate: what is open there does not count, and a person is told.
struct UnwatchedLimits {
  private var customers: [Pair: (number: Int, first: String)] = [:]

  private struct Pair: Hashable {
    var from: String
    var to: String
  }

  mutating func note(_ customer: Customer, _ findings: CreditFindings) {
    for currency in findings.withoutRate {
      let pair = Pair(from: currency.code, to: findings.position.currency.code)
      let known = customers[pair]
      customers[pair] = ((known?.number ?? 0) + 1, known?.first ?? "\(customer.company) \(customer.id)")
    }
  }

  /// One for each pair of currencies.
  func items(asOf: CalendarDate) -> [Attention.Item] {
    customers.sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }.map { pair, found in
      let whose =
        found.number == 1 ? "customer \(found.first)" : "\(found.number) customers (\(found.first) is the first)"
      return Attention.Item(
        level: .warn, code: "credit-rate-missing",
        what:
          "what \(whose) owes in \(pair.from) is not counted against the credit limit: no rate to \(pair.to) is known",
        since: asOf, type: "add the rate \(pair.from) to \(pair.to) to the rates feed")
    }
  }
}
