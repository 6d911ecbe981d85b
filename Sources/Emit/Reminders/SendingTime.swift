import Ledger
import Pipeline

/// When a message may be sent.
///
/// From the night's clock on, or from the opening of its window, until the next night decides anew: a payment that came in between must
/// not meet a reminder.
struct SendingTime {
  /// In seconds since 1970, UTC.
  let notBefore: Int64
  /// The first day on which it may not be sent any more: the second day after the as-of date, since a night often runs after midnight
  /// for the day before; and never before the day after its window opens.
  let expires: CalendarDate

  /// - Parameter opens: see `ReminderMessage.notBefore`; nil: its window is open, or it has none.
  init(_ opens: Int64?, _ night: Night) {
    notBefore = opens ?? night.clock
    expires = MessageExpiry.day(asOf: night.asOf, opensOn: night.offsets(of: nil).day(at: notBefore))
  }
}

/// The first day on which a message may not be sent any more.
public enum MessageExpiry {
  /// - Parameters:
  ///   - asOf: of the night that decided about it.
  ///   - opensOn: the day on which it may be sent at the earliest, in the configured time zone.
  public static func day(asOf: CalendarDate, opensOn: CalendarDate) -> CalendarDate {
    max(asOf.adding(days: 2), opensOn.adding(days: 1))
  }
}
