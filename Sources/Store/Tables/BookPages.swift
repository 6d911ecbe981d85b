import Ledger

/// The open position once more, as pages of columns in the same transaction as its rows: a night reads them in a fifth of the time that a
/// million rows take. Rows stay what people read and what history is made of; pages can be made from them at any time, and `verify`
/// compares the two.
///
/// Base pages hold the whole position in the order of the state's keys. What a night changes stands in pages above them, where the
/// latest counts, so that a night writes what it changed and not the position. When there is too much above the base, it is written anew.
struct BookPages {
  let database: Database

  enum Content: String { case documents, memory, lines }

  private static let rowsOfPage = 8192
  /// The base is written anew when the rows of all pages exceed those in use by a quarter, or when so many pages stand above it.
  private static let mostAbove = 100

  /// True where the position is there as pages.
  func exist(_ content: Content) throws -> Bool {
    try !database.rows("SELECT 1 FROM book_page WHERE content = ? LIMIT 1", .text(content.rawValue), row: { $0.int(0) })
      .isEmpty
  }

  /// The rows of all pages of a content, also those that have a later one above.
  private func rows(_ content: Content) throws -> Int {
    try database.rows(
      "SELECT COALESCE(SUM(row_count), 0) FROM book_page WHERE content = ?", .text(content.rawValue),
      row: { $0.int(0) })[0]
  }

  // MARK: Writing

  /// Writes rows of the book that are new or changed above what is there, or the whole of it where that is due.
  /// - Parameter all: every row in use, called where the whole is written.
  func write(
    _ content: Content, _ changed: [Int], inUse: Int, run: Int64, of book: Book, companies: [Int64], all: () -> [Int]
  ) throws {
    let (rows, above) = try database.rows(
      "SELECT COALESCE(SUM(row_count), 0), COUNT(*) FILTER (WHERE is_base = 0) FROM book_page WHERE content = ?",
      .text(content.rawValue), row: { ($0.int(0), $0.int(1)) })[0]
    let isBase =
      rows == 0 || rows + changed.count > inUse + inUse / 4 + BookPages.rowsOfPage || above >= BookPages.mostAbove
    if isBase { try database.run("DELETE FROM book_page WHERE content = ?", .text(content.rawValue)) }
    let ids = book.documents.stateIDs
    var written = isBase ? all() : changed
    if zip(written, written.dropFirst()).contains(where: { ids[$0] > ids[$1] }) {
      written = BookTables.inKeyOrder(written, ids)
    }
    let insert = try database.prepare(
      "INSERT INTO book_page(content, is_base, run, row_count, bytes) VALUES(?, ?, ?, ?, ?)")
    for start in stride(from: 0, to: written.count, by: BookPages.rowsOfPage) {
      let part = written[start..<min(written.count, start + BookPages.rowsOfPage)]
      let bytes =
        switch content {
        case .documents: DocumentPage.bytes(part, of: book, companies: companies)
        case .memory: MemoryPage.bytes(part, of: book)
        case .lines: LinePage.bytes(part, of: book)
        }
      insert.bind(.text(content.rawValue), at: 1)
      insert.bind(int: isBase ? 1 : 0, at: 2)
      insert.bind(int: run, at: 3)
      insert.bind(int: part.count, at: 4)
      try bytes.withUnsafeBytes {
        insert.bind(borrowedBlob: $0, at: 5)
        try insert.runOnce()
      }
    }
  }

  // MARK: Reading

  /// Calls `body` with each page of a content, oldest first, until it has enough.
  private func forEach(
    _ content: Content, isBase: Bool, _ body: (_ bytes: UnsafeRawBufferPointer, _ rows: Int) throws -> Bool
  ) throws {
    let statement = try database.prepare(
      "SELECT bytes, row_count FROM book_page WHERE content = ? AND is_base = ? ORDER BY id")
    defer { statement.reset() }
    statement.bind(.text(content.rawValue), at: 1)
    statement.bind(int: isBase ? 1 : 0, at: 2)
    while try statement.step() {
      guard try body(statement.bytes(0), statement.int(1)) else { return }
    }
  }

  /// A row above the base.
  private struct Above {
    var id: Int64
    var page: Int32
    var row: Int32
    /// Where its texts start.
    var text: Int
  }

  /// Every row of a content in the order of keys: those of the base, with the latest of those above in their places.
  /// - Parameters:
  ///   - newest: pages of the base with greater keys only are not read; other rows with greater keys come all the same.
  ///   - open: sees each page before its rows and tells where its texts begin in what they are taken to.
  ///   - take: takes a row of a page: which, and where its texts start.
  private func merge<Page>(
    _ content: Content, upTo newest: Int64, _ page: (_ bytes: UnsafeRawBufferPointer, _ rows: Int) throws -> Page,
    id: (Page, Int) -> Int64, textBytes: (Page, Int) -> Int, open: (Page) -> Int,
    take: (_ page: Page, _ row: Int, _ text: Int) -> Void
  ) throws {
    var (kept, sizes): ([UInt8], [(offset: Int, count: Int, rows: Int)]) = ([], [])
    try forEach(content, isBase: false) { bytes, rows in
      sizes.append((kept.count, bytes.count, rows))
      kept.append(contentsOf: bytes)
      return true
    }
    try kept.withUnsafeBytes { kept in
      let pages = try sizes.map { size in
        try page(UnsafeRawBufferPointer(rebasing: kept[size.offset..<(size.offset + size.count)]), size.rows)
      }
      let above = BookPages.latest(pages, sizes.map(\.rows), pages.map(open), id, textBytes)
      var next = 0
      func takeAbove(before limit: Int64) {
        while next < above.count, above[next].id < limit {
          take(pages[Int(above[next].page)], Int(above[next].row), above[next].text)
          next += 1
        }
      }
      try forEach(content, isBase: true) { bytes, rows in
        let base = try page(bytes, rows)
        if rows > 0, id(base, 0) > newest { return false }
        var text = open(base)
        for row in 0..<rows {
          let id = id(base, row)
          if next < above.count, above[next].id <= id {
            takeAbove(before: id)
            if next < above.count, above[next].id == id {
              takeAbove(before: id + 1)
              text &+= textBytes(base, row)
              continue
            }
          }
          take(base, row, text)
          text &+= textBytes(base, row)
        }
        return true
      }
      takeAbove(before: .max)
    }
  }

  /// The latest version of each row above the base, in the order of keys.
  private static func latest<Page>(
    _ pages: [Page], _ rows: [Int], _ texts: [Int], _ id: (Page, Int) -> Int64, _ textBytes: (Page, Int) -> Int
  ) -> [Above] {
    var all: [Above] = []
    for (number, page) in pages.enumerated() {
      var text = texts[number]
      for row in 0..<rows[number] {
        all.append(Above(id: id(page, row), page: Int32(number), row: Int32(row), text: text))
        text += textBytes(page, row)
      }
    }
    all.sort { ($0.id, $1.page) < ($1.id, $0.page) }
    var latest: [Above] = []
    for entry in all where latest.last?.id != entry.id { latest.append(entry) }
    return latest
  }

  /// Adds every open document to the book, in the order of the state's keys.
  /// - Parameters:
  ///   - newest: documents with a greater key are left out.
  ///   - companies: index of the book by key in the state.
  ///   - customers: row of the book by key in the state, -1 for none.
  func loadDocuments(
    _ book: inout Book, upTo newest: Int64, companies: [Int64: UInt16], customers: [Int32]
  ) throws {
    var indices = [UInt16?](repeating: nil, count: Int(companies.keys.max() ?? 0) + 1)
    for (id, index) in companies { indices[Int(id)] = index }
    try merge(
      .documents, upTo: newest, { try DocumentPage($0, rows: $1, &book.documents.shapes) }, id: { $0.id[$1] },
      textBytes: { $0.textBytes($1) },
      // The texts of a page come over at once; those of rows that have a page above stay behind unused.
      open: { Int(book.documents.text.add($0.text).offset) }
    ) { page, row, text in
      let (company, customer) = (Int(page.company[row]), Int(page.customer[row]))
      guard page.balance[row] != 0, page.id[row] <= newest, company < indices.count, let company = indices[company],
        customer < customers.count, customers[customer] >= 0
      else { return }
      let document = DocumentRow(
        amount: page.amount[row], balance: page.balance[row],
        key: TextRange(offset: UInt32(text), count: page.keyBytes[row]),
        details: page.details(row, text, in: &book.documents),
        customer: customers[customer], documentDate: CalendarDate(days: page.documentDate[row]),
        dueDate: CalendarDate(days: page.dueDate[row]), currency: Currency(trusted: page.currency[row]),
        company: company, kind: DocumentKind(rawValue: page.kind[row]) ?? .invoice,
        flags: DocumentRow.Flags(rawValue: page.flags[row]))
      book.documents.add(document, stateID: page.id[row], learnedOn: CalendarDate(days: page.learnedOn[row]))
    }
  }

  /// Adds the lines that documents of the book are known by.
  func loadLines(_ book: inout Book) throws {
    book.documents.lines.reserve(book.documents.rows.count + book.documents.rows.count / 8)
    try forEachOpen(.lines, book.documents.stateIDs, { try LinePage($0, rows: $1) }, id: { $0.id[$1] }) {
      book.documents.lines.load($0.mark[$1], of: $2)
    }
  }

  /// Adds what is remembered of the documents of the book.
  func loadMemory(_ book: inout Book) throws {
    // And for those of tonight.
    let count = try rows(.memory)
    book.documents.memory.reserve(rows: count == 0 ? 0 : book.documents.rows.count, memories: count + count / 8)
    try forEachOpen(.memory, book.documents.stateIDs, { try MemoryPage($0, rows: $1) }, id: { $0.id[$1] }) {
      book.documents.memory[$2] = $0.memory($1)
    }
  }

  /// Rows of a content without texts that are about documents of a book, of which `ids` are the keys, ascending.
  /// - Parameter take: takes a row of a page for a row of the book.
  private func forEachOpen<Page>(
    _ content: Content, _ ids: [Int64], _ page: (_ bytes: UnsafeRawBufferPointer, _ rows: Int) throws -> Page,
    id: (Page, Int) -> Int64, take: (_ page: Page, _ row: Int, _ bookRow: Int) -> Void
  ) throws {
    var next = 0
    try merge(content, upTo: ids.last ?? 0, page, id: id, textBytes: { _, _ in 0 }, open: { _ in 0 }) { page, row, _ in
      let key = id(page, row)
      while next < ids.count, ids[next] < key { next += 1 }
      if next < ids.count, ids[next] == key { take(page, row, next) }
    }
  }
}
