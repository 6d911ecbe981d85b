import Ledger
import Testing

@testable import Store

@Suite("Columns that feeds have had")
struct FeedHeadersTests {
  @Test(
    "are found by the name of the file without its numbers, else by the feed",
    arguments: [
      ("open_20261120.csv", "open_20261123_01.csv", false), ("OPEN-20261120.csv", "open-5.csv", true),
      ("1000.csv", "2000.csv", true), ("acme-20261120.csv", "beta-20261120.csv", false),
    ])
  func series(_ a: String, _ b: String, _ isOne: Bool) {
    #expect((FeedHeaders.series(of: a) == FeedHeaders.series(of: b)) == isOne)
  }

  @Test("the newest stand, and those of a run that is taken back do not")
  func newest() throws {
    let database = try emptyState()
    let headers = FeedHeaders(database)
    func header(_ series: String, _ columns: [String]) -> FeedHeaders.Header {
      FeedHeaders.Header(feed: "open", series: series, day: day("2026-11-20"), columns: columns)
    }
    #expect(try headers.newest(feed: "open", series: "a#") == nil)
    let (first, second, other) = (header("a#", ["x", "", "a b"]), header("a#", ["y"]), header("b#", ["z"]))
    for (run, header) in [(1, first), (2, other), (3, second)] {
      try StoreTests.run(Int64(run), in: database)
      try database.transaction {
        try UndoTables(database).begin(run: Int64(run))
        try headers.insert(header, run: Int64(run))
        try UndoTables(database).end()
      }
    }
    #expect(try headers.newest(feed: "open", series: "a#") == second)
    #expect(try headers.newest(feed: "open", series: "b#") == other)
    #expect(try headers.newest(feed: "open", series: "c") == second)
    #expect(try headers.newest(feed: "customers", series: "a#") == nil)
    try UndoTables(database).rewind(to: 3, newest: 3)
    #expect(try headers.newest(feed: "open", series: "a#") == first)
    #expect(try headers.newest(feed: "open", series: "c") == other)
  }
}
