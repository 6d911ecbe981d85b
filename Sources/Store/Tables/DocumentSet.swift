import Ledger

/// A set of documents by their keys in the state, in order.
struct DocumentSet {
  private var words: [UInt64]

  init(upTo last: Int64) { words = [UInt64](repeating: 0, count: Int(last) / 64 + 1) }

  /// Documents that later runs than this one learned or changed, and about which they learned something of the past.
  init(changedAfter run: Int64, in database: Database) throws {
    let last = try database.lastKey(of: "document")
    self.init(upTo: last)
    for table in ["document_history WHERE until_run > ?", "late_sighting WHERE run > ?"] {
      let statement = try database.prepare("SELECT document FROM \(table)")
      defer { statement.reset() }
      statement.bind(int: run, at: 1)
      while try statement.step() { insert(statement.int64(0)) }
    }
    for id in (try DocumentSet.lastDocument(upTo: run, in: database) + 1)..<(last + 1) { insert(id) }
  }

  /// The newest document that runs up to this one had learned: keys are given in the order of runs.
  static func lastDocument(upTo run: Int64, in database: Database) throws -> Int64 {
    let last = try database.lastKey(of: "document")
    var (known, unknown) = (Int64(0), last + 1)
    while unknown - known > 1 {
      let middle = known + (unknown - known) / 2
      // Keys may have gaps: the next one there is.
      let first = try database.rows(
        "SELECT first_run FROM document WHERE id >= ? ORDER BY id LIMIT 1", .int(middle), row: { $0.int64(0) })
      if let first = first.first, first <= run { known = middle } else { unknown = middle }
    }
    return known
  }

  func contains(_ id: Int64) -> Bool {
    id >= 0 && Int(id) / 64 < words.count && words[Int(id) / 64] & 1 << UInt64(id % 64) != 0
  }

  mutating func insert(_ id: Int64) {
    guard id >= 0, Int(id) / 64 < words.count else { return }
    words[Int(id) / 64] |= 1 << UInt64(id % 64)
  }

  func forEach(_ body: (Int64) throws -> Void) rethrows {
    for (index, word) in words.enumerated() where word != 0 {
      var rest = word
      while rest != 0 {
        try body(Int64(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }
}

/// Where documents stand in a book, asked in the order of their keys: those that were loaded come in it.
struct BookPlaces {
  /// Rows that were loaded; what is added later stands behind them.
  let count: Int
  private var next = 0

  init(_ book: Book) { count = book.documents.stateIDs.count }
  /// From the beginning again.
  init(upTo count: Int) { self.count = count }

  /// The row of a document, nil where it was not loaded. Keys may only rise.
  mutating func row(of id: Int64, in book: Book) -> Int? {
    while next < count, book.documents.stateIDs[next] < id { next += 1 }
    return next < count && book.documents.stateIDs[next] == id ? next : nil
  }
}
