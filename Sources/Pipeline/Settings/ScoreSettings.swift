/// How customers are scored. The scale itself is fixed (SEMANTICS, "Score and measures"): 80 is on terms.
public struct ScoreSettings: Settings {
  /// Days of credit sales that DSO and the other portfolio measures are taken over.
  public var salesDays = 90

  public init() {}

  public static let title = "stage score"
  public static let doc = "How customers pay (0 to 100, 80 is on terms), and the measures of the portfolio."
  public static let tags = [(key: "stage", value: "score")]
  public static var settings: [Setting<ScoreSettings>] {
    [
      Setting(
        "salesDays", \.salesDays, .int(7...366, "days"),
        "Period of credit sales for DSO, best possible DSO, ADD and CEI.")
    ]
  }
}
