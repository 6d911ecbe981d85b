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
  /// - Parameters:
  ///   - told: in that order.
  ///   - deducted: what goes with each beside the money; the same number.
  public static func settleInOrder(
    _ fall: Int64, _ told: [Int64], deducted: [Int64]
  ) -> (posted: [Int64], rest: Int64) {
    guard fall != 0 else { return (told.map { _ in 0 }, 0) }
    for withDeducted in [true, false] {
      var sum: Int64 = 0
      for at in told.indices {
        sum += told[at] + (withDeducted ? deducted[at] : 0)
        if sum == fall { return (told.indices.map { $0 <= at ? told[$0] : 0 }, 0) }
      }
    }
    var (found, rest) = settle(fall, told)
    for at in told.indices where found[at] == told[at] && (rest > 0) == (deducted[at] > 0) {
      rest -= rest > 0 ? min(rest, deducted[at]) : max(rest, deducted[at])
    }
    return (found, rest)
  }
}
