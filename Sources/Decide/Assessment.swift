import Ledger
import Pipeline

/// A unit judged item by item: what is held, what is asked, where credits go, and which items call for a message.
struct Assessment: Sendable {
  /// What tonight's message would be.
  enum Kind: Sendable { case reminder, notice, nothing }

  let unit: UnitCase
  let manual: ManualSend
  private(set) var claims: [Claim]
  private(set) var credits: [CreditUse] = []
  private(set) var kind = Kind.nothing
  /// The claims that call for the message.
  private(set) var triggers: [Claim] = []
  /// What the message asks for before credits, and what credits take off (negative or zero), in minor units.
  private(set) var demanded: Int64 = 0
  private(set) var credited: Int64 = 0

  init(_ unit: UnitCase) {
    self.unit = unit
    manual = ManualSend(unit)
    claims = Assessment.judged(unit, manual)
    let hasNotices = claims.contains { $0.notice != nil }
    place(claims.contains(where: \.isTrigger) ? .reminder : hasNotices ? .notice : .nothing)
    if kind == .reminder, triggers.isEmpty, hasNotices { place(.notice) }
    if HandOver.leave(&claims, unit) { place(kind) }
  }

  func isManual(_ claim: Claim) -> Bool { manual.concerns(claim) }

  /// Whether a person asked for the reminder: it waits for nothing.
  var isManual: Bool { kind == .reminder && (manual.isForWholeUnit || triggers.contains(where: isManual)) }

  /// The unit with a notice for what falls due soon, where its reminder is kept back; nil: nothing does, or it has no reminder.
  /// - Parameter reason: what keeps it back.
  func notice(keptBack reason: SuppressionReason) -> Assessment? {
    guard kind == .reminder, claims.contains(where: { $0.notice != nil }) else { return nil }
    var other = self
    for index in other.claims.indices where other.claims[index].isTrigger { other.claims[index].move = .stays(reason) }
    other.place(.notice)
    return other
  }

  /// The level a line of the message stands on once it is out.
  func level(of claim: Claim) -> Int {
    if kind == .reminder, let level = claim.move.level { return level }
    return claim.level
  }
}

// MARK: - Items

extension Assessment {
  /// Owed items that matter: overdue ones, those with a notice due, and where credits may name them or the policy lists them, all.
  private static func judged(_ unit: UnitCase, _ manual: ManualSend) -> [Claim] {
    let hasNotices = unit.ladder?.notices.isEmpty == false
    var claims: [Claim] = []
    unit.items.withUnsafeBufferPointer { items in
      let all = unit.ladder?.policy.includeNotDue == true || items.indices.contains { items[$0].document.isCredit }
      claims.reserveCapacity(items.count)
      for index in items.indices where items[index].document.balance > 0 {
        var claim = Claim(index: index, of: unit)
        if hasNotices, !claim.isOverdue { claim.notice = unit.ladder.flatMap { Notices.due(claim, $0) } }
        guard all || claim.isOverdue || claim.notice != nil else { continue }
        judge(&claim, unit, manual)
        claims.append(claim)
      }
    }
    CreditUse.noteMoneyBeside(&claims, of: unit)
    if !manual.isEmpty { manual.startAtFirstLevel(&claims) }
    for index in claims.indices where claims[index].isDemanded {
      let isManual = manual.concerns(claims[index])
      if let reason = TriggerRule.reason(claims[index], unit, isManual: isManual) {
        claims[index].move = .stays(reason)
      }
    }
    return claims
  }

  private static func judge(_ claim: inout Claim, _ unit: UnitCase, _ manual: ManualSend) {
    guard claim.isOverdue || claim.notice != nil else { return }
    claim.hold = HoldRule.reason(claim, unit)
    guard !claim.isHeld else {
      claim.heldPart = claim.balance
      claim.notice = nil
      return
    }
    claim.silentPart = HoldRule.silentPart(claim, unit)
    claim.heldPart = (HoldRule.disputedPart(claim, unit) ?? 0) + claim.silentPart
    guard claim.isOverdue, let ladder = unit.ladder else { return }
    claim.move = ladder.move(claim, asOf: unit.asOf, isPartNew: !unit.newParts.isEmpty && unit.newParts[claim.index])
    if manual.concerns(claim) { claim.move = manual.move(claim, by: ladder, standing: claim.move) }
  }
}

// MARK: - Lines of the message

extension Assessment {
  /// Decides which lines are on the message and sets credits against them. An item that credits naming it cover calls for none.
  private mutating func place(_ kind: Kind) {
    self.kind = kind
    let onlyTriggered = unit.ladder?.policy.content == .triggered && kind != .nothing
    for index in claims.indices {
      let isTrigger = kind == .notice ? claims[index].notice != nil : claims[index].isTrigger
      claims[index].isAsked = isTrigger || (claims[index].isDemanded && !onlyTriggered)
      claims[index].offset = 0
    }
    credits = CreditUse.uses(of: unit.items, against: &claims)
    for index in claims.indices where claims[index].isAsked && claims[index].net == 0 {
      if claims[index].isTrigger { claims[index].move = .stays(.creditCovers) }
      if kind == .notice { claims[index].notice = nil }
    }
    addUp()
  }

  private mutating func addUp() {
    triggers = kind == .nothing ? [] : claims.filter { kind == .notice ? $0.notice != nil : $0.isTrigger }
    demanded = 0
    for index in claims.indices where claims[index].isAsked { demanded += claims[index].demanded }
    credited = credits.reduce(0) { $0 + $1.counted }
  }
}

extension Claim {
  /// Calls for a reminder tonight.
  var isTrigger: Bool { isDemanded && move.level != nil }
}
