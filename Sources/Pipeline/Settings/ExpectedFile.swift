import Formats
import Ledger

/// When an export has to be there, and who is asked where it is not.
public struct ExpectedFile: Settings {
  /// In the pipeline's time zone.
  public var by = TimeOfDay(minutes: 0)
  public var days: [SendWindow.Weekday] = [.mon, .tue, .wed, .thu, .fri]
  public var owner: String?

  public init() {}

  public static let title = "expected file"
  public static let doc =
    "When an export has to be there. Where none has come since the time before, it is late: `attention` says so and whom to ask, and nobody of its companies is reminded (`stale-data`)."
  public static var settings: [Setting<ExpectedFile>] {
    [
      Setting("by", \.by, .timeOfDay, required: true, "By this time of the day."),
      Setting("days", \.days, .list(of: .choice, count: 1...7, distinct: true), "On these days of the week."),
      Setting(
        "owner", \.owner, .text, absent: "nobody", "Who looks after the export: a name or address, for `attention`."),
    ]
  }

  public func isExpected(on day: CalendarDate) -> Bool {
    days.contains(SendWindow.Weekday.allCases[day.weekday - 1])
  }
}
