import Ledger
import Testing

@testable import Store

/// Taking runs back: every row is as it was before the oldest of them.
@Suite struct RetractTests {
  private func rows(_ database: Database, _ sql: String, columns: Int) throws -> [String] {
    try database.shell(sql, columns: columns)
  }

  /// What a run does between `begin` and `end`.
  private func night(_ run: Int64, _ database: Database, _ body: () throws -> Void) throws {
    let undo = UndoTables(database)
    try StoreTests.run(run, in: database)
    try database.transaction {
      try undo.begin(run: run)
      try body()
      try undo.end()
    }
  }

  @Test func addedChangedAndRemovedRowsAreAsTheyWere() throws {
    let database = try emptyState()
    try database.execute(
      """
      INSERT INTO cash_open VALUES(1, 500, 20000, 'no-match'), (2, 700, 20000, 'no-match');
      INSERT INTO held_span VALUES(7, 20000, 20010, NULL);
      INSERT INTO control_total VALUES('ACME', 'EUR', 20000, 3, 900, NULL, 1);
      INSERT INTO settlement VALUES(9, 1, 'EUR', 100, 20000, 20001, 1);
      """)
    try DecisionTables(database).insert(DecisionTests.decision("D1"), asOf: day("2026-11-19"), run: 1)
    let lists = ListTables(database)
    try lists.setFeeds(FeedNames(["crm", "people"]), ofDecision: "D1")
    try lists.note(feed: "crm", company: "ACME", day: day("2026-11-19"), run: 1)
    let before = try dump(database)
    try night(2, database) {
      try database.execute(
        """
        INSERT OR REPLACE INTO cash_open VALUES(1, 100, 20002, 'part'), (3, 900, 20002, 'no-match');
        DELETE FROM cash_open WHERE payment = 2;
        DELETE FROM held_span WHERE document = 7;
        INSERT INTO held_span VALUES(7, 20000, 20012, 40);
        INSERT OR REPLACE INTO control_total VALUES('ACME', 'EUR', 20000, 4, 950, NULL, 2);
        DELETE FROM settlement WHERE document = 9;
        """)
      try DecisionTables(database).act("D1", run: 2)
      try lists.setFeeds(FeedNames(["people"]), ofDecision: "D1")
      try lists.note(feed: "crm", company: "ACME", day: day("2026-11-20"), run: 2)
      try lists.note(feed: "crm", company: "BETA", day: day("2026-11-20"), run: 2)
      try DecisionTables(database).insert(DecisionTests.decision("D2"), asOf: day("2026-11-20"), run: 2)
    }
    try night(3, database) {
      try database.execute("UPDATE cash_open SET left_over = 1; INSERT INTO cash_open VALUES(2, 5, 20003, 'again')")
      try DecisionTables(database).end("D2", asOf: day("2026-11-21"), run: 3)
      try lists.renew(feed: "crm", day("2026-11-20"), day("2026-11-21"), run: 3)
      try DecisionTables(database).end("D1", asOf: day("2026-11-21"), run: 3)
    }
    #expect(try dump(database) != before)
    try UndoTables(database).rewind(to: 2, newest: 3)
    #expect(try dump(database) == before)
  }

  private func dump(_ database: Database) throws -> [String] {
    try rows(database, "SELECT payment, left_over, since, reason FROM cash_open ORDER BY 1", columns: 4)
      + rows(database, "SELECT document, first_day, last_day, amount FROM held_span ORDER BY 1, 2", columns: 4)
      + rows(database, "SELECT company, row_count, total, run FROM control_total", columns: 4)
      + rows(database, "SELECT document, settled_on, run FROM settlement", columns: 3)
      + rows(database, "SELECT decision_id, acted_run, ended_run, feeds FROM decision ORDER BY 1", columns: 4)
      + rows(database, "SELECT feed, company, day, run FROM whole_list ORDER BY 1, 2", columns: 4)
  }

  @Test func whatCommandsChangeIsNotTakenBack() throws {
    let database = try emptyState()
    try night(1, database) {}
    try database.execute("INSERT INTO cash_open VALUES(1, 500, 20000, 'no-match')")
    #expect(try rows(database, "SELECT COUNT(*) FROM undo_row", columns: 1) == ["0"])
  }

  @Test func theLastTenRunsCanBeTakenBack() throws {
    let database = try emptyState()
    let undo = UndoTables(database)
    for id: Int64 in 1...12 {
      try night(id, database) { try database.execute("INSERT INTO cash_open VALUES(\(id), 1, 20000, 'x')") }
    }
    #expect(try (1...12).map { try undo.reaches($0) } == [false, false] + [Bool](repeating: true, count: 10))
    try undo.rewind(to: 11, newest: 12)
    try undo.insert(UndoTables.Retraction(arrival: 1, first: 11, newest: 12, by: "Jo", reason: "x"))
    #expect(try undo.isRetracted(12) && undo.isRetracted(11) && !undo.isRetracted(10))
    #expect(try undo.reaches(5), "what was taken back already does not stand in the way")
    try undo.forget()
    #expect(try !undo.reaches(5))
  }

  /// What a run never takes back: runs and files, messages and what people said of them, the trail, closed months, erasures.
  private static let lasting: Set<String> = [
    "meta", "run", "run_setting", "file", "arrival", "message", "message_item", "invitation", "batch", "batch_word",
    "trail",
    "attention", "crashed_reading", "erasure", "erased_file", "removed_run", "feed_standing", "closing",
    "closing_balance", "undo_run",
    "undo_row", "undo_memory", "retraction", "retracted_document", "credit_hold", "told_cash",
  ]
  /// What is taken back in ways of its own.
  private static let own: Set<String> = [
    "delta_export", "document", "document_backdated", "document_history", "item_memory", "book_page", "snapshot",
    "missing_row", "closed_sale", "settlement_sum", "settlement_day", "sent_night",
  ]

  /// A table that is added to the layout is taken back, or somebody has said that it is not.
  @Test func everyTableIsThoughtOf() throws {
    let tables = Set(
      try rows(
        emptyState(), "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", columns: 1))
    let takenBack = Set(UndoTables.numbered + UndoTables.dated + UndoTables.histories + UndoTables.noted.keys)
    #expect(tables == takenBack.union(RetractTests.lasting).union(RetractTests.own))
    #expect(Set(UndoTables.changed).isSubset(of: takenBack))
  }

  /// And so is a column of documents and of what is remembered of them.
  @Test func everyColumnIsThoughtOf() throws {
    let database = try emptyState()
    let keys: Set = ["id", "company", "document_id", "instalment", "first_run", "since_run"]
    let columns = try rows(database, "SELECT name FROM pragma_table_info('document')", columns: 1)
    #expect(Set(columns).subtracting(keys) == Set(UndoTables.versionColumns))
    #expect(
      try rows(database, "SELECT name FROM pragma_table_info('item_memory') WHERE name <> 'document'", columns: 1)
        .sorted() == UndoTables.memoryColumns.split(separator: ",").map { String($0.drop { $0 == " " }) }.sorted())
  }
}
