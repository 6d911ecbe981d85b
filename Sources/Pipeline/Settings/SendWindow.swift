import Formats
import Ledger

/// Days and hours in which automatic messages may go out.
public struct SendWindow: Settings {
  public enum Weekday: String, Sendable, CaseIterable { case mon, tue, wed, thu, fri, sat, sun }

  public var days: [Weekday] = [.mon, .tue, .wed, .thu, .fri]
  public var from = 0
  /// The last hour: 17 means until 17:59.
  public var to = 23
  /// Nil: the time zone of the pipeline.
  public var zone: String?

  public init() {}

  /// All day, every day: what holds where a policy names holidays and no window.
  public static let always: SendWindow = {
    var window = SendWindow()
    window.days = Weekday.allCases
    return window
  }()

  /// True on this day of the week; 1 is Monday.
  public func includes(weekday: Int) -> Bool { days.contains(Weekday.allCases[weekday - 1]) }

  public static let title = "window"
  public static let doc = "Days and hours in which automatic messages may go out."
  public static var settings: [Setting<SendWindow>] {
    [
      Setting("days", \.days, .list(of: .choice, count: 1...7, distinct: true), "Days of the week."),
      Setting("from", \.from, .int(0...23), required: true, "First hour."),
      Setting("to", \.to, .int(0...23), required: true, "Last hour: 17 means until 17:59."),
      Setting("zone", \.zone, .timeZone, absent: "that of the pipeline", "Time zone of the hours."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard let first = json["from"]?.int, let last = json["to"], let hour = last.int, hour < first else { return }
    problems.report(
      at: last.place, "the window has no opening: it ends at \(hour), before it begins at \(first)",
      code: "window-closed",
      help: "a window over midnight is written as two")
  }
}
