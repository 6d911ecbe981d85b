import Ledger
import Pipeline

extension Decider {
  /// What holds items of an account back that are not due yet, by their ledger rows: no reminder speaks of them, aging and statements do.
  /// That a document is not due is no hold, nor is what ends before it is overdue. Empty for nearly everybody.
  /// - Complexity: one look at every billed item where nothing concerns the account.
  public func holdsBeforeDue(_ account: CustomerAccount) -> [Int: ItemHold] {
    guard mayBeHeld(account) else { return [:] }
    var holds: [Int: ItemHold] = [:]
    let standing = standing(account)
    let units = Decider.units(of: account.billed)
    let earliest = firstEnd(of: account)
    let later = OtherStops(self, account)
    for range in units {
      let unit = unitCase(account, range, standing, messagesTonight: MessageCount())
      withExtendedLifetime(unit) {
        for index in unit.items.indices where unit.items[index].document.balance > 0 {
          let claim = Claim(index: index, of: unit)
          guard !claim.isOverdue, let hold = Decider.holdBeforeDue(claim, unit) else { continue }
          if let due = claim.item.dueDate, let earliest, earliest <= due, Decider.mayEnd.contains(hold.reason),
            !later.holds(range.lowerBound + index, on: due.adding(days: 1))
          {
            continue
          }
          holds[unit.items[index].row] = hold
        }
      }
    }
    return holds
  }

  /// What of an account's items is in dispute, due or not, in minor units by their ledger rows: where something else is told of an item, too.
  public func disputed(_ account: CustomerAccount) -> [Int: Int64] {
    guard account.decisions.contains(where: { $0.kind == .dispute }) else { return [:] }
    var disputed: [Int: Int64] = [:]
    let standing = standing(account)
    for range in Decider.units(of: account.billed) {
      let items = Array(account.billed[range])
      let shares = standing.disputed(of: items)
      for place in items.indices { disputed[items[place].row] = shares[place]?.amount }
    }
    return disputed
  }

  /// Holds of people and of the ERP that have a last day. A plan goes on from instalment to instalment: whether they are met nobody knows yet.
  private static let mayEnd: Set<SuppressionReason> = [.excluded, .disputed, .promise, .hold, .erpBlock]

  /// The first day on which a hold of the account may end; nil: none has a last day.
  private func firstEnd(of account: CustomerAccount) -> CalendarDate? {
    let blocks =
      ([account.customer] + account.paidFor).compactMap { ERPBlock($0, asOf: night.asOf)?.until }
      + account.billed.lazy.filter { $0.document.mayHave("reminder_block") }
      .compactMap { ERPBlock($0.document, asOf: night.asOf)?.until }
    return (account.decisions.compactMap(\.until) + blocks).min()
  }

  private static func holdBeforeDue(_ claim: Claim, _ unit: UnitCase) -> ItemHold? {
    guard let reason = HoldRule.reason(claim, unit) else {
      return HoldRule.disputedPart(claim, unit).map { ItemHold(reason: .disputed, amount: $0) }
    }
    return reason == .notYet ? nil : ItemHold(reason: reason, amount: claim.balance)
  }

  /// Whether there is anything about the account, or one of its items that are not due, that a rule about holds could speak of.
  private func mayBeHeld(_ account: CustomerAccount) -> Bool {
    guard !account.billed.isEmpty else { return false }
    if !account.decisions.isEmpty { return true }
    let payer = account.customer
    if ERPBlock(payer, asOf: night.asOf) != nil || DirectDebit.isMethod(payer["payment_method"]) { return true }
    if account.paidFor.contains(where: { ERPBlock($0, asOf: night.asOf) != nil }) { return true }
    // A receipt holds its own document, and mostly that is overdue.
    let paid = UnitCase.marks(of: account.cash)
    let named = HoldGround.named(by: account.billed)
    return account.billed.withUnsafeBufferPointer { items in
      items.indices.contains { index in
        guard items[index].daysLate(night.asOf) <= 0 || items[index].dueDate == nil else { return false }
        if items[index].memory.reopenedOn != nil || items[index].dueDate == nil { return true }
        if paid & UnitCase.mark(of: items[index].row) != 0 {
          let row = items[index].row
          if account.cash.contains(where: { $0.row == row }) { return true }
        }
        return !named.isEmpty
          && (items[index].document.mayHave("reminder_block") || items[index].document.mayHave("payment_method"))
      }
    }
  }
}
