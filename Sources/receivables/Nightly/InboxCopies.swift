import Ledger
import Pipeline

/// Copies of invoices as they lie in `inbox/copies/<company>/<document_id>.pdf`, put there by whoever exports them.
struct InboxCopies: DocumentCopies {
  let inbox: String

  /// Larger files are no copy of an invoice: they are left where they are.
  private static let mostBytes = 20 * 1024 * 1024

  /// Copies of these documents that are there, in byte order of their ids.
  func paths(company: String, documents: some Sequence<String>) throws -> [String] {
    try Set(documents).sorted().filter { !$0.contains("/") }.map { Path.join(inbox, "copies/\(company)/\($0).pdf") }
      .filter { try Path.exists($0) }
  }

  /// A copy that cannot be read does not keep the night from its work.
  func copy(company: String, document: String) -> [UInt8]? {
    // An id is a text of the ERP and may hold anything; what would leave the folder is no file name.
    for part in [company, document] where part.isEmpty || part.hasPrefix(".") || part.utf8.contains(0x2F) { return nil }
    let path = Path.join(inbox, "copies/\(company)/\(document).pdf")
    guard (try? Path.exists(path)) == true, let file = try? ReadableFile(path), file.size <= InboxCopies.mostBytes
    else {
      return nil
    }
    return try? file.all()
  }
}
