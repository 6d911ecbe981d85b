import Formats
import Ledger
import Testing

@testable import Emit

/// Cells that are made once say what the slow way says.
@Suite struct WordCellsTests {
  @Test func datesAroundANight() throws {
    let night = try #require(CalendarDate("2026-07-01"))
    let dates = DateCells(around: night)
    for days in -810...410 {
      let date = night.adding(days: days)
      var (ready, plain) = (CSVWriter(), CSVWriter())
      guard let cell = dates[date] else {
        #expect(days < -800 || days >= 400)
        continue
      }
      ready.word(cell)
      plain.date(date)
      #expect(ready.bytes == plain.bytes)
    }
    #expect(dates[.missing] == nil)
    #expect(dates[CalendarDate(days: .max)] == nil)
  }

  @Test func days() {
    let known = DayCells()
    for days in -405...1205 {
      var (ready, plain) = (CSVWriter(), CSVWriter())
      guard let cell = known[days] else {
        #expect(days < -400 || days >= 1200)
        continue
      }
      ready.word(cell)
      plain.number(days)
      #expect(ready.bytes == plain.bytes)
    }
    #expect(known[.max] == nil && known[.min] == nil)
  }

  @Test func kindsAndReasons() {
    let words = WordCells()
    func text(_ word: CSVWord) -> String {
      var csv = CSVWriter()
      csv.word(word)
      return String(decoding: csv.bytes, as: UTF8.self)
    }
    for kind in DocumentKind.allCases { #expect(text(words.kind(kind)) == kind.name + ",") }
    for reason in SuppressionReason.allCases { #expect(text(words.reason(reason)) == reason.rawValue + ",") }
    #expect(text(words.reason(nil)) == ",")
  }
}
