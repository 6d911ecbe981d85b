/// What payments settled on a day, or on many days together: the documents' amounts, and how long each was open.
public struct SettledDay: Equatable, Sendable {
  public var on: CalendarDate
  /// Minor units.
  public var amount: Int128
  /// Amounts times the days from the document's date to its settlement, and from its due date: before it they count less than none.
  public var amountDaysToPay: Int128
  public var amountDaysLate: Int128

  public init(on date: CalendarDate, amount: Int128 = 0, amountDaysToPay: Int128 = 0, amountDaysLate: Int128 = 0) {
    self.on = date
    self.amount = amount
    self.amountDaysToPay = amountDaysToPay
    self.amountDaysLate = amountDaysLate
  }

  /// One document.
  public init(on date: CalendarDate, documentDate: CalendarDate, due: CalendarDate, amount: Int64) {
    self.init(
      on: date, amount: Int128(amount), amountDaysToPay: Int128(amount) * Int128(date.days(since: documentDate)),
      amountDaysLate: Int128(amount) * Int128(date.days(since: due)))
  }

  /// Adds what another one settled, or takes it away.
  public mutating func add(_ other: SettledDay, sign: Int128 = 1) {
    amount += sign * other.amount
    amountDaysToPay += sign * other.amountDaysToPay
    amountDaysLate += sign * other.amountDaysLate
  }
}
