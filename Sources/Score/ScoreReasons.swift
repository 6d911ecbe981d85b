import Ledger

/// Why a score is what it is: at most three sentences in days. The average comes first, then what moved the result most: single
/// documents by the days that they add to the average, and the pull of the portfolio on a short history.
struct ScoreReasons {
  private var ranked: [(strength: Int, text: String)] = []
  private var average: String

  /// - Parameter shrunk: the days that count, in hundredths.
  init(behaviours: [PaymentBehaviour], own: WeightedDays, shrunk: Int?, portfolio: Int?) {
    guard let days = own.hundredths, let shrunk else {
      average =
        portfolio.map { "no settled document yet: rated as all customers, who pay \(daysInWords($0)) on average" }
        ?? "no settled document yet: taken to pay on time"
      return
    }
    let documents = own.documents.counted("document")
    average = "pays \(daysInWords(days)) on average over \(documents)"
    for behaviour in behaviours where behaviour.documents > 0 && behaviour.amount > 0 {
      addSettlements(of: behaviour, among: own.documents)
    }
    if own.documents < 10, let portfolio, shrunk != days {
      let text = "short history: drawn towards all customers, who pay \(daysInWords(portfolio)) on average"
      ranked.append((abs(shrunk - days), text))
    }
  }

  /// How much each document adds to the average of all: its days by its share of the currency's amount, by the currency's share
  /// of the documents.
  private mutating func addSettlements(of behaviour: PaymentBehaviour, among documents: Int) {
    for settlement in behaviour.latest where settlement.daysBeyondTerms != 0 {
      let weighted = Int128(settlement.daysBeyondTerms) * 100 * Int128(settlement.amount) * Int128(behaviour.documents)
      let strength = roundedHalfUp(weighted.magnitudeSigned, over: Int128(behaviour.amount) * Int128(documents))
      let text = "\(settlement.document) was paid \(daysInWords(settlement.daysBeyondTerms * 100))"
      ranked.append((Int(clamping: strength), text))
    }
  }

  /// Strongest first; of equal ones the first in alphabetical order.
  var texts: [String] {
    let rest = ranked.sorted { ($1.strength, $0.text) < ($0.strength, $1.text) }
    return [average] + rest.prefix(2).map(\.text)
  }
}

extension Int128 {
  fileprivate var magnitudeSigned: Int128 { self < 0 ? -self : self }
}
