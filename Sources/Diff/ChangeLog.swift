import Ledger

/// What tonight's files changed in the book: for each changed row what it was before the first of them. New documents are the rows
/// that the state does not know yet.
public struct ChangeLog: Sendable {
  public private(set) var before: [Int: DocumentRow] = [:]
  /// File and line that taught us the row's present version.
  public private(set) var sources = RowSources()
  /// Rows of documents that were told last by a feed that does not carry payments.
  public private(set) var invoiced: Set<Int> = []
  /// Customers that only a document mentioned, in order of appearance: rows of the book.
  public private(set) var unannounced: [Int] = []
  /// Of documents that are not any more as exports of the days since the night before showed them, what these tell; by row.
  private(set) var between: [Int: BalancePath] = [:]

  public init() {}

  /// Applies a staged file to the book; the rows leave the diff. `file` is the file's key in the state, for `why`.
  /// - Parameter isInvoiced: the file tells what was invoiced, and not what is paid of it.
  public mutating func apply(
    _ diff: inout DocumentDiff, to book: inout Book, file: Int, asOf: CalendarDate, isInvoiced: Bool = false
  ) {
    let vanished = diff.vanished(in: book)
    if book.documents.rows.isEmpty { book.documents.reserve(rows: diff.staged.count, textBytes: 0) }
    var owners: [Int32] = []
    diff.unstage { piece in
      // Customers that came since, or that no file has named: of a thousand rows at once.
      let hasUnknown = piece.contains { $0.row.customer < 0 }
      if hasUnknown { book.customers.find(piece.map(\.row), book.documents.text, into: &owners) }
      for at in piece.indices where !piece[at].isLeftOut {
        let staged = piece[at]
        var row = staged.row
        if row.customer < 0 { row.customer = owners[at] >= 0 ? owners[at] : owner(of: row, in: &book) }
        row.customerText = .empty
        var target = Int(staged.target)
        if target < 0 {
          target = book.documents.add(row, stateID: 0, learnedOn: asOf)
        } else {
          replace(target, with: row, in: &book)
        }
        sources.set(target, file: file, line: Int(staged.line))
        book.documents.lines.learn(staged.mark, of: target)
        if isInvoiced { invoiced.insert(target) } else if !invoiced.isEmpty { invoiced.remove(target) }
      }
    }
    for (row, mark) in diff.relearned { book.documents.lines.learn(mark, of: Int(row)) }
    for row in vanished {
      var closed = book.documents.rows[row]
      closed.balance = 0
      replace(row, with: closed, in: &book)
      if !invoiced.isEmpty { invoiced.remove(row) }
    }
  }

  /// Takes what was paid of a document off its balance, in minor units, where no export does.
  /// - Parameters:
  ///   - file: what taught its present version, by its key in the state, unless tonight's files did; nil: not known.
  public mutating func settle(_ row: Int, _ paid: Int64, file: Int?, line: Int?, in book: inout Book) {
    var settled = book.documents.rows[row]
    settled.balance -= paid
    replace(row, with: settled, in: &book)
    if let file, sources[row] == nil { sources.set(row, file: file, line: line ?? 0) }
  }

  /// Takes the word of an export of the days since the night before about a document of which newer ones say something else. Exports are told newest
  /// first: a document that is gone by now is as the first says that had it.
  /// - Parameters:
  ///   - at: its row of the book; nil: nobody knows it.
  ///   - isHidden: the newest may have it, in a row that was rejected: what is open of it stays. Else it is settled.
  /// - Returns: its row of the book, and by how much what is open of it has moved.
  mutating func tell(
    _ told: DocumentRow, at: Int?, isHidden: Bool, on day: CalendarDate, file: Int, line: Int, in book: inout Book,
    asOf: CalendarDate
  ) -> (row: Int, moved: Int64) {
    let target = at ?? book.documents.rows.count
    let before = at.map { book.documents.rows[$0].openBalance } ?? 0
    if at.map({ (book.documents.rows[$0].isSettled || isHidden) && sources[$0] == nil }) ?? true {
      var row = told
      if row.customer < 0 { row.customer = owner(of: row, in: &book) }
      row.customerText = .empty
      // What is void stays as it was when it was told so.
      if !isHidden, !row.flags.contains(.void) { row.balance = 0 }
      if at == nil {
        _ = book.documents.add(row, stateID: 0, learnedOn: asOf)
      } else {
        row.key = book.documents.rows[target].key
        replace(target, with: row, in: &book)
      }
      sources.set(target, file: file, line: line)
    }
    let now = book.documents.rows[target]
    if told.currency == now.currency {
      note(target, open: told.openBalance, amount: told.amount, on: day, in: book)
    }
    return (target, now.openBalance - before)
  }

  /// Notes what the next older export of the days since the night before showed open of a document; 0: it was not there.
  mutating func note(_ row: Int, open balance: Int64, amount: Int64, on day: CalendarDate, in book: Book) {
    let now = book.documents.rows[row]
    between[row, default: BalancePath(now: now.openBalance, amount: now.amount)].add(balance, amount: amount, on: day)
  }

  private mutating func replace(_ at: Int, with row: DocumentRow, in book: inout Book) {
    if before[at] == nil, book.documents.stateIDs[at] != 0 { before[at] = book.documents.rows[at] }
    book.documents.rows[at] = row
  }

  /// The customer of a row that names one the book may not have: then it is created under its id.
  mutating func owner(of row: DocumentRow, in book: inout Book) -> Int32 {
    if let found = book.customers.find(company: row.company, id: row.customerText, of: book.documents.text) {
      return Int32(found)
    }
    let text = book.documents.text
    let empty = Array("{}".utf8)
    let added = text.with(row.customerText) { id in
      empty.withUnsafeBytes {
        book.customers.add(company: row.company, id: id, name: id, details: $0, stateID: 0)
      }
    }
    unannounced.append(added)
    return Int32(added)
  }
}

/// Which file and line taught us rows of the book, by row: eight bytes for each, for a first load teaches all.
public struct RowSources: Sendable {
  /// Key of the file in the state, 0 for none; rows behind the end have none.
  private var files: [Int32] = []
  private var lines: [Int32] = []

  public subscript(row: Int) -> (file: Int, line: Int)? {
    row < files.count && files[row] != 0 ? (Int(files[row]), Int(lines[row])) : nil
  }

  mutating func set(_ row: Int, file: Int, line: Int) {
    while row >= files.count {
      files.append(0)
      lines.append(0)
    }
    files[row] = Int32(truncatingIfNeeded: file)
    lines[row] = Int32(truncatingIfNeeded: line)
  }
}

/// One changed row of the book, classified.
public struct RowChange: Sendable {
  public var row: Int
  public var kind: ChangeKind
  public var cause: ChangeCause?
  /// Nil for a new document. On a first night a million are new: what was before lies beside.
  public var before: DocumentRow? { earlier?.row }
  /// How it came to what is open tonight, where exports of the days since the night before tell.
  public var between: BalancePath? { earlier?.between }
  private let earlier: Earlier?

  private final class Earlier: Sendable {
    let row: DocumentRow?
    let between: BalancePath?
    /// See `RaisedAmount`.
    let raised: Int64
    init(_ row: DocumentRow?, _ between: BalancePath?, _ raised: Int64) {
      (self.row, self.between, self.raised) = (row, between, raised)
    }
  }

  init(
    row: Int, kind: ChangeKind, cause: ChangeCause? = nil, before: DocumentRow?, between: BalancePath? = nil,
    raised: Int64 = 0
  ) {
    self.row = row
    self.kind = kind
    self.cause = cause
    earlier = before == nil && between == nil ? nil : Earlier(before, between, raised)
  }

  /// The balance before, in minor units, nothing where it was void; nil where it cannot be compared with now: the document is new or void, or in
  /// another currency. What was invoiced more by the export that shows a payment counts as open before.
  public func balanceBefore(in book: Book) -> Int64? {
    let now = book.documents.rows[row]
    guard let before, before.currency == now.currency, !now.flags.contains(.void) else { return nil }
    return before.flags.contains(.void) ? 0 : before.balance + (earlier?.raised ?? 0)
  }

  /// Whether it was settled on an export between, and is open again.
  public var isOpenAgain: Bool { between?.wasSettled == true && kind != .paid && kind != .voided }

  /// Whether it was settled before, was open again on an export between, and is settled once more.
  public var isPaidAgain: Bool { kind == .paid && between != nil && before?.isSettled == true }
}

extension ChangeLog {
  /// Every change of the night, one per document, in order of book rows. Causes are still missing; see `Causes`.
  public func changes(in book: Book) -> [RowChange] {
    var changes: [RowChange] = []
    let moved = between.keys.filter { before[$0] == nil && book.documents.stateIDs[$0] != 0 }
    let begun = companiesThatBeginAmounts(in: book)
    for row in (before.keys + moved).sorted() {
      let now = book.documents.rows[row]
      let old = before[row] ?? now
      let isBegun = begun.contains(now.company)
      let was = (open: old.openBalance, amount: isBegun ? now.amount : old.amount)
      let path = between[row]?.from(old.currency == now.currency ? was : nil, amount: now.amount)
      if let kind = ChangeLog.kind(from: old, to: now, path, book) {
        let raised = isBegun ? 0 : ChangeLog.raised(from: old, to: now)
        changes.append(RowChange(row: row, kind: kind, cause: nil, before: old, between: path, raised: raised))
      }
    }
    for row in book.documents.rows.indices where book.documents.stateIDs[row] == 0 {
      let path = between.isEmpty ? nil : between[row]?.from(nil, amount: book.documents.rows[row].amount)
      changes.append(RowChange(row: row, kind: .new, cause: nil, before: nil, between: path))
    }
    return changes
  }

  /// Companies of which several documents have a greater amount than their balance all of a sudden, and the same balance: their exports tell amounts
  /// from tonight on, and nothing was paid.
  private func companiesThatBeginAmounts(in book: Book) -> Set<UInt16> {
    var documents: [UInt16: Int] = [:]
    for (row, old) in before where old.amount == old.balance {
      let now = book.documents.rows[row]
      if old.balance == now.balance, ChangeLog.raised(from: old, to: now) != 0 {
        documents[now.company, default: 0] += 1
      }
    }
    return Set(documents.lazy.filter { $0.value > 1 }.map(\.key))
  }

  /// What was invoiced more, see `RaisedAmount`.
  private static func raised(from old: DocumentRow, to new: DocumentRow) -> Int64 {
    guard old.amount != new.amount, old.currency == new.currency, !old.flags.union(new.flags).contains(.void)
    else { return 0 }
    return RaisedAmount.part(amount: (old.amount, new.amount), balance: (old.balance, new.balance))
  }

  /// The same where exports between tell more: it was settled and is open again, or was open and is settled again.
  private static func kind(
    from old: DocumentRow, to new: DocumentRow, _ path: BalancePath?, _ book: Book
  ) -> ChangeKind? {
    let kind = kind(from: old, to: new, book)
    guard let path, path.falls != 0, !new.flags.contains(.void), kind == nil || kind == .changed else { return kind }
    if new.balance == 0 { return .paid }
    return path.wasSettled ? .reopened : .changed
  }

  /// What happened between two versions; nil when nothing did.
  static func kind(from old: DocumentRow, to new: DocumentRow, _ book: Book) -> ChangeKind? {
    if new.flags.contains(.void) {
      if !old.flags.contains(.void) { return .voided }
      return differs(old, new, book) ? .changed : nil
    }
    return ChangeKind(from: old.flags.contains(.void) ? 0 : old.balance, to: new.balance)
      ?? (differs(old, new, book) ? .changed : nil)
  }

  /// Whether two versions of a document say different things.
  static func differs(_ a: DocumentRow, _ b: DocumentRow, _ book: Book) -> Bool {
    a.balance != b.balance || a.amount != b.amount || a.dueDate != b.dueDate || a.documentDate != b.documentDate
      || a.currency != b.currency || a.kind != b.kind || a.flags != b.flags || a.customer != b.customer
      || !book.documents.equal(a.details, b.details, of: book.documents.text)
  }

  /// The change as a value for artefacts: the document, its old balance, the fields that differ.
  public static func value(_ change: RowChange, in book: Book) -> DocumentChange {
    value(change, in: book, book.documentTexts)
  }

  /// The same for many changes, whose documents share their texts; a first night has a change for every document.
  public static func value(_ change: RowChange, in book: Book, _ texts: DocumentTexts) -> DocumentChange {
    let now = book.document(at: change.row, texts)
    guard let before = change.before else {
      return DocumentChange(
        kind: change.kind, document: now, oldBalance: 0, cause: change.cause, isOpenAgain: change.isOpenAgain)
    }
    let old = book.document(before, texts)
    return DocumentChange(
      kind: change.kind, document: now, oldBalance: old.currency == now.currency ? old.balance : 0,
      fields: fields(old, now), cause: change.cause, isOpenAgain: change.isOpenAgain)
  }

  /// Names of the columns that differ, in byte order.
  static func fields(_ old: Document, _ new: Document) -> [String] {
    var fields = new.hasDetails(of: old) ? [] : new.details.changedFields(from: old.details)
    if old.balance != new.balance { fields.append("balance") }
    if old.amount != new.amount { fields.append("amount") }
    if old.dueDate != new.dueDate { fields.append("due_date") }
    if old.documentDate != new.documentDate { fields.append("document_date") }
    if old.currency != new.currency { fields.append("currency") }
    if old.kind != new.kind { fields.append("kind") }
    if old.customerID != new.customerID { fields.append("customer_id") }
    return fields.sorted()
  }
}
