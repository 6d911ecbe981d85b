import Formats

/// When a customer should not buy on credit any more.
public struct CreditHoldRule: Settings {
  /// What a limit of 0 means in the ERP.
  public enum ZeroLimit: String, Sendable, CaseIterable { case none, nothing }

  public var overLimit = true
  /// Of the limit.
  public var limitPercent = 100
  public var zeroLimit = ZeroLimit.none
  /// Nil: however long something is overdue.
  public var overdueDays: Int?
  public var minOverdue = CurrencyAmounts()
  public var hardStops = true

  public init() {}

  public static let title = "credit hold"
  public static let doc =
    "When the ERP is told to stop a customer's orders on credit, and once nothing of it holds any more, to go on: `writeback/credit-holds.csv`."
  public static var settings: [Setting<CreditHoldRule>] {
    [
      Setting(
        "overLimit", \.overLimit, .bool,
        "Held while what is open, less credits and receipts not posted yet (also those that [wait](cash.md#what-waits-for-a-person) to be applied), is more than `credit_limit` of the customers feed."
      ),
      Setting(
        "limitPercent", \.limitPercent, .int(1...1000, "percent"),
        "How much of the limit may be used: with 110 a customer is held above 110 % of it."),
      Setting(
        "zeroLimit", \.zeroLimit, .choice,
        "What a limit of 0 means in the ERP. `none`: there is no limit. `nothing`: the customer buys nothing on credit."
      ),
      Setting(
        "overdueDays", \.overdueDays, .int(1...3650, "days"), absent: "never",
        "Held while something is overdue for so many days or more. What is disputed, promised, in a plan that is kept or otherwise held does not count, nor what came in and is not posted yet. What is only silent for a week counts: a promise was broken, a hold has ended, the document is new to us."
      ),
      Setting(
        "minOverdue", \.minOverdue, .amounts,
        "Least amount overdue for so long, less free credits, by currency. A currency that is not named: any amount."),
      Setting(
        "hardStops", \.hardStops, .bool, "Held while a decision `insolvency`, `deceased` or `legal` stands."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    if overdueDays == nil, !minOverdue.isEmpty {
      problems.unread(
        json["minOverdue"], "minOverdue", "without `overdueDays` nobody is held for what is overdue",
        help: "add `overdueDays`, or take it out")
    }
    guard overLimit || overdueDays != nil || hardStops else {
      return problems.report(
        at: json.place, "this rule never holds anybody", code: "contradiction",
        help: "leave `creditHold` out, or give it `overdueDays`")
    }
  }
}
