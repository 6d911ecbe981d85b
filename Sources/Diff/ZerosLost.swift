import Ledger

extension SnapshotGuards {
  /// An export that a spreadsheet has saved: `000123` has become `123`. Each such document would be closed as one and opened as
  /// another, its reminders would begin again. One is enough to hold the file: numbers do not lose their zeros by chance.
  /// - Parameter gone: rows of the book that the file does not have.
  func zerosLost(_ diff: DocumentDiff, gone: [Int], book: Book) -> Hold? {
    var bare: [String: String] = [:]
    for row in gone {
      let id = book.documents.text.string(book.documents.rows[row].key)
      guard id.utf8.first == UInt8(ascii: "0") else { continue }
      bare[SnapshotGuards.key(book.documents.rows[row].company, String(id.drop { $0 == "0" }))] = id
    }
    guard !bare.isEmpty else { return nil }
    var found: [(id: String, was: String)] = []
    for index in diff.newRows {
      let row = diff.staged[index].row
      let id = book.documents.text.string(row.key)
      if let was = bare[SnapshotGuards.key(row.company, id)] { found.append((id, was)) }
    }
    guard let first = found.min(by: { $0.id < $1.id }) else { return nil }
    return Hold(
      code: "zeros-lost",
      message: "\(found.count) document ids have lost their leading zeros: `\(first.was)` comes as `\(first.id)`",
      help: SnapshotGuards.padHelp(first.was))
  }

  /// The same of the customers of documents that are known: each would belong to a stranger, whom nobody can write to.
  func customerZerosLost(_ diff: DocumentDiff, book: Book) -> Hold? {
    // On a first load nothing is known, and a million rows are staged.
    guard !diff.marks.isEmpty else { return nil }
    var first: (id: String, was: String)?
    var count = 0
    for index in 0..<diff.staged.count where diff.staged[index].target >= 0 && !diff.staged[index].isLeftOut {
      let row = diff.staged[index].row
      let before = book.documents.rows[Int(diff.staged[index].target)].customer
      guard row.customer != before else { continue }
      let was = book.customers.id(Int(before))
      guard was.utf8.first == UInt8(ascii: "0") else { continue }
      let id =
        row.customer >= 0 ? book.customers.id(Int(row.customer)) : book.documents.text.string(row.customerText)
      guard id == was.drop(while: { $0 == "0" }) else { continue }
      count += 1
      if first.map({ was < $0.was }) ?? true { first = (id, was) }
    }
    guard let first else { return nil }
    return Hold(
      code: "zeros-lost",
      message:
        "the customers of \(count) documents have lost their leading zeros: `\(first.was)` comes as `\(first.id)`",
      help: SnapshotGuards.padHelp(first.was))
  }

  private static func padHelp(_ was: String) -> String {
    "export again and do not save the file with a spreadsheet; or put them back: \"steps\": [{ \"pad\": [\(was.count), \"0\"] }]"
  }

  private static func key(_ company: UInt16, _ id: String) -> String { "\(company)\u{1F}\(id)" }
}
