import Formats
import Ledger

/// Late-payment interest and lump sums of a policy.
public struct InterestSettings: Settings {
  /// Name of a `Regime`. With `contractPercent` its rate is the contract's, and only the lump sum is the regime's.
  public var regime: String?
  public var contractPercent: Percentage?
  public var dayCount = InterestDayCount.actual365
  public var rounding = InterestRounding.end
  public var compensation = false
  public var fromLevel = 1

  public init() {}

  public static let title = "interest"
  public static let doc =
    "Late-payment interest, a claim beside the invoices: see [charges](charges.md). The regimes are examples, not legal advice."
  public static var settings: [Setting<InterestSettings>] {
    [
      Setting(
        "regime", \.regime, .regime,
        "A statutory regime: \(Regime.all.map { "`\($0.id)` (\($0.title))" }.joined(separator: ", "))."),
      Setting(
        "contractPercent", \.contractPercent, .percentage,
        "The yearly rate that the contract names, in the place of the regime's. Claimed of consumers, and of parties of unknown type, only where `for` names their `partyType`."
      ),
      Setting("dayCount", \.dayCount, .choice, "How a year is counted."),
      Setting("rounding", \.rounding, .choice, "Half up once at the end, or every day."),
      Setting(
        "compensation", \.compensation, .bool,
        "Whether the regime's lump sum is claimed too, once per invoice, in the regime's currency only."),
      Setting(
        "fromLevel", \.fromLevel, .int(1...30),
        "The first level whose messages claim interest and lump sums."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    if json["regime"] == nil, json["contractPercent"] == nil {
      problems.report(
        at: json.place, "`interest` names no rate", code: "missing-setting",
        help: "add \"regime\", or \"contractPercent\" where the contract names a rate")
    }
    if compensation, json["regime"] == nil {
      problems.report(
        at: json["compensation"]?.place ?? json.place, "lump sums are those of a regime, and none is named",
        code: "contradiction", help: "add \"regime\", or leave \"compensation\" out")
    }
  }
}

extension SettingType where Value == String {
  /// The name of a statutory regime of interest.
  static var regime: Self {
    let names = Regime.all.map(\.id)
    return SettingType(
      name: alternatives(names.map { "`\($0)`" }), schema: ["enum": .texts(names)],
      read: { json, problems in
        guard let name = json.string else {
          problems.wrongType(json, takes: alternatives(names.map { "`\($0)`" }))
          return nil
        }
        guard names.contains(name) else {
          problems.unknownName(json, what: "regime", among: names, code: "impossible-value")
          return nil
        }
        return name
      }, write: { .text($0) })
  }
}
