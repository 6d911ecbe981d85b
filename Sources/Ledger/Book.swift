/// The position of all companies in memory: what the state knew, brought up to date by tonight's files. Texts lie in arenas, rows are
/// plain numbers, and `Document` and `Customer` values are made for one account at a time.
package struct Book: Sendable {
  /// Company ids; the index is the `company` of rows. Ids of the configuration in its order, then those only the state knows.
  package private(set) var companies: [String]
  package var customers: CustomerTable
  package var documents: DocumentTable

  package init(companies: [String], expectingCustomers: Int = 0, expectingDocuments: Int = 0) {
    self.companies = companies
    customers = CustomerTable(expecting: expectingCustomers)
    documents = DocumentTable(expecting: expectingDocuments)
  }

  /// The index of a company; a new one is added at the end.
  package mutating func company(_ id: String) -> UInt16 {
    if let index = companies.firstIndex(of: id) { return UInt16(index) }
    companies.append(id)
    return UInt16(companies.count - 1)
  }

  /// The document as a value; its texts are copied out of the arena.
  package func document(_ index: Int) -> Document { document(documents.rows[index]) }

  package func document(_ row: DocumentRow) -> Document {
    let (id, instalment) = documents.key(row.key)
    return Document(
      company: companies[Int(row.company)], customerID: customers.id(Int(row.customer)), id: id, instalment: instalment,
      kind: row.kind, documentDate: row.documentDate, dueDate: row.dueDate.orNil, currency: row.currency,
      amount: row.amount, balance: row.flags.contains(.void) ? 0 : row.balance, isVoid: row.flags.contains(.void),
      details: Details(json: documents.text.string(row.details)))
  }

  package func customer(_ index: Int) -> Customer {
    let row = customers.rows[index]
    return Customer(
      company: companies[Int(row.company)], id: customers.text.string(row.id), name: customers.text.string(row.name),
      details: Details(json: customers.text.string(row.details)))
  }
}

/// Customers of the book.
package struct CustomerTable: Sendable {
  package struct Row: Sendable {
    package var id: TextRange
    package var name: TextRange
    package var details: TextRange
    package var company: UInt16
    /// Key in the state; 0 for a customer that the state does not know yet.
    package var stateID: Int64
    /// Something of it is new tonight and must be stored.
    package var isChanged: Bool
  }

  package private(set) var rows: [Row] = []
  package private(set) var text = TextArena()
  private var index: KeyIndex

  package init(expecting count: Int) {
    index = KeyIndex(expecting: count)
    rows.reserveCapacity(count)
  }

  package func id(_ row: Int) -> String { text.string(rows[row].id) }

  package func find(company: UInt16, id: UnsafeRawBufferPointer) -> Int? {
    index.find(KeyIndex.hash(Int(company), id)) { rows[$0].company == company && text.equal(rows[$0].id, id) }
  }

  package func find(company: UInt16, id: String) -> Int? {
    var id = id
    return id.withUTF8 { find(company: company, id: UnsafeRawBufferPointer($0)) }
  }

  /// Adds a customer that `find` does not know.
  package mutating func add(
    company: UInt16, id: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, details: UnsafeRawBufferPointer,
    stateID: Int64
  ) -> Int {
    let row = Row(
      id: text.add(id), name: text.add(name), details: text.add(details), company: company, stateID: stateID,
      isChanged: stateID == 0)
    rows.append(row)
    let all = rows
    let texts = text
    index.insert(rows.count - 1, hash: KeyIndex.hash(Int(company), id)) { other in
      texts.with(all[other].id) { KeyIndex.hash(Int(all[other].company), $0) }
    }
    return rows.count - 1
  }

  /// Takes what tonight's file says of a customer. Returns true when that is new.
  package mutating func update(_ row: Int, name: String, details: Details) -> Bool {
    guard text.string(rows[row].name) != name || text.string(rows[row].details) != details.json else { return false }
    rows[row].name = text.add(name)
    rows[row].details = text.add(details.json)
    rows[row].isChanged = true
    return true
  }
}

/// Documents of the book: every open one, and the closed ones that tonight's files mention.
package struct DocumentTable: Sendable {
  package var rows: [DocumentRow] = []
  /// Key in the state, 0 for a new document; and the as-of date of the run that first saw it.
  package var stateIDs: [Int64] = []
  package var learnedOn: [CalendarDate] = []
  package var text = TextArena()
  /// By row; only documents about which there is something to remember.
  package var memory: [Int: ItemMemory] = [:]
  private var index: KeyIndex

  package init(expecting count: Int) {
    index = KeyIndex(expecting: count)
    rows.reserveCapacity(count)
    stateIDs.reserveCapacity(count)
    learnedOn.reserveCapacity(count)
  }

  package func find(company: UInt16, key: UnsafeRawBufferPointer) -> Int? {
    index.find(KeyIndex.hash(Int(company), key)) { rows[$0].company == company && text.equal(rows[$0].key, key) }
  }

  /// Adds a document that `find` does not know; its texts lie in this table's arena already.
  @discardableResult
  package mutating func add(_ row: DocumentRow, stateID: Int64, learnedOn date: CalendarDate) -> Int {
    rows.append(row)
    stateIDs.append(stateID)
    learnedOn.append(date)
    let hash = text.with(row.key) { KeyIndex.hash(Int(row.company), $0) }
    index.insert(rows.count - 1, hash: hash) { [rows, text] other in
      text.with(rows[other].key) { KeyIndex.hash(Int(rows[other].company), $0) }
    }
    return rows.count - 1
  }

  /// Document id and instalment of a key.
  package func key(_ range: TextRange) -> (id: String, instalment: String) {
    text.with(range) { bytes in
      guard let separator = bytes.lastIndex(of: DocumentRow.instalmentSeparator) else {
        return (String(decoding: bytes, as: UTF8.self), "")
      }
      return (
        String(decoding: bytes[..<separator], as: UTF8.self), String(decoding: bytes[(separator + 1)...], as: UTF8.self)
      )
    }
  }
}
