import Diff
import Ledger

/// What people have decided to write off, up to tonight, and the ERP had not posted before: a balance that fell by no more than that, and that no money
/// or credit explains, was written off. Who books it in the ERP may write the decision the same day.
struct GivenUp {
  /// Shares of `write_off` decisions by company, U+001F, label of the document; nil: all of it.
  private var shares: [String: Int64?] = [:]
  /// Amounts of tonight's about one document, which nobody has shared out yet, by the same key.
  private var amounts: [String: [String]] = [:]
  /// Decisions about all of a customer, by company, U+001F, customer.
  private var customers: [String: [Decision]] = [:]

  init(_ standing: [Decision], asOf: CalendarDate) {
    // What was shared out was so on an earlier night, whatever its amount is now.
    let decisions = standing.filter {
      $0.kind == .writeOff && ($0.shares != nil || $0.learnedOn ?? $0.from ?? asOf <= asOf)
    }
    guard !decisions.isEmpty else { return }
    let releases = standing.filter { $0.kind == .release && $0.from.map { $0 <= asOf } ?? true }
    for decision in decisions where !releases.contains(where: decision.isMeant) { take(decision) }
  }

  private mutating func take(_ decision: Decision) {
    if let parts = decision.shares {
      for part in parts {
        let key = "\(decision.company)\u{1F}\(part.label)"
        if let sum = shares[key, default: 0] { shares[key] = sum + max(0, part.left.minorUnits) + part.over }
      }
    } else if decision.amount == nil, let document = decision.documentID {
      shares["\(decision.company)\u{1F}\(document)"] = .some(nil)
    } else if let amount = decision.amount {
      if let document = decision.documentID {
        amounts["\(decision.company)\u{1F}\(document)", default: []].append(amount)
      }
    } else {
      customers["\(decision.company)\u{1F}\(decision.customerID)", default: []].append(decision)
    }
  }

  /// Whether a balance fell by no more than what was to be written off.
  func explains(_ change: RowChange, in book: Book) -> Bool {
    guard !(shares.isEmpty && amounts.isEmpty && customers.isEmpty), let before = change.before, before.balance > 0
    else { return false }
    let document = book.document(change.row)
    let fall = before.balance - document.balance
    for id in Set([document.label, document.id]) {
      let key = "\(document.company)\u{1F}\(id)"
      if let share = shares[key], share.map({ fall <= $0 }) ?? true { return true }
      let tonight = (amounts[key] ?? []).compactMap { try? Money($0, document.currency).minorUnits }
      if !tonight.isEmpty, fall <= tonight.reduce(0, +) { return true }
    }
    return customers["\(document.company)\u{1F}\(document.customerID)"]?.contains {
      $0.givesUp(document.documentDate, seenOn: book.documents.learnedOn[change.row])
    } ?? false
  }
}
