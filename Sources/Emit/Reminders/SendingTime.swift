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
    expires = max(night.asOf.adding(days: 2), night.offsets(of: nil).day(at: notBefore).adding(days: 1))
  }
}
