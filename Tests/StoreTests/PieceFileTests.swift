import CSQLite
import Foundation
import Testing

@testable import Store

/// State and journal that are written in large pieces, with transactions that change more than these hold and more than SQLite keeps in memory.
struct PieceFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "pieces-\(UUID())").path
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

  /// The file is read ahead while it is read through, and somebody else changes it between two transactions.
  @Test func whatWasReadAheadIsReadAnew() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (one, other) = (try filled(), try Database.open(path: path))
    let total = "SELECT SUM(number + LENGTH(text)) FROM page"
    for round in 0..<3 {
      #expect(try one.rows(total) { $0.int(0) } == [32_004_000 + 8000 * (4000 + round)])
      try other.transaction { try other.execute("UPDATE page SET number = number + 1") }
    }
  }

  /// Read through while the transaction has changed it: from what is in the file, what has gathered, and what SQLite holds.
  @Test func aTransactionReadsWhatItWrote() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try filled()
    try database.transaction {
      for round in 1...3 {
        try database.execute(
          "UPDATE page SET number = number + 1, text = hex(zeroblob(2000 + \(round))) WHERE id % 7 = 0")
        #expect(
          try database.rows("SELECT SUM(number + LENGTH(text)) FROM page") { $0.int(0) }
            == [32_004_000 + 8000 * 4000 + 8000 / 7 * 3 * round])
      }
      try database.execute("INSERT INTO page SELECT id + 8000, number, text FROM page")
      #expect(try database.rows("SELECT COUNT(*) FROM page") { $0.int(0) } == [16000])
    }
    #expect(try state(Database.openReadOnly(path: path)) == ["\((32_004_000 + 8000 / 7 * 3) * 2) 16000", "ok"])
  }

  /// Other processes are kept out while a transaction writes, whatever connections of this one are closed meanwhile.
  @Test func locksAreKept() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try filled()
    try database.execute("BEGIN IMMEDIATE; UPDATE page SET number = 0")
    _ = try? Database.open(path: path)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", "sqlite3 '\(path)' 'UPDATE page SET number = 1' 2>&1 | grep -c locked"]
    let said = Pipe()
    shell.standardOutput = said
    try shell.run()
    shell.waitUntilExit()
    #expect(String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == "1\n")
    try database.execute("COMMIT")
    #expect(try state(database) == ["0 8000", "ok"])
  }

  /// A page that has gathered is read ahead, as it was, before it is written, and read once more after.
  @Test func whatIsWrittenAfterReadingAheadIsRead() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let database = try filled()
    var found: UnsafeMutablePointer<sqlite3_file>?
    #expect(sqlite3_file_control(database.handle, "main", SQLITE_FCNTL_FILE_POINTER, &found) == SQLITE_OK)
    let file = try #require(found)
    let methods = file.pointee.pMethods.pointee
    var page = [UInt8](repeating: 0, count: 4096)
    func read(_ number: Int64) -> [UInt8] {
      #expect(methods.xRead(file, &page, 4096, number * 4096) == SQLITE_OK)
      return page
    }
    // A page is too long to be printed where it is another one.
    func holds(_ number: Int64, _ expected: [UInt8]) -> Bool { read(number) == expected }
    let (old, new) = (read(1000), [UInt8](repeating: 0x5A, count: 4096))
    #expect(methods.xWrite(file, new, 4096, 1000 * 4096) == SQLITE_OK)
    for number in Int64(900)..<1000 { _ = read(number) }
    #expect(holds(1000, new))
    // Elsewhere: what had gathered goes to the file.
    let other = read(2000)
    #expect(methods.xWrite(file, other, 4096, 2000 * 4096) == SQLITE_OK)
    #expect(holds(1000, new))
    #expect(methods.xWrite(file, old, 4096, 1000 * 4096) == SQLITE_OK)
    #expect(methods.xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK)
    #expect(holds(1000, old))
  }
}
