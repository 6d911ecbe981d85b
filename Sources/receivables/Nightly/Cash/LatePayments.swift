import Cash
import Ledger
import Pipeline
import Store

/// Payments that come after the export that shows them posted: dated on or before the newest export of an earlier night. They are set
/// against what exports since then took off documents, where nothing else explains it. Those that wait are asked again after an export came
/// that fills the past.
struct LatePayments {
  private(set) var found = PlacedCash()
  /// Places of payments that were asked again, and of whose payers' documents as much was taken off that nothing explains: the ERP may have booked
  /// them there.
  private(set) var inDoubt: Set<Int> = []
  private let book: Book
  private let stage: CashApplication
  private let rules: Set<CashRule>

  /// - Parameters:
  ///   - placed: places of payments that are not asked about.
  ///   - places: nil: all others are.
  ///   - known: payments that explain what exports took off; nil: none is known, and of those that wait only some are asked.
  ///   - invoiced: falls of their documents are corrections, and nothing that was paid.
  init(
    _ state: State, _ book: Book, _ settings: CashSettings, _ entries: CashEntries, _ ground: CashGround,
    asOf: CalendarDate, except placed: Set<Int>, only places: Set<Int>? = nil, beside known: PlacedCash? = nil,
    invoiced: InvoicedFeeds?
  ) throws {
    self.book = book
    stage = CashApplication(settings)
    rules = Set(settings.rules).subtracting([.erpApplication])
    guard !rules.isEmpty else { return }
    let exported = try state.arrivals.dataAsOf()
    guard let newest = exported.values.max() else { return }
    let asksAgain = try known != nil || PastFilling.cameLastNight(state.database)
    let late = entries.entries.indices.filter { at in
      // Field by field: to take out an entry is to count its texts.
      let day = LatePayments.day(of: entries.entries[at])
      return day <= newest
        && (entries.origins[at].isNew || (asksAgain && entries.origins[at].wasWaiting))
        && entries.entries[at].explicit.isEmpty && LatePayments.mayBeShown(entries.entries[at])
        && !placed.contains(at) && places?.contains(at) ?? true
        && exported[entries.entries[at].receipt.payment.company].map { day <= $0 } == true
        && asOf.days(since: day) <= settings.ignoreOlderThan
    }
    try place(late, entries.entries, state, ground, beside: known, invoiced)
    if known != nil { try doubt(late.filter { !found.entries.contains($0) }, entries.entries, state, ground) }
  }

  private mutating func place(
    _ late: [Int], _ entries: [CashApplication.Entry], _ state: State, _ ground: CashGround, beside known: PlacedCash?,
    _ invoiced: InvoicedFeeds?
  ) throws {
    guard let first = late.map({ LatePayments.day(of: entries[$0]) }).min() else { return }
    var (items, falls) = try falls(state, ground, late.map { entries[$0] }, since: first)
    items = try items.filter { try invoiced?.holds($0.stateID) != true }
    guard !items.isEmpty else { return }
    if let known {
      for match in known.matches { falls.use(match.amount + match.deducted, of: known.items[match.item].stateID) }
    }
    // A later payment can be what fewer exports show: it goes first.
    let byDay = Dictionary(grouping: late) { LatePayments.day(of: entries[$0]) }
    for day in byDay.keys.sorted(by: >) { match(byDay[day]!, entries, on: day, items, &falls) }
    found.findRows(in: book)
  }

  /// Money that came in; and what we have paid out, which may be the credit that it names.
  private static func mayBeShown(_ entry: CashApplication.Entry) -> Bool {
    entry.receipt.left > 0 || entry.receipt.left < 0 && entry.receipt.payment.movement == .sent
  }

  /// From which day on exports may show it: what is paid out the ERP books some days before the bank does.
  private static func day(of entry: CashApplication.Entry) -> CalendarDate {
    let day = entry.receipt.payment.date
    return entry.receipt.left < 0 ? day.adding(days: -payOutDays) : day
  }

  private static let payOutDays = 10

  /// Looks what all exports took off that no match explains, also where a payment that is matched elsewhere names the document.
  private mutating func doubt(
    _ places: [Int], _ entries: [CashApplication.Entry], _ state: State, _ ground: CashGround
  ) throws {
    guard let first = places.map({ entries[$0].receipt.payment.date }).min() else { return }
    let (items, falls) = try falls(state, ground, places.map { entries[$0] }, since: first, isExplained: true)
    for at in places where entries[at].receipt.left > 0 {
      let receipt = entries[at].receipt
      guard let payer = entries[at].payer?.customerID else { continue }
      let lost = items.reduce(Int64(0)) { sum, item in
        guard item.customerID == payer || item.payerID == payer, item.company == receipt.payment.company,
          item.currency == receipt.payment.money.currency
        else { return sum }
        return sum + max(0, falls.room(of: item.stateID, since: receipt.payment.date))
      }
      if lost >= receipt.left { inDoubt.insert(at) }
    }
  }

  /// Adds what was found of others.
  mutating func add(_ others: PlacedCash) {
    for match in others.matches { found.add(match, on: others.items[match.item]) }
  }

  /// Documents that lost something, each without room, and what they lost.
  /// - Parameter isExplained: also what payments explain that are matched with others.
  private func falls(
    _ state: State, _ ground: CashGround, _ late: [CashApplication.Entry], since day: CalendarDate,
    isExplained: Bool = false
  ) throws -> (items: [CashItem], falls: EarlierFalls) {
    let wishes = CashWishes(late)
    let items = CashItems(
      state: state, book: book, before: [:], changed: RowSet([], of: book.documents.rows.count), reserved: [:],
      unexplained: [:], released: ReleasedCash(), payers: ground.payers)
    let wanted = items.customers(late)
    var rows: [Int64: Int] = [:]
    for (row, customer) in book.customers.rows.enumerated() { rows[customer.stateID] = row }
    let asked = Set(late.map(\.receipt.payment.id))
    func wants(_ customer: Int64, _ id: UnsafeRawBufferPointer) -> Bool {
      rows[customer].map { wanted[$0] } == true || wishes.wants(id: id)
    }
    let ledger = try PastLedger(state.database, knownOn: nil)
    let moved =
      isExplained
      ? try ledger.shown(since: day) { wants($1, $2) }
      : try ledger.unexplained(since: day, asking: asked) { wants($1, $2) }
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
