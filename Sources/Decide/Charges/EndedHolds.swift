import Ledger

/// Holds that were over before a night looked at them: nights were missed, or people told late. Their days bear no interest either.
extension StandingDecisions {
  /// The days of an item after its due date on which disputes, promises, holds and hard stops stood that are over, oldest first and without overlap.
  /// As with the week of silence, only what was known and overdue on a hold's last day was held.
  /// - Parameter disputes: those of disputes, else those of everything else.
  func heldBefore(_ item: AccountItem, among items: [AccountItem], disputes: Bool) -> [DocumentPast.HeldSpan] {
    guard let due = item.dueDate else { return [] }
    let holds = endedHolds.compactMap { hold -> (hold: Decision, first: CalendarDate, last: CalendarDate)? in
      guard (hold.kind == .dispute) == disputes, covers(hold, item) || (hold.stopsCustomer && hold.customerID == payer),
        let first = hold.from ?? hold.learnedOn, let last = lastHeld(hold, item), item.wasOverdue(on: last)
      else { return nil }
      return (hold, max(first, due.adding(days: 1)), last)
    }.filter { $0.first <= $0.last }
    guard !holds.isEmpty else { return [] }
    var spans: [DocumentPast.HeldSpan] = []
    let starts = Set(holds.flatMap { [$0.first, $0.last.adding(days: 1)] }).sorted()
    for (first, next) in zip(starts, starts.dropFirst()) {
      let there = holds.filter { $0.first <= first && $0.last >= first }
      guard !there.isEmpty else { continue }
      let span = DocumentPast.HeldSpan(first: first, last: next.adding(days: -1))
      if !disputes {
        spans.append(span)
      } else if let amount = disputed(item, on: first, among: items) {
        spans.append(.init(first: span.first, last: span.last, amount: amount < item.document.balance ? amount : nil))
      }
    }
    return spans
  }

  /// The day before its release, or its last, whichever came first. Nil: it goes on.
  private func lastHeld(_ hold: Decision, _ item: AccountItem) -> CalendarDate? {
    let lapse = lastDay(of: hold).flatMap { $0 < asOf ? $0 : nil }
    return [lapse, released(hold, on: item)?.adding(days: -1)].compactMap(\.self).min()
  }

  /// What of an item was disputed on a day, in minor units; nil: nothing.
  private func disputed(_ item: AccountItem, on day: CalendarDate, among items: [AccountItem]) -> Int64? {
    let document = items.filter { $0.document.id == item.document.id }
    guard let place = document.firstIndex(where: { $0.document.isSame(as: item.document) }) else { return nil }
    var disputes = all(.dispute)
    let known = Set(disputes.map(\.id))
    disputes += endedHolds.filter { $0.kind == .dispute && !known.contains($0.id) }
    return DisputedShares(disputes, of: document) { dispute, item in
      covers(dispute, item) && (dispute.from ?? dispute.learnedOn).map { $0 <= day } ?? true
        && lastHeld(dispute, item).map { $0 >= day } ?? true
    }[place]?.amount
  }
}
