import Pipeline
import Testing

@Suite struct TimeTypesTests {
  @Test(arguments: [("00:00", 0), ("03:05", 185), ("23:59", 1439)])
  func timesOfTheDay(text: String, minutes: Int) {
    #expect(TimeOfDay(text)?.minutes == minutes)
    #expect(TimeOfDay(minutes: minutes).text == text)
  }

  @Test(arguments: ["3:00", "24:00", "12:60", "12.30", "12:3o", "", "-1:00"])
  func notTimesOfTheDay(text: String) { #expect(TimeOfDay(text) == nil) }

  @Test(arguments: [("1m", 60), ("90m", 5400), ("12h", 43_200), ("2d", 172_800), ("366d", 31_622_400)])
  func lengthsOfTime(text: String, seconds: Int) { #expect(TimeSpan(text)?.seconds == seconds) }

  @Test(arguments: ["0h", "12", "h", "-1h", "12 h", "367d", "1y", "9999999999999999999h"])
  func notLengthsOfTime(text: String) { #expect(TimeSpan(text) == nil) }
}
