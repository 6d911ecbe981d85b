import Foundation
import Testing

@testable import Store

/// The journal that is written in large pieces, with transactions that change more than it holds and more than SQLite keeps in memory.
struct JournalFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID())").path
  private var path: String { folder + "/state.sqlite" }

  /// 32 MB in pages of their own.
  private func filled() throws -> Database {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let database = try Database.open(path: path)
    try database.execute(
      """
      CREATE TABLE page(id INTEGER PRIMARY KEY, number INTEGER NOT NULL, text TEXT NOT NULL);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000)
        INSERT INTO page SELECT i, i, hex(zeroblob(2000)) FROM n;
      """)
    return database
  }

  private func state(_ database: Database) throws -> [String] {
    let sum = try database.rows("SELECT SUM(number) || ' ' || COUNT(*) FROM page") { $0.text(0) }
    return sum + (try database.rows("PRAGMA integrity_check") { $0.text(0) })
  }

  private var journals: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix("-journal") } }
  }

  private struct Stopped: Error {}

  @Test func whatFailsIsTakenBack() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try filled()
    let before = try state(database)
    #expect(throws: Stopped.self) {
      try database.transaction {
        try database.execute("UPDATE page SET number = 0")
        throw Stopped()
      }
    }
    #expect(try state(database) == before)
    #expect(before == ["32004000 8000", "ok"])
    #expect(try journals.isEmpty)
  }

  @Test func whatIsCommittedStands() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try filled().transaction {}
    let database = try Database.open(path: path)
    try database.transaction {
      try database.execute("UPDATE page SET number = number + 1; DELETE FROM page WHERE id > 7000")
    }
    #expect(try state(try Database.openReadOnly(path: path)) == ["24510500 7000", "ok"])
    #expect(try journals.isEmpty)
  }

  /// As after a power cut: the state half changed, and the journal beside it.
  @Test func whatWasCutOffIsTakenBackByTheNext() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try filled()
    let before = try state(database)
    try database.execute("BEGIN IMMEDIATE; UPDATE page SET number = 0")
    // More was changed than is kept in memory: some of it is in the file already.
    let cut = folder + "/cut"
    try FileManager.default.createDirectory(atPath: cut, withIntermediateDirectories: true)
    for name in ["state.sqlite", "state.sqlite-journal"] {
      try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(cut)/\(name)")
    }
    #expect(try Data(contentsOf: URL(filePath: "\(cut)/state.sqlite-journal")).count > 1 << 20)
    #expect(try state(try Database.open(path: cut + "/state.sqlite")) == before)
    try database.execute("ROLLBACK")
    #expect(try state(database) == before)
  }
}
