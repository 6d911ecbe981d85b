import Ledger
import Pipeline

/// What of an account's items is to be written off and the ERP has not posted yet: the one rule for its proposals, holds and worklist.
///
/// The oldest decision first. One without an amount takes what its items still owe. An amount is spent once, within one currency, on the items in
/// their order: due first, then by document id and instalment, on each no more than it owes. On whom it was spent stays
/// with the decision (`WriteOffShare`); a fall of the balance that no payment explains has posted that much. Where the amount is changed, what is more is
/// spent so, too, and what is less is taken from the last items.
struct WriteOffs: Sendable {
  /// In the order of the account's items; of one item the oldest decision first.
  private(set) var proposals: [WriteOffProposal] = []
  /// What the ERP has written off of items beyond what is given up, below nothing.
  private(set) var excess: [WriteOffProposal] = []
  /// What the ERP has to hear of amounts that were changed after it was told.
  private(set) var untold: [WriteOffProposal] = []
  /// The shares of decisions as they are tonight.
  private var standing: [(decision: Decision, shares: [WriteOffShare])] = []
  /// Decisions whose amount cannot be spent: none of the currency, or of which currency nobody knows.
  private(set) var unclear: [Decision] = []

  init() {}

  /// - Parameter currency: of the customer, where its items have several.
  init(_ decisions: StandingDecisions, _ account: CustomerAccount, currency: Currency?) {
    let all = decisions.all(.writeOff).sorted { $0.isOlder(than: $1) }
    guard !all.isEmpty else { return }
    var pool = Pool(account)
    for decision in all {
      let places = pool.items.indices.filter { decisions.isToWriteOff(decision, pool.items[$0]) }
      guard decision.amount != nil else {
        pool.takeAll(places, decision)
        continue
      }
      guard var shares = decision.shares ?? share(decision, among: places, &pool, currency) else { continue }
      if decision.shares != nil {
        pool.post(&shares, places)
        change(&shares, of: decision, among: places, pool)
      }
      pool.propose(shares, places, decision)
      let meant = pool.items.indices.filter { !decisions.isReleased(decision, on: pool.items[$0]) }
      excess += pool.proposals(shares, meant, decision) { min(0, $0.left.minorUnits) }
      untold += pool.proposals(shares, meant, decision) { $0.untold }
      standing.append((decision, shares))
    }
    proposals = pool.proposals.flatMap(\.self)
  }

  /// What is to be written off of an item, the oldest decision first.
  func of(_ item: AccountItem) -> [WriteOffProposal] {
    proposals.isEmpty ? [] : proposals.filter { $0.document.isSame(as: item.document) }
  }

  /// New shares by decision, and those that have changed.
  /// - Parameter isTold: the ERP hears tonight what it has not been told.
  func shares(isTold: Bool) -> [(id: String, shares: [WriteOffShare])] {
    standing.compactMap { decision, shares in
      var shares = shares
      if isTold { for at in shares.indices { shares[at].untold = 0 } }
      return shares == decision.shares ? nil : (decision.id, shares)
    }
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
          documentID: document.id, instalment: document.instalment, left: Money(minorUnits: part, currency: currency),
          amount: decision.amount))
    }
    return shares
  }

  /// Brings shares of another amount to the one that the decision has now.
  private mutating func change(
    _ shares: inout [WriteOffShare], of decision: Decision, among places: [Int], _ pool: Pool
  ) {
    guard let before = shares.first?.amount, before != decision.amount, let currency = shares.first?.left.currency
    else { return }
    guard let amount = decision.amount.flatMap({ try? Money($0, currency).minorUnits }), amount > 0 else {
      unclear.append(decision)
      return
    }
    var more = amount - shares.reduce(0) { $0 + $1.given }
    for at in shares.indices.reversed() where more < 0 {
      let less = min(shares[at].given, -more)
      shares[at].change(by: -less, isTold: decision.isCarriedOut)
      more += less
    }
    for place in places where more > 0 && pool.items[place].document.currency == currency {
      let document = pool.items[place].document
      let known = shares.firstIndex { $0.concerns(document) }
      guard known != nil || decision.mayGiveUp(pool.items[place]) else { continue }
      let part = min(more, pool.owed[place] - max(0, known.map { shares[$0].left.minorUnits } ?? 0))
      guard part > 0 else { continue }
      let at = known ?? shares.count
      if known == nil {
        let nothing = Money(minorUnits: 0, currency: currency)
        shares.append(WriteOffShare(documentID: document.id, instalment: document.instalment, left: nothing))
      }
      shares[at].change(by: part, isTold: decision.isCarriedOut)
      more -= part
    }
    for at in shares.indices { shares[at].amount = decision.amount }
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

  /// Takes off shares what was posted tonight: new ones are shares of what is owed tonight.
  mutating func post(_ shares: inout [WriteOffShare], _ places: [Int]) {
    for (index, place) in found(shares, places) where posted[place] != 0 {
      posted[place] -= shares[index].post(posted[place])
    }
  }

  mutating func propose(_ shares: [WriteOffShare], _ places: [Int], _ decision: Decision) {
    for (index, place) in found(shares, places) { propose(shares[index].left.minorUnits, place, decision) }
  }

  /// Rows about items of shares, in the order of the shares; none of nothing.
  func proposals(
    _ shares: [WriteOffShare], _ places: [Int], _ decision: Decision, _ amount: (WriteOffShare) -> Int64
  ) -> [WriteOffProposal] {
    guard shares.contains(where: { amount($0) != 0 }) else { return [] }
    return found(shares, places).compactMap { index, place in
      let document = items[place].document
      let money = Money(minorUnits: amount(shares[index]), currency: document.currency)
      return money.minorUnits == 0 ? nil : WriteOffProposal(document: document, money: money, decision: decision)
    }
  }

  /// Places of shares, each with that of its item.
  private func found(_ shares: [WriteOffShare], _ places: [Int]) -> [(share: Int, item: Int)] {
    let byLabel = Dictionary(places.map { (items[$0].document.label, $0) }) { first, _ in first }
    return shares.indices.compactMap { index in
      guard let place = byLabel[shares[index].label], shares[index].concerns(items[place].document) else { return nil }
      return (index, place)
    }
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
  /// What the ERP is to write off and was not told yet, in the order of the account's items; then what it has to hear of amounts that were changed since.
  public func writeOffs(_ account: CustomerAccount) -> [WriteOffProposal] {
    guard account.decisions.contains(where: { $0.kind == .writeOff }) else { return [] }
    let writeOffs = standing(account).writeOffs
    return writeOffs.proposals.filter { !$0.decision.isCarriedOut } + writeOffs.untold
  }

  /// What the state has to keep of write-offs with an amount, by decision: shares that are new, or have changed.
  /// - Parameter areTold: whether the ERP hears of `writeOffs` tonight.
  public func writeOffShares(
    _ account: CustomerAccount, areTold: Bool = true
  ) -> [(id: String, shares: [WriteOffShare])] {
    guard account.decisions.contains(where: { $0.kind == .writeOff && $0.amount != nil }) else { return [] }
    return standing(account).writeOffs.shares(isTold: areTold)
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
    for excess in decisions.writeOffs.excess {
      add(
        .writeOff, excess.money, document: excess.document.label, owner: excess.decision.by,
        since: excess.decision.learnedOn ?? excess.decision.from,
        next: "take it back in the ERP: more is written off than the decision \(excess.decision.id) says")
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
