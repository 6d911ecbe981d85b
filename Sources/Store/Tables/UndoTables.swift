import Ledger

/// What the newest runs changed, so that they can be taken back as if they had never been. A run notes each row before it changes it; rows
/// that it adds are found again by their keys or their run, and earlier versions of documents stand in `document_history` anyway.
///
/// Not taken back is what happened outside: runs and what they published, files, messages and what people said of them, the trail.
public struct UndoTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// So many runs can be taken back.
  public static let keptRuns = 10

  /// Tables that number their rows: what a run added lies behind the last number before it.
  static let numbered = [
    "access_request", "claim", "company", "contact", "customer", "decision", "delivery_event", "payer_alias", "payment",
    "told_posting",
  ]
  /// Tables whose rows tell the run that added them.
  static let dated = [
    "application", "cash_match", "claim_history", "control_total", "delta_again", "document_dated",
    "document_paid_late",
    "document_told", "feed_header", "late_export", "late_sighting", "position", "position_age", "position_figures",
    "rate", "settlement",
    "untold_cash",
  ]
  /// Earlier versions, with the run that ended them.
  static let histories = [
    "application_history", "cash_match_history", "contact_history", "customer_history", "payment_history",
    "rate_history",
  ]
  /// Tables of which every added row is noted, by its key.
  static let noted = [
    "cash_open": ["payment"], "claim_document": ["claim", "document"], "held_span": ["document", "first_day"],
    "message_undone": ["message"], "run_withdrawn": ["run"], "whole_list": ["feed", "company"],
  ]
  /// Tables of which rows are noted before they are changed or removed.
  static let changed = [
    "access_request", "application", "cash_match", "cash_open", "claim", "company", "contact", "control_total",
    "customer", "decision", "document_told", "held_span", "message_undone", "payment", "rate", "run_withdrawn",
    "settlement", "told_posting", "untold_cash", "whole_list",
  ]

  /// Where it is noted.
  private static let notes = ["undo_run", "undo_row", "undo_memory"]

  // MARK: While a run is stored

  /// Begins to note what the run changes; part of the transaction that stores it, before anything else in it.
  public func begin(run: Int64) throws {
    try forget(before: run - Int64(UndoTables.keptRuns) + 1)
    let last = try UndoTables.numbered.map { table in
      "\"\(table)\":\(try database.lastKey(of: table))"
    }
    try database.run(
      "INSERT INTO undo_run SELECT ?, ?, EXISTS(SELECT 1 FROM item_memory)", .int(run),
      .text("{\(last.joined(separator: ","))}"))
    // With it, what REPLACE removes is noted too.
    try database.execute("PRAGMA recursive_triggers=ON")
    for table in UndoTables.changed {
      let row = try columns(table).map { "OLD.\($0)" }.joined(separator: ", ")
      for (word, name) in UndoTables.events {
        try database.execute(
          """
          CREATE TEMP TRIGGER undo_\(table)_\(name) BEFORE \(word) ON main.\(table) BEGIN
            INSERT INTO undo_row(run, source, before) VALUES(\(run), '\(table)', json_array(\(row)));
          END
          """)
      }
    }
    for (table, keys) in UndoTables.noted.sorted(by: { $0.key < $1.key }) {
      let key = keys.map { "NEW.\($0)" }.joined(separator: ", ")
      try database.execute(
        """
        CREATE TEMP TRIGGER undo_\(table)_insert AFTER INSERT ON main.\(table) BEGIN
          INSERT INTO undo_row(run, source, row_key) VALUES(\(run), '\(table)', json_array(\(key)));
        END
        """)
    }
  }

  private static let events = [("UPDATE", "update"), ("DELETE", "delete")]

  /// Ends it: what commands change is not part of a run.
  public func end() throws {
    for table in UndoTables.changed {
      for (_, name) in UndoTables.events { try database.execute("DROP TRIGGER IF EXISTS temp.undo_\(table)_\(name)") }
    }
    for table in UndoTables.noted.keys.sorted() {
      try database.execute("DROP TRIGGER IF EXISTS temp.undo_\(table)_insert")
    }
    try database.execute("PRAGMA recursive_triggers=OFF")
  }

  static let memoryColumns =
    "level, level_reached_on, last_reminded_on, pay_by, reopened_on, part_paid_on, due_earlier_on, held_until, "
    + "pre_due_notice, handed_over_on, level_step"

  /// Notes what is remembered of documents before a run writes it. Nothing is remembered of any before the first night that sends.
  /// - Parameter keys: of the documents, ascending.
  func noteMemory(_ count: Int, run: Int64, _ keys: (_ at: Int) -> Int64) throws {
    let notes = try database.rows("SELECT had_memory FROM undo_run WHERE run = ?", .int(run), row: { $0.int(0) != 0 })
    guard notes == [true] else { return }
    let columns = UndoTables.memoryColumns.split(separator: ",").map { "m.\($0.drop { $0 == " " })" }
    try database.insert(
      count, into: "undo_memory(run, document, \(UndoTables.memoryColumns))", columns: 2,
      select: "c0, c1, \(columns.joined(separator: ", "))", join: "LEFT JOIN item_memory m ON m.document = c1"
    ) { at, cells in
      cells.set(0, int: run)
      cells.set(1, int: keys(at))
    }
  }

  // MARK: What can be taken back

  /// Whether this run and all later ones can be taken back.
  public func reaches(_ run: Int64) throws -> Bool {
    try database.rows(
      "SELECT NOT EXISTS(SELECT 1 FROM run r WHERE r.id >= ?1 AND r.id NOT IN (SELECT run FROM undo_run) "
        + "AND \(RunTables.stands))",
      .int(run), row: { $0.int(0) != 0 })[0]
  }

  /// Forgets it all: of a customer who was erased, nothing is brought back.
  public func forget() throws { try forget(before: .max) }

  private func forget(before run: Int64) throws {
    for table in UndoTables.notes {
      try database.run("DELETE FROM \(table) WHERE run < ?", .int(run))
    }
  }

  private func columns(_ table: String) throws -> [String] {
    try database.rows("SELECT name FROM pragma_table_info(?) ORDER BY cid", .text(table), row: { $0.text(0) })
  }

  /// Whether this run was taken back.
  public func isRetracted(_ run: Int64) throws -> Bool {
    try !database.rows("SELECT 1 FROM retraction WHERE ? BETWEEN first_run AND run", .int(run), row: { $0.int(0) })
      .isEmpty
  }

  public func insert(_ retraction: Retraction) throws {
    try database.run(
      "INSERT INTO retraction VALUES(?, ?, ?, ?, ?)", .int(retraction.newest), .int(retraction.arrival),
      .int(retraction.first), .text(retraction.by), .text(retraction.reason))
  }

  /// A file that was taken out, and with it the runs from the one that read it to the newest.
  public struct Retraction: Sendable {
    public var arrival: Int64
    public var first: Int64
    public var newest: Int64
    public var by: String
    public var reason: String
    public init(arrival: Int64, first: Int64, newest: Int64, by: String, reason: String) {
      (self.arrival, self.first, self.newest) = (arrival, first, newest)
      (self.by, self.reason) = (by, reason)
    }
  }

  /// Documents that runs from this one on have added and changed.
  public func documents(from first: Int64) throws -> (new: Int, changed: Int) {
    try database.rows(
      "SELECT COALESCE(SUM(first_run >= ?1), 0), COALESCE(SUM(first_run < ?1), 0) FROM document WHERE since_run >= ?1",
      .int(first), row: { ($0.int(0), $0.int(1)) })[0]
  }

  // MARK: Taking back

  /// Makes the state what it was before `first`, as far as runs have changed it since.
  /// - Parameter newest: the newest run; none was taken back from it before.
  public func rewind(to first: Int64, newest: Int64) throws {
    try restoreRows(first)
    try removeRows(first)
    try restoreMemory(first)
    try restoreDocuments(first, newest)
    // What was noted before payments had marks has none.
    try database.execute(PromisersPayments.markAll)
    // The next run makes them from the rows.
    try database.execute("DELETE FROM book_page")
    try ClosedSales(database).forget()
    try SettlementSums(database).forget()
    try SettlementDays(database).forget()
    try SentNights(database).forget()
    for table in UndoTables.notes {
      try database.run("DELETE FROM \(table) WHERE run >= ?", .int(first))
    }
  }

  /// The newest change first, so that every row ends as it was before the oldest.
  private func restoreRows(_ first: Int64) throws {
    let rows = try database.rows(
      "SELECT source, row_key, before FROM undo_row WHERE run >= ? ORDER BY id DESC", .int(first),
      row: { (source: $0.text(0), key: $0.optionalText(1), before: $0.optionalText(2)) })
    var counts: [String: Int] = [:]
    for row in rows {
      if let before = row.before {
        let count = try counts[row.source] ?? columns(row.source).count
        counts[row.source] = count
        let values = (0..<count).map { "json_extract(?1, '$[\($0)]')" }.joined(separator: ", ")
        try database.run("INSERT OR REPLACE INTO \(row.source) VALUES(\(values))", .text(before))
      } else if let key = row.key, let names = UndoTables.noted[row.source] {
        let test = names.enumerated().map { "\($1) = json_extract(?1, '$[\($0)]')" }.joined(separator: " AND ")
        try database.run("DELETE FROM \(row.source) WHERE \(test)", .text(key))
      }
    }
  }

  private func removeRows(_ first: Int64) throws {
    for table in UndoTables.numbered {
      try database.run(
        "DELETE FROM \(table) WHERE id > (SELECT json_extract(last_ids, '$.\(table)') FROM undo_run WHERE run = ?)",
        .int(first))
    }
    for table in UndoTables.dated { try database.run("DELETE FROM \(table) WHERE run >= ?", .int(first)) }
    for table in UndoTables.histories { try database.run("DELETE FROM \(table) WHERE until_run >= ?", .int(first)) }
    for table in ["snapshot", "missing_row"] {
      try database.run(
        "DELETE FROM \(table) WHERE arrival IN (SELECT id FROM arrival WHERE run >= ? AND \(ArrivalTables.wasTaken))",
        .int(first))
    }
    try MissingRowTables(database).reopen(from: first)
  }

  private func restoreMemory(_ first: Int64) throws {
    let hadMemory = try database.rows("SELECT had_memory FROM undo_run WHERE run = ?", .int(first)) { $0.int(0) != 0 }
    guard hadMemory == [true] else { return try database.execute("DELETE FROM item_memory") }
    try database.run(
      "DELETE FROM item_memory WHERE document IN (SELECT document FROM undo_memory WHERE run >= ?)", .int(first))
    // Beside MIN, SQLite gives the other columns of the row that has the minimum.
    try database.run(
      "INSERT INTO item_memory(document, \(UndoTables.memoryColumns)) SELECT document, \(UndoTables.memoryColumns) FROM "
        + "(SELECT document, MIN(run), \(UndoTables.memoryColumns) FROM undo_memory WHERE run >= ? GROUP BY document) "
        + "WHERE level IS NOT NULL", .int(first))
  }

  static let versionColumns = [
    "customer", "kind", "document_date", "due_date", "currency", "amount", "balance", "void", "details", "file", "line",
    "cause",
  ]

  private func restoreDocuments(_ first: Int64, _ newest: Int64) throws {
    // Keys are given out again: what messages say about documents that are gone moves out of their way.
    let moved = "-((\(newest) << 32) + "
    let gone = "(SELECT id FROM document WHERE first_run >= \(first))"
    try database.execute(
      """
      INSERT INTO retracted_document SELECT \(moved)id), company, document_id, instalment FROM document WHERE first_run >= \(first);
      UPDATE message_item SET document = \(moved)document)
        WHERE message IN (SELECT id FROM message WHERE run >= \(first)) AND document IN \(gone);
      DELETE FROM item_memory WHERE document IN \(gone);
      DELETE FROM document_history WHERE document IN \(gone);
      DELETE FROM document_backdated WHERE document IN \(gone);
      DELETE FROM document WHERE first_run >= \(first);
      UPDATE document SET since_run = h.from_run,
        \(UndoTables.versionColumns.map { "\($0) = h.\($0)" }.joined(separator: ", "))
        FROM document_history h WHERE h.document = document.id AND h.until_run >= \(first) AND h.from_run < \(first);
      DELETE FROM document_history WHERE until_run >= \(first);
      """)
  }

  // MARK: What is remembered of one document

  public func hasDocument(_ key: Int64) throws -> Bool {
    try !database.rows("SELECT 1 FROM document WHERE id = ?", .int(key), row: { $0.int(0) }).isEmpty
  }

  /// Documents that were handed over on a day or later, with that day, by their ids.
  public func handOvers(since day: CalendarDate) throws -> [(document: Int64, label: String, day: CalendarDate)] {
    try database.rows(
      "SELECT d.id, d.document_id || CASE WHEN d.instalment = '' THEN '' ELSE '/' || d.instalment END, m.handed_over_on "
        + "FROM item_memory m JOIN document d ON d.id = m.document WHERE m.handed_over_on >= ? "
        + "ORDER BY m.handed_over_on, d.company, d.document_id, d.instalment", .int(Int(day.days))
    ) { ($0.int64(0), $0.text(1), CalendarDate(days: Int32($0.int(2)))) }
  }

  /// Nil where nothing is remembered.
  public func memory(ofDocument key: Int64) throws -> ItemMemory? {
    try database.rows("SELECT * FROM item_memory WHERE document = ?", .int(key)) { BookTables.memory($0, from: 1) }
      .first
  }

  public func setMemory(_ memory: ItemMemory, ofDocument key: Int64) throws {
    let dates = [
      memory.levelReachedOn, memory.lastRemindedOn, memory.payBy, memory.reopenedOn, memory.partPaidOn,
      memory.dueEarlierOn, memory.heldUntil,
    ].map { Value.optional($0.map { Int($0.days) }) }
    let statement = try database.prepare(
      "INSERT OR REPLACE INTO item_memory(document, \(UndoTables.memoryColumns)) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    let values =
      [Value.int(key), .int(memory.level)] + dates
      + [.optional(memory.preDueNotice), .optional(memory.handedOverOn.map { Int($0.days) })]
      + [.optional(memory.levelStep.map { Int($0.number) })]
    for (place, value) in values.enumerated() { statement.bind(value, at: place + 1) }
    try statement.runOnce()
  }
}
