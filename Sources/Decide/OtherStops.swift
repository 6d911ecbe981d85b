import Ledger
import Pipeline

/// What else stops a customer or a document: asked by every line of the worklist that says that reminders go on, or that somebody is to call, and
/// where a hold is told of an item that is not due yet.
///
/// The end of one hold lets nothing go on where another stands, and nobody is called for what waits for a court, a lawyer or
/// somebody here. The rules of the night itself answer, for tonight or for the day on which the first message would come.
final class OtherStops {
  private let decider: Decider
  private let account: CustomerAccount
  private let units: [Range<Int>]
  /// By day. Most accounts ask nothing.
  private var known: [CalendarDate: [UnitCase]] = [:]

  init(_ decider: Decider, _ account: CustomerAccount) {
    self.decider = decider
    self.account = account
    units = Decider.units(of: account.billed)
  }

  /// Whether nothing that is known tonight keeps reminders of an item back on a day to come: what ends until then does not, what follows on it does.
  /// - Parameter place: in `account.billed`.
  func goesOn(_ place: Int, on day: CalendarDate) -> Bool {
    guard let (claim, unit) = claim(place, on: day) else { return false }
    let stops: Set<SuppressionReason> = [.hardStop, .excluded, .intercompany]
    return HoldRule.reason(claim, unit) == nil && !UnitRule.findings(unit).contains { stops.contains($0.reason) }
  }

  /// Whether somebody may call tonight about an item: no hard stop, hold or hand-over stands on it.
  func allowsCall(_ place: Int) -> Bool {
    guard let (claim, unit) = claim(place, on: decider.night.asOf) else { return false }
    return HoldRule.reason(claim, unit, among: HoldRule.silencing) == nil
      && !UnitRule.findings(unit).contains { $0.reason == .hardStop }
  }

  /// Whether people or the ERP hold an item, or a part of it, on a day to come, as far as is known tonight.
  func holds(_ place: Int, on day: CalendarDate) -> Bool {
    guard let (claim, unit) = claim(place, on: day) else { return false }
    return HoldRule.reason(claim, unit, among: HoldRule.silencing) != nil || HoldRule.disputedPart(claim, unit) != nil
  }

  private func claim(_ place: Int, on day: CalendarDate) -> (Claim, UnitCase)? {
    guard let at = units.firstIndex(where: { $0.contains(place) }) else { return nil }
    let unit = cases(on: day)[at]
    return (Claim(index: place - units[at].lowerBound, of: unit), unit)
  }

  private func cases(on day: CalendarDate) -> [UnitCase] {
    if let cases = known[day] { return cases }
    let decisions = decider.standing(account, on: day)
    let cases = units.map {
      decider.unitCase(account, $0, decisions, messagesTonight: MessageCount(), on: day)
    }
    known[day] = cases
    return cases
  }
}
