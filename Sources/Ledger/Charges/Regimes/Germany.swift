extension Regime {
  /// Base rate and 9 points between businesses, 5 where the debtor is a consumer; EUR 40 for each invoice, not from consumers.
  static let germany = Regime(
    id: "de-bgb-288", title: "Section 288 BGB",
    law: "Bürgerliches Gesetzbuch, sections 247, 286 and 288 (1), (2) and (5), as in force since 29 July 2014",
    source: "https://www.gesetze-im-internet.de/bgb/__288.html",
    reference: .bundesbankBase, rule: .eachHalfYear, points: YearlyRate(hundredths: 900),
    consumerPoints: YearlyRate(hundredths: 500),
    compensation: Compensation(
      currency: Currency(trusted: 0x455552), tiers: [Compensation.Tier(upTo: nil, amount: 4000)]))
}
