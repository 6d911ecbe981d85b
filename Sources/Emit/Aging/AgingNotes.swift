import Ledger
import Pipeline

/// What a reader has to know to compare the report with the ledger: how items age, and what is left out.
struct AgingNotes {
  let rule: AgingRule
  let totals: AgingTotals
  let asOf: CalendarDate
  /// The page's measures, tonight's and those of its months; nil: it has none.
  let measures: [PortfolioMeasures]?

  var sentences: [String] {
    var all = [
      basis, credits,
      "The totals are the sums of all open balances at the end of \(Figures.date(asOf)); voided documents count as nothing.",
    ]
    all += undated
    all += intercompany
    guard let measures else { return all }
    all.append(AgingNotes.leftOut)
    return all + beginnings(measures)
  }

  /// Said wherever measures are shown.
  static let leftOut =
    "DSO, best possible DSO, average days delinquent (DSO less best possible) and collection effectiveness leave out"
    + " intercompany customers, drafts and voided documents."

  /// In the first months sales are known in part.
  private func beginnings(_ measures: [PortfolioMeasures]) -> [String] {
    var told: Set<String> = []
    return measures.compactMap { one in
      guard let first = one.salesKnownFrom, told.insert(one.company).inserted else { return nil }
      return
        "The first export of \(one.company) is of \(Figures.date(first)): of its sales before that day only what was still open then is known. "
        + "DSO, countback, best possible DSO and average days delinquent that count such days are at most what is shown, and fall by themselves as the days pass."
    }
  }

  private var basis: String {
    let unit = rule.mode == .days ? "days" : "calendar months"
    let from = "Items age in \(unit) from their \(AgingWords(rule: rule).date)"
    return rule.basis == .due
      ? "\(from); what is due on the as-of date itself is not past due."
      : "\(from), whether they are due or not"
        + (measures != nil ? "; what the months say is past due goes by due dates, as all measures do." : ".")
  }

  private var credits: String {
    switch rule.credits {
    case .separate: "Credit notes and payments on account are shown as unapplied credits and reduce no bucket."
    case .ownDate: "Credit notes and payments on account stand in the bucket of their own date."
    case .oldestFirst:
      "Credit notes and payments on account are set against the oldest items of the same customer first."
    }
  }

  private var undated: [String] {
    let count = totals.entries.reduce(0) { $0 + $1.itemsWithoutDueDate }
    guard count > 0 else { return [] }
    let verb = count == 1 ? "has" : "have"
    return [
      "\(Figures.counted(count, "item")) \(verb) no due date: aged from the day that their terms give, else from the document date, never reminded."
    ]
  }

  private var intercompany: [String] {
    totals.entries.filter { $0.intercompanyCustomers > 0 }.map { entry in
      let amount = Figures.amount(entry.intercompany, entry.line.currency)
      let customers = Figures.counted(entry.intercompanyCustomers, "intercompany customer")
      return "\(entry.company) \(entry.line.currency): \(amount) of the total is owed by \(customers)."
    }
  }
}
