import Ledger
import Pipeline
import Store

/// What nights without a `cash-postings.csv` had to tell the ERP: it waits for the next file, as far as it is still to be told then. What was taken back
/// meanwhile, or balances show, is not.
///
/// Matches of new payments say it themselves, with no row of their own, until a night tells them or has more to say of their payment.
struct UntoldPostings {
  private typealias Key = CashTables.Untold.Key

  /// A row, and the place of the match of a payment that is new tonight: it has its key once it is stored.
  struct Row {
    var untold: CashTables.Untold
    var match: Int?
  }

  private let state: State
  private let book: Book
  private let invoiced: InvoicedFeeds?
  private let isTold: Bool
  private let before: [CashTables.Untold]
  /// Payments whose matches said it themselves, as far as tonight asks.
  private var asked: Set<Int64> = []
  /// With tonight's, by what they are about.
  private var sums: [Key: CashTables.Untold] = [:]

  /// Nil where the ERP is told tonight, and every night before told it: most nights.
  init?(_ state: State, _ book: Book, _ result: CashResult, invoiced: InvoicedFeeds?, isTold: Bool) throws {
    (self.state, self.book, self.invoiced, self.isTold) = (state, book, invoiced, isTold)
    before = try state.cash.untold()
    if isTold, before.isEmpty, result.untoldPayments.isEmpty { return nil }
    for one in before { sums[one.key] = one }
  }

  mutating func settle(_ result: inout CashResult) throws {
    result.untoldBefore = before
    try ask(result)
    // Of what comes back tonight only that is told which the ERP was told before; see `ReturnedPayments`.
    let back = Set(
      result.reverses.values.compactMap { reversed -> Int64? in
        if case .earlier(let payment) = reversed { payment } else { nil }
      })
    // What it has no more on a document the return does not take back: that is still to be told.
    if !back.isEmpty { sums = sums.filter { $0.value.match == nil || !back.contains($0.key.payment) } }
    try takeMatches(&result)
    try take(&result)
    result.untoldPayments = asked.sorted()
    let left = try stand(result)
    if isTold {
      for one in left { try tell(one, &result) }
      result.outcome.takenBack.sort { $0.precedes($1) }
    } else {
      result.untold += left.map { Row(untold: $0) }
    }
  }

  // MARK: What matches say themselves

  /// Of payments that this night tells, or decides about: what they say is rows from tonight on.
  private mutating func ask(_ result: CashResult) throws {
    for payment in result.untoldPayments { try ask(payment) }
    for one in result.decided where one.stateID != 0 && !(one.matches.isEmpty && one.replaced.isEmpty) {
      try ask(one.stateID)
    }
    for case .earlier(let payment) in result.reverses.values { try ask(payment) }
    guard let invoiced else { return }
    // Where no export will show it, what is shown whole may have been told to nobody.
    for post in result.posts where try invoiced.holds(post.document) { try ask(post.payment) }
  }

  private mutating func ask(_ payment: Int64) throws {
    guard asked.insert(payment).inserted else { return }
    for one in try state.cash.untoldMatches(payment: payment) { sums[one.key] = one }
  }

  // MARK: Tonight's rows

  private mutating func takeMatches(_ result: inout CashResult) throws {
    var decided = [Int](repeating: -1, count: result.matches.count)
    for (at, one) in result.decided.enumerated() { for match in one.matches { decided[match] = at } }
    for at in result.outcome.applications.indices where result.outcome.applications[at].posting != 0 {
      let row = result.outcome.applications[at]
      guard let match = row.match else { continue }
      let payment = result.decided[decided[match]].stateID
      let key = Key(
        payment: payment, document: result.matches[match].document(in: book), currency: row.money.currency)
      if isTold, sums[key] == nil { continue }
      if payment == 0, result.reverses[decided[match]] == nil, try says(row, result.matches[match], key.document) {
        result.matches[match].isUntold = true
      } else if payment == 0 || key.document == 0 {
        result.untold.append(Row(untold: untold(row, key), match: match))
      } else {
        add(row, key)
        if isTold { result.outcome.applications[at].posting = 0 }
      }
    }
  }

  private mutating func take(_ result: inout CashResult) throws {
    let lookup = DocumentLookup(state.database)
    var others: [CashOutcome.Application] = []
    for row in result.outcome.takenBack {
      let document = try lookup.find(id: row.documentID, company: row.company).first {
        $0.document.instalment == row.instalment
      }
      let payment = try state.cash.paymentKey(company: row.company, id: row.paymentID)
      let key = payment.flatMap { payment in
        document.map { Key(payment: payment, document: $0.stateID, currency: row.money.currency) }
      }
      if let key { try ask(key.payment) }
      if let key, !isTold || sums[key] != nil { add(row, key) } else { others.append(row) }
    }
    if isTold { result.outcome.takenBack = others }
  }

  /// Whether a match of a new payment says all that is to be told of it.
  private func says(_ row: CashOutcome.Application, _ match: CashResult.Match, _ document: Int64) throws -> Bool {
    try row.posting == match.amount - match.posted && row.deducted == match.deducted
      && row.difference == match.difference
      && invoiced?.holds(row: match.row, key: document) != true
  }

  private func untold(_ row: CashOutcome.Application, _ key: Key) -> CashTables.Untold {
    CashTables.Untold(
      key, money: row.posting, deducted: row.deducted, difference: row.difference?.rawValue, rule: row.rule.rawValue,
      confidence: row.confidence)
  }

  private mutating func add(_ row: CashOutcome.Application, _ key: Key) {
    var sum = untold(row, key)
    if let before = sums[key] {
      sum.money += before.money
      sum.deducted += before.deducted
      sum.match = before.match
      // What is left of a match that is told in part is told as the match.
      if row.difference == .correction, (sum.money < 0) == (before.money < 0) { sum.difference = before.difference }
    }
    sums[key] = sum
  }

  // MARK: What is left to tell

  /// In the order of the keys.
  private func stand(_ result: CashResult) throws -> [CashTables.Untold] {
    var tonight: [CashEntries.MatchKey: (amount: Int64, posted: Int64)] = [:]
    var replaced: Set<CashEntries.MatchKey> = []
    for (at, decided) in result.decided.enumerated() where decided.stateID != 0 && result.reverses[at] == nil {
      for document in decided.replaced {
        replaced.insert(CashEntries.MatchKey(payment: decided.stateID, document: document))
      }
      for match in decided.matches {
        let key = CashEntries.MatchKey(
          payment: decided.stateID, document: result.matches[match].document(in: book))
        let before = tonight[key] ?? (0, 0)
        tonight[key] = (before.amount + result.matches[match].amount, before.posted + result.matches[match].posted)
      }
    }
    var posts: [CashEntries.MatchKey: Int64] = [:]
    for post in result.posts {
      posts[CashEntries.MatchKey(payment: post.payment, document: post.document)] = post.posted
    }
    return try sums.keys.sorted().compactMap { key in
      guard var one = sums[key] else { return nil }
      let pair = CashEntries.MatchKey(payment: key.payment, document: key.document)
      var match = replaced.contains(pair) ? nil : one.match
      if let posted = posts[pair] { match?.posted = posted }
      if let new = tonight[pair] { match = ((match?.amount ?? 0) + new.amount, (match?.posted ?? 0) + new.posted) }
      if let match, (one.money < 0) == (match.amount < 0), try invoiced?.holds(key.document) != true {
        // What balances show the ERP has booked by itself.
        one.money = CashCorrections.takenBack(of: one.money, match.amount - match.posted)
        if one.money == 0 { one.deducted = 0 }
      }
      return one.money == 0 && one.deducted == 0 ? nil : one
    }
  }

  private func tell(_ one: CashTables.Untold, _ result: inout CashResult) throws {
    guard let payment = try state.cash.payment(key: one.key.payment)?.payment,
      let document = try DocumentLookup(state.database).document(key: one.key.document)
    else { return }
    result.outcome.takenBack.append(
      CashOutcome.Application(
        company: payment.company, paymentID: payment.id, customerID: document.customerID, documentID: document.id,
        instalment: document.instalment, money: Money(minorUnits: one.money, currency: one.key.currency),
        rule: CashRule(rawValue: one.rule) ?? .erpApplication, confidence: one.confidence,
        difference: one.difference.flatMap { CashDifference(rawValue: $0) }, deducted: one.deducted,
        paymentDate: payment.date, isPosted: false, posting: one.money))
  }
}
