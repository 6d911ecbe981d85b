import Formats

/// When a file has so many bad rows that none of it is trusted.
package struct NormalizeSettings: Settings {
  package var maxRejects = MaxRejects()

  package init() {}

  package static let title = "stage normalize"
  package static let doc = "How many rows of a file may be rejected before the file is refused as a whole."
  package static let tags = [(key: "stage", value: "normalize")]
  package static var settings: [Setting<NormalizeSettings>] {
    [
      Setting(
        "maxRejects", \.maxRejects, .object(MaxRejects.self),
        "The most rows of one file that may be rejected; with more the whole file is.")
    ]
  }
}

/// The limit is a percentage of the rows of the file, but at least and at most a number of rows.
package struct MaxRejects: Settings {
  package var percent = 1
  package var atLeast = 3
  package var atMost = 200

  package init() {}

  /// The most rows of a file of `rows` that may be rejected: clamp(percent of its rows, atLeast, atMost).
  package func limit(rows: Int) -> Int { min(max(rows * percent / 100, atLeast), atMost) }

  package static let title = "reject limit"
  package static let doc = "A percentage of the rows of the file, but at least and at most a number of rows."
  package static var settings: [Setting<MaxRejects>] {
    [
      Setting("percent", \.percent, .int(0...100), "Share of the rows of the file, rounded down."),
      Setting("atLeast", \.atLeast, .int(0...1_000_000, "rows"), "So many may always be rejected."),
      Setting("atMost", \.atMost, .int(0...1_000_000, "rows"), "More are never rejected without refusing the file."),
    ]
  }

  package func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard atLeast > atMost, let place = (json["atMost"] ?? json["atLeast"])?.place else { return }
    problems.report(
      at: place, "`atLeast` is \(atLeast) and `atMost` only \(atMost)", code: "contradiction",
      help: "`atMost` is the larger of the two")
  }
}
