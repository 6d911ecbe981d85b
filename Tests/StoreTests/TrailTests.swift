import Testing

@testable import Store

@Suite struct TrailTests {
  static func trail() throws -> (TrailTable, Database) {
    let database = try emptyState()
    let trail = TrailTable(database)
    for number in 1...4 {
      try trail.append(
        run: "2026-11-19-0001", event: "accepted", subject: "file\(number).csv", detail: #"{"rows":\#(number)}"#)
    }
    return (trail, database)
  }

  @Test func anUntouchedTrailHasNoProblem() throws {
    let (trail, _) = try TrailTests.trail()
    #expect(try trail.problems().isEmpty)
    #expect(try trail.last().seq == 4)
    #expect(try trail.rows().map(\.subject) == ["file1.csv", "file2.csv", "file3.csv", "file4.csv"])
  }

  @Test(arguments: [
    ("UPDATE trail SET detail = '{}' WHERE seq = 2", "trail row 2 was altered"),
    ("UPDATE trail SET run = '2026-11-18-0001' WHERE seq = 1", "trail row 1 was altered"),
    ("UPDATE trail SET subject = '', event = event || subject WHERE seq = 3", "trail row 3 was altered"),
    ("UPDATE trail SET hash = replace(hash, 'a', 'b') WHERE seq = 3", "trail row 3 was altered"),
    ("DELETE FROM trail WHERE seq = 1", "trail row 1 is missing"),
    ("DELETE FROM trail WHERE seq = 3", "trail row 3 is missing"),
  ])
  func everyAlterationIsFound(_ statement: String, _ problem: String) throws {
    let (trail, database) = try TrailTests.trail()
    try database.execute(statement)
    #expect(try trail.problems().contains(problem))
  }

  /// A chain cannot know that its own end is gone: the last manifest holds the hash that it had.
  @Test func aMissingEndChangesTheHead() throws {
    let (trail, database) = try TrailTests.trail()
    let head = try trail.last().hash
    try database.execute("DELETE FROM trail WHERE seq = 4")
    #expect(try trail.problems().isEmpty)
    #expect(try trail.last().hash != head)
  }

  @Test func neighbouringFieldsCannotTradeCharacters() {
    let one = TrailTable.hash("0", 1, "r", "ab", "c", "")
    let other = TrailTable.hash("0", 1, "r", "a", "bc", "")
    #expect(one != other)
  }
}
