import Ledger

/// The book as a stream of accounts: one customer at a time, in byte order of company and customer id.
struct Accounts {
  let book: Book
  let texts: DocumentTexts
  /// Rows of the customers table, in key order.
  let order: [Int]
  /// Open documents grouped by customer: `rows[starts[c]..<starts[c + 1]]` are customer c's, in the order of an account.
  private let rows: [Int32]
  private let starts: [Int32]
  /// Customers billed to another one: payer -> the others, in key order. And the reverse.
  private let billedTo: [Int: [Int]]
  private let payer: [Int: Int]

  init(_ book: Book) {
    self.book = book
    texts = book.documentTextsForAll
    order = Accounts.keyOrder(book)
    (rows, starts) = Accounts.group(book)
    (billedTo, payer) = Accounts.payers(book, order)
  }

  private static func keyOrder(_ book: Book) -> [Int] {
    let customers = book.customers
    let companies = book.companies.indices.sorted {
      book.companies[$0].utf8.lexicographicallyPrecedes(book.companies[$1].utf8)
    }
    var rank = [Int](repeating: 0, count: book.companies.count)
    for (place, company) in companies.enumerated() { rank[company] = place }
    return customers.text.bytes.withUnsafeBytes { text in
      func id(_ row: Int) -> UnsafeRawBufferPointer {
        let range = customers.rows[row].id
        return UnsafeRawBufferPointer(rebasing: text[Int(range.offset)..<Int(range.offset) + Int(range.count)])
      }
      return customers.rows.indices.sorted { a, b in
        let (x, y) = (rank[Int(customers.rows[a].company)], rank[Int(customers.rows[b].company)])
        return x != y ? x < y : id(a).precedes(id(b))
      }
    }
  }

  /// A document on its way to its place: what sorts first within a customer, as one number, and the row.
  private struct Entry {
    /// Currency, then due date with a missing one last.
    let currencyAndDue: UInt64
    let row: Int32

    init(_ row: DocumentRow, _ index: Int) {
      let due = row.dueDate == .missing ? UInt32.max : UInt32(bitPattern: row.dueDate.days) ^ 0x8000_0000
      currencyAndDue = UInt64(row.currency.packed) << 32 | UInt64(due)
      self.row = Int32(index)
    }
  }

  /// Counting sort by customer, then by currency, due date (missing last) and key within each.
  private static func group(_ book: Book) -> ([Int32], [Int32]) {
    var counts = [Int32](repeating: 0, count: book.customers.rows.count + 1)
    for row in book.documents.rows where isOpen(row) { counts[Int(row.customer) + 1] += 1 }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    let starts = counts
    let count = Int(counts.last ?? 0)
    let entries = [Entry](unsafeUninitializedCapacity: count) { entries, initialized in
      for (index, row) in book.documents.rows.enumerated() where isOpen(row) {
        let customer = Int(row.customer)
        (entries.baseAddress! + Int(counts[customer])).initialize(to: Entry(row, index))
        counts[customer] += 1
      }
      initialized = count
    }
    return (sorted(entries, starts, book.documents), starts)
  }

  private static func sorted(_ entries: [Entry], _ starts: [Int32], _ documents: DocumentTable) -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(entries.count)
    var own: [Entry] = []
    documents.text.bytes.withUnsafeBytes { text in
      func key(_ row: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[documents.rows[Int(row)].key.slice])
      }
      for customer in 0..<(starts.count - 1) where starts[customer + 1] > starts[customer] {
        own.removeAll(keepingCapacity: true)
        own.append(contentsOf: entries[Int(starts[customer])..<Int(starts[customer + 1])])
        if own.count > 1 {
          own.sort {
            $0.currencyAndDue != $1.currencyAndDue
              ? $0.currencyAndDue < $1.currencyAndDue : key($0.row).precedes(key($1.row))
          }
        }
        for entry in own { rows.append(entry.row) }
      }
    }
    return rows
  }

  private static func isOpen(_ row: DocumentRow) -> Bool { row.balance != 0 && !row.flags.contains(.void) }

  private static func payers(_ book: Book, _ order: [Int]) -> ([Int: [Int]], [Int: Int]) {
    var billed: [Int: [Int]] = [:]
    var payer: [Int: Int] = [:]
    guard book.customers.text.holds("\"bill_to\"") else { return (billed, payer) }
    for customer in order {
      let row = book.customers.rows[customer]
      guard book.customers.text.mentions(row.details, "bill_to"),
        let billTo = Details(json: book.customers.text.string(row.details))["bill_to"],
        let other = book.customers.find(company: row.company, id: billTo), other != customer
      else { continue }
      billed[other, default: []].append(customer)
      payer[customer] = other
    }
    return (billed, payer)
  }

  /// Rows of a customer's open documents.
  private func openRows(_ customer: Int) -> ArraySlice<Int32> {
    rows[Int(starts[customer])..<Int(starts[customer + 1])]
  }

  /// The account of a customer without score, decisions and reminders; nil when neither it nor anybody billed to it owes anything and
  /// `evenIfEmpty` does not ask for it.
  func account(_ customer: Int, evenIfEmpty: Bool = false) -> CustomerAccount? {
    let own = openRows(customer)
    let children = billedTo[customer] ?? []
    guard evenIfEmpty || !own.isEmpty || !children.isEmpty else { return nil }
    let value = book.customer(customer)
    let items = items(of: customer, value)
    var billed = payer[customer] == nil ? items : []
    if !children.isEmpty {
      for child in children { billed += self.items(of: child, book.customer(child)) }
      billed.sort(by: Accounts.itemPrecedes)
    }
    return CustomerAccount(customer: value, items: items, billed: billed)
  }

  /// Customers that pay for others, in key order: they are decided first, so that what they owe is known when the others are shown.
  var payersForOthers: [Int] { order.filter { billedTo[$0] != nil } }
  func payerOf(_ customer: Int) -> Int? { payer[customer] }
  func billedCustomers(_ customer: Int) -> [Int] { billedTo[customer] ?? [] }

  private static func itemPrecedes(_ a: AccountItem, _ b: AccountItem) -> Bool {
    if a.document.currency != b.document.currency { return a.document.currency < b.document.currency }
    let (x, y) = (a.document.dueDate?.days ?? .max, b.document.dueDate?.days ?? .max)
    if x != y { return x < y }
    return Document.precedes(a.document, b.document)
  }

  private func items(of customer: Int, _ value: Customer) -> [AccountItem] {
    let own = openRows(customer)
    // An account's rows lie all over the table. A short loop for each column has many of them on their way from memory at once; item by
    // item each would be waited for alone.
    let found = own.map { book.documents.rows[Int($0)] }
    let learned = own.map { book.documents.learnedOn[Int($0)] }
    let memories = own.map { book.documents.memory.of(Int($0)) }
    var items: [AccountItem] = []
    items.reserveCapacity(own.count)
    for (place, row) in own.enumerated() {
      var memory = memories[place]
      memory.learnedOn = learned[place]
      items.append(item(book.document(found[place], texts), memory, row: Int(row), value))
    }
    return items
  }

  /// Asks the memory for what the accounts a little further on are made of: the answers are on their way while the accounts before are
  /// decided. Half of the time of making accounts and of ordering their documents was waiting.
  /// - Returns: a number that means nothing. Who keeps it keeps the compiler from leaving the questions out.
  func lookAhead(from place: Int) -> Int {
    var seen = 0
    if place &+ 2 < order.count { seen &+= askForTexts(order[place &+ 2]) }
    if place &+ 3 < order.count { seen &+= askForMemories(order[place &+ 3]) }
    if place &+ 5 < order.count { seen &+= askForRows(order[place &+ 5]) }
    return seen
  }

  @inline(never)
  private func askForRows(_ customer: Int) -> Int {
    var seen = 0
    for row in openRows(customer) {
      let row = Int(row)
      seen &+= Int(truncatingIfNeeded: book.documents.rows[row].balance)
      seen &+= Int(book.documents.rows[row].flags.rawValue) &+ Int(book.documents.learnedOn[row].days)
    }
    return seen
  }

  /// Of documents whose rows have come.
  @inline(never)
  private func askForTexts(_ customer: Int) -> Int {
    book.documents.text.bytes.withUnsafeBytes { text in
      var seen = 0
      for row in openRows(customer) {
        let key = book.documents.rows[Int(row)].key
        seen &+= key.count > 0 ? Int(text[Int(key.offset)]) : 0
      }
      return seen
    }
  }

  @inline(never)
  private func askForMemories(_ customer: Int) -> Int {
    var seen = 0
    for row in openRows(customer) { seen &+= book.documents.memory.of(Int(row)).level }
    return seen
  }

  /// An open item with its due date and what is remembered of it.
  private func item(_ document: Document, _ memory: ItemMemory, row: Int, _ customer: Customer) -> AccountItem {
    var termsDate: CalendarDate?
    if document.dueDate == nil, document.balance > 0 {
      let terms = document.terms ?? customer.terms
      termsDate = terms.flatMap(PaymentTerms.netDays).map { document.documentDate.adding(days: $0) }
    }
    return AccountItem(document: document, dueDate: document.dueDate, termsDate: termsDate, memory: memory, row: row)
  }
}
