import Ledger

/// Whether there is enough to ask for: overdue and not held, minus free credits of the same company and currency.
enum AmountRules {
  static func finding(_ assessment: Assessment) -> Finding? {
    let unit = assessment.unit
    let (demanded, credited) = (assessment.demanded, assessment.credited)
    let due = demanded + credited
    guard due > 0 else {
      let story = "\(unit.amount(-credited)) on account or credited covers the \(unit.amount(demanded)) asked for"
      return Finding(.creditCovers, story)
    }
    guard let policy = unit.ladder?.policy else { return nil }
    let minimum = policy.minimum(in: unit.currency)
    guard due < minimum else { return nil }
    return Finding(
      .belowMinimum, "\(unit.amount(due)) is below the minimum of \(unit.amount(minimum)) \(unit.currency)")
  }
}
