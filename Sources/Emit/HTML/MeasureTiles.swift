import Ledger
import Pipeline

/// The portfolio measures as tiles; what history is too short for says so instead of showing a number.
enum MeasureTiles {
  private static let unknown = "not enough history"

  static func tiles(_ measures: PortfolioMeasures?) -> [Tile] {
    [
      Tile(label: "DSO", value: measures?.dsoSimple.map(days), note: countback(measures)),
      Tile(
        label: "Best possible DSO", value: measures?.dsoBestPossible.map(days), note: note(measures?.dsoBestPossible)),
      Tile(
        label: "Average days delinquent", value: measures?.averageDaysDelinquent.map(days),
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
    return "countback \(measures.countbackExhausted ? "at least " : "")\(days(countback))"
  }
}
