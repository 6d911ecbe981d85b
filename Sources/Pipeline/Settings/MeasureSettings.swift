import Formats
import Ledger

/// Measures of the portfolio month by month, its concentration and expected losses.
public struct MeasureSettings: ArtefactSettings {
  public static let artefact = Artefact.measures
  public enum LossBasis: String, Sendable, CaseIterable { case configured, rollRates = "roll-rates" }

  /// Where the provision matrix comes from.
  public var losses = LossBasis.configured
  /// With roll rates: what is lost of what stays more than 120 days.
  public var lossAtEnd = Percentage(tenThousandths: 1_000_000)
  /// Expected loss of each age: not due first, then each bucket. Empty: no expected loss is computed.
  public var lossRates: [Percentage] = []
  /// Added to every rate.
  public var overlay = Percentage(tenThousandths: 0)
  /// Customers that `concentration.csv` names for each company and currency.
  public var largest = 20
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}

  public static let doc =
    "Thirteen months of DSO, best possible DSO, ADD, CEI, days to pay and delay; concentration; expected loss: `measures/`. The aging page shows the months too."
  public static var settings: [Setting<MeasureSettings>] {
    [
      Setting(
        "losses", \.losses, .choice,
        "Loss rates of the provision matrix: `lossRates`, or from the mean roll rates of the months known."),
      Setting(
        "lossAtEnd", \.lossAtEnd, .percentage,
        "With `roll-rates`: what is lost of what is more than 120 days past due."),
      Setting(
        "lossRates", \.lossRates, .list(of: .percentage),
        "Provision matrix: expected loss of what is not due, of 1-30, 31-60, 61-90, 91-120 and more than 120 days past due. Empty: none is computed."
      ),
      Setting(
        "overlay", \.overlay, .percentage, "Percentage points added to every loss rate, for what history does not show."
      ),
      Setting("largest", \.largest, .int(1...1000, "customers"), "How many customers `concentration.csv` names."),
    ] + common
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    switch losses {
    case .rollRates:
      if !lossRates.isEmpty { problems.unread(json["lossRates"], "lossRates", "`losses` is `roll-rates`") }
    case .configured where lossAtEnd == MeasureSettings().lossAtEnd: break
    case .configured: problems.unread(json["lossAtEnd"], "lossAtEnd", "only `losses` of `roll-rates` asks for it")
    }
    let count = AgingRule().bounds.count + 2
    if !lossRates.isEmpty, lossRates.count != count, let place = json["lossRates"]?.place {
      problems.report(
        at: place, "`lossRates` has \(lossRates.count) rates", code: "impossible-value",
        help: "it takes \(count): not due, then one per age")
    }
  }
}
