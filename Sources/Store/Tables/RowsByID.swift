import Ledger

/// Rows of a book by the ids of their documents, instalments together: asked for each of millions of names, most of which are of others.
struct RowsByID {
  private let index: KeyIndex
  /// A bit for each hash; sixteen for each row.
  private let bits: [UInt64]
  private let last: UInt64
  let withInstalments: [Int]

  init(_ book: Book) {
    let rows = book.documents.rows
    var size = 1 << 10
    while size < rows.count * 16 { size <<= 1 }
    var bits = [UInt64](repeating: 0, count: size / 64)
    let last = UInt64(size - 1)
    var hashes = [UInt32](repeating: 0, count: rows.count)
    var withInstalments: [Int] = []
    book.documents.text.bytes.withUnsafeBytes { text in
      for row in rows.indices {
        let key = text[rows[row].key]
        let id = RowsByID.id(key)
        if id.count < key.count { withInstalments.append(row) }
        let hash = KeyIndex.hash(Int(rows[row].company), id)
        hashes[row] = UInt32(truncatingIfNeeded: hash)
        let bit = hash >> 32 & last
        bits[Int(bit / 64)] |= 1 << (bit & 63)
      }
    }
    var index = KeyIndex(expecting: rows.count)
    index.insert(rowsFrom: 0, hashes: hashes)
    (self.index, self.bits, self.last, self.withInstalments) = (index, bits, last, withInstalments)
  }

  /// A key without its instalment.
  private static func id(_ key: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let end = key.firstIndex(of: DocumentRow.instalmentSeparator) else { return key }
    return UnsafeRawBufferPointer(rebasing: key[..<end])
  }

  func hasInstalments(_ row: Int, _ book: Book) -> Bool {
    book.documents.text.with(book.documents.rows[row].key) { $0.contains(DocumentRow.instalmentSeparator) }
  }

  /// Calls `body` with each row of a document.
  @inline(__always)
  func forEach(_ company: UInt16, _ id: UnsafeRawBufferPointer, _ book: Book, _ body: (_ row: Int) -> Void) {
    let hash = KeyIndex.hash(Int(company), id)
    let bit = hash >> 32 & last
    guard bits[Int(bit / 64)] & 1 << (bit & 63) != 0 else { return }
    // Several rows may have the id: all are looked at.
    _ = index.find(hash) { row in
      let isNamed =
        book.documents.rows[row].company == company
        && book.documents.text.with(book.documents.rows[row].key) { RowsByID.id($0).elementsEqual(id) }
      if isNamed { body(row) }
      return false
    }
  }
}

/// Indices of companies by their names; neighbours are mostly of one.
struct CompanyNames {
  private let names: [String]
  private var last: (name: [UInt8], index: UInt16?) = ([], nil)

  init(_ names: [String]) { self.names = names }

  mutating func index(_ name: UnsafeRawBufferPointer) -> UInt16? {
    if !last.name.elementsEqual(name) {
      last = (Array(name), names.firstIndex { $0.utf8.elementsEqual(name) }.map { UInt16($0) })
    }
    return last.index
  }
}

/// Keys of documents that are settled, by their ids.
struct ClosedByID {
  private let database: Database
  init(_ database: Database) { self.database = database }

  func insert(company: String, document: String, into set: inout DocumentSet) throws {
    for id in try database.rows(
      "SELECT id FROM document WHERE balance = 0 AND company = (SELECT id FROM company WHERE company = ?) AND document_id = ?",
      .text(company), .text(document), row: { $0.int64(0) })
    {
      set.insert(id)
    }
  }

  /// All instalments of a document, where it is one.
  func insert(instalmentsOf document: Int64, into set: inout DocumentSet) throws {
    for id in try database.rows(
      "SELECT s.id FROM document d JOIN document s ON s.company = d.company AND s.document_id = d.document_id "
        + "WHERE d.id = ? AND d.instalment <> '' AND s.instalment <> ''", .int(document), row: { $0.int64(0) })
    {
      set.insert(id)
    }
  }

  /// Those that a payment names, was applied to or was matched with.
  func insert(payment: Int64, into set: inout DocumentSet) throws {
    for id in try database.rows(
      "SELECT d.id FROM payment p JOIN company c ON c.company = p.company JOIN document d ON d.company = c.id "
        + "WHERE p.id = ?1 AND d.balance = 0 AND d.document_id = p.reference UNION "
        + "SELECT d.id FROM payment p JOIN application a ON a.company = p.company AND a.payment_id = p.payment_id "
        + "JOIN company c ON c.company = p.company JOIN document d ON d.company = c.id "
        + "WHERE p.id = ?1 AND d.balance = 0 AND d.document_id = a.document_id UNION "
        + "SELECT document FROM cash_match WHERE payment = ?1", .int(payment), row: { $0.int64(0) })
    {
      set.insert(id)
      try insert(instalmentsOf: id, into: &set)
    }
  }
}
