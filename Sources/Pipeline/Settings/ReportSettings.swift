import Formats
import Ledger

/// Who owes how much for how long.
public struct AgingReportSettings: ArtefactSettings {
  public enum Format: String, Sendable, CaseIterable { case csv, html }
  public enum Dimension: String, Sendable, CaseIterable { case company, group, salesperson, currency }

  public static let artefact = Artefact.agingReport
  public var formats = Format.allCases
  /// Among the CSV files `aging-detail.csv`, a row per open item.
  public var detail = true
  /// Among the CSV files `by-<dimension>.csv`.
  public var by: [Dimension] = []
  /// Whether `aging.csv` shows each row in the company's base currency too.
  public var inBaseCurrency = false
  public var aging = AgingRule()
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}

  public static let doc =
    "Open items by age: `aging/aging.csv`, `aging-detail.csv` and a report for people, `aging.html`."
  public static var settings: [Setting<AgingReportSettings>] {
    [
      Setting("formats", \.formats, .list(of: .choice, count: 1...2, distinct: true), "Which files are made."),
      Setting("detail", \.detail, .bool, "Whether `csv` makes `aging-detail.csv` too, a row per open item."),
      Setting(
        "by", \.by, .list(of: .choice, distinct: true),
        "Whether `csv` makes `by-company.csv`, `by-group.csv`, `by-salesperson.csv` or `by-currency.csv` too."),
      Setting(
        "inBaseCurrency", \.inBaseCurrency, .bool,
        "Whether `aging.csv` has each amount in the company's base currency too, by the newest rate of the `rates` feed."
      ),
    ] + agingSettings(\.aging) + common
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    checkBounds(json, &problems)
    guard !formats.contains(.csv) else { return }
    for (key, isGiven) in [("by", !by.isEmpty), ("inBaseCurrency", inBaseCurrency)] where isGiven {
      problems.unread(json[key], key, "`formats` has no `csv`", help: "add \"csv\" to `formats`, or take it out")
    }
  }
}

/// Account statements.
public struct StatementSettings: ArtefactSettings {
  public enum Format: String, Sendable, CaseIterable { case pdf, html, csv }
  public enum Kind: String, Sendable, CaseIterable {
    case openItem = "open-item", balanceForward = "balance-forward", activity
  }
  public enum Customers: String, Sendable, CaseIterable { case open, changed, all }
  public enum Files: String, Sendable, CaseIterable { case one, each }

  public static let artefact = Artefact.statements
  public var formats = Format.allCases
  public var kind = Kind.openItem
  /// First and last day of the movements that a balance-forward or activity statement lists; nil: the month of the as-of date so far.
  public var from: CalendarDate?
  public var to: CalendarDate?
  public var customers = Customers.open
  /// Ids of the chosen customers; empty: everybody.
  public var only: [String] = []
  public var files = Files.one
  public var aging = AgingRule()
  public var duplex = false
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}

  public static let doc =
    "What is open between a customer and us: `statements/statements.pdf`, `.html`, `.csv` and `index.csv`."
  public static var settings: [Setting<StatementSettings>] {
    [
      Setting("formats", \.formats, .list(of: .choice, count: 1...3, distinct: true), "Which files are made."),
      Setting(
        "kind", \.kind, .choice,
        "`open-item`: what is open. `balance-forward`: opening balance, movements, closing balance. `activity`: both."),
      Setting(
        "from", \.from, .date, absent: "first of the month",
        "First day of the movements, for `balance-forward` and `activity`."),
      Setting(
        "to", \.to, .date, absent: "the as-of date", "Last day of the movements, for `balance-forward` and `activity`."),
      Setting(
        "customers", \.customers, .choice, "Those with open items, those whose items changed tonight, or all of them."),
      Setting(
        "only", \.only, .list(of: .text, distinct: true), "Ids of the customers who get one. Empty: all of them."),
      Setting("files", \.files, .choice, "`one` PDF with an index, or one file for `each` customer."),
      Setting("duplex", \.duplex, .bool, "Printed on both sides: every statement starts on a front page."),
    ] + agingSettings(\.aging) + common
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    checkBounds(json, &problems)
    if kind == .openItem {
      for key in ["from", "to"] {
        problems.unread(
          json[key], key, "a statement of open items has no movements",
          help: "set `kind` to `balance-forward` or `activity`, or take it out")
      }
    }
    if duplex, !formats.contains(.pdf) { problems.unread(json["duplex"], "duplex", "`formats` has no `pdf`") }
    if files == .each, !formats.contains(.pdf), !formats.contains(.html) {
      problems.unread(json["files"], "files", "`formats` has neither `pdf` nor `html`")
    }
    if let from, let to, to < from, let place = json["to"]?.place {
      problems.report(
        at: place, "the statement ends on \(to), before it begins on \(from)", code: "contradiction",
        help: "`to` is the later day")
    }
  }
}

extension ArtefactSettings {
  /// The four settings of aging, shared by the report and the statements.
  static func agingSettings(_ aging: WritableKeyPath<Self, AgingRule>) -> [Setting<Self>] {
    [
      Setting(
        "basis", aging.appending(path: \.basis), .choice,
        "The date an item ages from: due date, document date or posting date."),
      Setting(
        "bounds", aging.appending(path: \.bounds), .list(of: .int(1...3650), count: 1...12),
        "Upper bounds of the buckets, inclusive and ascending; one more bucket holds the rest."),
      Setting("mode", aging.appending(path: \.mode), .choice, "What the bounds count: days, or calendar months."),
      Setting(
        "credits", aging.appending(path: \.credits), .choice,
        "Where credits stand: in a column of their own, by their own date, or against the oldest items. The net is the same."
      ),
    ]
  }

  func checkBounds(_ json: JSONValue, _ problems: inout SettingProblems) {
    let bounds = json["bounds"]?.elements ?? []
    for (lower, upper) in zip(bounds, bounds.dropFirst()) {
      guard let a = lower.int, let b = upper.int, b <= a else { continue }
      problems.report(
        at: upper.place, "bound \(b) after \(a)", code: "bounds-order",
        help: "write the bounds in ascending order, each once")
    }
  }
}
