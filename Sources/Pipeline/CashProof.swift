import Ledger

extension RunReport {
  /// Where the money went that a night had to place, per company and currency, in minor units: payments that are new, and what was left of
  /// earlier ones. What `cash/applications.csv` and `cash/unapplied.csv` show adds up to it, to the cent.
  public struct CashProof: Equatable, Sendable {
    public var company: String
    public var currency: Currency
    public var payments = 0
    public var amount: Int64 = 0
    public var applied: Int64 = 0
    public var unapplied: Int64 = 0
    /// Money that was dealt with before anybody asked us: old when it was first seen, and for nothing that is open. And what was refunded, with its refund.
    public var dealtWith: Int64 = 0
    /// What the ERP says it applied of a payment beyond what came.
    public var beyond: Int64 = 0

    public init(company: String, currency: Currency) {
      self.company = company
      self.currency = currency
    }

    /// All that is told about the money.
    public var sum: Int64 { applied + unapplied + dealtWith - beyond }
    public var ties: Bool { amount == sum }

    /// Adds a payment.
    /// - Parameters:
    ///   - amount: what was to be placed of it tonight.
    ///   - whole: all its money.
    ///   - applied: the sum of its matches.
    ///   - unapplied: what is left of it; nil: nothing waits.
    ///   - isDealtWith: what is left of it needs nobody: it was dealt with before anybody asked us, or went out again.
    public mutating func add(amount: Int64, of whole: Int64, applied: Int64, unapplied: Int64?, isDealtWith: Bool) {
      payments += 1
      self.amount += amount
      self.applied += applied
      self.unapplied += unapplied ?? 0
      let rest = amount - applied - (unapplied ?? 0)
      if isDealtWith { dealtWith += rest }
      // More was applied than came: only the ERP may say so. Of money that was corrected to nothing it is all.
      if !isDealtWith, unapplied == nil, rest != 0, whole == 0 || (rest < 0) == (whole > 0) { beyond -= rest }
    }
  }
}
