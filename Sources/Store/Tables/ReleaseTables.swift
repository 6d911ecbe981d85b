import Ledger

/// Batches of messages, what people said of them, and messages that count for nothing any more. Rows are only added.
public struct ReleaseTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The messages of a run that go by one channel.
  public struct Batch: Equatable, Sendable {
    public enum State: String, Sendable { case waiting, released, withheld, lapsed }
    public var run: Int64
    /// The channel.
    public var batch: String
    public var messages: Int
    /// How many different people have to approve it; 0: nobody.
    public var people: Int
    /// Why it waits, in plain English.
    public var why: String
    /// Who approved it.
    public var approvedBy: [String]
    public var state: State
  }

  public func insert(run: Int64, batch: String, messages: Int, people: Int, why: String) throws {
    try database.run(
      "INSERT INTO batch VALUES(?, ?, ?, ?, ?)", .int(run), .text(batch), .int(messages), .int(people), .text(why))
  }

  /// - Parameter word: `approve`, `withhold` or `lapse`.
  public func say(_ word: String, run: Int64, batch: String, by: String, reason: String) throws {
    try database.run(
      "INSERT OR IGNORE INTO batch_word VALUES(?, ?, ?, ?, ?)", .int(run), .text(batch), .text(word), .text(by),
      .text(reason))
  }

  /// The batches of a run, by name.
  public func batches(of run: Int64) throws -> [Batch] {
    let words = try database.rows(
      "SELECT batch, word, said_by FROM batch_word WHERE run = ? ORDER BY batch, word, said_by", .int(run)
    ) { (batch: $0.text(0), word: $0.text(1), by: $0.text(2)) }
    return try database.rows(
      "SELECT batch, messages, people, why FROM batch WHERE run = ? ORDER BY batch", .int(run)
    ) { row in
      let (batch, people) = (row.text(0), row.int(2))
      let own = words.filter { $0.batch == batch }
      let approvedBy = own.filter { $0.word == "approve" }.map(\.by)
      let state: Batch.State =
        own.contains { $0.word == "lapse" }
        ? .lapsed
        : own.contains { $0.word == "withhold" } ? .withheld : approvedBy.count >= people ? .released : .waiting
      return Batch(
        run: run, batch: batch, messages: row.int(1), people: people, why: row.text(3), approvedBy: approvedBy,
        state: state)
    }
  }

  /// Batches that were never released and have not lapsed: of the newest run, for the next one makes them lapse.
  public func open() throws -> [Batch] {
    try database.rows(
      """
      SELECT DISTINCT b.run FROM batch b JOIN run r ON r.id = b.run WHERE b.people > 0 AND r.state = 'published' AND NOT EXISTS(
        SELECT 1 FROM batch_word w WHERE w.run = b.run AND w.batch = b.batch AND w.word = 'lapse') ORDER BY b.run
      """, row: { $0.int64(0) }
    ).flatMap { try batches(of: $0).filter { $0.state == .waiting || $0.state == .withheld } }
  }

  // MARK: Messages that count for nothing

  /// Messages of a run's channel, or of all, as keys of the message log.
  public func messages(run: Int64, channel: String?) throws -> [Int64] {
    let all = try database.rows(
      "SELECT id, channel FROM message WHERE run = ? ORDER BY id", .int(run), row: { ($0.int64(0), $0.text(1)) })
    return all.filter { channel == nil || $0.1 == channel }.map(\.0)
  }

  public func undo(_ messages: [Int64], reason: String) throws {
    for message in messages {
      try database.run("INSERT OR IGNORE INTO message_undone VALUES(?, ?, NULL)", .int(message), .text(reason))
    }
  }

  /// Every message that counts for nothing.
  public func undone() throws -> Set<Int64> {
    Set(try database.rows("SELECT message FROM message_undone", row: { $0.int64(0) }))
  }

  /// Those whose levels no run has taken back yet, with the reason.
  public func notYetTakenBack() throws -> [(message: Int64, reason: String)] {
    try database.rows(
      "SELECT message, reason FROM message_undone WHERE undone_in IS NULL ORDER BY message",
      row: { ($0.int64(0), $0.text(1)) })
  }

  public func tookBack(in run: Int64) throws {
    try database.run("UPDATE message_undone SET undone_in = ? WHERE undone_in IS NULL", .int(run))
  }

  /// `send` decisions that a run carried out stand again.
  public func forgetActs(of run: Int64) throws {
    try database.run("UPDATE decision SET acted_run = NULL WHERE acted_run = ?", .int(run))
  }

  // MARK: Withdrawn runs

  public func withdraw(run: Int64, by: String, reason: String) throws {
    try database.run("INSERT INTO run_withdrawn VALUES(?, ?, ?)", .int(run), .text(by), .text(reason))
  }

  public func isWithdrawn(_ run: Int64) throws -> Bool {
    try !database.rows("SELECT 1 FROM run_withdrawn WHERE run = ?", .int(run), row: { $0.int(0) }).isEmpty
  }

  // MARK: What a document was told

  /// A document's place on a message, oldest message first.
  public struct Line: Sendable {
    public var document: Int64
    public var message: Int64
    public var asOf: CalendarDate
    public var messageLevel: Int
    public var payBy: CalendarDate?
    public var isTrigger: Bool
    public var levelBefore: Int
    public var levelAfter: Int
    /// What the ERP said at first sight: the details of the document's first version.
    public var firstDetails: String
  }

  /// Everything that documents of these messages were ever told, by document and message.
  public func lines(ofDocumentsIn messages: [Int64]) throws -> [Line] {
    guard !messages.isEmpty else { return [] }
    let list = "[" + messages.map(String.init).joined(separator: ",") + "]"
    return try database.rows(
      """
      SELECT i.document, m.id, m.as_of, m.level, m.pay_by, i.included_as, i.level_before, i.level_after, COALESCE(
        (SELECT h.details FROM document_history h WHERE h.document = i.document ORDER BY h.from_run LIMIT 1),
        (SELECT d.details FROM document d WHERE d.id = i.document))
      FROM message_item i JOIN message m ON m.id = i.message
      WHERE i.included_as IN ('trigger', 'content') AND i.document IN (
        SELECT document FROM message_item WHERE message IN (SELECT value FROM json_each(?)))
      ORDER BY i.document, m.id
      """, .text(list)
    ) { row in
      func date(_ column: Int) -> CalendarDate? { row.optionalInt(column).map { CalendarDate(days: Int32($0)) } }
      return Line(
        document: row.int64(0), message: row.int64(1), asOf: date(2) ?? .missing, messageLevel: row.int(3),
        payBy: date(4), isTrigger: row.text(5) == "trigger", levelBefore: row.int(6), levelAfter: row.int(7),
        firstDetails: row.text(8))
    }
  }
}

extension ReleaseTables {
  /// Messages of the last runs that sent any, newest first, those that count for nothing left out.
  public func messageCounts(nights: Int) throws -> [Int] {
    try database.rows(
      """
      SELECT COUNT(*) FROM message WHERE id NOT IN (SELECT message FROM message_undone) GROUP BY run ORDER BY run DESC LIMIT ?
      """, .int(nights), row: { $0.int(0) })
  }

  /// Templates and levels that were ever sent.
  public func used() throws -> (templates: Set<String>, levels: Set<Int>) {
    let rows = try database.rows(
      "SELECT DISTINCT template, level FROM message WHERE id NOT IN (SELECT message FROM message_undone)",
      row: { ($0.text(0), $0.int(1)) })
    return (Set(rows.map(\.0)), Set(rows.map(\.1)))
  }
}
