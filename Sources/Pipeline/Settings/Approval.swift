import Formats
import Ledger

/// When and by how many people messages have to be approved.
public struct Approval: Settings {
  public var people = 1
  public var maxMessages: Int?
  public var maxAmount = CurrencyAmounts()
  public var medianFactor: Int? = 3
  public var firstUse = true
  public var changes = true

  public init() {}

  public static let title = "approval"
  public static let doc =
    "When messages wait for a person's `approve` although `release` is `auto`, and how many people it takes."
  public static var settings: [Setting<Approval>] {
    [
      Setting("people", \.people, .int(1...2, "people"), "How many different people have to approve a batch."),
      Setting(
        "maxMessages", \.maxMessages, .int(0...10_000_000, "messages"), absent: "no cap",
        "More messages in a night wait."),
      Setting(
        "maxAmount", \.maxAmount, .amounts,
        "More than that asked for in a night, by currency, waits. Not named: no cap."),
      Setting(
        "medianFactor", \.medianFactor, .int(1...1000), absent: "no cap",
        "More messages, or more asked for in a currency, than so many times the median of the last ten nights that sent any wait."
      ),
      Setting("firstUse", \.firstUse, .bool, "The first use of a level or template waits."),
      Setting(
        "changes", \.changes, .bool,
        "Messages after a change of bank data, sender, reply address, portal or templates wait, every night until one of them is approved."
      ),
    ]
  }
}
