import Ledger

/// Whole days of an iCalendar file (RFC 5545): the dates of its VEVENTs, as holiday calendars are published and shared.
///
/// Taken are `DTSTART` as a date, `DTEND` (the first day after it) and `SUMMARY`. An event with a time of day is no closed day; one that
/// repeats by a rule would need expanding: both are told and not taken.
public struct CalendarFile: Sendable {
  /// In the order of the days, each with what it is called.
  public private(set) var days: [(day: CalendarDate, name: String)] = []
  /// What was not taken, and what is wrong.
  public private(set) var problems: [Diagnostic] = []

  /// Longest event that is believed to be a holiday.
  private static let longest = 60

  private struct Event {
    var line: Int
    var start: CalendarDate?
    var end: CalendarDate?
    var name = "closed"
    var hasTime = false
    var repeats = false
  }

  /// - Parameter file: the name that problems are reported under.
  public init(bytes: [UInt8], file: String) {
    let lines = CalendarFile.lines(bytes)
    var event: Event?
    var hasCalendar = false
    for (number, line) in lines {
      let (name, parameters, value) = CalendarFile.property(line)
      switch (name, value) {
      case ("BEGIN", "VCALENDAR"): hasCalendar = true
      case ("BEGIN", "VEVENT"): event = Event(line: number)
      case ("END", "VEVENT"):
        if let event { add(event, file) }
        event = nil
      case ("DTSTART", _):
        event?.start = CalendarFile.date(value)
        event?.hasTime = value.utf8.count > 8 || parameters.contains("VALUE=DATE-TIME")
      case ("DTEND", _): event?.end = CalendarFile.date(value)
      case ("SUMMARY", _): event?.name = CalendarFile.text(value)
      case ("RRULE", _), ("RDATE", _): event?.repeats = true
      default: break
      }
    }
    if !hasCalendar {
      report(1, "the file has no calendar in it", "an .ics file begins with BEGIN:VCALENDAR", file)
    }
    days.sort { ($0.day, $0.name) < ($1.day, $1.name) }
  }

  private mutating func add(_ event: Event, _ file: String) {
    guard let start = event.start else {
      return report(event.line, "`\(event.name)` has no date that can be read", "DTSTART;VALUE=DATE:20261224", file)
    }
    guard !event.repeats else {
      return report(
        event.line, "`\(event.name)` repeats by a rule, which is not expanded", "list its dates one by one", file)
    }
    guard !event.hasTime else {
      return report(
        event.line, "`\(event.name)` has a time of day, so it closes no day", "DTSTART;VALUE=DATE:...", file)
    }
    let last = event.end.map { max(start, $0.adding(days: -1)) } ?? start
    guard last.days(since: start) < CalendarFile.longest else {
      return report(event.line, "`\(event.name)` lasts \(last.days(since: start) + 1) days", "shorten it", file)
    }
    for day in 0...last.days(since: start) { days.append((start.adding(days: day), event.name)) }
  }

  private mutating func report(_ line: Int, _ what: String, _ help: String, _ file: String) {
    problems.append(
      Diagnostic(file: file, line: line, column: 1, severity: .error, message: what, code: "calendar", help: help))
  }

  /// Lines with their numbers, folded ones put together.
  private static func lines(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
    var lines: [(number: Int, text: String)] = []
    let text = String(decoding: bytes, as: UTF8.self)
    for (index, part) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if let first = part.first, first == " " || first == "\t", !lines.isEmpty {
        lines[lines.count - 1].text += part.dropFirst()
      } else if !part.isEmpty {
        lines.append((index + 1, String(part.first == "\u{FEFF}" ? part.dropFirst() : part)))
      }
    }
    return lines
  }

  private static func property(_ line: String) -> (name: String, parameters: [String], value: String) {
    guard let colon = line.firstIndex(of: ":") else { return (line.uppercased(), [], "") }
    let head = line[..<colon].uppercased().split(separator: ";").map(String.init)
    return (head.first ?? "", Array(head.dropFirst()), String(line[line.index(after: colon)...]))
  }

  /// `20261224`, whatever follows.
  private static func date(_ value: String) -> CalendarDate? {
    let digits = Array(value.utf8.prefix(8))
    guard digits.count == 8, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let numbers = digits.map { Int($0) - 0x30 }
    func number(_ range: Range<Int>) -> Int { numbers[range].reduce(0) { $0 * 10 + $1 } }
    return CalendarDate(year: number(0..<4), month: number(4..<6), day: number(6..<8))
  }

  private static func text(_ value: String) -> String {
    var text = ""
    var escaped = false
    for character in value {
      if escaped {
        text.append(character == "n" || character == "N" ? " " : character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else {
        text.append(character)
      }
    }
    return text.isEmpty ? "closed" : text
  }
}
