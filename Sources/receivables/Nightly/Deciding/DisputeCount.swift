import Ledger
import Pipeline
import Store

/// Disputes by the month in which they were opened, or were open at its end.
struct DisputeCount {
  let book: Book
  let state: State
  let asOf: CalendarDate
  let since: CalendarDate

  /// A decision names no currency: it counts where the document it names has its currency, else in the company's first one.
  func count(_ decisions: [Decision], into trends: inout [MeasureTrend]) throws {
    var all = try state.decisions.promisesAndDisputes(since: since).filter { $0.decision.kind == .dispute }
    let known = Set(all.map(\.decision.id))
    for decision in decisions where decision.kind == .dispute && !known.contains(decision.id) {
      all.append((decision, nil))
    }
    guard !all.isEmpty else { return }
    var book = book
    book.documents.indexRows()
    let past = try PastLedger(state.database, knownOn: nil)
    let releases = decisions.filter { $0.kind == .release }
    for (decision, endedOn) in all {
      let documents = try documents(decision, past)
      guard let trend = place(decision, documents, trends, book) else { continue }
      let released = releases.filter { decision.isMeant(by: $0) }.compactMap { release in
        [release.learnedOn ?? asOf, release.from].compactMap(\.self).max()
      }
      let ends = [decision.until, endedOn].compactMap(\.self) + released
      for month in trends[trend].months.indices {
        let end = trends[trend].months[month].end
        let isOver = ends.contains { $0 <= end } || isSettled(decision, documents, on: end, book)
        count(decision, isOver: isOver, into: &trends[trend].months[month])
      }
    }
  }

  private func place(
    _ decision: Decision, _ documents: Disputed, _ trends: [MeasureTrend], _ book: Book
  ) -> Int? {
    let own = trends.indices.filter { trends[$0].company == decision.company }
    let row = decision.documentID.flatMap { book.documentRow(decision.company, $0) }
    guard let currency = row.map({ book.documents.rows[$0].currency }) ?? documents.first?.past.currency else {
      return own.first
    }
    return own.first { trends[$0].currency == currency }
  }

  private func count(_ dispute: Decision, isOver: Bool, into month: inout MonthMeasures) {
    let (start, end) = (month.end.firstOfMonth, month.end)
    let learned = dispute.learnedOn ?? asOf
    if learned >= start, learned <= end { month.disputesOpened += 1 }
    if learned <= end, !isOver { month.disputesOpen += 1 }
  }

  // MARK: The document that is disputed

  private typealias Disputed = [(past: PastDocument, steps: [BalanceStep])]

  /// What a dispute names, or its instalments, as nights before this one knew them; empty: it names none, or none that is known.
  private func documents(_ dispute: Decision, _ past: PastLedger) throws -> Disputed {
    guard let id = dispute.documentID else { return [] }
    let found = try DocumentLookup(state.database).find(named: id, company: dispute.company)
    return found.isEmpty ? [] : try past.documents(found.map(\.stateID))
  }

  /// Nothing of a document is open any more: what is disputed of it has come to an end. One that is not known yet is waited for.
  private func isSettled(_ dispute: Decision, _ documents: Disputed, on end: CalendarDate, _ book: Book) -> Bool {
    guard !documents.isEmpty else { return false }
    return documents.allSatisfy { past, steps in
      guard end == asOf else { return BalanceTimeline.balance(steps, asOf: end) == 0 }
      let key = DocumentRow.key(past.documentID, instalment: past.instalment)
      guard let row = book.documentRow(dispute.company, key) else { return true }
      return book.documents.rows[row].balance == 0 || book.documents.rows[row].flags.contains(.void)
    }
  }
}
