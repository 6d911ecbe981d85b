import Ledger

/// What of a unit is overdue for so many days that it speaks for a credit hold.
struct LateItems {
  let currency: Currency
  /// In minor units, after receipts that are not posted yet and free credits; zero or negative: nothing.
  private(set) var overdue: Int64 = 0
  /// Whole days past due of the oldest item that counts.
  private(set) var oldestDays = 0

  /// - Parameters:
  ///   - days: so many days past due, or more.
  ///   - standing: tonight's decisions about the account: what is in dispute does not count. Nil: there are none.
  init(
    _ decision: UnitDecision, _ days: Int, _ account: CustomerAccount, _ standing: StandingDecisions?,
    asOf: CalendarDate
  ) {
    currency = decision.currency
    let items = decision.items
    var late = Array(repeating: Int64(0), count: items.count)
    var disputed: DisputedShares?
    for outcome in decision.outcomes where !LateItems.excuses(outcome) {
      let item = items[outcome.item]
      guard item.document.balance > 0, let age = item.daysPastDue(asOf), age >= days else { continue }
      if disputed == nil { disputed = standing?.disputed(of: items) }
      let isDisputed = disputed?[outcome.item]?.amount ?? 0
      late[outcome.item] = max(0, item.document.balance - isDisputed - LateItems.received(for: item, account))
      if late[outcome.item] > 0 { oldestDays = max(oldestDays, age) }
    }
    overdue = late.reduce(0, +)
    if overdue > 0 { takeCredits(of: items, account, late) }
  }

  /// Credits that name documents lower what counts of those; the rest of them is free.
  private mutating func takeCredits(of items: [AccountItem], _ account: CustomerAccount, _ late: [Int64]) {
    var named: [String: [Int]]?
    var used = Array(repeating: Int64(0), count: items.count)
    for item in items where item.document.isCredit {
      overdue += item.document.balance
      guard let reference = item.document.reference else { continue }
      let places =
        named
        ?? Document.placesByName(
          items.indices.lazy.filter { items[$0].document.balance > 0 }.map { ($0, items[$0].document) })
      named = places
      var credit = NamedCredit(balance: item.document.balance)
      for place in places[reference] ?? [] {
        let open = items[place].document.balance - LateItems.received(for: items[place], account)
        overdue += credit.spend(on: open, asked: late[place], used: &used[place]) ?? 0
      }
    }
  }

  /// By place, what of each item is neither disputed, nor paid by money that is not posted yet, nor credited by what names it; in minor units.
  static func open(
    _ items: [AccountItem], _ account: CustomerAccount, _ standing: StandingDecisions
  ) -> [Int64] {
    let disputed = standing.disputed(of: items)
    var open = items.indices.map { place in
      max(0, items[place].document.balance - (disputed[place]?.amount ?? 0) - received(for: items[place], account))
    }
    let places = Document.placesByName(
      items.indices.lazy.filter { items[$0].document.balance > 0 }.map { ($0, items[$0].document) })
    for item in items where item.document.isCredit {
      var left = -item.document.balance
      for place in item.document.reference.flatMap({ places[$0] }) ?? [] {
        let part = min(left, open[place])
        left -= part
        open[place] -= part
      }
    }
    return open
  }

  private static func received(for item: AccountItem, _ account: CustomerAccount) -> Int64 {
    account.cash.isEmpty ? 0 : account.cash.reduce(0) { $0 + ($1.row == item.row ? $1.amount : 0) }
  }

  /// What people or the ERP hold back is not held against the customer. What lies with a lawyer, or is too old to be reminded of, is
  /// overdue all the same; what is silent for a while counts, but for what came in for it.
  private static func excuses(_ outcome: ItemOutcome) -> Bool {
    guard outcome.includedAs == .held else { return false }
    switch outcome.hold {
    case nil, .topLevel, .tooOld, .hardStop, .paymentSeen, .notYet: return false
    default: return true
    }
  }
}
