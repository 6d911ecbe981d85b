/// What a customer's party has in another company and a currency: messages tell of it and never net it. In minor units; neither is negative.
public struct PartyPosition: Equatable, Sendable {
  public var company: String
  public var currency: Currency
  public var overdue: Int64
  /// Credits and payments on account.
  public var credits: Int64

  public init(company: String, currency: Currency, overdue: Int64 = 0, credits: Int64 = 0) {
    self.company = company
    self.currency = currency
    self.overdue = overdue
    self.credits = credits
  }
}
