/// A receipt that was matched with a document and that the ERP's balance does not show yet.
public struct CashFact: Equatable, Sendable {
  /// Row of the document in the ledger's table.
  public var row: Int
  public var paymentID: String
  /// The night on which it was matched.
  public var seenOn: CalendarDate
  /// Minor units.
  public var amount: Int64

  public init(row: Int, paymentID: String, seenOn: CalendarDate, amount: Int64) {
    self.row = row
    self.paymentID = paymentID
    self.seenOn = seenOn
    self.amount = amount
  }
}
