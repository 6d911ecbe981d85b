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
      if let at = change(opening, shown, dated: one), explained & bit(at, shown) == 0 {
        explained |= bit(at, shown)
        if shown[at].on > day, one.date <= day {
          paidAhead += one.effect
          explainsPast = false
        }
      } else {
        explainsAll = false
        if one.date <= day { explainsPast = false }
      }
      // Another one of just its amount may take its change, and leave it to a change of the past.
      if one.isAhead { explainsPast = false }
    }
    return read(opening, shown, day, explained, explainsAll, explainsPast && isOpen, paidAhead)
  }

  /// The change that this money is: the first export from its date on shows the balance moved by just so much.
  @inline(__always)
  private static func change(_ opening: Int64, _ shown: ArraySlice<Shown>, dated one: Money) -> Int? {
    var before = opening
    for at in shown.indices {
      if shown[at].on >= one.date { return shown[at].balance - before == one.effect ? at : nil }
      before = shown[at].balance
    }
    return nil
  }

  @inline(__always)
  private static func bit(_ at: Int, _ shown: ArraySlice<Shown>) -> UInt64 { 1 << UInt64(at - shown.startIndex) }

  /// Whether money tells the day of every change: each clearing is just one, and an export shows it within `longestLag`. Then `answer` says
  /// for any day what the export before it showed, less what money of the last days has paid since.
  public static func tellsEveryChange(opening: Int64, _ shown: ArraySlice<Shown>, _ money: ArraySlice<Money>) -> Bool {
    guard shown.count <= 64 else { return false }
    var explained: UInt64 = 0
    for one in money where one.effect != 0 {
      guard let at = change(opening, shown, dated: one), explained & bit(at, shown) == 0,
        shown[at].on.days - one.date.days <= longestLag
      else { return false }
      explained |= bit(at, shown)
    }
    var before: (on: CalendarDate, balance: Int64) = (.missing, opening)
    for (at, next) in zip(shown.indices, shown) {
      guard next.on >= before.on, next.balance == before.balance || explained & bit(at, shown) != 0 else {
        return false
      }
      before = (next.on, next.balance)
    }
    return true
  }

  /// Days between money and the export that shows it which `tellsEveryChange` allows.
  public static let longestLag: Int32 = 31

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
