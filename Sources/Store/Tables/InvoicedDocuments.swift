import Ledger

/// Documents of feeds that tell what was invoiced and not what is paid of it: what cash application has taken off them.
public struct InvoicedDocuments {
  private let database: Database
  public init(_ database: Database) { self.database = database }

  /// Where the newest version of a document comes from: company, feed, file and line.
  public struct Source: Sendable {
    public var company: String
    public var feed: String?
    public var file: Int?
    public var line: Int?
  }

  /// What a payment takes off a document, in minor units.
  public struct Match: Sendable {
    public var payment: Int64
    public var amount: Int64
    /// The amount with what closes the document beside it; and what of both its balance shows.
    public var whole: Int64
    public var shown: Int64
    public var isPosted: Bool
  }

  /// A document by its key.
  public func source(of document: Int64) throws -> Source? {
    try database.rows(
      "SELECT c.company, d.file, d.line, (SELECT a.feed FROM arrival a WHERE a.file = d.file AND a.feed IS NOT NULL "
        + "ORDER BY a.state = 'accepted' DESC, a.id DESC LIMIT 1) FROM document d JOIN company c ON c.id = d.company "
        + "WHERE d.id = ?", .int(document)
    ) { row in
      Source(company: row.text(0), feed: row.optionalText(3), file: row.optionalInt(1), line: row.optionalInt(2))
    }.first
  }

  /// In which currency a match is told: rules match money of the document's own; what people say is worth what it was in then.
  private static let currency = """
    CASE WHEN m.rule <> 'erp-application' AND m.reverses IS NULL THEN p.currency ELSE COALESCE(
      (SELECT h.currency FROM document_history h WHERE h.document = m.document AND h.from_run <= m.run AND h.until_run > m.run),
      (SELECT d.currency FROM document d WHERE d.id = m.document)) END
    """

  /// Payments that are matched with a document, in its currency.
  public func matches(document: Int64, in currency: Currency) throws -> [Match] {
    try database.rows(
      "SELECT m.payment, m.amount, m.posted, CASE WHEN m.difference IN ('deduction', 'short-payment') THEN 0 ELSE m.deducted END "
        + "FROM cash_match m JOIN payment p ON p.id = m.payment WHERE m.document = ? AND \(InvoicedDocuments.currency) = ? "
        + "ORDER BY m.payment",
      .int(document), .text(currency.code)
    ) { row in
      let (amount, posted) = (row.int64(1), row.int64(2))
      let whole = amount + row.int64(3)
      return Match(
        payment: row.int64(0), amount: amount, whole: whole, shown: posted == amount ? whole : posted,
        isPosted: posted == amount)
    }
  }

  /// What of a document's invoiced amount its balance lacks.
  public func takenOff(document: Int64, in currency: Currency) throws -> Int64 {
    try matches(document: document, in: currency).reduce(0) { $0 + $1.shown }
  }
}
