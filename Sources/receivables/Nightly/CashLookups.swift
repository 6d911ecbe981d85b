import Ledger

/// Documents that payments of a night name by their ids, each once with all entries that name it. A book of a million rows is asked
/// row by row: hashes tell nearly every one that is not wanted.
struct WantedDocuments {
  private var index = KeyIndex()
  private var text = TextArena()
  private var wanted: [(company: UInt16, id: TextRange, entries: [Int32], isOpen: Bool)] = []

  var isEmpty: Bool { wanted.isEmpty }

  mutating func add(_ company: UInt16, _ id: String, by entry: Int) {
    var id = id
    id.withUTF8 { id in
      let id = UnsafeRawBufferPointer(id)
      if let place = find(company, id) {
        wanted[place].entries.append(Int32(entry))
      } else {
        wanted.append((company, text.add(id), [Int32(entry)], false))
        index.insert(wanted.count - 1, hash: KeyIndex.hash(Int(company), id))
      }
    }
  }

  /// The place of a document with this id and without an instalment.
  @inline(__always)
  func find(_ company: UInt16, _ key: UnsafeRawBufferPointer) -> Int? {
    index.find(KeyIndex.hash(Int(company), key)) { place in
      wanted[place].company == company && text.equal(wanted[place].id, key)
    }
  }

  mutating func noteOpen(_ place: Int) { wanted[place].isOpen = true }

  /// Whether the document was noted as open.
  func isOpen(_ company: UInt16, _ id: String) -> Bool {
    guard !wanted.isEmpty else { return false }
    var id = id
    return id.withUTF8 { find(company, UnsafeRawBufferPointer($0)).map { wanted[$0].isOpen } ?? false }
  }

  func eachEntry(of place: Int, _ body: (Int) -> Void) { for entry in wanted[place].entries { body(Int(entry)) } }
}

/// Who pays for whom, as rows of customers: the payer of a customer, and the customers of a payer.
struct BilledTo {
  private(set) var payer: [Int: Int] = [:]
  private(set) var billed: [Int: [Int]] = [:]

  init(_ book: Book) {
    guard book.customers.text.holds("\"bill_to\"") else { return }
    for (at, row) in book.customers.rows.enumerated() where book.customers.text.mentions(row.details, "\"bill_to\"") {
      guard let id = Details(json: book.customers.text.string(row.details))["bill_to"],
        let other = book.customers.find(company: row.company, id: id), other != at
      else { continue }
      payer[at] = other
      billed[other, default: []].append(at)
    }
  }
}

extension DocumentTable {
  /// The row of each of these keys of the state; -1 for those that are not in the book.
  func rows(of keys: some Sequence<Int64>) -> [Int64: Int] {
    var rows: [Int64: Int] = [:]
    for key in keys { rows[key] = -1 }
    guard !rows.isEmpty else { return rows }
    let few = FewKeys(rows.keys)
    for (row, id) in stateIDs.enumerated() where id != 0 && few.mayHold(id) && rows[id] != nil { rows[id] = row }
    return rows
  }
}

/// Some of the state's keys, asked for each of a million: a bit tells most that are not among them.
private struct FewKeys {
  private var bits: [UInt64]
  private let last: Int

  /// At least sixteen bits for each key.
  init(_ keys: some Collection<Int64>) {
    var words = 1 << 10
    while words < keys.count / 4 { words <<= 1 }
    bits = [UInt64](repeating: 0, count: words)
    last = words - 1
    for key in keys { bits[Int(truncatingIfNeeded: key >> 6) & last] |= 1 << UInt64(truncatingIfNeeded: key & 63) }
  }

  /// False: it is none of them.
  @inline(__always)
  func mayHold(_ key: Int64) -> Bool {
    bits[Int(truncatingIfNeeded: key >> 6) & last] & 1 << UInt64(truncatingIfNeeded: key & 63) != 0
  }
}
