import Cash
import Ledger

/// Money that waited for a person and that a rule places tonight by its amount alone, on what is open. What made it clear may be that the ERP has
/// booked it elsewhere since: what exports took off that nothing explains goes first (`LatePayments`).
struct DoubtfulMoney {
  private let matches: [CashApplication.Match]

  init(_ findings: CashApplication.Findings, _ entries: CashEntries) {
    matches = findings.matches.filter { match in
      (match.rule == .exactAmount || match.rule == .exactSum) && match.posted == 0 && match.amount > 0
        && entries.origins[match.entry].wasWaiting
    }
  }

  /// Of the payments.
  var places: Set<Int> { Set(matches.lazy.map(\.entry)) }

  /// Leaves payments to a person, with what they would have been placed on as candidates.
  /// - Parameters:
  ///   - held: their places.
  ///   - candidates: the items of the matches.
  func wait(
    _ held: Set<Int>, _ candidates: [CashItem], _ findings: inout CashApplication.Findings, _ items: inout [CashItem],
    _ entries: CashEntries
  ) {
    for entry in held.sorted() {
      var open = CashApplication.Open(
        entry: entry, left: entries.entries[entry].receipt.left, reason: .ambiguous, rule: nil, candidates: [])
      for match in matches where match.entry == entry {
        open.rule = match.rule
        open.candidates.append(
          CashApplication.Open.Candidate(item: items.count, amount: match.amount, confidence: match.confidence / 2))
        items.append(candidates[match.item])
      }
      findings.open.append(open)
    }
  }
}
