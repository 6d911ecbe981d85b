extension InterestTerms {
  /// How the state keeps terms: `ecb-mro+8.00 each-half-year actual/365 end`, `8.125 contract actual/365 end`.
  public var text: String {
    let rate =
      switch rate {
      case .contract(let rate): "\(rate) contract"
      case .over(let reference, let points, let rule): "\(reference.rawValue)+\(points) \(rule.rawValue)"
      }
    return "\(rate) \(dayCount.rawValue) \(rounding.rawValue)"
  }

  /// Nil for anything that `text` does not write.
  public init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 4, let dayCount = InterestDayCount(rawValue: words[2]),
      let rounding = InterestRounding(rawValue: words[3])
    else { return nil }
    let parts = words[0].split(separator: "+").map(String.init)
    if words[1] == "contract", let rate = YearlyRate(words[0]) {
      self.init(rate: .contract(rate), dayCount: dayCount, rounding: rounding)
    } else if parts.count == 2, let reference = ReferenceRate(rawValue: parts[0]), let points = YearlyRate(parts[1]),
      let rule = Regime.RateRule(rawValue: words[1])
    {
      self.init(rate: .over(reference, points: points, rule), dayCount: dayCount, rounding: rounding)
    } else {
      return nil
    }
  }
}
