import Ledger
import Pipeline

/// The portfolio measures as tiles; what history is too short for says so instead of showing a number.
enum MeasureTiles {
  private static let unknown = "not enough history"

  static func tiles(_ measures: PortfolioMeasures?) -> [Tile] {
    let limit = measures?.salesKnownFrom == nil ? "" : ", at most"
    return [
      Tile(label: "DSO" + limit, value: measures?.dsoSimple.map(days), note: countback(measures)),
      Tile(
        label: "Best possible DSO" + limit, value: measures?.dsoBestPossible.map(days),
        note: note(measures?.dsoBestPossible)),
      Tile(
        label: "Average days delinquent" + limit, value: measures?.averageDaysDelinquent.map(days),
        note: note(measures?.averageDaysDelinquent)),
      Tile(
        label: "Collection effectiveness",
        value: measures?.collectionEffectiveness.map { Figures.percentage(hundredths: $0) + "%" },
        note: note(measures?.collectionEffectiveness)),
    ]
  }

  private static func days(_ hundredths: Int) -> String { Figures.days(hundredths: hundredths) + " days" }

  private static func note(_ value: Int?) -> String { value == nil ? unknown : "" }

  private static func countback(_ measures: PortfolioMeasures?) -> String {
    guard let measures, measures.dsoSimple != nil else { return unknown }
    guard let countback = measures.dsoCountback else { return "" }
    // Of sales that are not known the countback would be neither.
    let isLimit = measures.countbackExhausted && measures.salesKnownFrom == nil
    return "countback \(isLimit ? "at least " : "")\(days(countback))"
  }
}
