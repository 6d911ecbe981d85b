import Cash
import Ledger
import Pipeline
import Store

/// Payments that come after the export that shows them posted: dated on or before the newest export of an earlier night. They are set
/// against what exports since then took off documents, where nothing else explains it. Those that wait are asked again after an export came
/// that fills the past.
struct LatePayments {
  private(set) var found = PlacedCash()
  private let book: Book
  private let stage: CashApplication
  private let rules: Set<CashRule>

  /// - Parameters:
  ///   - placed: places of payments that are not asked about.
  ///   - places: nil: all others are.
  ///   - invoiced: falls of their documents are corrections, and nothing that was paid.
  init(
    _ state: State, _ book: Book, _ settings: CashSettings, _ entries: CashEntries, _ ground: CashGround,
    asOf: CalendarDate, except placed: Set<Int>, only places: Set<Int>? = nil, invoiced: InvoicedFeeds?
  ) throws {
    self.book = book
    stage = CashApplication(settings)
    rules = Set(settings.rules).subtracting([.erpApplication])
    guard !rules.isEmpty else { return }
    let exported = try state.arrivals.dataAsOf()
    guard let newest = exported.values.max() else { return }
    let asksAgain = try PastFilling.cameLastNight(state.database)
    let late = entries.entries.indices.filter { at in
      // Field by field: to take out an entry is to count its texts.
      let day = entries.entries[at].receipt.payment.date
      return day <= newest
        && (entries.origins[at].isNew || (asksAgain && entries.origins[at].wasWaiting))
        && entries.entries[at].explicit.isEmpty && entries.entries[at].receipt.left > 0
        && !placed.contains(at) && places?.contains(at) ?? true
        && exported[entries.entries[at].receipt.payment.company].map { day <= $0 } == true
        && asOf.days(since: day) <= settings.ignoreOlderThan
    }
    guard let first = late.map({ entries.entries[$0].receipt.payment.date }).min() else { return }
    var (items, falls) = try falls(state, ground, late.map { entries.entries[$0] }, since: first)
    items = try items.filter { try invoiced?.holds($0.stateID) != true }
    guard !items.isEmpty else { return }
    // A later payment can be what fewer exports show: it goes first.
    let byDay = Dictionary(grouping: late) { entries.entries[$0].receipt.payment.date }
    for day in byDay.keys.sorted(by: >) { match(byDay[day]!, entries.entries, on: day, items, &falls) }
    found.findRows(in: book)
  }

  /// Documents that lost something, each without room, and what they lost.
  private func falls(_ state: State, _ ground: CashGround, _ late: [CashApplication.Entry], since day: CalendarDate)
    throws -> (items: [CashItem], falls: EarlierFalls)
  {
    let wishes = CashWishes(late)
    let items = CashItems(
      state: state, book: book, before: [:], changed: RowSet([], of: book.documents.rows.count), reserved: [:],
      unexplained: [:], released: ReleasedCash(), payers: ground.payers)
    let wanted = items.customers(late)
    var rows: [Int64: Int] = [:]
    for (row, customer) in book.customers.rows.enumerated() { rows[customer.stateID] = row }
    let asked = Set(late.map(\.receipt.payment.id))
    let moved = try PastLedger(state.database, knownOn: nil).unexplained(since: day, asking: asked) { _, customer, id in
      rows[customer].map { wanted[$0] } == true || wishes.wants(id: id)
    }
    let found = moved.compactMap { one -> CashItem? in
      let document = one.document
      guard let customer = rows[document.customer] else { return nil }
      return CashItem(
        stateID: document.id, company: one.company, customerID: book.customers.id(customer),
        payerID: ground.payers.payer[customer].map(book.customers.id), id: document.documentID,
        instalment: document.instalment, currency: document.currency, dueDate: document.dueDate, room: 0,
        reference: Details(json: String(decoding: document.details, as: UTF8.self))["reference"])
    }
    return (found, try EarlierFalls(moved, state, ground))
  }

  /// Only what is placed wholly counts: the rest may be about what is open.
  private mutating func match(
    _ places: [Int], _ entries: [CashApplication.Entry], on day: CalendarDate, _ all: [CashItem],
    _ falls: inout EarlierFalls
  ) {
    let items = all.compactMap { item -> CashItem? in
      var item = item
      item.room = falls.room(of: item.stateID, since: day)
      item.fallen = item.room
      return item.room == 0 ? nil : item
    }
    guard !items.isEmpty else { return }
    let findings = stage.apply(places.map { entries[$0] }, to: items, rules: rules)
    let unsure = Set(findings.open.map(\.entry))
    for match in findings.matches where !unsure.contains(match.entry) {
      let item = items[match.item]
      falls.use(match.amount + match.deducted, of: item.stateID)
      var match = match
      match.entry = places[match.entry]
      found.add(match, on: item)
    }
  }
}
