import Ledger

/// The audit trail: what happened, in order, each row hashed over its content and the hash before it. A missing or changed row
/// breaks the chain, and the newest manifest holds its end.
public struct TrailTable {
  let database: Database
  public init(_ database: Database) { self.database = database }

  public struct Row: Sendable {
    public var seq: Int64
    public var run: String
    public var event: String
    public var subject: String
    public var detail: String
    public var hash: String
  }

  /// Appends a row and returns its hash. `detail` is compact JSON or plain words; neither it nor `subject` holds personal data.
  @discardableResult
  public func append(run: String, event: String, subject: String, detail: String) throws -> String {
    let (seq, previous) = try last()
    let hash = TrailTable.hash(previous, seq + 1, run, event, subject, detail)
    try database.run(
      "INSERT INTO trail VALUES(?, ?, ?, ?, ?, ?)", .int(seq + 1), .text(run), .text(event), .text(subject),
      .text(detail),
      .text(hash))
    return hash
  }

  /// Sequence number and hash of the last row; 0 and 64 zeros before the first.
  public func last() throws -> (seq: Int64, hash: String) {
    try database.rows("SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1") { ($0.int64(0), $0.text(1)) }.first
      ?? (0, String(repeating: "0", count: 64))
  }

  /// Fields are joined by line feeds behind their lengths, so that no two rows hash the same text.
  public static func hash(
    _ previous: String, _ seq: Int64, _ run: String, _ event: String, _ subject: String, _ detail: String
  ) -> String {
    let text = [previous, String(seq), run, event, subject, detail].map { "\($0.utf8.count):\($0)" }.joined(
      separator: "\n")
    return SHA256.hex(of: text)
  }

  /// Every row whose hash does not follow from its content and its predecessor, and every gap.
  public func problems() throws -> [String] {
    var problems: [String] = []
    var previous = String(repeating: "0", count: 64)
    var expected: Int64 = 1
    for row in try rows() {
      if row.seq != expected { problems.append("trail row \(expected) is missing") }
      if TrailTable.hash(previous, row.seq, row.run, row.event, row.subject, row.detail) != row.hash {
        problems.append("trail row \(row.seq) was altered")
      }
      previous = row.hash
      expected = row.seq + 1
    }
    return problems
  }

  public func rows() throws -> [Row] {
    try database.rows("SELECT seq, run, event, subject, detail, hash FROM trail ORDER BY seq") {
      Row(
        seq: $0.int64(0), run: $0.text(1), event: $0.text(2), subject: $0.text(3), detail: $0.text(4), hash: $0.text(5))
    }
  }
}

/// Receivables per company and currency at the end of each run.
public struct PositionTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  public struct Position: Sendable {
    public var company: String
    public var currency: Currency
    public var receivables: Int64
    public var notPastDue: Int64
    public var documents: Int
    public init(company: String, currency: Currency, receivables: Int64, notPastDue: Int64, documents: Int) {
      self.company = company
      self.currency = currency
      self.receivables = receivables
      self.notPastDue = notPastDue
      self.documents = documents
    }
  }

  public func insert(_ position: Position, run: Int64) throws {
    try database.run(
      "INSERT INTO position VALUES(?, ?, ?, ?, ?, ?)", .int(run), .text(position.company),
      .text(position.currency.code),
      .int(position.receivables), .int(position.notPastDue), .int(position.documents))
  }

  /// Positions at the end of the last run whose as-of date is on or before `date`; empty when there is none.
  public func positions(onOrBefore date: CalendarDate) throws -> [Position] {
    try database.rows(
      "SELECT company, currency, receivables, not_past_due, documents FROM position WHERE run = "
        + "(SELECT MAX(id) FROM run WHERE as_of <= ? AND state <> 'open') ORDER BY 1, 2", .int(Int(date.days))
    ) { row in
      Position(
        company: row.text(0), currency: Currency(row.text(1)) ?? Currency(trusted: 0), receivables: row.int64(2),
        notPastDue: row.int64(3), documents: row.int(4))
    }
  }
}
