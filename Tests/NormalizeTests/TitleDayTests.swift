import Ledger
import Normalize
import Testing

@Suite("The day above the rows of a report")
struct TitleDayTests {
  @Test(
    "is read as reports write it; what could be two days, or is none, is none",
    arguments: [
      ("June 30, 2026", "2026-06-30"), ("30 June 2026", "2026-06-30"), ("30. Juni 2026", "2026-06-30"),
      ("30.06.2026", "2026-06-30"), ("2026-06-30", "2026-06-30"), ("2026/06/30", "2026-06-30"),
      ("06/30/2026", "2026-06-30"), ("30/06/2026", "2026-06-30"), ("05/05/2026", "2026-05-05"),
      ("05/07/2026", nil), ("today", nil), ("31.06.2026", nil), ("June 30", nil),
    ] as [(String, String?)])
  func days(text: String, day: String?) {
    let found = Array(text.utf8).withUnsafeBytes { TitleDay.day($0, nil) }
    #expect(found?.description == day)
  }
}
