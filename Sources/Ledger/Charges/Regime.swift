/// A statutory regime of late-payment interest: an example for those who have checked that it fits their contracts, never legal advice.
/// One file of `Regimes/` each, with its law and where it can be read.
public struct Regime: Equatable, Sendable {
  /// Which reference rate counts for a day of interest.
  public enum RateRule: String, Sendable {
    /// That of the half-year in which the day lies.
    case eachHalfYear = "each-half-year"
    /// That of the half-year in which interest starts, for all the time.
    case fixedAtStart = "fixed-at-start"
    /// That of the last day (payment, or as-of date), for all the time.
    case ofLastDay = "of-last-day"
  }

  /// The name in pipeline.json.
  public var id: String
  /// What `charges.csv` and the handbook call it.
  public var title: String
  /// The provision, and where it can be read.
  public var law: String
  public var source: String
  public var reference: ReferenceRate
  public var rule: RateRule
  /// Points over the reference rate between businesses, and with public bodies.
  public var points: YearlyRate
  /// Points where the debtor is a consumer; nil: the regime is not for consumers. A consumer is in default from the first reminder on,
  /// not from a due date that an invoice names.
  public var consumerPoints: YearlyRate?
  /// Nil: the regime knows no lump sum.
  public var compensation: Compensation?

  /// A lump sum for the costs of recovery, once per invoice, by its size. Never for consumers.
  public struct Compensation: Equatable, Sendable {
    /// Claimed only from invoices in this currency: nobody converts a lump sum.
    public var currency: Currency
    /// Ascending; the first whose bound is not exceeded. `upTo` in minor units, inclusive; nil: any size.
    public var tiers: [Tier]

    public struct Tier: Equatable, Sendable {
      public var upTo: Int64?
      public var amount: Int64
    }

    /// The lump sum for an invoice of this size, in minor units.
    public func amount(for principal: Int64) -> Int64 {
      tiers.first { tier in tier.upTo.map { principal <= $0 } ?? true }?.amount ?? 0
    }
  }

  /// Every regime that pipeline.json may name.
  public static let all: [Regime] = [eu2011, germany, unitedKingdom, ireland]

  public static func named(_ id: String) -> Regime? { all.first { $0.id == id } }
}
