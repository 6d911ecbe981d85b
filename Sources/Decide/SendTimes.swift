import Ledger
import Pipeline

/// When the automatic messages of a policy may go out: its windows and holidays, looked at from the night's clock.
struct SendTimes: Sendable {
  /// The first instant from the clock on at which a window is open; nil where the policy has neither windows nor holidays, or none opens
  /// within a year.
  let opening: Int64?
  /// The day of that instant.
  let openingDay: CalendarDate?
  /// Whether the window opens only after the next scheduled run, which decides again.
  let isBeyondHorizon: Bool
  private let story: Words

  /// - Parameter horizon: hours until the next scheduled run.
  init(_ policy: Policy, calendar: BusinessCalendar, night: Night, horizon: Int) {
    guard !policy.windows.isEmpty || !policy.holidays.isEmpty else {
      (opening, openingDay, isBeyondHorizon, story) = (nil, nil, false, "")
      return
    }
    let windows = policy.windows.isEmpty ? [SendWindow.always] : policy.windows
    let found = windows.compactMap { window -> (instant: Int64, day: CalendarDate)? in
      SendTimes.opening(of: window, calendar, night.offsets(of: window.zone), clock: night.clock)
    }.min { $0.instant < $1.instant }
    opening = found?.instant
    openingDay = found?.day
    isBeyondHorizon = found.map { $0.instant - night.clock >= Int64(horizon) * 3600 } ?? true
    guard let found else {
      story = "no window opens within a year"
      return
    }
    let holiday = SendTimes.holiday(calendar, night)
    story = "the window opens on \(found.day)\(holiday), after the next run (horizon \(horizon) h), which decides again"
  }

  /// Why nothing goes out tonight; nil where a window opens in time.
  var finding: Finding? { isBeyondHorizon ? Finding(.window, story) : nil }

  /// The first instant from `clock` on that lies in a window.
  private static func opening(
    of window: SendWindow, _ calendar: BusinessCalendar, _ zone: ZoneOffsets, clock: Int64
  ) -> (instant: Int64, day: CalendarDate)? {
    let today = zone.day(at: clock)
    for offset in 0...370 {
      let day = today.adding(days: offset)
      guard window.includes(weekday: day.weekday), calendar.holiday(on: day) == nil else { continue }
      let closing = zone.instant(day, hour: window.to + 1)
      guard closing > clock else { continue }
      return (max(clock, zone.instant(day, hour: window.from)), day)
    }
    return nil
  }

  /// ` (2026-12-25 is Christmas Day, DE)` where tomorrow or today is a holiday.
  private static func holiday(_ calendar: BusinessCalendar, _ night: Night) -> Words {
    let today = night.offsets(of: nil).day(at: night.clock)
    for day in [today, today.adding(days: 1)] {
      if let name = calendar.holiday(on: day) { return " (\(day) is \(name))" }
    }
    return ""
  }
}
