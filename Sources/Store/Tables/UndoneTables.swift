import Ledger

/// Messages that count for nothing any more, each with its cause, and what documents were told by messages.
public struct UndoneTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// - Parameter run: the run that takes its levels back; nil: the next one does. A message that counts for nothing already keeps its cause.
  public func undo(_ messages: [Int64], _ cause: UndoneCause, in run: Int64? = nil) throws {
    for message in messages {
      try database.run(
        "INSERT OR IGNORE INTO message_undone VALUES(?, ?, ?)", .int(message), .text(cause.rawValue), .optional(run))
    }
  }

  /// Every one of them by its key in the log.
  public func all() throws -> [Int64: UndoneCause] {
    Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT message, reason FROM message_undone") {
        ($0.int64(0), UndoneTables.cause($0.text(1)))
      })
  }

  /// Those whose levels no run has taken back yet, in the order of the log.
  public func waiting() throws -> [(message: Int64, cause: UndoneCause)] {
    try database.rows("SELECT message, reason FROM message_undone WHERE undone_in IS NULL ORDER BY message") {
      ($0.int64(0), UndoneTables.cause($0.text(1)))
    }
  }

  private static func cause(_ text: String) -> UndoneCause { UndoneCause(rawValue: text) ?? .withdrawn }

  /// As-of dates of withdrawn runs whose hand-overs no run has taken back yet.
  public func withdrawnDays() throws -> [CalendarDate] {
    try database.rows(
      "SELECT r.as_of FROM run_withdrawn w JOIN run r ON r.id = w.run WHERE w.undone_in IS NULL ORDER BY r.id"
    ) { CalendarDate(days: Int32($0.int(0))) }
  }

  /// A run has taken back everything that waited for one.
  public func tookBack(in run: Int64) throws {
    try database.run("UPDATE message_undone SET undone_in = ? WHERE undone_in IS NULL", .int(run))
    try database.run("UPDATE run_withdrawn SET undone_in = ? WHERE undone_in IS NULL", .int(run))
  }

  /// Messages that count again: they had been withdrawn, recalled or not released, and were sent all the same.
  public func stand(_ messages: [Int64]) throws {
    for message in messages { try database.run("DELETE FROM message_undone WHERE message = ?", .int(message)) }
  }

  /// Those of these messages that were handed on or have reached somebody, as far as anybody has said.
  public func sent(of messages: [Int64]) throws -> Set<Int64> {
    guard !messages.isEmpty else { return [] }
    return Set(
      try database.rows(
        "SELECT message FROM delivery_event WHERE event IN ('submitted', 'delivered', 'opted_out') AND message IN "
          + "(SELECT value FROM json_each(?))", .text(messages.jsonList), row: { $0.int64(0) }))
  }

  /// Messages of a run that are known to have reached somebody.
  public func delivered(ofRun run: Int64) throws -> Set<Int64> {
    Set(
      try database.rows(
        "SELECT message FROM delivery_event WHERE event IN ('delivered', 'opted_out') AND message IN "
          + "(SELECT id FROM message WHERE run = ?)", .int(run), row: { $0.int64(0) }))
  }

  /// Messages of a run that count for nothing because of this.
  public func messages(ofRun run: Int64, _ cause: UndoneCause) throws -> [Int64] {
    try database.rows(
      "SELECT m.id FROM message m JOIN message_undone u ON u.message = m.id WHERE m.run = ? AND u.reason = ? ORDER BY m.id",
      .int(run), .text(cause.rawValue), row: { $0.int64(0) })
  }

  /// Ids of messages of which every one in the log is among these.
  public func ids(onlyOf messages: [Int64: UndoneCause]) throws -> Set<String> {
    guard !messages.isEmpty else { return [] }
    var (found, standing): (Set<String>, Set<String>) = ([], [])
    let rows = try database.rows(
      "SELECT id, message_id FROM message WHERE message_id IN "
        + "(SELECT message_id FROM message WHERE id IN (SELECT value FROM json_each(?)))",
      .text(messages.keys.sorted().jsonList), row: { ($0.int64(0), $0.text(1)) })
    for (key, id) in rows { if messages[key] == nil { standing.insert(id) } else { found.insert(id) } }
    return found.subtracting(standing)
  }

  // MARK: What a document was told

  /// A document's place on a message, oldest message first.
  public struct Line: Equatable, Sendable {
    public var document: Int64
    public var message: Int64
    /// Whom it went to.
    public var customerID: String
    public var asOf: CalendarDate
    public var messageLevel: Int
    public var payBy: CalendarDate?
    public var isTrigger: Bool
    public var levelBefore: Int
    public var levelAfter: Int
    /// What the ERP said at first sight: the details of the document's first version; nothing where it was another customer's then.
    public var firstDetails: String
  }

  /// Everything that documents of these messages were ever told, by document and message.
  public func lines(ofDocumentsIn messages: [Int64]) throws -> [Line] {
    try lines("SELECT document FROM message_item WHERE message IN (SELECT value FROM json_each(?))", messages)
  }

  /// Everything that these documents were ever told, by document and message.
  public func lines(on documents: [Int64]) throws -> [Line] { try lines("SELECT value FROM json_each(?)", documents) }

  private func lines(_ documents: String, _ keys: [Int64]) throws -> [Line] {
    guard !keys.isEmpty else { return [] }
    return try database.rows(
      """
      SELECT i.document, m.id, m.customer_id, m.as_of, m.level, m.pay_by, i.included_as, i.level_before, i.level_after, COALESCE(
        (SELECT CASE WHEN h.customer = (SELECT d.customer FROM document d WHERE d.id = h.document) THEN h.details ELSE '{}' END
          FROM document_history h WHERE h.document = i.document ORDER BY h.from_run LIMIT 1),
        (SELECT d.details FROM document d WHERE d.id = i.document), '{}')
      FROM message_item i JOIN message m ON m.id = i.message
      WHERE i.included_as IN ('trigger', 'content') AND i.document IN (\(documents))
      ORDER BY i.document, m.id
      """, .text(keys.jsonList), row: UndoneTables.line)
  }

  /// Documents whose notice before the due date went out within one of these messages, and with no message that stands.
  public func lostNotices(in messages: [Int64]) throws -> Set<Int64> {
    guard !messages.isEmpty else { return [] }
    return Set(
      try database.rows(
        """
        SELECT i.document FROM message_item i JOIN message m ON m.id = i.message
        WHERE i.included_as = 'not_due' AND m.level > 0 AND i.message IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (
          SELECT 1 FROM message_item o JOIN message n ON n.id = o.message WHERE o.document = i.document
          AND o.included_as = CASE WHEN n.level = 0 THEN 'trigger' ELSE 'not_due' END
          AND o.message NOT IN (SELECT message FROM message_undone UNION SELECT value FROM json_each(?1)))
        """, .text(messages.jsonList), row: { $0.int64(0) }))
  }

  private static func line(_ row: Statement) -> Line {
    func date(_ column: Int) -> CalendarDate? { row.optionalInt(column).map { CalendarDate(days: Int32($0)) } }
    return Line(
      document: row.int64(0), message: row.int64(1), customerID: row.text(2), asOf: date(3) ?? .missing,
      messageLevel: row.int(4), payBy: date(5), isTrigger: row.text(6) == "trigger", levelBefore: row.int(7),
      levelAfter: row.int(8), firstDetails: row.text(9))
  }

  /// What messages told of documents that only runs knew that were taken back, by company, id and instalment joined by U+001F. The company is
  /// the message's: where all runs were taken back the state knows none.
  public func linesOfRetracted() throws -> [String: [Line]] {
    // Else every message ever sent would be looked through.
    guard try !database.rows("SELECT 1 FROM retracted_document LIMIT 1", row: { $0.int(0) }).isEmpty else { return [:] }
    let told = try database.rows(
      """
      SELECT i.document, m.id, m.customer_id, m.as_of, m.level, m.pay_by, i.included_as, i.level_before, i.level_after, '{}',
        m.company, d.document_id, d.instalment
      FROM retracted_document d JOIN message_item i ON i.document = d.document
      JOIN message m ON m.id = i.message WHERE i.included_as IN ('trigger', 'content') ORDER BY m.id
      """, row: { (UndoneTables.line($0), "\($0.text(10))\u{1F}\($0.text(11))\u{1F}\($0.text(12))") })
    return Dictionary(grouping: told, by: \.1).mapValues { $0.map(\.0) }
  }

  /// What documents were told by messages of runs that were taken back, where the state has learned nothing of the document since: the files are read
  /// again. By document and message.
  /// - Parameter documents: their keys.
  public func linesOfRetractedRuns(on documents: [Int64]) throws -> [Line] {
    guard try !database.rows("SELECT 1 FROM retraction LIMIT 1", row: { $0.int(0) }).isEmpty else { return [] }
    return try database.rows(
      """
      SELECT i.document, m.id, m.customer_id, m.as_of, m.level, m.pay_by, i.included_as, i.level_before, i.level_after, '{}'
      FROM message m JOIN message_item i ON i.message = m.id JOIN document d ON d.id = i.document
      WHERE EXISTS (SELECT 1 FROM retraction t WHERE m.run BETWEEN t.first_run AND t.run) AND m.run > d.since_run
        AND i.included_as IN ('trigger', 'content') AND i.document IN (SELECT value FROM json_each(?))
      ORDER BY i.document, m.id
      """, .text(documents.jsonList), row: UndoneTables.line)
  }
}
