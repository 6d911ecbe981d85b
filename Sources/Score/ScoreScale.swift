import Ledger

/// From days beyond terms to a score between 0 and 100 (SEMANTICS, "Score and measures"): fixed points, straight lines
/// between them, integer half up. Earlier than 30 days is 100; later than 120 the last line goes on, down to 0 at 180 days.
public enum ScoreScale {
  /// Hundredths of a day beyond terms, and the score there.
  private static let points: [(days: Int, score: Int)] = [
    (-3000, 100), (-2000, 90), (0, 80), (1500, 70), (2200, 60), (3000, 50), (6000, 40), (9000, 30), (12_000, 20),
    (18_000, 0),
  ]

  public static func score(hundredths days: Int) -> Int {
    guard days > points[0].days else { return points[0].score }
    for (left, right) in zip(points, points.dropFirst()) where days <= right.days {
      let run = Int128(right.days - left.days)
      let rise = Int128(right.score - left.score) * Int128(days - left.days)
      return Int(roundedHalfUp(Int128(left.score) * run + rise, over: run))
    }
    return 0
  }

  public static func grade(_ score: Int) -> CustomerScore.Grade {
    switch score {
    case 80...: .a
    case 70...: .b
    case 50...: .c
    default: .d
    }
  }

  /// How far a score can be trusted, by the number of settled documents behind it.
  public static func confidence(documents: Int) -> CustomerScore.Confidence {
    switch documents {
    case ...0: .none
    case 1...3: .provisional
    case 4...9: .limited
    default: .established
    }
  }
}
