import Ledger
import Pipeline

/// Moments of a time zone: when it is a time of the day on a day.
struct LocalTime {
  let zone: String

  /// Seconds since 1970. Where the clocks are put forward over that time it is as long after the gap as it was to be after the gap's
  /// beginning; where it comes twice it is the first.
  func moment(_ time: TimeOfDay, on day: CalendarDate) throws -> Int64 {
    let local = Int64(day.days) * 86_400 + Int64(time.minutes * 60)
    let before = try Int64(Clock(seconds: local - 86_400).offset(in: zone))
    let after = try Int64(Clock(seconds: local + 86_400).offset(in: zone))
    let first = local - before
    if before == after { return first }
    if try offset(at: first) == before { return first }
    let second = local - after
    return try offset(at: second) == after ? second : first
  }

  func day(at moment: Int64) throws -> CalendarDate { try Clock(seconds: moment).day(in: zone) }

  /// The newest moments at or before `now` at which it is one of these times on a day that counts, newest first.
  func newest(
    _ count: Int, of times: [TimeOfDay], until now: Int64, on counts: (CalendarDate) -> Bool = { _ in true }
  ) throws -> [Int64] {
    guard !times.isEmpty else { return [] }
    var found: [Int64] = []
    var day = try day(at: now).adding(days: 1)
    // A week without a day that counts does not exist; two of them find two moments also where only one weekday does.
    for _ in 0..<(count * 8 + 2) where found.count < count {
      if counts(day) {
        for time in times.sorted().reversed() where found.count < count {
          let moment = try moment(time, on: day)
          if moment <= now { found.append(moment) }
        }
      }
      day = day.adding(days: -1)
    }
    return found
  }

  /// The first moment after `now` at which it is one of these times; nil where there are none.
  func next(of times: [TimeOfDay], after now: Int64) throws -> Int64? {
    let today = try day(at: now)
    for ahead in -1...2 {
      for time in times.sorted() {
        let moment = try moment(time, on: today.adding(days: ahead))
        if moment > now { return moment }
      }
    }
    return nil
  }

  private func offset(at moment: Int64) throws -> Int64 { Int64(try Clock(seconds: moment).offset(in: zone)) }
}
