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
      help:
        "export again and do not save the file with a spreadsheet; or put them back: \"steps\": [{ \"pad\": [\(first.was.count), \"0\"] }]"
    )
  }

  private static func key(_ company: UInt16, _ id: String) -> String { "\(company)\u{1F}\(id)" }
}
