/// How customers are scored. The scale itself is fixed (SEMANTICS, "Score and measures"): 80 is on terms.
package struct ScoreSettings: Settings {
  /// Days of credit sales that DSO and the other portfolio measures are taken over.
  package var salesDays = 90

  package init() {}

  package static let title = "stage score"
  package static let doc = "How customers pay (0 to 100, 80 is on terms), and the measures of the portfolio."
  package static let tags = [(key: "stage", value: "score")]
  package static var settings: [Setting<ScoreSettings>] {
    [
      Setting(
        "salesDays", \.salesDays, .int(7...366, "days"),
        "Period of credit sales for DSO, best possible DSO, ADD and CEI.")
    ]
  }
}
