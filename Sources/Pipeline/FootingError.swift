import Ledger

/// Two sums that must be the same are not: the run publishes nothing and ends with 70. Amounts in minor units.
package struct FootingError: Error, Equatable, Sendable {
  package var company: String
  /// Nil: the whole company.
  package var customerID: String?
  package var currency: Currency
  /// What was added up, and its sum: `aging buckets and unapplied`.
  package var what: String
  package var sum: Int64
  /// What it must equal, and that sum: `open items`, `the control total of open-items`.
  package var against: String
  package var expected: Int64

  package init(
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

  package var difference: Money { Money(minorUnits: sum - expected, currency: currency) }
}

extension FootingError: CustomStringConvertible {
  package var description: String {
    let whose = customerID.map { "\(company), customer \($0)" } ?? company
    let found = Money(minorUnits: sum, currency: currency).decimal
    let wanted = Money(minorUnits: expected, currency: currency).decimal
    return
      "\(whose): \(what) are \(currency) \(found), \(against) \(currency) \(wanted), difference \(difference.decimal)"
  }
}
