import Ledger

/// What a documents file adds up to for one company and currency: its control totals, and its last keys in file order, by which the
/// next night recognises an export whose end was cut off.
public struct SnapshotTotals: Sendable {
  public var company: UInt16
  public var currency: Currency
  public var rows = 0
  public var amount: Int64 = 0
  public var balance: Int64 = 0
  /// Rows with a balance other than zero, and the sum of their absolute balances.
  public var open = 0
  public var openAmount: Int64 = 0
  /// The last keys in file order, oldest first; at most `tailLength`.
  private var ring: [TextRange] = []
  private var next = 0

  public static let tailLength = 1000

  init(company: UInt16, currency: Currency) {
    self.company = company
    self.currency = currency
  }

  mutating func add(_ row: DocumentRow, key: TextRange) {
    rows += 1
    amount += row.amount
    guard !row.flags.contains(.void) else { return }
    balance += row.balance
    guard row.balance != 0 else { return }
    open += 1
    openAmount += abs(row.balance)
    if ring.count < SnapshotTotals.tailLength {
      ring.append(key)
    } else {
      ring[next] = key
      next = (next + 1) % SnapshotTotals.tailLength
    }
  }

  /// Takes a row back that turned out to be rejected.
  mutating func remove(_ row: DocumentRow) {
    rows -= 1
    amount -= row.amount
    guard !row.flags.contains(.void) else { return }
    balance -= row.balance
    guard row.balance != 0 else { return }
    open -= 1
    openAmount -= abs(row.balance)
  }

  public var tail: [TextRange] { Array(ring[next...] + ring[..<next]) }
}

/// What the previous accepted snapshot said of a company and currency.
public struct PreviousSnapshot: Sendable {
  public var company: UInt16
  public var currency: Currency
  public var open: Int
  /// Keys (document id, U+001F, instalment) of its last open documents in file order.
  public var tail: [String]
  /// The companies that the same file spoke of: it may be one of several files, each of some companies.
  public var together: Set<UInt16>
  /// - Parameter together: the company's own where it is left out.
  public init(company: UInt16, currency: Currency, open: Int, tail: [String], together: Set<UInt16>? = nil) {
    self.together = together ?? [company]
    self.company = company
    self.currency = currency
    self.open = open
    self.tail = tail
  }
}
