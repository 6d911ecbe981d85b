import Formats
import Ledger

/// Where holidays come from: a country or region with built-in rules, or a calendar file beside pipeline.json.
public struct HolidaySource: Equatable, Sendable {
  /// `DE-NW`, or the path of an `.ics` file.
  public var name: String
  /// The days of a file; nil for a region.
  public var days: [ClosedDay]?

  /// A day of a calendar file.
  public struct ClosedDay: Equatable, Sendable {
    public var day: CalendarDate
    public var name: String
  }

  public init(region: String) { name = region }
  init(file: String, days: [ClosedDay]) {
    name = file
    self.days = days
  }

  static func isFile(_ name: String) -> Bool { name.lowercased().hasSuffix(".ics") }

  /// Business days without the holidays of all these.
  public static func calendar(_ sources: [HolidaySource], years: ClosedRange<Int>) -> BusinessCalendar {
    BusinessCalendar(
      regions: sources.filter { $0.days == nil }.map(\.name),
      closed: sources.flatMap { $0.days ?? [] }.map { ($0.day, $0.name) }, years: years)
  }
}

extension SettingType where Value == HolidaySource {
  /// A region with built-in rules, or a calendar file.
  static var holidays: Self {
    let name = "a country or region code, such as `DE` or `DE-NW`, or the name of an `.ics` file"
    return SettingType(
      name: name, schema: ["type": "string", "pattern": #"^[A-Z]{2}(-[A-Z0-9]{1,3})?$|\.[iI][cC][sS]$"#],
      read: { json, problems in
        guard let text = json.string else {
          problems.wrongType(json, takes: name)
          return nil
        }
        if HolidaySource.isFile(text) { return file(text, json, &problems) }
        let known = BusinessCalendar.regions
        if known.contains(text) { return HolidaySource(region: text) }
        let countries = known.filter { $0.utf8.count == 2 }.joined(separator: ", ")
        problems.impossible(
          json, takes: name,
          help: nearestName(to: text, in: known).map { "did you mean `\($0)`?" }
            ?? "rules are built in for \(countries); elsewhere name an .ics file")
        return nil
      }, write: { .text($0.name) })
  }

  private static func file(_ path: String, _ json: JSONValue, _ problems: inout SettingProblems) -> HolidaySource? {
    guard let file = problems.known.mappings.first(where: { $0.path == path }), let bytes = file.bytes else {
      problems.report(
        at: json.place, "the calendar file `\(path)` cannot be read", code: "calendar",
        help: "the path is relative to the folder of pipeline.json")
      return nil
    }
    let calendar = CalendarFile(bytes: bytes, file: file.file)
    problems.report(calendar.problems)
    return HolidaySource(file: path, days: calendar.days.map { HolidaySource.ClosedDay(day: $0.day, name: $0.name) })
  }
}
