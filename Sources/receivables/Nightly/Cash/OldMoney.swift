import Cash
import Ledger
import Pipeline

/// Money that is old when it is first seen: it was dealt with before anybody asked us, unless it says itself what it is for.
struct OldMoney {
  let settings: CashSettings
  let asOf: CalendarDate
  /// As-of dates of the companies' first nights.
  let firstNights: [String: CalendarDate]

  /// Whether whoever books had time to: `ignoreOlderThan` days, and `seenDays` business days on a company's first night, for its open items are what is
  /// left after weeks of booking.
  func holds(_ payment: Payment) -> Bool {
    if asOf.days(since: payment.date) > settings.ignoreOlderThan { return true }
    let isFirstNight = (firstNights[payment.company] ?? asOf) == asOf
    return isFirstNight && payment.date.adding(businessDays: settings.seenDays) < asOf
  }

  /// Places of such payments that would be placed by nothing but their amount: with equal amounts month after month that says nothing, unless tonight's
  /// export shows just that money.
  func guessed(_ findings: CashApplication.Findings, _ entries: CashEntries) -> Set<Int> {
    var (guessed, named): (Set<Int>, Set<Int>) = ([], [])
    for match in findings.matches {
      if !match.rule.goesByAmountAlone || match.posted != 0 {
        named.insert(match.entry)
      } else if entries.origins[match.entry].isNew, holds(entries.entries[match.entry].receipt.payment) {
        guessed.insert(match.entry)
      }
    }
    return guessed.subtracting(named)
  }
}
