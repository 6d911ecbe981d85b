import Ledger

/// What a unit's items owe day by day: balances as they were, less held days, less credits.
struct InterestBase {
  /// By place in the assessment's claims.
  private var reductions: [Int: [(from: CalendarDate, amount: Int64)]] = [:]

  /// Credits lower what bears interest from the day after their own on: first the documents that they name, then what is due longest.
  init(_ assessment: Assessment) {
    let items = assessment.unit.items
    // The earlier one first, whatever they are called.
    let credits = assessment.credits.filter { $0.counted < 0 }.sorted {
      (items[$0.index].document.documentDate, $0.index) < (items[$1.index].document.documentDate, $1.index)
    }
    guard !credits.isEmpty else { return }
    let claims = assessment.claims
    var left = claims.map { $0.isAsked && $0.isOverdue ? $0.demanded : 0 }
    var free: [(day: CalendarDate, amount: Int64)] = []
    for credit in credits {
      let document = items[credit.index].document
      let day = document.documentDate.adding(days: 1)
      var amount = -credit.counted
      if let reference = document.reference {
        for place in claims.indices
        where claims[place].item.document.id == reference || claims[place].label == reference {
          amount -= take(amount, from: day, &left, place)
        }
      }
      if amount > 0 { free.append((day, amount)) }
    }
    free.sort { ($0.day, $0.amount) < ($1.day, $1.amount) }
    let byDueDate = claims.indices.sorted {
      (claims[$0].item.dueDate ?? .missing, $0) < (claims[$1].item.dueDate ?? .missing, $1)
    }
    for credit in free {
      var amount = credit.amount
      for place in byDueDate where amount > 0 { amount -= take(amount, from: credit.day, &left, place) }
    }
  }

  private mutating func take(_ amount: Int64, from day: CalendarDate, _ left: inout [Int64], _ place: Int) -> Int64 {
    let part = min(amount, left[place])
    guard part > 0 else { return 0 }
    left[place] -= part
    reductions[place, default: []].append((day, part))
    return part
  }

  /// - Parameter held: the item's held days, tonight's counted in.
  func principal(of claim: Claim, at place: Int, _ past: DocumentPast?, held: [DocumentPast.HeldSpan]) -> Principal {
    var principal = past?.principal ?? Principal(claim.balance, from: .missing)
    for span in held { principal = principal.less(span.amount, from: span.first, through: span.last) }
    for reduction in reductions[place] ?? [] { principal = principal.less(reduction.amount, from: reduction.from) }
    return principal
  }
}
