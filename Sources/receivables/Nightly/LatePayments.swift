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
    let exported = try state.arrivals.dataAsOf()
    guard let newest = exported.values.max() else { return }
    let asksAgain = try PastFilling.cameLastNight(state.database)
    let late = entries.entries.indices.filter { at in
      // Field by field: to take out an entry is to count its texts.
      let day = entries.entries[at].receipt.payment.date
      return day <= newest
        && (entries.origins[at].stateID == 0 || (asksAgain && entries.origins[at].wasWaiting))
        && entries.entries[at].explicit.isEmpty && entries.entries[at].receipt.left > 0
        && !placed.contains(at) && places?.contains(at) ?? true
        && exported[entries.entries[at].receipt.payment.company].map { day <= $0 } == true
        && asOf.days(since: day) <= settings.ignoreOlderThan
    }
    guard let first = late.map({ entries.entries[$0].receipt.payment.date }).min() else { return }
    var falls = try falls(state, ground, late.map { entries.entries[$0] }, since: first).filter { fall in
      try invoiced.map { try !$0.holds(fall.item.stateID) } ?? true
    }
    guard !falls.isEmpty else { return }
    // A later payment can be what fewer exports show: it goes first.
    let byDay = Dictionary(grouping: late) { entries.entries[$0].receipt.payment.date }
    for day in byDay.keys.sorted(by: >) { match(byDay[day]!, entries.entries, on: day, &falls) }
    found.findRows(in: book)
  }

  /// What one document lost, by export.
  private struct Fall {
    var item: CashItem
    var moved: UnexplainedMoves
    var used: Int64 = 0

    /// What a payment of a day may have been: what exports of the day or later took off and no other payment has.
    func room(on day: CalendarDate) -> Int64 { moved.fallen(since: day) - used }
  }

  private func falls(_ state: State, _ ground: CashGround, _ late: [CashApplication.Entry], since day: CalendarDate)
    throws -> [Fall]
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
    return ground.withTonightsRises(moved).compactMap { one in
      let document = one.document
      guard one.fallen(since: day) != 0, let customer = rows[document.customer] else { return nil }
      return Fall(
        item: CashItem(
          stateID: document.id, company: one.company, customerID: book.customers.id(customer),
          payerID: ground.payers.payer[customer].map(book.customers.id), id: document.documentID,
          instalment: document.instalment,
          currency: document.currency, dueDate: document.dueDate, room: 0,
          reference: Details(json: String(decoding: document.details, as: UTF8.self))["reference"]),
        moved: one)
    }
  }

  /// Only what is placed wholly counts: the rest may be about what is open.
  private mutating func match(
    _ places: [Int], _ entries: [CashApplication.Entry], on day: CalendarDate, _ falls: inout [Fall]
  ) {
    let open = falls.indices.filter { falls[$0].room(on: day) != 0 }
    guard !open.isEmpty else { return }
    let items = open.map { at in
      var item = falls[at].item
      item.room = falls[at].room(on: day)
      item.fallen = item.room
      return item
    }
    let findings = stage.apply(places.map { entries[$0] }, to: items, rules: rules)
    let unsure = Set(findings.open.map(\.entry))
    for match in findings.matches where !unsure.contains(match.entry) {
      falls[open[match.item]].used += match.amount + match.deducted
      var match = match
      let item = items[match.item]
      match.entry = places[match.entry]
      found.add(match, on: item)
    }
  }
}
