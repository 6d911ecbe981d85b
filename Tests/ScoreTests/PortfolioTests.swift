import Ledger
import Pipeline
import Testing

@testable import Score

@Suite struct PortfolioTests {
  static let eur = Currency(trusted: 0x455552)
  static func position(_ change: (inout PortfolioPosition) -> Void = { _ in }) -> PortfolioPosition {
    var position = PortfolioPosition(
      company: "ACME", currency: eur, receivables: 450_000_00, notPastDue: 300_000_00, sales: 900_000_00, salesDays: 90)
    change(&position)
    return position
  }

  @Test func daysOfSales() {
    let measures = PortfolioTests.position().measures
    #expect(measures.dsoSimple == 45_00)
    #expect(measures.dsoBestPossible == 30_00)
    #expect(measures.averageDaysDelinquent == 15_00)
    #expect(measures.dsoCountback == nil)
    #expect(measures.collectionEffectiveness == nil)
  }

  @Test func withoutSalesNothingIsSaid() {
    let measures = PortfolioTests.position { $0.sales = 0 }.measures
    #expect(measures.dsoSimple == nil)
    #expect(measures.averageDaysDelinquent == nil)
  }

  /// Receivables; sales and days by month, newest first; days in hundredths, and whether it is "at least".
  static let countbacks: [(receivables: Int64, months: [(Int64, Int)], days: Int, atLeast: Bool)] = [
    // November's 23 days and October's 31 whole, then 100 of September's 400 sales: a quarter of 30 days.
    (1000, [(500, 23), (400, 31), (400, 30)], 23_00 + 31_00 + 7_50, false),
    (900, [(500, 23), (400, 31)], 54_00, false),
    (250, [(500, 30)], 15_00, false),
    (0, [(500, 30)], 0, false),
    (-300, [(500, 30)], 0, false),
    (901, [(500, 23), (400, 31)], 54_00, true),
    // A month without sales is covered at once and counts its days; one with more credits than sales too.
    (600, [(500, 30), (0, 31), (400, 30)], 30_00 + 31_00 + 7_50, false),
    (600, [(500, 30), (-200, 31), (400, 30)], 30_00 + 31_00 + 7_50, false),
    (500, [(500, 30), (0, 31)], 30_00, false),
    (1, [(3, 31)], 10_33, false),
  ]
  @Test(arguments: countbacks.indices)
  func countback(_ row: Int) throws {
    let (receivables, months, days, atLeast) = PortfolioTests.countbacks[row]
    let measures = PortfolioTests.position { position in
      position.receivables = receivables
      position.months = months.map { PortfolioPosition.Month(sales: $0.0, days: $0.1) }
    }.measures
    #expect(measures.dsoCountback == days)
    #expect(measures.countbackExhausted == atLeast)
  }

  /// Opening, sales, closing, closing current; hundredths of a percent.
  static let months: [(Int64, Int64, Int64, Int64, Int?)] = [
    (500, 1000, 700, 400, 72_73), (500, 1000, 400, 400, 100_00), (500, 1000, 1500, 0, 0), (0, 0, 0, 0, nil),
    (100, 100, 200, 200, nil), (1_000_000_000_000_000, 0, 500_000_000_000_000, 0, 50_00),
  ]
  @Test(arguments: months)
  func collectionOfAMonth(_ opening: Int64, _ sales: Int64, _ closing: Int64, _ current: Int64, _ expected: Int?) {
    let month = PortfolioPosition.Collection(opening: opening, sales: sales, closing: closing, closingCurrent: current)
    #expect(month.effectiveness == expected)
  }

  @Test func collectionOfAPeriod() {
    // September opened with 500; 300 + 400 + 300 were sold; November closed with 700, 400 of it not past due.
    let measures = PortfolioTests.position { position in
      position.collections = [
        PortfolioPosition.Collection(opening: 640, sales: 300, closing: 700, closingCurrent: 400),
        PortfolioPosition.Collection(opening: 600, sales: 400, closing: 640, closingCurrent: 300),
        PortfolioPosition.Collection(opening: 500, sales: 300, closing: 600, closingCurrent: 200),
      ]
    }.measures
    #expect(measures.collectionEffectiveness == 72_73)
  }

  /// What was settled before the first export is in no sales: figures that count such days are at most what they say.
  @Test(
    arguments: [
      ("2026-08-31", nil), ("2026-09-02", nil), ("2026-09-03", "2026-09-03"), ("2026-11-30", "2026-11-30"),
    ] as [(String, String?)])
  func salesBeforeTheFirstExport(_ first: String, _ known: String?) {
    var measures = PortfolioMeasures(company: "ACME", currency: Currency("EUR")!)
    (measures.salesDays, measures.dsoSimple, measures.dsoCountback) = (90, 45_00, 61_00)
    let end = CalendarDate("2026-11-30")!
    measures.note(firstExport: CalendarDate(first), at: end)
    #expect(measures.salesKnownFrom == known.flatMap { CalendarDate($0) })
    measures.dsoCountback = 91_01
    measures.note(firstExport: CalendarDate("2026-09-01"), at: end)
    #expect(measures.salesKnownFrom == CalendarDate("2026-09-01"))
    measures.note(firstExport: nil, at: end)
    #expect(measures.salesKnownFrom == nil)
  }
}
