import Ledger

/// Whose the documents are that decisions name: `ID`, or one instalment as `ID/INSTALMENT`.
extension DocumentLookup {
  /// Who has a document and who had it, as the state knows it; nil: no file has named it.
  public func owners(of document: String, company: String) throws -> DocumentOwners? {
    let now = try customers(of: document, company).map { id, details in
      DocumentOwners.Owner(id: id, payer: Details(json: details)["bill_to"].flatMap { $0.isEmpty ? nil : $0 })
    }
    return now.isEmpty ? nil : DocumentOwners(now: now, before: try formerCustomers(of: document, company: company))
  }

  /// Everybody who had a document up to the newest run, the present one too.
  public func formerCustomers(of document: String, company: String) throws -> Set<String> {
    var former = Set(try customers(of: document, company).map(\.id))
    for name in DocumentLookup.names(document) {
      former.formUnion(
        try database.rows(
          "SELECT DISTINCT k.customer_id FROM document d JOIN document_history h ON h.document = d.id "
            + "JOIN customer k ON k.id = h.customer \(DocumentLookup.named)", .text(company), .text(name.id),
          .optional(name.instalment), row: { $0.text(0) }))
    }
    return former
  }

  /// How a decision may name the documents that a customer has, or had.
  public func documentNames(ofCustomer id: String, company: String) throws -> Set<String> {
    let keys = try database.rows(
      "SELECT d.document_id, d.instalment FROM customer k JOIN company c ON c.id = k.company AND c.company = ?1 "
        + "JOIN document d ON d.customer = k.id WHERE k.customer_id = ?2 UNION "
        + "SELECT d.document_id, d.instalment FROM customer k JOIN company c ON c.id = k.company AND c.company = ?1 "
        + "JOIN document_history h ON h.customer = k.id JOIN document d ON d.id = h.document WHERE k.customer_id = ?2",
      .text(company), .text(id), row: { (id: $0.text(0), instalment: $0.text(1)) })
    return Set(keys.flatMap { $0.instalment.isEmpty ? [$0.id] : [$0.id, "\($0.id)/\($0.instalment)"] })
  }

  private func customers(of document: String, _ company: String) throws -> [(id: String, details: String)] {
    try DocumentLookup.names(document).flatMap { name in
      try database.rows(
        "SELECT DISTINCT k.customer_id, k.details FROM document d JOIN customer k ON k.id = d.customer "
          + "\(DocumentLookup.named) ORDER BY 1", .text(company), .text(name.id), .optional(name.instalment)
      ) { ($0.text(0), $0.text(1)) }
    }
  }

  private static let named =
    "WHERE d.company = (SELECT id FROM company WHERE company = ?1) AND d.document_id = ?2 AND (?3 IS NULL OR d.instalment = ?3)"

  /// What a text may mean: a document, or an instalment behind a slash. An id may have slashes of its own.
  static func names(_ document: String) -> [(id: String, instalment: String?)] {
    let slashes = document.indices.dropLast().filter { document[$0] == "/" }
    return [(document, nil)]
      + slashes.map { (String(document[..<$0]), String(document[document.index(after: $0)...])) }
  }
}
