import Ledger
import Pipeline

/// Decides whom to remind tonight, of what and how: one decision for each company x payer x currency with an overdue or triggered item.
///
/// ## Which reason a suppressed unit gets
/// A reason applies to a unit where it alone would stop the message:
/// 1. rules about the unit as a whole (`UnitRule`), from hard-stop to pilot;
/// 2. the holds of its items (`HoldRule`), only where no item is left to ask for: the rest of a unit is still reminded;
/// 3. amounts (`AmountRules`): credit-covers, below-minimum;
/// 4. what keeps each remaining item from its next level (`TriggerRule`, `Ladder`), only where no item calls for a message;
/// 5. intervals (`TimingRules`);
/// 6. where there would be a message: already-sent, no way to reach the customer (`ChannelChoice`), and `window` where no
///    artefact carries its channel tonight.
///
/// The unit's reason is the first of all that apply, by `SuppressionReason.precedence`. An item's is the first of its own and the
/// unit's; of a held item the first of what holds it and what stops the unit as a whole. `not-live` alone still renders the message, as a rehearsal.
public struct Decider: Sendable {
  public let settings: DecideSettings
  public let night: Night
  let channels: OutgoingChannels
  private let adjustmentReviewDays: Int
  let cash: CashSettings
  /// What explains tonight's part payments, by row of the document.
  let partPaid: [Int: ChangeCause]
  /// Of documents that were handed over, by row.
  let lawyerNews: [Int: LawyerNews]
  let ladders: [Ladder]
  private let companies: [CompanyCase]
  /// Days before the due date of the earliest notice of any policy; nil: no policy has notices.
  private let noticeDays: Int?
  /// Whether a policy looks at the amount: else it is not added up.
  private let asksForAmount: Bool
  /// Whether a policy limits the messages of a week: else they are not counted.
  private let limitsMessages: Bool

  /// - Parameter adjustmentReviewDays: `DiffSettings.adjustmentReviewDays`.
  /// - Parameter cash: for how long a receipt counts as seen, and which residual is small.
  /// - Parameter partPaid: what explains part payments that tonight's export shows, by row of the document.
  /// - Parameter lawyerNews: of documents that were handed over, by row.
  public init(
    settings: DecideSettings, night: Night, channels: OutgoingChannels = OutgoingChannels(),
    adjustmentReviewDays: Int = 7, cash: CashSettings = CashSettings(),
    partPaid: [Int: ChangeCause] = [:],
    lawyerNews: [Int: LawyerNews] = [:]
  ) {
    self.partPaid = partPaid
    self.lawyerNews = lawyerNews
    self.settings = settings
    self.night = night
    self.channels = channels
    self.adjustmentReviewDays = adjustmentReviewDays
    self.cash = cash
    companies = night.companies.map { CompanyCase($0, years: night.years) }
    ladders = settings.policiesInForce.map { Ladder($0, night: night, horizon: settings.horizon) }
    noticeDays = ladders.flatMap(\.notices).map(\.days).min()
    asksForAmount = settings.asksForAmount
    limitsMessages = ladders.contains { $0.policy.maxPerWeek != nil }
  }

  /// The decisions for an account, by currency. `account.decisions` has to hold every decision about the customer that was not ended,
  /// also promises and instalments whose day has passed: they have their grace, and a broken one is told. `account.fulfilledPromises` says whose
  /// money has come.
  /// - Complexity: one look at every billed item; only units with something overdue or triggered cost more.
  public func decide(_ account: CustomerAccount) -> [UnitDecision] {
    let units = Decider.units(of: account.billed)
    guard limitsMessages, units.count > 1 else { return decide(account, units, of: units) }
    return decide(account, inTurn(units, account), of: units).sorted { $0.currency < $1.currency }
  }

  /// Units in the order of their last reminders: where a week has room for one message, who has waited longest has it.
  private func inTurn(_ units: [Range<Int>], _ account: CustomerAccount) -> [Range<Int>] {
    func days(_ unit: Range<Int>) -> Int {
      let currency = account.billed[unit.lowerBound].document.currency
      let last = account.reminders.first { $0.currency == currency }?.lastRemindedOn
      return last.map { night.asOf.days(since: $0) } ?? .max
    }
    return units.map { (days($0), $0) }.sorted { a, b in
      a.0 != b.0 ? a.0 > b.0 : a.1.lowerBound < b.1.lowerBound
    }.map(\.1)
  }

  private func decide(
    _ account: CustomerAccount, _ turns: [Range<Int>], of units: [Range<Int>]
  ) -> [UnitDecision] {
    var decided: [UnitDecision] = []
    var standing: StandingDecisions?
    var messages = MessageCount()
    var others: [(unit: AssessedUnit?, told: OtherCurrency)] = []
    for range in turns where hasSomething(account.billed[range]) {
      let decisions = standing ?? self.standing(account)
      standing = decisions
      if units.count > 1, others.isEmpty { others = units.map { otherCurrency(account, $0, decisions) } }
      let currency = account.billed[range.lowerBound].document.currency
      // Where messages are limited the unit has to know what went out before it tonight.
      let known = limitsMessages ? nil : others.first { $0.told.currency == currency }?.unit
      let unit = known ?? AssessedUnit(unitCase(account, range, decisions, messagesTonight: messages))
      // Claims count on the unit being there.
      let decision = withExtendedLifetime(unit) {
        var verdict = UnitVerdict(unit.assessment)
        if !others.isEmpty { verdict.elsewhere = OtherCurrency.words(others.lazy.map(\.told), but: currency) }
        if !account.partyElsewhere.isEmpty { verdict.inCompanies = account.partyElsewhere }
        return (verdict.ofNotice ?? verdict).decision
      }
      guard let decision else { continue }
      messages.count(decision)
      decided.append(decision)
    }
    return decided
  }

  /// - Parameter day: tonight, or one to come: what is known tonight stands on it as far as it does not end before.
  func standing(_ account: CustomerAccount, on day: CalendarDate? = nil) -> StandingDecisions {
    var standing = StandingDecisions(
      account.decisions, payer: account.customer.id, asOf: day ?? night.asOf, promiseGrace: settings.promiseGrace,
      adjustmentReviewDays: adjustmentReviewDays,
      calendar: calendar(of: account.customer.company), fulfilled: account.fulfilledPromises,
      parts: account.partPromises, receipts: account.cash)
    if account.decisions.contains(where: { $0.kind == .writeOff }) {
      let own =
        account.customer["currency"].flatMap { Currency($0) }
        ?? night.company(account.customer.company)?.company.baseCurrency
      standing.writeOffs = WriteOffs(standing, account, currency: own)
    }
    return standing
  }

  /// Business days of a company.
  func calendar(of company: String) -> BusinessCalendar {
    companies.first { $0.id == company }?.calendar ?? .weekdays
  }

  func unitCase(
    _ account: CustomerAccount, _ range: Range<Int>, _ decisions: StandingDecisions,
    messagesTonight: MessageCount, on day: CalendarDate? = nil
  ) -> UnitCase {
    let scope = PolicyScope.Unit(
      customer: account.customer, currency: account.billed[range.lowerBound].document.currency,
      grade: account.score?.grade, overdue: asksForAmount ? overdue(account.billed[range]) : 0)
    return UnitCase(
      account: account, range: range, company: companies.first { $0.id == account.customer.company },
      ladder: ladders.first { $0.policy.scope.fits(scope) }?.fitted(to: scope), scope: scope, decisions: decisions,
      thisWeek: thisWeek(account, tonight: messagesTonight),
      channels: channels, cash: cash, postalTimes: settings.postalTimes, asOf: day ?? night.asOf)
  }

  /// Items of one currency lie together.
  static func units(of items: [AccountItem]) -> [Range<Int>] {
    var units: [Range<Int>] = []
    var start = 0
    while start < items.count {
      let currency = items[start].document.currency
      var end = start + 1
      while end < items.count, items[end].document.currency == currency { end += 1 }
      units.append(start..<end)
      start = end
    }
    return units
  }

  /// True where something is overdue, or may have a notice due.
  private func hasSomething(_ items: ArraySlice<AccountItem>) -> Bool {
    let earliest = noticeDays ?? .max
    return items.withUnsafeBufferPointer { items in
      for index in items.indices where items[index].document.balance > 0 {
        let days = items[index].daysLate(night.asOf)
        if days > 0 || (days >= earliest && items[index].dueDate != nil) { return true }
      }
      return false
    }
  }

  private func overdue(_ items: ArraySlice<AccountItem>) -> Int64 {
    items.reduce(0) { sum, item in
      item.document.balance > 0 && (item.daysPastDue(night.asOf) ?? 0) > 0 ? sum + item.document.balance : sum
    }
  }

  private func thisWeek(_ account: CustomerAccount, tonight: MessageCount) -> MessageCount {
    guard limitsMessages else { return MessageCount() }
    var count = tonight
    count.reminders += account.messagesToParty
    count.notices += account.noticesToParty
    for unit in account.reminders {
      count.reminders += unit.recent.count { night.asOf.days(since: $0) < HouseRules.week }
      count.notices += unit.recentNotices.count { night.asOf.days(since: $0) < HouseRules.week }
    }
    return count
  }

  /// What the message in another currency tells of this unit.
  private func otherCurrency(
    _ account: CustomerAccount, _ range: Range<Int>, _ decisions: StandingDecisions
  ) -> (unit: AssessedUnit?, told: OtherCurrency) {
    var other = OtherCurrency(currency: account.billed[range.lowerBound].document.currency)
    for item in account.billed[range] where item.document.balance < 0 { other.credits -= item.document.balance }
    guard hasSomething(account.billed[range]) else { return (nil, other) }
    let unit = AssessedUnit(unitCase(account, range, decisions, messagesTonight: MessageCount()))
    for claim in unit.assessment.claims where claim.isOverdue {
      other.overdue += claim.demanded
      other.held += claim.heldPart
    }
    return (unit, other)
  }
}
