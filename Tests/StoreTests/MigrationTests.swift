import Testing

@testable import Store

@Suite struct MigrationTests {
  @Test func aFreshStateGetsEveryTableAndView() throws {
    let database = try emptyState()
    let names = Set(try database.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')") { $0.text(0) })
    for name in ["run", "arrival", "document", "item_memory", "decision", "message", "trail", "open_items", "runs"] {
      #expect(names.contains(name), "\(name) is missing")
    }
    #expect(try database.rows("PRAGMA user_version") { $0.int(0) } == [Migrations.steps.count])
  }

  @Test func migratingAgainChangesNothing() throws {
    let database = try emptyState()
    try RunTables(database).setMeta("installation", "here")
    try Migrations.migrate(database)
    #expect(try RunTables(database).meta("installation") == "here")
  }

  @Test func aStateOfANewerProgramIsRefusedAndUntouched() throws {
    let database = try emptyState()
    try database.execute("PRAGMA user_version=\(Migrations.steps.count + 1)")
    let error = #expect(throws: StoreError.self) { try Migrations.migrate(database) }
    #expect(error?.message.contains("newer") == true)
    #expect(try database.rows("PRAGMA user_version") { $0.int(0) } == [Migrations.steps.count + 1])
  }

  /// Whoever opens the file with the shell finds dates and names, whatever is in it.
  @Test(arguments: ["open_items", "document_versions", "customers", "messages", "runs", "arrivals"])
  func everyViewCanBeRead(_ view: String) throws {
    let database = try emptyState()
    #expect(try database.rows("SELECT COUNT(*) FROM \(view)") { $0.int(0) } == [0])
  }

  @Test func anErrorRollsTheTransactionBack() throws {
    struct Cut: Error {}
    let database = try emptyState()
    #expect(throws: Cut.self) {
      try database.transaction {
        try RunTables(database).setMeta("half", "done")
        throw Cut()
      }
    }
    #expect(try RunTables(database).meta("half") == nil)
  }
}
