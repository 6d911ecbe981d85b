import Ledger

/// Two sums that must be the same are not: the run publishes nothing and ends with 70. Amounts in minor units.
public struct FootingError: Error, Equatable, Sendable {
  public var company: String
  /// Nil: the whole company.
  public var customerID: String?
  public var currency: Currency
  /// What was added up, and its sum: `aging buckets and unapplied`.
  public var what: String
  public var sum: Int64
  /// What it must equal, and that sum: `open items`, `the control total of open-items`.
  public var against: String
  public var expected: Int64

  public init(
    company: String, customerID: String? = nil, currency: Currency, what: String, sum: Int64, against: String,
    expected: Int64
  ) {
    self.company = company
    self.customerID = customerID
    self.currency = currency
    self.what = what
    self.sum = sum
    self.against = against
    self.expected = expected
  }

  public var difference: Money { Money(minorUnits: sum - expected, currency: currency) }
}

extension FootingError: CustomStringConvertible {
  public var description: String {
    let whose = customerID.map { "\(company), customer \($0)" } ?? company
    let found = Money(minorUnits: sum, currency: currency).decimal
    let wanted = Money(minorUnits: expected, currency: currency).decimal
    return
      "\(whose): \(what) are \(currency) \(found), \(against) \(currency) \(wanted), difference \(difference.decimal)"
  }
}
