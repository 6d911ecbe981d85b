import Ledger

/// How a document came to what is open of it tonight, where exports of the days since the night before tell: told from tonight back. Amounts in minor
/// units, with the sign of the document.
public struct BalancePath: Sendable {
  /// What its falls and its rises come to.
  public private(set) var falls: Int64 = 0
  public private(set) var rises: Int64 = 0
  /// What it fell by after it rose last; and the day of the export that showed it before that. Money of later days is nothing of what fell before.
  public private(set) var fallsSince: Int64?
  public private(set) var lowOn: CalendarDate?
  /// The most that was open.
  public private(set) var highest: Int64
  /// It was open, settled, and open again.
  public private(set) var wasSettled = false
  /// The oldest that is told, and what was invoiced by then.
  private var first: Int64
  private var firstAmount: Int64
  /// The day of an export before that which did not have it: it was settled then, or was not yet.
  private var goneOn: CalendarDate?

  /// - Parameter now: what is open tonight.
  init(now: Int64, amount: Int64) { (first, highest, firstAmount) = (now, now, amount) }

  /// - Parameters:
  ///   - balance: what the export before showed open; 0: settled, or not there.
  ///   - amount: what it showed as invoiced.
  mutating func add(_ balance: Int64, amount: Int64, on day: CalendarDate) {
    guard balance != 0 else {
      goneOn = goneOn ?? day
      return
    }
    settle()
    step(from: balance, amount: amount, on: day)
  }

  /// - Parameters:
  ///   - was: what was open on the night before, and what was invoiced; nil: it is new, or is in another currency since.
  ///   - amount: what is invoiced tonight.
  func from(_ was: (open: Int64, amount: Int64)?, amount: Int64) -> BalancePath {
    var path = self
    if let was {
      if was.open != 0 { path.settle() }
      path.step(from: was.open, amount: was.amount, on: nil)
    } else if abs(amount) > abs(first), first == 0 || (amount < 0) == (first < 0) {
      // Payments may come together with a document that is first seen as paid in part.
      path.falls += amount - first
    }
    return path
  }

  private mutating func settle() {
    guard let day = goneOn.take(), first != 0 else { return }
    wasSettled = true
    step(from: 0, amount: firstAmount, on: day)
  }

  private mutating func step(from balance: Int64, amount: Int64, on day: CalendarDate?) {
    let raised = RaisedAmount.part(amount: (amount, firstAmount), balance: (balance, first))
    firstAmount = amount
    if raised != 0 {
      falls += balance + raised - first
      rises += raised
    } else if abs(first) < abs(balance) {
      falls += balance - first
    } else if first != balance {
      rises += first - balance
      if fallsSince == nil { (fallsSince, lowOn) = (falls, day) }
    }
    if abs(balance) > abs(highest) { highest = balance }
    first = balance
  }
}
