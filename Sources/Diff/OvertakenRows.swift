import Ledger

/// Documents of which an export newer than the one at hand has told: it moves nothing of theirs, and tells what was on its own day.
public struct OvertakenRows: Sendable {
  /// Companies of which a whole export is newer: places in the book. All their documents.
  public var companies: Set<UInt16>
  /// Rows of the book of which a newer delta has told.
  public var rows: Set<Int>
  /// Keys in the state of documents of which newer deltas of earlier nights have told, also of closed ones, which have no row.
  public var keys: Set<Int64> = []

  public init(companies: Set<UInt16> = [], rows: Set<Int> = []) {
    self.companies = companies
    self.rows = rows
  }

  public var isEmpty: Bool { companies.isEmpty && rows.isEmpty }

  /// Whether a row of the book, or a document of a company that the book lacks, is one.
  public func contains(_ row: Int, of company: UInt16) -> Bool { rows.contains(row) || companies.contains(company) }
}

extension DocumentDiff {
  /// Rows of the book that the file names: those it changes, and those of which it says what is known already; a settled document may be told
  /// again as it is, too.
  public func named(in book: Book, _ body: (_ row: Int, _ isChanged: Bool) -> Void) {
    for (row, mark) in marks.enumerated() where mark == .same { body(row, false) }
    for at in 0..<staged.count {
      let row = Int(staged[at].target)
      guard row >= 0, marks[row] == .staged else { continue }
      body(row, ChangeLog.differs(book.documents.rows[row], staged[at].row, book))
    }
  }

  /// Whether the file tells of a document, in a row that counts.
  public func tells(of key: String, company: UInt16, in book: Book) -> Bool {
    let row = book.documents.find(company: company, key: key)
    if let row, row < marks.count {
      guard marks[row] == .staged else { return marks[row] == .same }
      return (0..<staged.count).contains { Int(staged[$0].target) == row && !staged[$0].isLeftOut }
    }
    return (0..<staged.count).contains { at in
      let one = staged[at]
      return one.target < 0 && !one.isLeftOut && one.row.company == company
        && book.documents.text.string(one.row.key) == key
    }
  }

  /// Leaves out changes that are no news.
  /// - Returns: how many.
  public mutating func leaveOut(where isNoNews: (Staged) throws -> Bool) rethrows -> Int {
    var count = 0
    for at in 0..<staged.count where !staged[at].isLeftOut {
      guard try isNoNews(staged[at]) else { continue }
      staged[at].isLeftOut = true
      if staged[at].target >= 0 { marks[Int(staged[at].target)] = .unseen }
      count += 1
    }
    return count
  }

  /// Leaves overtaken documents as they are.
  /// - Returns: by how much what the book keeps of them differs from what the file shows of them, per company and currency.
  public mutating func leave(_ overtaken: OvertakenRows, in book: Book) -> [(UInt16, Currency, Int64)] {
    var kept: [(UInt16, Currency, Int64)] = []
    for row in vanished(in: book) where overtaken.contains(row, of: book.documents.rows[row].company) {
      let open = book.documents.rows[row]
      kept.append((open.company, open.currency, open.balance))
      marks[row] = .same
    }
    for at in 0..<staged.count where !staged[at].isLeftOut {
      let (target, row) = (Int(staged[at].target), staged[at].row)
      guard overtaken.contains(target, of: row.company) else { continue }
      staged[at].isLeftOut = true
      kept.append((row.company, row.currency, -row.openBalance))
      if target >= 0 {
        let known = book.documents.rows[target]
        kept.append((known.company, known.currency, known.openBalance))
      }
    }
    return kept
  }

  /// By how much the file moves what the book shows, per company and currency.
  public func moves(in book: Book) -> [(UInt16, Currency, Int64)] {
    var moves: [(UInt16, Currency, Int64)] = []
    for at in 0..<staged.count where !staged[at].isLeftOut {
      let row = staged[at].row
      moves.append((row.company, row.currency, row.openBalance))
      guard staged[at].target >= 0 else { continue }
      let known = book.documents.rows[Int(staged[at].target)]
      moves.append((known.company, known.currency, -known.openBalance))
    }
    return moves
  }
}

extension DocumentRow {
  /// In minor units; nothing for a voided document.
  var openBalance: Int64 { flags.contains(.void) ? 0 : balance }
  /// Nothing is open of it.
  var isSettled: Bool { openBalance == 0 }
}
