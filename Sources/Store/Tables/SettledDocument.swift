import Ledger

/// A document that payments settled, as the state knows it.
public struct SettledDocument: Equatable, Sendable {
  /// Its key, and that of the customer who had it then.
  public var document: Int64
  public var customer: Int64
  public var currency: Currency
  /// What the customer paid of it.
  public var amount: Int64
  public var due: CalendarDate
  public var on: CalendarDate
  public var documentDate: CalendarDate
}
