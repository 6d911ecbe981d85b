import Ledger
import Pipeline

/// Why a night's messages wait for people although releases are automatic: caps, first uses, changed bank data.
public struct ReleaseRules: Sendable {
  /// What goes out tonight by one channel.
  public struct Batch: Equatable, Sendable {
    public var channel: Channel
    public var messages = 0
    /// Sums of what is asked for, by currency.
    public var amounts: [Currency: Int64] = [:]
    public var templates: Set<String> = []
    public var levels: Set<Int> = []

    public init(channel: Channel) { self.channel = channel }

    public mutating func add(_ decision: UnitDecision) {
      guard let message = decision.message else { return }
      messages += 1
      let (sum, overflow) = amounts[decision.currency, default: 0].addingReportingOverflow(decision.amountDue)
      amounts[decision.currency] = overflow ? .max : sum
      templates.insert(message.template)
      levels.insert(message.level)
    }
  }

  /// What went out before.
  public struct Past: Equatable, Sendable {
    /// Messages of the last nights that sent any, at most ten.
    public var messages: [Int] = []
    /// What those of them asked for that asked in a currency.
    public var amounts: [Currency: [Int64]] = [:]
    public var templates: Set<String> = []
    public var levels: Set<Int> = []
    /// What is different from what was last released, in words: `the bank data of ACME`.
    public var changes: [String] = []
    /// Who let a held file in that tonight's messages come of, in words; nil: none was let in.
    public var letIn: String?

    public init() {}
  }

  public let settings: DecideSettings

  public init(_ settings: DecideSettings) { self.settings = settings }

  /// How many people have to approve a batch, and why; 0: nobody.
  public func people(for batch: Batch, all: [Batch], past: Past) -> (people: Int, why: String) {
    let people = settings.approval?.people ?? 1
    var reasons = settings.approval.map { self.reasons(batch, all, past, $0) } ?? []
    if settings.approval == nil, let letIn = past.letIn { reasons = doubts(batch, all, past).map { "\(letIn); \($0)" } }
    if settings.release == .approve {
      return (people, (["every message waits for a person"] + reasons).joined(separator: "; "))
    }
    return reasons.isEmpty ? (0, "") : (people, reasons.joined(separator: "; "))
  }

  /// What came of a file that a person let in over the guards waits where it is out of proportion, also where no caps are declared.
  private func doubts(_ batch: Batch, _ all: [Batch], _ past: Past) -> [String] {
    guard !past.messages.isEmpty else { return ["there is no earlier night to compare with"] }
    var caps = Approval()
    (caps.firstUse, caps.changes) = (false, false)
    return reasons(batch, all, past, caps)
  }

  private func reasons(_ batch: Batch, _ all: [Batch], _ past: Past, _ caps: Approval) -> [String] {
    var reasons: [String] = []
    let messages = all.reduce(0) { $0 + $1.messages }
    let told = messages.counted("message")
    if let most = caps.maxMessages, messages > most { reasons.append("\(told), more than \(most)") }
    for most in caps.maxAmount.amounts {
      let sum = all.reduce(Int128(0)) { $0 + Int128($1.amounts[most.currency] ?? 0) }
      guard sum > Int128(most.minorUnits) else { continue }
      let shown = Money(minorUnits: Int64(clamping: sum), currency: most.currency)
      reasons.append("\(shown.decimal) \(most.currency) asked for, more than \(most.decimal)")
    }
    if let factor = caps.medianFactor, let median = ReleaseRules.median(past.messages), messages > factor * median {
      reasons.append("\(told), more than \(factor) times the median of the last nights (\(median))")
    }
    if let factor = caps.medianFactor { reasons += outOfProportion(all, past, factor) }
    if caps.firstUse {
      let levels = batch.levels.subtracting(past.levels).sorted()
      let templates = batch.templates.subtracting(past.templates).sorted()
      if !levels.isEmpty { reasons.append("first use of level \(levels.map(String.init).joined(separator: ", "))") }
      if !templates.isEmpty { reasons.append("first use of template \(templates.joined(separator: ", "))") }
    }
    if caps.changes { reasons += past.changes.map { "changed: \($0)" } }
    return reasons
  }

  /// What is asked for in each currency, where that is more than so many times the median.
  private func outOfProportion(_ all: [Batch], _ past: Past, _ factor: Int) -> [String] {
    past.amounts.sorted { $0.key.code < $1.key.code }.compactMap { currency, amounts in
      let sum = all.reduce(Int128(0)) { $0 + Int128($1.amounts[currency] ?? 0) }
      guard let median = ReleaseRules.median(amounts), sum > Int128(factor) * Int128(median) else { return nil }
      let (asked, usual) = (
        Money(minorUnits: Int64(clamping: sum), currency: currency), Money(minorUnits: median, currency: currency)
      )
      return
        "\(asked.decimal) \(currency) asked for, more than \(factor) times the median of the last nights (\(usual.decimal))"
    }
  }

  /// The middle one, the lower of two; nil before any.
  static func median<Count: Comparable>(_ counts: [Count]) -> Count? {
    counts.isEmpty ? nil : counts.sorted()[(counts.count - 1) / 2]
  }
}
