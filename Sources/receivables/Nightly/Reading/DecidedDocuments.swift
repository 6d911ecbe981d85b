import Ledger

/// Rows of the book that decisions are about, found in one look at all keys. A decision names a document, or one instalment of it as
/// `ID/INSTALMENT`.
struct DecidedDocuments {
  private struct Name: Hashable {
    var company: UInt16
    var text: String
  }
  private var found: [Name: [Int]] = [:]
  private let companies: [String]

  init(_ decisions: [Decision], _ book: Book) {
    companies = book.companies
    var names: Set<Name> = []
    for decision in decisions { if let name = name(decision) { names.insert(name) } }
    guard !names.isEmpty else { return }
    // Few are asked for among a million: numbers tell which keys need a look.
    let hashes = FewKeys(
      names.map { name in
        var text = name.text
        return text.withUTF8 { DecidedDocuments.hash(name.company, UnsafeRawBufferPointer($0)) }
      })
    for (index, row) in book.documents.rows.enumerated() {
      let isAsked = book.documents.text.with(row.key) { key in
        DocumentRow.mayHaveInstalment(key) || hashes.mayHold(DecidedDocuments.hash(row.company, key))
      }
      guard isAsked else { continue }
      let (id, instalment) = book.documents.key(row.key)
      var own = [Name(company: row.company, text: id)]
      if !instalment.isEmpty { own.append(Name(company: row.company, text: "\(id)/\(instalment)")) }
      for name in own where names.contains(name) { found[name, default: []].append(index) }
    }
  }

  private static func hash(_ company: UInt16, _ key: UnsafeRawBufferPointer) -> Int64 {
    Int64(bitPattern: KeyIndex.hash(Int(company), key))
  }

  /// In the order of the book.
  func rows(of decision: Decision) -> [Int] { name(decision).flatMap { found[$0] } ?? [] }

  private func name(_ decision: Decision) -> Name? {
    guard let id = decision.documentID, let company = companies.firstIndex(of: decision.company) else { return nil }
    return Name(company: UInt16(company), text: id)
  }
}
