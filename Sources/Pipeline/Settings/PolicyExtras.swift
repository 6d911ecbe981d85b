import Formats
import Ledger

// Parts of a policy that a later version acts on. They are read and checked now, so that a file can be prepared, and refused
// `[not-yet]`, so that nobody believes they hold already.

/// Reminds only a share of the customers, always the same ones.
public struct Pilot: Settings {
  public var percent = 100

  public init() {}

  public static let title = "pilot"
  public static let doc =
    "Reminds only a share of the customers, always the same ones; the others are suppressed `pilot`."
  public static var settings: [Setting<Pilot>] {
    [Setting("percent", \.percent, .int(0...100), required: true, "Share of the customers.")]
  }
}

/// Days and hours in which automatic messages may go out.
public struct SendWindow: Settings {
  public enum Weekday: String, Sendable, CaseIterable { case mon, tue, wed, thu, fri, sat, sun }

  public var days: [Weekday] = [.mon, .tue, .wed, .thu, .fri]
  public var from = 0
  /// The last hour: 17 means until 17:59.
  public var to = 23

  public init() {}

  public static let title = "window"
  public static let doc = "Days and hours in which automatic messages may go out, in the configured time zone."
  public static var settings: [Setting<SendWindow>] {
    [
      Setting("days", \.days, .list(of: .choice, count: 1...7, distinct: true), "Days of the week."),
      Setting("from", \.from, .int(0...23), required: true, "First hour."),
      Setting("to", \.to, .int(0...23), required: true, "Last hour: 17 means until 17:59."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard let first = json["from"]?.int, let last = json["to"], let hour = last.int, hour < first else { return }
    problems.report(
      at: last.place, "the window ends at \(hour), before it begins at \(first)", code: "contradiction",
      help: "a window over midnight is written as two")
  }
}

extension SettingType where Value == String {
  /// A country, or a region of it by ISO 3166-2: `DE`, `DE-NW`.
  static var region: Self {
    text(
      "a country or region code, such as `DE` or `DE-NW`", pattern: "^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
      help: "ISO 3166-1 or 3166-2"
    ) { text in
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count <= 2, CountryCode.isKnown(String(parts[0])) else { return false }
      return parts.count == 1
        || ((1...3).contains(parts[1].count) && parts[1].allSatisfy { isCapital($0) || isDigit($0) })
    }
  }
}
