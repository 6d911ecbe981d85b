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
      // In no order that was told: each way by itself; but nothing is read in part of what comes to nothing.
      (130, [100, -100], [0, 0], [100, 0], 30), (70, [100, -60], [0, 0], [70, 0], 0),
      (70, [100, -100], [0, 0], [0, 0], 70), (-30, [100, -100], [0, 0], [0, 0], -30),
      // A discount comes back with its money.
      (-105, [100, -98], [0, -2], [0, -98], -5),
    ] as [(Int64, [Int64], [Int64], [Int64], Int64)])
  func inOrder(fall: Int64, told: [Int64], deducted: [Int64], posted: [Int64], rest: Int64) {
    let found = Posting.settleInOrder(fall, zip(told, deducted).map { BookedCash(money: $0, deducted: $1) })
    #expect(found.posted.map(\.money) == posted && found.rest == rest)
  }

  @Test(
    "and what came tonight that the ERP knew before",
    arguments: [
      // A return that was told, and the next payment; a payment and its return that were never booked, and the next.
      (42, [-98], [140], [-98], 140), (2, [-98], [100, 7], [-98], 100), (70, [98, -98], [70], [98, -98], 70),
      // Two payments that came together.
      (160, [-40], [90, 110], [-40], 200),
      // What was told explains all of it.
      (98, [98], [98], [98], 0), (100, [100, -100], [100], [100, 0], 0),
      // Nothing adds up to it.
      (50, [98], [70], [50], 0),
    ] as [(Int64, [Int64], [Int64], [Int64], Int64)])
  func withTonights(fall: Int64, told: [Int64], tonight: [Int64], posted: [Int64], rest: Int64) {
    let found = Posting.settleInOrder(fall, told.map { BookedCash(money: $0, deducted: 0) }, tonight: tonight)
    #expect(found.posted.map(\.money) == posted && found.rest == rest)
  }
}
