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
}
