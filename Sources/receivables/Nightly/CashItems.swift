import Cash
import Diff
import Ledger
import Store

/// Documents that tonight's payments may be about, taken from the book in one pass, with what of them may still be matched.
struct CashItems {
  let state: State
  let book: Book
  /// What every document that fell tonight carried before, by row.
  let before: [Int: Int64]
  /// What earlier matches that the ERP has not posted take of a document, and what of tonight's fall no earlier match explains; by row.
  let reserved: [Int: Int64]
  let unexplained: [Int: Int64]
  /// Earlier matches that tonight's replace, by key of the document: what of them the ERP shows already may be matched again.
  let released: [Int64: Int64]
  let payers: BilledTo

  /// Balances before tonight of documents whose balance came nearer to zero. A document that is first seen
  /// as paid, or in part, was open before: its payments may come together with it.
  static func before(_ changes: [RowChange], _ book: Book) -> [Int: Int64] {
    var before: [Int: Int64] = [:]
    for change in changes {
      let row = book.documents.rows[change.row]
      let now = row.flags.contains(.void) ? 0 : row.balance
      if let old = change.before {
        let was = old.flags.contains(.void) ? 0 : old.balance
        guard old.currency == row.currency, !row.flags.contains(.void), was != 0, abs(now) < abs(was),
          now == 0 || (now > 0) == (was > 0)
        else { continue }
        before[change.row] = was
      } else if abs(now) < abs(row.amount), now == 0 || (now > 0) == (row.amount > 0), !row.flags.contains(.void) {
        before[change.row] = row.amount
      }
    }
    return before
  }

  /// The same of every document whose balance moved, up or down.
  static func moved(_ changes: [RowChange], _ book: Book, _ before: [Int: Int64]) -> [Int: Int64] {
    var moved = before
    for change in changes {
      let row = book.documents.rows[change.row]
      guard let old = change.before, old.currency == row.currency, !row.flags.contains(.void) else { continue }
      moved[change.row] = old.flags.contains(.void) ? 0 : old.balance
    }
    return moved
  }

  /// Payments that name one open document by its id and say nothing else, as places in the list, and the rows of their documents. What the
  /// ERP or a person says about a document tonight goes before.
  func plain(_ entries: [CashApplication.Entry]) -> (entries: [Int], rows: [Int], named: WantedDocuments) {
    let told = Set(entries.lazy.flatMap(\.explicit).map(\.documentID))
    var companies: [String: UInt16] = [:]
    for (place, company) in book.companies.enumerated() { companies[company] = UInt16(place) }
    var wanted = WantedDocuments()
    for (at, entry) in entries.enumerated() {
      guard let id = entry.receipt.payment.details["reference"], told.isEmpty || !told.contains(id),
        let company = companies[entry.receipt.payment.company], CashApplication.namesOneID(entry)
      else { continue }
      wanted.add(company, id, by: at)
    }
    guard !wanted.isEmpty else { return ([], [], wanted) }
    var found: [Int] = []
    var rows: [Int] = []
    let documents = book.documents
    documents.text.bytes.withUnsafeBytes { text in
      for row in documents.rows.indices {
        let document = documents.rows[row]
        guard let place = wanted.find(document.company, text[document.key]), isOpen(row) else { continue }
        wanted.eachEntry(of: place) { found.append($0) }
        if document.balance != 0 || before[row] != nil { wanted.noteOpen(place) }
        rows.append(row)
      }
    }
    return (found.sorted(), rows, wanted)
  }

  /// Whether any document carries a payment reference.
  private var hasReferences: Bool { book.documents.shapes.mayHave("reference") }

  func items(_ rows: [Int]) -> [CashItem] {
    let hasReferences = hasReferences
    return rows.map { item($0, hasReferences: hasReferences) }
  }

  func gather(_ entries: [CashApplication.Entry]) throws -> [CashItem] {
    guard !entries.isEmpty else { return [] }
    let (wishes, hasReferences) = (CashWishes(entries), hasReferences)
    var wanted = customers(entries)
    var isTaken: Set<Int> = []
    var found: Set<Int> = []
    for row in book.documents.rows.indices where isOpen(row) {
      let document = book.documents.rows[row]
      guard !wanted[Int(document.customer)] else {
        isTaken.insert(row)
        continue
      }
      let isNamed = names(document, wishes, byReference: hasReferences && wishes.wantsReferences)
      guard isNamed || wishes.wants(amount: document.balance) else { continue }
      isTaken.insert(row)
      if isNamed { found.insert(Int(document.customer)) }
    }
    // The rest of whoever's document is named: credits, and what else a sum may hold.
    if !found.isEmpty {
      for customer in found { wanted[customer] = true }
      for row in book.documents.rows.indices
      where wanted[Int(book.documents.rows[row].customer)] && isOpen(row) {
        isTaken.insert(row)
      }
    }
    var items = isTaken.sorted().map { item($0, hasReferences: hasReferences) }
    try addClosed(wishes, to: &items)
    return items
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
        let company = book.companies.firstIndex(of: entry.receipt.payment.company),
        let row = book.customers.find(company: UInt16(company), id: payer.customerID)
      else { continue }
      wanted[row] = true
      for child in payers.billed[row] ?? [] { wanted[child] = true }
    }
    return wanted
  }

  private func item(_ row: Int, hasReferences: Bool) -> CashItem {
    let document = book.documents.rows[row]
    let key = book.documents.key(document.key)
    func detail(_ name: StaticString) -> String? { book.documents.detail(name, of: document) }
    let customer = Int(document.customer)
    let was = before[row] ?? (document.flags.contains(.void) ? 0 : document.balance)
    let again = released[book.documents.stateIDs[row]] ?? 0
    let explained = before[row] == nil ? 0 : was - document.balance - (unexplained[row] ?? was - document.balance)
    return CashItem(
      row: row, stateID: book.documents.stateIDs[row], company: book.companies[Int(document.company)],
      customerID: book.customers.id(customer), payerID: payers.payer[customer].map(book.customers.id), id: key.id,
      instalment: key.instalment, currency: document.currency, documentDate: document.documentDate,
      dueDate: document.dueDate.orNil, room: was - explained - (reserved[row] ?? 0) + again,
      fallen: (before[row] == nil ? 0 : unexplained[row] ?? was - document.balance) + again,
      discount: detail("discount_amount").flatMap { try? Money($0, document.currency).minorUnits } ?? 0,
      discountDate: detail("discount_date").flatMap { CalendarDate($0) },
      reference: hasReferences ? detail("reference") : nil)
  }

  /// Documents that were closed on earlier nights and are named: the payment came after the export that shows it.
  private func addClosed(_ wishes: CashWishes, to items: inout [CashItem]) throws {
    let known = Set(items.map { "\($0.company)\u{1F}\($0.id)" })
    let lookup = DocumentLookup(state.database)
    for company in wishes.ids.keys.sorted() {
      for id in wishes.ids[company]!.sorted() where !known.contains("\(company)\u{1F}\(id)") {
        for found in try lookup.closed(id: id, company: company) {
          items.append(
            CashItem(
              stateID: found.stateID, company: company, customerID: found.document.customerID, id: id,
              instalment: found.document.instalment, currency: found.document.currency,
              documentDate: found.document.documentDate, dueDate: found.document.dueDate,
              room: released[found.stateID] ?? 0, fallen: released[found.stateID] ?? 0,
              reference: found.document.reference))
        }
      }
    }
  }
}
