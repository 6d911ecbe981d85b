import Ledger
import Testing

/// Names as people number them.
@Suite struct NumberedNameTests {
  @Test(arguments: [
    ["delta-9.csv", "delta-10.csv"], ["a-2026-11-04-0800.csv", "a-2026-11-04-1800.csv"], ["x1y2", "x1y10"],
    ["a", "a1"], ["a.csv", "b.csv"], ["7", "07"], ["x99999999999999999999998", "x99999999999999999999999"],
  ])
  func comesBefore(_ names: [String]) {
    #expect(NumberedName.precedes(names[0], names[1]) == (names[0] != "7"))
    #expect(NumberedName.precedes(names[1], names[0]) == (names[0] == "7"))
  }

  @Test func isNoNameBeforeItself() {
    #expect(!NumberedName.precedes("delta-10.csv", "delta-10.csv"))
    #expect(!NumberedName.precedes("", ""))
  }
}
