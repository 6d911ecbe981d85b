/// Rows of a table in the order of their keys: company first, then the key's bytes. What the state stores must not depend on the order of
/// a file's rows, and indices are built faster from sorted ones.
private enum KeyOrder {
  /// - Parameter key: company and key of a row.
  static func sorted(
    _ rows: [Int], companies: Int, _ text: UnsafeRawBufferPointer, key: (Int) -> (UInt16, TextRange)
  ) -> [Int] {
    var groups = [[Int]](repeating: [], count: companies)
    for row in rows { groups[Int(key(row).0)].append(row) }
    var order: [Int] = []
    for group in groups where !group.isEmpty {
      order.append(contentsOf: sorted(group, text) { key($0).1 })
    }
    return order
  }

  /// Exports are mostly sorted already: then one look at each pair of neighbours is all.
  private static func sorted(_ rows: [Int], _ text: UnsafeRawBufferPointer, key: (Int) -> TextRange) -> [Int] {
    var isSorted = true
    for (a, b) in zip(rows, rows.dropFirst()) where text[key(b)].precedes(text[key(a)]) {
      isSorted = false
      break
    }
    return isSorted ? rows : rows.sorted { text[key($0)].precedes(text[key($1)]) }
  }
}

extension CustomerTable {
  public func keyOrder(_ rows: [Int]) -> [Int] {
    let companies = Int(self.rows.reduce(0) { max($0, $1.company) }) + 1
    return text.bytes.withUnsafeBytes { text in
      KeyOrder.sorted(rows, companies: companies, text) { (self.rows[$0].company, self.rows[$0].id) }
    }
  }
}

extension DocumentTable {
  public func keyOrder(_ rows: [Int]) -> [Int] {
    let companies = Int(self.rows.reduce(0) { max($0, $1.company) }) + 1
    return text.bytes.withUnsafeBytes { text in
      KeyOrder.sorted(rows, companies: companies, text) { (self.rows[$0].company, self.rows[$0].key) }
    }
  }
}
