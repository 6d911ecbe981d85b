import Ledger

/// Batches of messages, what people said of them, and runs that were withdrawn. Rows are only added.
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
    /// Who has said no and why: `Kim Lee: wrong enclosure`; nil: nobody.
    public var withheldBy: String?

    /// What keeps it from leaving, in plain English; nil: it was released, or has lapsed.
    public var held: String? {
      switch state {
      case .waiting: "waits for release"
      case .withheld: "withheld by \(withheldBy ?? "")"
      case .released, .lapsed: nil
      }
    }
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
      "SELECT batch, word, said_by, reason FROM batch_word WHERE run = ? ORDER BY batch, word, said_by", .int(run)
    ) { (batch: $0.text(0), word: $0.text(1), by: $0.text(2), reason: $0.text(3)) }
    return try database.rows(
      "SELECT batch, messages, people, why FROM batch WHERE run = ? ORDER BY batch", .int(run)
    ) { row in
      let (batch, people) = (row.text(0), row.int(2))
      let own = words.filter { $0.batch == batch }
      let approvedBy = own.filter { $0.word == "approve" }.map(\.by)
      let no = own.first { $0.word == "withhold" }
      let state: Batch.State =
        own.contains { $0.word == "lapse" }
        ? .lapsed : no != nil ? .withheld : approvedBy.count >= people ? .released : .waiting
      return Batch(
        run: run, batch: batch, messages: row.int(1), people: people, why: row.text(3), approvedBy: approvedBy,
        state: state, withheldBy: no.map { "\($0.by): \($0.reason)" })
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

  /// Messages of a run's channel, or of all, as keys of the message log.
  public func messages(run: Int64, channel: String?) throws -> [Int64] {
    let all = try database.rows(
      "SELECT id, channel FROM message WHERE run = ? ORDER BY id", .int(run), row: { ($0.int64(0), $0.text(1)) })
    return all.filter { channel == nil || $0.1 == channel }.map(\.0)
  }

  /// When messages of a run's channel may go out at the earliest: keys of the message log, and seconds since 1970 where they wait for a window.
  public func windows(run: Int64, channel: String) throws -> [(message: Int64, opens: Int64?)] {
    try database.rows(
      "SELECT id, not_before FROM message WHERE run = ? AND channel = ? ORDER BY id", .int(run), .text(channel)
    ) { ($0.int64(0), $0.isNull(1) ? nil : $0.int64(1)) }
  }

  /// What a run carried out once for a customer stands again where no message of it stands any more; invitations and requests for access where
  /// one has not left, for who was invited is not invited again. What the ERP was told to write off was told, and what was given up of claims is given up,
  /// whatever becomes of messages.
  public func forgetActs(of run: Int64) throws {
    try database.run(
      "UPDATE decision SET acted_run = NULL WHERE acted_run = ?1 AND kind NOT IN ('invite', 'write_off', 'waive') AND NOT EXISTS("
        + "SELECT 1 FROM message m WHERE m.run = ?1 AND m.company = decision.company "
        + "AND m.customer_id = decision.customer_id AND m.template <> 'invitation' "
        + "AND m.id NOT IN (SELECT message FROM message_undone))", .int(run))
    let unsent = "m.run = ?1 AND m.template = 'invitation' AND m.id IN (SELECT message FROM message_undone)"
    try database.run(
      "UPDATE decision SET acted_run = NULL, uninvited = NULL WHERE (acted_run = ?1 OR uninvited IS NOT NULL) "
        + "AND kind = 'invite' AND EXISTS("
        + "SELECT 1 FROM message m WHERE m.company = decision.company AND m.customer_id = decision.customer_id "
        + "AND \(unsent))", .int(run))
    try database.run(
      "UPDATE access_request SET answered_run = NULL WHERE answered_run = ?1 AND (EXISTS(SELECT 1 FROM message m "
        + "WHERE lower(m.address) = access_request.email AND \(unsent)) OR EXISTS(SELECT 1 FROM message m "
        + "JOIN contact c ON c.company = m.company AND c.customer_id = m.customer_id AND c.ended_run IS NULL "
        + "WHERE lower(json_extract(c.details, '$.email')) = access_request.email AND \(unsent)))", .int(run))
  }

  // MARK: Withdrawn runs

  public func withdraw(run: Int64, by: String, reason: String) throws {
    try database.run("INSERT INTO run_withdrawn VALUES(?, ?, ?, NULL)", .int(run), .text(by), .text(reason))
  }

  /// Runs that were withdrawn and that no run has come after yet.
  public func withdrawn() throws -> [RunRecord] {
    let runs = try database.rows("SELECT run FROM run_withdrawn WHERE undone_in IS NULL ORDER BY run") { $0.int64(0) }
    return try RunTables(database).all().filter { runs.contains($0.id) }
  }

  public func isWithdrawn(_ run: Int64) throws -> Bool {
    try !database.rows("SELECT 1 FROM run_withdrawn WHERE run = ?", .int(run), row: { $0.int(0) }).isEmpty
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

  /// What messages of the last runs that asked for money in a currency asked for, by currency, newest first. An invitation asks for none.
  public func messageAmounts(nights: Int) throws -> [Currency: [Int64]] {
    let sums = try database.rows(
      "SELECT currency, SUM(amount_due) FROM message WHERE amount_due > 0 AND id NOT IN (SELECT message FROM message_undone) "
        + "GROUP BY run, currency ORDER BY run DESC, currency", row: { ($0.text(0), $0.int64(1)) })
    var all: [Currency: [Int64]] = [:]
    for (code, sum) in sums {
      guard let currency = Currency(code), all[currency, default: []].count < nights else { continue }
      all[currency, default: []].append(sum)
    }
    return all
  }

  /// Templates and levels that were ever sent.
  public func used() throws -> (templates: Set<String>, levels: Set<Int>) {
    let rows = try database.rows(
      "SELECT DISTINCT template, level FROM message WHERE id NOT IN (SELECT message FROM message_undone)",
      row: { ($0.text(0), $0.int(1)) })
    return (Set(rows.map(\.0)), Set(rows.map(\.1)))
  }

  /// Published runs: first those of which messages were released and that were not withdrawn, newest first; then the others, oldest first.
  public func releasedFirst() throws -> [Int64] {
    let released = try database.rows(
      """
      SELECT DISTINCT b.run FROM batch b WHERE b.run NOT IN (SELECT run FROM run_withdrawn)
      AND NOT EXISTS(SELECT 1 FROM batch_word w WHERE w.run = b.run AND w.batch = b.batch AND w.word <> 'approve')
      AND (SELECT COUNT(*) FROM batch_word w WHERE w.run = b.run AND w.batch = b.batch) >= b.people ORDER BY b.run DESC
      """, row: { $0.int64(0) })
    let known = Set(released)
    let published = try database.rows("SELECT id FROM run WHERE state = 'published' ORDER BY id") { $0.int64(0) }
    return released + published.filter { !known.contains($0) }
  }
}
