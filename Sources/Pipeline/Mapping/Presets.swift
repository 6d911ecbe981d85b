import Formats
import Ledger

/// A mapping that ships with the program, under a name that pipeline.json can say.
public struct Preset: Sendable {
  /// `canonical.documents`: the system, then what it exports.
  public var name: String
  /// One line for `receivables presets` and the handbook.
  public var summary: String
  public var mapping: Mapping

  public var feed: Ledger.Feed { mapping.feed }

  public init(_ name: String, _ mapping: Mapping, _ summary: String) {
    self.name = name
    self.mapping = mapping
    self.summary = summary
  }
}

/// The table of contents: a preset is one value and one line here.
public enum Presets {
  public static let all: [Preset] = [
    Preset("canonical.customers", .customers, "Customers with address, contact, terms and how they want to be reached"),
    Preset("canonical.documents", .documents, "Open items: invoices, credit notes, charges and payments on account"),
    Preset("canonical.payments", .payments, "Money that came in, from the ERP's cash book or the bank"),
    Preset("canonical.applications", .applications, "Which payment settled which document, as the ERP booked it"),
    Preset("canonical.controls", .controls, "Control totals per company and currency that an export has to add up to"),
    Preset("canonical.decisions", .decisions, "What people decided: disputes, holds, promises, exclusions, overrides"),
  ]

  public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// The preset of a name and the canonical feed it fills, for the check of pipeline.json.
  public static var feeds: [String: String] {
    Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.feed.rawValue) })
  }

  /// The list as JSON: name, feed and summary of each.
  public static var json: JSONValue {
    .list(all.map { ["name": .text($0.name), "feed": .text($0.feed.rawValue), "summary": .text($0.summary)] })
  }
}
