import Ledger

/// Documents that payments of a night name by their ids, each once with all entries that name it. A book of a million rows is asked
/// row by row: a bit tells nearly every one that is not wanted.
struct WantedDocuments {
  private var index = KeyIndex()
  private var text = TextArena()
  private var wanted: [Wanted] = []
  /// By place, the entries behind the first one.
  private var others: [Int: [Int]] = [:]
  /// The hashes of all, once no more come.
  private var few = FewKeys([])

  private struct Wanted {
    var company: UInt16
    var isOpen = false
    var id: TextRange
    var entry: Int32
    var hash: UInt64
  }

  init(expecting count: Int = 0) {
    index = KeyIndex(expecting: count)
    wanted.reserveCapacity(count)
  }

  var isEmpty: Bool { wanted.isEmpty }

  mutating func add(_ company: UInt16, _ id: String, by entry: Int) {
    var id = id
    id.withUTF8 { id in
      let id = UnsafeRawBufferPointer(id)
      let hash = KeyIndex.hash(Int(company), id)
      if let place = find(company, id, hash: hash) {
        others[place, default: []].append(entry)
      } else {
        wanted.append(Wanted(company: company, id: text.add(id), entry: Int32(entry), hash: hash))
        index.insert(wanted.count - 1, hash: hash)
      }
    }
  }

  /// All are added: from now on they are looked for.
  mutating func seal() { few = FewKeys(wanted.map { Int64(bitPattern: $0.hash) }) }

  /// The place of a document with this id and without an instalment.
  @inline(__always)
  func find(_ company: UInt16, _ key: UnsafeRawBufferPointer) -> Int? {
    let hash = KeyIndex.hash(Int(company), key)
    return few.mayHold(Int64(bitPattern: hash)) ? find(company, key, hash: hash) : nil
  }

  @inline(__always)
  private func find(_ company: UInt16, _ key: UnsafeRawBufferPointer, hash: UInt64) -> Int? {
    index.find(hash) { place in wanted[place].company == company && text.equal(wanted[place].id, key) }
  }

  mutating func noteOpen(_ place: Int) { wanted[place].isOpen = true }

  /// Places of payments that name a document in their reference field and none that was noted as open.
  func loose(_ payments: [Payment], _ companies: [String]) -> [Int] {
    var places: [String: UInt16] = [:]
    for (place, company) in companies.enumerated() { places[company] = UInt16(place) }
    return payments.indices.filter { at in
      var isOpen = false
      let company = wanted.isEmpty ? nil : places[payments[at].company]
      let isNaming = payments[at].details.withValue("reference") { id in
        if let company { isOpen = find(company, id).map { wanted[$0].isOpen } ?? false }
      }
      return isNaming && !isOpen
    }
  }

  /// The entries that name a document, first one first.
  func entries(of place: Int, into list: inout [Int]) {
    list.removeAll(keepingCapacity: true)
    list.append(Int(wanted[place].entry))
    if !others.isEmpty, let more = others[place] { list += more }
  }
}

/// Who pays for whom, as rows of customers: the payer of a customer, and the customers of a payer.
struct BilledTo {
  private(set) var payer: [Int: Int] = [:]
  private(set) var billed: [Int: [Int]] = [:]

  init(_ book: Book) {
    guard book.customers.text.holds("\"bill_to\"") else { return }
    for at in book.customers.rows.indices {
      guard let other = Accounts.payer(of: at, in: book) else { continue }
      payer[at] = other
      billed[other, default: []].append(at)
    }
  }
}

extension DocumentTable {
  /// The row of each of these keys of the state; -1 for those that are not in the book.
  /// - Parameter keys: each once, rising. The book mostly has them in this order, too.
  func rows(of keys: [Int64]) -> [Int32] {
    var rows = [Int32](repeating: -1, count: keys.count)
    guard !keys.isEmpty else { return rows }
    let few = FewKeys(keys)
    var next = 0
    for (row, id) in stateIDs.enumerated() where id != 0 && few.mayHold(id) {
      if next == keys.count || keys[next] != id { next = keys.place { $0 < id } }
      guard next < keys.count, keys[next] == id else { continue }
      rows[next] = Int32(row)
      next += 1
    }
    return rows
  }
}

/// Some rows of the book: a bit for each.
struct RowSet {
  private var bits: [UInt64]

  init(_ rows: some Sequence<Int>, of count: Int) {
    bits = [UInt64](repeating: 0, count: count / 64 + 1)
    for row in rows { bits[row / 64] |= 1 << UInt64(row % 64) }
  }

  /// - Parameter row: -1: none.
  @inline(__always)
  func contains(_ row: Int) -> Bool { row >= 0 && bits[row / 64] & 1 << UInt64(row % 64) != 0 }
}

/// Some keys of the state, or hashes, asked for each of a million: a bit tells most that are not among them.
struct FewKeys {
  private var bits: [UInt64]
  private let last: Int

  /// At least sixteen bits for each key.
  init(_ keys: [Int64]) {
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
