import Cash
import Ledger
import Pipeline
import Store

/// Makes of what the stage found what the state stores, the artefacts show, and the next stages are told.
struct CashStory {
  let book: Book
  let entries: CashEntries
  let items: [CashItem]
  /// Rows of documents that changed tonight: nobody asks why another did.
  let changed: RowSet
  let settings: CashSettings
  let asOf: CalendarDate
  /// Whether anybody is shown what is not applied, and reviews: else they are not made.
  let isShown: Bool
  let oldMoney: OldMoney
  /// Places of payments that came and went tonight, and of which no balance shows anything.
  private let unseen: Set<Int>
  /// See `ReturnedPayments.unapplied`.
  private let unapplied: [Int: Int64]
  /// Nil: no match is replaced.
  var corrections: CashCorrections?
  private let invoiced: InvoicedFeeds?
  let lookup: DocumentLookup
  var result = CashResult()

  init(
    book: Book, entries: CashEntries, items: [CashItem], changed: RowSet, settings: CashSettings,
    asOf: CalendarDate, isShown: Bool, oldMoney: OldMoney, returned: ReturnedPayments,
    corrections: CashCorrections?, invoiced: InvoicedFeeds?, lookup: DocumentLookup
  ) {
    self.invoiced = invoiced
    self.corrections = corrections
    self.lookup = lookup
    result.reverses = returned.found.reverses
    result.cameBack = returned.cameBack
    result.posts = returned.posts
    result.told = returned.told(on: asOf)
    unseen = returned.unseen
    unapplied = returned.unapplied
    self.book = book
    self.entries = entries
    self.items = items
    self.changed = changed
    self.settings = settings
    self.asOf = asOf
    self.isShown = isShown
    self.oldMoney = oldMoney
  }

  // MARK: Tonight's

  mutating func tell(_ findings: CashApplication.Findings) throws {
    let count = entries.entries.count
    let order = ByCustomer(findings.matches.map(\.entry), customers: count)
    // Those of one payment, in memory that all share.
    var own: [CashApplication.Match] = []
    var open = [Int](repeating: -1, count: count)
    for (place, left) in findings.open.enumerated() { open[left.entry] = place }
    result.decided.reserveCapacity(count)
    result.matches.reserveCapacity(findings.matches.count)
    result.facts.reserveCapacity(findings.matches.count)
    for at in 0..<count {
      own.removeAll(keepingCapacity: true)
      for place in order.of(at) { own.append(findings.matches[Int(place)]) }
      try tell(at, own, open[at] < 0 ? nil : findings.open[open[at]])
    }
  }

  private mutating func tell(
    _ at: Int, _ matches: [CashApplication.Match], _ open: CashApplication.Open?
  ) throws {
    let (entry, origin) = (entries.entries[at], entries.origins[at])
    let payment = entry.receipt.payment
    let isHistory = isHistory(entry, origin, matches)
    let open = isHistory ? nil : open
    let first = result.matches.count
    for var match in matches {
      let item = match.item
      let isInvoiced = try invoiced?.holds(row: items[item].row, key: items[item].stateID) ?? false
      let told = posted(match, origin, isInvoiced: isInvoiced)
      // The ERP's balance tells what of a discount came back with its money; where it has booked nothing yet it is told to take that back, too.
      let posting = match.posting ?? match.amount - told
      if !isInvoiced, match.difference == .comeBack, posting != match.amount { match.deducted = 0 }
      // No export will show it: the balance falls by the match itself.
      let posted = isInvoiced ? match.amount : told
      result.matches.append(
        CashResult.Match(
          row: items[item].row, stateID: items[item].stateID, amount: match.amount,
          deducted: isInvoiced && match.difference?.closes == false ? 0 : match.deducted, posted: posted,
          confidence: match.confidence, rule: match.rule, difference: match.difference))
      result.outcome.applications.append(
        application(match, items[item], payment, isPosted: posted == match.amount, posting: posting))
      note(match, row: items[item].row, payment, posted: posted, isInvoiced: isInvoiced)
      if match.amount < 0, payment.money.minorUnits < 0 {
        result.addReturn(of: items[item].row, on: payment.date, book)
      }
      if match.difference == .comeBack { tellReturn(of: items[item], match, payment) }
    }
    // What the bank kept of money that came back is no money for a document, and what had waited of the payment does so no longer.
    let isWorth = matches.contains { items[$0.item].currency != payment.money.currency }
    let applied =
      unapplied[at].map { entry.receipt.left + $0 }
      ?? (isWorth ? entry.receipt.left - (open?.left ?? 0) : matches.reduce(0) { $0 + $1.amount })
    let isDone = open?.reason.isDone == true
    prove(entry, applied: applied, isDone ? nil : open, isDealtWith: isHistory || isDone)
    result.decided.append(
      CashResult.Decided(
        company: payment.company, paymentID: payment.id, matches: first..<result.matches.count,
        stateID: origin.stateID, replaced: origin.previous.map(\.document),
        open: open.map { ($0.left, entry.receipt.since, $0.reason) }))
    if !origin.previous.isEmpty {
      try takeBack(origin, payment, result.outcome.applications.count - matches.count)
    }
    learn(matches, payment)
    if let open, !isDone { tell(open, entry) }
    if let open, open.reason == .moneyOut, payment.isReturnedCollection {
      for item in returned(by: open, payment) { result.addReturn(of: items[item].row, on: payment.date, book) }
    }
    compare(matches, origin, payment, entry.receipt.since)
  }

  private mutating func prove(
    _ entry: CashApplication.Entry, applied: Int64, _ open: CashApplication.Open?, isDealtWith: Bool
  ) {
    let (company, currency) = (entry.receipt.payment.company, entry.receipt.payment.money.currency)
    let at = result.proofs.firstIndex { $0.company == company && $0.currency == currency } ?? result.proofs.count
    if at == result.proofs.count { result.proofs.append(RunReport.CashProof(company: company, currency: currency)) }
    result.proofs[at].add(
      amount: entry.receipt.left, of: entry.receipt.payment.money.minorUnits, applied: applied, unapplied: open?.left,
      isDealtWith: isDealtWith)
  }

  /// Money that was dealt with before anybody asked us: old when it is first seen, and for nothing that is open.
  private func isHistory(
    _ entry: CashApplication.Entry, _ origin: CashEntries.Origin, _ matches: [CashApplication.Match]
  ) -> Bool {
    origin.isNew && matches.isEmpty && oldMoney.holds(entry.receipt.payment)
  }

  /// What the ERP's balance shows of a match. What the ERP says it has applied it has posted; a person's answer to money that waited is
  /// posted once the balance falls.
  private func posted(_ match: CashApplication.Match, _ origin: CashEntries.Origin, isInvoiced: Bool) -> Int64 {
    let isAnswer = origin.isAnswer || (isInvoiced && !origin.isNew)
    return match.rule == .erpApplication && !isAnswer ? match.amount : match.posted
  }

  private func application(
    _ match: CashApplication.Match, _ item: CashItem, _ payment: Payment, isPosted: Bool, posting: Int64
  ) -> CashOutcome.Application {
    var told = CashOutcome.Application(
      company: payment.company, paymentID: payment.id, customerID: item.customerID, documentID: item.id,
      instalment: item.instalment,
      // Who applies money to a document of another currency says what it is worth there.
      money: Money(minorUnits: match.amount, currency: item.currency), rule: match.rule, confidence: match.confidence,
      difference: match.difference, deducted: match.deducted, paymentDate: payment.date, isPosted: isPosted,
      posting: posting, match: result.matches.count - 1)
    if match.difference == .comeBack { told.returnReason = payment.returnReason }
    return told
  }

  /// Evidence of why a balance fell, and what the reminders should know of a receipt that it does not show yet.
  private mutating func note(
    _ match: CashApplication.Match, row: Int, _ payment: Payment, posted: Int64, isInvoiced: Bool
  ) {
    let isNetted = isInvoiced && row >= 0 && match.amount < 0 && book.documents.rows[row].amount < 0
    guard row >= 0, match.amount > 0 || isNetted else { return }
    if changed.contains(row) || isInvoiced, !unseen.contains(match.entry) {
      result.evidence[row, default: []].append(
        PaymentTables.Evidence(
          paymentID: payment.id, method: payment.details["method"], date: payment.date,
          amount: match.amount + match.deducted))
    }
    guard posted != match.amount, payment.isMoney else { return }
    addFact(row: row, payment.id, seenOn: asOf, match.amount - posted)
  }

  private mutating func addFact(row: Int, _ payment: String, seenOn: CalendarDate, _ amount: Int64) {
    result.facts.append(
      (
        Int(book.documents.rows[row].customer),
        CashFact(row: row, paymentID: payment, seenOn: seenOn, amount: amount)
      ))
  }

  /// Whose name and account it was, where the ERP, a person or a reference that cannot be mistyped says whose documents were paid.
  private mutating func learn(_ matches: [CashApplication.Match], _ payment: Payment) {
    let account = payment.details["payer_account"] ?? ""
    let name = PayerName.key(payment.details["payer_name"] ?? "")
    guard !account.isEmpty || !name.isEmpty else { return }
    let customers = Set(matches.filter { $0.confidence == 1000 }.map { items[$0.item].payerID })
    // Money that came back comes from the bank.
    guard payment.money.minorUnits > 0, customers.count == 1, let customer = customers.first else { return }
    if !account.isEmpty {
      result.aliases.append(.init(company: payment.company, kind: .account, payer: account, customer: customer))
    }
    if !name.isEmpty {
      result.aliases.append(.init(company: payment.company, kind: .name, payer: name, customer: customer))
    }
  }

  // MARK: What waits

  private mutating func tell(_ open: CashApplication.Open, _ entry: CashApplication.Entry) {
    let payment = entry.receipt.payment
    let money = Money(minorUnits: open.left, currency: payment.money.currency)
    let customer = entry.payer?.customerID ?? ""
    let next = CashWords.next(open.reason, of: payment)
    if isShown { show(open, entry, money, customer, next) }
    if open.reason == .notMatched { return }
    addWork(
      .cashReview, payment.company, customer, nil, money, since: entry.receipt.since,
      "payment \(payment.id): \(next)")
  }

  private mutating func show(
    _ open: CashApplication.Open, _ entry: CashApplication.Entry, _ money: Money, _ customer: String, _ next: String
  ) {
    let payment = entry.receipt.payment
    let text = [payment.details["reference"], payment.details["remittance"]].compactMap(\.self)
    var left = CashOutcome.Unapplied(
      company: payment.company, paymentID: payment.id, customerID: customer, money: money, reason: open.reason,
      paymentDate: payment.date, since: entry.receipt.since, payerName: payment.details["payer_name"] ?? "",
      text: text.joined(separator: " "))
    left.returnReason = payment.returnReason
    result.outcome.unapplied.append(left)
    if open.reason == .notMatched { return }
    var review = CashOutcome.Review(
      company: payment.company, paymentID: payment.id, documentID: "", instalment: "", customerID: customer,
      money: money, rule: open.rule, confidence: 0, reason: open.reason, since: entry.receipt.since, next: next)
    if open.candidates.isEmpty { result.outcome.reviews.append(review) }
    for candidate in open.candidates {
      let item = items[candidate.item]
      (review.documentID, review.instalment, review.customerID) = (item.id, item.instalment, item.customerID)
      review.money = Money(minorUnits: candidate.amount, currency: item.currency)
      review.confidence = candidate.confidence
      result.outcome.reviews.append(review)
    }
  }

  /// Our own match was another than what the ERP, or a person, says now.
  private mutating func compare(
    _ matches: [CashApplication.Match], _ origin: CashEntries.Origin, _ payment: Payment,
    _ since: CalendarDate
  ) {
    let ours = origin.previous.filter { $0.rule != CashRule.erpApplication.rawValue }
    guard origin.isTold, !origin.isMoved, !ours.isEmpty, matches.contains(where: { $0.rule == .erpApplication }) else {
      return
    }
    func amounts(_ list: [(Int64, Int64)]) -> [Int64: Int64] { Dictionary(list, uniquingKeysWith: +) }
    let before = amounts(ours.map { ($0.document, $0.amount) })
    let now = amounts(matches.map { (items[$0.item].stateID, $0.amount) })
    guard before != now else { return }
    for match in matches {
      let item = items[match.item]
      let was = before[item.stateID] ?? 0
      guard was != match.amount else { continue }
      let money = Money(minorUnits: match.amount - was, currency: item.currency)
      review(
        .erpDiffers, payment.company, payment.id, item.customerID, item.id, item.instalment, money, match.rule, 1000,
        asOf)
    }
  }

  /// Matches that the ERP does not show: after some days, or because it closed the document by another amount.
  mutating func tell(_ all: CashWaiting) throws {
    let waiting = try invoiced.map { try all.without($0) } ?? all
    result.posts += waiting.posts
    result.told += waiting.told
    result.facts.reserveCapacity(result.facts.count + waiting.still.count)
    // Matches of one night become overdue together.
    var (day, isOverdue) = (CalendarDate.missing, false)
    for one in waiting.still {
      let match = waiting.matches[one.place]
      // The ERP can post it once a file has told it.
      let isToldFirst = result.toldFirst.contains(
        CashEntries.MatchKey(payment: match.payment, document: match.document))
      let matchedOn = isToldFirst ? asOf : match.matchedOn
      if one.left > 0, one.row >= 0, !match.isWriteOff {
        addFact(row: one.row, match.paymentID, seenOn: matchedOn, one.left)
      }
      if day != matchedOn { (day, isOverdue) = (matchedOn, asOf >= matchedOn.adding(businessDays: settings.seenDays)) }
      if isOverdue, !one.isBalanced { try tell(.notPosted, .paymentNotPosted, one, match) }
    }
    for one in waiting.differing where one.row >= 0 {
      try tell(.balanceDiffers, .cashDiffers, one, waiting.matches[one.place])
    }
  }

  private mutating func tell(
    _ reason: CashReason, _ what: WorklistItem.What, _ waiting: CashWaiting.Waiting, _ match: CashTables.Waiting
  ) throws {
    // What was closed on an earlier night is not in the book.
    let inBook = waiting.row < 0 ? nil : book.document(waiting.row)
    guard let document = try inBook ?? lookup.document(key: match.document) else { return }
    review(
      reason, what: what, document.company, match.paymentID, document.customerID, document.id,
      document.instalment, Money(minorUnits: waiting.left, currency: document.currency), CashRule(rawValue: match.rule),
      match.confidence, match.matchedOn)
  }

  private mutating func review(
    _ reason: CashReason, what: WorklistItem.What = .cashDiffers, _ company: String, _ paymentID: String,
    _ customer: String, _ document: String, _ instalment: String, _ money: Money, _ rule: CashRule?, _ confidence: Int,
    _ since: CalendarDate
  ) {
    let next = CashWords.next(reason)
    if isShown {
      result.outcome.reviews.append(
        CashOutcome.Review(
          company: company, paymentID: paymentID, documentID: document, instalment: instalment,
          customerID: customer, money: money, rule: rule, confidence: confidence, reason: reason, since: since,
          next: next))
    }
    let label = instalment.isEmpty ? document : "\(document)/\(instalment)"
    addWork(what, company, customer, label, money, since: since, "payment \(paymentID): \(next)")
  }

  mutating func addWork(
    _ what: WorklistItem.What, _ company: String, _ customer: String, _ document: String?, _ money: Money,
    since: CalendarDate, _ next: String
  ) {
    result.worklist.append(
      WorklistItem(
        company: company, customerID: customer, documentID: document, what: what, currency: money.currency,
        amount: money.minorUnits, since: since, next: next))
  }

  func finished() -> CashResult {
    var result = result
    if isShown { sortApplications(&result.outcome.applications) }
    result.outcome.takenBack.sort { $0.precedes($1) }
    result.outcome.unapplied.sort { a, b in
      CashStory.precedes(a.company, b.company) ?? CashStory.precedes(a.paymentID, b.paymentID) ?? false
    }
    result.outcome.reviews.sort { a, b in
      CashStory.precedes(a.company, b.company) ?? CashStory.precedes(a.paymentID, b.paymentID)
        ?? CashStory.precedes(a.documentID, b.documentID) ?? CashStory.precedes(a.instalment, b.instalment)
        ?? CashStory.precedes(a.reason.rawValue, b.reason.rawValue) ?? false
    }
    return result
  }

  /// By their places: to move an application, or to hand it to a comparison, is to count all its texts.
  private func sortApplications(_ all: inout [CashOutcome.Application]) {
    let found = all
    all = found.indices.sorted { a, b in
      CashStory.precedes(found[a].company, found[b].company)
        ?? CashStory.precedes(found[a].paymentID, found[b].paymentID)
        ?? CashStory.precedes(found[a].documentID, found[b].documentID)
        ?? CashStory.precedes(found[a].instalment, found[b].instalment) ?? false
    }.map { found[$0] }
  }

  /// By bytes; nil: both are the same.
  private static func precedes(_ a: String, _ b: String) -> Bool? {
    a == b ? nil : ByteOrder.precedes(a, b)
  }
}

/// What a person is told to do about money that settles nothing.
enum CashWords {
  /// The same of a payment: why the bank gave it back stands in front.
  static func next(_ reason: CashReason, of payment: Payment) -> String {
    let told = payment.details["return_reason"].map { "the bank says \(ReturnReason.told($0)); " } ?? ""
    return told + next(reason)
  }

  static func next(_ reason: CashReason) -> String {
    let answer = "drop a row of the applications feed"
    return switch reason {
    case .payerUnknown: "nothing says who paid; find out, and \(answer) (document none, where it is no customer's)"
    case .noMatch: "no document of the payer fits; ask what it pays, and \(answer)"
    case .ambiguous: "several documents fit equally well; choose, and \(answer)"
    case .sumDiffers: "the documents named do not add up to it; ask what was taken off, and \(answer)"
    case .otherCustomer: "the document named is another customer's; decide, and \(answer)"
    case .alreadyPaid:
      "what it names is settled already: look whether the ERP has booked it; if not, it was paid twice: refund it, or \(answer)"
    case .otherCurrency: "what it names is in another currency; post it in the ERP"
    case .lowConfidence: "a document fits, but not surely enough; if it is right, \(answer)"
    case .overPayment: "more was paid than was open; refund it, or \(answer) for the rest"
    case .charges: "it pays interest and fees that were asked for: post both in the ERP, or \(answer)"
    case .leftByERP: "the ERP carries it, or what is left of it, on account; apply it there"
    case .notMatched: "no rule is asked; nothing is to be done"
    case .moneyOut:
      "money went out or came back; look which document is open again, and \(answer) (document none, where it is for none)"
    case .sentBack:
      "the bank sent back money of ours, which pays no document; pay it again, or post it where it came from, and \(answer) (document none)"
    case .notReceivable: "it concerns no customer; nothing is to be done"
    case .refunded: "it was refunded; nothing is to be done"
    case .erpDiffers: "we had matched it otherwise; the ERP's word counts, look whether it is right"
    case .notPosted: "it was matched and the ERP's balance does not show it; post it there"
    case .balanceDiffers: "the ERP closed the document by another amount; compare both"
    }
  }
}
