import Ledger
import Pipeline

/// How many reminders and notices the customers of each party got in the last seven days, for `maxPerWeek`: a group that buys under five
/// numbers is one reader. Kept only where a policy limits messages, and only of customers with a `party_id`.
struct PartyMessages {
  private typealias Count = (reminders: Int, notices: Int)
  private var counts: [String: Count] = [:]
  /// By party: its customers, as rows of the customers table.
  private var members: [String: [Int]] = [:]
  private let isLimited: Bool

  /// - Parameter memories: of a customer's reminder units, by row of the customers table.
  init(_ settings: DecideSettings, _ book: Book, _ memories: (_ customer: Int) -> [UnitMemory]) {
    isLimited = settings.policiesInForce.contains { $0.maxPerWeek != nil }
    guard isLimited else { return }
    for (row, customer) in book.customers.rows.enumerated()
    where book.customers.text.mentions(customer.details, "party_id") {
      guard let party = Details(json: book.customers.text.string(customer.details))["party_id"] else { continue }
      members[party, default: []].append(row)
      let sent = PartyMessages.sent(memories(row))
      if sent != (0, 0) { add(sent, to: party) }
    }
    members = members.filter { $0.value.count > 1 }
  }

  /// Customers who share their messages of a week with others, in the order in which they are decided about: where there is room for one message, who
  /// has waited longest for a reminder has it.
  /// - Parameters:
  ///   - customers: those who are decided about, as rows in their order.
  ///   - memories: of a customer's reminder units.
  func turns(_ customers: some Sequence<Int>, _ memories: (_ customer: Int) -> [UnitMemory]) -> [Int] {
    guard !members.isEmpty else { return [] }
    let sharing = Set(members.values.joined())
    let found = customers.enumerated().filter { sharing.contains($0.element) }.map { place, row in
      (row: row, place: place, last: memories(row).compactMap(\.lastRemindedOn).max() ?? .missing)
    }
    return found.sorted { $0.last != $1.last ? $0.last < $1.last : $0.place < $1.place }.map(\.row)
  }

  /// Messages to the other customers of an account's party.
  func toOthers(_ account: CustomerAccount) -> (reminders: Int, notices: Int) {
    guard !counts.isEmpty, let party = account.customer["party_id"], let all = counts[party] else { return (0, 0) }
    let own = PartyMessages.sent(account.reminders)
    return (all.reminders - own.reminders, all.notices - own.notices)
  }

  /// Counts tonight's messages to a customer.
  mutating func note(_ decided: [UnitDecision]) {
    guard isLimited else { return }
    for decision in decided where decision.isSent {
      guard let party = decision.customer["party_id"] else { continue }
      add(decision.level > 0 ? (1, 0) : (0, 1), to: party)
    }
  }

  private mutating func add(_ count: Count, to party: String) {
    counts[party, default: (0, 0)].reminders += count.reminders
    counts[party, default: (0, 0)].notices += count.notices
  }

  private static func sent(_ memories: [UnitMemory]) -> Count {
    memories.reduce(into: (0, 0)) { count, unit in
      count.reminders += unit.recent.count
      count.notices += unit.recentNotices.count
    }
  }
}
