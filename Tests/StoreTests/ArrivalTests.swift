import Ledger
import Testing

@testable import Store

@Suite struct ArrivalTests {
  static let sha = String(repeating: "ab", count: 32)

  static func record(_ name: String, modified: Int64 = 1, in tables: ArrivalTables) throws {
    try tables.record(sha256: sha, bytes: 10, archived: "2026/\(sha)", folder: "", name: name, modified: modified)
  }

  @Test func theSameBytesUnderTwoNamesAreOneFileAndTwoArrivals() throws {
    let database = try emptyState()
    let tables = ArrivalTables(database)
    try ArrivalTests.record("a.csv", in: tables)
    try ArrivalTests.record("b.csv", in: tables)
    #expect(try tables.waiting().map(\.name) == ["a.csv", "b.csv"])
    #expect(try database.rows("SELECT COUNT(*) FROM file") { $0.int(0) } == [1])
    #expect(try tables.archived(sha256: ArrivalTests.sha) == "2026/\(ArrivalTests.sha)")
    #expect(try tables.arrivals(sha256Prefix: "abababababab").count == 2)
    #expect(try tables.arrivals(sha256Prefix: "abababababac").isEmpty)
  }

  /// A cut between commit and removal brings the file back: that is no second arrival.
  @Test func takingAFileAgainAfterACutChangesNothing() throws {
    let tables = ArrivalTables(try emptyState())
    try ArrivalTests.record("a.csv", in: tables)
    try ArrivalTests.record("a.csv", in: tables)
    #expect(try tables.waiting().count == 1)
    try ArrivalTests.record("a.csv", modified: 2, in: tables)
    #expect(try tables.waiting().count == 2, "dropped again later, it is another arrival")
  }

  @Test func anAbandonedRunGivesItsFilesBack() throws {
    let database = try emptyState()
    let (tables, runs) = (ArrivalTables(database), RunTables(database))
    try ArrivalTests.record("a.csv", in: tables)
    try run(1, in: database, state: .open)
    try runs.pin(1, name: "pipeline.json", sha256: "s", bytes: Array("{}".utf8))
    try tables.pin(try tables.waiting(), to: 1)
    #expect(try tables.arrivals(ofRun: 1).count == 1)
    #expect(try runs.unfinished()?.id == 1)
    #expect(try runs.settings(of: 1).map(\.name) == ["pipeline.json"])
    try runs.abandon(1)
    #expect(try runs.unfinished() == nil)
    #expect(try tables.waiting().map(\.run) == [nil])
    #expect(try runs.nextSequence(on: day("2026-11-19")) == 1)
  }

  @Test func aDecidedRunIsUnfinishedUntilItIsPublished() throws {
    let database = try emptyState()
    let runs = RunTables(database)
    try run(1, in: database, state: .open)
    try runs.decide(1, manifestSha256: "m", auditHead: "h", exitCode: 65)
    #expect(try runs.unfinished()?.state == .decided)
    #expect(try runs.newestPublished() == nil)
    try runs.abandon(1)
    #expect(try runs.unfinished()?.exitCode == 65, "past the point of no return nothing is taken back")
    try runs.publish(1)
    #expect(try runs.newestPublished()?.manifestSha256 == "m")
    #expect(try runs.nextSequence(on: day("2026-11-19")) == 2)
  }
}
