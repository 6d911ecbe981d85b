import Ledger

/// Documents that an export may have although the book does not show them by it: rows of it were rejected.
public struct HiddenDocuments: Sendable {
  private var keys: Set<String> = []
  /// Companies with a rejected row whose document could not be read; nil inside: all.
  private var blind: Set<UInt16?> = []

  public init() {}

  public mutating func add(_ rejected: RejectedRow, of book: Book) {
    let company = rejected.company.flatMap { book.companies.firstIndex(of: $0) }.map { UInt16($0) }
    guard let company, let key = rejected.documentKey else {
      blind.insert(company)
      return
    }
    keys.insert(HiddenDocuments.name(company, key))
  }

  func contains(_ row: DocumentRow, of book: Book) -> Bool {
    guard !keys.isEmpty || !blind.isEmpty else { return false }
    return blind.contains(nil) || blind.contains(row.company)
      || keys.contains(HiddenDocuments.name(row.company, book.documents.text.string(row.key)))
  }

  private static func name(_ company: UInt16, _ key: String) -> String { "\(company)\u{1F}\(key)" }
}
