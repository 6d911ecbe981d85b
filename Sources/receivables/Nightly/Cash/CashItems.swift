internal import CIntrinsics
import Cash
import Diff
import Ledger
import Pipeline
import Store

/// Documents that tonight's payments may be about, taken from the book in one pass, with what of them may still be matched.
struct CashItems {
  let state: State
  let book: Book
  /// What every document that fell tonight carried before, by row.
  let before: [Int: Int64]
  /// By how much they fell, where exports between tell; by row.
  var falls: [Int: Int64] = [:]
  /// By how much those rose, as the ERP was told; by row.
  var risen: [Int: Int64] = [:]
  /// Rows of all documents that changed tonight.
  let changed: RowSet
  /// What earlier matches that the ERP has not posted take of a document, and what of tonight's fall no earlier match explains; by row.
  let reserved: [Int: Int64]
  let unexplained: [Int: Int64]
  let released: ReleasedCash
  let payers: BilledTo
  /// False: items are asked for as they stood before tonight's export.
  var showsFalls = true

  /// Balances before tonight of documents whose balance came nearer to zero. A document that is first seen, or first seen in its currency,
  /// as paid, or in part, was open before: its payments may come together with it. Of several exports the one counts that showed the most.
  /// - Parameter falls: see there.
  static func before(_ changes: [RowChange], _ book: Book, _ falls: [Int: Int64]) -> [Int: Int64] {
    var before: [Int: Int64] = [:]
    for change in changes {
      let row = book.documents.rows[change.row]
      guard !row.flags.contains(.void) else { continue }
      var was = change.balanceBefore(in: book) ?? row.amount
      if let path = change.between {
        guard falls[change.row] ?? 0 != 0 else { continue }
        if abs(path.highest) > abs(was) { was = path.highest }
      } else {
        guard abs(row.balance) < abs(was) else { continue }
      }
      if was != 0, row.balance == 0 || (row.balance > 0) == (was > 0) { before[change.row] = was }
    }
    return before
  }

  /// By how much documents fell, where exports between tell. What rose again afterwards counts where money of then is about the document: tonight's, or what
  /// was told of it by then.
  /// - Parameter told: by key of the document, since when the ERP can post what it does not show.
  static func falls(
    _ changes: [RowChange], _ book: Book, _ entries: [CashApplication.Entry], told: [Int64: CalendarDate] = [:]
  ) -> [Int: Int64] {
    var falls: [Int: Int64] = [:]
    for change in changes {
      guard let path = change.between else { continue }
      falls[change.row] = path.falls
      guard let since = path.fallsSince, since != path.falls, let day = path.lowOn else { continue }
      let document = book.document(change.row)
      let isTold = told[book.documents.stateIDs[change.row]].map { $0 <= day } ?? false
      let isPaid =
        isTold
        || entries.contains { entry in
          let payment = entry.receipt.payment
          return payment.company == document.company && payment.date <= day && payment.money.minorUnits > 0
            && (payment.customerID == document.customerID || entry.receipt.reference == document.id
              || payment.details["remittance"]?.contains(document.id) == true)
        }
      if !isPaid { falls[change.row] = since }
    }
    return falls
  }

  /// The balances of every document that moved, up or down.
  static func moved(_ changes: [RowChange], _ book: Book, _ before: [Int: Int64]) -> [Int: Int64] {
    var moved = before
    for change in changes {
      if let was = change.balanceBefore(in: book) { moved[change.row] = was }
    }
    return moved
  }

  /// Payments that name one open document by its id and say nothing else, set against these documents, which stand in the order of the
  /// book. What the ERP or a person says about a document tonight goes before.
  func settleNamed(
    _ entries: [CashApplication.Entry], _ settings: CashSettings
  ) -> (items: [CashItem], findings: CashApplication.Findings, named: WantedDocuments) {
    var wanted = wanted(entries)
    let rows = find(&wanted)
    let hasReferences = hasReferences
    var items: [CashItem] = []
    // Room for what is found for other payments, too: of memory that is not used none is taken.
    items.reserveCapacity(rows.count + entries.count)
    var named = NamedDocuments(settings, expecting: rows.count + entries.count)
    var payments: [Int] = []
    lookingAhead(rows.map(\.row)) { at in
      var item = item(rows[at].row, hasReferences: hasReferences)
      wanted.entries(of: rows[at].place, into: &payments)
      named.settle(&item, number: at, by: payments, of: entries)
      items.append(item)
    }
    return (items, named.findings, wanted)
  }

  private func wanted(_ entries: [CashApplication.Entry]) -> WantedDocuments {
    var told: Set<String> = []
    for at in entries.indices { for application in entries[at].explicit { told.insert(application.documentID) } }
    var companies: [String: UInt16] = [:]
    for (place, company) in book.companies.enumerated() { companies[company] = UInt16(place) }
    var wanted = WantedDocuments(expecting: entries.count)
    for at in entries.indices {
      guard let id = CashApplication.onlyID(entries[at]), told.isEmpty || !told.contains(id),
        let company = companies[entries[at].receipt.payment.company]
      else { continue }
      wanted.add(company, id, by: at)
    }
    wanted.seal()
    return wanted
  }

  /// The rows of the open documents that are wanted, with their places in the list.
  private func find(_ wanted: inout WantedDocuments) -> [(row: Int, place: Int)] {
    guard !wanted.isEmpty else { return [] }
    var found: [(row: Int, place: Int)] = []
    let documents = book.documents
    documents.text.bytes.withUnsafeBytes { text in
      for row in documents.rows.indices {
        let document = documents.rows[row]
        guard let place = wanted.find(document.company, text[document.key]), isOpen(row) else { continue }
        if document.balance != 0 || before[row] != nil { wanted.noteOpen(place) }
        found.append((row, place))
      }
    }
    return found
  }

  /// Whether any document carries a payment reference.
  private var hasReferences: Bool { book.documents.shapes.mayHave("reference") }

  /// Calls `body` with the place of each row. Their texts and customers lie all over the memory: those of rows a little further on are asked for
  /// meanwhile.
  private func lookingAhead(_ rows: [Int], _ body: (_ at: Int) -> Void) {
    let documents = book.documents
    for at in rows.indices {
      if at + 12 < rows.count { documents.rows.withUnsafeBufferPointer { ask_for($0.baseAddress! + rows[at + 12]) } }
      if at + 6 < rows.count {
        let next = documents.rows[rows[at + 6]]
        documents.text.bytes.withUnsafeBytes { ask_for($0.baseAddress! + Int(next.key.offset)) }
        book.customers.rows.withUnsafeBufferPointer { ask_for($0.baseAddress! + Int(next.customer)) }
        documents.stateIDs.withUnsafeBufferPointer { ask_for($0.baseAddress! + rows[at + 6]) }
      }
      if at + 3 < rows.count {
        let id = book.customers.rows[Int(documents.rows[rows[at + 3]].customer)].id
        book.customers.text.bytes.withUnsafeBytes { ask_for($0.baseAddress! + Int(id.offset)) }
      }
      body(at)
    }
  }

  func gather(_ entries: [CashApplication.Entry]) throws -> [CashItem] {
    guard !entries.isEmpty else { return [] }
    let (wishes, hasReferences) = (CashWishes(entries), hasReferences)
    let rows = rows(entries, wishes, byReference: hasReferences && wishes.wantsReferences)
    var items: [CashItem] = []
    items.reserveCapacity(rows.count + wishes.ids.values.reduce(0) { $0 + $1.count })
    lookingAhead(rows) { items.append(item(rows[$0], hasReferences: hasReferences)) }
    try addClosed(wishes, to: &items)
    try addClosedInstalments(entries, to: &items)
    try addReleasedInstalments(to: &items)
    return items
  }

  /// Open documents of the payers, such as payments name or have the amount of, and the rest of whoever's document is named; in the order of
  /// the book.
  private func rows(_ entries: [CashApplication.Entry], _ wishes: CashWishes, byReference: Bool) -> [Int] {
    let wanted = customers(entries)
    var rows: [Int] = []
    var found = [Bool](repeating: false, count: wanted.count)
    var hasFound = false
    for row in book.documents.rows.indices where isOpen(row) {
      let document = book.documents.rows[row]
      if !wanted[Int(document.customer)] {
        let isNamed = names(document, wishes, byReference: byReference)
        guard isNamed || wishes.wants(amount: document.balance) else { continue }
        if isNamed { (found[Int(document.customer)], hasFound) = (true, true) }
      }
      rows.append(row)
    }
    guard hasFound else { return rows }
    // The rest of whoever's document is named: credits, and what else a sum may hold.
    var known = rows[...]
    var all: [Int] = []
    all.reserveCapacity(rows.count)
    for row in book.documents.rows.indices {
      let isKnown = known.first == row
      if isKnown { known.removeFirst() }
      if isKnown || (found[Int(book.documents.rows[row].customer)] && isOpen(row)) { all.append(row) }
    }
    return all
  }

  /// Gives items what was left of them when named documents were settled. Both lists are in the order of the book, documents that are not in it
  /// last.
  static func take(over named: [CashItem], to items: inout [CashItem]) {
    var next = 0
    for at in items.indices where items[at].row >= 0 {
      while next < named.count, named[next].row < items[at].row { next += 1 }
      guard next < named.count else { return }
      guard named[next].row == items[at].row else { continue }
      (items[at].room, items[at].fallen) = (named[next].room, named[next].fallen)
    }
  }

  private func isOpen(_ row: Int) -> Bool {
    let document = book.documents.rows[row]
    return (document.balance != 0 && !document.flags.contains(.void)) || before[row] != nil
      || (!released.isEmpty && released[book.documents.stateIDs[row]] != nil)
  }

  private func names(_ row: DocumentRow, _ wishes: CashWishes, byReference: Bool) -> Bool {
    let isNamed = book.documents.text.with(row.key) { key in
      let end = key.firstIndex(of: DocumentRow.instalmentSeparator) ?? key.count
      return wishes.wants(id: UnsafeRawBufferPointer(rebasing: key[..<end]))
    }
    guard !isNamed, byReference else { return isNamed }
    var isWanted = false
    _ = book.documents.withDetail("reference", of: row) { isWanted = wishes.wants(reference: $0) }
    return isWanted
  }

  /// The payers, and whoever they pay for.
  func customers(_ entries: [CashApplication.Entry]) -> [Bool] {
    var wanted = [Bool](repeating: false, count: book.customers.rows.count)
    for entry in entries {
      guard let payer = entry.payer,
        let row = book.customerRow(entry.receipt.payment.company, payer.customerID)
      else { continue }
      wanted[row] = true
      for child in payers.billed[row] ?? [] { wanted[child] = true }
    }
    return wanted
  }

  /// What of tonight's fall no earlier match explains.
  func fallen(_ row: Int) -> Int64 {
    guard changed.contains(row) else { return 0 }
    guard let was = before[row] else {
      // It rose, by less than the ERP was told to take back: money that is new made up for it.
      guard let rest = unexplained[row], (rest > 0) == (book.documents.rows[row].balance > 0) else { return 0 }
      return rest
    }
    return unexplained[row] ?? falls[row] ?? was - book.documents.rows[row].balance
  }

  /// A document of the book, with what of it may still be matched.
  func item(_ row: Int) -> CashItem { item(row, hasReferences: hasReferences) }

  private func item(_ row: Int, hasReferences: Bool) -> CashItem {
    let document = book.documents.rows[row]
    let key = book.documents.key(document.key)
    func detail(_ name: StaticString) -> String? { book.documents.detail(name, of: document) }
    let customer = Int(document.customer)
    let was = changed.contains(row) ? before[row] : nil
    let open = was ?? (document.flags.contains(.void) ? 0 : document.balance)
    let again = released.isEmpty ? 0 : released.room(of: book.documents.stateIDs[row], balance: document.balance)
    let fallen = fallen(row)
    let explained = was.map { (falls[row] ?? $0 - document.balance) - fallen - (risen[row] ?? 0) } ?? -fallen
    return CashItem(
      row: row, stateID: book.documents.stateIDs[row], company: book.companies[Int(document.company)],
      customerID: book.customers.id(customer), payerID: payers.payer[customer].map(book.customers.id), id: key.id,
      instalment: key.instalment, currency: document.currency,
      dueDate: document.dueDate.orNil, room: open - explained - (reserved[row] ?? 0) + again,
      fallen: showsFalls ? fallen + (again == 0 ? 0 : released.shown(book.documents.stateIDs[row])) : 0,
      discount: detail("discount_amount").flatMap { try? Money($0, document.currency).minorUnits } ?? 0,
      discountDate: detail("discount_date").flatMap { CalendarDate($0) },
      reference: hasReferences ? detail("reference") : nil,
      onAccountOn: document.kind == .onAccount ? document.documentDate : nil)
  }

  /// Documents that were closed on earlier nights and are named: the payment came after the export that shows it.
  private func addClosed(_ wishes: CashWishes, to items: inout [CashItem]) throws {
    var wanted = wishes.ids
    for at in items.indices { wanted[items[at].company]?.remove(items[at].id) }
    let lookup = DocumentLookup(state.database)
    for company in wanted.keys.sorted() {
      for id in wanted[company]!.sorted() {
        for found in try lookup.closed(id: id, company: company) {
          items.append(
            CashItem(
              stateID: found.stateID, company: company, customerID: found.document.customerID, id: id,
              instalment: found.document.instalment, currency: found.document.currency,
              dueDate: found.document.dueDate,
              room: released[found.stateID] ?? 0, fallen: released.shown(found.stateID),
              reference: found.document.reference))
        }
      }
    }
  }
}
