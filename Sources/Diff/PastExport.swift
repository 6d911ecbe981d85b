import Ledger

/// What an export showed that came late: a newer one of its companies is known, so it tells of its own day and moves nothing of the present. One of the
/// days since the night before has the last word on documents that are gone by the newest.
public struct PastExport: Sendable {
  /// A document of the book that it showed.
  public struct Shown: Sendable {
    public var row: Int
    public var currency: Currency
    /// In minor units; zero for a voided document.
    public var balance: Int64
    /// What was invoiced.
    public var amount: Int64
    public var isVoid: Bool
    /// Line of the file; nil where it says just what the book says.
    public var line: Int?
  }

  public private(set) var shown: [Shown] = []
  /// Documents that nobody knows: they came and went between two exports. Their texts lie in the book's arena.
  public private(set) var unknown: [(row: DocumentRow, line: Int)] = []
  /// Documents that nobody knows, and that it shows settled or void.
  private var unknownSettled: [(row: DocumentRow, line: Int)] = []
  /// What it says of documents of the book otherwise than that.
  private var other: [(target: Int, row: DocumentRow, line: Int)] = []
  /// Open rows of the book that it should have shown and did not.
  public let absent: [Int]
  /// Rows of the book of which a rejected row may have spoken.
  public private(set) var unsure: [Int] = []
  /// Companies of which it shows everything that was open: places in the book.
  public let covered: Set<UInt16>

  /// Where it tells of some documents only: those that newer exports have told of.
  public let only: OvertakenRows?

  init(_ diff: DocumentDiff, _ book: Book, only: OvertakenRows?) {
    self.only = only
    absent = diff.vanished(in: book)
    covered = diff.covered
    for (row, mark) in diff.marks.enumerated() where mark != .unseen && mark != .staged {
      guard only?.contains(row, of: book.documents.rows[row].company) != false else { continue }
      if mark == .unknown { unsure.append(row) } else { show(row, book.documents.rows[row], line: nil) }
    }
    for at in 0..<diff.staged.count where !diff.staged[at].isLeftOut {
      let staged = diff.staged[at]
      guard only?.contains(Int(staged.target), of: staged.row.company) != false else { continue }
      if staged.target >= 0 {
        show(Int(staged.target), staged.row, line: Int(staged.line))
        other.append((Int(staged.target), staged.row, Int(staged.line)))
      } else if staged.row.isSettled {
        unknownSettled.append((staged.row, Int(staged.line)))
      } else {
        unknown.append((staged.row, Int(staged.line)))
      }
    }
  }

  /// A rejected row spoke of a document that is closed by now, and was open on that day: that it was absent nobody can say.
  /// - Parameter row: of the book, to which the document was added.
  public mutating func note(unsure row: Int) {
    if !unsure.contains(row) { unsure.append(row) }
  }

  /// Takes its word, where it is an export of the days since the night before, on documents that came and went between two exports of tonight, and on
  /// those that are gone since: nothing newer is known of them than what it says beside the balance. Of others only what was open counts.
  /// - Parameters:
  ///   - companies: those for which it is that: places in the book.
  ///   - hidden: documents that the newest export may have, see `HiddenDocuments`.
  /// - Returns: what of these is open that was not, by company and currency.
  public mutating func tell(
    of companies: Set<UInt16>, on day: CalendarDate, in book: inout Book, _ changes: inout ChangeLog,
    hidden: HiddenDocuments, file: Int, asOf: CalendarDate
  ) -> [(UInt16, Currency, Int64)] {
    var moves: [(UInt16, Currency, Int64)] = []
    var named: Set<Int> = []
    func tell(_ row: DocumentRow, at target: Int?, line: Int, _ book: inout Book, _ changes: inout ChangeLog) -> Int {
      let isHidden = hidden.contains(row, of: book)
      let (found, moved) = changes.tell(
        row, at: target, isHidden: isHidden, on: day, file: file, line: line, in: &book, asOf: asOf)
      if isHidden, moved != 0 { moves.append((row.company, row.currency, moved)) }
      named.insert(found)
      return found
    }
    for (target, row, line) in other where companies.contains(row.company) {
      _ = tell(row, at: target, line: line, &book, &changes)
    }
    for (row, line) in unknown + unknownSettled where companies.contains(row.company) {
      show(tell(row, at: nil, line: line, &book, &changes), row, line: line)
    }
    unknown.removeAll { companies.contains($0.row.company) }
    noteOthers(companies.intersection(covered), named, on: day, in: book, &changes)
    return moves
  }

  /// Documents that it lacks, and those that it shows as they are now and of which newer exports have told something else.
  private func noteOthers(
    _ companies: Set<UInt16>, _ named: Set<Int>, on day: CalendarDate, in book: Book, _ changes: inout ChangeLog
  ) {
    let known = Set(changes.between.keys)
    var others = known.subtracting(named)
    for one in shown where one.line == nil && others.remove(one.row) != nil {
      changes.note(one.row, open: one.balance, amount: one.amount, on: day, in: book)
    }
    for row in others.union(absent).subtracting(unsure) {
      let company = book.documents.rows[row].company
      guard companies.contains(company), only?.contains(row, of: company) != false else { continue }
      changes.note(row, open: 0, amount: 0, on: day, in: book)
    }
  }

  /// It tells what was invoiced, and nothing of what was open on its day.
  public mutating func leaveOutBalances() { shown = [] }

  private mutating func show(_ at: Int, _ row: DocumentRow, line: Int?) {
    let isVoid = row.flags.contains(.void)
    shown.append(
      Shown(
        row: at, currency: row.currency, balance: isVoid ? 0 : row.balance, amount: row.amount, isVoid: isVoid,
        line: line))
  }

  /// Gives every unknown document its customer in the book; one that no file has named is created under its id.
  public mutating func findOwners(in book: inout Book, _ changes: inout ChangeLog) {
    for at in unknown.indices where unknown[at].row.customer < 0 {
      unknown[at].row.customer = changes.owner(of: unknown[at].row, in: &book)
      unknown[at].row.customerText = .empty
    }
  }
}

extension DocumentDiff {
  /// What the staged file shows, taken as an export of the past.
  /// - Parameter only: of these documents; nil: of all.
  public func pastExport(in book: Book, only: OvertakenRows? = nil) -> PastExport {
    PastExport(self, book, only: only)
  }
}
