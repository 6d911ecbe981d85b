import Ledger

/// Whether a message that was published and not sent yet may still be sent: what was true when it was decided may be so no more.
public enum Recalls {
  /// Reasons that stop a message whatever its timing is. What only keeps a second one back (the interval, the next level) does not.
  private static let grounds: Set<SuppressionReason> = [
    .hardStop, .excluded, .intercompany, .staleData, .rejectedInput, .notLive, .pilot, .noDueDate, .tooOld, .disputed,
    .plan,
    .promise, .hold, .erpBlock, .directDebit, .adjustmentReview, .paymentSeen, .recentPayment, .shortPayment,
    .creditCovers, .belowMinimum, .channelRefused,
  ]

  /// Nil: it may be sent.
  /// - Parameters:
  ///   - items: what its payer has open, see `CustomerAccount.billed`.
  ///   - decisions: tonight's about its payer.
  public static func recall(
    _ message: WaitingMessage, _ items: [AccountItem], _ decisions: [UnitDecision], asOf: CalendarDate
  ) -> Recall? {
    let decision = decisions.first { $0.currency == message.currency }
    if message.level == 0 { return notice(message, items, decision, asOf: asOf) }
    guard let decision else {
      return Recall(message: message, reason: "settled", explanation: "nothing of it is overdue any more")
    }
    if let reason = decision.suppressed, grounds.contains(reason) {
      return Recall(message: message, reason: reason.rawValue, explanation: decision.explanation)
    }
    var asked: [String: Int64] = [:]
    // What tonight's message would not list, because it lists what reached a level alone, is owed all the same.
    for outcome in decision.outcomes where outcome.isAsked || (outcome.includedAs == .held && outcome.hold == nil) {
      let document = decision.items[outcome.item].document
      asked[document.label] = document.balance
    }
    return changed(message, asked) ?? reduced(message, decision)
  }

  /// Where its documents are open as before, and less is asked for all the same: a part in dispute, a credit, a claim that was waived.
  private static func reduced(_ message: WaitingMessage, _ decision: UnitDecision) -> Recall? {
    var labels = Set(message.lines.map(\.label))
    var left = decision.amountDue - (decision.charges?.newFees ?? 0)
    for outcome in decision.outcomes where outcome.isAsked {
      let document = decision.items[outcome.item].document
      guard labels.remove(document.label) == nil else { continue }
      left -= document.balance - outcome.heldAmount + (decision.charges?.of(outcome.item)?.interest.amount ?? 0)
    }
    // Of what is not on tonight's message nobody knows what is left. A notice claims nothing beside the documents.
    let isNotice = decision.outcomes.contains { $0.notice != nil && $0.isAsked }
    guard labels.isEmpty, isNotice ? left <= 0 : left < message.amountDue else { return nil }
    let story: Words =
      "it asks for \(amount: message.amountDue, message.currency), and \(amount: max(left, 0), message.currency) of that is left: disputed in part, credited or waived since it was published"
    return Recall(message: message, reason: "changed", explanation: story.text)
  }

  /// A notice before the due date lapses on it.
  private static func notice(
    _ message: WaitingMessage, _ items: [AccountItem], _ decision: UnitDecision?, asOf: CalendarDate
  ) -> Recall? {
    if let decision, let reason = decision.suppressed, grounds.contains(reason) {
      return Recall(message: message, reason: reason.rawValue, explanation: decision.explanation)
    }
    var asked: [String: Int64] = [:]
    for item in items where (item.daysPastDue(asOf) ?? 1) <= 0 { asked[item.document.label] = item.document.balance }
    // What is disputed, promised or blocked since is not asked for.
    for outcome in decision?.outcomes ?? [] where outcome.includedAs == .held {
      asked[decision?.items[outcome.item].document.label ?? ""] = nil
    }
    return changed(message, asked)
  }

  /// - Parameter asked: what may still be asked for, by document.
  private static func changed(_ message: WaitingMessage, _ asked: [String: Int64]) -> Recall? {
    let gone = message.lines.filter { line in asked[line.label].map { $0 < line.balance } ?? true }
    guard let first = gone.first else { return nil }
    let all = gone.count == message.lines.count && gone.allSatisfy { asked[$0.label] == nil }
    let more = gone.count > 1 ? " and \(gone.count - 1) more" : ""
    return Recall(
      message: message, reason: all ? "settled" : "changed",
      explanation: "\(first.label)\(more): paid, reduced or not asked for any more since it was published")
  }
}

extension ItemOutcome {
  fileprivate var isAsked: Bool { includedAs == .trigger || includedAs == .content }
}
