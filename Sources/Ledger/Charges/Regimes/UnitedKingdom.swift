extension Regime {
  /// Bank Rate and 8 points, fixed for the half-year in which interest starts; GBP 40, 70 or 100 for each invoice.
  static let unitedKingdom = Regime(
    id: "uk-1998", title: "Late Payment of Commercial Debts (Interest) Act 1998",
    law:
      "Late Payment of Commercial Debts (Interest) Act 1998, sections 4, 5A and 6; Late Payment of Commercial Debts (Rate of Interest) (No. 3) Order 2002 (SI 2002/1675)",
    source: "https://www.legislation.gov.uk/ukpga/1998/20",
    reference: .bankOfEngland, rule: .fixedAtStart, points: YearlyRate(hundredths: 800), consumerPoints: nil,
    compensation: Compensation(
      currency: Currency(trusted: 0x474250),
      tiers: [
        Compensation.Tier(upTo: 99_999, amount: 4000), Compensation.Tier(upTo: 999_999, amount: 7000),
        Compensation.Tier(upTo: nil, amount: 10_000),
      ]))
}
