import Ledger

/// Finds a key that a file gives twice, among the documents that the book does not know.
///
/// Exports mostly come in the order of their keys. While new keys of a company only rise none of them can be there twice, and one look
/// at the last is enough; with the first that does not, an index over all of them begins. Measured at a first load of a million: the
/// index would be a tenth of reading and staging.
struct NewKeys {
  /// By company: the key of its last new row, in the book's arena; empty before the first.
  private var last: [TextRange] = []
  private var index: KeyIndex?

  /// The place of the staged new row with this key, nil for none.
  @inline(__always)
  mutating func twin(of row: DocumentRow, _ text: TextArena, _ staged: StagedRows, _ own: TextArena) -> Int? {
    if index == nil {
      guard Int(row.company) < last.count, last[Int(row.company)].count > 0 else { return nil }
      let rises = text.with(row.key) { key in own.with(last[Int(row.company)]) { $0.precedes(key) } }
      if rises { return nil }
      begin(staged, own)
    }
    return text.with(row.key) { key in
      index?.find(KeyIndex.hash(Int(row.company), key)) { at in
        staged[at].row.company == row.company && own.equal(staged[at].row.key, key)
      }
    }
  }

  /// Remembers a new row that has been staged.
  @inline(__always)
  mutating func add(_ row: DocumentRow, at place: Int, _ own: TextArena) {
    if index != nil {
      index?.insert(place, hash: KeyIndex.hash(Int(row.company), row.key, of: own))
    } else {
      while last.count <= Int(row.company) { last.append(.empty) }
      last[Int(row.company)] = row.key
    }
  }

  @inline(never)
  private mutating func begin(_ staged: StagedRows, _ own: TextArena) {
    var index = KeyIndex(expecting: staged.count * 2)
    for at in 0..<staged.count where staged[at].target < 0 {
      index.insert(at, hash: KeyIndex.hash(Int(staged[at].row.company), staged[at].row.key, of: own))
    }
    self.index = index
  }
}
