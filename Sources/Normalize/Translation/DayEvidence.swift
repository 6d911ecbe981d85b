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
  var needsOrder: Bool { dayFirst + monthFirst + open > 0 }

  /// Dates that say themselves in which order they are.
  private static let plain: [(pattern: DatePattern, style: DayStyle)] = [
    "ISO", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "D MMMM YYYY", "D. MMMM YYYY", "D-MMM-YYYY", "D/MMM/YYYY",
    "MMMM D, YYYY", "MMMM D YYYY",
  ].compactMap { DatePattern($0).map { ($0, DayStyle([$0])) } }

  mutating func look(_ text: UnsafeRawBufferPointer, line: Int) {
    values += 1
    if let number = numbers(text) { return order(number, text, line) }
    for (pattern, style) in DayEvidence.plain where !fixed.contains(pattern) {
      if (try? DayText.parse(text, style, since: nil)) != nil { fixed.append(pattern) }
    }
  }

  /// `31/01/2026`: two numbers of one or two digits, and a year.
  private func numbers(_ text: UnsafeRawBufferPointer) -> (first: Int, second: Int, year: Int, mark: UInt8)? {
    var parts: [(value: Int, digits: Int)] = [(0, 0)]
    var mark: UInt8 = 0
    for byte in text {
      if AmountText.isDigit(byte) {
        parts[parts.count - 1].value = parts[parts.count - 1].value &* 10 &+ Int(byte - 48)
        parts[parts.count - 1].digits += 1
      } else {
        guard [0x2F, 0x2E, 0x2D].contains(byte), mark == 0 || mark == byte, parts.count < 3 else { return nil }
        mark = byte
        parts.append((0, 0))
      }
    }
    guard parts.count == 3, (1...2).contains(parts[0].digits), (1...2).contains(parts[1].digits),
      parts[2].digits == 2 || parts[2].digits == 4
    else { return nil }
    return (parts[0].value, parts[1].value, parts[2].digits == 2 ? -1 : parts[2].value, mark)
  }

  private mutating func order(
    _ found: (first: Int, second: Int, year: Int, mark: UInt8), _ text: UnsafeRawBufferPointer, _ line: Int
  ) {
    // 2000 stands for a leap year where the century is not known.
    let year = found.year < 0 ? 2000 : found.year
    let asDay = CalendarDate(year: year, month: found.second, day: found.first) != nil
    let asMonth = CalendarDate(year: year, month: found.first, day: found.second) != nil
    guard asDay || asMonth else { return }
    let sample = { Sample(text: FieldText.quoted(text), line: line) }
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
