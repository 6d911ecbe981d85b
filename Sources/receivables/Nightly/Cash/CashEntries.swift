import Cash
import Diff
import Ledger
import Pipeline
import Store

/// The payments that are decided tonight: new ones, those that are not wholly applied, and those about which the ERP or a person says
/// something new. A payment that is told again is left alone.
struct CashEntries {
  private(set) var entries: [CashApplication.Entry] = []
  private(set) var origins: [Origin] = []
  /// Keys of placed payments of which only the text is another tonight: they move where it names another document.
  private(set) var reworded: Set<Int64> = []
  private let state: State
  private let book: Book
  private let asOf: CalendarDate
  private let hasApplications: Bool
  private let invoiced: InvoicedFeeds?
  /// Nothing is matched but what stands already; see `CashSettings.matchesNothing`.
  private let matchesNothing: Bool
  /// By payment, of the first so many entries: made when somebody asks, and nobody does where ids rise.
  private var places: [CompanyKey: Int] = [:]
  private var placed = 0
  /// Payments that the state knows with another day.
  private(set) var corrected = CorrectedDates()

  init(
    _ state: State, _ book: Book, payments: [Payment], applications: [Application], asOf: CalendarDate,
    matchesNothing: Bool, invoiced: InvoicedFeeds?
  ) throws {
    self.invoiced = invoiced
    self.matchesNothing = matchesNothing
    self.state = state
    self.book = book
    self.asOf = asOf
    hasApplications = try state.cash.hasApplications()
    try addNew(payments)
    try addOpen()
    try addExplicit(applications)
    try addStandingAgain()
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Whether anything of earlier nights may be taken back tonight: money came back, or a payment is told otherwise.
  var mayTakeBack: Bool { origins.contains { !$0.previous.isEmpty } || hasReturns }

  /// Whether money came back.
  var hasReturns: Bool { entries.contains { $0.receipt.left < 0 } }

  /// What is said tonight of a payment is a person's: it moves to other documents.
  mutating func noteMoved(_ at: Int) { origins[at].isMoved = true }

  /// Notes that what is said tonight of new payments answers what people were told of them by runs that were taken back.
  mutating func noteAnswers(about told: Set<CompanyKey>) {
    for at in entries.indices where origins[at].stateID == 0 && !entries[at].explicit.isEmpty {
      let payment = entries[at].receipt.payment
      if told.contains(CompanyKey(payment.company, payment.id)) { origins[at].wasWaiting = true }
    }
  }

  /// Earlier matches that do not count tonight.
  var replaced: Set<MatchKey> {
    Set(origins.lazy.flatMap(\.previous).map { MatchKey($0) })
  }

  /// - Parameter isFirst: no entry is of this payment.
  private mutating func add(_ entry: CashApplication.Entry, _ origin: Origin, isFirst: Bool = false) {
    let payment = entry.receipt.payment
    var at = entries.count
    if !isFirst, let place = place(of: CompanyKey(payment.company, payment.id)) {
      at = place
      entries[at] = entry
      origins[at] = origin
    } else {
      entries.append(entry)
      origins.append(origin)
    }
    // Rules and stories ask for many fields, of which most payments have two or three.
    entries[at].receipt.payment.details = Details(manyAskedOf: payment.details.json)
  }

  private mutating func place(of key: CompanyKey) -> Int? {
    while placed < entries.count {
      let payment = entries[placed].receipt.payment
      places[CompanyKey(payment.company, payment.id)] = placed
      placed += 1
    }
    return places[key]
  }

  /// What was said about a payment on earlier nights, and holds.
  /// - Parameter known: as the state has it.
  private func told(_ payment: Payment, _ known: CashTables.Known?) throws -> [Application] {
    guard hasApplications, isHeard(known) else { return [] }
    return try standing(try state.cash.applications(company: payment.company, payment: payment.id), of: payment)
  }

  /// Where nothing is matched, what is said counts of money only that is matched already, or that somebody was asked about.
  private func isHeard(_ known: CashTables.Known?) -> Bool {
    guard matchesNothing else { return true }
    return known.map { $0.hasMatches || ($0.open != nil && !$0.isUnasked) } ?? false
  }

  /// Its matches of earlier nights, with what of them exports show: of documents that exports say nothing about nothing.
  private func matches(_ known: CashTables.Known) throws -> [CashTables.Match] {
    let matches = try state.cash.matches(payment: known.stateID)
    guard let invoiced else { return matches }
    return try matches.map { match in
      var match = match
      if try invoiced.holds(match.document) { match.posted = 0 }
      return match
    }
  }

  /// What rows come to: one that takes back is no amount of its own.
  /// - Parameters:
  ///   - earlier: what the state says of them, where they are tonight's.
  ///   - matched: what rules have found, by document.
  private func standing(
    _ rows: [Application], over earlier: [Application] = [], of payment: Payment, matched: [String: Int64] = [:]
  ) throws -> [Application] {
    try rows.map { row in
      guard AppliedRow.mayTakeBack(row, of: payment) else { return row }
      let newest = earlier.first { $0.documentID == row.documentID }.map { [$0.amount] } ?? []
      var standing = AppliedRow.standing(
        try state.cash.versions(of: row) + newest + [row.amount], row, of: payment,
        matched: matched[row.documentID] ?? 0)
      // Only what is against the money can be netted with it; from anything else there was nothing to take back.
      if AppliedRow.mayTakeBack(standing, of: payment), let amount = try amount(of: row), amount != 0,
        (amount < 0) == (payment.money.minorUnits < 0)
      {
        standing.amount = Money(minorUnits: 0, currency: payment.money.currency).decimal
      }
      return standing
    }
  }

  /// What the document of a row was written for; nil where nobody knows it.
  private func amount(of row: Application) throws -> Int64? {
    guard let company = book.companies.firstIndex(of: row.company) else { return nil }
    let key = DocumentRow.key(row.documentID, instalment: "")
    if let open = book.documents.find(company: UInt16(company), key: key) { return book.documents.rows[open].amount }
    return try DocumentLookup(state.database).find(id: row.documentID, company: row.company).first?.document.amount
  }

  /// Of a payment that stands twice in tonight's files the last counts, as in the state.
  private mutating func addNew(_ payments: [Payment]) throws {
    // Most systems number upwards: an id behind the last one of the company needs no look in the state, and behind tonight's last one none among
    // tonight's.
    var last: [(known: String, tonight: String)] = []
    var companies: [String: Int] = [:]
    entries.reserveCapacity(payments.count)
    origins.reserveCapacity(payments.count)
    for payment in payments {
      let company = companies[payment.company] ?? last.count
      if company == last.count {
        companies[payment.company] = company
        last.append((try state.cash.lastPaymentID(company: payment.company) ?? "", ""))
      }
      let isNew = ByteOrder.precedes(last[company].known, payment.id)
      let isFirst = isNew && ByteOrder.precedes(last[company].tonight, payment.id)
      if isFirst { last[company].tonight = payment.id }
      let known = isNew ? nil : try state.cash.payment(company: payment.company, id: payment.id)
      if let known { corrected.note(payment, known) }
      if let known, known.payment == payment { continue }
      let previous = try known.map { try matches($0) } ?? []
      let isSame = known?.payment.money == payment.money && known?.payment.customerID == payment.customerID
      if isSame, known?.rests(payment) == true { continue }
      // The bank or the ERP says more about money that is placed: nothing to decide, and the days it waits for posting go on.
      if let known, !previous.isEmpty, isSame {
        guard !matchesNothing, mayMove(previous, known.payment, payment) else { continue }
        reworded.insert(known.stateID)
      }
      let explicit = try told(payment, known)
      if let known, !explicit.isEmpty, !previous.isEmpty {
        let rows = try state.cash.applications(company: payment.company, payment: payment.id)
        let (entry, origin) = try decideAgain(known, payment, [], rows)
        add(entry, origin, isFirst: isFirst)
        continue
      }
      add(
        CashApplication.Entry(Receipt(payment, since: known?.open?.since ?? asOf), explicit: explicit),
        Origin(known, wasWaiting: known?.open != nil && previous.isEmpty, previous: previous),
        isFirst: isFirst)
    }
  }

  /// True where another text may place money elsewhere: rules placed it, and the ERP has not posted all of it.
  private func mayMove(_ previous: [CashTables.Match], _ known: Payment, _ payment: Payment) -> Bool {
    let text = payment.writtenText
    return payment.money.minorUnits > 0 && !text.isEmpty && text != known.writtenText
      && previous.contains { $0.posted != $0.amount }
      && !previous.contains { $0.rule == CashRule.erpApplication.rawValue }
  }

  /// Payments that are told in other words and pay what they paid: nothing is decided about them, and what waits of them waits on.
  mutating func leave(_ places: [Int]) throws {
    let keys = Set(places.map { origins[$0].stateID })
    let kept = entries.indices.filter { !keys.contains(origins[$0].stateID) || origins[$0].stateID == 0 }
    (entries, origins) = (kept.map { entries[$0] }, kept.map { origins[$0] })
    (self.places, placed) = ([:], 0)
    for known in try state.cash.open() where keys.contains(known.stateID) {
      guard let receipt = known.receipt(isBegun: true) else { continue }
      add(CashApplication.Entry(receipt), Origin(stateID: known.stateID), isFirst: true)
    }
  }

  private mutating func addOpen() throws {
    let told = Set(origins.lazy.map(\.stateID).filter { $0 != 0 })
    for known in try state.cash.open() {
      guard !told.contains(known.stateID),
        let receipt = known.receipt(isBegun: known.hasMatches && !known.waitsForRoom)
      else { continue }
      let explicit = known.hasMatches ? [] : try self.told(known.payment, known)
      add(
        CashApplication.Entry(receipt, explicit: explicit), Origin(known, wasWaiting: !known.hasMatches), isFirst: true)
    }
  }

  /// Rows of the applications feed that say something new; of several about one document the last counts, as in the state. One about a payment
  /// that nobody knows yet waits for it.
  private mutating func addExplicit(_ applications: [Application]) throws {
    var byPayment: [CompanyKey: [Application]] = [:]
    for application in applications {
      byPayment[CompanyKey(application.company, application.paymentID), default: []].append(application)
    }
    for key in byPayment.keys.sorted() {
      let all = byPayment[key]!
      let told = all.indices.filter { at in
        !all[(at + 1)...].contains { $0.documentID == all[at].documentID }
      }.map { all[$0] }
      let (company, id) = (told[0].company, told[0].paymentID)
      let before = try state.cash.applications(company: company, payment: id)
      let new = told.filter { !before.contains($0) }
      guard !new.isEmpty else { continue }
      let place = place(of: key)
      if let place, origins[place].stateID == 0 {
        guard isHeard(nil) else { continue }
        entries[place].explicit = before.filter { old in !told.contains { $0.documentID == old.documentID } } + told
      } else if let known = try state.cash.payment(company: company, id: id), isHeard(known) {
        if try isOver(known, place), try new.allSatisfy({ try !isKnown($0) }) { continue }
        let (entry, origin) = try decideAgain(known, place.map { entries[$0].receipt.payment }, new, before)
        add(entry, origin)
      }
    }
  }

  /// Payments that no return takes back any more, for the ERP has put the return on other documents: what had waited of them waits again.
  private mutating func addStandingAgain() throws {
    let returned = origins.indices.filter {
      !entries[$0].explicit.isEmpty
        && origins[$0].previous.contains { $0.difference == CashDifference.comeBack.rawValue }
    }
    for at in returned {
      guard let key = try state.cash.reversed(by: origins[at].stateID), let known = try state.cash.payment(key: key),
        known.open == nil,
        place(of: CompanyKey(known.payment.company, known.payment.id)) == nil
      else { continue }
      let lookup = DocumentLookup(state.database)
      let currency = known.payment.money.currency
      let placed = try matches(known).map { ($0.amount, try lookup.document(key: $0.document)?.currency ?? currency) }
      let left = AppliedRow.left(of: known.payment.money, after: placed)
      guard left > 0 else { continue }
      add(
        CashApplication.Entry(Receipt(known.payment, left: left, since: asOf, isBegun: true)),
        Origin(stateID: known.stateID))
    }
  }

  /// Whether a payment came back, or is what came back of one: both are undone, and what the ERP puts on documents that nobody knows here undoes
  /// neither.
  /// - Parameter place: nil: nothing else is decided about it tonight.
  private func isOver(_ known: CashTables.Known, _ place: Int?) throws -> Bool {
    guard place == nil else { return false }
    return try state.cash.takenBack(payment: known.stateID) != nil
      || state.cash.matches(payment: known.stateID).contains { $0.difference == CashDifference.comeBack.rawValue }
  }

  private func isKnown(_ row: Application) throws -> Bool {
    let lookup = DocumentLookup(state.database)
    return try currency(of: row, lookup) != nil || !lookup.find(id: row.documentID, company: row.company).isEmpty
  }

  /// A payment that the state knows and about which something new is said. Rows speak of their documents: what else is matched stays, unless all of
  /// it is more than the money; then the ERP has applied it otherwise than we did.
  private func decideAgain(
    _ known: CashTables.Known, _ corrected: Payment?, _ tonight: [Application], _ earlier: [Application]
  ) throws -> (CashApplication.Entry, Origin) {
    let payment = corrected ?? known.payment
    let lookup = DocumentLookup(state.database)
    let matches = try matches(known).map { match in
      let document = try lookup.document(key: match.document)
      return (match: match, document: document?.id ?? "", currency: document?.currency ?? payment.money.currency)
    }
    let matched = Dictionary(matches.map { ($0.document, $0.match.amount) }, uniquingKeysWith: +)
    let new = try standing(tonight, over: earlier, of: payment, matched: matched)
    let before = try standing(earlier, of: payment)
    // What was said of documents that nobody knew then is said still.
    let waiting = before.filter { old in
      !new.contains { $0.documentID == old.documentID } && !matches.contains { $0.document == old.documentID }
    }
    let told = waiting + new
    let amount = payment.money.minorUnits
    var kept = matches.filter { one in !told.contains { $0.documentID == one.document } }
    // What is said of documents of another currency is no part of the sum.
    let sum = try told.reduce(Int128(0)) { sum, row in
      var currency = matches.first { $0.document == row.documentID }?.currency
      if currency == nil, !kept.isEmpty { currency = try self.currency(of: row, lookup) }
      guard currency == nil || currency == payment.money.currency else { return sum }
      return sum + Int128(AppliedRow.minorUnits(row.amount, payment))
    }
    func all() -> Int128 {
      kept.reduce(sum) { $1.currency == payment.money.currency ? $0 + Int128($1.match.amount) : $0 }
    }
    // Rows that are all of the money leave none for what rules found, nor for credits that they netted.
    let isAll = !tonight.isEmpty && sum == Int128(amount) && all() != sum
    if payment.customerID != known.payment.customerID || payment.money.currency != known.payment.money.currency || isAll
      || (amount < 0 ? all() < Int128(amount) : all() > Int128(amount))
    {
      kept.removeAll { $0.match.rule != CashRule.erpApplication.rawValue }
    }
    // Money on documents of another currency speaks of all that no other has: nothing of it can be taken out of those it is not on.
    let isElsewhere = kept.contains { $0.currency != payment.money.currency }
    let takesTooMuch = isElsewhere && all() != 0 && (all() < 0) != (amount < 0)
    let explicit = takesTooMuch ? told.filter { !AppliedRow.mayTakeBack($0, of: payment) } : told
    let keys = Set(kept.map(\.match.document))
    let previous = matches.map(\.match).filter { !keys.contains($0.document) }
    let left = AppliedRow.left(of: payment.money, after: kept.lazy.map { ($0.match.amount, $0.currency) })
    let isAnswer =
      previous.isEmpty
      ? known.open != nil
      : previous.allSatisfy { $0.rule == CashRule.erpApplication.rawValue && $0.posted != $0.amount }
    // Nobody says anything new tonight, and the money is another: rules place what the answer leaves.
    let isAsked = told.isEmpty && !previous.isEmpty
    return (
      CashApplication.Entry(
        Receipt(payment, left: left, since: known.open?.since ?? asOf, isBegun: !kept.isEmpty && !isAsked),
        explicit: explicit),
      Origin(known, wasWaiting: isAnswer, previous: previous, isTold: !tonight.isEmpty)
    )
  }

  /// The currency of the document that a row is about; nil where nobody knows it.
  private func currency(of row: Application, _ lookup: DocumentLookup) throws -> Currency? {
    guard let company = book.companies.firstIndex(of: row.company) else { return nil }
    let key = DocumentRow.key(row.documentID, instalment: "")
    if let open = book.documents.find(company: UInt16(company), key: key) { return book.documents.rows[open].currency }
    return try lookup.closed(id: row.documentID, company: row.company).first?.document.currency
  }

  /// Payments of documents that tonight's files tell in another currency: their money pays nothing there any more, and waits. What somebody has said
  /// of it stands, so does what an export of the ERP showed as paid, and what came back is no money.
  mutating func addForeign(_ changes: [RowChange]) throws {
    let tables = InvoicedDocuments(state.database)
    for change in changes {
      let key = book.documents.stateIDs[change.row]
      guard let before = change.before?.currency, before != book.documents.rows[change.row].currency, key != 0
      else { continue }
      let isInvoiced = try invoiced?.holds(key) ?? false
      for match in try tables.matches(document: key, in: before) {
        guard let known = try state.cash.payment(key: match.payment), known.payment.money.minorUnits > 0,
          try state.cash.takenBack(payment: known.stateID) == nil
        else { continue }
        try release(known, from: key, isInvoiced: isInvoiced)
      }
    }
  }

  private mutating func release(_ known: CashTables.Known, from document: Int64, isInvoiced: Bool) throws {
    let all = try matches(known)
    let place = place(of: CompanyKey(known.payment.company, known.payment.id))
    var previous = place.map { origins[$0].previous } ?? []
    guard let match = all.first(where: { $0.document == document }), match.rule != CashRule.erpApplication.rawValue,
      isInvoiced || match.posted != match.amount, !previous.contains(where: { $0.document == document })
    else { return }
    previous.append(match)
    let others = all.filter { one in !previous.contains { $0.document == one.document } }
    if let place {
      entries[place].receipt.left += match.amount
      entries[place].receipt.isBegun = !others.isEmpty
      (origins[place].previous, origins[place].isForeign) = (previous, true)
    } else {
      let lookup = DocumentLookup(state.database)
      let currency = known.payment.money.currency
      let placed = try others.map { ($0.amount, try lookup.document(key: $0.document)?.currency ?? currency) }
      let left = max(match.amount, AppliedRow.left(of: known.payment.money, after: placed))
      add(
        CashApplication.Entry(Receipt(known.payment, left: left, since: asOf, isBegun: !others.isEmpty)),
        Origin(stateID: known.stateID, previous: previous, isForeign: true))
    }
  }

  /// Finds the payer of every payment.
  mutating func findPayers(in book: Book) throws {
    let payers = try CashPayers(state, book).find(entries)
    for at in entries.indices { entries[at].payer = payers[at] }
  }
}
