import Ledger
import Pipeline
import Score
import Store

/// What customers have promised to pay and what has come for it, judged once: for what is decided and listed tonight, for the measures, and for
/// `why`.
struct PromisesToPay {
  /// A promise, and what became of it.
  struct Promise {
    var decision: Decision
    var given: CalendarDate
    /// The promised day with its grace; nil: without end.
    var last: CalendarDate?
    /// The day on which it was withdrawn or released; nil: it was not.
    var endedOn: CalendarDate?
    var currency: Currency
    /// What has come of the amount; nil: it names none that can be read.
    var receipt: PaymentPromise.Receipt?
    var amount: Money?
    /// The money that came while it counted.
    var money: Int64 = 0
    /// What of the promised documents is open.
    var isOpen = false
    var customer: CustomerKey { CustomerKey(company: decision.company, customer: decision.customerID) }
    /// The last day on which money counts for it.
    var end: CalendarDate? { [last, endedOn].compactMap(\.self).min() }

    /// What has come of it; nil: nothing.
    var part: PaymentPromise.Part? {
      let came = receipt?.came ?? Money(minorUnits: money, currency: currency)
      return came.minorUnits > 0 ? PaymentPromise.Part(came: came, promised: amount) : nil
    }

    /// Whether a payment came while it counted.
    func counts(_ payment: Payment, asOf: CalendarDate) -> Bool {
      payment.money.minorUnits > 0 && payment.date >= given && payment.date <= min(end ?? asOf, asOf)
    }
  }

  /// Those whose day lies in the months that are measured, or who name none; in order of company, customer and id.
  private(set) var all: [Promise] = []
  /// When the money of promises with an amount was complete, in time or later, by id.
  private(set) var fulfilled: [String: CalendarDate] = [:]
  /// Of which of the others a part has come, by id.
  private(set) var parts: [String: PaymentPromise.Part] = [:]
  private let asOf: CalendarDate

  /// - Parameters:
  ///   - standing: the decisions that stand tonight; nil: those of the state.
  ///   - payments: tonight's, which the state does not know yet.
  ///   - cash: what was matched tonight, with the book.
  ///   - only: the customers that are asked about; nil: all.
  ///   - documents: open documents of these customers, with what of them is not paid; others may be among them.
  init(
    _ state: State, _ configuration: Configuration, asOf: CalendarDate, standing: [Decision]? = nil,
    payments: [Payment] = [], cash: (result: CashResult, book: Book)? = nil, only: Set<CustomerKey>? = nil,
    documents: (Set<CustomerKey>) throws -> [CustomerKey: [Document]]
  ) throws {
    self.asOf = asOf
    let since = MonthFacts.ends(asOf: asOf)[0].firstOfMonth
    let owners = DecidedOwners(state)
    let decided = try standing ?? owners.placed(state.decisions.standing())
    var facts = try PromisesToPay.known(state, since: since, decided: decided, asOf: asOf, isTonight: standing != nil)
    // Those that have ended are under whom their rows name.
    for index in facts.indices where facts[index].endedOn != nil {
      facts[index].decision = try owners.placed([facts[index].decision])[0]
    }
    if let only { facts.removeAll { !only.contains($0.customer) } }
    guard !facts.isEmpty else { return }
    let promisers = Set(facts.map(\.customer))
    let open = try documents(promisers)
    let money = try PromisersMoney(
      state, facts, tonight: payments, cash: cash, since: since.adding(days: -PromisersMoney.longestGrace), asOf: asOf)
    let releases = Dictionary(grouping: decided.filter { $0.kind == .release }) {
      CustomerKey(company: $0.company, customer: $0.customerID)
    }
    let calendars = PromisesToPay.calendars(configuration, asOf: asOf)
    let grouped = Dictionary(grouping: facts, by: \.customer)
    for key in promisers.sorted() {
      let base = configuration.company(key.company)?.baseCurrency ?? Company().baseCurrency
      let paid = try money.of(key)
      let promises = try (grouped[key] ?? []).map { fact in
        var promise = fact
        let calendar = calendars[key.company] ?? .weekdays
        let grace = fact.decision.grace ?? configuration.decide.promiseGrace
        promise.last = fact.decision.until.map { calendar.adding(grace, to: $0) }
        let ended = (releases[key] ?? []).filter { promise.decision.isEnded(by: $0) }.map(\.day)
        promise.endedOn = ([fact.endedOn].compactMap(\.self) + ended).min()
        promise.currency = try PromisesToPay.currency(
          of: promise, open[key] ?? [], paid.filter { promise.counts($0, asOf: asOf) }, base, state)
        return promise
      }
      judge(promises, open[key] ?? [], paid)
    }
  }

  /// Promises of the state, and tonight's in their place.
  private static func known(
    _ state: State, since: CalendarDate, decided: [Decision], asOf: CalendarDate, isTonight: Bool
  ) throws -> [Promise] {
    var byID: [String: Promise] = [:]
    let standing = decided.filter { $0.kind == .promise }
    let ids = Set(standing.map(\.id))
    func take(_ decision: Decision, _ endedOn: CalendarDate?) {
      byID[decision.id] = Promise(
        decision: decision, given: decision.from ?? decision.learnedOn ?? asOf, endedOn: endedOn,
        currency: Currency(trusted: 0))
    }
    for (decision, endedOn) in try state.decisions.promisesAndDisputes(since: since) where decision.kind == .promise {
      // A full list of tonight may end it.
      take(decision, endedOn ?? (isTonight && !ids.contains(decision.id) ? asOf : nil))
    }
    for decision in standing where decision.until.map({ $0 >= since }) ?? true { take(decision, nil) }
    return byID.values.filter { $0.given <= asOf }.sorted { $0.decision.id < $1.decision.id }
  }

  private static func calendars(_ configuration: Configuration, asOf: CalendarDate) -> [String: BusinessCalendar] {
    let years = (asOf.civil.year - 2)...(asOf.civil.year + 1)
    var calendars: [String: BusinessCalendar] = [:]
    for company in configuration.companies {
      calendars[company.id] = BusinessCalendar(regions: [company.country], years: years)
    }
    return calendars
  }

  /// A decision names no currency: it is that of the document it names; else the only one in which the customer has paid since; else that of the
  /// company's books.
  private static func currency(
    of promise: Promise, _ open: [Document], _ paid: [Payment], _ base: Currency, _ state: State
  ) throws -> Currency {
    let decision = promise.decision
    if let id = decision.documentID {
      if let named = open.first(where: { decision.names($0) }) { return named.currency }
      let closed = try DocumentLookup(state.database).closed(named: id, company: decision.company)
      if let named = closed.first(where: { decision.names($0.document) }) { return named.document.currency }
    }
    let currencies = Set(paid.map(\.money.currency))
    return currencies.count == 1 ? currencies.first ?? base : base
  }

  /// Judges the promises of one customer.
  private mutating func judge(_ promises: [Promise], _ open: [Document], _ paid: [Payment]) {
    var promises = promises
    var judged: [PaymentPromise] = []
    for index in promises.indices {
      let promise = promises[index]
      if let amount = promise.decision.amount.flatMap({ try? Money($0, promise.currency) }), amount.minorUnits > 0 {
        promises[index].amount = amount
        judged.append(
          PaymentPromise(
            id: promise.decision.id, given: promise.given, until: promise.decision.until, last: promise.end,
            isWithdrawn: promise.endedOn != nil, amount: amount))
      }
      promises[index].money = paid.reduce(0) { sum, payment in
        let counts = payment.money.currency == promise.currency && promise.counts(payment, asOf: asOf)
        return counts ? sum + payment.money.minorUnits : sum
      }
      let last = promise.last ?? asOf
      promises[index].isOpen = open.contains { document in
        document.balance > 0
          && promise.decision.hasPromised(
            document.documentDate, due: document.dueDate, isNamed: promise.decision.names(document), last: last)
      }
    }
    let receipts = PaymentPromise.receipts(judged, of: paid, asOf: asOf)
    for index in promises.indices {
      let id = promises[index].decision.id
      promises[index].receipt = receipts[id]
      if let day = receipts[id]?.keptOn ?? receipts[id]?.lateOn {
        fulfilled[id] = day
      } else if let part = promises[index].part {
        parts[id] = part
      }
    }
    all += promises
  }
}

/// Payments of customers who have promised something.
private struct PromisersMoney {
  private let state: State
  private let since: CalendarDate
  private var first: [CustomerKey: CalendarDate] = [:]
  /// Tonight's payments, and those of customers whose promise has just come: they are not marked yet.
  private var others: [CustomerKey: [Payment]] = [:]
  private let places: PromisersPlaces

  init(
    _ state: State, _ promises: [PromisesToPay.Promise], tonight: [Payment], cash: (result: CashResult, book: Book)?,
    since: CalendarDate, asOf: CalendarDate
  ) throws {
    self.state = state
    self.since = since
    for promise in promises {
      let key = promise.customer
      first[key] = min(first[key] ?? promise.given, promise.given)
    }
    let fresh = try NewPromises(state, promises.map(\.decision), asOf: asOf)
    let unmarked = try state.promisersPayments.paid(by: fresh.customers, since: max(fresh.since, since))
    var known = try state.promisersPayments.placed(since: since)
    let marked = Set(known.map(\.paymentKey))
    known += try state.promisersPayments.placed(on: fresh.customers, since: max(fresh.since, since)).filter {
      !marked.contains($0.paymentKey)
    }
    PromisersMoney.correct(&known, tonight)
    let owners = Set(first.keys)
    places = PromisersPlaces(
      owners, known: known,
      tonight: try cash.map { try $0.result.placed(on: owners, tonight, $0.book, state) } ?? [],
      counts: { customer, day in
        promises.contains { promise in
          let decision = promise.decision
          return decision.customerID == customer.customer && decision.company == customer.company
            && promise.given <= day
            && decision.until.map { day <= $0.adding(days: PromisersMoney.longestGrace) } ?? true
        }
      },
      replaced: cash.map { $0.result.replacedMatches() } ?? { _, _ in false })
    for payment in unmarked + tonight {
      let key = CustomerKey(company: payment.company, customer: payment.customerID)
      if first[key] != nil { others[key, default: []].append(payment) }
    }
  }

  /// Days after the promised one on which money may still be for a promise.
  static let longestGrace = 31

  /// What tonight's files tell of payments that are known.
  private static func correct(_ known: inout [PromisersPayments.Placed], _ tonight: [Payment]) {
    guard !known.isEmpty else { return }
    let told = PromisersPlaces.of(tonight, Set(known.map { CompanyKey($0.payment.company, $0.payment.id) }))
    guard !told.isEmpty else { return }
    for at in known.indices {
      if let payment = told[CompanyKey(known[at].payment.company, known[at].payment.id)] { known[at].payment = payment }
    }
  }

  /// Each payment once, as it is known now.
  func of(_ key: CustomerKey) throws -> [Payment] {
    guard let first = first[key] else { return [] }
    let customer = PromisersPayments.Customer(company: key.company, id: key.customer)
    let marked = try state.promisersPayments.paid(by: customer, since: max(first, since))
    var all = marked
    if let others = others[key] {
      all = []
      var found: [String: Int] = [:]
      for payment in marked + others {
        if let place = found[payment.id] {
          all[place] = payment
        } else {
          found[payment.id] = all.count
          all.append(payment)
        }
      }
    }
    return (all.map(places.own) + places.on(key)).filter { $0.isMoney && $0.money.minorUnits != 0 }
  }
}

/// Promises that the state does not know yet, or knows otherwise: payments of these customers may not be marked.
struct NewPromises {
  private(set) var customers: Set<PromisersPayments.Customer> = []
  /// From this day on payments may count for one of them.
  private(set) var since: CalendarDate

  init(_ state: State, _ decisions: [Decision], asOf: CalendarDate) throws {
    since = asOf
    let promises = decisions.filter { $0.kind == .promise }
    guard !promises.isEmpty else { return }
    var known: [String: Decision] = [:]
    for (decision, _) in try state.decisions.promisesAndDisputes(since: .missing) { known[decision.id] = decision }
    for promise in promises {
      if let old = known[promise.id], old.kind == .promise, old.customerID == promise.customerID,
        old.company == promise.company, old.from == promise.from
      {
        continue
      }
      customers.insert(PromisersPayments.Customer(company: promise.company, id: promise.customerID))
      since = min(since, promise.from ?? promise.learnedOn ?? asOf)
    }
  }
}

extension Decision {
  /// Whether it names this document, or the instalment.
  fileprivate func names(_ document: Document) -> Bool {
    documentID != nil && (documentID == document.id || documentID == document.label)
  }

  /// Whether a release of the same customer ends it.
  fileprivate func isEnded(by release: Decision) -> Bool {
    isNamed(by: release) && (release.documentID == nil || release.documentID == documentID)
  }
}

extension PromisesToPay {
  /// Tonight's promises.
  init(
    _ state: State, _ configuration: Configuration, asOf: CalendarDate, standing: [Decision], payments: [Payment],
    book: Book, cash: CashResult
  ) throws {
    try self.init(state, configuration, asOf: asOf, standing: standing, payments: payments, cash: (cash, book)) {
      owners in
      PromisesToPay.documents(of: owners, book, cash)
    }
  }

  /// Documents of these customers that are open or were closed tonight, with what of them no receipt has paid.
  /// - Complexity: one look at every row of the book.
  private static func documents(
    of owners: Set<CustomerKey>, _ book: Book, _ cash: CashResult
  ) -> [CustomerKey: [Document]] {
    var keys: [Int32: CustomerKey] = [:]
    var isAsked = [Bool](repeating: false, count: book.customers.rows.count)
    for key in owners {
      guard let row = book.customerRow(key.company, key.customer) else { continue }
      keys[Int32(row)] = key
      isAsked[row] = true
    }
    var receipts: [Int: Int64] = [:]
    for (customer, fact) in cash.facts where isAsked[customer] { receipts[fact.row, default: 0] += fact.amount }
    var open: [CustomerKey: [Document]] = [:]
    for (index, row) in book.documents.rows.enumerated()
    where isAsked[Int(row.customer)] && row.amount > 0 && !row.flags.contains(.void) {
      guard let key = keys[Int32(row.customer)] else { continue }
      var document = book.document(row)
      document.balance -= receipts[index] ?? 0
      open[key, default: []].append(document)
    }
    return open
  }
}
