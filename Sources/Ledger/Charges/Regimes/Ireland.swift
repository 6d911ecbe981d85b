extension Regime {
  /// ECB rate and 8 points; only one rate applies to a late payment, that in force on the day of payment. EUR 40, 70 or 100 for each invoice.
  static let ireland = Regime(
    id: "ie", title: "S.I. No. 580/2012",
    law:
      "European Communities (Late Payment in Commercial Transactions) Regulations 2012 (S.I. No. 580/2012), regulations 4, 5 and 9 and Schedule",
    source:
      "https://enterprise.gov.ie/en/what-we-do/supports-for-smes/late-payments/compensation-for-recovery-costs-/",
    reference: .ecbMainRefinancing, rule: .ofLastDay, points: YearlyRate(hundredths: 800), consumerPoints: nil,
    compensation: Compensation(
      currency: Currency(trusted: 0x455552),
      tiers: [
        Compensation.Tier(upTo: 100_000, amount: 4000), Compensation.Tier(upTo: 1_000_000, amount: 7000),
        Compensation.Tier(upTo: nil, amount: 10_000),
      ]))
}
