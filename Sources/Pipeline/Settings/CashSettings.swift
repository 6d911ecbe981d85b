import Formats
import Ledger

/// Which payment settled which document: the rules that are asked, and what difference is let pass.
public struct CashSettings: Settings {
  public enum Fallback: String, Sendable, CaseIterable { case none, oldestFirst = "oldest-first" }

  public var rules: [CashRule] = CashSettings.standard
  public var fallback = Fallback.none
  /// In percent: what a rule has to be sure of to act by itself.
  public var minConfidence = 80
  /// What a payment may be less or more than its documents, per currency; none: nothing.
  public var shortTolerance = CurrencyAmounts()
  public var overTolerance = CurrencyAmounts()
  /// The same in percent of the documents; where both are given, the smaller counts.
  public var tolerancePercent: Percentage?
  /// Days after `discount_date` on which a discount is still accepted.
  public var discountGrace = 0
  /// Business days for which an identified receipt keeps its documents from being reminded.
  public var seenDays = 5
  /// Days: a payment that is older when it is first seen, and that no rule can place, was dealt with before us.
  public var ignoreOlderThan = 30
  /// So many items of a payer are searched for a sum.
  public var sumItems = 20

  public init() {}

  static let standard = CashRule.allCases.filter { $0 != .oldestFirst }

  /// Nothing is matched: money waits until there are rules, and what is matched stands. What the ERP or a person says of that is heard.
  public var matchesNothing: Bool { rules.isEmpty && fallback == .none }

  public func asks(_ rule: CashRule) -> Bool {
    switch rule {
    case .oldestFirst: fallback == .oldestFirst
    case .erpApplication: matchesNothing || rules.contains(rule)
    default: rules.contains(rule)
    }
  }

  public static let title = "stage cash"
  public static let doc =
    "Which payment settled which document. Payments explain balances and never change them; what the ERP applied itself always counts first."
  public static let tags = [(key: "stage", value: "cash")]
  public static var settings: [Setting<CashSettings>] {
    [
      Setting(
        "rules", \.rules, .list(of: .choice(standard), count: 0...5, distinct: true),
        "The rules that are asked; their order is fixed, whatever the order here. Empty: nothing is matched; payments wait in `cash/unapplied.csv` for as long as `ignoreOlderThan`, and what is matched stands."
      ),
      Setting(
        "fallback", \.fallback, .choice,
        "What happens to money of a known payer that no rule could place: it waits for a person, or pays the oldest items."
      ),
      Setting(
        "minConfidence", \.minConfidence, .int(0...100, "percent"),
        "A match less sure than this is a candidate in `cash/review.csv`."),
      Setting(
        "shortTolerance", \.shortTolerance, .amounts,
        "By how much a payment may be less than its documents. The residual is on the worklist, and no reminder goes out for it alone; it is never written off here."
      ),
      Setting(
        "overTolerance", \.overTolerance, .amounts,
        "By how much a payment may be more than documents found by less than their ids. The rest stays unapplied."),
      Setting(
        "tolerancePercent", \.tolerancePercent, .percentage, absent: "no limit",
        "Limits both tolerances to a part of the documents' sum."),
      Setting(
        "discountGrace", \.discountGrace, .int(0...60, "days"),
        "How long after `discount_date` a cash discount is still accepted."),
      Setting(
        "seenDays", \.seenDays, .int(0...60, "business days"),
        "How long an identified receipt that the ERP has not posted keeps its documents from being reminded; then it is on the worklist."
      ),
      Setting(
        "ignoreOlderThan", \.ignoreOlderThan, .int(0...3650, "days"),
        "A payment that is older when it is first seen and that no rule can place is taken as dealt with and not listed. On a company's first night `seenDays` business days are enough."
      ),
      Setting(
        "sumItems", \.sumItems, .int(0...24, "items"),
        "A payer with more open items than this is not searched for a set that adds up to the payment."),
    ]
  }

  /// The largest residual of documents of this sum that counts as paid, in minor units; 0: none.
  public func tolerance(_ amounts: CurrencyAmounts, of sum: Int64, _ currency: Currency) -> Int64 {
    guard let limit = amounts[currency]?.minorUnits else { return 0 }
    guard let percent = tolerancePercent else { return limit }
    let part = Int128(max(sum, 0)) * Int128(percent.tenThousandths) / 1_000_000
    return min(limit, Int64(clamping: part))
  }
}
