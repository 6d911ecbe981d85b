import Ledger
import Pipeline

/// How many messages the customers of each party got in the last seven days, for `maxPerWeek`: a group that buys under five numbers is
/// one reader. Kept only where a policy limits messages, and only of customers with a `party_id`.
struct PartyMessages {
  private var counts: [String: Int] = [:]
  private let isLimited: Bool

  /// - Parameter memories: of a customer's reminder units, by row of the customers table.
  init(_ settings: DecideSettings, _ book: Book, _ memories: (_ customer: Int) -> [UnitMemory]) {
    isLimited = settings.policiesInForce.contains { $0.maxPerWeek != nil }
    guard isLimited else { return }
    for (row, customer) in book.customers.rows.enumerated()
    where book.customers.text.mentions(customer.details, "party_id") {
      let sent = memories(row).reduce(0) { $0 + $1.recent.count }
      guard sent > 0, let party = Details(json: book.customers.text.string(customer.details))["party_id"] else {
        continue
      }
      counts[party, default: 0] += sent
    }
  }

  /// Messages to the other customers of an account's party.
  func toOthers(_ account: CustomerAccount) -> Int {
    guard !counts.isEmpty, let party = account.customer["party_id"], let all = counts[party] else { return 0 }
    return all - account.reminders.reduce(0) { $0 + $1.recent.count }
  }

  /// Counts tonight's messages to a customer.
  mutating func note(_ decided: [UnitDecision]) {
    guard isLimited else { return }
    for decision in decided where decision.isSent && decision.level > 0 {
      if let party = decision.customer["party_id"] { counts[party, default: 0] += 1 }
    }
  }
}
