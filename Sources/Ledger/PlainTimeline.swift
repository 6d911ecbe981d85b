/// The balance of a day where that is plain: every clearing is just one change, dated between the export before it and the one that shows
/// it. `BalanceTimeline` says the same of such a document; millions of them are asked for here without a list of steps for each.
public enum PlainTimeline {
  /// What an export showed of a document; none of them was void.
  public struct Shown {
    public var on: CalendarDate
    /// In minor units.
    public var balance: Int64
    @inlinable
    public init(on: CalendarDate, balance: Int64) {
      self.on = on
      self.balance = balance
    }
  }

  /// Money or a credit that names the document.
  public struct Money {
    /// Key of the payment in the state.
    public var payment: Int64
    public var date: CalendarDate
    /// What it does to the balance, in minor units, as in `Clearing`.
    public var effect: Int64
    /// Dated after the day that is asked for, and known by the newest export that is not.
    public var isAhead: Bool
    @inlinable
    public init(payment: Int64, date: CalendarDate, effect: Int64, isAhead: Bool) {
      self.payment = payment
      self.date = date
      self.effect = effect
      self.isAhead = isAhead
    }
  }

  public struct Answer: Equatable {
    /// At the end of the day, in minor units.
    public var balance: Int64
    /// Whether an export dates a change after the day, as no clearing explains it.
    public var isMovedByExport: Bool
    @inlinable
    public init(balance: Int64, isMovedByExport: Bool) {
      self.balance = balance
      self.isMovedByExport = isMovedByExport
    }
  }

  /// Nil where the document has to be looked at as a whole.
  /// - Parameters:
  ///   - opening: the amount when it was first seen.
  ///   - shown: what all exports showed, oldest first.
  ///   - money: all of it, in any order.
  ///   - isOpen: whether it is open in the newest export: then nobody asks what moved it later.
  public static func answer(
    opening: Int64, _ shown: ArraySlice<Shown>, _ money: ArraySlice<Money>, asOf day: CalendarDate, isOpen: Bool
  ) -> Answer? {
    guard shown.count <= 64 else { return nil }
    var explained: UInt64 = 0
    // Every clearing explains a change; or at least those up to the day explain changes up to the day.
    var (explainsAll, explainsPast) = (true, true)
    // Of changes that an export of a later day shows: what was paid up to the day.
    var paidAhead: Int64 = 0
    for one in money where one.effect != 0 {
      var before = opening
      var found = false
      var at: UInt64 = 0
      for next in shown {
        if next.on >= one.date {
          found = next.balance - before == one.effect && explained & 1 << at == 0
          if found {
            explained |= 1 << at
            if next.on > day, one.date <= day {
              paidAhead += one.effect
              explainsPast = false
            }
          }
          break
        }
        before = next.balance
        at += 1
      }
      if !found {
        explainsAll = false
        if one.date <= day { explainsPast = false }
      }
      // Another one of just its amount may take its change, and leave it to a change of the past.
      if one.isAhead { explainsPast = false }
    }
    return read(opening, shown, day, explained, explainsAll, explainsPast && isOpen, paidAhead)
  }

  private static func read(
    _ opening: Int64, _ shown: ArraySlice<Shown>, _ day: CalendarDate, _ explained: UInt64, _ explainsAll: Bool,
    _ explainsPast: Bool, _ paidAhead: Int64
  ) -> Answer? {
    guard explainsAll || explainsPast else { return nil }
    var answer = Answer(balance: opening + paidAhead, isMovedByExport: false)
    var before: (on: CalendarDate, balance: Int64) = (.missing, opening)
    var at: UInt64 = 0
    for next in shown {
      guard next.on >= before.on else { return nil }
      if next.on <= day {
        answer.balance += next.balance - before.balance
        // Money of any later day may have closed it.
        if next.balance == 0, !explainsAll { return nil }
      } else if next.balance != before.balance, explained & 1 << at == 0 {
        answer.isMovedByExport = true
      }
      before = (next.on, next.balance)
      at += 1
    }
    return answer
  }
}
