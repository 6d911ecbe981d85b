import Ledger
import Pipeline

/// What of an account's items is to be written off and the ERP has not posted yet: the one rule for its proposals, holds and worklist.
///
/// The oldest decision is first. One without an amount takes what its items still owe. An amount is spent once, within one currency, on the items in
/// their order: due first, then by document id and instalment, on each no more than it owes. On whom it was spent stays
/// with the decision (`WriteOffShare`); a fall of the balance that no payment explains has posted that much.
struct WriteOffs: Sendable {
  /// In the order of the account's items; of one item the oldest decision first.
  private(set) var proposals: [WriteOffProposal] = []
  /// New shares by decision, and those that have become less.
  private(set) var shares: [(id: String, shares: [WriteOffShare])] = []
  /// Decisions whose amount cannot be spent: none of the currency, or of which currency nobody knows.
  private(set) var unclear: [Decision] = []

  init() {}

  /// - Parameter currency: of the customer, where its items have several.
  init(_ decisions: StandingDecisions, _ account: CustomerAccount, currency: Currency?) {
    let standing = decisions.all(.writeOff).sorted { $0.isOlder(than: $1) }
    guard !standing.isEmpty else { return }
    var pool = Pool(account)
    for decision in standing {
      let places = pool.items.indices.filter { decisions.isToWriteOff(decision, pool.items[$0]) }
      guard decision.amount != nil else {
        pool.takeAll(places, decision)
        continue
      }
      guard let shared = decision.shares ?? share(decision, among: places, &pool, currency) else { continue }
      let left = pool.take(shared, places, decision, isNew: decision.shares == nil)
      if left != decision.shares { shares.append((decision.id, left)) }
    }
    proposals = pool.proposals.flatMap(\.self)
  }

  /// What is to be written off of an item, the oldest decision first.
  func of(_ item: AccountItem) -> [WriteOffProposal] {
    proposals.isEmpty ? [] : proposals.filter { $0.document.isSame(as: item.document) }
  }

  /// Shares out an amount for the first time; nil: there is nothing to share it among, or it cannot be spent.
  private mutating func share(
    _ decision: Decision, among places: [Int], _ pool: inout Pool, _ own: Currency?
  ) -> [WriteOffShare]? {
    let open = places.filter { pool.owed[$0] > 0 && decision.mayGiveUp(pool.items[$0]) }
    guard let first = open.first else { return nil }
    let currencies = open.map { pool.items[$0].document.currency }
    let isOne = currencies.allSatisfy { $0 == currencies[0] }
    guard let currency = isOne ? pool.items[first].document.currency : own, currencies.contains(currency),
      let amount = decision.amount.flatMap({ try? Money($0, currency).minorUnits }), amount > 0
    else {
      unclear.append(decision)
      return nil
    }
    var toGo = amount
    var shares: [WriteOffShare] = []
    for place in open where toGo > 0 && pool.items[place].document.currency == currency {
      let document = pool.items[place].document
      let part = min(pool.owed[place], toGo)
      toGo -= part
      shares.append(
        WriteOffShare(
          documentID: document.id, instalment: document.instalment, left: Money(minorUnits: part, currency: currency)))
    }
    return shares
  }
}

/// What the items of an account still owe while decisions are gone through.
private struct Pool {
  let items: [AccountItem]
  /// By place: what no decision has taken yet, and what was posted tonight and no share was lessened by.
  private(set) var owed: [Int64]
  private var posted: [Int64]
  private(set) var proposals: [[WriteOffProposal]]

  init(_ account: CustomerAccount) {
    items = account.billed
    owed = items.map { max(0, $0.document.balance) }
    posted = items.map { account.fallen[$0.row] ?? 0 }
    proposals = Array(repeating: [], count: items.count)
  }

  mutating func takeAll(_ places: [Int], _ decision: Decision) {
    for place in places {
      posted[place] = 0
      propose(owed[place], place, decision)
    }
  }

  /// Takes what is left of shares once what was posted tonight is off: new ones are shares of what is owed tonight.
  mutating func take(
    _ shares: [WriteOffShare], _ places: [Int], _ decision: Decision, isNew: Bool
  ) -> [WriteOffShare] {
    var left = shares
    let byLabel = Dictionary(places.map { (items[$0].document.label, $0) }) { first, _ in first }
    for index in left.indices {
      guard let place = byLabel[left[index].label], left[index].concerns(items[place].document) else { continue }
      if !isNew {
        let done = min(posted[place], left[index].left.minorUnits)
        posted[place] -= done
        left[index].left.minorUnits -= done
      }
      propose(left[index].left.minorUnits, place, decision)
    }
    return left
  }

  private mutating func propose(_ amount: Int64, _ place: Int, _ decision: Decision) {
    let amount = min(amount, owed[place])
    guard amount > 0 else { return }
    owed[place] -= amount
    let document = items[place].document
    proposals[place].append(
      WriteOffProposal(
        document: document, money: Money(minorUnits: amount, currency: document.currency), decision: decision))
  }
}

extension StandingDecisions {
  /// Whether a `write_off` stands on an open item. One that was decided before the document was open again is done.
  fileprivate func isToWriteOff(_ decision: Decision, _ item: AccountItem) -> Bool {
    guard item.document.balance > 0, covers(decision, item), !isReleased(decision, on: item) else { return false }
    guard let reopened = item.memory.reopenedOn, let learned = decision.learnedOn else { return true }
    return learned >= reopened
  }
}

extension Decision {
  /// Whether an amount that was not shared out yet may be spent on an item: one of the customer is about documents that were there. Where it
  /// was proposed by an earlier version, which kept no shares, a part was done once the balance had fallen.
  fileprivate func mayGiveUp(_ item: AccountItem) -> Bool {
    if isCarriedOut, let partPaid = item.memory.partPaidOn, partPaid >= learnedOn ?? .missing { return false }
    return documentID != nil || learnedOn.map { item.document.documentDate <= $0 } ?? true
  }
}

extension Decider {
  /// What the ERP is to write off and was not told yet, in the order of the account's items.
  public func writeOffs(_ account: CustomerAccount) -> [WriteOffProposal] {
    guard account.decisions.contains(where: { $0.kind == .writeOff && !$0.isCarriedOut }) else { return [] }
    return standing(account).writeOffs.proposals.filter { !$0.decision.isCarriedOut }
  }

  /// What the state has to keep of write-offs with an amount, by decision: shares that are new, or have become less.
  public func writeOffShares(_ account: CustomerAccount) -> [(id: String, shares: [WriteOffShare])] {
    guard account.decisions.contains(where: { $0.kind == .writeOff && $0.amount != nil }) else { return [] }
    return standing(account).writeOffs.shares
  }
}

extension Worklist {
  /// What was decided and the ERP does not show yet: somebody posts it there.
  mutating func addWriteOffs() {
    for proposal in decisions.writeOffs.proposals {
      add(
        .writeOff, proposal.money, document: proposal.document.label, owner: proposal.decision.by,
        since: proposal.decision.learnedOn ?? proposal.decision.from,
        next: "write it off in the ERP, or release the decision \(proposal.decision.id)")
    }
    for decision in decisions.writeOffs.unclear {
      add(
        .writeOff, nil, about: decision, since: decision.learnedOn ?? decision.from,
        next:
          "correct the decision \(decision.id): \(decision.amount ?? "") is no amount of one currency of what is open; nothing is proposed"
      )
    }
  }
}
