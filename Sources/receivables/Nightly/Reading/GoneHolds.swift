import Ledger
import Store

/// Holds that ended because a newer list of their feed has them no more: like any hold that has ended they are followed by a week of silence, and by the
/// old level. Each is a hold whose last day was the one before that list was read, whatever nights were missed in between.
enum GoneHolds {
  /// How long after its end one is looked at: the week of silence is over, and documents remember.
  static let days = 62

  /// - Parameters:
  ///   - gone: with the day of the run that ended each.
  ///   - standing: releases among them ended some before.
  static func holds(_ gone: [DecisionTables.Gone], standing: [Decision], _ book: Book) -> [Decision] {
    guard !gone.isEmpty else { return [] }
    let releases =
      gone.filter { $0.decision.kind == .release }
      + standing.filter { $0.kind == .release }.map {
        DecisionTables.Gone(decision: $0, on: CalendarDate(days: .max))
      }
    let ids = Set(standing.map(\.id))
    let ended = gone.filter { one in
      let before = releases.filter { $0.on >= one.on && $0.decision.day <= one.on }.map(\.decision)
      return !ids.contains(one.decision.id) && !one.decision.isReleased(by: before, asOf: one.on)
    }
    return Dictionary(grouping: ended, by: \.on).sorted { $0.key < $1.key }.flatMap { day, ended in
      PartyStops.spread(ended.map(\.decision), book).compactMap { hold($0, endedOn: day) }
    }
  }

  private static func hold(_ decision: Decision, endedOn day: CalendarDate) -> Decision? {
    var hold = decision
    let last = day.adding(days: -1)
    switch decision.kind {
    case .dispute, .hold: break
    case .promise, .plan: (hold.kind, hold.amount) = (.hold, nil)
    case .insolvency, .deceased, .legal: (hold.kind, hold.documentID, hold.until) = (.hold, nil, nil)
    case .writeOff:
      // A part of it is given up beside the rest.
      guard decision.documentID != nil, decision.amount == nil else { return nil }
      hold.kind = .hold
    case .exclude, .call, .release, .score, .channel, .contact, .waive, .send, .invite: return nil
    }
    hold.until = min(hold.until ?? last, last)
    guard let until = hold.until, decision.from.map({ $0 <= until }) ?? true,
      decision.learnedOn.map({ $0 <= until }) ?? true
    else { return nil }
    return hold
  }
}
