import Ledger
import Pipeline

/// What is between a customer and us in one currency. Amounts in minor units.
struct StatementPosition {
  var currency: Currency
  /// Places of its items in `account.billed`.
  var items: Range<Int>
  /// Open and past due, open and not yet due, and credits (negative or zero): together the open balance.
  var overdue: Int64 = 0
  var notDue: Int64 = 0
  var credits: Int64 = 0
  /// What of the overdue is not asked for while it is in dispute, promised or on hold.
  var held: Int64 = 0
  /// Credits that count against what is due: those that a held item has not used up.
  private var freeCredits: Int64 = 0
  /// The balance before the first day of the period, and what happened in it; nil where open items are listed.
  var forward: BalanceForward?

  /// The open balance.
  var balance: Int64 { overdue + notDue + credits }
  /// What the customer is asked to pay now; a credit balance is never asked back.
  var due: Int64 { max(0, overdue - held + freeCredits) }
  /// What the statement ends with.
  var closing: Int64 { forward?.closing ?? balance }
  /// True where the movements end before a day: then the closing balance is of an earlier day than what is due.
  func endsBefore(_ day: CalendarDate) -> Bool { forward.map { $0.to < day } ?? false }
  /// True where something is open, has happened, or was open all through a period that ended before.
  var hasContent: Bool { !items.isEmpty || forward.map { $0.opening != 0 || !$0.movements.isEmpty } ?? false }

  init(_ currency: Currency, items: Range<Int>) {
    self.currency = currency
    self.items = items
  }

  /// One for each currency, in the order of currencies. Items without a balance are not counted.
  static func positions(
    _ account: CustomerAccount, _ claims: StatementClaims, asOf: CalendarDate
  ) -> [StatementPosition] {
    var positions: [StatementPosition] = []
    account.billed.withUnsafeBufferPointer { items in
      var start = 0
      while start < items.count {
        var position = StatementPosition(items[start].document.currency, items: start..<start)
        var index = start
        while index < items.count, items[index].document.currency == position.currency {
          // An item without a due date is due by its terms, else when it is dated, as in aging.
          position.add(items[index].document.balance, claims[index], days: items[index].daysLate(asOf))
          index += 1
        }
        position.items = start..<index
        positions.append(position)
        start = index
      }
    }
    return positions
  }

  private mutating func add(_ balance: Int64, _ claim: StatementClaims.Claim?, days: Int) {
    if balance < 0 {
      credits += balance
      freeCredits += balance - (claim?.held ?? 0)
    } else if days > 0 {
      overdue += balance
      held += claim?.held ?? 0
    } else {
      notDue += balance
    }
  }
}
