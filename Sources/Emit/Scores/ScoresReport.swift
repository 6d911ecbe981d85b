import Formats
import Ledger
import Pipeline

/// `scores/scores.csv`: how each customer pays, in a number, a grade and up to three reasons. `score` and `grade` are what counts
/// after an override; `computed` is what the payments alone give.
public struct ScoresReport: StreamedArtefact {
  private var table: CSVTable

  public init(_ sink: any ArtefactSink, night: Night, audience: CSVAudience = .machine) throws {
    table = try CSVTable(
      sink, path: "scores/scores.csv",
      columns: [
        "company", "customer_id", "score", "grade", "confidence", "days_beyond_terms", "reason1", "reason2", "reason3",
        "overridden_by", "override_until", "computed",
      ], audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    guard let score = account.score else { return }
    table.text(account.customer.company)
    table.text(account.customer.id)
    table.int(score.score)
    table.text(score.grade.rawValue)
    table.text(score.confidence.rawValue)
    table.hundredths(score.daysBeyondTerms)
    for index in 0..<3 { table.text(index < score.reasons.count ? score.reasons[index] : nil) }
    table.text(score.overriddenBy)
    table.date(score.overrideUntil)
    table.int(score.computed)
    try table.endRow()
  }

  public mutating func finish() throws { try table.finish() }
}
