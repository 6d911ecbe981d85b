import Testing

@testable import Cash

/// What the ERP has read of rows to post and rows to take back.
@Suite struct PostingTests {
  @Test(
    "in the order in which it was told",
    arguments: [
      // A posting and the row that takes it back: neither, the first, both.
      (0, [100, -100], [0, 0], [0, 0], 0), (100, [100, -100], [0, 0], [100, 0], 0),
      (-100, [-100, 100], [0, 0], [-100, 0], 0),
      // One file as a whole.
      (20, [-40, 60], [0, 0], [-40, 60], 0),
      // The first posting, though all three come to it, too.
      (100, [100, -100, 100], [0, 0, 0], [100, 0, 0], 0),
      // The discount is posted with the money, or not.
      (100, [98, -30], [2, 0], [98, 0], 0), (98, [98, -30], [2, 0], [98, 0], 0),
      (70, [98, -30], [2, 0], [98, -30], 0),
      // In no order that was told: each way by itself.
      (70, [100, -100], [0, 0], [70, 0], 0), (130, [100, -100], [0, 0], [100, 0], 30),
      (-30, [100, -100], [0, 0], [0, -30], 0),
      // A discount comes back with its money.
      (-105, [100, -98], [0, -2], [0, -98], -5),
    ] as [(Int64, [Int64], [Int64], [Int64], Int64)])
  func inOrder(fall: Int64, told: [Int64], deducted: [Int64], posted: [Int64], rest: Int64) {
    let found = Posting.settleInOrder(fall, zip(told, deducted).map { BookedCash(money: $0, deducted: $1) })
    #expect(found.posted.map(\.money) == posted && found.rest == rest)
  }
}
