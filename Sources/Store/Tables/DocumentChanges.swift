import Ledger

/// What changed documents on earlier nights, read back from their versions.
public struct DocumentChanges {
  private let database: Database
  public init(_ database: Database) { self.database = database }

  /// A document before and after a night.
  public struct Change {
    /// As-of date of the night that learned it.
    public var on: CalendarDate
    public var document: Document
    public var oldBalance: Int64
    public var wasVoid: Bool
    public var cause: ChangeCause?

    /// What happened, as `changes.csv` calls it.
    public var kind: ChangeKind {
      if document.isVoid { return wasVoid ? .changed : .voided }
      if oldBalance == 0, document.balance != 0 { return .reopened }
      if oldBalance != 0, document.balance == 0 { return .paid }
      let isSmaller = (oldBalance < 0) == (document.balance < 0) && abs(document.balance) < abs(oldBalance)
      return oldBalance != 0 && isSmaller ? .partPaid : .changed
    }
  }

  private static let next =
    "SELECT document, from_run, customer, kind, document_date, due_date, currency, amount, balance, void, cause, details "
    + "FROM document_history UNION ALL SELECT id, since_run, customer, kind, document_date, due_date, currency, amount, "
    + "balance, void, cause, details FROM document"

  /// Changes that runs from `date` on learned, oldest first.
  public func since(_ date: CalendarDate) throws -> [Change] {
    try database.rows(
      "SELECT r.as_of, c.company, k.customer_id, d.document_id, d.instalment, n.kind, n.document_date, n.due_date, n.currency, "
        + "n.amount, n.balance, n.void, n.details, n.cause, CASE h.void WHEN 1 THEN 0 ELSE h.balance END, h.void "
        + "FROM document_history h JOIN run r ON r.id = h.until_run JOIN (\(DocumentChanges.next)) n "
        + "ON n.document = h.document AND n.from_run = h.until_run JOIN document d ON d.id = h.document "
        + "JOIN company c ON c.id = d.company JOIN customer k ON k.id = n.customer WHERE r.as_of >= ? "
        + "ORDER BY h.until_run, c.company, d.document_id, d.instalment", .int(Int(date.days)),
      row: DocumentChanges.change)
  }

  private static func change(_ row: Statement) -> Change {
    let isVoid = row.int(11) != 0
    let document = Document(
      company: row.text(1), customerID: row.text(2), id: row.text(3), instalment: row.text(4),
      kind: DocumentKind(rawValue: UInt8(row.int(5))) ?? .invoice, documentDate: CalendarDate(days: Int32(row.int(6))),
      dueDate: row.optionalInt(7).map { CalendarDate(days: Int32($0)) },
      currency: Currency(row.text(8)) ?? Currency(trusted: 0), amount: row.int64(9),
      balance: isVoid ? 0 : row.int64(10),
      isVoid: isVoid, details: Details(json: row.text(12)))
    return Change(
      on: CalendarDate(days: Int32(row.int(0))), document: document, oldBalance: row.int64(14),
      wasVoid: row.int(15) != 0,
      cause: row.optionalText(13).flatMap(ChangeCause.init(rawValue:)))
  }
}
