import Ledger
import Pipeline

/// Copies of invoices as they lie in `inbox/copies/<company>/<document_id>.pdf`, put there by whoever exports them.
struct InboxCopies: DocumentCopies {
  let inbox: String

  /// Larger files are no copy of an invoice: they are left where they are.
  private static let mostBytes = 20 * 1024 * 1024

  /// Copies of these documents that are there, in byte order of their ids.
  func paths(company: String, documents: some Sequence<String>) throws -> [String] {
    try Set(documents).sorted().compactMap { path(company, $0) }.filter { try Path.exists($0) }
  }

  /// A copy that cannot be read does not keep the night from its work.
  func copy(company: String, document: String) -> [UInt8]? {
    guard let path = path(company, document), (try? Path.exists(path)) == true, let file = try? ReadableFile(path),
      file.size <= InboxCopies.mostBytes
    else { return nil }
    return try? file.all()
  }

  /// An id is a text of the ERP and may hold anything: with slashes it names folders, and what would leave the folder of the company is no file.
  private func path(_ company: String, _ document: String) -> String? {
    let parts = [company] + document.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    guard !company.utf8.contains(0x2F), parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else { return nil }
    return Path.join(inbox, "copies/\(company)/\(document).pdf")
  }
}
