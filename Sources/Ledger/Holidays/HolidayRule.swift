/// How the day of a holiday is found in a year.
enum HolidayRule: Sendable {
  case on(_ month: Int, _ day: Int)
  /// So many days after Easter Sunday; negative before it.
  case easter(_ days: Int)
  /// The first, second, ... such weekday of a month (1 is Monday); -1 is the last.
  case weekday(_ weekday: Int, _ number: Int, of: Int)
  /// The last such weekday before a day.
  case weekdayBefore(_ weekday: Int, _ month: Int, _ day: Int)

  func day(in year: Int) -> CalendarDate? {
    switch self {
    case .on(let month, let day): return CalendarDate(year: year, month: month, day: day)
    case .easter(let days): return CalendarDate.easterSunday(year)?.adding(days: days)
    case .weekday(let weekday, let number, let month):
      guard let first = CalendarDate(year: year, month: month, day: 1) else { return nil }
      guard number > 0 else {
        let last = first.lastOfMonth
        return last.adding(days: -(last.weekday - weekday).floorMod(7))
      }
      return first.adding(days: (weekday - first.weekday).floorMod(7) + 7 * (number - 1))
    case .weekdayBefore(let weekday, let month, let day):
      guard let limit = CalendarDate(year: year, month: month, day: day) else { return nil }
      return limit.adding(days: -((limit.weekday - weekday - 1).floorMod(7) + 1))
    }
  }
}

/// A holiday of a country or region, and what happens when it falls on a weekend.
struct Holiday: Sendable {
  enum Weekend: Sendable {
    /// It is lost.
    case stays
    /// United States, 5 U.S.C. 6103: a Saturday is observed on the Friday before, a Sunday on the Monday after.
    case friday
    /// United Kingdom: the next weekday that is no holiday is a bank holiday in its place.
    case substitute
    /// Koningsdag: a Sunday is observed on the Saturday before.
    case saturday
  }

  var name: String
  var rule: HolidayRule
  var weekend = Weekend.stays
  /// Years in which it is kept.
  var years = 1900...9999

  init(_ name: String, _ rule: HolidayRule, _ weekend: Weekend = .stays, years: ClosedRange<Int> = 1900...9999) {
    self.name = name
    self.rule = rule
    self.weekend = weekend
    self.years = years
  }
}

extension CalendarDate {
  /// Easter Sunday of the Gregorian calendar: the algorithm of Meeus, Jones and Butcher.
  static func easterSunday(_ year: Int) -> CalendarDate? {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let (d, e) = (b / 4, b % 4)
    let g = (b - (b + 8) / 25 + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return CalendarDate(year: year, month: sum / 31, day: sum % 31 + 1)
  }
}
