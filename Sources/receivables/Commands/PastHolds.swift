import Decide
import Diff
import Ledger
import Pipeline
import Score
import Store

/// What holds documents of a past day back, as the newest night whose knowledge counts left it: disputes, promises, blocks, money that was seen. Statements
/// and aging of that day say it like those of a night. Nothing is decided anew: levels are those that are remembered, and of money that the ERP
/// has posted since nobody knows any more that it waited.
struct PastHolds {
  private let accounts: Accounts
  private let decider: Decider
  private let decisions: Grouped
  private let facts: CashFactList
  private let promises: PromisesToPay
  private let cameBack: [Int: CalendarDate]
  /// People of customers by company and customer: to whom a statement goes.
  private let contacts: [CustomerKey: [Contact]]
  /// Where a policy asks for the grade, or a page shows it, how customers pay; else nil.
  private let scores: (scorer: Scorer, behaviours: Behaviours)?
  private let asOf: CalendarDate

  /// - Parameter night: of the day that is shown; one before the newest night is judged as of that night.
  init(_ past: PastDay, _ accounts: Accounts, _ night: Night) throws {
    let (state, configuration, book) = (past.state, past.installation.configuration, accounts.book)
    var night = night
    if let newest = try state.runs.run(past.knownRun) { night.asOf = max(night.asOf, newest.asOf) }
    self.accounts = accounts
    asOf = night.asOf
    let firstNights = try state.runs.firstNights()
    for index in night.companies.indices {
      night.companies[index].firstNight = firstNights[night.companies[index].company.id]
      // No message is decided, and nothing leaves for a lawyer.
      night.companies[index].isLive = false
    }
    decider = Decider(
      settings: configuration.decide, night: night, adjustmentReviewDays: configuration.diff.adjustmentReviewDays,
      cash: configuration.cash)
    let standing = try TonightsDecisions.standing(book, state, asOf: asOf, knownTo: past.knownRun)
    var cash = CashResult()
    cash.addReturns(of: try state.cash.returned(), book)
    cash.facts = try PastHolds.receipts(state, book, InvoicedFeeds(configuration, state, ChangeLog(), book), by: asOf)
    cameBack = cash.returned
    facts = CashFactList(cash.facts, customers: book.customers.rows.count)
    promises = try PromisesToPay(
      state, configuration, asOf: asOf, standing: standing, payments: [], book: book, cash: cash)
    contacts = Dictionary(grouping: try state.contacts.standing()) {
      CustomerKey(company: $0.company, customer: $0.customerID)
    }
    if configuration.asksForScores {
      let behaviours = try Behaviours(
        state, book, tonight: TonightsSettlements([], [], book, state), latest: false)
      scores = (Scorer(settings: configuration.score, portfolio: behaviours.all), behaviours)
    } else {
      scores = nil
    }
    decisions = Grouped(try MergedCustomers(state, [], book).spread(PartyStops.spread(standing, book), book))
  }

  /// Matches of a day or before that the ERP does not show yet.
  private static func receipts(
    _ state: State, _ book: Book, _ invoiced: InvoicedFeeds?, by day: CalendarDate
  ) throws -> [(customer: Int, fact: CashFact)] {
    let waiting = try state.cash.waiting().filter { one in
      try one.matchedOn <= day && !one.isWriteOff && one.amount > one.posted && invoiced?.holds(one.document) != true
    }
    guard !waiting.isEmpty else { return [] }
    return zip(waiting, book.documents.rows(of: waiting.map(\.document))).filter { $1 >= 0 }.map { one, row in
      let fact = CashFact(
        row: Int(row), paymentID: one.paymentID, seenOn: one.matchedOn, amount: one.amount - one.posted)
      return (Int(book.documents.rows[Int(row)].customer), fact)
    }
  }

  /// Gives an account what people decided about it.
  private func complete(_ account: inout CustomerAccount, _ customer: Int) {
    let book = accounts.book
    account.decisions = decisions.of(account.customer.company, account.customer.id)
    account.cash = facts.of(customer)
    for child in accounts.billedCustomers(customer) {
      account.decisions += decisions.of(account.customer.company, book.customers.id(child))
      account.cash += facts.of(child)
    }
    account.customer.take(account.decisions, asOf: asOf)
    account.contacts =
      contacts[CustomerKey(company: account.customer.company, customer: account.customer.id)] ?? []
    account.score = scores.map { scorer, behaviours in
      scorer.score(
        account.customer, behaviours: behaviours.of(customer), decisions: account.decisions, asOf: asOf)
    }
    account.fulfilledPromises = promises.fulfilled
    account.partPromises = promises.parts
    account.cameBack = cameBack
  }

  /// An account of the day with what was decided about it, and what holds its documents back; nil: it has nothing.
  func account(_ customer: Int, evenIfEmpty: Bool) -> (account: CustomerAccount, outcome: AccountOutcome)? {
    guard var account = accounts.account(customer, evenIfEmpty: evenIfEmpty) else { return nil }
    complete(&account, customer)
    var paying = account
    if let payer = accounts.payerOf(customer), let other = accounts.account(payer) {
      paying = other
      complete(&paying, payer)
    }
    let isOwn = accounts.payerOf(customer) == nil
    let payers = decider.decide(paying)
    var judged = AccountOutcome(decisions: isOwn ? payers : decider.decide(account), payer: payers)
    judged.holdsBeforeDue = decider.holdsBeforeDue(paying)
    let standings = zip(account.items, judged.standings(of: account)).map { item, standing in
      ItemStanding(level: item.memory.level, hold: standing.hold)
    }
    var outcome = AccountOutcome(standings: standings, decisions: judged.decisions, payer: judged.payer)
    outcome.holdsBeforeDue = judged.holdsBeforeDue
    outcome.disputed = decider.disputed(account)
    return (account, outcome)
  }
}
