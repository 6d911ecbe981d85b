import Ledger

/// The lines that documents are known by. No table says the same: a mark that does not fit its document is no mark of any line.
struct LinePage {
  let id: PageColumn<Int64>
  let mark: PageColumn<UInt64>

  init(_ bytes: UnsafeRawBufferPointer, rows: Int) throws(StoreError) {
    var reader = PageReader(bytes)
    id = try reader.column(rows)
    mark = try reader.column(rows)
  }

  static func bytes(_ rows: ArraySlice<Int>, of book: Book) -> [UInt8] {
    let (from, count) = (rows.startIndex, rows.count)
    var page = PageWriter(bytes: count * 16)
    page.column(count) { book.documents.stateIDs[rows[from + $0]] }
    page.column(count) { book.documents.lines[rows[from + $0]] }
    return page.bytes
  }
}
