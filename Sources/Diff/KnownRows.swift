import Ledger

/// Lines that are the same bytes as on an earlier night: the document of such a line is as the book has it, and none of its fields is read.
extension DocumentDiff {
  /// How far behind the last row of a company the next line is looked for: documents of a night between are paid, or are read like others.
  private static let reach = 6
  /// So many companies whose rows alternate in a file are followed.
  private static let mostFollowed = 16

  /// The row of the book that this line has made, nil where the line has to be read. Exports have an order: only the rows behind the last
  /// ones of the companies are looked at, and those of the line's own company first where its neighbour is of the same.
  ///
  /// Changes nothing: `mutating`, for a value that somebody else holds would be copied for each line of a file.
  @inline(__always)
  public mutating func known(_ line: UInt64, _ book: inout Book) -> Int? {
    if let row = known(line, after: lastKnown, &book) { return row }
    for company in lastFound.indices.prefix(DocumentDiff.mostFollowed) where lastFound[company] != lastKnown {
      if let row = known(line, after: lastFound[company], &book) { return row }
    }
    return nil
  }

  @inline(__always)
  private mutating func known(_ line: UInt64, after last: Int, _ book: inout Book) -> Int? {
    let low = line & 0xFFFF
    var row = last &+ 1
    let end = min(row &+ DocumentDiff.reach, book.documents.lines.marks.count)
    while row < end {
      let mark = book.documents.lines.marks[row]
      if mark & 0xFFFF == low, mark != 0, DocumentDiff.isOf(line, row, mark, &book), marks[row] == .unseen {
        return row
      }
      row &+= 1
    }
    return nil
  }

  @inline(__always)
  private static func isOf(_ line: UInt64, _ row: Int, _ mark: UInt64, _ book: inout Book) -> Bool {
    let document = book.documents.rows[row]
    let shape = book.documents.shapes.hash(document.details.shape)
    return book.documents.text.with(document.details.values) {
      LineHash.mark(line, document, shape: shape, details: $0)
    } == mark
  }

  /// Takes the document of a line that `known` has found, as `take` does with a row that says what the book says.
  @inline(__always)
  public mutating func take(known row: Int, _ position: RecordPosition, _ book: inout Book) {
    records[row] = Int32(truncatingIfNeeded: position.record)
    marks[row] = .same
    unchanged += 1
    let document = book.documents.rows[row]
    follow(row, of: document.company)
    count(document, key: document.key)
  }

  /// Notes where the last row of a company was found.
  @inline(__always)
  mutating func follow(_ row: Int, of company: UInt16) {
    lastFound[Int(company)] = row
    lastKnown = row
  }

  /// What a row of a batch and its line are known by.
  @inline(__always)
  func mark(_ at: Int, _ batch: DocumentBatch) -> UInt64 {
    guard at < batch.lines.count, batch.lines[at] != 0 else { return 0 }
    let row = batch.rows[at]
    let shape = batch.shapes.hash(row.details.shape)
    return batch.text.with(row.details.values) { LineHash.mark(batch.lines[at], row, shape: shape, details: $0) }
  }
}
