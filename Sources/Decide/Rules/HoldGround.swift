import Ledger

/// What there is about an item that a rule about holds could speak of. Most items of a night have none of it, and then no rule is asked: a
/// look at a few numbers tells.
struct HoldGround: OptionSet, Sendable {
  let rawValue: UInt16

  /// Somebody decided something about the customer that stands.
  static let decisions = HoldGround(rawValue: 1 << 0)
  static let noDueDate = HoldGround(rawValue: 1 << 1)
  /// The policy knows an age from which items are left alone.
  static let ageLimit = HoldGround(rawValue: 1 << 2)
  /// The customer or one billed to it has, or the document may have, a reminder block of the ERP.
  static let erpBlock = HoldGround(rawValue: 1 << 3)
  /// The customer pays by direct debit, or the document may name how it is paid.
  static let paymentMethod = HoldGround(rawValue: 1 << 4)
  static let reopened = HoldGround(rawValue: 1 << 5)
  /// A receipt may pay the document.
  static let receipt = HoldGround(rawValue: 1 << 6)
  /// A hold of ours stood on it before.
  static let heldBefore = HoldGround(rawValue: 1 << 7)
  /// Its due date, or the document itself, was learned in the last days.
  static let learned = HoldGround(rawValue: 1 << 8)
  static let handedOver = HoldGround(rawValue: 1 << 9)

  /// What all items of a unit share.
  static func shared(
    decisions: StandingDecisions, ladder: Ladder?, hasBlock: Bool, paysByDebit: Bool
  ) -> HoldGround {
    var ground: HoldGround = []
    if !decisions.isEmpty { ground.insert(.decisions) }
    if ladder?.policy.ignoreOlderThan != nil { ground.insert(.ageLimit) }
    if hasBlock { ground.insert(.erpBlock) }
    if paysByDebit { ground.insert(.paymentMethod) }
    return ground
  }

  /// What documents of the items' book may name, so that each has to be asked: most exports have no such column.
  static func named(by items: [AccountItem]) -> HoldGround {
    items.withUnsafeBufferPointer { items in
      guard !items.isEmpty else { return [] }
      var ground: HoldGround = []
      if items[0].document.bookMayHave("reminder_block") { ground.insert(.erpBlock) }
      if items[0].document.bookMayHave("payment_method") { ground.insert(.paymentMethod) }
      return ground
    }
  }

  /// What there is about one item of a unit.
  static func of(_ claim: Claim, _ unit: UnitCase) -> HoldGround {
    unit.items.withUnsafeBufferPointer { items in
      var ground = unit.holdGround
      if unit.itemsMayName.contains(.erpBlock), items[claim.index].document.mayHave("reminder_block") {
        ground.insert(.erpBlock)
      }
      if unit.itemsMayName.contains(.paymentMethod), items[claim.index].document.mayHave("payment_method") {
        ground.insert(.paymentMethod)
      }
      if items[claim.index].dueDate == nil { ground.insert(.noDueDate) }
      if unit.mayHaveReceipt(of: items[claim.index].row) { ground.insert(.receipt) }
      let memory = items[claim.index].memory
      if memory.reopenedOn != nil { ground.insert(.reopened) }
      if memory.heldUntil != nil { ground.insert(.heldBefore) }
      if memory.handedOverOn != nil { ground.insert(.handedOver) }
      let learned = memory.learnedOn.map { $0 != unit.company?.firstNight && HoldRule.isFresh($0, on: unit.asOf) }
      if learned == true || memory.dueEarlierOn != nil { ground.insert(.learned) }
      return ground
    }
  }
}
