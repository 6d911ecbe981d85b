/// Finds the rows of a table for a thousand rows of a file at once.
///
/// Neither a hundred thousand customers nor a million documents fit the processor's caches, and every look at one of them waits for
/// memory. So all rows take the same step before any takes the next: the waits of many rows then overlap. Measured with the
/// customers of a million documents: a fifth of what one `find` after the other takes.
private enum ManyAtOnce {
  /// Where the key of a candidate lies, and how it begins.
  private struct Candidate {
    var key: TextRange
    var head: UInt8 = 0
    /// There is none, or it is of another company.
    static let none = Candidate(key: TextRange(offset: 0, count: .max))
  }

  /// - Parameters:
  ///   - wanted: the key of a row of the batch, in `text`.
  ///   - known: company and key of a row of the table, in `own`.
  ///   - find: finds a row of the batch by itself: another has the same hash.
  @inline(__always)
  static func find(
    _ batch: [DocumentRow], _ text: UnsafeRawBufferPointer, wanted: (DocumentRow) -> TextRange, in index: KeyIndex,
    _ own: UnsafeRawBufferPointer, known: (Int) -> (company: UInt16, key: TextRange), into found: inout [Int32],
    find: (DocumentRow) -> Int?
  ) {
    for row in batch { found.append(index.candidate(KeyIndex.hash(Int(row.company), text[wanted(row)]))) }
    withUnsafeTemporaryAllocation(of: Candidate.self, capacity: batch.count) { candidates in
      for at in batch.indices {
        var candidate = Candidate.none
        if found[at] >= 0 {
          let row = known(Int(found[at]))
          if row.company == batch[at].company { candidate = Candidate(key: row.key) }
        }
        candidates.initializeElement(at: at, to: candidate)
      }
      for at in batch.indices where candidates[at].key.count &- 1 < UInt32.max - 1 {
        candidates[at].head = own[Int(candidates[at].key.offset)]
      }
      for at in batch.indices where found[at] >= 0 {
        let key = text[wanted(batch[at])]
        let candidate = candidates[at]
        let isIt =
          Int(candidate.key.count) == key.count
          && (key.isEmpty || candidate.head == key[0] && own[candidate.key].elementsEqualFast(key))
        if !isIt { found[at] = find(batch[at]).map { Int32($0) } ?? -1 }
      }
    }
  }
}

extension CustomerTable {
  /// The customers of many documents, by row of the batch; -1 for one that the table does not know.
  public func find(_ batch: [DocumentRow], _ text: TextArena, into found: inout [Int32]) {
    found.removeAll(keepingCapacity: true)
    guard !rows.isEmpty else { return found.append(contentsOf: repeatElement(-1, count: batch.count)) }
    text.bytes.withUnsafeBytes { text in
      self.text.bytes.withUnsafeBytes { own in
        ManyAtOnce.find(
          batch, text, wanted: { $0.customerText }, in: index, own, known: { (rows[$0].company, rows[$0].id) },
          into: &found, find: { find(company: $0.company, id: text[$0.customerText]) })
      }
    }
  }
}

extension DocumentTable {
  /// The documents with the keys of a batch, by its rows; -1 for one that the table does not know. Indexes what is not.
  public mutating func find(_ batch: [DocumentRow], _ text: TextArena, into found: inout [Int32]) {
    indexRows()
    found.removeAll(keepingCapacity: true)
    text.bytes.withUnsafeBytes { text in
      self.text.bytes.withUnsafeBytes { own in
        ManyAtOnce.find(
          batch, text, wanted: { $0.key }, in: index, own, known: { (rows[$0].company, rows[$0].key) }, into: &found,
          find: { find(company: $0.company, key: text[$0.key]) })
      }
    }
  }
}
