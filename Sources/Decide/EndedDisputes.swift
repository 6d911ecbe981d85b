import Ledger

/// What follows on a dispute of a part: for a week that part is not asked for, while the rest goes on as it would; the first message that
/// asks for it repeats the document's level. A dispute ends by lapsing or by a release.
extension StandingDecisions {
  /// What of a unit's items is in dispute tonight, or was in the last week: the second has the first in it.
  func disputedLately(of items: [AccountItem]) -> DisputedShares {
    let ended = partDisputes.filter { dispute in items.contains { isSilent(dispute, $0) } }
    let silent = Set(ended.map(\.id))
    let open = all(.dispute).filter { !silent.contains($0.id) }
    return DisputedShares(open + ended, of: items) { dispute, item in
      covers(dispute, item)
        && ((lastDay(of: dispute).map { $0 >= asOf } ?? true && !isReleased(dispute, on: item))
          || silent.contains(dispute.id) && isSilent(dispute, item))
    }
  }

  /// By place: whether a part of the item is free again that no message has asked for since. Empty where nothing is.
  func newParts(of items: [AccountItem]) -> [Bool] {
    let ended = partDisputes.filter { dispute in items.contains { isNew(dispute, $0) } }
    guard !ended.isEmpty else { return [] }
    let shares = DisputedShares(ended, of: items) { isNew($0, $1) }
    return items.indices.map { shares[$0] != nil }
  }

  /// When the last part of an item that is in its week of silence was disputed.
  func lastDisputed(_ item: AccountItem) -> CalendarDate? {
    partDisputes.filter { isSilent($0, item) }.compactMap { lastDisputed($0, item) }.max()
  }

  /// The first day on which a part is asked for whose dispute ended on `last`.
  static func firstDay(after last: CalendarDate) -> CalendarDate { last.adding(days: HouseRules.daysAfterRelease + 1) }

  private func isSilent(_ dispute: Decision, _ item: AccountItem) -> Bool {
    lastDisputed(dispute, item).map { asOf < StandingDecisions.firstDay(after: $0) } ?? false
  }

  private func isNew(_ dispute: Decision, _ item: AccountItem) -> Bool {
    guard let last = lastDisputed(dispute, item) else { return false }
    let first = StandingDecisions.firstDay(after: last)
    return first <= asOf && first > item.memory.lastRemindedOn ?? .missing
  }

  /// The day before its release, or its last, whichever came first. Nil: it goes on, has never stood, or is about another item, or about one that
  /// was not overdue then: nobody was asked for it.
  private func lastDisputed(_ dispute: Decision, _ item: AccountItem) -> CalendarDate? {
    guard covers(dispute, item) else { return nil }
    let lapse = lastDay(of: dispute).flatMap { $0 < asOf ? $0 : nil }
    guard let last = [lapse, released(dispute, on: item)?.adding(days: -1)].compactMap(\.self).min(),
      dispute.from.map({ $0 <= last }) ?? true, item.wasOverdue(on: last)
    else { return nil }
    return last
  }
}
