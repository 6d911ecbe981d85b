import Pipeline
import Testing

@Suite("Two file patterns") struct MeetingPatternsTests {
  @Test(
    "tell whether a name can fit two of them",
    arguments: [
      ("documents*", "open_YYYYMMDD*.csv", false), ("documents*", "documents_YYYYMMDD.csv", true),
      ("*", "YYYY-MM-DD.csv", true), ("*.csv", "open_YYYYMMDD.txt", false), ("*.csv", "YYYYMMDD*", true),
      ("a?.csv", "aYYYYMMDD.csv", false), ("a????????.csv", "aYYYYMMDD.csv", true), ("a2026*", "aYYYYMMDD", true),
      ("ax*", "aYYYYMMDD", false), ("", "*", true), ("", "YYYY", false), ("*a*b*", "*b*a*", true),
    ])
  func meet(a: String, b: String, can: Bool) {
    #expect(FilePattern(a).canMeet(FilePattern(b)) == can)
    #expect(FilePattern(b).canMeet(FilePattern(a)) == can)
  }

  @Test("of `match` and `fileDate` are compared")
  func dates() {
    func codes(_ match: String, _ pattern: String) -> [String] {
      Sample.load(
        Sample.file(
          feeds:
            #"\#(Sample.feed), { "feed": "more", "preset": "canonical.documents", "extent": "delta", "match": ["\#(match)"], "fileDate": { "from": "name", "pattern": "\#(pattern)" } }"#
        )
      ).1.map(\.code)
    }
    #expect(codes("more*", "open_YYYYMMDD*.csv") == ["date-pattern"])
    #expect(codes("more*", "more_YYYYMMDD*.csv") == [])
  }
}
