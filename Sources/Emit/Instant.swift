import Ledger

/// The clock reading of a night as machine files write it.
enum Instant {
  /// `2026-11-21T02:00:00Z` for seconds since 1970-01-01T00:00:00Z.
  static func iso8601(_ seconds: Int64) -> String {
    let day: Int64 = 86_400
    let ofDay = Int((seconds % day + day) % day)
    let days = (seconds - Int64(ofDay)) / day
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let time = "\(two(ofDay / 3600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60))"
    return "\(CalendarDate(days: Int32(clamping: days)))T\(time)Z"
  }
}
