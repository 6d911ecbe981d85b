/// What the ERP's balance shows of money that was matched on earlier nights.
public enum Posting {
  /// Sets a balance that fell against matches that wait for it, the oldest first.
  /// - Parameters:
  ///   - fall: by how much the balance came nearer to zero, in minor units and with the sign of the balance.
  ///   - waiting: what each match waits for, oldest first; the same signs.
  /// - Returns: what of each is posted now, and what of the fall no match explains.
  public static func settle(_ fall: Int64, _ waiting: [Int64]) -> (posted: [Int64], rest: Int64) {
    var rest = fall
    let posted = waiting.map { wanted in
      guard (wanted > 0) == (rest > 0), rest != 0 else { return Int64(0) }
      let part = wanted > 0 ? min(wanted, rest) : max(wanted, rest)
      rest -= part
      return part
    }
    return (posted, rest)
  }

  /// The same where some wait to be posted and others to be taken back: the ERP reads what it was told in the order in which it was told, so that
  /// the fall is what the first so many come to. Where it is not, each way goes by itself, the oldest first.
  /// Before that, the first so many and money that comes tonight may come to just the fall: the ERP knew of it before the bank told us.
  /// - Parameters:
  ///   - told: in that order.
  ///   - tonight: what payments have that name the document and of which the ERP was told nothing.
  public static func settleInOrder(
    _ fall: Int64, _ told: [BookedCash], tonight: [Int64] = []
  ) -> (posted: [BookedCash], rest: Int64) {
    guard fall != 0 else { return (told.map { _ in .none }, 0) }
    if let read = firstThatComeTo(fall, told) { return (read, 0) }
    if !tonight.isEmpty {
      let sums = Set(tonight + [tonight.reduce(0, +)])
      for count in (0...told.count).reversed() {
        for withDeducted in [true, false] {
          let sum = told.prefix(count).reduce(0) { $0 + (withDeducted ? $1.whole : $1.money) }
          if sums.contains(fall - sum) {
            return (told.indices.map { $0 < count ? told[$0] : .none }, fall - sum)
          }
        }
      }
    }
    // They come to nothing, read or not, and it is less than any of them: none is read in part.
    if !told.isEmpty, told.reduce(0, { $0 + $1.whole }) == 0, told.allSatisfy({ abs($0.money) > abs(fall) }) {
      return (told.map { _ in .none }, fall)
    }
    var (money, rest) = settle(fall, told.map(\.money))
    let posted = told.indices.map { at in
      var one = BookedCash(money: money[at], deducted: 0)
      guard one.money == told[at].money else { return one }
      if (rest > 0) == (told[at].deducted > 0), rest != 0 {
        one.deducted = rest > 0 ? min(rest, told[at].deducted) : max(rest, told[at].deducted)
        rest -= one.deducted
      }
      // The ERP may have booked the money alone.
      if one.money != 0 { one.deducted = told[at].deducted }
      return one
    }
    return (posted, rest)
  }

  /// What the ERP has read where the first so many come to just the fall, with or without what they deduct; nil: they do not.
  public static func firstThatComeTo(_ fall: Int64, _ told: [BookedCash]) -> [BookedCash]? {
    for withDeducted in [true, false] {
      var sum: Int64 = 0
      for at in told.indices {
        sum += withDeducted ? told[at].whole : told[at].money
        if sum == fall { return told.indices.map { $0 <= at ? told[$0] : .none } }
      }
    }
    return nil
  }
}
