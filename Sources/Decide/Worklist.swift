import Ledger
import Pipeline

extension Decider {
  /// What of an account waits for a person tonight, in the order of this list. `decisions` are tonight's, as `decide` gave them.
  /// - Parameter closed: of its documents that are open no more what a lawyer or an agency has to hear.
  public func worklist(
    _ account: CustomerAccount, _ decisions: [UnitDecision], closed: [(item: AccountItem, news: LawyerNews)] = []
  ) -> [WorklistItem] {
    var list = Worklist(
      account: account, decisions: standing(account), stops: OtherStops(self, account))
    if !account.decisions.isEmpty {
      list.addOpenDisputes()
      list.addLapsingHolds()
      list.addBrokenPromises()
      list.addBrokenPlans()
      list.addWriteOffs()
      list.addMistakenCustomers()
    }
    if !account.blocks.isEmpty { list.addUndelivered() }
    list.addUnusableAddresses()
    list.addAdjustments()
    list.addLawyerNews(lawyerNews, decisions, closed: closed)
    if !cash.shortTolerance.isEmpty { list.addResiduals(within: cash) }
    for decision in decisions {
      list.addContact(decision)
      list.addItems(decision)
      list.addHandOvers(decision, partPaid: partPaid, lawyerNews)
    }
    return list.items
  }

  /// Of the worklist what leaves tonight for a lawyer or an agency, and what they have to hear.
  /// - Parameter closed: as for `worklist`.
  public func handOvers(
    _ account: CustomerAccount, _ decisions: [UnitDecision], closed: [(item: AccountItem, news: LawyerNews)]
  ) -> [WorklistItem] {
    let isHandedOver = decisions.contains { decision in
      decision.outcomes.contains { $0.handsOver || decision.items[$0.item].memory.handedOverOn != nil }
    }
    guard isHandedOver || !closed.isEmpty || !lawyerNews.isEmpty else { return [] }
    var list = Worklist(account: account, decisions: standing(account), stops: OtherStops(self, account))
    list.addLawyerNews(lawyerNews, decisions, closed: closed)
    for decision in decisions { list.addHandOvers(decision, partPaid: partPaid, lawyerNews) }
    return list.items
  }
}

/// Gathers the worklist of one account.
struct Worklist {
  let account: CustomerAccount
  let decisions: StandingDecisions
  private let stops: OtherStops
  private(set) var items: [WorklistItem] = []

  init(account: CustomerAccount, decisions: StandingDecisions, stops: OtherStops) {
    self.account = account
    self.decisions = decisions
    self.stops = stops
  }

  private var asOf: CalendarDate { decisions.asOf }

  /// What is open in each currency of the items that fit, credits left out, by currency.
  private func open(_ fits: (AccountItem, _ place: Int) -> Bool) -> [Money] {
    var sums: [Money] = []
    for (place, item) in account.billed.enumerated() where item.document.balance > 0 && fits(item, place) {
      if sums.last?.currency == item.document.currency {
        sums[sums.count - 1].minorUnits += item.document.balance
      } else {
        sums.append(Money(minorUnits: item.document.balance, currency: item.document.currency))
      }
    }
    return sums
  }

  /// What of the account's items that fit, by their places, a dispute is about, by currency.
  private func disputed(by dispute: Decision, where fits: (Int) -> Bool = { _ in true }) -> [Money] {
    Decider.units(of: account.billed).compactMap { range in
      let unit = Array(account.billed[range])
      let amount = decisions.disputed(by: [dispute], of: unit).total { fits(range.lowerBound + $0) }
      return amount > 0 ? Money(minorUnits: amount, currency: unit[0].document.currency) : nil
    }
  }

  /// - Parameter customer: whose it is, where that is not who pays.
  mutating func add(
    _ what: WorklistItem.What, _ money: Money?, customer: String? = nil, document: String? = nil,
    due: CalendarDate? = nil, owner: String? = nil, since: CalendarDate? = nil, next: Words
  ) {
    items.append(
      WorklistItem(
        company: account.customer.company, customerID: customer ?? account.customer.id, documentID: document,
        what: what,
        currency: money?.currency, amount: money?.minorUnits, due: due, owner: owner ?? account.customer.salesperson,
        since: since, next: next.text))
  }

  /// A line about a decision: about its document, else about the customer of whom it was decided, be it that another pays for that one.
  mutating func add(
    _ what: WorklistItem.What, _ money: Money?, about decision: Decision, due: CalendarDate? = nil,
    since: CalendarDate?, next: Words
  ) {
    add(
      what, money, customer: decision.documentID == nil ? decision.customerID : nil, document: decision.documentID,
      due: due, owner: decision.by, since: since, next: next)
  }

  /// A line that is about the customer and no amount.
  mutating func addMessage(_ what: WorklistItem.What, since: CalendarDate?, next: Words) {
    add(what, nil, since: since, next: next)
  }

  /// What the author of a decision noted, behind what is to be done: whoever does it learns what it is about.
  private func noted(_ next: Words, _ decision: Decision) -> Words {
    var next = next
    if let remark = decision.remark { next += "; note: \(remark)" }
    return next
  }

  mutating func addOpenDisputes() {
    for dispute in decisions.all(.dispute) {
      guard let since = dispute.from ?? dispute.learnedOn, asOf.days(since: since) >= HouseRules.openDisputeDays else {
        continue
      }
      for money in disputed(by: dispute) {
        add(
          .disputeOpen, money, about: dispute, due: dispute.until, since: since,
          next: noted(
            "settle the dispute, open for \(days: asOf.days(since: since)): credit it, or release it", dispute))
      }
    }
  }

  /// Announced three days ahead, so that nobody is surprised by a reminder: of what nothing else keeps back.
  mutating func addLapsingHolds() {
    for kind in [Decision.Kind.dispute, .hold, .promise, .exclude] {
      // The same said twice, as of both numbers of a customer whom the ERP has made of another, is told once.
      var told: Set<LapsingHold> = []
      for decision in decisions.all(kind) where !decisions.isFulfilled(decision) {
        guard let last = decisions.lastDay(of: decision), last.days(since: asOf) <= HouseRules.lapseNotice,
          kind == .dispute || told.insert(LapsingHold(decision, last: last)).inserted
        else { continue }
        // An exclusion is no hold: no week of silence follows.
        let first = kind == .exclude ? last.adding(days: 1) : StandingDecisions.firstDay(after: last)
        let held =
          kind == .dispute
          ? disputed(by: decision) { stops.goesOn($0, on: first) }
          : open {
            decisions.covers(decision, $0) && !decisions.isReleased(decision, on: $0) && stops.goesOn($1, on: first)
          }
        let next: Words =
          kind == .exclude
          ? "the exclusion ends on \(last): prolong it, or let reminders go on the next day"
          : "the \(kind.rawValue) ends on \(last): prolong it, or let reminders go on a week later"
        for money in held {
          add(
            .holdLapses, money, about: decision, due: last, since: decision.from ?? decision.learnedOn,
            next: noted(next, decision))
        }
      }
    }
  }

  /// What a hold that ends says: which documents it is about, and until when.
  private struct LapsingHold: Hashable {
    var customerID: String
    var documentID: String?
    var last: CalendarDate

    init(_ decision: Decision, last: CalendarDate) {
      (customerID, documentID, self.last) = (decision.customerID, decision.documentID, last)
    }
  }

  /// Promises whose grace is over, whose money has not come and whose documents are still open; told until the next reminder, a new promise or a release. A
  /// promise of a customer is about what was overdue by the promised day.
  mutating func addBrokenPromises() {
    for promise in decisions.brokenPromises {
      for money in open({ decisions.isBroken(promise, on: $0) && stops.allowsCall($1) }) {
        add(
          .promiseBroken, money, about: promise, due: promise.until,
          since: promise.learnedOn ?? promise.from ?? decisions.lastDay(of: promise),
          next: noted(
            "call: what was promised for \(promise.until ?? asOf) \(decisions.coming(of: promise, on: account.billed))",
            promise))
      }
    }
  }

  mutating func addBrokenPlans() {
    for range in Decider.units(of: account.billed) {
      let unit = Array(account.billed[range])
      let currency = unit[0].document.currency
      for plan in PaymentPlan.plans(in: decisions, items: unit, currency: currency) where !plan.isMet {
        let open = unit.indices.filter {
          plan.isMissed(on: unit[$0], decisions) && stops.allowsCall(range.lowerBound + $0)
        }
        guard !open.isEmpty else { continue }
        add(
          .planBroken,
          Money(minorUnits: plan.missing ?? open.reduce(0) { $0 + unit[$1].document.balance }, currency: currency),
          customer: plan.customerID, document: plan.documentID, due: plan.next, owner: plan.owner, since: plan.agreedOn,
          next: "call: an instalment of plan \(plan.id) \(plan.coming); renew the plan or let reminders go on")
      }
    }
  }

  /// Decisions that count for a document although their rows name a customer who has nothing to do with it.
  mutating func addMistakenCustomers() {
    for decision in decisions.mistaken {
      guard let document = decision.documentID, let named = decision.namedCustomer else { continue }
      for money in open({ item, _ in decisions.covers(decision, item) && !decisions.isReleased(decision, on: item) }) {
        add(
          .decisionCustomer, money, document: document, owner: decision.by, since: decision.learnedOn ?? decision.from,
          next:
            "correct the customer of the decision \(decision.id), or release it: its row names \(named), and the \(decision.kind.rawValue) counts for \(document) all the same"
        )
      }
    }
  }

  mutating func addAdjustments() {
    for item in account.billed where item.memory.reopenedOn != nil && item.document.balance != 0 {
      guard let end = decisions.reviewEnd(of: item) else { continue }
      add(
        .adjustmentReview, Money(minorUnits: item.document.balance, currency: item.document.currency),
        document: item.document.label, due: end, since: item.memory.reopenedOn,
        next: "find out why a paid document is open again; release it or wait until the review ends")
    }
  }

  /// Small rests of documents that were paid: a person decides whether they are written off.
  mutating func addResiduals(within cash: CashSettings) {
    for place in account.billed.indices where account.billed[place].isResidual(within: cash) {
      let item = account.billed[place]
      add(
        .shortPayment, Money(minorUnits: item.document.balance, currency: item.document.currency),
        document: item.document.label, since: item.memory.partPaidOn,
        next: stops.allowsCall(place)
          ? "write the rest off in the ERP, or ask for it: it is within the tolerance, and no reminder goes out for it alone"
          : "write the rest off in the ERP: it is within the tolerance, and no reminder goes out for it alone")
    }
  }

  /// Calls to make tonight, and customers whom no message can reach.
  mutating func addContact(_ decision: UnitDecision) {
    let money = Money(minorUnits: decision.amountDue, currency: decision.currency)
    if decision.isSent, let message = decision.message, message.channel == .call {
      let number = message.address.map { "call \($0)" } ?? "look up the telephone number and call"
      add(
        .call, money, due: asOf,
        next: "\(number): \(amount: decision.amountDue, decision.currency) \(decision.currency) overdue")
    }
    // A rehearsal is there to find it before it counts.
    guard decision.suppressedLive == .noContact || decision.suppressedLive == .noConsent else { return }
    let next =
      account.customer.isOnlyNamed
      ? "look why no customers file names him (the same id with or without zeros in front?)"
      : "correct the customer in the ERP"
    add(.noContact, money, since: asOf, next: "\(next), a reminder could not go out: \(decision.explanation)")
  }

  mutating func addItems(_ decision: UnitDecision) {
    let isCollected = decision.outcomes.contains { $0.hold == .directDebit && $0.reason != .hardStop }
    let toCollect = isCollected ? LateItems.open(decision.items, account, decisions) : []
    for outcome in decision.outcomes {
      let item = decision.items[outcome.item]
      let money = Money(minorUnits: item.document.balance, currency: decision.currency)
      if outcome.hold == .directDebit, outcome.reason != .hardStop, toCollect[outcome.item] > 0 {
        add(
          .directDebitOverdue, Money(minorUnits: toCollect[outcome.item], currency: decision.currency),
          document: item.document.label, since: item.dueDate,
          next: "it is overdue and not reminded: collect it; if it came back, drop the bank's file or a release with "
            + "direct-debit")
      }
      if outcome.hold == .erpBlock, let block = block(on: item), let until = block.until,
        until.days(since: asOf) <= HouseRules.lapseNotice,
        let place = account.billed.firstIndex(where: { $0.row == item.row }),
        stops.goesOn(place, on: StandingDecisions.firstDay(after: until))
      {
        add(
          .holdLapses, money, document: item.document.label, due: until,
          next: "the ERP's reminder block ends on \(until): prolong it there, or let reminders go on a week later")
      }
    }
  }

  /// Of who pays, of the customer of the document, or of the document: the first that holds it, as in `HoldRule`.
  private func block(on item: AccountItem) -> ERPBlock? {
    let owner = account.paidFor.first { $0.id == item.document.customerID }
    return ERPBlock(account.customer, asOf: asOf) ?? owner.flatMap { ERPBlock($0, asOf: asOf) }
      ?? ERPBlock(item.document, asOf: asOf)
  }
}
