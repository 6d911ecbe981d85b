import Ledger

extension StandingDecisions {
  /// What of an item is to be written off, by the newest decision that covers it; nil: nothing. One that was decided before the document
  /// was open again is done.
  func writeOff(of item: AccountItem) -> WriteOffProposal? {
    guard !isEmpty, item.document.balance > 0 else { return nil }
    let standing = all(on: item, .writeOff).filter { decision in
      guard let reopened = item.memory.reopenedOn, let learned = decision.learnedOn else { return true }
      return learned >= reopened
    }
    guard let decision = standing.max(by: { $0.isOlder(than: $1) }) else { return nil }
    let decided = decision.amount.flatMap { try? Money($0, item.document.currency) }.map(\.minorUnits)
    let amount = min(decided ?? item.document.balance, item.document.balance)
    // A part is done once the balance has fallen.
    let hasFallen = item.memory.partPaidOn.map { $0 >= decision.learnedOn ?? .missing } ?? false
    guard amount > 0, amount == item.document.balance || !hasFallen else { return nil }
    return WriteOffProposal(
      document: item.document, money: Money(minorUnits: amount, currency: item.document.currency), decision: decision)
  }
}

extension Decider {
  /// What the ERP is to write off and was not told yet, in the order of the account's items.
  public func writeOffs(_ account: CustomerAccount) -> [WriteOffProposal] {
    guard account.decisions.contains(where: { $0.kind == .writeOff && !$0.isCarriedOut }) else { return [] }
    let decisions = standing(account)
    return account.billed.compactMap(decisions.writeOff).filter { !$0.decision.isCarriedOut }
  }
}

extension Worklist {
  /// What was decided and the ERP does not show yet: somebody posts it there.
  mutating func addWriteOffs() {
    for proposal in account.billed.compactMap(decisions.writeOff) {
      add(
        .writeOff, proposal.money, document: proposal.document.label, owner: proposal.decision.by,
        since: proposal.decision.learnedOn ?? proposal.decision.from,
        next: "write it off in the ERP, or release the decision \(proposal.decision.id)")
    }
  }
}
