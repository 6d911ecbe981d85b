/// The offsets of a time zone around a night, daylight saving included: the shell reads them once, stages compute with them.
public struct ZoneOffsets: Equatable, Sendable {
  /// An offset in seconds east of UTC, and the first second (since 1970-01-01T00:00:00Z) at which it holds.
  public struct Change: Equatable, Sendable {
    public var from: Int64
    public var seconds: Int
    public init(from: Int64, seconds: Int) {
      self.from = from
      self.seconds = seconds
    }
  }

  /// Ascending; the first holds from the beginning of time.
  private let changes: [Change]

  /// - Parameter changes: at least one, in any order.
  public init(_ changes: [Change]) {
    self.changes = changes.isEmpty ? [Change(from: .min, seconds: 0)] : changes.sorted { $0.from < $1.from }
  }

  public init(fixed seconds: Int) { self.init([Change(from: .min, seconds: seconds)]) }

  public func offset(at instant: Int64) -> Int {
    (changes.last { $0.from <= instant } ?? changes[0]).seconds
  }

  /// The calendar day there.
  public func day(at instant: Int64) -> CalendarDate {
    let local = instant + Int64(offset(at: instant))
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    return CalendarDate(days: Int32(clamping: days))
  }

  /// The instant at which an hour (0 to 24) of a day begins there. An hour that daylight saving skips begins when the clock jumps; of
  /// one that comes twice the first is meant.
  public func instant(_ day: CalendarDate, hour: Int) -> Int64 {
    let local = Int64(day.days) * 86_400 + Int64(hour) * 3600
    // Every offset gives a candidate; right is one that holds at the instant it gives.
    let candidates = changes.map { (instant: local - Int64($0.seconds), seconds: $0.seconds) }
    let right = candidates.filter { offset(at: $0.instant) == $0.seconds }.map(\.instant)
    if let first = right.min() { return first }
    for (before, after) in zip(changes, changes.dropFirst()) where after.seconds > before.seconds {
      if local - Int64(before.seconds) >= after.from, local - Int64(after.seconds) < after.from { return after.from }
    }
    return local - Int64(changes[0].seconds)
  }
}
