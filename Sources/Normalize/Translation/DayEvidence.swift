import Formats
import Ledger
import Pipeline

/// What the dates of a column tell about their order: counts, and the first value of each kind with its line.
struct DayEvidence {
  typealias Sample = AmountEvidence.Sample

  /// Values that can only be day first, or month first, as in 31/01/2026 and 01/31/2026.
  private(set) var dayFirst = 0
  private(set) var monthFirst = 0
  private(set) var firstDayFirst: Sample?
  private(set) var firstMonthFirst: Sample?
  /// Both: 01/02/2026.
  private(set) var open = 0
  private(set) var firstOpen: Sample?
  private(set) var values = 0
  /// What the column is written as, whatever the order: `YYYY-MM-DD`, `D MMMM YYYY`.
  private(set) var fixed: [DatePattern] = []
  /// Separators of the numeric dates whose order has to be told, and whether years have two digits.
  private(set) var separators: [UInt8] = []
  private(set) var hasShortYears = false
  private(set) var firstShortYear: Sample?
  private(set) var hasLongYears = false

  var isDecided: Bool { (dayFirst > 0) != (monthFirst > 0) }

  /// Dates that say themselves in which order they are.
  private static let plain = [
    "ISO", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "D MMMM YYYY", "D. MMMM YYYY", "D-MMM-YYYY", "D/MMM/YYYY",
    "MMMM D, YYYY", "MMMM D YYYY",
  ].compactMap(DatePattern.init)
  private static let codes = DayCodes(plain.map { DayStyle([$0]) })
  /// The pattern that the last value had: nearly always that of the next.
  private var last = 0

  mutating func look(_ text: UnsafeRawBufferPointer, line: Int) {
    values += 1
    if let number = numbers(text) { return order(number, text, line) }
    let patterns = DayEvidence.plain.count
    for step in 0..<patterns {
      let index = (last + step) % patterns
      guard (try? DayText.parse(text, DayEvidence.codes[index], since: nil)) != nil else { continue }
      last = index
      if !fixed.contains(DayEvidence.plain[index]) { fixed.append(DayEvidence.plain[index]) }
      return
    }
  }

  /// `31/01/2026`: two numbers of one or two digits, and a year.
  private func numbers(_ text: UnsafeRawBufferPointer) -> (first: Int, second: Int, year: Int, mark: UInt8)? {
    var values = (0, 0, 0)
    var digits = (0, 0, 0)
    var part = 0
    var mark: UInt8 = 0
    for byte in text {
      if AmountText.isDigit(byte) {
        let digit = Int(byte &- 48)
        switch part {
        case 0: (values.0, digits.0) = (values.0 &* 10 &+ digit, digits.0 + 1)
        case 1: (values.1, digits.1) = (values.1 &* 10 &+ digit, digits.1 + 1)
        default: (values.2, digits.2) = (values.2 &* 10 &+ digit, digits.2 + 1)
        }
      } else {
        guard byte == 0x2F || byte == 0x2E || byte == 0x2D, mark == 0 || mark == byte, part < 2 else { return nil }
        mark = byte
        part += 1
      }
    }
    guard part == 2, digits.0 == 1 || digits.0 == 2, digits.1 == 1 || digits.1 == 2, digits.2 == 2 || digits.2 == 4
    else { return nil }
    return (values.0, values.1, digits.2 == 2 ? -1 : values.2, mark)
  }

  private mutating func order(
    _ found: (first: Int, second: Int, year: Int, mark: UInt8), _ text: UnsafeRawBufferPointer, _ line: Int
  ) {
    // 2000 stands for a leap year where the century is not known.
    let year = found.year < 0 ? 2000 : found.year
    let asDay = CalendarDate(year: year, month: found.second, day: found.first) != nil
    let asMonth = CalendarDate(year: year, month: found.first, day: found.second) != nil
    guard asDay || asMonth else { return }
    func sample() -> Sample { Sample(text: FieldText.quoted(text), line: line) }
    if !separators.contains(found.mark) { separators.append(found.mark) }
    if found.year < 0 {
      hasShortYears = true
      if firstShortYear == nil { firstShortYear = sample() }
    } else {
      hasLongYears = true
    }
    if asDay, asMonth, found.first != found.second {
      open += 1
      if firstOpen == nil { firstOpen = sample() }
    } else if asDay, asMonth {
      // The same day either way.
      return
    } else if asDay {
      dayFirst += 1
      if firstDayFirst == nil { firstDayFirst = sample() }
    } else {
      monthFirst += 1
      if firstMonthFirst == nil { firstMonthFirst = sample() }
    }
  }

  /// The ways of writing, once the order is known. Two-digit years are among them only where a pivot makes them readable.
  func patterns(isDayFirst: Bool, pivot: Int?) -> [DatePattern] {
    let order = isDayFirst ? ["DD", "MM"] : ["MM", "DD"]
    var texts: [String] = []
    for separator in separators.sorted() {
      let mark = String(Character(Unicode.Scalar(separator)))
      if hasLongYears { texts.append("\(order[0])\(mark)\(order[1])\(mark)YYYY") }
      if hasShortYears { texts.append("\(order[0])\(mark)\(order[1])\(mark)YY") }
    }
    return texts.compactMap(DatePattern.init) + fixed
  }
}
