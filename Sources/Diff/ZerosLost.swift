import Ledger

extension SnapshotGuards {
  /// An export that a spreadsheet has saved: `000123` has become `123`; or one that comes from another place than before, where `123` is `000123`.
  /// Each such document would be closed as one and opened as another, its reminders would begin again. One is enough to hold the file:
  /// numbers do not lose or gain their zeros by chance.
  /// - Parameter gone: rows of the book that the file does not have.
  func zerosLost(_ diff: DocumentDiff, gone: [Int], book: Book) -> Hold? {
    func id(_ row: DocumentRow) -> String { book.documents.text.string(row.key) }
    // Most files have no such ids, and a look at the first byte is all it takes.
    func begins(_ row: DocumentRow) -> Bool { book.documents.text.with(row.key) { $0.first == UInt8(ascii: "0") } }
    func bare(_ row: DocumentRow) -> BareNumber { BareNumber(row.company, id(row)) }
    var found = ZerosMoved()
    let was = gone.lazy.map { book.documents.rows[$0] }
    let now = diff.newRows.lazy.map { diff.staged[$0].row }
    let known = Dictionary(was.filter(begins).map { (bare($0), id($0)) }, uniquingKeysWith: { first, _ in first })
    if !known.isEmpty { for row in now { known[bare(row)].map { found.note(id(row), $0) } } }
    let new = Dictionary(now.filter(begins).map { (bare($0), id($0)) }, uniquingKeysWith: { first, _ in first })
    if !new.isEmpty { for row in was where !begins(row) { new[bare(row)].map { found.note($0, id(row)) } } }
    return found.hold("document ids")
  }

  /// The same of the customers of documents that are known: each would belong to a stranger, whom nobody can write to.
  func customerZerosLost(_ diff: DocumentDiff, book: Book) -> Hold? {
    // On a first load nothing is known, and a million rows are staged.
    guard !diff.marks.isEmpty else { return nil }
    var found = ZerosMoved()
    for index in 0..<diff.staged.count where diff.staged[index].target >= 0 && !diff.staged[index].isLeftOut {
      let row = diff.staged[index].row
      let before = book.documents.rows[Int(diff.staged[index].target)].customer
      guard row.customer != before else { continue }
      let was = book.customers.id(Int(before))
      let id =
        row.customer >= 0 ? book.customers.id(Int(row.customer)) : book.documents.text.string(row.customerText)
      if id.drop(while: { $0 == "0" }) == was.drop(while: { $0 == "0" }) { found.note(id, was) }
    }
    return found.hold("the customers of", "documents")
  }
}

/// Ids that differ from those that are known by leading zeros alone.
private struct ZerosMoved {
  private typealias Pair = (id: String, was: String)
  private var lost: (count: Int, first: Pair?) = (0, nil)
  private var gained: (count: Int, first: Pair?) = (0, nil)

  mutating func note(_ id: String, _ was: String) {
    if id.utf8.count < was.utf8.count {
      ZerosMoved.add((id, was), &lost)
    } else if id.utf8.count > was.utf8.count {
      ZerosMoved.add((id, was), &gained)
    }
  }

  private static func add(_ pair: Pair, _ list: inout (count: Int, first: Pair?)) {
    list.count += 1
    if list.first.map({ pair.was < $0.was }) ?? true { list.first = pair }
  }

  /// - Parameters:
  ///   - of: what stands before the count, or behind it where nothing else does.
  func hold(_ of: String, _ behind: String? = nil) -> Hold? {
    func what(_ count: Int) -> String { behind.map { "\(of) \(count) \($0)" } ?? "\(count) \(of)" }
    if let pair = lost.first {
      return Hold(
        code: "zeros-lost",
        message: "\(what(lost.count)) have lost their leading zeros: `\(pair.was)` comes as `\(pair.id)`",
        help: "export again and do not save the file with a spreadsheet; or put them back: "
          + "\"steps\": [{ \"pad\": [\(pair.was.count), \"0\"] }]")
    }
    guard let pair = gained.first else { return nil }
    let zeros = String(repeating: "0", count: pair.id.count - pair.was.count)
    return Hold(
      code: "zeros-gained",
      message: "\(what(gained.count)) have leading zeros that they did not have: `\(pair.was)` comes as `\(pair.id)`",
      help: "export them as before; or take them off: \"steps\": [{ \"dropPrefix\": [\"\(zeros)\"] }]")
  }
}
