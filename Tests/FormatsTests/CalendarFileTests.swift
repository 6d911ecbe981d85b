import Formats
import Ledger
import Testing

/// Holiday calendars as files.
@Suite struct CalendarFileTests {
  static func read(_ events: String) -> CalendarFile {
    CalendarFile(bytes: Array("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(events)END:VCALENDAR\r\n".utf8), file: "x.ics")
  }

  static func event(_ lines: String...) -> String {
    "BEGIN:VEVENT\r\n" + lines.map { $0 + "\r\n" }.joined() + "END:VEVENT\r\n"
  }

  @Test func daysNamesAndSpans() {
    let file = CalendarFileTests.read(
      CalendarFileTests.event(
        "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Works\\, holi", " days")
        + CalendarFileTests.event("SUMMARY:Carnival", "DTSTART:20260216"))
    #expect(file.problems.isEmpty)
    #expect(
      file.days.map { "\($0.day) \($0.name)" } == [
        "2026-02-16 Carnival", "2026-12-24 Works, holidays", "2026-12-25 Works, holidays", "2026-12-26 Works, holidays",
      ])
  }

  @Test(arguments: [
    event("DTSTART:20261224T100000Z", "SUMMARY:Meeting"), event("SUMMARY:Nothing"),
    event("DTSTART;VALUE=DATE:20260230"),
    event("DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY"),
    event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101"),
  ])
  func whatClosesNoDayIsTold(_ event: String) {
    let file = CalendarFileTests.read(event)
    #expect(file.days.isEmpty)
    #expect(file.problems.map(\.code) == ["calendar"])
    #expect(file.problems.first?.line == 3)
  }

  @Test func noCalendar() {
    #expect(CalendarFile(bytes: Array("hello".utf8), file: "x.ics").problems.count == 1)
  }
}
