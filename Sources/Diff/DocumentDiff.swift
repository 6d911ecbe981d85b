import Ledger

/// Compares one documents file with the book, row by row, without changing the book's rows: first everything is staged, then the
/// guards look at it, and only a file that passes is applied.
public struct DocumentDiff: Sendable {
  public enum Extent: Sendable { case snapshot, delta }

  /// A row of the file that differs from the book, or is new to it. Its texts lie in the book's arena.
  public struct Staged: Sendable {
    public var row: DocumentRow
    /// Row of the book; -1 while the document is new.
    public var target: Int
    public var position: RecordPosition
    var isConflict = false
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
  let named: [UInt16]?
  var marks: [Mark]
  private var records: [Int32]
  public private(set) var staged: [Staged] = []
  /// Place of a book row's staged row.
  private var stagedAt: [Int32: Int] = [:]
  private var newKeys = KeyIndex()
  public private(set) var totals: [SnapshotTotals] = []
  private var lastTotal = 0
  public private(set) var conflicts: [Int: Conflict] = [:]
  public private(set) var unchanged = 0
  /// Companies in which a rejected row's document could not be read: nothing of theirs closes by absence. `nil` inside: all companies.
  private(set) var blind: Set<UInt16?> = []

  public init(extent: Extent, namedCompanies: [UInt16]?, book: Book) {
    self.extent = extent
    named = namedCompanies
    marks = [Mark](repeating: .unseen, count: book.documents.rows.count)
    records = [Int32](repeating: 0, count: book.documents.rows.count)
  }

  /// Takes a batch of rows of the file.
  public mutating func take(_ batch: DocumentBatch, book: inout Book) {
    for (row, position) in zip(batch.rows, batch.positions) {
      if let found = book.documents.find(company: row.company, key: row.key, of: batch.text) {
        compare(row, position, with: found, batch.text, &book)
      } else {
        stageNew(row, position, batch.text, &book)
      }
    }
  }

  private mutating func compare(
    _ row: DocumentRow, _ position: RecordPosition, with target: Int, _ text: TextArena, _ book: inout Book
  ) {
    let old = book.documents.rows[target]
    switch marks[target] {
    case .unseen:
      records[target] = Int32(position.record)
      if isSame(row, text, old, book) {
        marks[target] = .same
        unchanged += 1
      } else {
        marks[target] = .staged
        stagedAt[Int32(target)] = staged.count
        staged.append(Staged(row: copy(row, text, &book, key: old.key), target: target, position: position))
      }
      count(row, key: old.key)
    case .same:
      if !isSame(row, text, old, book) { conflict(target, old, position, &book) }
    case .staged:
      let at = stagedAt[Int32(target)]!
      if !isSameStaged(row, text, staged[at].row, book) {
        staged[at].isConflict = true
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
    _ row: DocumentRow, _ position: RecordPosition, _ text: TextArena, _ book: inout Book
  ) {
    let hash = KeyIndex.hash(Int(row.company), row.key, of: text)
    let twin = newKeys.find(hash) { at in
      staged[at].row.company == row.company && book.documents.text.equal(staged[at].row.key, row.key, of: text)
    }
    if let twin {
      guard !isSameStaged(row, text, staged[twin].row, book) else { return }
      if !staged[twin].isConflict { uncount(staged[twin].row) }
      staged[twin].isConflict = true
      let (id, instalment) = book.documents.key(staged[twin].row.key)
      let place = -1 - twin
      conflicts[
        place,
        default: Conflict(
          records: [staged[twin].position.record], company: row.company, id: id, instalment: instalment)
      ].records.append(position.record)
      return
    }
    let key = book.documents.text.add(row.key, of: text)
    staged.append(Staged(row: copy(row, text, &book, key: key), target: -1, position: position))
    newKeys.insert(staged.count - 1, hash: hash)
    count(row, key: key)
  }

  /// The row with its texts moved into the book's arena.
  private func copy(_ row: DocumentRow, _ text: TextArena, _ book: inout Book, key: TextRange) -> DocumentRow {
    var row = row
    row.key = key
    row.details = book.documents.text.add(row.details, of: text)
    row.customerText = book.documents.text.add(row.customerText, of: text)
    return row
  }

  private mutating func count(_ row: DocumentRow, key: TextRange) {
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

  private func isSame(_ row: DocumentRow, _ text: TextArena, _ old: DocumentRow, _ book: Book) -> Bool {
    guard sameNumbers(row, old) else { return false }
    let customer = book.customers.rows[Int(old.customer)]
    return book.customers.text.equal(customer.id, row.customerText, of: text)
      && book.documents.text.equal(old.details, row.details, of: text)
  }

  private func isSameStaged(_ row: DocumentRow, _ text: TextArena, _ other: DocumentRow, _ book: Book) -> Bool {
    sameNumbers(row, other)
      && book.documents.text.equal(other.customerText, row.customerText, of: text)
      && book.documents.text.equal(other.details, row.details, of: text)
  }

  private func sameNumbers(_ a: DocumentRow, _ b: DocumentRow) -> Bool {
    a.balance == b.balance && a.amount == b.amount && a.dueDate == b.dueDate && a.documentDate == b.documentDate
      && a.currency == b.currency && a.kind == b.kind && a.flags == b.flags
  }

  /// Notes a rejected row: its document is unknown tonight and is not closed by absence.
  public mutating func note(_ rejected: RejectedRow, book: Book) {
    guard let company = rejected.company, let index = book.companies.firstIndex(of: company) else {
      blind.insert(nil)
      return
    }
    guard let id = rejected.documentID, !id.isEmpty else {
      blind.insert(UInt16(index))
      return
    }
    let key = rejected.instalment.isEmpty ? id : "\(id)\u{1F}\(rejected.instalment)"
    let row = Array(key.utf8).withUnsafeBytes { book.documents.find(company: UInt16(index), key: $0) }
    if let row, marks[row] == .unseen { marks[row] = .unknown }
  }

  /// Indices of staged rows that are new to the open book: the state may know them as closed documents.
  public var newRows: [Int] { staged.indices.filter { staged[$0].target < 0 && !staged[$0].isConflict } }

  /// Tells that a staged row's document is in the book after all: it was closed, and has just been added as `row`.
  public mutating func resolve(_ at: Int, to row: Int) {
    staged[at].target = row
    while marks.count <= row {
      marks.append(.staged)
      records.append(0)
    }
    marks[row] = .staged
  }

  /// Companies for which absence means closed.
  var covered: Set<UInt16> {
    guard extent == .snapshot, !blind.contains(nil) else { return [] }
    return Set(named ?? totals.map(\.company)).subtracting(blind.compactMap(\.self))
  }

  /// Open rows of the companies the snapshot speaks for that stay open although the snapshot does not show them: a rejected row hides
  /// them, or may hide them.
  public func hidden(in book: Book) -> [Int] {
    guard extent == .snapshot else { return [] }
    let speaksFor = Set(named ?? totals.map(\.company))
    let closing = covered
    return book.documents.rows.indices.filter { index in
      let row = book.documents.rows[index]
      guard index < marks.count, row.balance != 0, !row.flags.contains(.void), speaksFor.contains(row.company) else {
        return false
      }
      return marks[index] == .unknown || (marks[index] == .unseen && !closing.contains(row.company))
    }
  }

  /// Rows of the book that the snapshot should have shown and did not.
  public func vanished(in book: Book) -> [Int] {
    let covered = covered
    guard !covered.isEmpty else { return [] }
    return book.documents.rows.indices.filter { index in
      let row = book.documents.rows[index]
      return row.balance != 0 && !row.flags.contains(.void) && covered.contains(row.company)
        && (index < marks.count ? marks[index] == .unseen : false)
    }
  }
}
