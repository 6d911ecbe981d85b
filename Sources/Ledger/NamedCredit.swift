/// A credit that names documents by its `reference`, while it is spent on them in their order: the one rule for messages and statements.
///
/// A document takes no more than its balance, whatever credits name it. What it still asks for goes first, and that part lowers what is asked; what a
/// held, a disputed or a not yet due one takes beyond that is spent, and lowers nothing.
public struct NamedCredit: Sendable {
  /// What is not spent yet, in minor units, positive.
  @usableFromInline var left: Int64

  /// - Parameter balance: the credit's, negative.
  @inlinable @inline(__always)
  public init(balance: Int64) { left = -balance }

  /// Spends it on a document that it names, as far as there is something left of both.
  /// - Parameters:
  ///   - balance: the document's.
  ///   - asked: what of the balance is asked for, before credits.
  ///   - used: what credits have taken of the document so far; what this one takes is added.
  /// - Returns: what of it lowers nothing; nil: nothing was spent.
  @inlinable @inline(__always)
  public mutating func spend(on balance: Int64, asked: Int64, used: inout Int64) -> Int64? {
    let amount = min(left, balance - used)
    guard amount > 0 else { return nil }
    let lowers = min(amount, max(asked - used, 0))
    left -= amount
    used += amount
    return amount - lowers
  }
}
