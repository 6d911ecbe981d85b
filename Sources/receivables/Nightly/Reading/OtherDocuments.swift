import Diff
import Ledger

/// Documents that a file tells under an id as something else than was known by it: two documents of one number. What the first one owed is gone.
enum OtherDocuments {
  static let code = "document-other"
  static let help =
    "look whether these are two documents: then what tells them apart belongs into `document_id` of the mapping (a year, a type), and both have to be exported again"

  /// An invoice that has become a credit, or the other way round; and one that has another customer and another date at once. Who takes a customer over
  /// changes the customer alone.
  static func isOther(_ now: DocumentRow, than before: DocumentRow) -> Bool {
    if now.flags.contains(.void) || before.flags.contains(.void) { return false }
    if (now.amount < 0) != (before.amount < 0), now.amount != 0, before.amount != 0 { return true }
    return now.customer != before.customer && now.documentDate != before.documentDate
  }
}

extension NightReading {
  mutating func remarkOtherDocuments(_ changes: [RowChange], _ book: Book) {
    for change in changes {
      guard let before = change.before else { continue }
      let now = book.documents.rows[change.row]
      guard OtherDocuments.isOther(now, than: before) else { continue }
      func words(_ row: DocumentRow) -> String {
        "\(row.kind.name) of customer \(book.customers.id(Int(row.customer))), \(row.documentDate), \(Money(minorUnits: row.amount, currency: row.currency))"
      }
      warn(
        code: OtherDocuments.code,
        "document \(book.document(change.row).label) of \(book.companies[Int(now.company)]) was \(words(before)); now it is \(words(now))"
      )
    }
  }
}
