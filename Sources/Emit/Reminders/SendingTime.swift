import Ledger
import Pipeline

/// When a message may be sent.
///
/// From the night's clock on, or from the opening of its window, until the next night decides anew: a payment that came in between must
/// not meet a reminder.
struct SendingTime {
  /// In seconds since 1970, UTC.
  let notBefore: Int64
  /// The first day on which it may not be sent any more; see `MessageExpiry`.
  let expires: CalendarDate

  /// - Parameter opens: see `ReminderMessage.notBefore`; nil: its window is open, or it has none.
  init(_ opens: Int64?, _ night: Night) {
    notBefore = opens ?? night.clock
    expires = MessageExpiry.day(
      asOf: night.asOf, opensOn: night.offsets(of: nil).day(at: notBefore), hasWindow: opens != nil)
  }
}

/// The first day on which a message may not be sent any more: the second day after the as-of date, since a night often runs after midnight
/// for the day before; and never before the day after the night. One that has a window may be sent on the day of that only: the next may be closed.
public enum MessageExpiry {
  /// - Parameters:
  ///   - asOf: of the night that decided about it.
  ///   - opensOn: the day on which it may be sent at the earliest, in the configured time zone.
  ///   - hasWindow: its policy has windows or holidays, and it waits for them.
  public static func day(asOf: CalendarDate, opensOn: CalendarDate, hasWindow: Bool) -> CalendarDate {
    let next = opensOn.adding(days: 1)
    return hasWindow ? next : max(asOf.adding(days: 2), next)
  }
}
