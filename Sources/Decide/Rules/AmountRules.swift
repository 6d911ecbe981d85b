import Ledger

/// Whether there is enough to ask for: overdue and not held, minus free credits of the same company and currency.
enum AmountRules {
  static func finding(_ assessment: Assessment) -> Finding? {
    let unit = assessment.unit
    let (demanded, credited) = (assessment.demanded, assessment.credited)
    let due = demanded + credited
    guard due > 0 else {
      let story: Words =
        "\(amount: -credited, unit.currency) on account or credited covers the \(amount: demanded, unit.currency) asked for"
      return Finding(.creditCovers, story)
    }
    guard let minimum = unit.ladder?.policy.minimum(in: unit.currency), due < minimum else { return nil }
    return Finding(
      .belowMinimum,
      "\(amount: due, unit.currency) is below the minimum of \(amount: minimum, unit.currency) \(unit.currency)")
  }
}
