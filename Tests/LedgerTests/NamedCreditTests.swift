import Testing

@testable import Ledger

/// What credits that name a document take of it, and what of that lowers nothing.
@Suite struct NamedCreditTests {
  @Test(
    arguments: [
      ("all is asked for", 100, 100, 0, 60, 60, 0), ("nothing is asked for", 100, 0, 0, 60, 60, 60),
      ("a part is: that is first", 100, 40, 0, 60, 60, 20), ("others have used the part", 100, 40, 40, 60, 60, 60),
      ("others have used some of it", 100, 70, 40, 60, 60, 30), ("no more than the balance", 100, 100, 0, 150, 100, 0),
      ("no more than others have left", 100, 100, 90, 60, 10, 0), ("nothing is left", 100, 100, 100, 60, 0, nil),
    ] as [(String, Int64, Int64, Int64, Int64, Int64, Int64?)])
  func spends(
    why: String, balance: Int64, asked: Int64, usedBefore: Int64, credit: Int64, takes: Int64, elsewhere: Int64?
  ) {
    var (spent, used) = (NamedCredit(balance: -credit), usedBefore)
    #expect(spent.spend(on: balance, asked: asked, used: &used) == elsewhere, "\(why)")
    #expect(used == usedBefore + takes, "\(why)")
    #expect(spent.left == credit - takes, "\(why)")
  }

  @Test(arguments: [(0, "0 messages"), (1, "1 message"), (2, "2 messages")])
  func counts(_ count: Int, _ words: String) {
    #expect(count.counted("message") == words)
    #expect(1.counted("company", "companies") == "1 company")
    #expect(2.counted("company", "companies") == "2 companies")
  }
}
