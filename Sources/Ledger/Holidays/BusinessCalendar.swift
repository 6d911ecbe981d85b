/// Business days: Monday to Friday without holidays. A value worked out once for a night; days of years it was not made for count
/// by their weekday alone.
public struct BusinessCalendar: Equatable, Sendable {
  /// Names of holidays by day, weekends included.
  private var names: [Int32: String] = [:]

  /// Saturdays and Sundays only.
  public static let weekdays = BusinessCalendar()

  private init() {}

  /// - Parameters:
  ///   - regions: ISO 3166-1 or 3166-2 codes with built-in rules, see `regions`; others add nothing.
  ///   - closed: further days, with what they are called.
  ///   - years: those that dates will be asked for.
  public init(
    regions: [String], closed: [(day: CalendarDate, name: String)] = [], years: ClosedRange<Int>
  ) {
    for region in regions {
      for year in years {
        for (day, name) in BusinessCalendar.holidays(of: region, in: year) where names[day.days] == nil {
          names[day.days] = "\(name), \(region)"
        }
      }
    }
    for (day, name) in closed where names[day.days] == nil { names[day.days] = name }
  }

  /// The codes with built-in rules: countries, and regions that have holidays of their own.
  public static var regions: [String] { HolidayTables.codes }

  /// The holidays of a region that fall into a year, by day; those on a weekend too, and the days observed in their place.
  public static func holidays(of region: String, in year: Int) -> [(day: CalendarDate, name: String)] {
    guard let rules = HolidayTables.holidays(of: region) else { return [] }
    var found: [(day: CalendarDate, name: String)] = []
    // New Year's Day on a Saturday is observed on the last day of the year before.
    for year in [year - 1, year, year + 1] { found += observed(rules, year) }
    return found.filter { $0.day.civil.year == year }.sorted { ($0.day, $0.name) < ($1.day, $1.name) }
  }

  private static func observed(_ rules: [Holiday], _ year: Int) -> [(day: CalendarDate, name: String)] {
    let own = rules.filter { $0.years.contains(year) }.compactMap { holiday in
      holiday.rule.day(in: year).map { (day: $0, holiday: holiday) }
    }.sorted { ($0.day, $0.holiday.name) < ($1.day, $1.holiday.name) }
    var days = Set(own.map(\.day))
    var found = own.map { (day: $0.day, name: $0.holiday.name) }
    for (day, holiday) in own {
      let instead: CalendarDate
      switch holiday.weekend {
      case .friday where day.weekday == 6: instead = day.adding(days: -1)
      case .friday where day.weekday == 7: instead = day.adding(days: 1)
      case .saturday where day.weekday == 7:
        // Only the Saturday is kept.
        found.removeAll { $0.day == day && $0.name == holiday.name }
        instead = day.adding(days: -1)
      case .substitute where !day.isWeekday:
        var next = day.adding(days: 8 - day.weekday)
        while days.contains(next) { next = next.adding(days: 1) }
        instead = next
      default: continue
      }
      days.insert(instead)
      found.append((instead, "\(holiday.name), observed"))
    }
    return found
  }

  // MARK: Questions

  /// The name of the holiday on a day; nil where it is none.
  public func holiday(on day: CalendarDate) -> String? { names.isEmpty ? nil : names[day.days] }

  public func isBusinessDay(_ day: CalendarDate) -> Bool { day.isWeekday && holiday(on: day) == nil }

  /// The day that is `count` business days later; `count` is not negative.
  public func adding(_ count: Int, to day: CalendarDate) -> CalendarDate {
    guard !names.isEmpty else { return day.adding(businessDays: count) }
    var date = day
    var left = count
    while left > 0 {
      date = date.adding(days: 1)
      if isBusinessDay(date) { left -= 1 }
    }
    return date
  }

  /// The day itself where it is a business day, else the last one before it.
  public func last(upTo day: CalendarDate) -> CalendarDate {
    var date = day
    while !isBusinessDay(date) { date = date.adding(days: -1) }
    return date
  }

  /// The day itself where it is a business day, else the next.
  public func next(from day: CalendarDate) -> CalendarDate {
    var date = day
    while !isBusinessDay(date) { date = date.adding(days: 1) }
    return date
  }
}
