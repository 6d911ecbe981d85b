import Ledger

/// What the night learned and decided about one customer: what an artefact is given beside the customer's account.
/// Accounts come in key order (bytes of the company's id, then of the customer's); each part is in the order named here.
public struct AccountOutcome: Sendable {
  /// What was decided for the units this customer pays, by currency. Empty for a customer whose bills go to another.
  public var decisions: [UnitDecision]
  /// What was decided for whoever pays this customer's bills: mostly the same.
  public var payer: [UnitDecision]
  /// Changes of this customer's documents, in the order of document id and instalment.
  public var changes: [DocumentChange]
  /// Changes of the documents that this customer is billed for: mostly the same. Of a payer also those of the customers that it pays for.
  public var billedChanges: [DocumentChange]
  /// Invitations to the portal, and those that nobody gets, with the reason. They are no reminders and have no items.
  public var invitations: [UnitDecision]
  /// What waits for a person, in any order.
  public var worklist: [WorklistItem]
  /// What is remembered of items from tonight on where tonight changed it, by their ledger rows. Only where an artefact shows it.
  public var memories: [Int: ItemMemory] = [:]
  /// What the ERP is to write off and was not told yet.
  public var writeOffs: [WriteOffProposal]
  /// What holds items back that are not due yet, of the account and of whoever pays it, by their ledger rows: no decision speaks of them. Empty
  /// for nearly everybody.
  public var holdsBeforeDue: [Int: ItemHold] = [:]
  /// What of the items that the account pays is in dispute, due or not, in minor units by their ledger rows. Empty for nearly everybody.
  public var disputed: [Int: Int64] = [:]
  /// Where the account's `items` stand, in their order, for who knows better than the decisions.
  private let standings: [ItemStanding]

  public init(
    standings: [ItemStanding] = [], decisions: [UnitDecision] = [], payer: [UnitDecision]? = nil,
    changes: [DocumentChange] = [], invitations: [UnitDecision] = [], worklist: [WorklistItem] = [],
    writeOffs: [WriteOffProposal] = []
  ) {
    self.invitations = invitations
    self.standings = standings
    self.decisions = decisions
    self.payer = payer ?? decisions
    self.changes = changes
    billedChanges = changes
    self.worklist = worklist
    self.writeOffs = writeOffs
  }

  /// Where each of the account's `items` stands, in their order.
  public func standings(of account: CustomerAccount) -> [ItemStanding] {
    guard standings.isEmpty else { return standings }
    var found = AccountOutcome.standings(of: account.items, after: payer)
    guard !holdsBeforeDue.isEmpty else { return found }
    for (index, item) in account.items.enumerated() where found[index].hold == nil {
      found[index].hold = holdsBeforeDue[item.row]?.reason
    }
    return found
  }
}

/// Where an open item stands once the night is over.
public struct ItemStanding: Equatable, Sendable {
  /// Dunning level, 0 for none, the message of tonight counted in.
  public var level: Int
  /// What holds the item back from being reminded; nil: nothing.
  public var hold: SuppressionReason?

  public init(level: Int, hold: SuppressionReason? = nil) {
    self.level = level
    self.hold = hold
  }
}

extension AccountOutcome {
  /// Where the items of an account stand after the decisions of whoever pays them. Items that no decision covers keep the level
  /// the ledger remembers.
  /// - Complexity: linear, as both sides are in the order of `CustomerAccount.items`; an item out of order costs a search.
  public static func standings(of items: [AccountItem], after decisions: [UnitDecision]) -> [ItemStanding] {
    var standings = items.map { ItemStanding(level: $0.memory.level) }
    for decision in decisions {
      var outcomes = [Int](repeating: -1, count: decision.items.count)
      for (index, outcome) in decision.outcomes.enumerated() { outcomes[outcome.item] = index }
      var next = 0
      for (index, item) in items.enumerated() where item.document.currency == decision.currency {
        guard let found = position(of: item.document, in: decision.items, from: next) else { continue }
        next = found + 1
        guard outcomes[found] >= 0 else { continue }
        let outcome = decision.outcomes[outcomes[found]]
        standings[index].level = outcome.levelAfter
        standings[index].hold = outcome.hold
      }
    }
    return standings
  }

  private static func position(of document: Document, in items: [AccountItem], from next: Int) -> Int? {
    items[min(next, items.count)...].firstIndex { $0.document.isSame(as: document) }
      ?? items.firstIndex { $0.document.isSame(as: document) }
  }
}
