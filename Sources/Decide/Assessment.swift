import Ledger
import Pipeline

/// A unit judged item by item: what is held, what is asked, where credits go, and which items call for a message.
struct Assessment: Sendable {
  /// What tonight's message would be.
  enum Kind: Sendable { case reminder, notice, nothing }

  let unit: UnitCase
  let manual: ManualSend
  var claims: [Claim] = []
  var credits: [CreditUse] = []
  var kind = Kind.nothing

  init(_ unit: UnitCase) {
    self.unit = unit
    manual = ManualSend(unit)
    claims = Assessment.claims(of: unit)
    for index in claims.indices { judge(&claims[index]) }
    startAtFirstLevel()
    for index in claims.indices where claims[index].isDemanded { stopMoves(&claims[index]) }
    place(claims.contains { $0.isTrigger } ? .reminder : claims.contains { $0.notice != nil } ? .notice : .nothing)
    if kind == .reminder, triggers.isEmpty, claims.contains(where: { $0.notice != nil }) { place(.notice) }
  }

  /// Owed items that matter: overdue ones, those with a notice due, and where credits may name them or the policy lists them, all.
  private static func claims(of unit: UnitCase) -> [Claim] {
    let all = unit.ladder?.policy.includeNotDue == true || unit.items.contains { $0.document.isCredit }
    var claims: [Claim] = []
    for (index, item) in unit.items.enumerated() where item.document.balance > 0 {
      var claim = Claim(index: index, item: item, asOf: unit.asOf)
      claim.notice = claim.isOverdue ? nil : unit.ladder.flatMap { Notices.due(claim, $0) }
      if all || claim.isOverdue || claim.notice != nil { claims.append(claim) }
    }
    return claims
  }

  private func judge(_ claim: inout Claim) {
    guard claim.isOverdue || claim.notice != nil else { return }
    claim.hold = HoldRule.finding(claim, unit)
    guard !claim.isHeld else {
      claim.heldPart = claim.balance
      claim.notice = nil
      return
    }
    claim.heldPart = HoldRule.disputedPart(claim, unit) ?? 0
    guard claim.isOverdue, let ladder = unit.ladder else { return }
    claim.move = ladder.move(claim, asOf: unit.asOf)
    if isManual(claim) { claim.move = manual.move(claim, by: ladder, standing: claim.move) }
  }

  /// A `send` for the whole customer of whom nothing is due for a level yet: everything overdue starts at the first.
  private mutating func startAtFirstLevel() {
    guard manual.isForWholeUnit, unit.ladder?.levels.isEmpty == false, !claims.contains(where: \.isTrigger) else { return }
    for index in claims.indices where claims[index].isDemanded { claims[index].move = .rises(to: 1) }
  }

  private func stopMoves(_ claim: inout Claim) {
    guard let finding = TriggerRule.finding(claim, unit, isManual: isManual(claim)) else { return }
    claim.move = .stays(finding)
  }

  func isManual(_ claim: Claim) -> Bool { !manual.isEmpty && (manual.isForWholeUnit || manual.isFor(claim)) }

  /// Decides which lines are on the message and sets credits against them. An item that credits naming it cover calls for none.
  private mutating func place(_ kind: Kind) {
    self.kind = kind
    let onlyTriggered = unit.ladder?.policy.content == .triggered && kind != .nothing
    for index in claims.indices {
      let claim = claims[index]
      let isTrigger = kind == .notice ? claim.notice != nil : claim.isTrigger
      claims[index].isAsked = isTrigger || (claim.isDemanded && !onlyTriggered)
      claims[index].offset = 0
    }
    credits = CreditUse.uses(of: unit.items, against: &claims)
    for index in claims.indices where claims[index].isAsked && claims[index].net == 0 {
      let covered = Finding(.creditCovers, "credits that name \(claims[index].label) cover it")
      if claims[index].isTrigger { claims[index].move = .stays(covered) }
      if kind == .notice { claims[index].notice = nil }
    }
  }

  /// The claims that call for the message.
  var triggers: [Claim] {
    switch kind {
    case .reminder: claims.filter(\.isTrigger)
    case .notice: claims.filter { $0.notice != nil }
    case .nothing: []
    }
  }
  var asked: [Claim] { claims.filter(\.isAsked) }
  /// What the message asks for before credits, and what credits take off, in minor units.
  var demanded: Int64 { claims.reduce(0) { $0 + ($1.isAsked ? $1.demanded : 0) } }
  var credited: Int64 { credits.reduce(0) { $0 + $1.counted } }

  /// The level a line of the message stands on once it is out.
  func level(of claim: Claim) -> Int {
    if kind == .reminder, let level = claim.move.level { return level }
    return unit.ladder?.level(of: claim.item) ?? claim.item.memory.level
  }
}

extension Claim {
  /// Calls for a reminder tonight.
  var isTrigger: Bool { isDemanded && move.level != nil }
}
