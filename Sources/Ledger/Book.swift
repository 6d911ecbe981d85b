/// The position of all companies in memory: what the state knew, brought up to date by tonight's files. Texts lie in arenas, rows are
/// plain numbers; `Document` values point into the arenas, `Customer` values are made for one account at a time.
public struct Book: Sendable {
  /// Company ids; the index is the `company` of rows. Ids of the configuration in its order, then those only the state knows.
  public private(set) var companies: [String]
  public var customers: CustomerTable
  public var documents: DocumentTable

  public init(companies: [String], expectingCustomers: Int = 0, expectingDocuments: Int = 0) {
    self.companies = companies
    customers = CustomerTable(expecting: expectingCustomers)
    documents = DocumentTable(expecting: expectingDocuments)
  }

  /// The index of a company; a new one is added at the end.
  public mutating func company(_ id: String) -> UInt16 {
    if let index = companies.firstIndex(of: id) { return UInt16(index) }
    companies.append(id)
    return UInt16(companies.count - 1)
  }

  /// The document as a value, for callers who need few.
  public func document(_ index: Int) -> Document { document(documents.rows[index]) }

  public func document(_ row: DocumentRow) -> Document { document(row, documentTexts) }

  /// Row of a customer; nil: it is in no file.
  public func customerRow(_ company: String, _ id: String) -> Int? {
    companies.firstIndex(of: company).flatMap { customers.find(company: UInt16($0), id: id) }
  }

  /// Row of a document by its key; nil: it is not in the book. See `DocumentTable.find`.
  public func documentRow(_ company: String, _ key: String) -> Int? {
    companies.firstIndex(of: company).flatMap { documents.find(company: UInt16($0), key: key) }
  }

  public func customer(_ index: Int) -> Customer {
    let row = customers.rows[index]
    return Customer(
      company: companies[Int(row.company)], id: customers.text.string(row.id), name: customers.text.string(row.name),
      details: Details(manyAskedOf: customers.text.string(row.details)))
  }
}

/// Customers of the book.
public struct CustomerTable: Sendable {
  public struct Row: Sendable {
    public var id: TextRange
    public var name: TextRange
    public var details: TextRange
    public var company: UInt16
    /// Key in the state; 0 for a customer that the state does not know yet.
    public var stateID: Int64
    /// Something of it is new tonight and must be stored.
    public var isChanged: Bool
  }

  public private(set) var rows: [Row] = []
  public private(set) var text = TextArena()
  private(set) var index: KeyIndex
  /// Details as the state has them, by row, of customers of whom tonight's files say something else.
  private var earlier: [Int: TextRange] = [:]

  public init(expecting count: Int) {
    index = KeyIndex(expecting: count)
    rows.reserveCapacity(count)
    text.reserve(count * CustomerTable.expectedText)
  }

  /// Bytes of id, name and details that a customer rarely exceeds.
  private static let expectedText = 320

  public func id(_ row: Int) -> String { text.string(rows[row].id) }

  /// `Customer.isOnlyNamed` of a row.
  public func isOnlyNamed(_ row: Int) -> Bool {
    text.equal(rows[row].details, "{}") && text.equal(rows[row].name, rows[row].id, of: text)
  }

  public func find(company: UInt16, id: UnsafeRawBufferPointer) -> Int? {
    index.find(KeyIndex.hash(Int(company), id)) { rows[$0].company == company && text.equal(rows[$0].id, id) }
  }

  public func find(company: UInt16, id: TextRange, of arena: TextArena) -> Int? {
    arena.with(id) { find(company: company, id: $0) }
  }

  public func find(company: UInt16, id: String) -> Int? {
    var id = id
    return id.withUTF8 { find(company: company, id: UnsafeRawBufferPointer($0)) }
  }

  /// Adds a customer that `find` does not know.
  public mutating func add(
    company: UInt16, id: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, details: UnsafeRawBufferPointer,
    stateID: Int64
  ) -> Int {
    let row = Row(
      id: text.add(id), name: text.add(name), details: text.add(details), company: company, stateID: stateID,
      isChanged: stateID == 0)
    rows.append(row)
    index.insert(rows.count - 1, hash: KeyIndex.hash(Int(company), id))
    return rows.count - 1
  }

  /// The details of a customer as they were before tonight's files.
  public func detailsBefore(_ row: Int) -> TextRange { earlier[row] ?? rows[row].details }

  /// Gives a new customer the key under which the state has stored it.
  public mutating func setStateID(_ id: Int64, of row: Int) { rows[row].stateID = id }

  /// Takes what tonight's file says of a customer. Returns true when that is new.
  public mutating func update(_ row: Int, name: String, details: Details) -> Bool {
    guard !text.equal(rows[row].name, name) || !text.equal(rows[row].details, details.json) else { return false }
    if rows[row].stateID != 0, earlier[row] == nil { earlier[row] = rows[row].details }
    rows[row].name = text.add(name)
    rows[row].details = text.add(details.json)
    rows[row].isChanged = true
    return true
  }
}

/// Documents of the book: every open one, and the closed ones that tonight's files mention.
public struct DocumentTable: Sendable {
  public var rows: [DocumentRow] = []
  /// Key in the state, 0 for a new document; and the as-of date of the run that first saw it.
  public var stateIDs: [Int64] = []
  public var learnedOn: [CalendarDate] = []
  public var text = TextArena()
  /// The shapes of the details.
  public var shapes = DetailShapes()
  /// By row; only documents about which there is something to remember.
  public var memory = ItemMemories()
  /// The lines of exports that documents are known by.
  public var lines = KnownLines()
  private(set) var index = KeyIndex()

  public init(expecting count: Int) {
    rows.reserveCapacity(count)
    stateIDs.reserveCapacity(count)
    learnedOn.reserveCapacity(count)
  }

  /// Makes room for rows and bytes of text to come: growing by doubling would hold everything twice. Memory that stays unused is not
  /// taken from the machine.
  public mutating func reserve(rows count: Int, textBytes: Int) {
    rows.reserveCapacity(rows.count + count)
    stateIDs.reserveCapacity(rows.count + count)
    learnedOn.reserveCapacity(rows.count + count)
    text.reserve(text.count + textBytes)
  }

  /// Rows that are not indexed are looked through one by one: who finds many calls `indexRows` before.
  public func find(company: UInt16, key: UnsafeRawBufferPointer) -> Int? {
    if let found = index.find(KeyIndex.hash(Int(company), key), matches: { isRow($0, company: company, key: key) }) {
      return found
    }
    return (index.count..<rows.count).first { isRow($0, company: company, key: key) }
  }

  /// Whether `find` needs no look at single rows.
  public var isIndexed: Bool { index.count == rows.count }

  /// Makes the index over all rows. A table has none before: a first night that nobody asks for a document again needs none, and
  /// an index of a million rows is made at once for half of what it costs row by row.
  public mutating func indexRows() {
    guard !isIndexed else { return }
    if index.count == 0 { index = KeyIndex(expecting: rows.count) }
    let first = index.count
    let hashes = text.bytes.withUnsafeBytes { text in
      rows[first...].map { UInt32(truncatingIfNeeded: KeyIndex.hash(Int($0.company), text[$0.key])) }
    }
    index.insert(rowsFrom: first, hashes: hashes)
  }

  /// Lets go of the index: sixteen bytes for each row, once the files are read.
  public mutating func forgetIndex() { index = KeyIndex() }

  /// True where a row has this key.
  @inline(__always)
  public func isRow(_ row: Int, company: UInt16, key: UnsafeRawBufferPointer) -> Bool {
    rows[row].company == company && text.equal(rows[row].key, key)
  }

  public func find(company: UInt16, key: TextRange, of arena: TextArena) -> Int? {
    arena.with(key) { find(company: company, key: $0) }
  }

  public func find(company: UInt16, key: String) -> Int? {
    var key = key
    return key.withUTF8 { find(company: company, key: UnsafeRawBufferPointer($0)) }
  }

  /// Adds a document that `find` does not know; its texts lie in this table's arena already.
  @discardableResult
  public mutating func add(_ row: DocumentRow, stateID: Int64, learnedOn date: CalendarDate) -> Int {
    rows.append(row)
    stateIDs.append(stateID)
    learnedOn.append(date)
    return rows.count - 1
  }

  /// Adds the details of a document.
  public mutating func add(details json: UnsafeRawBufferPointer) -> PackedDetails { shapes.add(json, to: &text) }

  /// Whether details are the same as those of a row on its way into this table: both of its shapes.
  @inline(__always)
  public func equal(_ details: PackedDetails, _ others: PackedDetails, of arena: TextArena) -> Bool {
    details.shape == others.shape && text.equal(details.values, others.values, of: arena)
  }

  /// Hands the value of a row's detail to `body`. False, and `body` is not called, where it has no such detail.
  public func withDetail(_ name: StaticString, of row: DocumentRow, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
    shapes.withValue(name, row.details, in: text, body)
  }

  public func detail(_ name: StaticString, of row: DocumentRow) -> String? {
    var value: String?
    _ = withDetail(name, of: row) { value = String(decoding: $0, as: UTF8.self) }
    return value
  }

  /// Document id and instalment of a key.
  public func key(_ range: TextRange) -> (id: String, instalment: String) { text.documentKey(range) }
}

extension TextArena {
  /// Document id and instalment of a key of documents.
  public func documentKey(_ range: TextRange) -> (id: String, instalment: String) {
    with(range) { bytes in
      var separator = bytes.count &- 1
      while separator >= 0, bytes[separator] != DocumentRow.instalmentSeparator { separator &-= 1 }
      guard separator >= 0 else { return (String(decoding: bytes, as: UTF8.self), "") }
      return (
        String(decoding: bytes[..<separator], as: UTF8.self), String(decoding: bytes[(separator + 1)...], as: UTF8.self)
      )
    }
  }
}
