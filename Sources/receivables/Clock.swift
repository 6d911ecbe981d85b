import Glibc
import Ledger
import Pipeline

/// The clock, read once per command, or set by `--now`.
struct Clock {
  /// Seconds since 1970-01-01T00:00:00Z.
  var seconds: Int64

  static func now() -> Clock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Clock(seconds: Int64(time.tv_sec))
  }

  /// Reads `2026-11-21T02:00:00Z`; other offsets as `+01:00`. Nil for anything else.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"),
      let date = CalendarDate(String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    func two(_ at: Int) -> Int? {
      let (a, b) = (Int(bytes[at]) - 48, Int(bytes[at + 1]) - 48)
      return (0...9).contains(a) && (0...9).contains(b) ? a * 10 + b : nil
    }
    guard let hour = two(11), let minute = two(14), let second = two(17), hour < 24, minute < 60, second < 60 else {
      return nil
    }
    var offset = 0
    switch bytes[19] {
    case UInt8(ascii: "Z") where bytes.count == 20: break
    case UInt8(ascii: "+") where bytes.count == 25, UInt8(ascii: "-") where bytes.count == 25:
      guard let h = two(20), let m = two(23), bytes[22] == UInt8(ascii: ":"), h < 24, m < 60 else { return nil }
      offset = (h * 60 + m) * 60 * (bytes[19] == UInt8(ascii: "-") ? -1 : 1)
    default: return nil
    }
    seconds = Int64(date.days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
  }

  init(seconds: Int64) { self.seconds = seconds }

  /// Seconds east of UTC in a time zone at this moment. The zone's file decides, so daylight saving is right. The C library silently
  /// takes UTC for a zone whose file it cannot read; that must not move a night to another day, so the file is read here too, and
  /// the abbreviation the library comes up with has to stand in it.
  func offset(in zone: String) throws -> Int {
    guard zone != "UTC" else { return 0 }
    let path = Path.join(Clock.zones, zone)
    let rules = try ReadableFile.followingLinks(path).all()
    setenv("TZ", ":\(zone)", 1)
    tzset()
    var time = time_t(seconds)
    var local = tm()
    localtime_r(&time, &local)
    let abbreviation = Array(String(cString: local.tm_zone).utf8)
    let isFromFile = rules.indices.contains { rules[$0...].starts(with: abbreviation) }
    guard isFromFile else { throw IOFailure("tzset", path, .read, code: EIO) }
    return Int(local.tm_gmtoff)
  }

  /// The offsets of the zones that windows need, from this moment on for as long as a window may be ahead. None where no policy has windows.
  func zones(of configuration: Configuration) throws -> [String: ZoneOffsets] {
    let policies = configuration.decide.policies.filter { !$0.windows.isEmpty || !$0.holidays.isEmpty }
    guard !policies.isEmpty else { return [:] }
    var zones = ["": try offsets(in: configuration.timeZone)]
    for zone in policies.flatMap(\.windows).compactMap(\.zone) where zones[zone] == nil {
      zones[zone] = try offsets(in: zone)
    }
    return zones
  }

  /// The offset at this moment, and where daylight saving changes it within nine days the second at which it does.
  private func offsets(in zone: String) throws -> ZoneOffsets {
    let now = try offset(in: zone)
    var (before, after) = (seconds, seconds + 9 * 86_400)
    let later = try Clock(seconds: after).offset(in: zone)
    guard now != later else { return ZoneOffsets(fixed: now) }
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if try Clock(seconds: middle).offset(in: zone) == now { before = middle } else { after = middle }
    }
    return ZoneOffsets([
      ZoneOffsets.Change(from: .min, seconds: now), ZoneOffsets.Change(from: after, seconds: later),
    ])
  }

  /// The calendar day in a time zone.
  func day(in zone: String) throws -> CalendarDate {
    let local = seconds + Int64(try offset(in: zone))
    return CalendarDate(days: Int32(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
  }

  private static let zones = "/usr/share/zoneinfo"

  static func zoneExists(_ zone: String) -> Bool {
    zone == "UTC" || (!zone.contains("..") && access(Path.join(zones, zone), R_OK) == 0)
  }

  /// Nanoseconds of a clock that never jumps, for stage times in the log.
  static func monotonic() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// `2026-11-21T02:00:00Z`.
  var iso: String {
    let day = CalendarDate(days: Int32(seconds / 86_400))
    let rest = Int(seconds % 86_400)
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }
}
