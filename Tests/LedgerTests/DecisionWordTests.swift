import Testing

@testable import Ledger

/// Which releases end a decision that has said something else before.
@Suite struct DecisionWordTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Of the decision and the release; nil: its first one.
    var renewed: DecisionWord?
    var release: DecisionWord
    var value: String
    var ends: Bool
    init(_ why: String, _ renewed: DecisionWord?, _ release: DecisionWord, _ value: String, _ ends: Bool) {
      (testDescription, self.renewed, self.release, self.value, self.ends) = (why, renewed, release, value, ends)
    }
  }

  static let rows: [Row] = [
    Row("its first word, by id", nil, .init(run: 1, place: 1), "D", true),
    Row("also where the release came first", nil, .init(run: 1, place: 0), "D", true),
    Row("a new word, by id", .init(run: 3, place: 4), .init(run: 2, place: 9), "D", false),
    Row("by kind", .init(run: 3, place: 4), .init(run: 2, place: 9), "hold", false),
    Row("by nothing", .init(run: 3, place: 4), .init(run: 2, place: 9), "", false),
    Row("a later release", .init(run: 3, place: 4), .init(run: 4, place: 0), "D", true),
    Row("above it in the file", .tonights(4), .tonights(3), "hold", false),
    Row("below it in the file", .tonights(4), .tonights(5), "hold", true),
  ]

  @Test(arguments: rows) func ends(_ row: Row) {
    let date = CalendarDate("2026-11-20")
    var hold = Decision(company: "ACME", customerID: "C1", kind: .hold, id: "D", learnedOn: date)
    if let word = row.renewed { (hold.word, hold.isRenewed) = (word, true) }
    var release = Decision(
      company: "ACME", customerID: "C1", kind: .release, id: "R", value: row.value, learnedOn: date)
    release.word = row.release
    #expect(hold.isNamed(by: release) == row.ends)
  }
}
