extension Regime {
  /// ECB rate and 8 points, EUR 40 for each invoice. Member states may go beyond it: those that do have a regime of their own here, or
  /// none yet.
  static let eu2011 = Regime(
    id: "eu-2011-7", title: "Directive 2011/7/EU",
    law: "Directive 2011/7/EU of 16 February 2011, articles 2(6) and (7), 3, 4 and 6",
    source: "https://eur-lex.europa.eu/eli/dir/2011/7/oj",
    reference: .ecbMainRefinancing, rule: .eachHalfYear, points: YearlyRate(hundredths: 800), consumerPoints: nil,
    compensation: Compensation(
      currency: Currency(trusted: 0x455552), tiers: [Compensation.Tier(upTo: nil, amount: 4000)]))
}
