/// Decides how wide the columns of a table are and how large its type is.
struct TableColumns {
  static let gap = 11_000
  /// Distance of the outer texts from the edge of the bands.
  static let inset = 5000
  /// Type sizes that are tried, largest first.
  static let sizes = [9000, 8500, 8000, 7500, 7000]
  /// A word wider than this may be broken to make room, in 1/1000 of the type size.
  private static let widestWord = 12_000

  /// Per column, in 1/1000 of the type size: width of the longest text, and the width below which it cannot go.
  var natural: [Int]
  var least: [Int]
  let columns: [Table.Column]

  /// Measures titles and cells. A cell that spans the row (a note) does not count.
  init(_ table: Table, titles: [Phrase], cells: [[Phrase]], spans: [Bool], setter: Typesetter) {
    columns = table.columns
    natural = titles.map(\.units)
    least = titles.map { setter.widestWord($0, .bold) }
    for (index, row) in cells.enumerated() where !spans[index] {
      for (column, phrase) in row.enumerated() { natural[column] = max(natural[column], phrase.units) }
    }
    for (index, row) in cells.enumerated() where !spans[index] {
      let face: Face = table.rows[index].style.isBold ? .bold : .regular
      for (column, phrase) in row.enumerated() {
        let word = columns[column].alignment == .trailing ? phrase.units : setter.widestWord(phrase, face)
        let cap = columns[column].alignment == .trailing ? Int.max : TableColumns.widestWord
        least[column] = max(least[column], min(word, cap))
      }
    }
  }

  /// The largest type size at which the columns fit, and where they stand. Amounts are never broken into two lines.
  func fit(left: Int, width: Int) throws(DocumentProblem) -> (size: Int, spans: [ColumnSpan]) {
    let room = width - 2 * TableColumns.inset - TableColumns.gap * max(0, columns.count - 1)
    for size in TableColumns.sizes {
      let wanted = natural.map { TableColumns.scaled($0, size) }
      let needed = least.map { TableColumns.scaled($0, size) }
      if wanted.reduce(0, +) <= room { return (size, spans(spread(wanted, room), left)) }
      // Smaller type only where the longest words would not fit otherwise.
      if needed.reduce(0, +) <= room { return (size, spans(shrink(wanted, needed, room), left)) }
    }
    let needed = least.reduce(0) { $0 + TableColumns.scaled($1, TableColumns.sizes.last ?? 7000) }
    throw .tableTooWide(needed: Length.toMicrometres(needed), available: Length.toMicrometres(room))
  }

  private static func scaled(_ units: Int, _ size: Int) -> Int { (units * size + 999) / 1000 }

  /// Gives spare width to the columns by their weights.
  private func spread(_ wanted: [Int], _ room: Int) -> [Int] {
    let spare = room - wanted.reduce(0, +)
    let weights = max(1, columns.reduce(0) { $0 + $1.weight })
    return zip(wanted, columns).map { $0 + spare * $1.weight / weights }
  }

  /// Takes missing width from the columns that can wrap, in proportion to what they can give.
  private func shrink(_ wanted: [Int], _ needed: [Int], _ room: Int) -> [Int] {
    let flexible = zip(wanted, needed).reduce(0) { $0 + max(0, $1.0 - $1.1) }
    let spare = room - needed.reduce(0, +)
    return zip(wanted, needed).map { $1 + max(0, $0 - $1) * spare / max(1, flexible) }
  }

  private func spans(_ widths: [Int], _ left: Int) -> [ColumnSpan] {
    var x = left + TableColumns.inset
    var spans: [ColumnSpan] = []
    for (column, width) in zip(columns, widths) {
      spans.append(ColumnSpan(x: x, width: width, trailing: column.alignment == .trailing))
      x += width + TableColumns.gap
    }
    return spans
  }
}

extension Table.RowStyle {
  var isBold: Bool { self == .emphasis || self == .total }
}
