import Ledger
import Pipeline
import Testing

@testable import Score

private let eur = Currency(trusted: 0x455552)
private let usd = Currency(trusted: 0x555344)
private let jpy = Currency(trusted: 0x4A5059)

private func day(_ text: String) -> CalendarDate { CalendarDate(text) ?? CalendarDate(days: 0) }

/// So many documents of 1,000.00 each, so many days late.
private func paid(_ documents: Int, _ days: Int, _ currency: Currency = eur, each amount: Int64 = 1000_00)
  -> PaymentBehaviour
{
  let total = Int64(documents) * amount
  return PaymentBehaviour(currency: currency, documents: documents, amount: total, amountDays: total * Int64(days))
}

@Suite struct ScoreScaleTests {
  /// Days beyond terms and score: the points of the scale, between them, and beyond its ends.
  static let points: [(Double, Int)] = [
    (-400, 100), (-30, 100), (-25, 95), (-20, 90), (-10, 85), (-1, 81), (-0.99, 80), (0, 80), (0.75, 80), (0.76, 79),
    (7.5, 75), (15, 70), (18.5, 65), (22, 60), (26, 55), (30, 50), (45, 45), (60, 40), (90, 30), (120, 20), (150, 10),
    (180, 0), (181, 0), (9999, 0),
  ]

  @Test(arguments: points)
  func score(_ days: Double, _ score: Int) {
    #expect(ScoreScale.score(hundredths: Int((days * 100).rounded())) == score)
  }

  @Test func neverHigherForPayingLater() {
    var last = 100
    for days in -4000...20_000 {
      let score = ScoreScale.score(hundredths: days)
      #expect(score <= last && last - score <= 1)
      last = score
    }
  }

  static let grades: [(Int, CustomerScore.Grade)] = [
    (100, .a), (80, .a), (79, .b), (70, .b), (69, .c), (50, .c), (49, .d), (0, .d),
  ]
  @Test(arguments: grades)
  func grade(_ score: Int, _ grade: CustomerScore.Grade) { #expect(ScoreScale.grade(score) == grade) }

  static let confidences: [(Int, CustomerScore.Confidence)] = [
    (0, .none), (1, .provisional), (3, .provisional), (4, .limited), (9, .limited), (10, .established),
    (999, .established),
  ]
  @Test(arguments: confidences)
  func confidence(_ documents: Int, _ confidence: CustomerScore.Confidence) {
    #expect(ScoreScale.confidence(documents: documents) == confidence)
  }
}

@Suite struct WeightedDaysTests {
  @Test func byAmountWithinACurrency() {
    // 9,000 on time and 1,000 forty days late: four days.
    let behaviour = PaymentBehaviour(currency: eur, documents: 2, amount: 10_000_00, amountDays: 1000_00 * 40)
    #expect(WeightedDays([behaviour]).hundredths == 400)
  }

  @Test func byDocumentsAcrossCurrencies() {
    // However large the yen amounts are, they count by their number of documents.
    let days = WeightedDays([paid(3, 10), paid(1, 50, jpy, each: 90_000_000_000)])
    #expect(days.hundredths == 2000)
    #expect(days.documents == 4)
  }

  @Test func halvesOfAHundredthGoUp() {
    let late = PaymentBehaviour(currency: eur, documents: 1, amount: 200, amountDays: 1)
    #expect(WeightedDays([late]).hundredths == 1)
    let early = PaymentBehaviour(currency: eur, documents: 1, amount: 200, amountDays: -1)
    #expect(WeightedDays([early]).hundredths == 0)
  }

  @Test func theLargestAmountsDoNotOverflow() {
    let huge = PaymentBehaviour(currency: eur, documents: 9, amount: 3_000_000_000_000_000, amountDays: .max)
    #expect(WeightedDays([huge]).hundredths == 307_446)
  }

  @Test func noAmountIsNoEvidence() {
    #expect(WeightedDays([]).hundredths == nil)
    #expect(WeightedDays([PaymentBehaviour(currency: eur, documents: 1, amount: 0, amountDays: 0)]).documents == 0)
  }

  static let words: [(Int, String)] = [
    (1240, "12.4 days late"), (-300, "3 days early"), (100, "1 day late"), (4, "on time"), (5, "0.1 days late"),
    (0, "on time"), (4100, "41 days late"), (-1, "on time"),
  ]
  @Test(arguments: words)
  func inWords(_ hundredths: Int, _ text: String) { #expect(daysInWords(hundredths) == text) }
}

@Suite struct ScorerTests {
  static let customer = Customer(company: "ACME", id: "C1", name: "Buyer")
  static func score(
    _ behaviours: [PaymentBehaviour], portfolio: [PaymentBehaviour] = [], _ decisions: [Decision] = [],
    asOf: String = "2026-11-23"
  ) -> CustomerScore {
    Scorer(settings: ScoreSettings(), portfolio: portfolio)
      .score(customer, behaviours: behaviours, decisions: decisions, asOf: day(asOf))
  }

  /// Documents of the customer, 22 days late, in a portfolio on terms: (n x 22 + 3 x 0) / (n + 3).
  static let histories: [(documents: Int, days: Int)] = [(1, 550), (3, 1100), (9, 1650), (97, 2134)]
  @Test(arguments: histories)
  func shortHistoriesAreDrawnToThePortfolio(_ row: (documents: Int, days: Int)) {
    let score = ScorerTests.score([paid(row.documents, 22)], portfolio: [paid(1000, 0)])
    #expect(score.daysBeyondTerms == row.days)
  }

  @Test func withoutAPortfolioTheOwnDaysCount() {
    let score = ScorerTests.score([paid(1, 22)])
    #expect((score.score, score.grade, score.confidence) == (60, .c, .provisional))
  }

  @Test func withoutHistoryThePortfolioStandsIn() {
    let score = ScorerTests.score([], portfolio: [paid(100, 15)])
    #expect((score.score, score.daysBeyondTerms, score.confidence) == (70, nil, CustomerScore.Confidence.none))
    #expect(score.reasons == ["no settled document yet: rated as all customers, who pay 15 days late on average"])
    #expect(ScorerTests.score([]).score == 80)
  }

  @Test func reasonsAreDaysStrongestFirst() {
    var behaviour = PaymentBehaviour(
      currency: eur, documents: 9, amount: 10_000_00, amountDays: 1000_00 * 41 + 9000_00 * 9)
    behaviour.latest = [
      PaymentBehaviour.Settlement(document: "INV-70", daysBeyondTerms: 9, amount: 500_00),
      PaymentBehaviour.Settlement(document: "INV-77", daysBeyondTerms: 41, amount: 1000_00),
      PaymentBehaviour.Settlement(document: "INV-78", daysBeyondTerms: -20, amount: 10_00),
    ]
    let score = ScorerTests.score([behaviour], portfolio: [paid(1000, 2)])
    #expect(
      score.reasons == [
        "pays 12.2 days late on average over 9 documents", "INV-77 was paid 41 days late",
        "short history: drawn towards all customers, who pay 2 days late on average",
      ])
  }

  private static func override(
    _ value: String, id: String = "D1", from: String? = nil, until: String? = nil, customer: String = "C1",
    learned: String? = nil
  ) -> Decision {
    Decision(
      company: "ACME", customerID: customer, kind: .score, id: id, from: from.map(day), until: until.map(day),
      value: value, by: "Jo", learnedOn: learned.map(day))
  }

  /// Overrides, and the score that counts; the payments give 80.
  private static let overrides: [(decisions: [Decision], score: Int)] = [
    ([override("40")], 40), ([override("40", until: "2026-11-23")], 40), ([override("40", until: "2026-11-22")], 80),
    ([override("40", from: "2026-11-24")], 80), ([override("101")], 80), ([override("-1")], 80), ([override("A")], 80),
    ([override("0")], 0), ([override("40", customer: "C2")], 80),
    ([override("40", learned: "2026-11-02"), override("60", id: "D0", learned: "2026-11-20")], 60),
    ([override("40", id: "D1"), override("60", id: "D2")], 60),
  ]
  @Test(arguments: overrides.indices)
  func overridesWinUntilTheyLapse(_ row: Int) {
    let (decisions, expected) = ScorerTests.overrides[row]
    let score = ScorerTests.score([paid(10, 0)], decisions)
    #expect(score.score == expected)
    #expect(score.grade == ScoreScale.grade(expected))
    #expect(score.computed == 80)
    #expect((score.overriddenBy == "Jo") == (expected != 80))
  }

  private static func score(_ behaviours: [PaymentBehaviour], _ decisions: [Decision]) -> CustomerScore {
    score(behaviours, portfolio: [], decisions)
  }
}
