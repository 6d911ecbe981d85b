import Testing

@testable import Ledger

/// When letters are posted and expected.
@Suite struct PostalTimesTests {
  private static func day(_ text: String) -> CalendarDate { CalendarDate(text) ?? .missing }

  @Test(arguments: [
    ("US", "US", 7...10), ("DE", "DE", 2...6), ("DE", "", 2...6), ("SE", "SE", 3...7), ("DE", "US", 7...14),
    ("US", "DE", 7...14),
  ])
  func daysUnderWay(sender: String, receiver: String, days: ClosedRange<Int>) {
    #expect(PostalTimes().days(from: sender, to: receiver) == days)
  }

  @Test func whatTheUserKnowsGoesFirst() {
    let times = PostalTimes(known: ["CH": 4...9])
    #expect(times.days(from: "DE", to: "CH") == 4...9)
    #expect(times.days(from: "CH", to: "") == 4...9)
  }

  /// Thanksgiving is no business day in the US, and a Saturday nowhere.
  @Test func postIsCollectedOnBusinessDays() {
    let calendar = BusinessCalendar(regions: ["US"], years: 2026...2026)
    let delivery = PostalTimes().delivery(on: Self.day("2026-11-26"), from: "US", to: "US", calendar)
    #expect(delivery.postedOn == Self.day("2026-11-27"))
    #expect(delivery.earliest == Self.day("2026-12-04") && delivery.latest == Self.day("2026-12-07"))
    let saturday = PostalTimes().delivery(on: Self.day("2026-11-21"), from: "DE", to: "DE", .weekdays)
    #expect(saturday.postedOn == Self.day("2026-11-23"))
  }
}
