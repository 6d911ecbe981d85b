import Ledger

/// Dates as bank files write them. Nil where the text is no day of the calendar.
enum BankDate {
  /// `YYYY-MM-DD`, alone or with a time or zone behind: the calendar date in the file's own zone.
  static func iso(_ text: String) -> CalendarDate? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10 else { return nil }
    if bytes.count > 10, ![0x54, 0x5A, 0x2B, 0x2D, 0x20].contains(bytes[10]) { return nil }
    return bytes[..<10].withUnsafeBytes { CalendarDate(iso: $0) }
  }

  /// `YYMMDD`: years below 80 are of this century, as SWIFT and BAI read them.
  static func yymmdd(_ text: some Collection<UInt8>) -> CalendarDate? {
    guard text.count == 6, let number = number(text) else { return nil }
    return CalendarDate(year: century(number / 10_000), month: number / 100 % 100, day: number % 100)
  }

  /// `YYYYMMDD`.
  static func yyyymmdd(_ text: some Collection<UInt8>) -> CalendarDate? {
    guard text.count == 8, let number = number(text) else { return nil }
    return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  /// The same with a day that the month may not have: 30 February is the last of February, as banks with months of thirty days
  /// count interest. `isClamped` tells that the file's day does not exist.
  static func clamped(yymmdd text: some Collection<UInt8>) -> (date: CalendarDate, isClamped: Bool)? {
    if let date = yymmdd(text) { return (date, false) }
    guard text.count == 6, let number = number(text), (29...31).contains(number % 100),
      let first = CalendarDate(year: century(number / 10_000), month: number / 100 % 100, day: 1)
    else { return nil }
    return (first.lastOfMonth, true)
  }

  /// `MMDD` in the year that lies nearest to another day: an entry of 31 December with a value date in January.
  static func mmdd(_ text: some Collection<UInt8>, near day: CalendarDate) -> CalendarDate? {
    guard text.count == 4, let number = number(text) else { return nil }
    let year = day.civil.year
    let candidates = [year - 1, year, year + 1].compactMap {
      CalendarDate(year: $0, month: number / 100, day: number % 100)
    }
    return candidates.min { abs($0.days(since: day)) < abs($1.days(since: day)) }
  }

  private static func century(_ year: Int) -> Int { year < 80 ? 2000 + year : 1900 + year }

  private static func number(_ text: some Collection<UInt8>) -> Int? {
    var number = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }
}
