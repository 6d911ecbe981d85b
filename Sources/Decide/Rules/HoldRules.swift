import Ledger
import Pipeline

/// A reason why one item is not asked for while the rest of its unit is.
struct HoldRule: Sendable {
  let reason: SuppressionReason
  /// What it speaks of: an item that has nothing of it is not held by the rule, which is not asked.
  let ground: HoldGround
  let holds: @Sendable (Claim, UnitCase) -> Story?

  /// Why it holds, put into words where somebody tells it: a night holds a hundred thousand items and tells of few.
  typealias Story = () -> Words
}

extension HoldRule {
  /// In order of precedence; the first that holds is the item's reason. A partly disputed item passes this list and is judged by `disputedPart`.
  static let all: [HoldRule] = [
    HoldRule(reason: .hardStop, ground: .decisions, holds: hardStop),
    HoldRule(reason: .excluded, ground: .decisions, holds: excluded),
    HoldRule(reason: .noDueDate, ground: .noDueDate, holds: noDueDate),
    HoldRule(reason: .tooOld, ground: .ageLimit, holds: tooOld),
    HoldRule(reason: .disputed, ground: .decisions, holds: disputed),
    HoldRule(reason: .plan, ground: .decisions, holds: plan),
    HoldRule(reason: .promise, ground: .decisions, holds: promise),
    HoldRule(reason: .hold, ground: .decisions, holds: hold),
    HoldRule(reason: .erpBlock, ground: .erpBlock, holds: erpBlock),
    HoldRule(reason: .directDebit, ground: .paymentMethod, holds: directDebit),
    HoldRule(reason: .adjustmentReview, ground: .reopened, holds: adjustmentReview),
    HoldRule(reason: .paymentSeen, ground: .receipt, holds: paymentSeen),
    HoldRule(reason: .notYet, ground: [.decisions, .heldBefore], holds: justReleased),
    HoldRule(reason: .notYet, ground: .learned, holds: justLearned),
    HoldRule(reason: .topLevel, ground: .handedOver, holds: handedOver),
  ]

  /// Reasons that end one day and are followed by a week of silence (`ItemMemory.heldUntil`). An adjustment has its own week.
  static let released: Set<SuppressionReason> = [
    .hardStop, .disputed, .plan, .promise, .hold, .erpBlock, .directDebit,
  ]
  /// Reasons for which nobody calls about a document: what people or the ERP have decided, and what a lawyer or an agency has.
  static let silencing = released.union([.excluded, .topLevel])
  /// Reasons whose items a message does not even mention.
  static let unlisted: Set<SuppressionReason> = [.hardStop, .excluded, .noDueDate, .tooOld, .topLevel, .notYet]

  static func finding(_ claim: Claim, _ unit: UnitCase) -> Finding? {
    if claim.leaves { return Finding(.topLevel, unit.ladder?.top(claim, unit) ?? "") }
    return first(claim, unit).map { Finding($0.reason, $0.story()) }
  }

  /// The same without its story.
  static func reason(_ claim: Claim, _ unit: UnitCase) -> SuppressionReason? { first(claim, unit)?.reason }

  /// The first of these reasons that hold the item.
  static func reason(
    _ claim: Claim, _ unit: UnitCase, among reasons: Set<SuppressionReason>
  ) -> SuppressionReason? { first(claim, unit, all.filter { reasons.contains($0.reason) })?.reason }

  /// - Parameter some: nil: all rules; they are asked for only where one could speak of the item, which is rare.
  private static func first(
    _ claim: Claim, _ unit: UnitCase, _ some: [HoldRule]? = nil
  ) -> (reason: SuppressionReason, story: Story)? {
    let ground = HoldGround.of(claim, unit)
    guard !ground.isEmpty else { return nil }
    let rules = some ?? all
    for index in rules.indices where !rules[index].ground.isDisjoint(with: ground) {
      if let story = rules[index].holds(claim, unit) { return (rules[index].reason, story) }
    }
    return nil
  }

  /// The part of an item that is disputed, in minor units; nil where the whole is, or nothing: see `DisputedShares`.
  static func disputedPart(_ claim: Claim, _ unit: UnitCase) -> Int64? {
    guard let share = unit.disputed[claim.index], share.amount < claim.balance else { return nil }
    return share.amount
  }

  /// What of an item was disputed until lately and is in its week of silence, in minor units, beside what is disputed still.
  static func silentPart(_ claim: Claim, _ unit: UnitCase) -> Int64 {
    guard !unit.decisions.partDisputes.isEmpty else { return 0 }
    return max(0, (unit.disputedLately[claim.index]?.amount ?? 0) - (unit.disputed[claim.index]?.amount ?? 0))
  }

  @Sendable private static func hardStop(_ claim: Claim, _ unit: UnitCase) -> Story? {
    unit.decisions.on(claim.item, .insolvency, .deceased, .legal).map { decision in
      return {
        let whose = decision.recordedOf.map { "\($0), who has the party_id of customer \(decision.customerID)" }
        return
          "\(decision.kind.rawValue) of customer \(whose ?? decision.namedCustomer ?? decision.customerID) (decision \(decision.id))"
      }
    }
  }

  @Sendable private static func excluded(_ claim: Claim, _ unit: UnitCase) -> Story? {
    unit.decisions.on(claim.item, .exclude).map { decision in
      return { "\(claim.item.document) is excluded\(until: decision.until)\(by: decision) (decision \(decision.id))" }
    }
  }

  @Sendable private static func noDueDate(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard claim.item.dueDate == nil else { return nil }
    return { MissingDueDate(claim.item, unit).story }
  }

  @Sendable private static func tooOld(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard let limit = unit.ladder?.policy.ignoreOlderThan, claim.daysPastDue > limit else { return nil }
    return {
      "\(claim.item.document) is \(days: claim.daysPastDue) past due, more than the \(limit) of ignoreOlderThan"
    }
  }

  @Sendable private static func disputed(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard let share = unit.disputed[claim.index], share.amount >= claim.balance else { return nil }
    let dispute = share.dispute
    return { "\(claim.item.document) is disputed\(until: dispute.until)\(by: dispute) (decision \(dispute.id))" }
  }

  @Sendable private static func plan(_ claim: Claim, _ unit: UnitCase) -> Story? {
    unit.plans.first { $0.isMet && $0.covers(claim.item, unit.decisions) }.map { plan in
      return {
        if let end = plan.graceEnd, let day = plan.next {
          return
            "\(claim.item.document) is in plan \(plan.id), whose instalment of \(day) \(plan.coming); silent until \(end)"
        }
        return
          "\(claim.item.document) is in plan \(plan.id), whose instalments are met\(plan.next.map { ", next on \($0)" } ?? "")"
      }
    }
  }

  @Sendable private static func promise(_ claim: Claim, _ unit: UnitCase) -> Story? {
    unit.decisions.on(claim.item, .promise).map { promise in
      let until =
        promise.until.map { "for \($0), silent until \(unit.decisions.lastDay(of: promise) ?? $0)" } ?? "without a date"
      return { "\(claim.item.document) was promised \(until)\(by: promise) (decision \(promise.id))" }
    }
  }

  @Sendable private static func hold(_ claim: Claim, _ unit: UnitCase) -> Story? {
    let writeOffs = unit.decisions.writeOffs.of(claim.item)
    if let first = writeOffs.first?.decision, writeOffs.reduce(0, { $0 + $1.money.minorUnits }) >= claim.balance {
      return {
        "\(claim.item.document) is to be written off\(by: first) (decision \(first.id)); the ERP has not posted it"
      }
    }
    return unit.decisions.on(claim.item, .hold).map { hold in
      return { "\(claim.item.document) is on hold\(until: hold.until)\(by: hold) (decision \(hold.id))" }
    }
  }

  @Sendable private static func erpBlock(_ claim: Claim, _ unit: UnitCase) -> Story? {
    if let block = unit.customerBlock {
      return { "the ERP blocks reminders of the customer (\(block.code))\(until: block.until)" }
    }
    if !unit.blocksOfOthers.isEmpty, let block = unit.blocksOfOthers[claim.item.document.customerID] {
      return {
        "the ERP blocks reminders of customer \(claim.item.document.customerID) (\(block.code))\(until: block.until)"
      }
    }
    guard unit.items[claim.index].document.mayHave("reminder_block") else { return nil }
    return ERPBlock(claim.item.document, asOf: unit.asOf).map { block in
      return { "the ERP blocks reminders of \(claim.item.document) (\(block.code))\(until: block.until)" }
    }
  }

  /// A document that was reopened, or whose money came back, was returned: then it is asked for like any other.
  @Sendable private static func directDebit(_ claim: Claim, _ unit: UnitCase) -> Story? {
    let mayHaveMethod = unit.items[claim.index].document.mayHave("payment_method")
    let method = mayHaveMethod ? claim.item.document.paymentMethod : nil
    guard method == nil ? unit.customerPaysByDebit : DirectDebit.isMethod(method) else { return nil }
    guard claim.memory.reopenedOn == nil, unit.cameBack[claim.item.row] == nil,
      !unit.decisions.isReleased(["direct-debit", "direct_debit"], since: .missing, on: claim.item)
    else { return nil }
    return {
      "\(claim.item.document) is collected by us (\(method ?? unit.customer["payment_method"] ?? "")), and no return is known"
    }
  }

  @Sendable private static func adjustmentReview(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard let reopened = claim.memory.reopenedOn, let end = unit.decisions.reviewEnd(of: claim.item) else {
      return nil
    }
    return {
      "\(claim.item.document) was paid and carries a balance again since \(reopened); it is in review before \(end)"
    }
  }

  /// Who is asked by a lawyer or an agency is not asked by us as well.
  @Sendable private static func handedOver(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard let on = claim.memory.handedOverOn,
      !unit.decisions.isReleased(["hand-over", "handover"], since: on, on: claim.item)
    else { return nil }
    return { "\(claim.item.document) was handed over on \(on); a release of hand-over takes it back" }
  }

  /// Money came in for it and the ERP has not posted it: nobody is asked for what he has paid. After some days it is the ERP that is asked.
  @Sendable private static func paymentSeen(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard unit.mayHaveReceipt(of: claim.item.row) else { return nil }
    for index in unit.receipts.indices where unit.receipts[index].row == claim.item.row {
      let receipt = unit.receipts[index]
      // Business days are no shorter than days: most receipts are so new that no calendar need be asked.
      let isNew = unit.asOf < receipt.seenOn.adding(days: unit.cash.seenDays)
      let (calendar, days) = (unit.calendar, unit.cash.seenDays)
      guard isNew || unit.asOf < calendar.adding(days, to: receipt.seenOn),
        !unit.decisions.isReleased(["payment-seen", "payment_seen"], since: receipt.seenOn, on: claim.item)
      else { continue }
      return {
        "payment \(receipt.paymentID) of \(amount: receipt.amount, unit.currency) for \(claim.item.document) was seen on "
          + "\(receipt.seenOn) and is not posted yet; it is not reminded before \(calendar.adding(days, to: receipt.seenOn))"
      }
    }
    return nil
  }

  /// What was handed over gets no first message once its hold has ended: another rule speaks of it.
  @Sendable private static func justReleased(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard handedOver(claim, unit) == nil else { return nil }
    if let story = inSilentParts(claim, unit) { return story }
    guard let held = claim.memory.heldUntil, unit.asOf.days(since: held) <= HouseRules.daysAfterRelease
    else { return nil }
    let first = StandingDecisions.firstDay(after: held)
    return { "the hold on \(claim.item.document) ended on \(held); its first message comes on \(first)" }
  }

  /// All of it is disputed or was until lately, part by part.
  private static func inSilentParts(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard !unit.decisions.partDisputes.isEmpty, let lately = unit.disputedLately[claim.index],
      lately.amount >= claim.balance, let last = unit.decisions.lastDisputed(claim.item)
    else { return nil }
    let first = StandingDecisions.firstDay(after: last)
    return { "a dispute of \(claim.item.document) ended on \(last); its first message comes on \(first)" }
  }

  /// A due date that moved to an earlier day, or an invoice that was overdue when we first saw it, gets a week. What was overdue on
  /// the company's first night is not back-dated: the baseline before `liveFrom` is its week. Nor is what the ERP reminded before.
  @Sendable private static func justLearned(_ claim: Claim, _ unit: UnitCase) -> Story? {
    guard handedOver(claim, unit) == nil else { return nil }
    let memory = claim.memory
    if let moved = memory.dueEarlierOn, isFresh(moved, on: unit.asOf) {
      return {
        "the due date of \(claim.item.document) moved to an earlier day on \(moved); "
          + "no message before \(moved.adding(days: HouseRules.daysAfterLearning))"
      }
    }
    guard let learned = memory.learnedOn, isFresh(learned, on: unit.asOf), learned != unit.company?.firstNight,
      let due = claim.item.dueDate, due < learned, memory.level == 0, memory.lastRemindedOn == nil
    else { return nil }
    return {
      "\(claim.item.document) was overdue already when it was first seen on \(learned); "
        + "no message before \(learned.adding(days: HouseRules.daysAfterLearning))"
    }
  }

  /// Learned so lately that its week is not over.
  static func isFresh(_ date: CalendarDate, on asOf: CalendarDate) -> Bool {
    asOf.days(since: date) < HouseRules.daysAfterLearning
  }
}
