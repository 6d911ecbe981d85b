import Ledger
import Pipeline
import Store

/// Promises to pay by the month of the promised day.
struct PromiseCount {
  let book: Book
  let state: State
  /// What tonight's payments settled, which the state does not know yet.
  let tonight: [NightResult.Settlement]
  let asOf: CalendarDate
  let since: CalendarDate

  /// A promise counts where its currency is shown, else in the company's first one.
  func count(_ promises: PromisesToPay, into trends: inout [MeasureTrend]) throws {
    for promise in promises.all {
      let own = trends.indices.filter { trends[$0].company == promise.decision.company }
      guard let until = promise.decision.until, until >= since, until < asOf,
        let trend = own.first(where: { trends[$0].currency == promise.currency }) ?? own.first,
        let month = trends[trend].months.firstIndex(where: { $0.end.firstOfMonth <= until && until <= $0.end }),
        let isKept = try isKept(promise)
      else { continue }
      trends[trend].months[month].promisesDue += 1
      if isKept { trends[trend].months[month].promisesKept += 1 }
    }
  }

  /// Nil: that is not known before its grace is over, or nobody will ever know: it was withdrawn before its day.
  private func isKept(_ promise: PromisesToPay.Promise) throws -> Bool? {
    if promise.receipt?.keptOn != nil { return true }
    guard let last = promise.last, last < asOf else { return nil }
    if let ended = promise.endedOn, let until = promise.decision.until, ended < until { return nil }
    guard promise.amount == nil else { return false }
    return try promise.money > 0 && !promise.isOpen && !wasLate(promise, last)
  }

  /// Whether the document that a promise without an amount names was settled after its grace only.
  private func wasLate(_ promise: PromisesToPay.Promise, _ last: CalendarDate) throws -> Bool {
    guard let id = promise.decision.documentID else { return false }
    let settled = tonight.filter { settlement in
      let document = book.document(settlement.row)
      return document.company == promise.decision.company && (id == document.id || id == document.label)
    }
    let corrected = settled.filter { $0.before != nil }.map { book.documents.stateIDs[$0.row] }
    let known = try state.payments.settledOn(id, company: promise.decision.company, except: corrected)
    return (settled.map(\.on) + [known].compactMap(\.self)).contains { $0 > last }
  }
}
