import Formats

/// When a file has so many bad rows that none of it is trusted.
public struct NormalizeSettings: Settings {
  public var maxRejects = MaxRejects()

  public init() {}

  public static let title = "stage normalize"
  public static let doc = "How many rows of a file may be rejected before the file is refused as a whole."
  public static let tags = [(key: "stage", value: "normalize")]
  public static var settings: [Setting<NormalizeSettings>] {
    [
      Setting(
        "maxRejects", \.maxRejects, .object(MaxRejects.self),
        "The most rows of one file that may be rejected; with more the whole file is.")
    ]
  }
}

/// The limit is a percentage of the rows of the file, but at least and at most a number of rows.
public struct MaxRejects: Settings {
  public var percent = 1
  public var atLeast = 3
  public var atMost = 200

  public init() {}

  /// The most rows of a file of `rows` that may be rejected: clamp(percent of its rows, atLeast, atMost).
  public func limit(rows: Int) -> Int { min(max(rows * percent / 100, atLeast), atMost) }

  public static let title = "reject limit"
  public static let doc = "A percentage of the rows of the file, but at least and at most a number of rows."
  public static var settings: [Setting<MaxRejects>] {
    [
      Setting("percent", \.percent, .int(0...100), "Share of the rows of the file, rounded down."),
      Setting("atLeast", \.atLeast, .int(0...1_000_000, "rows"), "So many may always be rejected."),
      Setting("atMost", \.atMost, .int(0...1_000_000, "rows"), "More are never rejected without refusing the file."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard atLeast > atMost, let place = (json["atMost"] ?? json["atLeast"])?.place else { return }
    problems.report(
      at: place, "`atLeast` is \(atLeast) and `atMost` only \(atMost)", code: "contradiction",
      help: "`atMost` is the larger of the two")
  }
}
