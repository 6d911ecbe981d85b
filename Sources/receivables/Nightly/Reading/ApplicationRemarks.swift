import Ledger
import Store

/// What is told of tonight's rows of the applications feed: they are kept, whatever is remarked.
extension NightReading {
  /// Rows that call an instalment as messages do. An application is about a document; one about an id that nobody knows waits for it, and pays nothing.
  mutating func remarkApplications() throws {
    let lookup = DocumentLookup(state.database)
    for row in applications where row.documentID.utf8.contains(UInt8(ascii: "/")) {
      guard let document = documentOfInstalment(row),
        try lookup.find(id: row.documentID, company: row.company).isEmpty
      else { continue }
      warn(
        code: "application-instalment",
        "an application of payment \(row.paymentID) of \(row.company) names the instalment \(row.documentID): it pays nothing, for applications name "
          + "documents; write \(document), whose instalments are paid earliest first")
    }
  }

  /// The id of the document of which a row names an open instalment behind a slash; nil: it does not.
  private func documentOfInstalment(_ row: Application) -> String? {
    guard let at = book.companies.firstIndex(of: row.company) else { return nil }
    let (company, text) = (UInt16(at), row.documentID)
    guard book.documents.find(company: company, key: text) == nil else { return nil }
    for slash in text.indices.dropLast() where text[slash] == "/" {
      let id = String(text[..<slash])
      let instalment = String(text[text.index(after: slash)...])
      if book.documents.find(company: company, key: DocumentRow.key(id, instalment: instalment)) != nil { return id }
    }
    return nil
  }
}
