/// One statement of a file while it is read: what it says of itself, and what its entries add up to.
struct MT940Statement {
  var line: Int
  var account = ""
  var number = ""
  var currency = ""
  var opening: MT940Balance?
  /// It goes on from an earlier message of the same statement (field 60M).
  var isContinued = false
  var isClosed = false
  private(set) var movement = BankAmount.zero
  private var debits = (count: 0, sum: BankAmount.zero)
  private var credits = (count: 0, sum: BankAmount.zero)

  init(line: Int) { self.line = line }

  mutating func add(_ amount: BankAmount) {
    movement += amount
    if amount < .zero {
      debits = (debits.count + 1, debits.sum + amount.magnitude)
    } else {
      credits = (credits.count + 1, credits.sum + amount)
    }
  }

  /// For people: `statement 4/1 of account ****1234`.
  var name: String {
    let tail = AccountMask.normalized(account)
    let account =
      tail.isEmpty ? "" : " of account ****" + String(decoding: tail.suffix(tail.count > 6 ? 4 : 0), as: UTF8.self)
    return "statement \(number.isEmpty ? "on line \(line)" : number)" + account
  }

  func control(closing: MT940Balance, line: Int) -> SourceControl? {
    guard let opening, opening.currency == closing.currency else { return nil }
    return SourceControl(
      name: "closing balance of " + name, line: line, stated: closing.amount.text(in: closing.currency),
      counted: (opening.amount + movement).text(in: closing.currency))
  }

  /// The two controls of an interim report: how many debits or credits, and their sum.
  func controls(sum: MT940Sum, isDebit: Bool, line: Int) -> [SourceControl] {
    let counted = isDebit ? debits : credits
    let side = isDebit ? "debits" : "credits"
    return [
      SourceControl(
        name: "number of \(side) of " + name, line: line, stated: String(sum.count), counted: String(counted.count)),
      SourceControl(
        name: "sum of \(side) of " + name, line: line, stated: sum.amount.text(in: sum.currency),
        counted: counted.sum.text(in: sum.currency)),
    ]
  }
}
