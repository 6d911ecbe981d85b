import Ledger

/// Pre-due notices: friendly words before the due date. Not levels: they lapse on the due date, gate nothing, and are sent once per
/// step; an overdue message of the same night takes them along.
enum Notices {
  /// The step of a ladder that is due for an item tonight, as an index into its notices: the latest that its days have reached and
  /// that was not sent. Missed nights skip earlier steps rather than send two.
  static func due(_ claim: Claim, _ ladder: Ladder) -> Int? {
    guard claim.item.dueDate != nil, claim.daysPastDue <= 0 else { return nil }
    guard
      let index = ladder.notices.indices.last(where: { index in
        claim.daysPastDue >= ladder.notices[index].days && !ladder.passedNotices.contains(index)
      })
    else { return nil }
    let step = ladder.notices[index]
    // A step before the due date has lapsed on it; a step of day 0 is for that day only.
    guard claim.daysPastDue < 0 || step.days == 0 else { return nil }
    if let sent = claim.memory.preDueNotice, standing(sent, ladder) >= step.days { return nil }
    return index
  }

  /// The days of the step that was sent. Where no step has them any more, the one behind them has taken its place, and counts as sent.
  private static func standing(_ sent: Int, _ ladder: Ladder) -> Int {
    ladder.notices.first { $0.days >= sent }?.days ?? sent
  }
}
