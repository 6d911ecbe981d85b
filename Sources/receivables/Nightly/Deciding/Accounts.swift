internal import CIntrinsics
import Ledger

/// The book as a stream of accounts: one customer at a time, in byte order of company and customer id. A class, because it is many lists and is
/// asked for each account.
final class Accounts {
  let book: Book
  /// Of documents whose rows are the book's.
  let texts: DocumentTexts
  /// Of the documents of accounts: their keys lie together, account by account. In the book they lie between the details of all documents, and
  /// each key would be waited for.
  private let accountTexts: DocumentTexts
  /// Rows of the customers table, in key order.
  let order: [Int]
  /// Open documents grouped by customer: `rows[starts[c]..<starts[c + 1]]` are customer c's, in the order of an account.
  private let rows: [Int32]
  private let starts: [Int32]
  /// Where the keys of these documents lie in `accountTexts`.
  private let keys: [TextRange]
  /// Customers billed to another one: payer -> the others, in key order. And the reverse.
  private let billedTo: [Int: [Int]]
  private let payer: [Int: Int]

  init(_ book: Book) {
    self.book = book
    texts = book.documentTexts
    order = Accounts.keyOrder(book)
    let group = AccountGroups(book)
    (rows, starts, keys) = (group.entries.map(\.row), group.starts, group.entries.map(\.key))
    accountTexts = texts.with(keys: group.text)
    (billedTo, payer) = Accounts.payers(book, order)
  }

  private static func keyOrder(_ book: Book) -> [Int] {
    let customers = book.customers
    let companies = book.companies.indices.sorted {
      ByteOrder.precedes(book.companies[$0], book.companies[$1])
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

  private static func payers(_ book: Book, _ order: [Int]) -> ([Int: [Int]], [Int: Int]) {
    var billed: [Int: [Int]] = [:]
    var payer: [Int: Int] = [:]
    guard book.customers.text.holds("\"bill_to\"") else { return (billed, payer) }
    for customer in order {
      guard let other = Accounts.payer(of: customer, in: book) else { continue }
      billed[other, default: []].append(customer)
      payer[customer] = other
    }
    return (billed, payer)
  }

  /// Who pays for a customer by `bill_to`, by row; nil: it does itself.
  /// - Parameter details: of the customer; nil: tonight's.
  static func payer(of customer: Int, _ details: TextRange? = nil, in book: Book) -> Int? {
    guard let id = billTo(of: customer, details, in: book),
      let other = book.customers.find(company: book.customers.rows[customer].company, id: id), other != customer
    else { return nil }
    return other
  }

  /// What stands in `bill_to` of a customer.
  static func billTo(of customer: Int, _ details: TextRange? = nil, in book: Book) -> String? {
    let details = details ?? book.customers.rows[customer].details
    guard book.customers.text.mentions(details, "bill_to") else { return nil }
    return Details(json: book.customers.text.string(details))["bill_to"]
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
    let paidFor = children.map { book.customer($0) }
    if !children.isEmpty {
      for (child, customer) in zip(children, paidFor) { billed += self.items(of: child, customer) }
      billed.sort(by: Accounts.itemPrecedes)
    }
    var account = CustomerAccount(customer: value, items: items, billed: billed, paidFor: paidFor)
    account.isPaidByOther = payer[customer] != nil
    return account
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
    let (start, end) = (Int(starts[customer]), Int(starts[customer + 1]))
    // Not by an initializer of the standard library that takes a count: those ask the runtime for the type of the memory each time.
    var items: [AccountItem] = []
    items.reserveCapacity(end - start)
    for place in start..<end {
      let row = Int(rows[place])
      var memory = book.documents.memory.of(row)
      memory.learnedOn = book.documents.learnedOn[row]
      var found = book.documents.rows[row]
      found.key = keys[place]
      items.append(item(book.document(found, accountTexts), memory, row: row, value))
    }
    return items
  }

  /// Asks the memory for what the accounts a little further on are made of: it comes while the accounts before are decided. Their rows lie
  /// all over the tables, and half of the time of making accounts was waiting. Memories are found by rows, so they are asked for when these
  /// have come.
  func lookAhead(from place: Int) {
    if place &+ 2 < order.count { askForMemories(order[place &+ 2]) }
    if place &+ 5 < order.count { askForRows(order[place &+ 5]) }
  }

  private func askForRows(_ customer: Int) {
    book.documents.rows.withUnsafeBufferPointer { table in
      book.documents.learnedOn.withUnsafeBufferPointer { learned in
        for row in openRows(customer) {
          let address = UnsafeRawPointer(table.baseAddress! + Int(row))
          ask_for(address)
          // A row may lie in two lines.
          ask_for(address + (MemoryLayout<DocumentRow>.size - 1))
          ask_for(learned.baseAddress! + Int(row))
          book.documents.memory.ask(Int(row)) { ask_for($0) }
        }
      }
    }
  }

  private func askForMemories(_ customer: Int) {
    for row in openRows(customer) { book.documents.memory.askForMemory(Int(row)) { ask_for($0) } }
  }

  /// An open item with its due date and what is remembered of it.
  private func item(_ document: Document, _ memory: ItemMemory, row: Int, _ customer: Customer) -> AccountItem {
    AccountItem(
      document: document, dueDate: document.dueDate, termsDate: document.termsDate(customer), memory: memory, row: row)
  }
}
