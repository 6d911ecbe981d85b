import Ledger

/// What is added up between a header (01, 02, 03) and its trailer (99, 98, 49).
struct BAI2Total {
  var line = 0
  /// Of the digits as they are written: banks add accounts of all currencies without regard to their decimals.
  var sum = BankAmount.zero
  var records = 0
  /// Groups of a file, accounts of a group.
  var parts = 0

  mutating func add(_ digits: some Collection<UInt8>) {
    if let amount = BankAmount(minor: digits, exponent: 0) { sum += amount }
  }
}

/// An account of a group while it is read: its totals, and what its balances say.
struct BAI2Account {
  var number = ""
  var currency = ""
  var total = BAI2Total()
  /// Ledger balances of types 010 and 015.
  var opening: BankAmount?
  var closing: BankAmount?
  /// Totals of types 100 and 400 with the number of items they stand for.
  var credits: (sum: BankAmount, items: Int?)?
  var debits: (sum: BankAmount, items: Int?)?
  private var details = (credits: 0, debits: 0, sum: BankAmount.zero, creditSum: BankAmount.zero)

  var exponent: Int { Currency(currency)?.exponent ?? 2 }

  mutating func addDetail(_ amount: BankAmount) {
    if amount < .zero {
      details.debits += 1
    } else {
      details.credits += 1
      details.creditSum += amount
    }
    details.sum += amount
  }

  /// Reads the amounts of an account record (03) behind its currency: type, amount, items, availability, again and again.
  mutating func readSummary(_ fields: inout BAI2Fields) {
    while !fields.isAtEnd {
      let code = BankText.count(fields.next()) ?? 0
      let text = fields.next()
      let amount = BankAmount(minor: text, exponent: exponent)
      let items = BankText.count(fields.next())
      _ = fields.availability()
      guard let amount else { continue }
      total.add(text)
      switch code {
      case 10: opening = amount
      case 15: closing = amount
      case 100: credits = (amount, items)
      case 400: debits = (amount, items)
      default: break
      }
    }
  }

  /// The bank's totals against the details, where it says that the details are all of them: balances are then proof that no sign
  /// was lost, which the total of the account (49) is not, as it adds everything without regard to sign.
  func controls(line: Int, name: String) -> [SourceControl] {
    guard let credits, let debits, credits.items == details.credits, debits.items == details.debits else { return [] }
    func control(_ what: String, _ stated: BankAmount, _ counted: BankAmount) -> SourceControl {
      SourceControl(
        name: "\(what) of \(name)", line: line, stated: stated.text(exponent), counted: counted.text(exponent))
    }
    var found = [
      control("total credits", credits.sum, details.creditSum),
      control("total debits", debits.sum, details.creditSum - details.sum),
    ]
    if let opening, let closing { found.append(control("closing balance", closing, opening + details.sum)) }
    return found
  }
}
