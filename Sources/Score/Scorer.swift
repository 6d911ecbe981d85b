import Ledger
import Pipeline

/// Scores customers by how they paid. A pure function of the payment evidence, the portfolio's and what people decided.
///
/// A short history is drawn towards the portfolio: with n settled documents and a customer's own D days beyond terms, and the
/// portfolio's P, what counts is (n x D + k x P) / (n + k), with k = `priorDocuments`. A customer without any history is
/// given the portfolio's days, confidence `none`; where there is no portfolio either, 80: on terms until something is known.
public struct Scorer: Sendable {
  /// Documents of the portfolio's behaviour that a customer's own are weighed against: three, the border of `provisional`.
  public static let priorDocuments = 3

  public let settings: ScoreSettings
  private let portfolio: Int?

  /// - Parameter portfolio: payment evidence of all customers of the company, one per currency; `latest` is not needed.
  public init(settings: ScoreSettings, portfolio: [PaymentBehaviour]) {
    self.settings = settings
    self.portfolio = WeightedDays(portfolio).hundredths
  }

  /// - Parameter behaviours: the customer's evidence, one per currency.
  /// - Parameter decisions: those of the account; only `score` decisions about this customer that stand on `asOf` matter.
  public func score(
    _ customer: Customer, behaviours: [PaymentBehaviour], decisions: [Decision], asOf: CalendarDate
  ) -> CustomerScore {
    let own = WeightedDays(behaviours)
    let days = shrunk(own)
    let computed = ScoreScale.score(hundredths: days ?? 0)
    let override = standingOverride(of: customer, decisions, asOf: asOf)
    let score = override?.score ?? computed
    return CustomerScore(
      score: score, grade: ScoreScale.grade(score), confidence: ScoreScale.confidence(documents: own.documents),
      daysBeyondTerms: own.hundredths == nil ? nil : days, computed: computed,
      reasons: ScoreReasons(behaviours: behaviours, own: own, shrunk: days, portfolio: portfolio).texts,
      overriddenBy: override.map { $0.decision.by ?? $0.decision.id }, overrideUntil: override?.decision.until)
  }

  /// The days that count, in hundredths.
  private func shrunk(_ own: WeightedDays) -> Int? {
    guard let days = own.hundredths else { return portfolio }
    guard let portfolio else { return days }
    let (n, k) = (Int128(own.documents), Int128(Scorer.priorDocuments))
    return Int(roundedHalfUp(n * Int128(days) + k * Int128(portfolio), over: n + k))
  }

  /// The newest override that stands; one whose value is not a number from 0 to 100 counts for nothing.
  private func standingOverride(
    of customer: Customer, _ decisions: [Decision], asOf: CalendarDate
  ) -> (decision: Decision, score: Int)? {
    var best: (decision: Decision, score: Int)?
    for decision in decisions where decision.kind == .score && decision.customerID == customer.id {
      guard decision.from.map({ $0 <= asOf }) ?? true, decision.until.map({ $0 >= asOf }) ?? true,
        !decision.isReleased(by: decisions, asOf: asOf),
        let score = decision.value.flatMap({ Int($0) }), (0...100).contains(score)
      else { continue }
      if best.map({ $0.decision.isOlder(than: decision) }) ?? true { best = (decision, score) }
    }
    return best
  }
}
