import Ledger
import Testing

/// Hours of days across daylight saving: Europe/Berlin 2026, where clocks go forward on 29 March and back on 25 October.
@Suite struct ZoneOffsetTests {
  /// 2026-03-29T01:00Z and 2026-10-25T01:00Z.
  static let berlin = ZoneOffsets([
    ZoneOffsets.Change(from: .min, seconds: 3600), ZoneOffsets.Change(from: 1_774_746_000, seconds: 7200),
    ZoneOffsets.Change(from: 1_792_890_000, seconds: 3600),
  ])

  @Test(arguments: [
    ("2026-03-28", 9, "2026-03-28 08:00"), ("2026-03-29", 1, "2026-03-29 00:00"),
    // 02:00 is skipped: the clock jumps to 03:00 then.
    ("2026-03-29", 2, "2026-03-29 01:00"), ("2026-03-29", 3, "2026-03-29 01:00"), ("2026-03-30", 9, "2026-03-30 07:00"),
    // 02:00 comes twice: the first.
    ("2026-10-25", 2, "2026-10-25 00:00"), ("2026-10-25", 3, "2026-10-25 02:00"), ("2026-10-26", 9, "2026-10-26 08:00"),
    ("2026-10-25", 24, "2026-10-25 23:00"),
  ])
  func anHourOfADay(_ day: String, _ hour: Int, _ utc: String) {
    let instant = ZoneOffsetTests.berlin.instant(CalendarDate(day) ?? .missing, hour: hour)
    let date = CalendarDate(days: Int32(instant / 86_400))
    let hours = Int(instant % 86_400) / 3600
    #expect("\(date) \(hours < 10 ? "0" : "")\(hours):00" == utc)
    #expect(instant % 3600 == 0)
  }

  @Test func theDayThere() {
    // 2026-07-01T22:30Z is the 2nd in Berlin.
    let evening = Int64((CalendarDate("2026-07-01") ?? .missing).days) * 86_400 + 81_000
    #expect(ZoneOffsetTests.berlin.day(at: evening) == CalendarDate("2026-07-02"))
    #expect(ZoneOffsets(fixed: -18_000).day(at: 0) == CalendarDate("1969-12-31"))
  }
}
