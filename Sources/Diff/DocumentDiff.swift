import Ledger

/// Compares one documents file with the book, row by row, without changing the book's rows: first everything is staged, then the
/// guards look at it, and only a file that passes is applied.
public struct DocumentDiff: Sendable {
  public enum Extent: Sendable { case snapshot, delta }

  /// A row of the file that differs from the book, or is new to it. Its texts lie in the book's arena. A first load stages a million.
  public struct Staged: Sendable {
    public var row: DocumentRow
    /// Row of the book; -1 while the document is new.
    public var target: Int32
    /// Where it stands in the file: number of the record, and first line.
    var record: Int32
    var line: Int32
    /// By which its line is known again; 0: it is not.
    var mark: UInt64
    /// Not applied: the file contradicts itself, or something newer has told of the document.
    var isLeftOut = false

    init(_ row: DocumentRow, target: Int, _ position: RecordPosition, mark: UInt64) {
      self.row = row
      self.mark = mark
      self.target = Int32(target)
      record = Int32(truncatingIfNeeded: position.record)
      line = Int32(truncatingIfNeeded: position.lineFrom)
    }
  }

  /// A key that the file gives twice with different content: both rows are rejected.
  public struct Conflict: Hashable, Sendable {
    public var records: [Int]
    public var company: UInt16
    public var id: String
    public var instalment: String
  }

  enum Mark: UInt8 { case unseen, same, staged, unknown }

  public let extent: Extent
  /// Companies the feed names; nil: a snapshot speaks for the companies that occur in it.
  private(set) var named: [UInt16]?
  var marks: [Mark]
  var records: [Int32]
  public internal(set) var staged = StagedRows()
  /// By company, the row of the book that its last row of the file was compared with: exports have an order, and mostly the next follows.
  var lastFound: [Int] = []
  /// The last row of any company that was found, see `known`.
  var lastKnown = -1
  /// Documents that are as they were, in a line that is not known yet.
  var relearned: [(row: Int32, mark: UInt64)] = []
  /// Place of a book row's staged row.
  private var stagedAt: [Int32: Int] = [:]
  /// Customers of the batch at hand, by row; -1 for one that the book does not know.
  private var owners: [Int32] = []
  /// Whether the file is in the order of the book, as far as the last batch tells; and where its rows are, when it is not.
  private var isInOrder = true
  private var places: [Int32] = []
  private var newKeys = NewKeys()
  public private(set) var totals: [SnapshotTotals] = []
  private var lastTotal = 0
  public private(set) var conflicts: [Int: Conflict] = [:]
  public internal(set) var unchanged = 0
  /// Rows that change a document or bring a new one, and rows that say again what one before them says.
  public private(set) var taken = 0
  public private(set) var repeated = 0
  /// Companies in which a rejected row's document could not be read: nothing of theirs closes by absence. `nil` inside: all companies.
  private(set) var blind: Set<UInt16?> = []

  public init(extent: Extent, namedCompanies: [UInt16]?, book: Book) {
    self.extent = extent
    named = namedCompanies
    lastFound = [Int](repeating: -1, count: book.companies.count)
    marks = [Mark](repeating: .unseen, count: book.documents.rows.count)
    records = [Int32](repeating: 0, count: book.documents.rows.count)
  }

  /// Takes a batch of rows of the file, whose shapes of details began as those of the book.
  public mutating func take(_ batch: DocumentBatch, book: inout Book) {
    book.documents.shapes.follow(batch.shapes)
    while lastFound.count < book.companies.count { lastFound.append(-1) }
    book.customers.find(batch.rows, batch.text, into: &owners)
    // A file in another order than the book's is looked up as a whole: each row by itself waits for memory three times.
    if !isInOrder { book.documents.find(batch.rows, batch.text, into: &places) }
    var followers = 0
    for at in batch.rows.indices {
      var row = batch.rows[at]
      row.customer = owners[at]
      let last = lastFound[Int(row.company)]
      let found = isInOrder ? find(row, after: last, batch.text, &book.documents) : Int(places[at])
      guard found >= 0 else {
        stageNew(row, batch.positions[at], mark(at, batch), batch.text, &book)
        continue
      }
      if (last &+ 1)..<(last &+ 3) ~= found { followers += 1 }
      follow(found, of: row.company)
      compare(row, batch.positions[at], mark(at, batch), with: found, batch.text, &book)
    }
    isInOrder = book.documents.rows.isEmpty || followers * 2 >= batch.rows.count
  }

  /// The row of the book with the same key, -1 for none. The next ones of the last are looked at first: an index of a million rows is
  /// slower.
  @inline(__always)
  private func find(_ row: DocumentRow, after last: Int, _ text: TextArena, _ documents: inout DocumentTable) -> Int {
    guard !documents.rows.isEmpty else { return -1 }
    let predicted = text.with(row.key) { key in
      for next in (last &+ 1)..<(last &+ 3) where next < documents.rows.count {
        if documents.isRow(next, company: row.company, key: key) { return next }
      }
      return -1
    }
    if predicted >= 0 { return predicted }
    documents.indexRows()
    return documents.find(company: row.company, key: row.key, of: text) ?? -1
  }

  @inline(__always)
  private mutating func compare(
    _ row: DocumentRow, _ position: RecordPosition, _ mark: UInt64, with target: Int, _ text: TextArena,
    _ book: inout Book
  ) {
    // Nearly all of a night's rows are as they were.
    if marks[target] == .unseen, isSame(row, text, book.documents.rows[target], book) {
      records[target] = Int32(truncatingIfNeeded: position.record)
      marks[target] = .same
      unchanged += 1
      count(row, key: book.documents.rows[target].key)
      if mark != book.documents.lines[target] { relearned.append((Int32(target), mark)) }
      return
    }
    differs(row, position, mark, from: target, text, &book)
  }

  @inline(never)
  private mutating func differs(
    _ row: DocumentRow, _ position: RecordPosition, _ mark: UInt64, from target: Int, _ text: TextArena,
    _ book: inout Book
  ) {
    let old = book.documents.rows[target]
    switch marks[target] {
    case .unseen:
      records[target] = Int32(truncatingIfNeeded: position.record)
      marks[target] = .staged
      taken += 1
      stagedAt[Int32(target)] = staged.count
      var new = copy(row, text, &book)
      new.key = old.key
      staged.append(Staged(new, target: target, position, mark: mark))
      count(row, key: old.key)
    case .same:
      if isSame(row, text, old, book) {
        repeated += 1
      } else {
        unchanged -= 1
        conflict(target, old, position, &book)
      }
    case .staged:
      let at = stagedAt[Int32(target)]!
      if isSameStaged(row, text, staged[at].row, book) {
        repeated += 1
      } else {
        taken -= 1
        staged[at].isLeftOut = true
        conflict(target, staged[at].row, position, &book)
      }
    case .unknown:
      conflicts[target]?.records.append(position.record)
    }
  }

  private mutating func conflict(
    _ target: Int, _ counted: DocumentRow, _ position: RecordPosition, _ book: inout Book
  ) {
    uncount(counted)
    let row = book.documents.rows[target]
    let (id, instalment) = book.documents.key(row.key)
    marks[target] = .unknown
    conflicts[target] = Conflict(
      records: [Int(records[target]), position.record], company: row.company, id: id, instalment: instalment)
  }

  private mutating func stageNew(
    _ row: DocumentRow, _ position: RecordPosition, _ mark: UInt64, _ text: TextArena, _ book: inout Book
  ) {
    if let twin = newKeys.twin(of: row, text, staged, book.documents.text) {
      guard !isSameStaged(row, text, staged[twin].row, book) else {
        repeated += 1
        return
      }
      return conflict(twin: twin, position, &book)
    }
    let new = copy(row, text, &book)
    taken += 1
    staged.append(Staged(new, target: -1, position, mark: mark))
    newKeys.add(new, at: staged.count - 1, book.documents.text)
    count(row, key: new.key)
  }

  /// The file gives a new document once more, and differently.
  private mutating func conflict(twin: Int, _ position: RecordPosition, _ book: inout Book) {
    let row = staged[twin].row
    if !staged[twin].isLeftOut {
      uncount(row)
      taken -= 1
    }
    staged[twin].isLeftOut = true
    let (id, instalment) = book.documents.key(row.key)
    conflicts[
      -1 - twin,
      default: Conflict(records: [Int(staged[twin].record)], company: row.company, id: id, instalment: instalment)
    ].records.append(position.record)
  }

  /// The row with its texts moved into the book's arena: at once where they lie one behind the other, as a normalizer puts them. A
  /// customer of the book needs no text.
  @inline(__always)
  private func copy(_ row: DocumentRow, _ text: TextArena, _ book: inout Book) -> DocumentRow {
    var row = row
    let details = row.details.values
    if row.key.offset == details.offset &+ details.count {
      let both = TextRange(offset: details.offset, count: details.count &+ row.key.count)
      row.details.values.offset = book.documents.text.add(both, of: text).offset
      row.key.offset = row.details.values.offset &+ details.count
    } else {
      row.key = book.documents.text.add(row.key, of: text)
      row.details.values = book.documents.text.add(details, of: text)
    }
    row.customerText = row.customer >= 0 ? .empty : book.documents.text.add(row.customerText, of: text)
    return row
  }

  mutating func count(_ row: DocumentRow, key: TextRange) {
    if lastTotal < totals.count, totals[lastTotal].company == row.company, totals[lastTotal].currency == row.currency {
      totals[lastTotal].add(row, key: key)
      return
    }
    if let at = totals.firstIndex(where: { $0.company == row.company && $0.currency == row.currency }) {
      lastTotal = at
    } else {
      totals.append(SnapshotTotals(company: row.company, currency: row.currency))
      lastTotal = totals.count - 1
    }
    totals[lastTotal].add(row, key: key)
  }

  private mutating func uncount(_ row: DocumentRow) {
    if let at = totals.firstIndex(where: { $0.company == row.company && $0.currency == row.currency }) {
      totals[at].remove(row)
    }
  }

  /// A row of the book has a customer of the book.
  @inline(__always)
  private func isSame(_ row: DocumentRow, _ text: TextArena, _ old: DocumentRow, _ book: Book) -> Bool {
    sameNumbers(row, old) && row.customer == old.customer
      && book.documents.equal(old.details, row.details, of: text)
  }

  private func isSameStaged(_ row: DocumentRow, _ text: TextArena, _ other: DocumentRow, _ book: Book) -> Bool {
    sameNumbers(row, other) && row.customer == other.customer
      && (row.customer >= 0 || book.documents.text.equal(other.customerText, row.customerText, of: text))
      && book.documents.equal(other.details, row.details, of: text)
  }

  @inline(__always)
  private func sameNumbers(_ a: DocumentRow, _ b: DocumentRow) -> Bool {
    a.balance == b.balance && a.amount == b.amount && a.dueDate == b.dueDate && a.documentDate == b.documentDate
      && a.currency == b.currency && a.kind == b.kind && a.flags == b.flags
  }

  /// A file of changes says that a document of the book is a draft again: it counts as void, unless another row of the file tells it.
  public mutating func setBack(_ row: Int, _ position: RecordPosition, in book: Book) {
    guard row < marks.count, marks[row] == .unseen else { return }
    var document = book.documents.rows[row]
    guard document.balance != 0, !document.flags.contains(.void) else { return }
    document.flags.insert(.void)
    records[row] = Int32(truncatingIfNeeded: position.record)
    marks[row] = .staged
    stagedAt[Int32(row)] = staged.count
    staged.append(Staged(document, target: row, position, mark: 0))
    // The file tells of the company, and nothing that counts.
    guard !totals.contains(where: { $0.company == document.company && $0.currency == document.currency }) else {
      return
    }
    totals.append(SnapshotTotals(company: document.company, currency: document.currency))
  }

  /// Notes a rejected row: its document is unknown tonight and is not closed by absence.
  public mutating func note(_ rejected: RejectedRow, book: Book) {
    guard let company = rejected.company, let index = book.companies.firstIndex(of: company) else {
      blind.insert(nil)
      return
    }
    guard let key = rejected.documentKey else {
      blind.insert(UInt16(index))
      return
    }
    let row = book.documents.find(company: UInt16(index), key: key)
    if let row, marks[row] == .unseen { marks[row] = .unknown }
  }

  /// Indices of staged rows that are new to the open book: the state may know them as closed documents.
  public var newRows: [Int] { (0..<staged.count).filter { staged[$0].target < 0 && !staged[$0].isLeftOut } }

  /// Hands the staged rows over piece by piece and lets go of each: a first load is as large as the book that it becomes.
  mutating func unstage(_ body: ([Staged]) -> Void) { staged.removeAll(body) }

  /// Tells that a staged row's document is in the book after all: it was closed, and has just been added as `row`.
  public mutating func resolve(_ at: Int, to row: Int) {
    staged[at].target = Int32(row)
    while marks.count <= row {
      marks.append(.staged)
      records.append(0)
    }
    marks[row] = .staged
  }

  /// Documents of which the file says something else than is known: new, changed, or open and not shown.
  public func differences(in book: Book) -> Int {
    let told = (0..<staged.count).count { at in
      let row = staged[at]
      guard !row.isLeftOut else { return false }
      // A settled document that is shown again without a balance says nothing.
      return row.row.balance != 0 || (row.target >= 0 && book.documents.rows[Int(row.target)].balance != 0)
    }
    return told + vanished(in: book).count
  }

  /// Companies of which the file says that nothing is open any more, although it does not name them: a person has let it in.
  public mutating func speak(for companies: Set<UInt16>) {
    named = companies.union(speaksFor).sorted()
  }

  /// The companies that the file speaks for: those that its feed names, else those that occur in it.
  public var speaksFor: [UInt16] { named ?? Set(totals.map(\.company)).sorted() }

  /// Companies for which absence means closed.
  var covered: Set<UInt16> {
    guard extent == .snapshot, !blind.contains(nil) else { return [] }
    return Set(speaksFor).subtracting(blind.compactMap(\.self))
  }

  /// Open rows of the companies the snapshot speaks for that stay open although the snapshot does not show them: a rejected row hides
  /// them, or may hide them.
  public func hidden(in book: Book) -> [Int] {
    guard extent == .snapshot else { return [] }
    let speaksFor = Set(speaksFor)
    let closing = covered
    return rows(in: book) { mark, row in
      guard mark == .unknown || mark == .unseen, speaksFor.contains(row.company) else { return false }
      return mark == .unknown || !closing.contains(row.company)
    }
  }

  /// Rows of the book that the snapshot should have shown and did not.
  public func vanished(in book: Book) -> [Int] {
    let covered = covered
    guard !covered.isEmpty else { return [] }
    return rows(in: book) { mark, row in mark == .unseen && covered.contains(row.company) }
  }

  /// Open rows that the book had before the file was read, by what became of them. Nearly all were seen, which their mark alone tells.
  @inline(__always)
  private func rows(in book: Book, where isWanted: (Mark, DocumentRow) -> Bool) -> [Int] {
    var found: [Int] = []
    for index in 0..<min(marks.count, book.documents.rows.count) where marks[index] != .same {
      let row = book.documents.rows[index]
      if row.balance != 0, !row.flags.contains(.void), isWanted(marks[index], row) { found.append(index) }
    }
    return found
  }
}
