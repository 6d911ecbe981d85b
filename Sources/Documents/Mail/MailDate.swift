import Ledger

/// The value of a `Date:` header. It comes from the run's clock; this module has none.
public struct MailDate: Hashable, Sendable {
  /// `Sat, 21 Nov 2026 02:00:00 +0000`
  public let text: String

  /// - Parameters:
  ///   - unixSeconds: seconds since 1970-01-01T00:00:00Z.
  ///   - offsetMinutes: of the zone in which the time is written, east positive.
  public init(unixSeconds: Int64, offsetMinutes: Int = 0) {
    let local = unixSeconds + Int64(offsetMinutes) * 60
    let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let second = Int(local - days * 86_400)
    let date = CalendarDate(days: Int32(clamping: days))
    let (year, month, day) = date.civil
    let time = [second / 3600, second / 60 % 60, second % 60].map(MailDate.twoDigits).joined(separator: ":")
    let zone = MailDate.twoDigits(abs(offsetMinutes) / 60) + MailDate.twoDigits(abs(offsetMinutes) % 60)
    text =
      "\(MailDate.days[date.weekday - 1]), \(MailDate.twoDigits(day)) \(MailDate.months[month - 1]) \(year) \(time) "
      + (offsetMinutes < 0 ? "-" : "+") + zone
  }

  /// A date that is already written as RFC 5322 wants it, 3.3; nil for anything else, a wrong weekday too.
  public init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].utf8.count == 4, parts[0].last == ",", parts[1].utf8.count <= 2,
      let day = MailDate.number(parts[1]), let month = MailDate.months.firstIndex(of: String(parts[2])),
      parts[3].utf8.count == 4, let year = MailDate.number(parts[3]),
      let date = CalendarDate(year: year, month: month + 1, day: day),
      parts[0].dropLast() == MailDate.days[date.weekday - 1]
    else { return nil }
    let time = parts[4].split(separator: ":", omittingEmptySubsequences: false).map(MailDate.number)
    let zone = parts[5].dropFirst()
    guard time.count == 3, parts[4].utf8.count == 8, let hour = time[0], let minute = time[1], let second = time[2],
      hour < 24, minute < 60, second <= 60, "+-".contains(parts[5].prefix(1)), zone.utf8.count == 4,
      let offset = MailDate.number(zone), offset % 100 < 60, offset <= 1400
    else { return nil }
    self.text = text
  }

  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }
}
